import { locale } from "./locale";
import { m } from "./messages";

/** Whether the locale uses a 12-hour clock. */
export const isTwelveHours =
  new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions().hour12 === true;

/** `08:30`, but `8:30 AM`. */
export const clock = { hour: isTwelveHours ? "numeric" : "2-digit", minute: "2-digit" } as const;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

function unit(value: number, name: string, digits: number): string {
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: name,
    unitDisplay: name === "byte" ? "long" : "short",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

const percents = new Intl.NumberFormat(locale, { style: "percent" });

/** `125%` for 1.25. */
export const percent = (share: number): string => percents.format(share);

/** A size in powers of 1000, and the power: values never show as 1000.0. */
function scaled(bytes: number, digits: (power: number) => number): [number, number] {
  let power = 0;
  let value = bytes;
  while (power < UNITS.length - 1 && Number(value.toFixed(digits(power))) >= 1000) {
    value /= 1000;
    power += 1;
  }
  return [value, power];
}

const fine = (power: number) => (power >= 2 ? 1 : 0);

/** `412.6 MB`: the size of a file. */
export function bytes(size: number): string {
  const [value, power] = scaled(size, fine);
  return unit(value, UNITS[power]!, fine(power));
}

/** `212 GB`: free space, without tenths from 10 on. */
export function room(size: number): string {
  const [value, power] = scaled(size, () => 0);
  return unit(value, UNITS[power]!, value < 10 ? fine(power) : 0);
}

/** `6.4 MB/s`. */
export function rate(perSecond: number): string {
  const [value, power] = scaled(perSecond, fine);
  return unit(value, `${UNITS[power]}-per-second`, fine(power));
}

const whole = new Intl.NumberFormat(locale);

/** `47,918`. */
export function count(value: number): string {
  return whole.format(value);
}

/** `3 d 21 h`, `4 min 12 s`: a duration in its two largest units. Takes milliseconds. */
export function span(milliseconds: number): string {
  const whole = Math.max(0, Math.floor(milliseconds / SECOND)) * SECOND;
  const days = Math.floor(whole / DAY);
  const hours = Math.floor((whole % DAY) / HOUR);
  const minutes = Math.floor((whole % HOUR) / MINUTE);
  const seconds = Math.floor((whole % MINUTE) / SECOND);
  if (days > 0) return m.span_days({ days: count(days), hours });
  if (hours > 0) return m.span_hours({ hours, minutes });
  if (minutes > 0) return m.span_minutes({ minutes, seconds });
  return m.span_seconds({ seconds });
}

/** `47 minutes`, `1 h 12 min`: a long wait, without seconds. Takes milliseconds. */
export function wait(milliseconds: number): string {
  if (milliseconds >= HOUR) return span(milliseconds);
  const minutes = Math.floor(milliseconds / MINUTE);
  return m.span_whole_minutes({ count: minutes, shown: count(minutes) });
}

/** `4:07`: the rest of a wait of minutes. Takes milliseconds. */
export function countdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / SECOND));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Whole days until a time, counting the last one as one. The clock on screen may be a second behind. */
export function daysLeft(until: number, now: number): number {
  return Math.max(0, Math.ceil((until - now - SECOND) / DAY));
}

/** Contains no line breaks. */
function date(time: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, options).format(time).replaceAll(" ", "\u00a0");
}

/** `19 November 2027`. */
export const longDay = (time: number) => date(time, { day: "numeric", month: "long", year: "numeric" });

/** `1 Nov 2026, 18:20`. */
export const moment = (time: number) =>
  date(time, { day: "numeric", month: "short", year: "numeric", ...clock });

/** `Thu 26 Nov, 11:14`: a time within days of now, without the year. */
export const nearMoment = (time: number) =>
  date(time, { weekday: "short", day: "numeric", month: "short", ...clock });

/** `1 Nov`, with the year if it is not the current one. */
export function shortDay(time: number, now: number): string {
  const year = new Date(time).getFullYear() === new Date(now).getFullYear() ? undefined : "numeric";
  return date(time, { day: "numeric", month: "short", year });
}

/** `MH` for Maren Haverkamp: at most two letters, whole characters in any script. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = words[0] ?? "";
  const last = words.length > 1 ? words[words.length - 1]! : "";
  return [first, last].map((word) => Array.from(word)[0]?.toLocaleUpperCase(locale) ?? "").join("");
}

/** Isolates an external name, so that it keeps its own direction inside a sentence. */
export const apart = (name: string) => `\u2068${name}\u2069`;

/** Removes direction marks, which some screen readers announce. */
export const unmarked = (text: string) => text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
