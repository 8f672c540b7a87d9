import type { DayCount } from "../../ipc/bindings";
import { count as shown } from "../../text/format";
import { m } from "../../text/messages";
import { lastOfMonth } from "./filters";

/** A month of a list: its number of rows and the index of its first row. */
export type Month = { month: string; count: number; first: number };
export type Year = { year: string; count: number; months: Month[] };

/** The years of a list in its own order, with the months that have rows. */
export function years(days: DayCount[]): Year[] {
  const result: Year[] = [];
  let first = 0;
  for (const { day, count } of days) {
    const [name, month] = [day.slice(0, 4), day.slice(0, 7)];
    let year = result.at(-1);
    if (year?.year !== name) result.push((year = { year: name, count: 0, months: [] }));
    const last = year.months.at(-1);
    if (last?.month === month) last.count += count;
    else year.months.push({ month, count, first });
    year.count += count;
    first += count;
  }
  return result;
}

/** The first and the last day of a list in either order; whole months if the list only has those. */
export function ends(days: DayCount[]): [string, string] {
  const [first = "", last = ""] = [days[0]?.day, days.at(-1)?.day].sort();
  return first.length === 7 ? [`${first}-01`, lastOfMonth(last)] : [first, last];
}

/** Describes a day in the calendar: its number of records, or no number if the list only has months. */
export function countedDays(days: DayCount[]): (day: string) => string | null {
  const counts = new Map(days.map(({ day, count }) => [day, count]));
  return (day) => {
    const count = counts.get(day);
    if (count === undefined) return counts.has(day.slice(0, 7)) ? "" : null;
    return m.count_records({ count, shown: shown(count) });
  };
}
