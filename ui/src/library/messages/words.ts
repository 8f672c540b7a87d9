import type { Chat, Placeholder } from "../../ipc/bindings";
import { apart } from "../../text/format";
import { m } from "../../text/messages";

export const STANDS: Record<Placeholder, () => string> = {
  sharedVideo: m.stands_sharedVideo,
  sharedLink: m.stands_sharedLink,
  picture: m.stands_picture,
  sticker: m.stands_sticker,
  voice: m.stands_voice,
  media: m.stands_media,
};

/** The last message of a chat in one line. */
export function lastWords({ last, section }: Chat): string {
  if (!last) return "";
  const text =
    last.standsFor && !last.text ? STANDS[last.standsFor]() : (last.text ?? "").replace(/\s+/g, " ");
  if (last.mine) return m.chats_you({ text: apart(text) });
  if (section === "groupMessage" && last.who)
    return m.chats_them({ name: apart(last.who), text: apart(text) });
  return text;
}
