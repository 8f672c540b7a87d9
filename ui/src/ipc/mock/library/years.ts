import type { DayCount, Filter, Group, Row, Years, YearReview } from "../../bindings";
import { NO_FILTER } from "../../no-filter";
import { settings } from "../fixtures";
import type { Lists } from "./lists";
import { counted, overview } from "./figures";

/** Records of each year and group, newest first, without those of groups that have no dates. */
const GROUPS: Group[] = ["watch", "likes", "searches", "comments", "messages", "posts", "people"];

const WORDS = ["lantern", "haha", "tram", "blue", "bread", "shelf", "Wednesday", "다음에", "glue", "window"];

/** The last day of the backups. */
const UNTIL = "2026-11-21";

export function years(lists: Lists, asked: number | null, method = settings().watchMethod): Years {
  const sums = new Map<number, number>();
  for (const group of GROUPS) {
    for (const { day, count } of lists.outline({ group, filter: NO_FILTER, order: "newest" }).days) {
      const year = Number(day.slice(0, 4));
      sums.set(year, (sums.get(year) ?? 0) + count);
    }
  }
  const all = [...sums].map(([year, records]) => ({ year, records })).sort((a, b) => b.year - a.year);
  const chosen = all.find(({ year }) => year === asked) ?? all[0];
  return {
    version: lists.version,
    years: all,
    review: chosen ? review(lists, chosen.year, chosen.records, method) : null,
  };
}

function review(
  lists: Lists,
  year: number,
  records: number,
  method: ReturnType<typeof settings>["watchMethod"],
): YearReview {
  const [from, to] = [`${year}-01-01`, `${year}-12-31`];
  const within: Filter = { ...NO_FILTER, from, to };
  const days = (group: Group) => lists.outline({ group, filter: within, order: "oldest" }).days;
  const total = (group: Group) => days(group).reduce((sum, { count }) => sum + count, 0);
  const figures = overview(lists, { group: "watch", from, to }, method);
  const watched = days("watch");
  const nights = watched
    .filter((_, index) => index % 6 === 1)
    .map(({ day, count }) => ({ day, count: Math.max(1, Math.round(count / 9)) }));
  const known = [
    { from: watched[0]?.day === undefined || watched[0].day < `${year}-01-05` ? from : watched[0].day, to },
  ];
  if (year === Number(UNTIL.slice(0, 4))) known[0]!.to = UNTIL;
  const messages = lists.chats.chats().map((chat) => {
    const count = lists.chats.days(chat.id).days.filter(({ day }) => day.startsWith(`${year}-`));
    return counted(
      chat.name,
      chat.id,
      count.reduce((sum, each) => sum + each.count, 0),
    );
  });
  const written = messages.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  const terms = figures.searches.map((each) => ({ ...each, last: null }));
  const first = (group: Group): Row[] =>
    lists.rows({ group, filter: within, order: "oldest" }, 0, 1).slice(0, 1);
  const chat = written[0]?.chat;
  const firstMessage = chat
    ? lists.rows({ group: "messages", filter: { ...within, chat }, order: "oldest" }, 0, 1)
    : [];
  const busiest = [...watched].sort((a, b) => b.count - a.count)[0];
  const followers = total("people");
  const searches = total("searches");
  return {
    year,
    records,
    groups: GROUPS.map((group) => ({ group, records: total(group) })).filter((each) => each.records > 0),
    until: year === Number(UNTIL.slice(0, 4)) ? UNTIL : null,
    watched: figures.watching && {
      known,
      videos: total("watch"),
      days: watched.length,
      watching: {
        ...figures.watching,
        longest: { ...figures.watching.longest!, start: new Date(year, 2, 14, 20, 9).getTime() },
      },
      longestFrom: first("watch")[0]?.id ?? null,
      lateVideos: nights.reduce((sum, { count }) => sum + count, 0),
      lateNights: nights,
    },
    rhythm: busiest
      ? { group: "watch", known, hours: figures.hours, months: months(year, watched), busiest }
      : null,
    searches: searches > 0 ? { known, searches, terms: Math.ceil(searches / 3), most: terms } : null,
    people:
      written.length > 0
        ? {
            known: [{ from, to: known[0]!.to }],
            messages: written.reduce((sum, { count }) => sum + count, 0),
            chats: written.length,
            most: written.slice(0, 10),
            followers: Math.round(followers * 0.4),
            following: Math.round(followers * 0.6),
          }
        : null,
    firsts: [
      ...first("watch"),
      ...first("searches"),
      ...firstMessage,
      ...first("comments"),
      ...first("posts"),
    ]
      .map((row) => ({ row, isUncertain: year === 2021 }))
      .sort((a, b) => a.row.time! - b.row.time!),
    words: {
      texts: 4210,
      most: WORDS.map((text, index) => counted(text, null, Math.round(214 / (1 + index * 0.4)))),
    },
  };
}

function months(year: number, days: DayCount[]): DayCount[] {
  return Array.from({ length: 12 }, (_, index) => {
    const day = `${year}-${String(index + 1).padStart(2, "0")}`;
    const within = days.filter((each) => each.day.startsWith(day));
    return { day, count: within.reduce((sum, each) => sum + each.count, 0) };
  });
}
