import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

/** @param {string} folder @param {RegExp} names */
const filesIn = (folder, names) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => names.test(name) && !/^messages[\\/]/.test(name))
    .map((name) => readFileSync(join(folder, name), "utf8"));

/** @param {string[]} texts @param {RegExp} pattern */
const named = (texts, pattern) =>
  new Set(texts.flatMap((text) => [...text.matchAll(pattern)].flatMap((found) => found[1] ?? [])));

/** @param {Set<string>} names @param {Set<string>} others */
const missing = (names, others) => [...names].filter((name) => !others.has(name)).sort();

const styles = filesIn("src/styles", /\.css$/);
const sources = filesIn("src", /\.(ts|svelte)$/);
const everything = [...styles, ...sources];

it("every custom property that is set is used, and every one that is used is set", () => {
  const set = named(everything, /(?:style:|setProperty\("|[\s{;]|^)(--[a-z][\w-]*)(?=\s*:|=|",)/gm);
  const used = named(everything, /(?:var\(|token\(")(--[a-z][\w-]*)/g);
  expect(set.size).toBeGreaterThan(80);
  expect(missing(used, set)).toEqual([]);
  expect(missing(set, used)).toEqual([]);
});

// Svelte itself warns of unused classes in the styles of components.
it("every class of the shared styles is used", () => {
  const selectors = styles.map((style) => style.replace(/\/\*[^]*?\*\//g, "").replace(/:[^;{}]*;/g, ""));
  const classes = named(selectors, /\.([a-z][\w-]*)/gi);
  expect(classes.size).toBeGreaterThan(30);
  // Those of the scale end in a step: `q{level}`.
  const used = named(sources, /([a-z][\w-]*)/gi);
  expect(missing(classes, used).filter((name) => !(/^q\d$/.test(name) && used.has("q")))).toEqual([]);
});
