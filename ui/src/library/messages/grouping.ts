import type { Row } from "../../ipc/bindings";

/** Messages of one side within this time are grouped. Milliseconds. */
const MAX_GAP = 5 * 60 * 1000;

/** Whether two consecutive messages are grouped, so that they share one time and one name. */
export function isSameGroup(a: Row | undefined, b: Row | undefined): boolean {
  if (!a || !b || a.mine !== b.mine || a.who !== b.who) return false;
  return a.time === null || b.time === null ? a.time === b.time : Math.abs(b.time - a.time) <= MAX_GAP;
}

/** The state of a search: `places` are indexes with the oldest first, while hits are numbered from the newest. */
export type ChatSearch = { text: string; places: number[]; current: number };

export const noSearch: ChatSearch = { text: "", places: [], current: -1 };

/** Starts at the newest hit that is not below the view, else at the newest hit. */
export function startSearch(text: string, places: number[], lastVisible: number): ChatSearch {
  let current = places.length - 1;
  while (current > 0 && places[current]! > lastVisible) current -= 1;
  return { text, places, current: places[current]! > lastVisible ? places.length - 1 : current };
}

/** Moves to an earlier or a later hit, and wraps around. */
export function nextHit(search: ChatSearch, by: 1 | -1): ChatSearch {
  const { length } = search.places;
  if (length === 0) return search;
  return { ...search, current: (search.current + by + length) % length };
}

/** The number of the current hit; the newest is 1. */
export const numberOf = ({ places, current }: ChatSearch): number => places.length - current;
