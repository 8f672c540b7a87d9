import type { Filter, Group, ListQuery, Order } from "../ipc/bindings";

/** Pages that are no list, and the lists by their group. */
export type View = "backups" | "backup" | "settings" | "overview" | Group;

/** Where the window stands: a view, and which of its records are shown, in which order, and at which one it opens. */
export type Place = { view: View; filter: Filter; order: Order; record: string | null };

/** Everything: nothing is left out. */
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

/** The list that a place shows; its view has to be a group. */
export function queryOf({ view, filter, order }: Place): ListQuery {
  return { group: view as Group, filter, order };
}

/** The places one came through, the present one, and those one went back from. */
export type Trail = { past: Place[]; now: Place; future: Place[] };

/** Far enough back for anybody. */
const KEPT = 100;

export const begin = (now: Place): Trail => ({ past: [], now, future: [] });

/** Goes to a place. The same one again is no step. */
export function visit(trail: Trail, next: Place): Trail {
  if (isSame(trail.now, next)) return trail;
  return { past: [...trail.past, trail.now].slice(-KEPT), now: next, future: [] };
}

/** The place becomes another without a step: letters typed into a filter are not ways to come back to. */
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
