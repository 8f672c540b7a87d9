import type { Filter, Group, ListQuery, Order } from "../ipc/bindings";

/** Pages without a list, and the lists by their group. */
export type View = "backups" | "backup" | "settings" | "overview" | Group;

/** A page of the window: a view, the filter and order of its records, and the record at which it opens. */
export type Place = { view: View; filter: Filter; order: Order; record: string | null };

/** No condition is set. */
export const EVERYTHING: Filter = {
  sections: [],
  text: "",
  from: null,
  to: null,
  dayOfYear: null,
  hourOfWeek: null,
  who: null,
  chat: null,
  backup: null,
  exact: null,
  item: null,
  titled: false,
  repeated: false,
  relation: null,
  path: null,
};

type Changes = { filter?: Partial<Filter>; order?: Order; record?: string | null };

export function place(view: View, { filter, order = "newest", record = null }: Changes = {}): Place {
  return { view, filter: { ...EVERYTHING, ...filter }, order, record };
}

/** The query of a route's list; its view must be a group. */
export function queryOf({ view, filter, order }: Place): ListQuery {
  return { group: view as Group, filter, order };
}

/** The navigation history: earlier routes, the current one, and those to go forward to. */
export type Trail = { past: Place[]; now: Place; future: Place[] };

/** Maximum number of earlier routes. */
const KEPT = 100;

export const begin = (now: Place): Trail => ({ past: [], now, future: [] });

/** Navigates to a route. Navigating to the current one does nothing. */
export function visit(trail: Trail, next: Place): Trail {
  if (isSame(trail.now, next)) return trail;
  return { past: [...trail.past, trail.now].slice(-KEPT), now: next, future: [] };
}

/** Replaces the current route without a history entry, for example while typing into a filter. */
export const refine = (trail: Trail, now: Place): Trail => ({ ...trail, now });

export function back({ past, now, future }: Trail): Trail {
  const to = past.at(-1);
  return to ? { past: past.slice(0, -1), now: to, future: [now, ...future] } : { past, now, future };
}

export function forward({ past, now, future }: Trail): Trail {
  const [to, ...rest] = future;
  return to ? { past: [...past, now], now: to, future: rest } : { past, now, future };
}

export function isSame(a: Place, b: Place): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
