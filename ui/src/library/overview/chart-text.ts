import { greatest } from "d3-array";

import type { Gap, Group, Memory, Overview } from "../../ipc/bindings";
import { dayName, hourSpan, monthOfYearName, noonOf, weekdayName } from "../../text/dates";
import { apart, count } from "../../text/format";
import { locale } from "../../text/locale";
import { m } from "../../text/messages";
import { counted, GROUP } from "../../text/names";
import type { Cell } from "./heat-map";
import type { PartialMonths } from "./year-days";

/* Texts of the charts. */

const short = new Intl.DateTimeFormat(locale, { month: "short", year: "numeric" });
const bare = new Intl.DateTimeFormat(locale, { month: "short" });
const years = new Intl.RelativeTimeFormat(locale, { numeric: "always" });

/** `Aug 2026` for `2026-08`, or `Aug` without the year. */
export const monthLabel = (month: string, withYear = true): string =>
  (withYear ? short : bare).format(noonOf(`${month}-01`));

/** `Jun – Sep 2023`. */
export const monthsBetween = ({ from, to }: Gap): string =>
  short.formatRange(noonOf(`${from}-01`), noonOf(`${to}-01`));

/** The title of the monthly chart. */
export const monthsTitle = (group: Group): string =>
  group === "watch" ? m.chart_months_watch() : m.chart_months({ what: GROUP[group].name() });

/** The chart as a sentence. */
export function monthsSentence(group: Group, { months, gaps }: Pick<Overview, "months" | "gaps">): string {
  const [first, last] = [months[0]?.day, months.at(-1)?.day];
  const highest = greatest(months, (each) => each.count);
  const title = monthsTitle(group);
  if (!first || !last || !highest) return title;
  const sentence = m.chart_months_sentence({
    title,
    from: monthOfYearName(first),
    to: monthOfYearName(last),
    most: count(highest.count),
    when: monthOfYearName(highest.day),
  });
  return [sentence, ...gaps.map((gap) => m.chart_gap({ when: monthsBetween(gap) }))].join(". ");
}

/** `until 21 Nov 2026`, if the data of a month is only a part of it. */
export function partOf(month: string, { from, until }: PartialMonths): string | null {
  const begins = from?.startsWith(month) ? dayName(from) : null;
  const ends = until?.startsWith(month) ? dayName(until) : null;
  if (begins !== null && ends !== null) return m.chart_part_both({ from: begins, until: ends });
  if (begins !== null) return m.chart_part_from({ day: begins });
  return ends === null ? null : m.chart_part_until({ day: ends });
}

/** The name of a month in a table, and which part of it the data covers. */
export function monthRow(month: string, partial: PartialMonths): string {
  const part = partOf(month, partial);
  return part === null ? monthOfYearName(month) : m.chart_partial({ what: monthOfYearName(month), part });
}

/** `Sunday, 22:00–23:00`. */
export const cellName = ({ weekday, hour }: Pick<Cell, "weekday" | "hour">): string =>
  m.heat_cell({ weekday: weekdayName(weekday), hours: hourSpan(hour) });

/** The activity on this day in an earlier year. */
export function memoryText({ group, count: records, text }: Memory): string {
  const given = { count: records, shown: count(records), text: apart(text ?? "") };
  const one = records === 1 && text !== null;
  if (group === "messages" && text !== null) return m.on_this_day_messages(given);
  if (group === "searches" && text !== null)
    return one ? m.on_this_day_search(given) : m.on_this_day_searches(given);
  if (group === "posts") return one ? m.on_this_day_post(given) : m.on_this_day_posts(given);
  if (group === "comments" && text !== null)
    return one ? m.on_this_day_comment(given) : m.on_this_day_comments(given);
  if (group === "likes") return m.on_this_day_likes(given);
  if (group === "watch") return m.on_this_day_watch(given);
  return counted(group, records);
}

/** `2024 · 2 years ago`. */
export function memoryWhen(day: string, now: number): string {
  const year = Number(day.slice(0, 4));
  return m.on_this_day_when({
    year: String(year),
    ago: years.format(year - new Date(now).getFullYear(), "year"),
  });
}
