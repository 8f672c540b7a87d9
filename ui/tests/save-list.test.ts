import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import type { Filter, ListQuery } from "../src/ipc/bindings";
import { MockClient } from "../src/ipc/mock";
import { NO_FILTER } from "../src/ipc/no-filter";
import { conditions, fileTitle } from "../src/library/save/list-name";
import { pageDates } from "../src/library/save/page-dates";
import { pageTexts } from "../src/library/save/page-texts";
import { reduce, type State } from "../src/state/reduce";
import { moment } from "../src/text/format";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(cleanup);

const settle = () => vi.advanceTimersByTimeAsync(500);
async function open(entry: RegExp) {
  const mock = new MockClient("library");
  render(App, { client: mock });
  await settle();
  const sidebar = screen.getByRole("navigation", { name: "Sections" });
  await fireEvent.click(within(sidebar).getByRole("button", { name: entry }));
  await settle();
  return mock;
}
const dialog = () => within(screen.getByRole("dialog"));
/** What the dialog says about the file. */
const said = () => dialog().getByText(/(was|were) saved as/);
const press = async (name: string) => {
  await fireEvent.click(dialog().getByRole("button", { name }));
  await settle();
};
async function save(form?: RegExp) {
  if (form) await fireEvent.click(dialog().getByRole("radio", { name: form }));
  await fireEvent.submit(screen.getByRole("dialog").querySelector("form")!);
  await settle();
}
async function openList(entry: RegExp) {
  const mock = await open(entry);
  await fireEvent.click(screen.getByRole("button", { name: "Save this list…" }));
  await settle();
  return mock;
}

describe("saving a list", () => {
  it("says where the page is, opens it and shows it in its folder", async () => {
    const mock = await openList(/^Likes/);
    await save();
    expect(mock.calls).toContain("save likes page");
    expect(said().textContent).toContain("4,790 records were saved as “\u2068Satchel – Likes.html\u2069”.");
    expect(document.activeElement, "the pressed button is gone").toBe(said());
    expect(dialog().getByText("/home/maren/Documents")).toBeTruthy();
    expect(dialog().getByText("9f".repeat(32))).toBeTruthy();
    expect(dialog().getByText(/“Save as PDF”/)).toBeTruthy();
    await press("Open");
    await press("Show in folder");
    expect(mock.calls.slice(-2)).toEqual(["open saved list", "show saved list"]);
    expect(dialog().queryByRole("alert")).toBeNull();
    mock.canOpenSaved = false;
    await press("Open");
    expect(dialog().getByRole("alert").textContent).toMatch(/could not be opened/);
    await press("Close");
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("writes a table or JSON, which are shown in their folder only", async () => {
    const mock = await openList(/^Likes/);
    await save(/^JSON/);
    expect(mock.calls).toContain("save likes json");
    expect(said().textContent).toContain("Satchel – Likes.json");
    expect(dialog().queryByRole("button", { name: "Open" })).toBeNull();
    expect(dialog().queryByText(/“Save as PDF”/)).toBeNull();
    expect(dialog().getByRole("button", { name: "Show in folder" })).toBeTruthy();
  });

  it("can be cancelled, and by closing, too", async () => {
    const mock = await openList(/^Likes/);
    mock.responseMode = "slow";
    await save();
    expect(dialog().getByText("Saving…")).toBeTruthy();
    await press("Cancel");
    expect(mock.calls.filter((call) => call === "cancel saving")).toHaveLength(1);
    expect(dialog().queryByText("Saving…")).toBeNull();
    expect(dialog().getByRole("radio", { name: /^Web page/ })).toBeTruthy();
    await save(/^Table/);
    screen.getByRole("dialog").dispatchEvent(new Event("close"));
    await settle();
    expect(mock.calls.filter((call) => call === "cancel saving")).toHaveLength(2);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("says what went wrong and can be tried again", async () => {
    const mock = await openList(/^Likes/);
    mock.responseMode = "failing";
    await save();
    expect(dialog().queryByText(/saved as/)).toBeNull();
    expect(dialog().getByRole("button", { name: "Save…" })).toBeTruthy();
    mock.responseMode = "ready";
    await save();
    expect(said().textContent).toContain("Satchel – Likes.html");
  });

  it("warns of pages that are long", async () => {
    await openList(/^Watch history/);
    expect(dialog().getByText(/^With 47,918 records, the page opens slowly/)).toBeTruthy();
    await fireEvent.click(dialog().getByRole("radio", { name: /^Table/ }));
    expect(dialog().queryByText(/opens slowly/)).toBeNull();
  });

  it("is offered for a chat, in its menu and in the list of chats", async () => {
    const mock = await open(/^Messages/);
    const [chat] = (await mock.libraryChats()).chats;
    await fireEvent.click(document.querySelector(".pers")!);
    await settle();
    await fireEvent.click(screen.getByRole("button", { name: "More for this chat" }));
    await fireEvent.click(screen.getByRole("menuitem", { name: "Save chat…" }));
    await settle();
    await save();
    expect(said().textContent).toContain(`Satchel – Chat with ${chat!.name}.html`);
    expect(mock.savedPage!.isChat).toBe(true);
    expect(mock.savedPage!.title).toBe(`Chat with ${chat!.name}`);
    expect(mock.savedPage!.facts).toContainEqual({ label: "Shown", value: "The whole chat" });
    await press("Close");
    await fireEvent.contextMenu(document.querySelector(".pers")!, { button: 2 });
    await settle();
    expect(screen.getByRole("menuitem", { name: "Save chat…" })).toBeTruthy();
  });
});

const watch = (filter: Partial<Filter> = {}): ListQuery => ({
  group: "watch",
  filter: { ...NO_FILTER, ...filter },
  order: "newest",
});

function stateOf(mock: MockClient): Promise<State> {
  return new Promise((resolve) => {
    void mock.subscribe((event) => {
      const state = reduce(null, event);
      if (state !== "gap") resolve(state);
    });
  });
}

describe("the name of a saved list", () => {
  it("is that of the list with its filter", async () => {
    const { backups } = await stateOf(new MockClient("library"));
    const title = (filter: Partial<Filter>) => fileTitle(watch(filter), null, backups);
    expect(title({})).toBe("Satchel – Watch history");
    expect(title({ from: "2024-01-01", to: "2024-12-31" })).toBe("Satchel – Watch history – 2024");
    expect(title({ text: " kiln ", titled: true, sections: ["watch"] })).toBe(
      "Satchel – Watch history – with “kiln”, Watched videos, With a caption",
    );
    const [backup] = backups;
    expect(conditions(watch({ backup: backup!.id }), backups)[0]).toContain(moment(backup!.asOf));
  });
});

describe("the texts of a page", () => {
  it("are complete, and their braces are those that are filled in", async () => {
    const state = await stateOf(new MockClient("library"));
    const texts = pageTexts(watch({ text: "kiln" }), null, state, Date.UTC(2026, 10, 27));
    const braces = JSON.stringify(texts).match(/\{(\w+)\}/g)!;
    expect([...new Set(braces)].sort()).toEqual(
      ["count", "day", "minutes", "name", "offsets", "weekday", "what", "year", "zone"].map(
        (each) => `{${each}}`,
      ),
    );
    expect(texts.facts.map(({ label }) => label)).toEqual(["Account", "Shown", "Order", "Saved"]);
    expect(texts.facts[1]!.value).toBe("with “kiln”");
    expect(texts.facts[3]!.value).toContain(state.app.version);
    expect(Object.keys(texts.backups)).toEqual(state.backups.map(({ id }) => id));
    expect(texts.rows.kinds).toEqual({ miniDrama: "Mini drama" });
    expect(texts.about.thousands).toBe(",");
    for (const text of Object.values(texts.about)) expect(text).not.toBe("");
  });

  it("write days and times as the window does", () => {
    const { days, shortDays, weekdays, hours } = pageDates();
    expect(days[4]).toBe("{weekday}, May {day}, {year}");
    expect(shortDays[10]).toBe("Nov {day}, {year}");
    expect([weekdays[0], weekdays[6]]).toEqual(["Monday", "Sunday"]);
    expect([hours[0], hours[13]].map((hour) => hour!.replace(/\s/, " "))).toEqual([
      "12:{minutes} AM",
      "1:{minutes} PM",
    ]);
  });
});
