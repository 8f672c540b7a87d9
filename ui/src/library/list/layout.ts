import type { DayCount, Outline } from "../../ipc/bindings";

/** Where the rows of a list stand, in pixels from its beginning. */
export interface Lengths {
  readonly count: number;
  readonly height: number;
  /** Where a row begins. */
  top(index: number): number;
  /** Where it ends. */
  bottom(index: number): number;
  /** The row at a height, or the next one where there is none. */
  at(y: number): number;
}

export const ROW = 40;
export const HEADING = 37;

/** Rows that belong together under one heading: a day, or a month; `day` is `null` for those without a date. */
export type Stretch = { day: string | null; first: number; count: number; top: number };

/**
 * Days for headings. Where most days have but a row or two, headings would be half of the list: months take their place.
 */
export function headings({ total, days }: Pick<Outline, "total" | "days">): DayCount[] {
  if (days.length < 12 || days.length * 3 < total) return days;
  const months: DayCount[] = [];
  for (const { day, count } of days) {
    const last = months.at(-1);
    if (last?.day === day.slice(0, 7)) last.count += count;
    else months.push({ day: day.slice(0, 7), count });
  }
  return months;
}

/** Rows of one height, with a heading before each day. */
export class DayLengths implements Lengths {
  readonly count: number;
  readonly height: number;
  readonly stretches: Stretch[] = [];
  /** Whether there are headings at all: a list in the order of its texts has none. */
  readonly headed: boolean;

  constructor({ total, days }: Pick<Outline, "total" | "days">) {
    this.count = total;
    this.headed = days.length > 0;
    let first = 0;
    let top = 0;
    const add = (day: string | null, count: number) => {
      if (count <= 0) return;
      this.stretches.push({ day, first, count, top });
      first += count;
      top += (this.headed ? HEADING : 0) + count * ROW;
    };
    for (const { day, count } of days) add(day, Math.min(count, total - first));
    add(null, total - first);
    this.height = top;
  }

  /** The stretch that a row belongs to. */
  stretch(index: number): number {
    return last(this.stretches, (each) => each.first <= index);
  }

  /** The stretch that covers a height. */
  stretchAt(y: number): number {
    return last(this.stretches, (each) => each.top <= y);
  }

  top(index: number): number {
    const stretch = this.stretches[this.stretch(index)];
    if (!stretch) return 0;
    return stretch.top + (this.headed ? HEADING : 0) + (index - stretch.first) * ROW;
  }

  bottom(index: number): number {
    return this.top(index) + ROW;
  }

  at(y: number): number {
    const stretch = this.stretches[this.stretchAt(y)];
    if (!stretch) return 0;
    const within = Math.floor((y - stretch.top - (this.headed ? HEADING : 0)) / ROW);
    return stretch.first + Math.min(Math.max(within, 0), stretch.count - 1);
  }
}

/** The last entry of a sorted list for which something holds; 0 if it holds for none. */
function last<T>(sorted: T[], holds: (entry: T) => boolean): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(sorted[middle]!)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The row with which a day begins, or the nearest day that there is, the list being in the order of time. */
export function rowOfDay(days: DayCount[], wanted: string): number {
  const newestFirst = days.length > 1 && days[0]!.day > days.at(-1)!.day;
  let row = 0;
  for (const [place, { day, count }] of days.entries()) {
    if (newestFirst ? day <= wanted : day >= wanted) return row;
    if (place < days.length - 1) row += count;
  }
  return row;
}
