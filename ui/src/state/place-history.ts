import { isSame, type Place } from "./places";

/** The earlier places, the current one, and those to go forward to. */
export type PlaceHistory = { past: Place[]; now: Place; future: Place[] };

/** Maximum number of earlier places. */
const MAX_PAST = 100;

export const startHistory = (now: Place): PlaceHistory => ({ past: [], now, future: [] });

/** Goes to a place. Going to the current one does nothing. */
export function push(history: PlaceHistory, next: Place): PlaceHistory {
  if (isSame(history.now, next)) return history;
  return { past: [...history.past, history.now].slice(-MAX_PAST), now: next, future: [] };
}

/** Replaces the current place without a history entry, for example while typing into a filter. */
export const replace = (history: PlaceHistory, now: Place): PlaceHistory => ({ ...history, now });

export function back(history: PlaceHistory): PlaceHistory {
  const { past, now, future } = history;
  const to = past.at(-1);
  return to ? { past: past.slice(0, -1), now: to, future: [now, ...future] } : history;
}

export function forward(history: PlaceHistory): PlaceHistory {
  const { past, now, future } = history;
  const [to, ...rest] = future;
  return to ? { past: [...past, now], now: to, future: rest } : history;
}
