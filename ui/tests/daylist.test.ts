import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { MockClient } from "../src/ipc/mock";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(cleanup);

const settle = () => vi.advanceTimersByTimeAsync(300);
async function open(scenario: string, entry: RegExp) {
  const mock = new MockClient(scenario);
  render(App, { client: mock });
  await vi.advanceTimersByTimeAsync(0);
  const sidebar = screen.getByRole("navigation", { name: "Sections" });
  await fireEvent.click(within(sidebar).getByRole("button", { name: entry }));
  await settle();
  return mock;
}
const grid = () => screen.getByRole("grid");
const rows = () => within(grid()).getAllByRole("row");
const active = () => document.getElementById(grid().getAttribute("aria-activedescendant")!)!;
const key = async (name: string, more = {}) => {
  await fireEvent.keyDown(grid(), { key: name, ...more });
  await settle();
};
const press = async (name: string | RegExp) => {
  await fireEvent.click(screen.getByRole("button", { name }));
  await settle();
};

describe("day list", () => {
  it("renders only visible rows and exposes the total number", async () => {
    await open("library", /^Watch history/);
    expect(grid().getAttribute("aria-rowcount")).toBe("47918");
    expect(rows().length).toBeLessThan(60);
    expect(screen.getByText(/^47,918 videos · /)).toBeTruthy();
  });

  it("gives each row an accessible name and position", async () => {
    await open("library", /^Watch history/);
    expect(grid().getAttribute("aria-label")).toBe("Watch history, 47,918 videos");
    await key("ArrowDown");
    await key("ArrowDown");
    const shown = active().querySelector(".main")!.textContent.trim().replace(/\s+/g, " ");
    const name = active().getAttribute("aria-label")!;
    expect(name.startsWith(`${shown}, `), name).toBe(true);
    expect(name).toMatch(/, [^,]*\d\d:\d\d:\d\d( [AP]M)?, 2 of 47,918$/);
  });

  it("numbers the kinds of records only while nothing else narrows the list", async () => {
    await open("library", /^Favorites/);
    const chip = (name: RegExp) =>
      within(screen.getByRole("group", { name: "Filter" })).getByRole("button", { name });
    await fireEvent.click(chip(/^Videos\s*\d/));
    await settle();
    expect(chip(/^Sounds/).textContent).toMatch(/\d/);
    await fireEvent.click(chip(/^With a caption/));
    await settle();
    expect(chip(/^Sounds/).textContent).not.toMatch(/\d/);
    expect(chip(/^With a caption/).textContent).not.toMatch(/\d/);
  });

  it("scrolls to the last of five million rows with one key", async () => {
    await open("huge", /^Watch history/);
    grid().focus();
    await key("End");
    expect(active().getAttribute("aria-rowindex")).toBe("5000000");
    expect(active().getAttribute("aria-busy")).toBe("false");
    await key("ArrowUp");
    expect(active().getAttribute("aria-rowindex")).toBe("4999999");
    await key("Home");
    expect(active().getAttribute("aria-rowindex")).toBe("1");
  });

  it("selects rows and copies them as lines", async () => {
    const written = vi.fn(() => Promise.resolve());
    vi.stubGlobal("navigator", { ...navigator, clipboard: { writeText: written } });
    await open("library", /^Searches/);
    await fireEvent.click(rows()[0]!);
    await key("ArrowDown", { shiftKey: true });
    expect(screen.getByText("2 selected")).toBeTruthy();
    await key("c", { ctrlKey: true });
    const lines = (written.mock.calls[0] as unknown as [string])[0].split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/2026.*\t.+\t/);
    vi.unstubAllGlobals();
  });

  it("filters by text without a history entry and reports when nothing matches", async () => {
    await open("library", /^Searches/);
    const field = screen.getByPlaceholderText("Filter");
    await fireEvent.input(field, { target: { value: "sourdough" } });
    await settle();
    expect(Number(grid().getAttribute("aria-rowcount"))).toBeLessThan(2644);
    await fireEvent.input(field, { target: { value: "zzzz" } });
    await settle();
    expect(screen.getByRole("heading", { name: "Nothing matches" })).toBeTruthy();
    await press("Clear filters");
    expect(grid().getAttribute("aria-rowcount")).toBe("2644");
  });

  it("opens the other records of a repeated video, and goes back", async () => {
    await open("library", /^Watch history/);
    const button = within(grid()).getAllByRole("button", { name: /^\d+ times$/ })[0]!;
    const times = Number(/\d+/.exec(button.textContent!)![0]);
    await fireEvent.click(button);
    await settle();
    expect(grid().getAttribute("aria-rowcount")).toBe(String(times));
    expect(screen.getByRole("button", { name: /^Remove “Only the video posted/ })).toBeTruthy();
    await fireEvent.keyDown(window, { key: "ArrowLeft", altKey: true });
    await settle();
    expect(grid().getAttribute("aria-rowcount")).toBe("47918");
  });

  it("shows the values of an unknown record beside the lines of a text export", async () => {
    const mock = await open("library", /^Other sections/);
    const record = mock.libraryRecord.bind(mock);
    const [original, values] = ["Colour:  green", JSON.stringify({ Colour: "green" })];
    vi.spyOn(mock, "libraryRecord").mockImplementation(async (id) => ({
      ...(await record(id)),
      original,
      values,
    }));
    await fireEvent.click(rows()[1]!);
    await key("Enter");
    const sheet = screen.getByRole("dialog");
    expect(within(sheet).getByRole("heading", { name: "Values" })).toBeTruthy();
    expect(within(sheet).getByText("Colour")).toBeTruthy();
    expect(within(sheet).getByText("Colour: green")).toBeTruthy();
  });

  it("opens a record and explains links once", async () => {
    const mock = await open("library", /^Watch history/);
    await fireEvent.click(rows()[1]!);
    await key("Enter");
    const sheet = screen.getByRole("dialog");
    expect(within(sheet).getByText("Original")).toBeTruthy();
    await fireEvent.click(within(sheet).getByRole("button", { name: "Close" }));
    await settle();
    await key("Enter", { ctrlKey: true });
    expect(mock.calls.some((each) => each.startsWith("open "))).toBe(false);
    await fireEvent.submit(screen.getByRole("dialog").querySelector("form")!);
    await settle();
    await key("Enter", { ctrlKey: true });
    expect(mock.calls.filter((each) => each.startsWith("open "))).toHaveLength(2);
  });

  it("scrolls to a month", async () => {
    await open("library", /^Watch history/);
    await press(/^2022/);
    await press(/^Mar\s2022: /);
    expect(active().getAttribute("aria-label")).toMatch(/, Mar 31, 2022, /);
  });

  it("saves the rows that are shown", async () => {
    const mock = await open("library", /^Likes/);
    await press("Save this list…");
    await fireEvent.click(screen.getByRole("radio", { name: /^JSON/ }));
    await fireEvent.submit(screen.getByRole("dialog").querySelector("form")!);
    await settle();
    expect(mock.calls).toContain("save likes json");
    expect(screen.getByText(/^4,790 records were saved as /)).toBeTruthy();
  });

  it("keeps the visible rows in place while the library grows", async () => {
    await open("building", /^Watch history/);
    await key("End");
    const last = () => active().querySelector("[role=gridcell]")?.textContent;
    const before = last();
    const index = Number(active().getAttribute("aria-rowindex"));
    await vi.advanceTimersByTimeAsync(3000);
    expect(Number(active().getAttribute("aria-rowindex"))).toBeGreaterThan(index);
    expect(last()).toBe(before);
  });

  it("filters by a date range", async () => {
    await open("library", /^Watch history/);
    await press("Date: Any date");
    await fireEvent.click(screen.getByRole("menuitem", { name: "Date range…" }));
    await settle();
    const panel = screen.getByRole("dialog", { name: "Date range…" });
    const day = (name: string) =>
      within(panel).getByRole<HTMLButtonElement>("button", { name: new RegExp(`${name}, 2026`) });
    expect(within(panel).getByText("The first day:")).toBeTruthy();
    await fireEvent.click(day("November 10"));
    expect(within(panel).getByText("From Nov 10, 2026. The last day:")).toBeTruthy();
    expect(day("November 9").disabled).toBe(true);
    await fireEvent.click(day("November 12"));
    await settle();
    expect(screen.queryByRole("dialog")).toBeNull();
    const chip = screen.getByRole("button", { name: /^Remove “Nov\s10,\s2026 – Nov\s12,\s2026”$/ });
    expect(document.activeElement).toBe(chip);
    const shown = Number(grid().getAttribute("aria-rowcount"));
    expect(shown).toBeGreaterThan(0);
    expect(shown).toBeLessThan(1000);
    await fireEvent.click(chip);
    await settle();
    expect(grid().getAttribute("aria-rowcount")).toBe("47918");
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("can be filtered by dates in a sort order without days", async () => {
    await open("library", /^Watch history/);
    await press(/^Order: /);
    await fireEvent.click(screen.getByRole("menuitemradio", { name: "A to Z" }));
    await settle();
    expect(screen.getByRole("button", { name: "Date: Any date" })).toBeTruthy();
  });

  it("goes to another year in the calendar, and Escape closes only the list of years", async () => {
    await open("library", /^Watch history/);
    await press("Go to a date…");
    const panel = screen.getByRole("dialog", { name: "Go to a date" });
    await fireEvent.click(within(panel).getByRole("button", { name: "Year" }));
    await settle();
    await fireEvent.keyDown(document.activeElement!, { key: "Escape" });
    expect(screen.getByRole("dialog")).toBe(panel);
    await fireEvent.click(within(panel).getByRole("button", { name: "Year" }));
    await settle();
    await fireEvent.click(within(panel).getByRole("menuitemradio", { name: "2023" }));
    await settle();
    expect(within(panel).getByText(/^November\s2023$/)).toBeTruthy();
  });

  it("shows an error and retries", async () => {
    const mock = await open("librarybroken", /^Watch history/);
    expect(screen.getByRole("alert").textContent).toContain("Something went wrong in Satchel.");
    mock.responseMode = "ready";
    await press("Try again");
    expect(grid().getAttribute("aria-rowcount")).toBe("47918");
  });
});
