import type { Chat } from "../../ipc/bindings";
import type { Item } from "../../components/menu-item";
import type { Store } from "../../state/store.svelte";
import { apart } from "../../text/format";
import { m } from "../../text/messages";
import { Thread } from "./thread.svelte";

/** TikTok's name of a group chat. Some exports keep groups among the chats of two. */
const GROUP = /^Group_Chat_\d+$/;

/** Whether the chat can be with a person or group that had other names. */
export const canHaveNames = ({ section, name }: Chat): boolean =>
  section !== "tako" && name !== m.chat_nameless();

/** Saves a chat to a file. */
export const saveItem = (store: Store, chat: Chat): Item => ({
  text: m.save_chat(),
  icon: "dl",
  onpress: () =>
    (store.dialog = { name: "saveList", query: Thread.query(chat.id), records: chat.messages, chat }),
});

/** Whether the chat is with one person who has a name. */
export const isWithPerson = (chat: Chat): boolean =>
  canHaveNames(chat) && chat.section === "message" && !GROUP.test(chat.name);

/** What can be said about the names of a person or group. */
export function nameItems(store: Store, chat: Chat): Item[] {
  if (!canHaveNames(chat)) return [];
  const isGroup = chat.section === "groupMessage";
  return [
    {
      text: isGroup ? m.chat_join_group() : m.chat_join(),
      icon: "person",
      apart: true,
      onpress: () => (store.dialog = { name: "joinChats", chat }),
    },
    ...chat.earlierNames.map((earlier) => ({
      text: isGroup
        ? m.chat_separate_group({ name: apart(earlier) })
        : m.chat_separate({ name: apart(earlier) }),
      icon: "person" as const,
      onpress: () => store.act(() => store.client.separateName(earlier, isGroup)),
    })),
  ];
}
