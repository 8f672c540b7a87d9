import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { findCircles } from "./circles.js";

describe("findCircles", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "circles-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** @param {Record<string, string>} files */
  function write(files) {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  }

  it("finds nothing in a tree of imports, even if a component imports itself", () => {
    write({
      "App.svelte": `<script lang="ts">import Tree from "./Tree.svelte"; import { a } from "./a";</script><Tree />{a}`,
      "Tree.svelte": `<script lang="ts">import Tree from "./Tree.svelte"; let { n }: { n: number } = $props();</script>{#if n}<Tree n={n - 1} />{/if}`,
      "a.ts": `export { b as a } from "./deep/b";`,
      "deep/b.ts": `export const b = 1;`,
    });
    expect(findCircles(folder)).toEqual([]);
  });

  it("finds a circle through components, types and dynamic imports", () => {
    write({
      "A.svelte": `<script module lang="ts">export type Item = { n: number };</script>\n<script lang="ts">import { b } from "./b";</script>{b}`,
      "b.ts": `export const b = () => import("./c.svelte");`,
      "c.svelte.ts": `import type { Item } from "./A.svelte"; export const c: Item = { n: 1 };`,
      "outside.ts": `import { b } from "./b"; export { b };`,
    });
    expect(findCircles(folder)).toEqual([["A.svelte", "b.ts", "c.svelte.ts", "A.svelte"]]);
  });

  it("reports an import that does not exist", () => {
    write({ "a.ts": `import "./missing";` });
    expect(() => findCircles(folder)).toThrow("missing");
  });
});
