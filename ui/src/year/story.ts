import type { YearReview } from "../ipc/bindings";
import { dayName } from "../text/dates";
import { count } from "../text/format";
import { m } from "../text/messages";
import type { Extent, Story } from "./card";
import { firsts, people, searches, words } from "./named-cards";
import { late, longest, rhythm, time } from "./watched-cards";

/** A year in review as texts and lengths: the page, the pictures and the saved page all show this. */
export function storyOf(review: YearReview, extent: Extent): Story {
  const { year, records, until } = review;
  const about = [m.count_records({ count: records, shown: count(records) })];
  if (until) about.push(m.year_until({ day: dayName(until) }));
  const cards = [
    time(review),
    rhythm(review, extent),
    searches(review, extent),
    people(review, extent),
    firsts(review, extent),
    longest(review),
    late(review, extent),
    words(review, extent),
  ];
  return {
    year,
    title: m.year_heading({ year: String(year) }),
    about: about.join(" · "),
    cards: cards.filter((card) => card !== null),
  };
}
