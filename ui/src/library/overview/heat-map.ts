import { scaleQuantize } from "d3-scale";

/* Levels of the heat map. */

export type Cell = { weekday: number; hour: number; count: number; level: number };

/** Levels of hours with records; hours without records have level 0. */
const LEVELS = [1, 2, 3, 4, 5, 6];

/** Seven rows of 24 hours, starting with `first` (0 is Monday). `hours` starts on Monday. */
export function heat(hours: number[], first: number): Cell[][] {
  const most = Math.max(1, ...hours);
  const level = scaleQuantize([0, most], LEVELS);
  return Array.from({ length: 7 }, (_, row) => {
    const weekday = (first + row) % 7;
    return Array.from({ length: 24 }, (_, hour) => {
      const count = hours[weekday * 24 + hour] ?? 0;
      return { weekday, hour, count, level: count === 0 ? 0 : level(count) };
    });
  });
}

/** The hour of the week with the most records, if any. */
export function busiest(rows: Cell[][]): Cell | null {
  const [most] = rows.flat().sort((a, b) => b.count - a.count);
  return most && most.count > 0 ? most : null;
}
