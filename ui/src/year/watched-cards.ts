import type { YearReview, YearRhythm, YearWatched } from "../ipc/bindings";
import { hourName, hourSpan, noonOf, plainDay, shortWeekdayName, weekdayName } from "../text/dates";
import { count, isTwelveHours, moment, wait } from "../text/format";
import { locale } from "../text/locale";
import { m } from "../text/messages";
import { counted, GROUP } from "../text/names";
import type { Card, Extent } from "./card";
import { byMonth, coverage, parts, SHORT_DAY } from "./coverage";

/* The cards about what was watched and when. */

const HOUR = 3600;

const roughly = (seconds: number) => {
  const hours = Math.round(seconds / HOUR);
  return m.approximately({
    what:
      hours < 10
        ? wait(Math.round(seconds / 60) * 60_000)
        : m.watch_hours({ count: hours, shown: count(hours) }),
  });
};

export function time(review: YearReview): Card | null {
  const { year, watched } = review;
  if (!watched) return null;
  const { watching, videos, days, known } = watched;
  const seconds = new Map(watching.months.map((month) => [month.day, month.count]));
  return {
    id: "time",
    title: m.year_time(),
    figure: roughly(watching.seconds),
    about: m.year_time_about({ what: counted("watch", videos), count: days, shown: count(days) }),
    bars: byMonth(year, known, seconds),
    lines: [],
    caveat: coverage(known, review),
    how: m.year_estimate(),
  };
}

/** The hour of the week with the most records. */
export function busiestHour({ hours }: YearRhythm): { weekday: number; hour: number } {
  const index = hours.indexOf(Math.max(...hours));
  return { weekday: Math.floor(index / 24), hour: index % 24 };
}

/** `10 – 11 PM`: shorter than with minutes, which a 24-hour clock needs to be understood. */
const HOURS = new Intl.DateTimeFormat(locale, { hour: "numeric" });

export function rhythm(review: YearReview, { brief }: Extent): Card | null {
  const found = review.rhythm;
  if (!found) return null;
  const { group, hours, busiest, known } = found;
  const { weekday, hour } = busiestHour(found);
  const given = { day: SHORT_DAY.format(noonOf(busiest.day)), what: counted(group, busiest.count) };
  const [from, to] = [new Date(2024, 0, 1, hour), new Date(2024, 0, 1, hour + 1)];
  const byHour = Array.from({ length: 24 }, (_, each) =>
    hours.filter((_, index) => index % 24 === each).reduce((sum, value) => sum + value, 0),
  );
  return {
    id: "rhythm",
    title: m.year_rhythm(),
    figure: m.heat_cell({
      weekday: (brief ? shortWeekdayName : weekdayName)(weekday),
      hours: isTwelveHours ? HOURS.formatRange(from, to) : hourSpan(hour),
    }),
    about:
      group === "watch"
        ? m.year_rhythm_about(given)
        : m.year_rhythm_about_other({ ...given, group: GROUP[group].name() }),
    bars: { heights: parts(byHour), from: hourName(0), to: hourName(23) },
    lines: [],
    caveat: coverage(known, review),
  };
}

export function longest({ watched }: YearReview): Card | null {
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
    how: m.year_estimate(),
  };
}

/** The nights, those with the most videos first. */
export const lateNights = ({ lateNights: nights }: YearWatched) =>
  [...nights].sort((a, b) => b.count - a.count || a.day.localeCompare(b.day));

const FIVE = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" }).format(
  new Date(2024, 0, 1, 5),
);

export function late(review: YearReview, { nights }: Extent): Card | null {
  const { year, watched } = review;
  if (!watched || watched.lateVideos === 0) return null;
  const sorted = lateNights(watched);
  const inMonth = new Map<string, number>();
  for (const { day } of sorted) inMonth.set(day.slice(0, 7), (inMonth.get(day.slice(0, 7)) ?? 0) + 1);
  return {
    id: "late",
    title: m.year_late(),
    figure: m.year_late_nights({ count: sorted.length, shown: count(sorted.length) }),
    about: m.year_late_about({ what: counted("watch", watched.lateVideos), to: FIVE }),
    bars: byMonth(year, watched.known, inMonth),
    lines: sorted.slice(0, nights).map(({ day, count: videos }) => ({
      label: plainDay(noonOf(day)),
      value: counted("watch", videos),
      part: videos / sorted[0]!.count,
    })),
    caveat: coverage(watched.known, review),
  };
}
