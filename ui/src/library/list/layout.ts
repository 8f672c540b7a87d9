import type { DayCount, Outline } from "../../ipc/bindings";

/** Vertical positions of the rows of a list, in pixels. */
export interface ListLayout {
  readonly count: number;
  readonly height: number;
  /** The top edge of a row. */
  top(index: number): number;
  /** The bottom edge of a row. */
  bottom(index: number): number;
  /** The row at a position, or the next one if there is none. */
  at(y: number): number;
}

/** Heights at a text size of 100 %. */
export const ROW = 40;
export const HEADING = 37;
/** A row whose cells stand in two lines. */
export const TALL_ROW = 60;

/** Rows under one heading: a day, a month or a year. `day` is `null` for rows without a date. */
export type DayBlock = { day: string | null; first: number; count: number; top: number };

/** The lengths of `2024-06` and `2024`. */
const MONTH = 7;
const YEAR = 4;

/**
 * The headings of a list. If most days have only one or two rows, headings would fill half of the list, and months
 * are used instead, or years.
 */
export function headings({ total, days }: Pick<Outline, "total" | "days">): DayCount[] {
  const isSparse = (each: DayCount[]) => each.length >= 12 && each.length * 3 >= total;
  if (!isSparse(days)) return days;
  const months = together(days, MONTH);
  return isSparse(months) ? together(days, YEAR) : months;
}

function together(days: DayCount[], length: number): DayCount[] {
  const all: DayCount[] = [];
  for (const { day, count } of days) {
    const last = all.at(-1);
    if (last?.day === day.slice(0, length)) last.count += count;
    else all.push({ day: day.slice(0, length), count });
  }
  return all;
}

/** Rows of one height, with a heading before each day. */
export class DayLayout implements ListLayout {
  readonly count: number;
  readonly height: number;
  readonly blocks: DayBlock[] = [];
  /** Whether there are headings. A list sorted by text has none. */
  readonly headed: boolean;
  /** Heights of a row, and of a heading if there are any. */
  readonly row: number;
  readonly heading: number;

  constructor(
    { total, days }: Pick<Outline, "total" | "days">,
    { row, heading } = { row: ROW, heading: HEADING },
  ) {
    this.count = total;
    this.headed = days.length > 0;
    this.row = row;
    this.heading = this.headed ? heading : 0;
    let first = 0;
    let top = 0;
    const add = (day: string | null, count: number) => {
      if (count <= 0) return;
      this.blocks.push({ day, first, count, top });
      first += count;
      top += this.heading + count * row;
    };
    for (const { day, count } of days) add(day, Math.min(count, total - first));
    add(null, total - first);
    this.height = top;
  }

  /** The block that contains a row. */
  blockIndex(index: number): number {
    return last(this.blocks, (each) => each.first <= index);
  }

  /** The block at a position. */
  blockIndexAt(y: number): number {
    return last(this.blocks, (each) => each.top <= y);
  }

  top(index: number): number {
    const block = this.blocks[this.blockIndex(index)];
    if (!block) return 0;
    return block.top + this.heading + (index - block.first) * this.row;
  }

  bottom(index: number): number {
    return this.top(index) + this.row;
  }

  at(y: number): number {
    const block = this.blocks[this.blockIndexAt(y)];
    if (!block) return 0;
    const within = Math.floor((y - block.top - this.heading) / this.row);
    return block.first + Math.min(Math.max(within, 0), block.count - 1);
  }
}

/** The index of the last entry of a sorted list that satisfies a predicate; 0 if none does. */
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

/** The first row of a day, or of the nearest day with rows. The list must be sorted by time. */
export function rowOfDay(days: DayCount[], target: string): number {
  const newestFirst = days.length > 1 && days[0]!.day > days.at(-1)!.day;
  let row = 0;
  for (const [index, { day, count }] of days.entries()) {
    if (newestFirst ? day <= target : day >= target) return row;
    if (index < days.length - 1) row += count;
  }
  return row;
}
