import type { Group } from "../../ipc/bindings";
import { plainDay } from "../../text/dates";
import { count } from "../../text/format";
import { locale } from "../../text/locale";
import { m } from "../../text/messages";
import { counted } from "../../text/names";
import type { Arrived, wholeSpan } from "./sections";

/* What arrived with a backup, in a sentence. */

/** The groups that are named, the most telling first. */
const NAMED: Group[] = [
  "watch",
  "messages",
  "likes",
  "searches",
  "comments",
  "favourites",
  "shares",
  "logins",
];
const MOST = 4;

/** `47,918 videos watched, 13,052 messages, 4,790 likes and more`. */
function named(lines: Arrived[], of: (line: Arrived) => number): string {
  const counts = new Map(lines.filter((line) => of(line) > 0).map((line) => [line.group, of(line)]));
  const all = [...counts.values()].reduce((sum, each) => sum + each, 0);
  const shown = NAMED.filter((group) => counts.has(group)).slice(0, MOST);
  if (shown.length === 0) return m.count_records({ count: all, shown: count(all) });
  const parts = shown.map((group) => {
    const records = counts.get(group)!;
    return group === "watch"
      ? m.contents_watched({ count: records, shown: count(records) })
      : counted(group, records);
  });
  if (counts.size > shown.length) parts.push(m.contents_more());
  return new Intl.ListFormat(locale).format(parts);
}

export function lead(lines: Arrived[], span: ReturnType<typeof wholeSpan>): string {
  const what = named(lines, ({ records }) => records);
  return span
    ? m.contents_lead({ what, from: plainDay(span.from), to: plainDay(span.to) })
    : m.contents_lead_undated({ what });
}

export const newRecords = (lines: Arrived[]): string => named(lines, ({ added }) => added);
