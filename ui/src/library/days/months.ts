import type { DayCount } from "../../ipc/bindings";

/** A month of a list: how many rows it has, and with which row it begins. */
export type Month = { month: string; count: number; first: number };
export type Year = { year: string; count: number; months: Month[] };

/** The years of a list in its own order, with the months that have rows. */
export function years(days: DayCount[]): Year[] {
  const made: Year[] = [];
  let first = 0;
  for (const { day, count } of days) {
    const [name, month] = [day.slice(0, 4), day.slice(0, 7)];
    let year = made.at(-1);
    if (year?.year !== name) made.push((year = { year: name, count: 0, months: [] }));
    const last = year.months.at(-1);
    if (last?.month === month) last.count += count;
    else year.months.push({ month, count, first });
    year.count += count;
    first += count;
  }
  return made;
}
