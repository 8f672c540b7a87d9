import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";

import { startBrowser } from "./browser";
import { layoutFaults, lengthenTexts } from "./layout-check";
import { SCENES } from "./scenes";

/** Width and height of the window, and how often the text is enlarged by a step, from 100 to 200 %. */
const SIZES: [width: number, height: number, larger: number][] = [
  [2560, 1440, 0],
  [1280, 800, 0],
  [900, 640, 0],
  [640, 640, 0],
  [640, 640, 5],
  [900, 640, 5],
  [1280, 800, 5],
  [2560, 1440, 5],
];
const LONGER: typeof SIZES = [
  [640, 640, 5],
  [900, 640, 0],
  [1280, 800, 0],
];

const site = inject("site");
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await startBrowser();
  const context = await browser.newContext({ reducedMotion: "reduce" });
  page = await context.newPage();
  page.setDefaultTimeout(2000);
});
afterAll(() => browser?.close());

async function faultsIn(sizes: typeof SIZES): Promise<string[]> {
  const all: string[] = [];
  for (const [width, height, larger] of sizes) {
    await page.setViewportSize({ width, height });
    await enlarge(larger);
    const faults = await page.evaluate(layoutFaults);
    all.push(...faults.map((fault) => `${width}×${height}${larger ? ", text at 200 %" : ""}: ${fault}`));
  }
  return all;
}

async function enlarge(steps: number) {
  await page.keyboard.press("Control+0");
  for (let step = 0; step < steps; step++) await page.keyboard.press("Control+Equal");
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

async function axeFaults(options: axe.RunOptions): Promise<string[]> {
  const { violations } = await page.evaluate((given) => axe.run(document, given), options);
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 160)}`),
  );
}

describe.each(SCENES)("$name", ({ scenario, open }) => {
  beforeAll(async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.emulateMedia({ forcedColors: "none", colorScheme: "light" });
    await page.goto(`${site}/?scenario=${scenario}`);
    await page.locator("#app > *").first().waitFor({ state: "attached" });
    await open?.(page);
    await page.waitForTimeout(50);
  });

  it("has no axe violations in either theme", async () => {
    await page.evaluate(axe.source);
    expect(await axeFaults({ resultTypes: ["violations"] })).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await axeFaults({ runOnly: ["color-contrast"], resultTypes: ["violations"] })).toEqual([]);
    await page.emulateMedia({ colorScheme: "light" });
  });

  it("fits windows and text of any size", async () => {
    expect(await faultsIn(SIZES)).toEqual([]);
  });

  it("has room for longer texts, names and paths", async () => {
    await page.evaluate(lengthenTexts);
    expect(await faultsIn(LONGER)).toEqual([]);
  });
});
