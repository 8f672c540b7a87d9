import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { MockClient } from "../src/ipc/mock";
import { listPlace, queryOf } from "../src/state/places";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(cleanup);

const settle = () => vi.advanceTimersByTimeAsync(300);
async function open(entry?: RegExp) {
  const mock = new MockClient("library");
  const written: string[] = [];
  Object.defineProperty(navigator, "clipboard", {
    configurable: true,
    value: { writeText: async (text: string) => written.push(text) },
  });
  render(App, { client: mock });
  await settle();
  if (entry) {
    const sidebar = screen.getByRole("navigation", { name: "Sections" });
    await fireEvent.click(within(sidebar).getByRole("button", { name: entry }));
    await settle();
  }
  return { mock, written };
}
const grid = () => screen.getByRole("grid");
const rows = () => within(grid()).getAllByRole("row");
const rightClick = async (at: Element) => {
  await fireEvent.contextMenu(at, { button: 2, clientX: 300, clientY: 200 });
  await settle();
};
const items = () => screen.getAllByRole("menuitem").map((each) => each.textContent?.trim());
const press = async (name: string | RegExp) => {
  await fireEvent.click(screen.getByRole("menuitem", { name }));
  await settle();
};

describe("the menu of a row", () => {
  it("opens at the pointer, and selects its row", async () => {
    await open(/^Likes/);
    await rightClick(rows()[2]!);
    const menu = screen.getByRole("menu");
    expect([menu.style.left, menu.style.top]).toEqual(["300px", "204px"]);
    expect(rows()[2]!.ariaSelected).toBe("true");
    expect(document.activeElement).toBe(screen.getAllByRole("menuitem")[0]);
    expect(items()).toEqual([
      "Details",
      "Copy",
      "Copy link",
      "Open on TikTok",
      "Show everything with \u2068kiel.harbour\u2069",
      "Only \u2068kiel.harbour\u2069",
      expect.stringMatching(/^Only Nov\s2\d,\s2026$/),
    ]);
  });

  it.each([{ key: "F10", shiftKey: true }, { key: "ContextMenu" }])(
    "opens by key on the active row: %o",
    async (init) => {
      await open(/^Likes/);
      grid().focus();
      await fireEvent.keyDown(grid(), { key: "ArrowDown" });
      await fireEvent.keyDown(grid(), init);
      await settle();
      expect(items()).toContain("Details");
      await fireEvent.keyDown(document.activeElement!, { key: "Escape" });
      await settle();
      expect(screen.queryByRole("menu")).toBeNull();
      expect(document.activeElement).toBe(grid());
    },
  );

  it("copies all selected rows, if its row is one of them", async () => {
    const { written } = await open(/^Searches/);
    grid().focus();
    await fireEvent.keyDown(grid(), { key: "ArrowDown" });
    await fireEvent.keyDown(grid(), { key: "ArrowDown", shiftKey: true });
    await rightClick(rows()[0]!);
    await press("Copy");
    expect(written[0]!.split("\n")).toHaveLength(2);
    await rightClick(rows()[4]!);
    await press("Copy");
    expect(written[1]!.split("\n")).toHaveLength(1);
  });

  it("filters by the day of its row", async () => {
    await open(/^Searches/);
    await rightClick(rows()[0]!);
    await press(/^Only Nov/);
    expect(screen.getByRole("button", { name: /^Remove “.*November\s2\d,\s2026”$/ })).toBeTruthy();
    await rightClick(rows()[0]!);
    expect(items()).not.toContainEqual(expect.stringMatching(/^Only Nov/));
  });

  it("filters by the person of its row, and shows the chat with that person", async () => {
    const { mock } = await open();
    const found = await mock.libraryChats();
    const { rows: people } = await mock.libraryRows(queryOf(listPlace("people")), 0, 1);
    const name = people[0]!.text!;
    const chats = found.chats.map((chat, index) => (index === 1 ? { ...chat, name } : chat));
    mock.libraryChats = () => Promise.resolve({ ...found, chats });
    await fireEvent.click(screen.getByRole("button", { name: /^People/ }));
    await settle();
    await rightClick(rows()[0]!);
    await press(new RegExp(`^Only .?${name}`));
    expect(screen.getByRole("button", { name: new RegExp(`^Remove “.*${name}`) })).toBeTruthy();
    await rightClick(rows()[0]!);
    await press("Show the chat");
    expect(screen.getByRole("heading", { name })).toBeTruthy();
  });

  it("copies a message", async () => {
    const { written } = await open(/^Messages/);
    const last = within(screen.getByRole("feed")).getAllByRole("article").at(-1)!;
    await rightClick(last);
    expect(items()).toEqual(["Details", "Copy"]);
    await press("Copy");
    expect(written).toEqual(["See you at the lantern walk"]);
  });

  it("leads from a backup to its page, its records and its folder", async () => {
    await open();
    await rightClick(document.querySelector("tbody tr")!);
    expect(items()).toEqual(["Details", "Browse", "Open folder", "See what came", "Check now", "Delete…"]);
    await press("Details");
    expect(document.title).toBe("Everything – Satchel");
  });

  it("closes when its button is scrolled away, and not by the event of an earlier scrolling", async () => {
    await open(/^Backups/);
    const button = screen.getAllByRole("button", { name: "More" })[0]!;
    const page = button.closest(".page")!;
    await fireEvent.click(button);
    await settle();
    await fireEvent.scroll(page);
    await settle();
    expect(screen.getByRole("menu")).toBeTruthy();
    vi.spyOn(button, "getBoundingClientRect").mockReturnValue(new DOMRect(0, -40, 20, 20));
    await fireEvent.scroll(page);
    await settle();
    expect(screen.queryByRole("menu")).toBeNull();
  });

  it("leaves selected text to the system's own menu", async () => {
    await open(/^Messages/);
    const last = within(screen.getByRole("feed")).getAllByRole("article").at(-1)!;
    getSelection()!.selectAllChildren(last.querySelector(".text")!);
    await rightClick(last);
    getSelection()!.removeAllRanges();
    expect(screen.queryByRole("menu")).toBeNull();
  });
});
