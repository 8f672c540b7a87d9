import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";

import { startBrowser } from "./chromium.js";

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

it.each([
  ["en-GB", "en-GB", "Favourites", "Monday"],
  ["en-US", "en-US", "Favorites", "Sunday"],
  ["en-AU", "en-AU", "Favourites", "Monday"],
  ["de-DE", "en-GB", "Favourites", "Monday"],
  ["pt-BR", "en-GB", "Favourites", "Sunday"],
])("a system in %s has the English and the week of its place", async (locale, language, word, weekday) => {
  const page = await (await browser.newContext({ locale })).newPage();
  await page.goto(`${inject("site")}/?scenario=library`);
  await page.getByRole("button", { name: new RegExp(`^${word}`) }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
  await page.getByRole("button", { name: /^Watch history/ }).click();
  await page.getByRole("button", { name: "Go to a date…" }).click();
  expect(await page.locator("th").first().getAttribute("abbr")).toBe(weekday);
  await page.context().close();
});
