import { expect, it } from "vitest";

import english from "../messages/en.json";
import american from "../messages/en-US.json";
import settings from "../project.inlang/settings.json";
import { m } from "../src/text/messages";
import { language } from "../src/text/locale";

/* The texts are written in British English. Of the American ones, only those are stored that differ. */

/** Spellings and words that American English has not, without regard to case. */
const BRITISH = new RegExp(
  [
    "(col|fav|hon|lab|hum|rum|flav|harb|neighb|behavi)our",
    "(recogn|organ|author|apolog|summar|synchron|minim|maxim|optim|custom|personal|normal|initial|categor|emphas|real|prior|util|final|visual|special)is(e|ing|ation)",
    "analys(e|ing)",
    "\\b(cent|met|kilomet|lit|fib|theat)re(s|d)?\\b",
    "(licen|defen|offen|preten)ce",
    "(cancel|travel|label|model|signal|total|level|dial|marvel|quarrel|fuel)l(ed|ing|er)",
    "\\b(fulfil|enrol|instal|skil)(s|ment)?\\b",
    "(catal|dial|anal)ogue",
    "\\b(grey|programme|cheque|jewellery|tyre|kerb|mum|learnt|spelt|burnt|whilst|towards|films?)\\b",
  ].join("|"),
  "i",
);

const british: Record<string, unknown> = english;
const texts = (of: object) => Object.entries(of).map(([key, text]) => [key, JSON.stringify(text)] as const);

it("American texts exist in British English, too, and differ from it in words only", () => {
  const bare = (text: unknown) => JSON.stringify(text).replace(/(?<=: ?")[^"]*(?=")|^"[^]*"$/g, "");
  const placeholders = (text: unknown) => JSON.stringify(text).match(/\{\w+\}/g) ?? [];
  for (const [key, text] of Object.entries<unknown>(american)) {
    expect(british).toHaveProperty(key);
    expect(text).not.toEqual(british[key]);
    expect(bare(text)).toEqual(bare(british[key]));
    expect(placeholders(text)).toEqual(placeholders(british[key]));
  }
});

it("each text with a British spelling has an American one without", () => {
  const spelt = texts(english).filter(([, text]) => BRITISH.test(text));
  expect(spelt.length).toBeGreaterThan(5);
  expect(spelt.map(([key]) => key).filter((key) => !(key in american))).toEqual([]);
  expect(texts(american).filter(([, text]) => BRITISH.test(text))).toEqual([]);
});

it("texts without an American one are those in British English", () => {
  expect(settings.locales).toEqual(["en", "en-US"]);
  // The tests run in English of the United States.
  expect(language).toBe("en-US");
  expect([m.group_favourites(), m.group_likes()]).toEqual(["Favorites", "Likes"]);
  expect(m.group_favourites({}, { locale: "en" })).toBe("Favourites");
});
