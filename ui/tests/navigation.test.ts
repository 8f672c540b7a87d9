import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { MockClient } from "../src/ipc/mock";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(cleanup);

async function open(scenario: string) {
  const mock = new MockClient(scenario);
  render(App, { client: mock });
  await vi.advanceTimersByTimeAsync(0);
  return mock;
}
const sidebar = () => screen.getByRole("navigation", { name: "Sections" });
const here = () => sidebar().querySelector("[aria-current]")?.textContent?.trim();
const press = async (name: RegExp) => {
  await fireEvent.click(within(sidebar()).getByRole("button", { name }));
  await vi.advanceTimersByTimeAsync(0);
};

it("lists each group that has records, with their number", async () => {
  await open("library");
  const names = [...sidebar().querySelectorAll(".items button")].map((each) => each.textContent?.trim());
  expect(names.slice(0, 4)).toEqual(["Backups", "Overview", "Watch history 47,918", "Likes 4,790"]);
  expect(names).toHaveLength(18);
});

it("shows no groups while the library is empty", async () => {
  await open("libraryempty");
  expect(
    within(sidebar())
      .getAllByRole("button")
      .map((each) => each.ariaLabel),
  ).toEqual(["Go back", "Go forward", "Backups", "Settings", "Blur names"]);
});

it("goes back and forward with keys and mouse buttons", async () => {
  await open("library");
  await press(/^Likes/);
  await press(/^Searches/);
  await fireEvent.keyDown(window, { key: "ArrowLeft", altKey: true });
  expect(here()).toMatch(/^Likes/);
  await fireEvent.mouseUp(window, { button: 3 });
  expect(here()).toBe("Backups");
  await fireEvent.mouseUp(window, { button: 4 });
  await fireEvent.keyDown(window, { key: "ArrowRight", altKey: true });
  expect(here()).toMatch(/^Searches/);
});

it("is one tab stop, navigated with arrow keys", async () => {
  await open("library");
  const entries = () => [...sidebar().querySelectorAll<HTMLElement>(".items button")];
  const stops = () => entries().flatMap((each) => (each.tabIndex === 0 ? [each.textContent?.trim()] : []));
  expect(stops()).toEqual(["Backups"]);
  await press(/^Likes/);
  expect(stops()).toEqual(["Likes 4,790"]);
  entries()[3]!.focus();
  await fireEvent.keyDown(document.activeElement!, { key: "ArrowDown" });
  expect(document.activeElement).toBe(entries()[4]);
  expect(stops()).toHaveLength(1);
  await fireEvent.keyDown(document.activeElement!, { key: "End" });
  expect(document.activeElement).toBe(entries().at(-1));
  await fireEvent.keyDown(document.activeElement!, { key: "ArrowDown" });
  expect(document.activeElement).toBe(entries().at(-1));
  await fireEvent.keyDown(document.activeElement!, { key: "Home" });
  expect(document.activeElement).toBe(entries()[0]);
});

it("counts up during an import", async () => {
  await open("building");
  const counted = () =>
    Number(/Watch history ([\d,]+)/.exec(sidebar().textContent ?? "")?.[1]?.replace(",", ""));
  const before = counted();
  expect(sidebar().textContent).toMatch(/Reading [\d,]+ records…/);
  await vi.advanceTimersByTimeAsync(2000);
  expect(counted()).toBeGreaterThan(before);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(sidebar().textContent).not.toContain("Reading");
  expect(counted()).toBe(47_918);
});

it("opens the search with its shortcuts", async () => {
  await open("library");
  await fireEvent.keyDown(window, { key: "k", ctrlKey: true });
  expect(screen.getByRole("dialog", { name: "Search everything" })).toBeTruthy();
});
