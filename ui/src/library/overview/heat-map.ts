import { levels, type Step } from "./levels";

/** An hour of the week, with its level in the heat map. */
export type Cell = { weekday: number; hour: number; count: number; level: number };

/** Seven rows of 24 hours, starting with `first` (0 is Monday), and their levels. `hours` starts on Monday. */
export function heat(hours: number[], first: number): { rows: Cell[][]; steps: Step[] } {
  const { of, steps } = levels(hours);
  const rows = Array.from({ length: 7 }, (_, row) => {
    const weekday = (first + row) % 7;
    return Array.from({ length: 24 }, (_, hour) => {
      const count = hours[weekday * 24 + hour] ?? 0;
      return { weekday, hour, count, level: of(count) };
    });
  });
  return { rows, steps };
}

/** The hour of the week with the most records, if any. */
export function busiest(rows: Cell[][]): Cell | null {
  const [most] = rows.flat().sort((a, b) => b.count - a.count);
  return most && most.count > 0 ? most : null;
}
