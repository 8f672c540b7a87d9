import { scaleQuantile } from "d3-scale";

/* Levels of a heat map. */

/** Levels of cells with records; cells without records have level 0. */
const LEVELS = [1, 2, 3, 4, 5, 6];

/** The counts of one level, from the lowest to the highest. */
export type Step = { level: number; from: number; to: number };
export type Levels = { of: (count: number) => number; steps: Step[] };

/**
 * As many cells in each level as possible, so that a few very high counts do not leave all others in the lowest one.
 * Levels that no count has are left out of the steps.
 */
export function levels(counts: number[]): Levels {
  const some = counts.filter((count) => count > 0).sort((a, b) => a - b);
  const scale = scaleQuantile<number>().domain(some).range(LEVELS);
  const of = (count: number) => (count > 0 ? scale(count) : 0);
  const steps: Step[] = [];
  for (const count of some) {
    const last = steps.at(-1);
    if (last?.level === of(count)) last.to = count;
    else steps.push({ level: of(count), from: count, to: count });
  }
  return { of, steps };
}
