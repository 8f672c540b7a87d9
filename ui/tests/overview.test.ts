import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { MockClient } from "../src/ipc/mock";
import { named } from "./named";

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
    expect(within(panel("Videos watched per month")).getByText(/^No records, Jun/)).toBeTruthy();
    expect(chart.querySelectorAll("button.part")).toHaveLength(2);
    expect(named(/^November\s2026: [\d,]+ videos \(until Nov\s21,\s2026\)$/)).toBeTruthy();
    expect(() => named(/^October\s2026: .*\(/)).toThrow();
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

  it("shows a year of days, which arrow keys walk along, and another year", async () => {
    await open("library");
    const days = within(panel("Watch history by day, 2026")).getByRole("group", {
      name: /^Watch history by day in 2026/,
    });
    const of = (container: HTMLElement) => [...container.querySelectorAll("button")];
    expect(of(days)).toHaveLength(365);
    const start = of(days).find((each) => each.tabIndex === 0)!;
    expect(start.getAttribute("aria-label")).toMatch(/November 21, 2026: \d+ videos$/);
    start.focus();
    await fireEvent.keyDown(days, { key: "ArrowLeft" });
    expect(document.activeElement!.getAttribute("aria-label")).toMatch(/November 14, 2026: /);
    expect(of(days).at(-1)!.getAttribute("aria-label")).toMatch(/December 31, 2026: no data$/);
    await press("Previous year");
    const before = panel("Watch history by day, 2025");
    await fireEvent.click(within(before).getByTitle("Show as table"));
    expect(before.querySelectorAll("tbody tr")).toHaveLength(365);
    expect(panel("2025 beside 2024").querySelectorAll("[data-part]")).toHaveLength(12);
  });

  it("opens a day of the year", async () => {
    await open("library");
    const day = named(/November 21, 2026: \d+ videos$/);
    const records = /: (\d+) videos/.exec(day.getAttribute("aria-label")!)![1];
    await press(/November 21, 2026: \d+ videos$/);
    expect(heading()).toBe("Watch history");
    expect(listed()).toBe(records);
  });

  it("draws the watch time of each month and the lengths of sessions", async () => {
    await open("library");
    expect(named(/^May\s2026: ≈\s?\d+ hours$/)).toBeTruthy();
    const sessions = panel("Length of sessions");
    expect(sessions.querySelectorAll("dd")).toHaveLength(6);
    await fireEvent.click(within(sessions).getByTitle("Show as table"));
    expect(sessions.querySelectorAll("tbody tr")).toHaveLength(6);
  });

  it("opens the records of this day of each year in a list of one's choice", async () => {
    await open("library");
    await press(/^Show this day in/);
    const lists = [...document.querySelectorAll("[role=menuitem]")].map((each) => each.textContent!.trim());
    expect(lists).toEqual(expect.arrayContaining(["Watch history", "Searches", "Comments", "Posts"]));
    await press("Searches", "[role=menuitem]");
    expect(heading()).toBe("Searches");
    expect(named(/^Remove “Every .*22/)).toBeTruthy();
  });

  it("measures the busiest days against a usual one", async () => {
    await open("library");
    const busy = panel("Busiest days");
    expect(busy.textContent).toMatch(/A usual day: \d+ videos/);
    expect(busy.querySelectorAll(".track b")).toHaveLength(5);
    expect(within(busy).getAllByText(/^\d+ videos$/)).toHaveLength(5);
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
    const gap = within(dialog).getByLabelText(/^Longest time until/);
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
    expect(screen.getByText(/up to 30 minutes/)).toBeTruthy();
  });

  it("updates during an import, at most every two seconds", async () => {
    const mock = await open("building");
    const watched = () =>
      Number(screen.getByText("Watched").closest("button")!.textContent!.replace(/\D/g, ""));
    const before = watched();
    const asked = mock.calls.filter((call) => call.startsWith("overview")).length;
    expect(screen.getByText(/^The figures grow/)).toBeTruthy();
    await vi.advanceTimersByTimeAsync(4000);
    expect(watched()).toBeGreaterThan(before);
    expect(mock.calls.filter((call) => call.startsWith("overview")).length - asked).toBeLessThanOrEqual(3);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(watched()).toBe(47_918);
    expect(screen.queryByText(/^The figures grow/)).toBeNull();
  });

  it("shows an error and retries", async () => {
    const mock = await open("librarybroken");
    expect(screen.getByRole("alert").textContent).toContain("Something went wrong in Satchel.");
    mock.responseMode = "ready";
    await press("Try again");
    expect(panel("By weekday and hour")).toBeTruthy();
  });
});
