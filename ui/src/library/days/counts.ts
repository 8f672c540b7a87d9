import type { Filter, ListQuery } from "../../ipc/bindings";
import type { Client } from "../../ipc/client";
import { NO_FILTER } from "../../ipc/no-filter";

/** Number of records in each of several narrower lists of a group. */
export async function countEach<K extends string>(
  client: Client,
  group: ListQuery["group"],
  filters: Record<K, Partial<Filter>>,
): Promise<Record<K, number>> {
  const counts = await Promise.all(
    Object.entries<Partial<Filter>>(filters).map(async ([key, filter]) => {
      const query: ListQuery = { group, filter: { ...NO_FILTER, ...filter }, order: "newest" };
      return [key, (await client.libraryOutline(query)).total] as const;
    }),
  );
  return Object.fromEntries(counts) as Record<K, number>;
}
