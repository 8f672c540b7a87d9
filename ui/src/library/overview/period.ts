import type { Period } from "../../state/places";
import { dayOf } from "../../text/dates";
import { inYear } from "../days/filters";

/** The last twelve months, including the current day. */
export function lastTwelveMonths(now: number): Period {
  const date = new Date(now);
  date.setFullYear(date.getFullYear() - 1, date.getMonth(), date.getDate() + 1);
  return { from: dayOf(date.getTime()), to: dayOf(now) };
}

/** The years from the newest record back to the oldest. */
export function yearsOf(from: number | null, to: number | null): string[] {
  if (from === null || to === null) return [];
  const [first, last] = [new Date(from).getFullYear(), new Date(to).getFullYear()];
  return Array.from({ length: last - first + 1 }, (_, index) => String(last - index));
}

export const isSamePeriod = (a: Period, b: Period): boolean => a.from === b.from && a.to === b.to;

export const ofYear = (year: string): Period => inYear(year) as Period;

/** The year that a period is; `null` if it is none. */
export function yearOf(period: Period): number | null {
  const year = period.from?.slice(0, 4);
  return year !== undefined && isSamePeriod(period, ofYear(year)) ? Number(year) : null;
}
