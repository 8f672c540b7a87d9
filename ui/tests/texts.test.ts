import { expect, it } from "vitest";

import texts from "../messages/en.json";
import source from "../messages/en.json?raw";

const sources = import.meta.glob<string>(["../src/**/*.{ts,svelte}", "!../src/messages/**"], {
  query: "?raw",
  import: "default",
  eager: true,
});

it("every text is used, in the window or by the shell", () => {
  const words = new Set(Object.values(sources).flatMap((source) => source.match(/[A-Za-z_]\w*/g) ?? []));
  expect(words.size).toBeGreaterThan(1000);
  const isOfShell = (key: string) => /^(callback|closing|display_failure|file)_/.test(key);
  expect(Object.keys(texts).filter((key) => !words.has(key) && !isOfShell(key))).toEqual([]);
});

it("each key is there once", () => {
  const keys = [...source.matchAll(/^ {2}"(\w+)":/gm)].map(([, key]) => key);
  expect(keys.length).toBeGreaterThan(1000);
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});
