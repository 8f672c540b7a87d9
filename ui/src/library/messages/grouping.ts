import type { Row } from "../../ipc/bindings";

/** Messages of one side within this time are grouped. Milliseconds. */
const PAUSE = 5 * 60 * 1000;

/** Whether two consecutive messages are grouped, so that they share one time and one name. */
export function belong(a: Row | undefined, b: Row | undefined): boolean {
  if (!a || !b || a.mine !== b.mine || a.who !== b.who) return false;
  return a.time === null || b.time === null ? a.time === b.time : Math.abs(b.time - a.time) <= PAUSE;
}

/** The state of a search: `places` are indexes with the oldest first, while hits are numbered from the newest. */
export type Finding = { text: string; places: number[]; current: number };

export const nothingFound: Finding = { text: "", places: [], current: -1 };

/** Starts at the newest hit that is not below the view, else at the newest hit. */
export function begin(text: string, places: number[], looking: number): Finding {
  let current = places.length - 1;
  while (current > 0 && places[current]! > looking) current -= 1;
  return { text, places, current: places[current]! > looking ? places.length - 1 : current };
}

/** Moves to an earlier or a later hit, and wraps around. */
export function next(finding: Finding, by: 1 | -1): Finding {
  const { length } = finding.places;
  if (length === 0) return finding;
  return { ...finding, current: (finding.current + by + length) % length };
}

/** The number of the current hit; the newest is 1. */
export const numberOf = ({ places, current }: Finding): number => places.length - current;
