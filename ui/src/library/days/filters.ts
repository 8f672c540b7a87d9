import type { Filter, Group, Order, Relation } from "../../ipc/bindings";
import { NO_FILTER } from "../../ipc/no-filter";
import {
  dayName,
  dayOfYearName,
  hourSpan,
  longDayName,
  monthOfYearName,
  plainDay,
  weekdayName,
} from "../../text/dates";
import { apart } from "../../text/format";
import { m } from "../../text/messages";
import { postedAt } from "./video-text";

export const RELATION: Record<Relation, () => string> = {
  mutual: m.relation_mutual,
  notBack: m.relation_notBack,
  notFollowed: m.relation_notFollowed,
};

export const ORDER: Record<Order, () => string> = {
  newest: m.order_newest,
  oldest: m.order_oldest,
  text: m.order_text,
  times: m.order_times,
};

/** One condition of a filter, in words, and the filter without it. */
export type Chip = { key: string; text: string; without: Partial<Filter> };

/** Chips for the conditions set by a chart, a figure or a search. Dates have a chip of their own. */
export function chips(filter: Filter, personOf: (chat: string) => string | null): Chip[] {
  const { hourOfWeek, dayOfYear, onlyNew, exact, who, chat, item, relation } = filter;
  const made: (Chip | null)[] = [
    hourOfWeek && {
      key: "hour",
      text: m.chip_hour({ weekday: weekdayName(hourOfWeek.weekday), hours: hourSpan(hourOfWeek.hour) }),
      without: { hourOfWeek: null },
    },
    dayOfYear === null
      ? null
      : {
          key: "day",
          text: m.chip_day_of_year({ day: dayOfYearName(dayOfYear) }),
          without: { dayOfYear: null },
        },
    onlyNew ? { key: "new", text: m.chip_new(), without: { onlyNew: false } } : null,
    exact === null
      ? null
      : { key: "exact", text: m.chip_exact({ text: apart(exact) }), without: { exact: null } },
    who === null ? null : { key: "who", text: m.chip_who({ name: apart(who) }), without: { who: null } },
    chat === null
      ? null
      : { key: "chat", text: m.chip_who({ name: apart(personOf(chat) ?? "") }), without: { chat: null } },
    relation === null ? null : { key: "relation", text: RELATION[relation](), without: { relation: null } },
    item === null ? null : { key: "item", text: itemText(item), without: { item: null } },
  ];
  return made.filter((each) => each !== null);
}

/** The date of a video says more than its number. */
function itemText(item: string): string {
  const posted = postedAt(item, null);
  return posted === null ? m.chip_item({ item }) : m.chip_item_from({ day: plainDay(posted) });
}

/** Whether the filter has a condition that the user can clear. */
export const isNarrowed = (filter: Filter, fixed: Partial<Filter> = {}): boolean =>
  JSON.stringify({ ...NO_FILTER, ...fixed }) !== JSON.stringify({ ...NO_FILTER, ...filter });

/** The date range in words: a day, a month, a year, or both ends. */
export function dateText({ from, to }: Pick<Filter, "from" | "to">): string | null {
  if (from === null && to === null) return null;
  if (from === null) return m.chip_to({ day: dayName(to!) });
  if (to === null) return m.chip_from({ day: dayName(from) });
  if (from === to) return longDayName(from);
  const [year, month] = from.split("-") as [string, string];
  if (from === `${year}-01-01` && to === `${year}-12-31`) return year;
  if (from === `${year}-${month}-01` && to === lastOfMonth(`${year}-${month}`))
    return monthOfYearName(`${year}-${month}`);
  return m.chip_days({ from: dayName(from), to: dayName(to) });
}

export const inYear = (year: string): Partial<Filter> => ({ from: `${year}-01-01`, to: `${year}-12-31` });

export const inMonth = (month: string): Partial<Filter> => ({ from: `${month}-01`, to: lastOfMonth(month) });

/** `2024-02-29` for `2024-02`. */
export function lastOfMonth(month: string): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return `${month}-${String(new Date(year, number, 0).getDate()).padStart(2, "0")}`;
}

/** Groups of videos, which can have a title and be repeated. */
export const ofVideos = (group: Group): boolean => ["watch", "likes", "favourites", "shares"].includes(group);
/** Groups of videos that may have a caption. Shares have none. */
export const hasCaptions = (group: Group): boolean => ofVideos(group) && group !== "shares";
/** Groups in which the same content can be repeated and counted. */
export const recurs = (group: Group): boolean => ofVideos(group) || group === "searches";
