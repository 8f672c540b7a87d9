import { median } from "d3-array";

import type { DayCount } from "../../ipc/bindings";
import type { Period } from "../../state/places";
import { dayOf, noonOf } from "../../text/dates";
import { levels, type Step } from "./levels";

/* The days of a year: as a calendar, and beside those of the year before. */

/** A day; `level` is `null` outside the time that the data covers, which differs from a day without records. */
export type Day = { day: string; count: number; level: number | null; week: number; weekday: number };
export type YearOfDays = {
  days: Day[];
  weeks: number;
  months: { month: string; week: number }[];
  steps: Step[];
};

/** The days of a year in weeks that start on `first` (0 is Monday). */
export function yearOfDays(all: DayCount[], year: string, first: number): YearOfDays {
  const counts = new Map(all.map(({ day, count }) => [day, count]));
  const known = covered(all);
  const { of, steps } = levels(all.filter(({ day }) => day.startsWith(year)).map(({ count }) => count));
  const days: Day[] = [];
  const months: YearOfDays["months"] = [];
  const start = new Date(Number(year), 0, 1, 12);
  const before = (start.getDay() + 6 - first) % 7;
  for (let index = 0; ; index++) {
    const day = dayOf(new Date(Number(year), 0, 1 + index, 12).getTime());
    if (!day.startsWith(year)) break;
    const [week, weekday] = [Math.floor((index + before) / 7), (index + before) % 7];
    const count = counts.get(day) ?? 0;
    days.push({ day, count, level: known(day) ? of(count) : null, week, weekday });
    if (day.endsWith("-01")) months.push({ month: day.slice(0, 7), week });
  }
  return { days, weeks: (days.at(-1)?.week ?? 0) + 1, months, steps };
}

/** Whether the data covers a day: between the first and the last record, and in a month that has any. */
function covered(all: DayCount[]): (day: string) => boolean {
  const sorted = all.map(({ day }) => day).sort();
  const [first = "", last = ""] = [sorted[0], sorted.at(-1)];
  const months = new Set(sorted.map((day) => day.slice(0, 7)));
  return (day) => first !== "" && first <= day && day <= last && months.has(day.slice(0, 7));
}

/** A month of a year and the same of the year before; `null` where no data is. */
export type MonthPair = { month: string; now: number | null; before: number | null };

export function monthPairs(all: DayCount[], year: string): MonthPair[] {
  const sums = new Map<string, number>();
  for (const { day, count } of all) sums.set(day.slice(0, 7), (sums.get(day.slice(0, 7)) ?? 0) + count);
  return Array.from({ length: 12 }, (_, index) => {
    const month = String(index + 1).padStart(2, "0");
    return {
      month: `${year}-${month}`,
      now: sums.get(`${year}-${month}`) ?? null,
      before: sums.get(`${Number(year) - 1}-${month}`) ?? null,
    };
  });
}

/** The records of a year until its last day with records, and those of the same days of the year before. */
export function sameTime(all: DayCount[], year: string): { now: number; before: number; until: string } {
  const until = all.reduce(
    (last, { day }) => (day.startsWith(year) && day > last ? day : last),
    `${year}-01-01`,
  );
  const sum = (of: string) =>
    all.reduce((sum, { day, count }) => {
      const isIn = day.startsWith(of) && day.slice(5) <= until.slice(5);
      return isIn ? sum + count : sum;
    }, 0);
  return { now: sum(year), before: sum(String(Number(year) - 1)), until };
}

/** The years with records, newest first. */
export const yearsWith = (all: DayCount[]): string[] =>
  [...new Set(all.map(({ day }) => day.slice(0, 4)))].sort().reverse();

/** Days of records before the last one that tell how regular they are, and how many of them are enough. */
const RECENT = 60;
const REGULAR = 20;

export type PartialMonths = { from: string | null; until: string | null };
export const WHOLE: PartialMonths = { from: null, until: null };

/**
 * The days on which the data of a period begins and ends, if they are inside a month, whose bar is then lower than it
 * would be. A last month of rare records is only taken for a part if the data of the library ends in it.
 */
export function partialMonths(all: DayCount[], period: Period, newest: string): PartialMonths {
  const sorted = all.map(({ day }) => day).sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return WHOLE;
  const from = period.from !== null && period.from > first ? period.from : first;
  const isCut = period.to !== null && period.to < last;
  const until = isCut ? period.to! : last;
  const recently = dayOf(noonOf(last) - RECENT * 86_400_000);
  const isRegular = sorted.filter((day) => day > recently).length >= REGULAR;
  const isEnd = isCut || isRegular || last.slice(0, 7) === newest.slice(0, 7);
  const nextDay = dayOf(noonOf(until) + 86_400_000);
  return {
    from: from.endsWith("-01") ? null : from,
    until: isEnd && nextDay.slice(0, 7) === until.slice(0, 7) ? until : null,
  };
}

/** The median of the days of a period that have records. */
export const usualDay = (all: DayCount[], { from, to }: Period): number | undefined =>
  median(
    all.filter(({ day }) => (from === null || day >= from) && (to === null || day <= to)),
    ({ count }) => count,
  );
