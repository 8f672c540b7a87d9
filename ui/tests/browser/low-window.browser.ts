import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";

import { startBrowser } from "./chromium.js";

/* A window of 900 × 640 with text of 200 % has room for little. */

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await startBrowser();
  page = await (await browser.newContext({ locale: "en-GB", reducedMotion: "reduce" })).newPage();
  page.setDefaultTimeout(20_000);
  await page.setViewportSize({ width: 900, height: 640 });
});
afterAll(() => browser?.close());

async function openList(name: string) {
  await page.goto(`${inject("site")}/?scenario=library&text=200`);
  // The sidebar is a menu at this size.
  await page.getByRole("button", { name: /^Sections/ }).click();
  await page.getByRole("menuitem", { name: new RegExp(`^${name}`) }).click();
  await page.getByRole("row").first().waitFor();
}

/** The bottom edge of the first row, in CSS pixels. */
async function endOfFirstRow(): Promise<number> {
  const box = await page.locator("[role=row]:has([role=gridcell])").first().boundingBox();
  return box ? box.y + box.height : Infinity;
}

it.each(["Watch history", "Likes", "Shares", "Searches", "Comments"])(
  "shows the first row of %s",
  async (list) => {
    await openList(list);
    expect(await endOfFirstRow()).toBeLessThanOrEqual(640);
  },
);

it("shows all filters on request, and those in use always", async () => {
  await openList("Watch history");
  const repeated = page.getByRole("button", { name: "Seen more than once" });
  const toggle = page.getByRole("button", { name: "Filters" });
  expect(await repeated.isVisible()).toBe(false);
  expect(await toggle.getAttribute("aria-expanded")).toBe("false");
  await toggle.click();
  await repeated.click();
  await toggle.click();
  expect(await repeated.isVisible()).toBe(true);
  expect(await page.getByRole("button", { name: "Any backup" }).isVisible()).toBe(false);
});
