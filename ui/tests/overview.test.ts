import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { MockClient } from "../src/ipc/mock";
import { plot } from "../src/library/overview/bars";
import { busiest, heat } from "../src/library/overview/heat-map";
import { nextIndex } from "../src/library/overview/arrow-keys";
import { lastTwelveMonths, yearsOf } from "../src/library/overview/period";
import { memoryText } from "../src/library/overview/chart-text";
import { firstWeekday } from "../src/text/dates";

describe("monthly bars", () => {
  const months = ["2023-04", "2023-05", "2023-06", "2023-07", "2023-08"].map((day, index) => ({
    day,
    count: [10, 731, 0, 0, 300][index]!,
  }));
  const gap = { from: "2023-06", to: "2023-07" };

  it("are in order, as fractions of the whole, with the highest marked", () => {
    const { bars, highest, ticks } = plot(months, []);
    expect(bars.every((bar, index) => index === 0 || bar.x > bars[index - 1]!.x)).toBe(true);
    expect(bars.at(-1)!.x + bars.at(-1)!.width).toBeLessThanOrEqual(1);
    expect(highest?.month).toBe("2023-05");
    expect(bars[1]!.height / bars[4]!.height).toBeCloseTo(731 / 300);
    expect(ticks.at(-1)!.value).toBeGreaterThanOrEqual(731);
  });

  it("start at zero and have at most three grid lines at whole numbers", () => {
    for (const count of [1, 2, 3, 7, 11, 42, 99, 731, 800, 1462, 12_345, 1_000_000]) {
      const { ticks, highest } = plot([{ day: "2023-01", count }], []);
      expect(ticks[0]).toEqual({ value: 0, y: 0 });
      expect(ticks.length).toBeLessThanOrEqual(4);
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.every(({ value, y }) => Number.isInteger(value) && y <= 1)).toBe(true);
      expect(highest!.height).toBeLessThanOrEqual(1);
    }
  });

  it("leave out the whole range of a gap, without overlap", () => {
    const { bars, gaps } = plot(months, [gap]);
    expect(gaps).toHaveLength(1);
    const [{ x, width }] = gaps as [(typeof gaps)[number]];
    expect(x).toBeGreaterThan(bars[1]!.x + bars[1]!.width);
    expect(x).toBeLessThan(bars[2]!.x);
    expect(x + width).toBeGreaterThan(bars[3]!.x + bars[3]!.width);
    expect(x + width).toBeLessThan(bars[4]!.x);
    expect(plot(months.slice(0, 2), [gap]).gaps).toEqual([]);
  });

  it("are labelled by year if there are many, without overlap", () => {
    const many = Array.from({ length: 70 }, (_, index) => ({
      day: `${2020 + Math.floor((index + 11) / 12)}-${String(((index + 11) % 12) + 1).padStart(2, "0")}`,
      count: 1,
    }));
    const { labels } = plot(many, []);
    // December 2020 alone has no room for a label.
    expect(labels.map((each) => each.month.slice(0, 4))).toEqual([
      "2021",
      "2022",
      "2023",
      "2024",
      "2025",
      "2026",
    ]);
    expect(plot(months, []).labels).toHaveLength(5);
  });

  it("are empty without data", () => {
    expect(plot([], []).highest).toBeNull();
    expect(plot([{ day: "2023-01", count: 0 }], []).highest).toBeNull();
  });
});

describe("heat map", () => {
  const hours = Array.from({ length: 168 }, (_, index) => (index === 6 * 24 + 22 ? 60 : index === 5 ? 1 : 0));

  it("starts with the locale's first day of the week", () => {
    expect(firstWeekday("en-GB")).toBe(0);
    expect(firstWeekday("en-US")).toBe(6);
    expect(firstWeekday("ar-EG")).toBe(5);
    expect(heat(hours, 0).map(([cell]) => cell!.weekday)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(heat(hours, 6).map(([cell]) => cell!.weekday)).toEqual([6, 0, 1, 2, 3, 4, 5]);
  });

  it("keeps each count with its hour, and distinguishes zero from low counts", () => {
    for (const first of [0, 5, 6]) {
      const rows = heat(hours, first);
      expect(busiest(rows)).toMatchObject({ weekday: 6, hour: 22, count: 60, level: 6 });
      expect(rows.flat().find((cell) => cell.weekday === 0 && cell.hour === 5)?.level).toBe(1);
      expect(rows.flat().filter((cell) => cell.level === 0)).toHaveLength(166);
    }
    expect(busiest(heat([], 0))).toBeNull();
  });
});

describe("arrow keys", () => {
  it("follow the reading direction and stay inside the chart", () => {
    expect(nextIndex("ArrowRight", 3, 10)).toBe(4);
    expect(nextIndex("ArrowRight", 3, 10, 10, true)).toBe(2);
    expect(nextIndex("ArrowRight", 9, 10)).toBe(9);
    expect(nextIndex("ArrowDown", 30, 168, 24)).toBe(54);
    expect(nextIndex("ArrowUp", 3, 168, 24)).toBe(3);
    expect([nextIndex("Home", 30, 168, 24), nextIndex("End", 30, 168, 24)]).toEqual([24, 47]);
    expect(nextIndex("a", 3, 10)).toBeNull();
  });
});

describe("periods", () => {
  it("cover twelve whole months up to today, including leap days", () => {
    expect(lastTwelveMonths(new Date(2026, 10, 22, 12).getTime())).toEqual({
      from: "2025-11-23",
      to: "2026-11-22",
    });
    expect(lastTwelveMonths(new Date(2024, 1, 29, 12).getTime())).toEqual({
      from: "2023-03-02",
      to: "2024-02-29",
    });
  });
  it("are the years with records, newest first", () => {
    expect(yearsOf(new Date(2024, 5, 1).getTime(), new Date(2026, 0, 1, 1).getTime())).toEqual([
      "2026",
      "2025",
      "2024",
    ]);
    expect(yearsOf(null, null)).toEqual([]);
  });
});

it("formats memories as sentences, with and without text", () => {
  const memory = { day: "2024-11-22", chat: null, text: null, count: 3 };
  expect(memoryText({ ...memory, group: "watch" })).toBe("You watched 3 videos");
  expect(memoryText({ ...memory, group: "posts", count: 1 })).toBe("You posted once");
  expect(memoryText({ ...memory, group: "posts", count: 1, text: "Shelf" })).toMatch(
    /^You posted “.Shelf.”$/,
  );
  expect(memoryText({ ...memory, group: "logins" })).toBe("3 logins");
});

describe("overview page", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(cleanup);

  const settle = () => vi.advanceTimersByTimeAsync(300);
  async function open(scenario: string) {
    const mock = new MockClient(scenario);
    render(App, { client: mock });
    await settle();
    await press("Overview");
    return mock;
  }
  // The page has hundreds of buttons, and computing all their roles and names would take seconds.
  const named = (name: string | RegExp, selector = "button") => {
    const all = [...document.querySelectorAll<HTMLElement>(selector)];
    const found = all.find((each) => {
      const is = (each.getAttribute("aria-label") ?? each.textContent ?? "").trim();
      return typeof name === "string" ? is === name : name.test(is);
    });
    if (!found) throw new Error(`no ${selector} is called ${name}`);
    return found;
  };
  const press = async (name: string | RegExp, selector?: string) => {
    await fireEvent.click(named(name, selector));
    await settle();
  };
  const panel = (name: string) => named(name, "h2").closest("section")!;
  const listed = () => document.querySelector("[role=grid]")!.getAttribute("aria-rowcount");
  const heading = () => document.querySelector("h1")?.textContent;

  it("opens the month of the highest bar by keyboard, and goes back", async () => {
    await open("library");
    const chart = named(/^Videos watched per month, from February\s2021/, "[role=group]");
    const bars = [...chart.querySelectorAll("button")];
    expect(bars.filter((each) => each.tabIndex === 0)).toHaveLength(1);
    bars[0]!.focus();
    await fireEvent.keyDown(chart, { key: "End" });
    expect(document.activeElement).toBe(bars.at(-1));
    await fireEvent.keyDown(chart, { key: "ArrowLeft" });
    expect(document.activeElement).toBe(bars.at(-2));
    const records = /: ([\d,]+) videos/.exec(bars.at(-2)!.getAttribute("aria-label")!)![1]!.replace(",", "");
    await fireEvent.click(bars.at(-2)!);
    await settle();
    expect(heading()).toBe("Watch history");
    expect(listed()).toBe(records);
    await fireEvent.keyDown(window, { key: "ArrowLeft", altKey: true });
    await settle();
    expect(heading()).toBe("Overview");
  }, 15_000);

  it("has no bar for a gap, and names its months", async () => {
    await open("library");
    const chart = named(/No records, Jun/, "[role=group]");
    expect(() => named(/^July\s2023/)).toThrow();
    expect(named(/^May\s2023/)).toBeTruthy();
    expect(within(chart).getByText(/^No records, Jun/)).toBeTruthy();
  });

  it("shows each chart as a table", async () => {
    await open("library");
    const month = panel("Videos watched per month");
    await fireEvent.click(within(month).getByTitle("Show as table"));
    expect(month.querySelectorAll("tbody tr")).toHaveLength(70);
    const hours = panel("By weekday and hour");
    await fireEvent.click(within(hours).getByTitle("Show as table"));
    expect(hours.querySelectorAll("tbody tr")).toHaveLength(168);
  });

  it("opens the records of a search term", async () => {
    await open("library");
    await press(/^sourdough starter: /);
    expect(heading()).toBe("Searches");
    expect(named(/^Remove “.*sourdough starter/)).toBeTruthy();
  });

  it("shows another group and another period on request", async () => {
    const mock = await open("library");
    const asked = vi.spyOn(mock, "libraryOverview");
    await press(/^What is counted/);
    await press("Likes", "[role=menuitemradio]");
    expect(named("Likes per month", "h2")).toBeTruthy();
    expect(named("Watch time, estimated", "h2")).toBeTruthy();
    await press(/^Period: All time/);
    await press("2022", "[role=menuitemradio]");
    expect(asked).toHaveBeenLastCalledWith({ group: "likes", from: "2022-01-01", to: "2022-12-31" });
    expect(named("Period: 2022")).toBeTruthy();
  });

  it("opens the first message of a month, in its chat", async () => {
    const mock = await open("library");
    await press(/^What is counted/);
    await press("Messages", "[role=menuitemradio]");
    const rows = vi.spyOn(mock, "libraryRows");
    await press(/^March\s2024: /);
    const [query, start, number] = rows.mock.calls[0]!;
    expect(query).toMatchObject({
      group: "messages",
      filter: { from: "2024-03-01", to: "2024-03-31" },
      order: "oldest",
    });
    expect([start, number]).toEqual([0, 1]);
    expect(mock.calls.some((call) => call.startsWith("place chat 0 "))).toBe(true);
  });

  it("accepts a method within its limits only, and estimates again", async () => {
    const mock = await open("library");
    const set = vi.spyOn(mock, "setWatchMethod");
    const figure = () => within(panel("Watch time, estimated")).getAllByText(/^≈/)[0]!.textContent;
    const before = figure();
    await press("Change the method");
    const dialog = document.querySelector<HTMLElement>("dialog")!;
    const gap = within(dialog).getByLabelText(/^Longest pause/);
    const submit = async () => {
      await fireEvent.submit(dialog.querySelector("form")!);
      await settle();
    };
    await fireEvent.input(gap, { target: { value: "61" } });
    await submit();
    expect(set).not.toHaveBeenCalled();
    expect(within(dialog).getByRole("alert").textContent).toBe("From 1 to 60.");
    await fireEvent.input(gap, { target: { value: "30" } });
    await submit();
    expect(set).toHaveBeenCalledWith({ gapMinutes: 30, tailSeconds: 15 });
    expect(figure()).not.toBe(before);
    expect(screen.getByText(/counted up to 30 minutes/)).toBeTruthy();
  });

  it("updates during an import, at most every two seconds", async () => {
    const mock = await open("building");
    const watched = () =>
      Number(screen.getByText("Watched").closest("button")!.textContent!.replace(/\D/g, ""));
    const before = watched();
    const asked = mock.calls.filter((call) => call.startsWith("overview")).length;
    expect(screen.getByText(/^The figures rise/)).toBeTruthy();
    await vi.advanceTimersByTimeAsync(4000);
    expect(watched()).toBeGreaterThan(before);
    expect(mock.calls.filter((call) => call.startsWith("overview")).length - asked).toBeLessThanOrEqual(3);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(watched()).toBe(47_918);
    expect(screen.queryByText(/^The figures rise/)).toBeNull();
  });

  it("shows an error and retries", async () => {
    const mock = await open("librarybroken");
    expect(screen.getByRole("alert").textContent).toContain("Something went wrong in Satchel.");
    mock.responseMode = "ready";
    await press("Try again");
    expect(panel("By weekday and hour")).toBeTruthy();
  });
});
