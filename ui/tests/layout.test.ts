import { describe, expect, it } from "vitest";

import { DayLayout, HEADING, ROW, rowOfDay } from "../src/library/list/layout";

const days = (...counts: number[]) =>
  counts.map((count, index) => ({ day: `2026-11-${String(30 - index).padStart(2, "0")}`, count }));
const made = (total: number, ...counts: number[]) => new DayLayout({ total, days: days(...counts) });

/** Five million rows over 2,500 days of different lengths. */
const many = () => {
  const counts = Array.from({ length: 2500 }, (_, index) => 1 + ((index * 7919) % 3999));
  const sum = counts.reduce((all, each) => all + each, 0);
  return { counts, layout: made(5_000_000, ...counts), sum };
};

describe("layout of a list with days", () => {
  it("puts a heading before each day", () => {
    const list = made(5, 2, 3);
    expect(list.height).toBe(2 * HEADING + 5 * ROW);
    expect([0, 1, 2, 3, 4].map((index) => list.top(index))).toEqual([
      HEADING,
      HEADING + ROW,
      2 * HEADING + 2 * ROW,
      2 * HEADING + 3 * ROW,
      2 * HEADING + 4 * ROW,
    ]);
  });

  it("finds the row at every position, a heading counting as the row below it", () => {
    const list = made(5, 2, 3);
    expect([-10, 0, HEADING, HEADING + ROW - 1, HEADING + ROW].map((y) => list.at(y))).toEqual([
      0, 0, 0, 0, 1,
    ]);
    const second = HEADING + 2 * ROW;
    expect([second - 1, second, second + HEADING - 1, second + HEADING].map((y) => list.at(y))).toEqual([
      1, 2, 2, 2,
    ]);
    expect(list.at(1e9)).toBe(4);
  });

  it("finds every one of five million rows, up to the last", () => {
    const { layout } = many();
    expect(layout.count).toBe(5_000_000);
    for (let index = 0; index < 5_000_000; index += 4_999) {
      expect(layout.at(layout.top(index))).toBe(index);
      expect(layout.at(layout.bottom(index) - 1)).toBe(index);
    }
    expect(layout.bottom(4_999_999)).toBe(layout.height);
    expect(layout.at(layout.height)).toBe(4_999_999);
  });

  it("finds the day of the first and last row of each day", () => {
    const { counts, layout } = many();
    const before = counts.slice(0, 1000).reduce((all, each) => all + each, 0);
    expect(layout.blockIndex(before - 1)).toBe(999);
    expect(layout.blockIndex(before)).toBe(1000);
    expect(layout.blocks[1000]).toMatchObject({ first: before, count: counts[1000] });
  });

  it("puts rows without a date last, under a heading of their own", () => {
    const list = made(7, 2, 3);
    expect(list.blocks.at(-1)).toMatchObject({ day: null, first: 5, count: 2 });
    expect(list.height).toBe(3 * HEADING + 7 * ROW);
  });

  it("has no headings when there are no days", () => {
    const list = made(3);
    expect(list.headed).toBe(false);
    expect(list.height).toBe(3 * ROW);
    expect(list.top(2)).toBe(2 * ROW);
  });

  it("stays consistent when the days count more rows than the total", () => {
    const list = made(3, 2, 5);
    expect(list.blocks.map((each) => each.count)).toEqual([2, 1]);
    expect(list.height).toBe(2 * HEADING + 3 * ROW);
  });

  it("is empty without rows", () => {
    const list = made(0);
    expect([list.height, list.at(0), list.top(0)]).toEqual([0, 0, 0]);
  });
});

describe("row of a day", () => {
  const newest = days(2, 3, 4);
  const oldest = [...newest].reverse();
  it("is the first row of that day", () => {
    expect(rowOfDay(newest, "2026-11-29")).toBe(2);
    expect(rowOfDay(oldest, "2026-11-29")).toBe(4);
  });
  it("is that of the next day in the list if the day has no rows", () => {
    const gap = [newest[0]!, newest[2]!];
    expect(rowOfDay(gap, "2026-11-29")).toBe(2);
    expect(rowOfDay([...gap].reverse(), "2026-11-29")).toBe(4);
  });
  it("is clamped to the ends for days outside the list", () => {
    expect(rowOfDay(newest, "2027-01-01")).toBe(0);
    expect(rowOfDay(newest, "2020-01-01")).toBe(5);
    expect(rowOfDay(oldest, "2027-01-01")).toBe(7);
  });
});
