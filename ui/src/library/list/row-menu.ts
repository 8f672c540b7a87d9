import type { Chat, Row } from "../../ipc/bindings";
import { copy } from "../../components/copy";
import type { Item } from "../../components/menu-item";
import { chatsPlace, personPlace, type Place } from "../../state/places";
import type { Store } from "../../state/store.svelte";
import { dayName, dayOf } from "../../text/dates";
import { apart } from "../../text/format";
import { m } from "../../text/messages";
import { creatorOf } from "../days/video-text";
import { groupOf } from "../sections";

/** The name of the person, or shop, that a record is from, to or about, as far as it says so. */
function nameOf(row: Row): string | null {
  if (row.mine) return null;
  const name = row.who ?? (groupOf(row.section) === "people" ? row.text : creatorOf(row)?.slice(1));
  return name || null;
}

/** That name, if it is a person's. */
export const personOf = (row: Row): string | null => (groupOf(row.section) === "shop" ? null : nameOf(row));

/** Leads to everything with a person. */
export const personItem = (store: Store, name: string): Item => ({
  text: m.person_page_show({ name: apart(name) }),
  icon: "person",
  theirs: true,
  onpress: () => store.go(personPlace(name)),
});

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
  const { filter } = place;
  const [name, person] = [nameOf(row), personOf(row)];
  const chat = person === null ? undefined : await chatWith(store, person);
  const day = row.time === null ? null : dayOf(row.time);
  const items: Item[] = [];
  if (chat)
    items.push({ text: m.row_show_chat(), icon: "chat", onpress: () => store.go(chatsPlace(chat.id)) });
  if (person !== null) items.push(personItem(store, person));
  if (name !== null && filter.who !== name)
    items.push({
      text: m.row_only_person({ name: apart(name) }),
      icon: "person",
      onpress: () => store.narrow({ who: name }),
    });
  if (day !== null && (filter.from !== day || filter.to !== day))
    items.push({
      text: m.row_only_day({ day: dayName(day) }),
      icon: "cal",
      onpress: () => store.narrow({ from: day, to: day }),
    });
  return items.map((item, index) => ({ ...item, apart: index === 0 }));
}
