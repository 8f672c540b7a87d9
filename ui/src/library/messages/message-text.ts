import type { Chat, Placeholder, Row } from "../../ipc/bindings";
import { exactMoment } from "../../text/dates";
import { apart, unmarked } from "../../text/format";
import { m } from "../../text/messages";

export const STANDS: Record<Placeholder, () => string> = {
  sharedVideo: m.placeholder_sharedVideo,
  sharedLink: m.placeholder_sharedLink,
  picture: m.placeholder_picture,
  sticker: m.placeholder_sticker,
  voice: m.placeholder_voice,
  media: m.placeholder_media,
};

/** A message in one line. */
export const lineOf = ({ standsFor, text }: Row) =>
  standsFor && !text ? STANDS[standsFor]() : (text ?? "").replace(/\s+/g, " ");

/** Maximum length of a message in an accessible name. Characters. */
const MAX_NAME_LENGTH = 1000;

/** Who wrote a message. */
export const senderOf = ({ mine, who }: Row): string => (mine ? m.chat_you() : (who ?? m.chat_someone()));

/** The accessible name of a message. */
export function accessibleName(row: Row): string {
  const who = unmarked(senderOf(row));
  const text = unmarked(lineOf(row).slice(0, MAX_NAME_LENGTH));
  return row.time === null
    ? m.chat_message_undated({ who, text })
    : m.chat_message({ who, text, when: exactMoment(row.time) });
}

/** The last message of a chat in one line. */
export function lastWords({ last, section }: Chat): string {
  if (!last) return "";
  const text = lineOf(last);
  if (last.mine) return m.chats_you({ text: apart(text) });
  if (section === "groupMessage" && last.who)
    return m.chats_them({ name: apart(last.who), text: apart(text) });
  return text;
}
