import { NO_FILTER } from "../ipc/no-filter";
import type { Filter, Group, ListQuery, Order } from "../ipc/bindings";

/** Groups that are shown as a list of records. */
export type ListGroup = Exclude<Group, "messages" | "facts">;

/** A span of days; `null` ends are open. */
export type Period = Pick<Filter, "from" | "to">;

export const ALL_TIME: Period = { from: null, to: null };

/** A list of records. `record`: the one at which it opens. */
export type ListPlace = {
  view: "list";
  group: ListGroup;
  filter: Filter;
  order: Order;
  record: string | null;
};

/** The chats. `record`: the message at which the chat opens. `find`: what is then looked for in it. */
export type ChatsPlace = {
  view: "chats";
  group: "messages";
  chat: string | null;
  record: string | null;
  find?: string;
};

/** Profile and settings. */
type FactsPlace = { view: "facts"; group: "facts" };

/** The pages with the records of one group. */
export type LibraryPlace = ListPlace | ChatsPlace | FactsPlace;

/** The charts; without a group, those of the first one that has records. */
export type OverviewPlace = { view: "overview"; group: Group | null; period: Period };

/** A part of the settings that a link leads to. */
export type SettingsPart = "appKey";

/** The settings; `part`: where they open. */
type SettingsPlace = { view: "settings"; part: SettingsPart | null };
/** A year in review; without a year, the newest one. */
export type YearPlace = { view: "year"; year: number | null };
/** Everything about one person, by name. */
export type PersonPlace = { view: "person"; name: string };

/** A page of the window, with what it shows. */
export type Place =
  | { view: "backups" }
  | SettingsPlace
  | { view: "backup" | "contents"; backup: string }
  | { view: "history"; account: string }
  | OverviewPlace
  | YearPlace
  | PersonPlace
  | LibraryPlace;

export const BACKUPS: Place = { view: "backups" };

export const SETTINGS: Place = { view: "settings", part: null };

export const OVERVIEW: OverviewPlace = { view: "overview", group: null, period: ALL_TIME };

type Narrowing = { filter?: Partial<Filter>; record?: string | null };

export const listPlace = (group: ListGroup, { filter, record = null }: Narrowing = {}): ListPlace => ({
  view: "list",
  group,
  filter: { ...NO_FILTER, ...filter },
  order: "newest",
  record,
});

export const chatsPlace = (chat: string | null, record: string | null = null, find?: string): ChatsPlace => ({
  view: "chats",
  group: "messages",
  chat,
  record,
  ...(find === undefined ? {} : { find }),
});

export const personPlace = (name: string): PersonPlace => ({ view: "person", name });

/** The page of a group. Of a filter for messages, only the chat counts. */
export function groupPlace(group: Group, narrowing: Narrowing = {}): LibraryPlace {
  if (group === "facts") return { view: "facts", group };
  if (group === "messages") return chatsPlace(narrowing.filter?.chat ?? null, narrowing.record);
  return listPlace(group, narrowing);
}

/** Whether a page shows the records of one group. */
export const isOfLibrary = (place: Place): place is LibraryPlace =>
  place.view === "list" || place.view === "chats" || place.view === "facts";

/** The query of a list. */
export const queryOf = ({ group, filter, order }: ListPlace): ListQuery => ({
  group,
  filter,
  order,
});

export function isSame(a: Place, b: Place): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether two places are the same page, whatever its filter. Each chat is a page of its own. */
export function isSamePage(a: Place, b: Place): boolean {
  if (a.view === "list" && b.view === "list") return a.group === b.group;
  if ((a.view === "overview" || a.view === "year") && a.view === b.view) return true;
  if (a.view === "settings" && b.view === "settings") return true;
  return isSame(a, b);
}
