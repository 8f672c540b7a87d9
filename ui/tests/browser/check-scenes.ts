import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";

import { startBrowser } from "./chromium.js";
import { colourFaults, markShapes } from "./colour-check";
import { focusFault, isVisited, unreached } from "./focus-check";
import { layoutFaults, lengthenTexts } from "./layout-check";
import { personalTexts, unblurred } from "./blur-check";
import type { Scene } from "./scenes";

declare module "vitest" {
  interface ProvidedContext {
    /** The address of the served UI. */
    site: string;
  }
}
declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** Width and height of the window, and the text size in percent. */
type Size = [width: number, height: number, percent: 100 | 200];
const USUAL: Size[] = [
  [900, 640, 100],
  [640, 640, 200],
];
/** For the pages that differ most. */
const ALL: Size[] = [
  [2560, 1440, 100],
  [1600, 900, 100],
  [1280, 800, 100],
  [900, 640, 100],
  [640, 640, 100],
  [2560, 1440, 200],
  [1280, 800, 200],
  [900, 640, 200],
  [640, 640, 200],
];
const LONGER: Size[] = [
  [1280, 800, 100],
  [900, 640, 200],
];

const site = inject("site");
let browser: Browser;
let page: Page;
let errors: string[] = [];

/** Opens the page that all scenes of a file share. */
async function start() {
  browser = await startBrowser();
  const context = await browser.newContext({ locale: "en-GB", reducedMotion: "reduce" });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    const isIcon = message.location().url.endsWith("/favicon.ico");
    if (message.type() === "error" && !isIcon) errors.push(message.text());
  });
}

async function faultsIn(sizes: Size[]): Promise<string[]> {
  const all: string[] = [];
  for (const [width, height, percent] of sizes) {
    await page.setViewportSize({ width, height });
    await page.evaluate(enlarge, percent);
    const faults = await page.evaluate(layoutFaults);
    all.push(...faults.map((fault) => `${width}×${height} at ${percent} %: ${fault}`));
  }
  return all;
}

/** Presses the keys that change the text size, and waits until it is painted. */
function enlarge(percent: number): Promise<unknown> {
  const keys = percent === 100 ? ["0"] : ["0", "+", "+", "+", "+", "+"];
  for (const key of keys) window.dispatchEvent(new KeyboardEvent("keydown", { key, ctrlKey: true }));
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}

/** Presses the key that blurs names and texts, and waits until it is painted. */
function pressBlur(): Promise<unknown> {
  const key = new KeyboardEvent("keydown", { key: "B", ctrlKey: true, shiftKey: true });
  window.dispatchEvent(key);
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}

async function axeFaults(only: Pick<axe.RunOptions, "runOnly">): Promise<string[]> {
  const options: axe.RunOptions = {
    ...only,
    resultTypes: ["violations"],
    // There are no frames and no styles of other sites.
    iframes: false,
    preload: false,
    selectors: false,
  };
  const { violations } = await page.evaluate((given) => window.axe.run(document, given), options);
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 160)}`),
  );
}

/** Defines the tests of these scenes. */
export function checkScenes(scenes: Scene[]) {
  beforeAll(start);
  afterAll(() => browser?.close());
  describe.each(scenes.map((scene) => [scene.name, scene] as const))("%s", (_, scene) => checkScene(scene));
}

function checkScene({ scenario, open, isMain }: Scene) {
  beforeAll(async () => {
    errors = [];
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.emulateMedia({ forcedColors: "none", colorScheme: "light" });
    await page.goto(`${site}/?scenario=${scenario}`);
    await page.locator("#app > *").first().waitFor({ state: "attached" });
    await open?.(page);
    await page.waitForTimeout(50);
  });

  it("opens without errors", async () => {
    expect(errors).toEqual([]);
    expect(await page.getByRole("heading").count()).toBeGreaterThan(0);
  });

  it("has no axe violations in either theme", async () => {
    await page.evaluate(axe.source);
    expect(await axeFaults({})).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await axeFaults({ runOnly: ["color-contrast"] })).toEqual([]);
    await page.emulateMedia({ colorScheme: "light" });
  });

  it("shows shapes and choices with forced colours", async () => {
    await page.evaluate(markShapes);
    await page.emulateMedia({ forcedColors: "active" });
    expect(await page.evaluate(colourFaults)).toEqual([]);
    await page.emulateMedia({ forcedColors: "none" });
  });

  if (isMain)
    it("takes the focus to everything once, in view and with a ring", async () => {
      await page.setViewportSize({ width: 900, height: 640 });
      const faults: (string | null)[] = [];
      for (let stops = 0; stops < 150; stops++) {
        await page.keyboard.press("Tab");
        if (await page.evaluate(isVisited)) break;
        faults.push(await page.evaluate(focusFault));
      }
      expect([...faults.filter((each) => each !== null), ...(await page.evaluate(unreached))]).toEqual([]);
    });

  it("fits windows and text of any size", async () => {
    expect(await faultsIn(isMain ? ALL : USUAL)).toEqual([]);
  });

  it("blurs every name and text on request", async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.evaluate(enlarge, 100 as const);
    // Out of the way: what is pointed at is legible.
    await page.mouse.move(0, 0);
    await page.evaluate(pressBlur);
    expect(await page.evaluate(unblurred, personalTexts)).toEqual([]);
    if (isMain) {
      await page.emulateMedia({ forcedColors: "active" });
      expect(await page.evaluate(unblurred, personalTexts)).toEqual([]);
      await page.emulateMedia({ forcedColors: "none" });
    }
    await page.evaluate(pressBlur);
  });

  it("has room for longer texts, names and paths", async () => {
    await page.evaluate(lengthenTexts);
    expect(await faultsIn(LONGER)).toEqual([]);
  });
}
