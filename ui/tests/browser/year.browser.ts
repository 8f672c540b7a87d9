import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";

import { startBrowser } from "./chromium.js";
import { layoutFaults } from "./layout-check";

const site = inject("site");
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await startBrowser();
  page = await (await browser.newContext({ locale: "en-GB", reducedMotion: "reduce" })).newPage();
  await page.setViewportSize({ width: 1280, height: 800 });
});
afterAll(() => browser?.close());

/** Saves the newest year in this form. Returns what was written. */
async function save(form: string, theme: "light" | "dark", names = false): Promise<string> {
  await page.goto(`${site}/?scenario=library&theme=${theme}`);
  for (const name of [/^Overview/, /^Year in review$/, /^Save…$/])
    await page.getByRole("button", { name }).first().click();
  await page.locator("dialog").getByRole("radio", { name: form }).check({ force: true });
  if (names) await page.getByRole("checkbox").check();
  await page.locator("dialog").getByRole("button", { name: "Save…" }).click();
  await page.getByText("Saved.").waitFor();
  return page.evaluate(() => (window as unknown as { mock: { saved: string } }).mock.saved);
}

describe.each([
  ["Square picture", 1080, 1080],
  ["Upright picture", 1080, 1920],
])("a saved year: %s", (form, width, height) => {
  it.each(["light", "dark"] as const)("is a PNG of its size in the %s theme", async (theme) => {
    const picture = atob(await save(form, theme));
    expect(picture.slice(1, 4)).toBe("PNG");
    // Its width and height follow, each in four bytes.
    const number = (at: number) => picture.charCodeAt(at + 2) * 256 + picture.charCodeAt(at + 3);
    expect([number(16), number(20)]).toEqual([width, height]);
  });

  it("has no text that reaches beyond its card", async () => {
    await save(form, "light", true);
    // To the right of the cards and below the foot, there is only the background.
    const colours = await page.evaluate(() => {
      const canvas = document.querySelector("canvas")!;
      const context = canvas.getContext("2d")!;
      const strips = [
        context.getImageData(canvas.width - 20, 0, 20, canvas.height),
        context.getImageData(0, canvas.height - 20, canvas.width, 20),
      ];
      return strips.map(({ data }) => new Set(new Uint32Array(data.buffer)).size);
    });
    expect(colours).toEqual([1, 1]);
  });
});

describe.each(["light", "dark"] as const)("a saved year: page in the %s theme", (theme) => {
  it("opens without requests, and has no axe violations or layout faults", async () => {
    const html = await save("Web page", theme, true);
    const requests: string[] = [];
    const errors: string[] = [];
    const saved = await (await browser.newContext({ locale: "en-GB" })).newPage();
    saved.on("request", (request) => requests.push(request.url()));
    saved.on("console", (message) => errors.push(message.text()));
    await saved.setContent(html);
    for (const width of [1280, 640, 360]) {
      await saved.setViewportSize({ width, height: 800 });
      const wide = await saved.evaluate(() => document.scrollingElement!.scrollWidth - innerWidth);
      expect(wide, `${width} px`).toBeLessThanOrEqual(0);
    }
    await saved.setViewportSize({ width: 1280, height: 3000 });
    expect(await saved.evaluate(layoutFaults)).toEqual([]);
    await saved.evaluate(axe.source);
    const { violations } = await saved.evaluate(() => window.axe.run(document, { iframes: false }));
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 160)}`)).toEqual([]);
    expect([requests, errors]).toEqual([[], []]);
    await saved.close();
  });
});
