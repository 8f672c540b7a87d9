import { describe, expect, it } from "vitest";

import { axisLabels } from "../src/library/overview/axis-labels";
import { gapsOf, plot } from "../src/library/overview/bars";
import { busiest, heat } from "../src/library/overview/heat-map";
import { levels } from "../src/library/overview/levels";
import {
  monthPairs,
  partialMonths,
  sameTime,
  usualDay,
  yearOfDays,
  yearsWith,
} from "../src/library/overview/year-days";
import { nextDay, nextIndex } from "../src/library/overview/arrow-keys";
import { lastTwelveMonths, yearsOf } from "../src/library/overview/period";
import { memoryText, monthLabel, monthRow } from "../src/library/overview/chart-text";
import { firstWeekday } from "../src/text/dates";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

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

  it("are labelled in any width without touching", () => {
    const months = (count: number, from = "2020-12") =>
      Array.from({ length: count }, (_, index) => {
        const at = Number(from.slice(5)) - 1 + index;
        const month = `${Number(from.slice(0, 4)) + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
        return { day: month, count: 1 };
      });
    const years = (ems: number) =>
      axisLabels(plot(months(70), []).bars, ems, monthLabel).map((each) => each.text);
    // December 2020 alone has no room for a label.
    expect(years(50)).toEqual(["2021", "2022", "2023", "2024", "2025", "2026"]);
    expect(years(15)).toEqual(["2021", "2023", "2025"]);
    for (let count = 1; count <= 150; count++)
      for (const ems of [6, 10, 20, 40, 80]) {
        const labels = axisLabels(plot(months(count), []).bars, ems, monthLabel);
        const ends = labels.map(({ x, text }) => x + (text.length * 0.6) / ems);
        expect(labels.length).toBeGreaterThan(0);
        expect(labels.slice(1).every(({ x }, index) => x > ends[index]!)).toBe(true);
      }
    expect(axisLabels(plot(months(5), []).bars, 50, monthLabel)).toHaveLength(5);
  });

  it("have gaps where there are no records between them", () => {
    expect(gapsOf(months)).toEqual([gap]);
    expect(gapsOf([])).toEqual([]);
  });

  it("are empty without data", () => {
    expect(plot([], []).highest).toBeNull();
    expect(plot([{ day: "2023-01", count: 0 }], []).highest).toBeNull();
  });
});

describe("levels of heat maps", () => {
  it("hold about as many cells each, however large the highest count is", () => {
    const counts = [0, 0, ...Array.from({ length: 60 }, (_, index) => index + 1), 100_000];
    const { of, steps } = levels(counts);
    const sizes = [1, 2, 3, 4, 5, 6].map((level) => counts.filter((count) => of(count) === level).length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    expect(of(0)).toBe(0);
    expect(steps[0]).toEqual({ level: 1, from: 1, to: 10 });
    expect(steps.at(-1)).toEqual({ level: 6, from: 51, to: 100_000 });
  });
  it("are fewer if the counts are", () => {
    expect(levels([3, 3, 3]).steps).toEqual([{ level: 6, from: 3, to: 3 }]);
    expect(levels([]).steps).toEqual([]);
    expect(levels([0, 0]).of(0)).toBe(0);
  });
});

describe("a year of days", () => {
  const day = (day: string, count = 1) => ({ day, count });
  const all = [
    day("2023-12-31"),
    day("2024-02-28", 5),
    day("2024-02-29", 2),
    day("2024-04-10"),
    day("2025-01-05", 9),
  ];

  it("has all days in weeks of the locale", () => {
    const { days, weeks, months } = yearOfDays(all, "2024", 0);
    expect(days).toHaveLength(366);
    // 1 January 2024 was a Monday.
    expect(days[0]).toMatchObject({ day: "2024-01-01", week: 0, weekday: 0 });
    expect(days.at(-1)).toMatchObject({ day: "2024-12-31", week: 52, weekday: 1 });
    expect(weeks).toBe(53);
    expect(months.map(({ week }) => week).slice(0, 3)).toEqual([0, 4, 8]);
    expect(yearOfDays(all, "2024", 6).days[0]).toMatchObject({ week: 0, weekday: 1 });
    expect(yearOfDays(all, "2023", 0).days).toHaveLength(365);
  });

  it("tells days without records from days without data", () => {
    const { days } = yearOfDays(all, "2024", 0);
    const level = (name: string) => days.find((each) => each.day === name)!.level;
    expect(level("2024-02-28")).toBe(6);
    expect(level("2024-02-01")).toBe(0);
    expect([level("2024-03-01"), level("2024-01-01"), level("2024-12-01")]).toEqual([null, null, null]);
    const last = yearOfDays(all, "2025", 0).days;
    expect([last[0]!.level, last[4]!.level, last[5]!.level]).toEqual([0, 6, null]);
  });

  it("is compared with the same days of the year before", () => {
    expect(sameTime(all, "2024")).toEqual({ now: 8, before: 0, until: "2024-04-10" });
    const more = [...all, day("2025-03-01", 4), day("2024-12-24", 50)];
    expect(sameTime(more, "2025")).toEqual({ now: 13, before: 7, until: "2025-03-01" });
    expect(monthPairs(more, "2025").slice(0, 4)).toEqual([
      { month: "2025-01", now: 9, before: null },
      { month: "2025-02", now: null, before: 7 },
      { month: "2025-03", now: 4, before: null },
      { month: "2025-04", now: null, before: 1 },
    ]);
    expect(yearsWith(more)).toEqual(["2025", "2024", "2023"]);
  });

  it("has a usual day", () => {
    expect(usualDay(all, { from: "2024-01-01", to: "2024-12-31" })).toBe(2);
    expect(usualDay([], { from: null, to: null })).toBeUndefined();
  });

  it("begins and ends with parts of months", () => {
    const period = { from: null, to: null };
    const daily = Array.from({ length: 90 }, (_, index) =>
      day(new Date(Date.UTC(2024, 0, 5 + index)).toISOString().slice(0, 10)),
    );
    expect(partialMonths(daily, period, "2026-01-01")).toEqual({ from: "2024-01-05", until: "2024-04-03" });
    expect(partialMonths(daily, { from: "2024-02-01", to: "2024-02-29" }, "2026-01-01")).toEqual({
      from: null,
      until: null,
    });
    expect(partialMonths(daily, { from: "2024-02-03", to: "2024-02-28" }, "2026-01-01")).toEqual({
      from: "2024-02-03",
      until: "2024-02-28",
    });
    // The last of a few posts says nothing about the rest of its month, unless the data ends there.
    expect(partialMonths(all, period, "2026-01-01").until).toBeNull();
    expect(partialMonths(all, period, "2025-01-20").until).toBe("2025-01-05");
    expect(partialMonths([], period, "2025-01-20")).toEqual({ from: null, until: null });
    expect(plain(monthRow("2024-01", { from: "2024-01-05", until: null }))).toBe(
      "January 2024 (from Jan 5, 2024)",
    );
  });

  it("is walked along by days and by weeks", () => {
    expect(nextDay("ArrowDown", 3, 365)).toBe(4);
    expect(nextDay("ArrowRight", 3, 365)).toBe(10);
    expect(nextDay("ArrowRight", 10, 365, true)).toBe(3);
    expect(nextDay("ArrowLeft", 3, 365)).toBe(3);
    expect([nextDay("Home", 30, 365), nextDay("End", 30, 365)]).toEqual([0, 364]);
    expect(nextDay("a", 3, 365)).toBeNull();
  });
});

describe("heat map", () => {
  const hours = Array.from({ length: 168 }, (_, index) => (index === 6 * 24 + 22 ? 60 : index === 5 ? 1 : 0));

  it("starts with the locale's first day of the week", () => {
    expect(firstWeekday("en-GB")).toBe(0);
    expect(firstWeekday("en-US")).toBe(6);
    expect(firstWeekday("ar-EG")).toBe(5);
    expect(heat(hours, 0).rows.map(([cell]) => cell!.weekday)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(heat(hours, 6).rows.map(([cell]) => cell!.weekday)).toEqual([6, 0, 1, 2, 3, 4, 5]);
  });

  it("keeps each count with its hour, and distinguishes zero from low counts", () => {
    for (const first of [0, 5, 6]) {
      const { rows } = heat(hours, first);
      expect(busiest(rows)).toMatchObject({ weekday: 6, hour: 22, count: 60, level: 6 });
      expect(rows.flat().find((cell) => cell.weekday === 0 && cell.hour === 5)?.level).toBe(1);
      expect(rows.flat().filter((cell) => cell.level === 0)).toHaveLength(166);
    }
    expect(busiest(heat([], 0).rows)).toBeNull();
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
