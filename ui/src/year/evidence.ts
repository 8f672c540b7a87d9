import type { Group, YearReview } from "../ipc/bindings";
import { inYear } from "../library/days/filters";
import { openRecords } from "../library/overview/open-records";
import { recordPlace } from "../library/sections";
import { listPlace } from "../state/places";
import type { Store } from "../state/store.svelte";
import { apart } from "../text/format";
import { m } from "../text/messages";
import type { CardId } from "./card";
import { busiestHour, lateNights } from "./watched-cards";

/* What the figures of a year can be checked by. */

type Link = { text: string; onpress: () => unknown };

/** For each line of a card, what it opens; and the links below the lines. */
export type Evidence = { lines: (() => unknown)[]; links: Link[] };

export function evidenceOf(store: Store, review: YearReview): Record<CardId, Evidence> {
  const { watched, rhythm, searches, people, firsts, words } = review;
  const year = String(review.year);
  const within = inYear(year);
  const openDay = (group: Group, day: string) => openRecords(store, group, { from: day, to: day });
  const list = (...given: Parameters<typeof listPlace>) => store.go(listPlace(...given));
  const find = (word: string) => store.search(`${word} after:${year} before:${review.year + 1} `);
  const links = (...all: (Link | null | undefined | false)[]) => all.filter((each) => !!each);

  return {
    time: {
      lines: [],
      links: links({ text: m.year_time_show(), onpress: () => list("watch", { filter: within }) }),
    },
    rhythm: {
      lines: [],
      links: rhythm
        ? links(
            {
              text: m.year_rhythm_hour(),
              onpress: () => openRecords(store, rhythm.group, { ...within, hourOfWeek: busiestHour(rhythm) }),
            },
            { text: m.year_rhythm_day(), onpress: () => openDay(rhythm.group, rhythm.busiest.day) },
          )
        : [],
    },
    searches: {
      lines: (searches?.most ?? []).map(
        ({ text }) =>
          () =>
            list("searches", { filter: { ...within, exact: text } }),
      ),
      links: links({ text: m.year_searches_show(), onpress: () => list("searches", { filter: within }) }),
    },
    people: {
      lines: (people?.most ?? []).map(
        ({ chat }) =>
          () =>
            openRecords(store, "messages", { ...within, chat }),
      ),
      links: links(
        people &&
          people.followers > 0 && {
            text: m.year_followers_show(),
            onpress: () => list("people", { filter: { ...within, sections: ["follower"] } }),
          },
        people &&
          people.following > 0 && {
            text: m.year_following_show(),
            onpress: () => list("people", { filter: { ...within, sections: ["following"] } }),
          },
      ),
    },
    firsts: {
      lines: firsts.map(
        ({ row }) =>
          () =>
            store.go(recordPlace(row)),
      ),
      links: [],
    },
    longest: {
      lines: [],
      links: watched?.longestFrom
        ? links({
            text: m.year_longest_show(),
            onpress: () => list("watch", { record: watched.longestFrom }),
          })
        : [],
    },
    late: {
      lines: watched
        ? lateNights(watched).map(
            ({ day }) =>
              () =>
                openDay("watch", day),
          )
        : [],
      links: [],
    },
    words: {
      lines: (words?.most ?? []).slice(1).map(
        ({ text }) =>
          () =>
            find(text),
      ),
      links: (words?.most ?? []).slice(0, 1).map(({ text }) => ({
        text: m.year_words_search({ year, word: apart(text) }),
        onpress: () => find(text),
      })),
    },
  };
}
