import { clock } from "./format";
import { locale } from "./locale";

/* Formats for dates in long lists. Each formatter is created once: creating one takes longer than using it. */

function formatter(options: Intl.DateTimeFormatOptions): (time: number) => string {
  const format = new Intl.DateTimeFormat(locale, options);
  return (time) => format.format(time).replaceAll(" ", "\u00a0");
}

const day = { day: "numeric", month: "short", year: "numeric" } as const;

/** `23:41:07`. */
export const timeWithSeconds = formatter({ ...clock, second: "2-digit" });
/** `23:41`. */
export const timeOfDay = formatter(clock);
/** `12 Nov 2026`. */
export const plainDay = formatter(day);
/** `12 Nov 2026, 23:41:07`. */
export const exactMoment = formatter({ ...day, ...clock, second: "2-digit" });
/** `12 Nov 2026, 22:41:07`, in UTC, as in the export. */
export const utcMoment = formatter({ ...day, ...clock, second: "2-digit", timeZone: "UTC" });

const wholeDay = formatter({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const dayOfMonth = formatter({ day: "numeric", month: "long" });
const month = formatter({ month: "short" });
const monthAndYear = formatter({ month: "long", year: "numeric" });
const weekday = formatter({ weekday: "long" });
const weekdayShort = formatter({ weekday: "short" });

/** Noon of an ISO day such as `2026-11-21`: no daylight saving change moves it to another day. */
export function noonOf(day: string): number {
  const [year = 0, number = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, number - 1, date, 12).getTime();
}

/** `2026-11-21`, in the local time zone. */
export function dayOf(time: number): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** `21 Nov, 23:41`: under a heading with month and year. */
export const dayAndTime = formatter({ day: "numeric", month: "short", ...clock });

/** The text of a heading: a full day, a month or a year. */
export function headingName(name: string): string {
  if (name.length === 4) return name;
  return name.length === 7 ? monthOfYearName(name).replaceAll("\u00a0", " ") : longDayName(name);
}

/** `Saturday, 21 November 2026`. */
export const longDayName = (name: string) => wholeDay(noonOf(name)).replaceAll("\u00a0", " ");
/** `21 Nov 2026`. */
export const dayName = (name: string) => plainDay(noonOf(name));
/** `22 November` for `11-22`. */
export const dayOfYearName = (name: string) => dayOfMonth(noonOf(`2024-${name}`));
/** `Nov` for `2026-11`. */
export const monthName = (name: string) => month(noonOf(`${name}-01`));
/** `November 2026` for `2026-11`. */
export const monthOfYearName = (name: string) => monthAndYear(noonOf(`${name}-01`));
/** `Monday` for 0. The first of January 2024 was a Monday. */
export const weekdayName = (number: number) => weekday(noonOf(`2024-01-0${number + 1}`));
/** `Mon` for 0. */
export const shortWeekdayName = (number: number) => weekdayShort(noonOf(`2024-01-0${number + 1}`));
const hourOnly = formatter({ hour: clock.hour });
/** `22`, or `10 PM`. */
export const hourName = (hour: number) => hourOnly(new Date(2024, 0, 1, hour).getTime());
/** `22:00–23:00`. */
export const hourSpan = (hour: number) =>
  `${timeOfDay(new Date(2024, 0, 1, hour).getTime())}–${timeOfDay(new Date(2024, 0, 1, hour + 1).getTime())}`;

/** The first day of the week where the person lives; 0 is Monday. */
export function firstWeekday(of: string = navigator.language): number {
  const known = localeNamed(of) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  return ((known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1) - 1;
}

/** A system without a language of its own names none: `C`. */
function localeNamed(name: string): Intl.Locale {
  try {
    return new Intl.Locale(name);
  } catch {
    return new Intl.Locale(locale);
  }
}
