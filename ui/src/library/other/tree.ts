import type { PathView } from "../../ipc/bindings";

/** A line of the tree: a path with records, or a common prefix of several. */
export type TreeLine = { name: string; depth: number; leaf: PathView | null };

/** Paths as an indented tree in which common prefixes are shown once. */
export function treeLines(paths: PathView[]): TreeLine[] {
  const lines: TreeLine[] = [];
  let previous: string[] = [];
  const sorted = [...paths].sort((a, b) => (a.path.join("\0") < b.path.join("\0") ? -1 : 1));
  for (const leaf of sorted) {
    const { path } = leaf;
    let shared = 0;
    while (shared < path.length - 1 && path[shared] === previous[shared]) shared += 1;
    for (let depth = shared; depth < path.length; depth++) {
      const last = depth === path.length - 1;
      lines.push({ name: path[depth]!, depth, leaf: last ? leaf : null });
    }
    previous = path;
  }
  return lines;
}
