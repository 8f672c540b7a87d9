import type { PageDates } from "../../ipc/bindings";
import { clock } from "../../text/format";
import { locale } from "../../text/locale";

/* How days and times are written, as patterns: the page is made outside the window, from any number of records. */

function pattern(options: Intl.DateTimeFormatOptions, date: Date): string {
  const parts = new Intl.DateTimeFormat(locale, options).formatToParts(date);
  return parts.map(({ type, value }) => FILLED[type] ?? value).join("");
}

const FILLED: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {
  weekday: "{weekday}",
  day: "{day}",
  year: "{year}",
  minute: "{minutes}",
};

const each = <T>(length: number, make: (index: number) => T) =>
  Array.from({ length }, (_, index) => make(index));

export function pageDates(): PageDates {
  const months = (options: Intl.DateTimeFormatOptions) =>
    each(12, (month) => pattern({ ...options, day: "numeric", year: "numeric" }, new Date(2024, month, 15)));
  const weekday = new Intl.DateTimeFormat(locale, { weekday: "long" });
  return {
    days: months({ weekday: "long", month: "long" }),
    shortDays: months({ month: "short" }),
    // The first of January 2024 was a Monday.
    weekdays: each(7, (day) => weekday.format(new Date(2024, 0, day + 1))),
    hours: each(24, (hour) => pattern(clock, new Date(2024, 0, 1, hour))),
  };
}
