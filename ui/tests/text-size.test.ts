import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { MockClient } from "../src/ipc/mock";
import { rowLayout } from "../src/library/days/row-text";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(cleanup);

async function open(textSize = 100, os = "linux") {
  const mock = new MockClient("settings");
  mock.scenario.settings = { ...mock.scenario.settings, textSize };
  mock.scenario.app = { ...mock.scenario.app, os };
  render(App, { client: mock });
  await vi.advanceTimersByTimeAsync(0);
  return mock;
}
const shown = () => document.documentElement.style.fontSize;
const press = async (key: string, held: KeyboardEventInit = { ctrlKey: true }) => {
  const event = new KeyboardEvent("keydown", { key, cancelable: true, ...held });
  window.dispatchEvent(event);
  await vi.advanceTimersByTimeAsync(0);
  return event.defaultPrevented;
};

it("has the size of the settings from the first content on", async () => {
  await open(150);
  expect(shown()).toBe("150%");
});

it("changes with Ctrl and +, − and 0, within its range", async () => {
  const mock = await open();
  expect(await press("+")).toBe(true);
  expect([mock.scenario.settings.textSize, shown()]).toEqual([110, "110%"]);
  for (let times = 0; times < 10; times++) await press("=");
  expect(shown()).toBe("200%");
  for (let times = 0; times < 10; times++) await press("-");
  expect(shown()).toBe("80%");
  await press("0");
  expect(shown()).toBe("100%");
});

it("counts every press while the one before is still being stored, and stores the last one", async () => {
  const mock = await open();
  const store = mock.setTextSize.bind(mock);
  const stored = vi.spyOn(mock, "setTextSize").mockImplementation(async (size) => {
    await new Promise((done) => setTimeout(done, 500));
    await store(size);
  });
  for (const key of ["+", "+", "+", "-", "+"]) await press(key);
  await vi.advanceTimersByTimeAsync(2000);
  expect(shown()).toBe("150%");
  expect(stored.mock.calls).toEqual([[110], [150]]);
  await press("+");
  await vi.advanceTimersByTimeAsync(2000);
  expect(shown()).toBe("175%");
});

it("leaves the keys alone without Ctrl, and takes ⌘ on macOS", async () => {
  await open(100, "macos");
  expect(await press("+", {})).toBe(false);
  expect(await press("+", { ctrlKey: true })).toBe(false);
  expect(shown()).toBe("100%");
  await press("+", { metaKey: true });
  expect(shown()).toBe("110%");
});

it("is chosen in the settings", async () => {
  const mock = await open();
  await fireEvent.click(screen.getByRole("button", { name: "Settings" }));
  const sizes = screen.getByRole("radiogroup", { name: "Text size" });
  await fireEvent.click(within(sizes).getByRole("radio", { name: "125%" }));
  await vi.advanceTimersByTimeAsync(0);
  expect(mock.scenario.settings.textSize).toBe(125);
  expect(shown()).toBe("125%");
});

it("folds rows where there is no room for their columns", () => {
  expect(rowLayout("watch", 80)).toEqual({ narrow: false, inTwoLines: false });
  expect(rowLayout("watch", 56)).toEqual({ narrow: true, inTwoLines: false });
  expect(rowLayout("logins", 56)).toEqual({ narrow: true, inTwoLines: true });
  expect(rowLayout("watch", 40)).toEqual({ narrow: true, inTwoLines: true });
});

it("keeps the pressed size in view, and the focus with the chosen one after a key", async () => {
  const scrolled: string[] = [];
  Element.prototype.scrollIntoView = function (this: Element) {
    scrolled.push(this.textContent?.trim() ?? "");
  };
  await open();
  await fireEvent.click(screen.getByRole("button", { name: "Settings" }));
  await vi.advanceTimersByTimeAsync(0);
  scrolled.length = 0;
  const size = (name: string) => screen.getByRole("radio", { name });
  await fireEvent.click(size("150%"));
  await vi.advanceTimersByTimeAsync(0);
  expect(scrolled).toEqual(["150%"]);
  size("150%").focus();
  await press("0");
  expect(document.activeElement).toBe(size("100%"));
  expect(scrolled.at(-1)).toBe("100%");
  // Elsewhere, the page does not move.
  size("100%").blur();
  await press("+");
  expect([scrolled.length, document.activeElement]).toEqual([2, document.body]);
  Reflect.deleteProperty(Element.prototype, "scrollIntoView");
});
