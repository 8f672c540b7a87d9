import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { MockClient } from "../src/ipc/mock";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(cleanup);

const settle = () => vi.advanceTimersByTimeAsync(300);
async function open(scenario: string) {
  const mock = new MockClient(scenario);
  render(App, { client: mock });
  await settle();
  return mock;
}
const sidebar = () => within(screen.getByRole("navigation", { name: "Sections" }));
const press = async (name: string | RegExp, at: ReturnType<typeof sidebar> = within(document.body)) => {
  const button = at.getAllByRole("button", { name })[0]!;
  button.focus();
  await fireEvent.click(button);
  await settle();
};
const key = async (init: KeyboardEventInit, at: Element | Window = window) => {
  await fireEvent.keyDown(at, init);
  await settle();
};
const focused = () => document.activeElement!;
const announced = () => screen.getAllByRole("status").map((each) => each.textContent);

describe("a page that is opened", () => {
  it.each([
    [/^Overview/, "Overview"],
    [/^Likes/, "Likes"],
    [/^Messages/, "Messages"],
    [/^Profile & preferences/, "Profile & preferences"],
    [/^Settings$/, "Settings"],
  ])("focuses its heading, titles the window and is announced: %s", async (entry, title) => {
    await open("library");
    expect(document.title).toBe("Backups – Satchel");
    expect(focused()).toBe(document.body);
    await press(entry, sidebar());
    expect(focused()).toBe(screen.getByRole("heading", { level: 1 }));
    expect(focused().textContent).toBe(title);
    expect(document.title).toBe(`${title} – Satchel`);
    expect(announced().filter((each) => each === title)).toHaveLength(1);
  });

  it("is a backup, and then the list of backups again", async () => {
    await open("library");
    await press("Everything");
    expect(focused().tagName).toBe("H1");
    expect(document.title).toBe("Everything – Satchel");
    await press("Backups");
    expect(focused().tagName).toBe("H1");
    expect(document.title).toBe("Backups – Satchel");
  });

  it("is the first one after the welcome page", async () => {
    await open("welcome");
    expect(document.title).toBe("Welcome – Satchel");
    await press(/Connect TikTok/);
    await vi.advanceTimersByTimeAsync(6000);
    expect(document.title).toBe("Backups – Satchel");
    expect(focused()).toBe(screen.getByRole("heading", { level: 1 }));
  });

  it("opens from the bar of a chart", async () => {
    await open("library");
    await press(/^Overview/, sidebar());
    await press(/^October\s2026: /);
    expect(focused().textContent).toBe("Watch history");
  });
});

describe("the focus", () => {
  it("stays on a filter, and is not lost with one that is removed", async () => {
    await open("library");
    await press(/^Watch history/, sidebar());
    await press("Seen more than once");
    expect(focused().textContent).toBe("Seen more than once");
    await press(/^Date: /);
    await fireEvent.click(screen.getByRole("menuitem", { name: "2025" }));
    await settle();
    await press("Remove “2025”");
    expect(focused().tagName).toBe("H1");
  });

  it("goes to the record that was searched for", async () => {
    await open("library");
    await key({ key: "k", ctrlKey: true });
    await fireEvent.input(screen.getByRole("combobox"), { target: { value: "lantern in:watched" } });
    await settle();
    await key({ key: "Enter" }, screen.getByRole("combobox"));
    const grid = screen.getByRole("grid");
    expect(focused()).toBe(grid);
    expect(grid.querySelector('[aria-selected="true"]')).toBeTruthy();
  });

  it("goes to the message that was searched for", async () => {
    await open("library");
    await key({ key: "k", ctrlKey: true });
    await fireEvent.input(screen.getByRole("combobox"), { target: { value: "lantern in:messages" } });
    await settle();
    await key({ key: "Enter" }, screen.getByRole("combobox"));
    expect(focused().getAttribute("role")).toBe("article");
    expect(focused().textContent).toContain("lantern");
  });

  it("returns to where it was before a chat was searched", async () => {
    await open("library");
    await press(/^Messages/, sidebar());
    await press("Find in this chat");
    const field = screen.getByRole("textbox", { name: "Find in this chat" });
    expect(focused()).toBe(field);
    await key({ key: "Escape" }, field);
    expect(focused()).toBe(screen.getByRole("button", { name: "Find in this chat" }));
    screen.getByRole("feed").focus();
    await key({ key: "f", ctrlKey: true });
    await key({ key: "Escape" }, screen.getByRole("textbox", { name: "Find in this chat" }));
    expect(focused()).toBe(screen.getByRole("feed"));
  });

  it("goes to the name of a chat when going back to it", async () => {
    await open("library");
    await press(/^Messages/, sidebar());
    await press(/^Mum/);
    expect(focused().getAttribute("title")).toBe("Mum");
    await key({ key: "ArrowLeft", altKey: true });
    expect(focused()).toBe(screen.getByRole("heading", { name: "Noor Achterberg" }));
  });
});

describe("going back and forward", () => {
  it("has buttons", async () => {
    await open("library");
    const back = () => screen.getByRole<HTMLButtonElement>("button", { name: "Go back" });
    const forward = () => screen.getByRole<HTMLButtonElement>("button", { name: "Go forward" });
    expect([back().disabled, forward().disabled]).toEqual([true, true]);
    await press(/^Likes/, sidebar());
    await press("Go back");
    expect(document.title).toBe("Backups – Satchel");
    expect([back().disabled, forward().disabled]).toEqual([true, false]);
    await press("Go forward");
    expect(document.title).toBe("Likes – Satchel");
  });

  it("restores the scroll position of a page, and a new page starts at its top", async () => {
    await open("library");
    const page = () => document.querySelector("main .page")!;
    await press(/^Settings$/, sidebar());
    page().scrollTop = 130;
    await press(/^Overview/, sidebar());
    expect(page().scrollTop).toBe(0);
    page().scrollTop = 70;
    await key({ key: "ArrowLeft", altKey: true });
    expect(page().scrollTop).toBe(130);
    await key({ key: "ArrowRight", altKey: true });
    expect(page().scrollTop).toBe(70);
    await press(/^Messages/, sidebar());
    await press("Go back");
    expect(page().scrollTop).toBe(70);
    // Opened again, not gone back to.
    await press(/^Settings$/, sidebar());
    expect(page().scrollTop).toBe(0);
    await press(/^Overview/, sidebar());
    expect(page().scrollTop).toBe(0);
  });

  it("restores the selection of a list", async () => {
    await open("library");
    await press(/^Watch history/, sidebar());
    const selected = () =>
      [...document.querySelectorAll('[role="row"][aria-selected="true"]')].map((row) => row.ariaRowIndex);
    await key({ key: "End" }, screen.getByRole("grid"));
    await key({ key: "ArrowUp", shiftKey: true }, screen.getByRole("grid"));
    expect(selected()).toEqual(["47917", "47918"]);
    await press(/^Likes/, sidebar());
    expect(selected()).toEqual([]);
    await press("Go back");
    expect(selected()).toEqual(["47917", "47918"]);
  });
});

describe("Browse", () => {
  const chip = () => screen.getByRole("button", { name: /^Backup: / }).getAttribute("aria-label");
  async function browseFirst(mock: MockClient, lists: string[]) {
    const outline = mock.libraryOutline.bind(mock);
    mock.libraryOutline = async (query) =>
      query.filter.backup === null || lists.includes(query.group)
        ? outline(query)
        : { version: 1, total: 0, undated: 0, days: [] };
    await press("Browse", within(document.querySelector<HTMLElement>("tbody tr")!));
  }

  it("shows the records of the backup in its row, also in the lists opened from there", async () => {
    const mock = await open("library");
    await browseFirst(mock, ["searches", "comments"]);
    expect(document.title).toBe("Searches – Satchel");
    const browsed = chip();
    expect(browsed).not.toBe("Backup: Any backup");
    await press(/^Comments/, sidebar());
    expect(chip()).toBe(browsed);
    await press(/^Comments/, sidebar());
    expect(chip()).toBe("Backup: Any backup");
  });

  it("shows the chats if a backup has nothing else", async () => {
    await browseFirst(await open("library"), []);
    expect(document.title).toBe("Messages – Satchel");
  });
});

describe("shortcuts", () => {
  const ctrl = (letter: string) => key({ key: letter, ctrlKey: true }, focused());

  it.each([
    [/^Likes/, "Filter by caption or link"],
    [/^Comments/, "Filter"],
    [/^Profile & preferences/, "Filter by name or value"],
  ])("find in the list at hand: %s", async (entry, field) => {
    await open("library");
    await press(entry, sidebar());
    await ctrl("f");
    expect(focused()).toBe(screen.getByPlaceholderText(field));
  });

  it("find in the open chat, again if its search is open", async () => {
    await open("library");
    await press(/^Messages/, sidebar());
    await ctrl("f");
    const field = screen.getByRole("textbox", { name: "Find in this chat" });
    expect(focused()).toBe(field);
    screen.getByRole("feed").focus();
    await ctrl("f");
    expect(focused()).toBe(field);
  });

  it("find in everything where there is no list", async () => {
    await open("library");
    await press(/^Overview/, sidebar());
    await ctrl("f");
    expect(screen.getByRole("dialog", { name: "Search everything" })).toBeTruthy();
  });

  it("open an export, the settings, and the list of shortcuts", async () => {
    const mock = await open("library");
    const openExport = vi.spyOn(mock, "openExport");
    await ctrl("o");
    expect(openExport).toHaveBeenCalledOnce();
    await ctrl(",");
    expect(document.title).toBe("Settings – Satchel");
    await key({ key: "F1" });
    expect(screen.getByRole("dialog", { name: "Keyboard shortcuts" }).textContent).toContain(
      "Open an export",
    );
    await ctrl("o");
    expect(openExport).toHaveBeenCalledOnce();
  });

  it("quit, from a dialog, too", async () => {
    const mock = await open("library");
    const quit = vi.spyOn(mock, "quit");
    await key({ key: "q", ctrlKey: true, shiftKey: true });
    expect(quit).not.toHaveBeenCalled();
    await ctrl("q");
    expect(quit).toHaveBeenCalledOnce();
    await key({ key: "F1" });
    expect(screen.getByRole("dialog").textContent).toContain("Quit Satchel");
    await ctrl("q");
    expect(quit).toHaveBeenCalledTimes(2);
  });

  it("leave quitting to the menu bar on macOS", async () => {
    const mock = new MockClient("library");
    mock.scenario.app = { ...mock.scenario.app, os: "macos" };
    const quit = vi.spyOn(mock, "quit");
    render(App, { client: mock });
    await settle();
    await key({ key: "q", metaKey: true });
    await ctrl("q");
    expect(quit).not.toHaveBeenCalled();
  });

  it("use ⌘ on macOS", async () => {
    const mock = new MockClient("library");
    mock.scenario.app = { ...mock.scenario.app, os: "macos" };
    render(App, { client: mock });
    await settle();
    await ctrl(",");
    expect(document.title).toBe("Backups – Satchel");
    await key({ key: ",", metaKey: true });
    expect(document.title).toBe("Settings – Satchel");
    await key({ key: "[", metaKey: true });
    expect(document.title).toBe("Backups – Satchel");
  });
});

describe("the details of a record", () => {
  const grid = () => screen.getByRole("grid");
  const beside = () => screen.queryByRole("complementary");
  async function openList(width: number, entry: RegExp) {
    vi.stubGlobal("innerWidth", width);
    const mock = await open("library");
    await press(entry, sidebar());
    return mock;
  }
  afterEach(() => vi.unstubAllGlobals());

  it("are beside the list if there is room, and follow its rows", async () => {
    await openList(1280, /^Searches/);
    grid().focus();
    await key({ key: "ArrowDown" }, grid());
    await key({ key: "Enter" }, grid());
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(focused()).toBe(grid());
    expect(announced()).toContain("Details shown. Press Enter again to go to them, Escape to close them.");
    const when = () => beside()!.querySelector("dd")!.textContent;
    const first = when();
    await key({ key: "ArrowDown" }, grid());
    const second = when();
    expect(second).not.toBe(first);
    await key({ key: "ArrowUp" }, grid());
    expect(when()).toBe(first);
  });

  it("open by keyboard also after a click on the row", async () => {
    await openList(1280, /^Searches/);
    const row = within(grid()).getAllByRole("row")[2]!;
    row.focus();
    await fireEvent.click(row);
    await key({ key: "Enter" }, focused());
    expect(beside()).toBeTruthy();
  });

  it("are entered with Enter and left with Escape, back to the row", async () => {
    await openList(1280, /^Searches/);
    grid().focus();
    await key({ key: "ArrowDown" }, grid());
    await key({ key: "Enter" }, grid());
    await key({ key: "Enter" }, grid());
    expect(focused()).toBe(within(beside()!).getByRole("heading", { level: 2 }));
    await key({ key: "Escape" }, focused());
    expect(beside()).toBeNull();
    expect(focused()).toBe(grid());
  });

  it("are closed with Escape in the list, which keeps its selection", async () => {
    await openList(1280, /^Searches/);
    grid().focus();
    await key({ key: "ArrowDown" }, grid());
    await key({ key: "Enter" }, grid());
    await key({ key: "Escape" }, grid());
    expect(beside()).toBeNull();
    expect(grid().querySelectorAll('[aria-selected="true"]')).toHaveLength(1);
    expect(focused()).toBe(grid());
  });

  it("follow the messages of a chat", async () => {
    await openList(1280, /^Messages/);
    await key({ key: "End" }, screen.getByRole("feed"));
    await key({ key: "Enter" }, focused());
    const text = () => beside()!.querySelector(".text")?.textContent;
    const last = text();
    expect(last).toContain("See you at the lantern walk");
    await key({ key: "ArrowUp" }, focused());
    expect(text()).not.toBe(last);
    await key({ key: "Escape" }, focused());
    expect(beside()).toBeNull();
    expect(focused().getAttribute("role")).toBe("article");
  });

  it("cover the list in a narrow window", async () => {
    await openList(900, /^Searches/);
    grid().focus();
    await key({ key: "ArrowDown" }, grid());
    await key({ key: "Enter" }, grid());
    expect(beside()).toBeNull();
    expect(screen.getByRole("dialog").textContent).toContain("Original");
    expect(screen.getByRole("navigation", { name: "Jump to a date" })).toBeTruthy();
  });
});
