import type { Found, FoundName, Group, Hit } from "../ipc/bindings";

/* The options below the search box, and how keys move between them. */

export type Option =
  /** A person or a chat. */
  | { kind: "name"; key: string; group: "names"; name: FoundName }
  | { kind: "hit"; key: string; group: Group; hit: Hit }
  /** Shows all hits of the group, or all people and chats. */
  | { kind: "all"; key: string; group: Group | "names"; only: Group }
  /** Shows the other hits in the group's own list. */
  | { kind: "list"; key: string; group: Group };

/** The number of hits of each group in a search of all groups, if it has as many. */
const FEW = 3;

/** All options in order. `only`: the one group that is shown. */
export function optionsOf(found: Found | null, only: Group | null): Option[] {
  const names = (found?.names ?? []).map((name): Option => ({
    kind: "name",
    key: `name ${name.chat} ${name.name}`,
    group: "names",
    name,
  }));
  if (found && found.namesTotal > names.length && only === null)
    names.push({ kind: "all", key: "all names", group: "names", only: "people" });
  const hits = (found?.groups ?? []).flatMap(({ group, count, hits }): Option[] => {
    const shown: Option[] = hits.map((hit) => ({ kind: "hit", key: hit.row.id, group, hit }));
    if (count <= hits.length) return shown;
    // If there are fewer, the others are repetitions, which only the list shows.
    if (only === null && hits.length >= FEW)
      return [...shown, { kind: "all", key: `all ${group}`, group, only: group }];
    // Chats cannot be filtered by text.
    return group === "messages" ? shown : [...shown, { kind: "list", key: `list ${group}`, group }];
  });
  return [...names, ...hits];
}

/** The index of the chosen option; without one, the first option, which is the best match. */
export function indexOfOption(chosen: Option | undefined, options: Option[]): number {
  return Math.max(
    0,
    options.findIndex((each) => each.key === chosen?.key),
  );
}

/** Moves up or down, and wraps around. */
export function step(at: number, by: number, length: number): number {
  return length === 0 ? 0 : (at + by + length) % length;
}

/** The first option of the next group; `null` after the last. */
export function nextGroup(options: Option[], at: number): number | null {
  const here = options[at]?.group;
  const next = options.findIndex((each, index) => index > at && each.group !== here);
  return next < 0 ? null : next;
}
