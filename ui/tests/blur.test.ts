import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { MockClient } from "../src/ipc/mock";

/* Which texts are blurred is tested in a real browser. */

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(cleanup);

async function open(changes = {}, scenario = "library") {
  const mock = new MockClient(scenario);
  mock.scenario.settings = { ...mock.scenario.settings, ...changes };
  render(App, { client: mock });
  await vi.advanceTimersByTimeAsync(300);
  return mock;
}
const isBlurred = () => document.documentElement.hasAttribute("data-blur");
const press = async (key: string, held: KeyboardEventInit) => {
  const event = new KeyboardEvent("keydown", { key, cancelable: true, ...held });
  window.dispatchEvent(event);
  await vi.advanceTimersByTimeAsync(0);
  return event.defaultPrevented;
};

it("is kept in the settings", async () => {
  await open({ blur: true });
  expect(isBlurred()).toBe(true);
  expect(screen.getByRole("button", { name: "Blur names" }).getAttribute("aria-pressed")).toBe("true");
});

it("is switched by a button, whose name stays the same", async () => {
  const mock = await open();
  const button = screen.getByRole("button", { name: "Blur names" });
  await fireEvent.click(button);
  await vi.advanceTimersByTimeAsync(0);
  expect([mock.scenario.settings.blur, isBlurred(), button.getAttribute("aria-pressed")]).toEqual([
    true,
    true,
    "true",
  ]);
  await fireEvent.click(button);
  await vi.advanceTimersByTimeAsync(0);
  expect([mock.scenario.settings.blur, isBlurred()]).toEqual([false, false]);
});

it("is explained in the settings, where it can be switched, too", async () => {
  const mock = await open();
  await fireEvent.click(screen.getByRole("button", { name: "Settings" }));
  await vi.advanceTimersByTimeAsync(300);
  const box = screen.getByRole("checkbox", { name: "Blur names and texts" });
  expect(box.closest("section")?.textContent).toMatch(/Ctrl\sShift\sB/);
  await fireEvent.click(box);
  await vi.advanceTimersByTimeAsync(0);
  expect([mock.scenario.settings.blur, isBlurred()]).toEqual([true, true]);
});

it("is one press away in one column, too", async () => {
  vi.stubGlobal("innerWidth", 600);
  window.dispatchEvent(new Event("resize"));
  await open();
  await fireEvent.click(screen.getByRole("button", { name: "Blur names" }));
  await vi.advanceTimersByTimeAsync(0);
  expect(isBlurred()).toBe(true);
  vi.unstubAllGlobals();
  window.dispatchEvent(new Event("resize"));
});

it("is switched by a key, also above a dialog", async () => {
  await open();
  await press("F1", {});
  const dialog = screen.getByRole("dialog");
  expect(within(dialog).getByText("Blur names and texts, or show them")).toBeTruthy();
  expect(await press("B", { ctrlKey: true, shiftKey: true })).toBe(true);
  expect(isBlurred()).toBe(true);
  expect(await press("b", { ctrlKey: true })).toBe(false);
  expect(await press("B", { ctrlKey: true, shiftKey: true, altKey: true })).toBe(false);
  expect(await press("B", { metaKey: true, shiftKey: true })).toBe(false);
  expect(isBlurred()).toBe(true);
});

it("changes nothing that a screen reader reads", async () => {
  await open();
  await fireEvent.click(screen.getByRole("button", { name: /^Messages/ }));
  await vi.advanceTimersByTimeAsync(300);
  const names = () => screen.getAllByRole("article").map((each) => each.getAttribute("aria-label"));
  const before = [names(), screen.getByRole("heading", { level: 2, name: "Noor Achterberg" })];
  await press("B", { ctrlKey: true, shiftKey: true });
  expect([names(), screen.getByRole("heading", { level: 2, name: "Noor Achterberg" })]).toEqual(before);
  expect(document.querySelector(".theirs[aria-hidden], .private[aria-hidden]:not(.ava)")).toBeNull();
});
