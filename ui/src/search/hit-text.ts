import type { Hit } from "../ipc/bindings";
import { plainDay } from "../text/dates";
import { apart, count } from "../text/format";
import { m } from "../text/messages";

/** Details of a hit: person, count and time. */
export function hitDetails({ row, chatName }: Hit): string {
  const day = row.time === null ? null : plainDay(row.time);
  if (chatName !== null)
    return [apart(chatName || m.chat_nameless()), day].filter((each) => each !== null).join(" · ");
  if (row.times !== null && day !== null)
    return m.search_times_last({ count: row.times, shown: count(row.times), day });
  return day ?? "";
}
