import type { Filter, Group } from "../../ipc/bindings";
import { NO_FILTER } from "../../ipc/no-filter";
import { chatsPlace, groupPlace } from "../../state/places";
import type { Store } from "../../state/store.svelte";

/**
 * Opens the records behind a figure. Chats cannot be filtered: for messages, the first of them is opened in its chat.
 */
export async function openRecords(store: Store, group: Group, filter: Partial<Filter>): Promise<void> {
  if (group !== "messages") return store.go(groupPlace(group, { filter }));
  await store.act(async () => {
    const query = { group, filter: { ...NO_FILTER, ...filter }, order: "oldest" as const };
    const [first] = (await store.client.libraryRows(query, 0, 1)).rows;
    store.go(chatsPlace(first?.chat ?? filter.chat ?? null, first?.id));
  });
}
