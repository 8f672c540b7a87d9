import { describe, expect, it } from "vitest";

import { DayLengths, HEADING, ROW, rowOfDay } from "../src/library/list/layout";

const days = (...counts: number[]) =>
  counts.map((count, place) => ({ day: `2026-11-${String(30 - place).padStart(2, "0")}`, count }));
const made = (total: number, ...counts: number[]) => new DayLengths({ total, days: days(...counts) });

/** Five million rows over 2,500 days of different lengths. */
const many = () => {
  const counts = Array.from({ length: 2500 }, (_, place) => 1 + ((place * 7919) % 3999));
  const sum = counts.reduce((all, each) => all + each, 0);
  return { counts, lengths: made(5_000_000, ...counts), sum };
};

describe("lengths of a list with days", () => {
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

  it("finds the row at every height, a heading counting as the row below it", () => {
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

  it("finds every row of five million again, and ends with the last one", () => {
    const { lengths } = many();
    expect(lengths.count).toBe(5_000_000);
    for (let index = 0; index < 5_000_000; index += 4_999) {
      expect(lengths.at(lengths.top(index))).toBe(index);
      expect(lengths.at(lengths.bottom(index) - 1)).toBe(index);
    }
    expect(lengths.bottom(4_999_999)).toBe(lengths.height);
    expect(lengths.at(lengths.height)).toBe(4_999_999);
  });

  it("knows the day of a row at the borders of days", () => {
    const { counts, lengths } = many();
    const before = counts.slice(0, 1000).reduce((all, each) => all + each, 0);
    expect(lengths.stretch(before - 1)).toBe(999);
    expect(lengths.stretch(before)).toBe(1000);
    expect(lengths.stretches[1000]).toMatchObject({ first: before, count: counts[1000] });
  });

  it("puts rows without a date at the end, under a heading of their own", () => {
    const list = made(7, 2, 3);
    expect(list.stretches.at(-1)).toMatchObject({ day: null, first: 5, count: 2 });
    expect(list.height).toBe(3 * HEADING + 7 * ROW);
  });

  it("has no headings where there are no days", () => {
    const list = made(3);
    expect(list.headed).toBe(false);
    expect(list.height).toBe(3 * ROW);
    expect(list.top(2)).toBe(2 * ROW);
  });

  it("stays whole when the days say more than there is", () => {
    const list = made(3, 2, 5);
    expect(list.stretches.map((each) => each.count)).toEqual([2, 1]);
    expect(list.height).toBe(2 * HEADING + 3 * ROW);
  });

  it("is nothing without rows", () => {
    const list = made(0);
    expect([list.height, list.at(0), list.top(0)]).toEqual([0, 0, 0]);
  });
});

describe("the row of a day", () => {
  const newest = days(2, 3, 4);
  const oldest = [...newest].reverse();
  it("is the first of that day", () => {
    expect(rowOfDay(newest, "2026-11-29")).toBe(2);
    expect(rowOfDay(oldest, "2026-11-29")).toBe(4);
  });
  it("is that of the next day in the list where the day has none", () => {
    const gap = [newest[0]!, newest[2]!];
    expect(rowOfDay(gap, "2026-11-29")).toBe(2);
    expect(rowOfDay([...gap].reverse(), "2026-11-29")).toBe(4);
  });
  it("is at the ends for days beyond them", () => {
    expect(rowOfDay(newest, "2027-01-01")).toBe(0);
    expect(rowOfDay(newest, "2020-01-01")).toBe(5);
    expect(rowOfDay(oldest, "2027-01-01")).toBe(7);
  });
});
