import type { DaySpan, YearReview } from "../ipc/bindings";
import { monthName, noonOf } from "../text/dates";
import { locale } from "../text/locale";
import { m } from "../text/messages";
import type { Bars } from "./card";

/* What the data covers, and bars that tell no data from zero. */

/** `1 Jan`. */
export const SHORT_DAY = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });

/** What the lists cover, if that is not the whole year as far as the newest backup reaches. */
export function coverage(known: DaySpan[], { year, until }: YearReview): string | undefined {
  const [first] = known;
  const end = until ?? `${year}-12-31`;
  if (!first || (known.length === 1 && first.from === `${year}-01-01` && first.to >= end)) return undefined;
  const spans = known.map(({ from, to }) => SHORT_DAY.formatRange(noonOf(from), noonOf(to)));
  return m.year_known({ spans: new Intl.ListFormat(locale).format(spans) });
}

/** Whether any day of a month (`2026-11`) is known. */
const isKnown = (month: string, known: DaySpan[]) =>
  known.some(({ from, to }) => from.slice(0, 7) <= month && month <= to.slice(0, 7));

/** As fractions of the highest. */
export function parts(values: (number | null)[]): (number | null)[] {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  return values.map((value) => (value === null ? null : value / most));
}

/** A bar for each month of a year. */
export function byMonth(year: number, known: DaySpan[], counts: Map<string, number>): Bars {
  const months = Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, "0")}`);
  return {
    heights: parts(months.map((month) => counts.get(month) ?? (isKnown(month, known) ? 0 : null))),
    from: monthName(months[0]!),
    to: monthName(months[11]!),
  };
}
