import type { DaySpan, YearFirst, YearReview, YearRhythm, YearWatched } from "../ipc/bindings";
import { mainOf } from "../library/days/row-text";
import {
  dayName,
  hourName,
  hourSpan,
  longDayName,
  monthName,
  noonOf,
  plainDay,
  timeOfDay,
  weekdayName,
} from "../text/dates";
import { apart, count, locale, moment, wait } from "../text/format";
import { m } from "../text/messages";
import { counted, GROUP } from "../text/names";

/* A year in review as texts and lengths: the page, the pictures and the saved page all show this. */

export type CardId = "time" | "rhythm" | "searches" | "people" | "firsts" | "longest" | "late" | "words";

/** `detail`: text from the export. `part`: the length of a bar, as a fraction of the longest one. */
export type Line = { label: string; theirs?: boolean; detail?: string; value: string; part?: number };

/** Heights as fractions of the highest; `null` where nothing is known. */
export type Bars = { heights: (number | null)[]; from: string; to: string };

export type Card = {
  id: CardId;
  title: string;
  figure: string;
  about: string;
  bars?: Bars;
  lines: Line[];
  notes: string[];
};

export type Story = { year: number; title: string; about: string; cards: Card[] };

/** `names`: whether names and texts are shown. `lines`: the most lines of a card. `nights`: how many nights are listed. */
export type Extent = { names: boolean; lines: number; nights: number };

const HOUR = 3600;

export function storyOf(review: YearReview, extent: Extent): Story {
  const { year, records, until } = review;
  const about = [m.year_records({ count: records, shown: count(records) })];
  if (until) about.push(m.year_until({ day: dayName(until) }));
  const cards = [
    time(review),
    rhythm(review),
    searches(review, extent),
    people(review, extent),
    firsts(review, extent),
    longest(review),
    late(review, extent),
    words(review, extent),
  ];
  return {
    year,
    title: m.year_heading({ year: String(year) }),
    about: about.join(" · "),
    cards: cards.filter((card) => card !== null),
  };
}

const SPAN = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });

/** What the lists do not cover, if they do not cover the whole year. */
function knownNotes(known: DaySpan[], year: number): string[] {
  const [first] = known;
  if (known.length === 1 && first!.from === `${year}-01-01` && first!.to === `${year}-12-31`) return [];
  const spans = known.map(({ from, to }) => SPAN.formatRange(noonOf(from), noonOf(to)));
  return spans.length === 0 ? [] : [m.year_known({ spans: new Intl.ListFormat(locale).format(spans) })];
}

/** Whether any day of a month (`2026-11`) is known. */
const isKnown = (month: string, known: DaySpan[]) =>
  known.some(({ from, to }) => from.slice(0, 7) <= month && month <= to.slice(0, 7));

const monthsOf = (year: number) =>
  Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, "0")}`);

function parts(values: (number | null)[]): (number | null)[] {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  return values.map((value) => (value === null ? null : value / most));
}

const roughly = (seconds: number) => {
  const hours = Math.round(seconds / HOUR);
  return m.approximately({
    what:
      hours < 10
        ? wait(Math.round(seconds / 60) * 60_000)
        : m.watch_hours({ count: hours, shown: count(hours) }),
  });
};

function time({ year, watched }: YearReview): Card | null {
  if (!watched) return null;
  const { watching, videos, days, known } = watched;
  const seconds = new Map(watching.months.map((month) => [month.day, month.count]));
  const months = monthsOf(year);
  return {
    id: "time",
    title: m.year_time(),
    figure: roughly(watching.seconds),
    about: m.year_time_about({ what: counted("watch", videos), count: days, shown: count(days) }),
    bars: {
      heights: parts(months.map((month) => seconds.get(month) ?? (isKnown(month, known) ? 0 : null))),
      from: monthName(months[0]!),
      to: monthName(months[11]!),
    },
    lines: [],
    notes: [...knownNotes(known, year), m.year_estimate()],
  };
}

/** The hour of the week with the most records. */
export function busiestHour({ hours }: YearRhythm): { weekday: number; hour: number } {
  const index = hours.indexOf(Math.max(...hours));
  return { weekday: Math.floor(index / 24), hour: index % 24 };
}

function rhythm({ year, rhythm: found }: YearReview): Card | null {
  if (!found) return null;
  const { group, hours, busiest, known } = found;
  const { weekday, hour } = busiestHour(found);
  const given = { day: longDayName(busiest.day), what: counted(group, busiest.count) };
  const byHour = Array.from({ length: 24 }, (_, each) =>
    hours.filter((_, index) => index % 24 === each).reduce((sum, value) => sum + value, 0),
  );
  return {
    id: "rhythm",
    title: m.year_rhythm(),
    figure: m.heat_cell({ weekday: weekdayName(weekday), hours: hourSpan(hour) }),
    about:
      group === "watch"
        ? m.year_rhythm_about(given)
        : m.year_rhythm_about_other({ ...given, group: GROUP[group].name() }),
    bars: { heights: parts(byHour), from: hourName(0), to: hourName(23) },
    lines: [],
    notes: knownNotes(known, year),
  };
}

type Ranked = { text: string; count: number };

function ranking(most: Ranked[], { names, lines }: Extent, text: (each: Ranked) => string): Line[] {
  if (!names) return [];
  return most.slice(0, lines).map((each) => ({
    label: text(each),
    theirs: true,
    value: count(each.count),
    part: each.count / most[0]!.count,
  }));
}

function searches({ year, searches: found }: YearReview, extent: Extent): Card | null {
  if (!found) return null;
  const { searches: all, terms, most, known } = found;
  return {
    id: "searches",
    title: m.year_searches(),
    figure: counted("searches", all),
    about: m.year_searches_about({ count: terms, shown: count(terms) }),
    lines: ranking(most, extent, ({ text }) => text),
    notes: knownNotes(known, year),
  };
}

function people({ year, people: found }: YearReview, extent: Extent): Card | null {
  if (!found) return null;
  const { messages, chats, followers, following, most, known } = found;
  const figures = [
    followers > 0 ? m.year_followers({ count: followers, shown: count(followers) }) : null,
    following > 0 ? m.year_following({ count: following, shown: count(following) }) : null,
  ].filter((each) => each !== null);
  const inChats = m.year_people_about({ count: chats, shown: count(chats) });
  const [figure, ...rest] = messages > 0 ? [counted("messages", messages), inChats, ...figures] : figures;
  return {
    id: "people",
    title: m.year_people(),
    figure: figure!,
    about: rest.join(" · "),
    // Removed accounts have no names.
    lines: ranking(most, extent, ({ text }) => text || m.chat_nameless()),
    notes: messages > 0 ? knownNotes(known, year) : [],
  };
}

const FIRST: Partial<Record<YearFirst["row"]["section"], () => string>> = {
  watch: m.year_first_watch,
  search: m.year_first_search,
  like: m.year_first_like,
  message: m.year_first_message,
  comment: m.year_first_comment,
  post: m.year_first_post,
  following: m.year_first_following,
};

/** What a first record says, if it has words. */
function textOf({ row }: YearFirst): string | undefined {
  const main = mainOf(row);
  return "text" in main && row.standsFor === null ? main.text : undefined;
}

function firsts({ firsts: found }: YearReview, { names }: Extent): Card | null {
  const [first] = found;
  if (!first) return null;
  const label = (each: YearFirst) => `${FIRST[each.row.section]?.() ?? ""}${each.isUncertain ? " *" : ""}`;
  return {
    id: "firsts",
    title: m.year_firsts(),
    figure: SPAN.format(first.row.time!),
    about: label(first),
    lines: found.map((each) => ({
      label: label(each),
      detail: names ? textOf(each) : undefined,
      value: SPAN.format(each.row.time!),
    })),
    notes: found.some((each) => each.isUncertain) ? [m.year_firsts_uncertain()] : [],
  };
}

function longest({ watched }: YearReview): Card | null {
  const session = watched?.watching.longest;
  if (!watched || !session || session.videos < 2) return null;
  const { gapMinutes } = watched.watching.method;
  return {
    id: "longest",
    title: m.year_longest(),
    figure: roughly(session.seconds),
    about: m.year_longest_about({
      what: counted("watch", session.videos),
      minutes: m.span_whole_minutes({ count: gapMinutes, shown: count(gapMinutes) }),
      when: moment(session.start),
    }),
    lines: [],
    notes: [m.year_estimate()],
  };
}

/** The nights, those with the most videos first. */
export const lateNights = ({ lateNights: nights }: YearWatched) =>
  [...nights].sort((a, b) => b.count - a.count || a.day.localeCompare(b.day));

function late({ year, watched }: YearReview, { nights }: Extent): Card | null {
  if (!watched || watched.lateVideos === 0) return null;
  const sorted = lateNights(watched);
  const at = (hour: number) => timeOfDay(new Date(2024, 0, 1, hour).getTime());
  return {
    id: "late",
    title: m.year_late(),
    figure: m.year_late_nights({ count: sorted.length, shown: count(sorted.length) }),
    about: m.year_late_about({ what: counted("watch", watched.lateVideos), from: at(0), to: at(5) }),
    lines: sorted.slice(0, nights).map(({ day, count: videos }) => ({
      label: plainDay(noonOf(day)),
      value: counted("watch", videos),
      part: videos / sorted[0]!.count,
    })),
    notes: knownNotes(watched.known, year),
  };
}

function words({ words: found }: YearReview, extent: Extent): Card | null {
  const [first] = found?.most ?? [];
  if (!found || !first || !extent.names) return null;
  return {
    id: "words",
    title: m.year_words(),
    figure: apart(first.text),
    about: m.year_words_about({
      times: m.row_times({ count: first.count, shown: count(first.count) }),
      count: found.texts,
      shown: count(found.texts),
    }),
    lines: ranking(found.most, extent, ({ text }) => text),
    notes: [],
  };
}
