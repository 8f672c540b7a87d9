import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";

import { startBrowser } from "./chromium.js";
import { layoutFaults } from "./layout-check";

/* The first page is shown before the others are loaded. */

const site = inject("site");
/** How much the first page may have to read, in bytes of script. */
const MOST = 400_000;
let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

it("shows the first page without the others, and waits for these where they are opened", async () => {
  const page = await browser.newPage({ locale: "en-GB" });
  let bytes = 0;
  page.on("response", async (response) => {
    const isOfStart = /\.js$/.test(response.url()) && !response.url().includes("/rest-");
    if (isOfStart) bytes += (await response.text().catch(() => "")).length;
  });
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/rest-*.js", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${site}/?scenario=backups`);
  await page.getByRole("heading", { name: "Maren Haverkamp" }).waitFor();
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  expect(await page.getByRole("heading", { name: "Settings" }).count()).toBe(0);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(MOST);
  // Components may differ from the styles of the whole app, which come first.
  const first = await page.evaluate(
    () => (document.styleSheets[0]!.cssRules[0] as CSSStyleRule).selectorText,
  );
  expect(first).toBe(":root");
  release();
  await page.getByRole("heading", { name: "Settings", level: 1 }).waitFor();
  await page.waitForFunction(() => document.activeElement?.matches("h1"));
  await page.close();
});

it("follows a text size that was set before the start", async () => {
  const page = await browser.newPage({ locale: "en-GB" });
  await page.setViewportSize({ width: 900, height: 640 });
  await page.goto(`${site}/?scenario=library&text=200`);
  await page.getByRole("heading", { name: "Your backups" }).waitFor();
  expect(await page.evaluate(layoutFaults)).toEqual([]);
  await page.close();
});
