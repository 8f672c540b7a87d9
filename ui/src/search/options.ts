import type { Found, Group, Hit } from "../ipc/bindings";

/* What can be chosen below the box, and where the keys lead. */

export type Option =
  | { kind: "hit"; key: string; group: Group; hit: Hit }
  /** Shows all hits of the group. */
  | { kind: "all"; key: string; group: Group }
  /** Shows the rest in the group's own list. */
  | { kind: "list"; key: string; group: Group };

/** One after the other, as they stand. `only`: the group that alone is shown. */
export function optionsOf(found: Found | null, only: Group | null): Option[] {
  return (found?.groups ?? []).flatMap(({ group, count, hits }) => {
    const shown: Option[] = hits.map((hit) => ({ kind: "hit", key: hit.row.id, group, hit }));
    if (count <= hits.length) return shown;
    if (only === null) return [...shown, { kind: "all", key: `all ${group}`, group }];
    // Chats are no list that could be narrowed by words.
    return group === "messages" ? shown : [...shown, { kind: "list", key: `list ${group}`, group }];
  });
}

/** Where the chosen option stands now; until one is chosen it is the first, which is the best. */
export function keep(chosen: Option | undefined, options: Option[]): number {
  return Math.max(
    0,
    options.findIndex((each) => each.key === chosen?.key),
  );
}

/** Up and down, round and round. */
export function step(at: number, by: number, length: number): number {
  return length === 0 ? 0 : (at + by + length) % length;
}

/** The first option of the next group; `null` beyond the last. */
export function nextGroup(options: Option[], at: number): number | null {
  const here = options[at]?.group;
  const next = options.findIndex((each, place) => place > at && each.group !== here);
  return next < 0 ? null : next;
}
