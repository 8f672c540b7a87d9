import { groupPlace, OVERVIEW, queryOf, type Place } from "../state/places";
import type { Store } from "../state/store.svelte";

/** Opens the records of a backup: the first list that has some. Chats and facts are not shown by backup. */
export async function browse(store: Store, backup: string): Promise<void> {
  const asked = store.place;
  await store.act(async () => {
    const place = await firstPlace(store, backup);
    if (store.place === asked) store.go(place);
  });
}

async function firstPlace(store: Store, backup: string): Promise<Place> {
  const groups = store.state?.library.groups.filter(({ records }) => records > 0) ?? [];
  for (const { group } of groups) {
    const place = groupPlace(group, { filter: { backup } });
    if (place.view !== "list") continue;
    const { total } = await store.client.libraryOutline(queryOf(place));
    if (total > 0) return place;
  }
  const whole = groups.find(({ group }) => group === "messages") ?? groups[0];
  return whole ? groupPlace(whole.group) : OVERVIEW;
}
