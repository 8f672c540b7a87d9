import type { YearFirst, YearReview } from "../ipc/bindings";
import { mainOf } from "../library/days/row-text";
import { apart, count } from "../text/format";
import { m } from "../text/messages";
import { counted } from "../text/names";
import type { Card, Extent, Line } from "./card";
import { coverage, SHORT_DAY } from "./coverage";

/* The cards that name people, searches and words, unless names are left out. */

type Ranked = { text: string; count: number };

/** `skipped`: how many of the first ones are shown elsewhere. */
function ranking(
  most: Ranked[],
  { names, lines }: Extent,
  text: (each: Ranked) => string,
  skipped = 0,
): Line[] {
  if (!names) return [];
  return most.slice(skipped, skipped + lines).map((each) => ({
    label: text(each),
    theirs: true,
    value: count(each.count),
    part: each.count / most[0]!.count,
  }));
}

export function searches(review: YearReview, extent: Extent): Card | null {
  const found = review.searches;
  if (!found) return null;
  const { searches: all, terms, most, known } = found;
  return {
    id: "searches",
    title: m.year_searches(),
    figure: counted("searches", all),
    about: m.year_searches_about({ count: terms, shown: count(terms) }),
    lines: ranking(most, extent, ({ text }) => text),
    caveat: coverage(known, review),
  };
}

export function people(review: YearReview, extent: Extent): Card | null {
  const found = review.people;
  if (!found) return null;
  const { messages, chats, followers, following, most, known } = found;
  const figures = [
    followers > 0 ? m.year_followers({ count: followers, shown: count(followers) }) : null,
    following > 0 ? m.year_following({ count: following, shown: count(following) }) : null,
  ].filter((each) => each !== null);
  const inChats = m.year_people_about({ count: chats, shown: count(chats) });
  const [figure, ...rest] = messages > 0 ? [counted("messages", messages), inChats, ...figures] : figures;
  return {
    id: "people",
    title: m.year_people(),
    figure: figure!,
    about: rest.join(" · "),
    // Removed accounts have no names.
    lines: ranking(most, extent, ({ text }) => text || m.chat_nameless()),
    caveat: messages > 0 ? coverage(known, review) : undefined,
  };
}

const FIRST: Partial<Record<YearFirst["row"]["section"], () => string>> = {
  watch: m.year_first_watch,
  search: m.year_first_search,
  like: m.year_first_like,
  message: m.year_first_message,
  comment: m.year_first_comment,
  post: m.year_first_post,
  following: m.year_first_following,
};

/** What a first record says, if it has words. */
function textOf({ row }: YearFirst): string | undefined {
  const main = mainOf(row);
  return "text" in main && row.standsFor === null ? main.text.replace(/\s+/g, " ") : undefined;
}

export function firsts({ firsts: found }: YearReview, { names }: Extent): Card | null {
  if (found.length === 0) return null;
  const label = (each: YearFirst) => `${FIRST[each.row.section]?.() ?? ""}${each.isUncertain ? " *" : ""}`;
  return {
    id: "firsts",
    title: m.year_firsts(),
    lines: found.map((each) => ({
      label: label(each),
      detail: names ? textOf(each) : undefined,
      value: SHORT_DAY.format(each.row.time!),
    })),
    caveat: found.some((each) => each.isUncertain) ? m.year_firsts_uncertain() : undefined,
  };
}

export function words({ words: found }: YearReview, extent: Extent): Card | null {
  const [first] = found?.most ?? [];
  if (!found || !first || !extent.names) return null;
  return {
    id: "words",
    title: m.year_words(),
    figure: apart(first.text),
    about: m.year_words_about({
      times: m.row_times({ count: first.count, shown: count(first.count) }),
      count: found.texts,
      shown: count(found.texts),
    }),
    lines: ranking(found.most, extent, ({ text }) => text, 1),
  };
}
