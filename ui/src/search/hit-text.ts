import type { FoundName, Hit } from "../ipc/bindings";
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

/** What a person or a chat is: `Chat, 212 messages · follows you · you follow`. */
export function nameDetails({ chat, records, relation, blocked }: FoundName): string {
  const counted = { count: records, shown: count(records) };
  const parts = [
    chat !== null && m.search_chat(counted),
    (relation === "notFollowed" || relation === "mutual") && m.search_follows_you(),
    (relation === "notBack" || relation === "mutual") && m.search_you_follow(),
    blocked && m.search_blocked(),
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(" · ") : m.search_person(counted);
}
