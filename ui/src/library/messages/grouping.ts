import type { Row } from "../../ipc/bindings";

/** Messages of one side within this time belong together. */
const PAUSE = 5 * 60 * 1000;

/** Whether two messages that follow each other belong together, so that one time and one name are enough. */
export function belong(a: Row | undefined, b: Row | undefined): boolean {
  if (!a || !b || a.mine !== b.mine || a.who !== b.who) return false;
  return a.time === null || b.time === null ? a.time === b.time : Math.abs(b.time - a.time) <= PAUSE;
}

/** Where the search is: the list of places has the oldest first, and one counts from the newest. */
export type Finding = { text: string; places: number[]; current: number };

export const nothingFound: Finding = { text: "", places: [], current: -1 };

/** Begins with the newest hit that is not below what is looked at, or with the newest of all. */
export function begin(text: string, places: number[], looking: number): Finding {
  let current = places.length - 1;
  while (current > 0 && places[current]! > looking) current -= 1;
  return { text, places, current: places[current]! > looking ? places.length - 1 : current };
}

/** To an earlier hit, or a later one; round and round. */
export function next(finding: Finding, by: 1 | -1): Finding {
  const { length } = finding.places;
  if (length === 0) return finding;
  return { ...finding, current: (finding.current + by + length) % length };
}

/** `2` of 17, the newest being 1. */
export const numberOf = ({ places, current }: Finding): number => places.length - current;
