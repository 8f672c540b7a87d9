import type { Chat, Group, Row } from "../../ipc/bindings";
import { copy } from "../../components/copy";
import type { Item } from "../../components/menu-item";
import { chatsPlace, type Place } from "../../state/places";
import type { Store } from "../../state/store.svelte";
import { dayName, dayOf } from "../../text/dates";
import { apart } from "../../text/format";
import { m } from "../../text/messages";

/** The person whom a record is about. */
const personOf = ({ who, text }: Row, group: Group): string | null =>
  who ?? (group === "people" ? text : null);

/** The chat with a person. */
async function chatWith(store: Store, person: string): Promise<Chat | undefined> {
  const found = await store.client.libraryChats().catch(() => null);
  return found?.chats.find(({ section, name }) => section === "message" && name === person);
}

/** What can be done with a record, wherever it is shown. `text`: what is copied. */
export function recordItems(store: Store, row: Row, text: (() => Promise<string>) | null): Item[] {
  const { address } = row;
  return [
    { text: m.list_details(), icon: "info", onpress: () => store.inspect(row.id) },
    ...(text
      ? [{ text: m.list_copy(), icon: "copy" as const, onpress: async () => copy(await text()) }]
      : []),
    ...(address === null
      ? []
      : [
          { text: m.record_copy_link(), icon: "copy" as const, onpress: () => copy(address) },
          { text: m.open_on_tiktok(), icon: "out" as const, onpress: () => store.followLink(row) },
        ]),
  ];
}

/** What the list can be narrowed to, and the chat that a record leads to. */
export async function listItems(store: Store, row: Row, place: Place): Promise<Item[]> {
  if (place.view !== "list") return [];
  const { group, filter } = place;
  const person = personOf(row, group);
  const chat = person === null ? undefined : await chatWith(store, person);
  const day = row.time === null ? null : dayOf(row.time);
  const items: Item[] = [];
  if (chat)
    items.push({ text: m.row_show_chat(), icon: "chat", onpress: () => store.go(chatsPlace(chat.id)) });
  if (person !== null && filter.who !== person)
    items.push({
      text: m.row_only_person({ name: apart(person) }),
      icon: "person",
      onpress: () => store.narrow({ who: person }),
    });
  if (day !== null && (filter.from !== day || filter.to !== day))
    items.push({
      text: m.row_only_day({ day: dayName(day) }),
      icon: "cal",
      onpress: () => store.narrow({ from: day, to: day }),
    });
  return items.map((item, index) => ({ ...item, apart: index === 0 }));
}
