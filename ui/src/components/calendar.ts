/* Days as ISO strings (`2026-11-21`), and the weeks of a month. */

const two = (value: number) => String(value).padStart(2, "0");
const text = (date: Date) =>
  `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
const parts = (day: string) => day.split("-").map(Number) as [number, number, number];

export function addDays(day: string, days: number): string {
  const [year, month, date] = parts(day);
  return text(new Date(year, month - 1, date + days, 12));
}

/** The same date in another month, or that month's last day. */
export function addMonths(day: string, months: number): string {
  const [year, month, date] = parts(day);
  const last = new Date(year, month + months, 0, 12).getDate();
  return text(new Date(year, month - 1 + months, Math.min(date, last), 12));
}

/** 0 is Monday. */
export function weekdayOf(day: string): number {
  const [year, month, date] = parts(day);
  return (new Date(year, month - 1, date, 12).getDay() + 6) % 7;
}

/** The weeks of a month, from `first` on (0 is Monday); days of the neighbouring months are `null`. */
export function weeks(month: string, first: number): (string | null)[][] {
  const day = `${month}-01`;
  const lead = (weekdayOf(day) + 7 - first) % 7;
  const made: (string | null)[][] = [];
  for (let start = addDays(day, -lead); start.slice(0, 7) <= month; start = addDays(start, 7)) {
    const week = Array.from({ length: 7 }, (_, index) => addDays(start, index));
    made.push(week.map((day) => (day.startsWith(month) ? day : null)));
  }
  return made;
}

export const within = (day: string, min: string, max: string): string =>
  day < min ? min : day > max ? max : day;
