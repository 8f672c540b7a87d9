import type { Filter, Group, ListQuery, Order } from "../ipc/bindings";

/** Pages without a list, and the lists by their group. */
export type View = "backups" | "backup" | "history" | "settings" | "overview" | Group;

/**
 * A page of the window: a view, the filter and order of its records, and the record at which it opens. `account`: whose
 * history of requests is shown.
 */
export type Route = {
  view: View;
  filter: Filter;
  order: Order;
  record: string | null;
  account: string | null;
};

/** No condition is set. */
export const NO_FILTER: Filter = {
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

type Changes = { filter?: Partial<Filter>; order?: Order; record?: string | null; account?: string };

export function route(view: View, { filter, order = "newest", record = null, account }: Changes = {}): Route {
  return { view, filter: { ...NO_FILTER, ...filter }, order, record, account: account ?? null };
}

/** The query of a route's list; its view must be a group. */
export function queryOf({ view, filter, order }: Route): ListQuery {
  return { group: view as Group, filter, order };
}

/** The navigation history: earlier routes, the current one, and those to go forward to. */
export type RouteHistory = { past: Route[]; now: Route; future: Route[] };

/** Maximum number of earlier routes. */
const MAX_PAST = 100;

export const startHistory = (now: Route): RouteHistory => ({ past: [], now, future: [] });

/** Navigates to a route. Navigating to the current one does nothing. */
export function pushRoute(history: RouteHistory, next: Route): RouteHistory {
  if (isSame(history.now, next)) return history;
  return { past: [...history.past, history.now].slice(-MAX_PAST), now: next, future: [] };
}

/** Replaces the current route without a history entry, for example while typing into a filter. */
export const replaceRoute = (history: RouteHistory, now: Route): RouteHistory => ({ ...history, now });

export function back({ past, now, future }: RouteHistory): RouteHistory {
  const to = past.at(-1);
  return to ? { past: past.slice(0, -1), now: to, future: [now, ...future] } : { past, now, future };
}

export function forward({ past, now, future }: RouteHistory): RouteHistory {
  const [to, ...rest] = future;
  return to ? { past: [...past, now], now: to, future: rest } : { past, now, future };
}

export function isSame(a: Route, b: Route): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
