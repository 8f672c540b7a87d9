import type { Group, Row, Section } from "../../ipc/bindings";
import { dayAndTime, exactMoment, plainDay, timeOfDay, timeWithSeconds } from "../../text/dates";
import { count, isTwelveHours, unmarked } from "../../text/format";
import { m } from "../../text/messages";
import { ONE_OF_SECTION } from "../../text/one-of-section";
import { groupOf } from "../sections";
import { secondaryText } from "./secondary-text";
import { ofVideos, recurs } from "./filters";
import { numberOf, nonEmpty, valueOf } from "./values";
import { creatorOf, shortVideoName, videoName } from "./video-text";

/**
 * Main content of a row: its text, what is known about its video, or a placeholder. `whole` also says when the video was
 * posted, which in lists stands beside it: before a row's own time, it would be taken for that.
 */
export type Main =
  | { text: string; by: string | null }
  | { video: string; whole: string }
  | { label: string; item: string }
  | { label: string };

const ITEM: Partial<Record<Section, () => string>> = {
  favouriteSound: m.row_sound,
  favouriteHashtag: m.row_item,
  favouriteEffect: m.row_item,
};

/** Sections whose first field alone says little. */
const UNTITLED: Section[] = ["post", "deletedPost", "story", "comment"];

/** Sections whose text is not in a field of its own. */
const MAIN: Partial<Record<Section, (row: Row) => Main | undefined>> = {
  liveWatched: (row) => room(valueOf(row, "room")),
  liveHosted: (row) => room(valueOf(row, "roomid")),
  giftSent: ({ who }) => (who === null ? undefined : plainText(who)),
  coin: (row) => {
    const coins = numberOf(row, "coinamount");
    return coins === undefined ? undefined : plainText(m.row_coins({ count: coins, shown: count(coins) }));
  },
};

const plainText = (text: string): Main => ({ text, by: null });

/** The text of a share names the kind of what was shared: of a video, less than is known about it. */
const isCaption = ({ section, item }: Row) => section !== "share" || item === null;

/** TikTok writes -1 for rooms that no longer exist. */
const room = (id: string | undefined): Main =>
  id === undefined || id === "-1" ? { label: m.row_room() } : { label: m.row_room(), item: id };

export function mainOf(row: Row): Main {
  const about = ofVideos(groupOf(row.section));
  if (row.text !== null && row.text !== "" && isCaption(row))
    return { text: row.text, by: about ? creatorOf(row) : null };
  const main = MAIN[row.section]?.(row);
  if (main) return main;
  const whole = about && row.item !== null ? videoName(row) : null;
  if (whole !== null) return { video: row.section === "share" ? whole : shortVideoName(row), whole };
  if (row.item !== null) return { label: (ITEM[row.section] ?? m.row_video)(), item: row.item };
  if (UNTITLED.includes(row.section)) return { label: m.row_no_title() };
  const first = nonEmpty(row.fields)[0];
  return first ? plainText(first.value) : { label: m.row_no_text() };
}

/** The main content as plain text. */
export function rowText(row: Row): string {
  const main = mainOf(row);
  if ("text" in main) return [main.text, main.by].filter(Boolean).join(" · ");
  if ("video" in main) return main.whole;
  return "item" in main ? `${main.label} ${main.item}` : main.label;
}

/** Headings above the rows, whose dates the rows do not repeat: days, or months or years. */
export type Headed = "day" | "month" | "nothing";

export function whenOf({ time }: Row, headed: Headed, narrow: boolean): string {
  if (time === null) return "";
  if (headed === "nothing") return plainDay(time);
  if (headed === "month") return dayAndTime(time);
  return narrow ? timeOfDay(time) : timeWithSeconds(time);
}

/** Groups whose name does not tell what their records are. */
const MIXED: readonly Group[] = ["live", "shop", "wallet", "ads", "people"];

/** The record's section, if its group has several and it is not the one the group is named after. */
export const kindOf = ({ section }: Pick<Row, "section">, sections: Section[]): string | null =>
  sections.length > 1 && (section !== sections[0] || MIXED.includes(groupOf(section)))
    ? ONE_OF_SECTION[section]()
    : null;

/** Times are of one width, unless the language has longer ones. */
const atLeast = (rem: number) => `minmax(${rem}rem, max-content)`;

/** The columns of a group as a grid template: time, text, secondary text, count, open. */
export function columns(group: Group, headed: Headed, narrow: boolean): string {
  const half = isTwelveHours ? 1.5 : 0;
  const time =
    headed === "day"
      ? atLeast((narrow ? 2.5 : 4) + half)
      : headed === "month"
        ? atLeast(6.25 + half)
        : atLeast(5.75);
  if (group === "logins") return `${time} 10.25rem 1fr 1fr 4.5rem 6rem`;
  const beside: Partial<Record<Group, string>> = {
    searches: "0",
    ads: "minmax(0, 0.6fr)",
    shop: "minmax(0, 0.5fr)",
    wallet: "minmax(0, 0.6fr)",
    live: "fit-content(15rem)",
    people: "9.25rem",
    posts: narrow ? "12.5rem" : "17.5rem",
  };
  const videos = ofVideos(group) || group === "comments";
  const aside = beside[group] ?? (videos ? (narrow ? "7.75rem" : "10.5rem") : "minmax(0, 1fr)");
  return `${time} minmax(0, 1fr) ${aside} ${recurs(group) ? "4.5rem" : "0"} 2rem`;
}

/** Below these widths in rem, rows have fewer details, or their cells stand in two lines. */
const NARROW = 62.5;
const TWO_LINES = 40;

/** How the rows of a group are shown in a window of this width, in rem. */
export const rowLayout = (group: Group, width: number) => ({
  narrow: width <= NARROW,
  inTwoLines: width <= (group === "logins" ? NARROW : TWO_LINES),
});

/** The main content beside the secondary text. */
function textBeside(row: Row): string {
  const main = mainOf(row);
  return "video" in main ? main.video : rowText(row);
}

/** A record as a line of text, for the clipboard. */
export function clipboardText(row: Row, group: Group): string {
  const main = mainOf(row);
  const words = "item" in main ? main.item : "label" in main ? "" : textBeside(row);
  const when = row.time === null ? "" : exactMoment(row.time);
  return [when, words, secondaryText(row, group), row.address ?? ""].map(plain).join("\t");
}

/** A record as a sentence for screen readers: main text, secondary text and time. */
export function accessibleName(row: Row, group: Group, sections: Section[]): string {
  const times =
    recurs(group) && row.times !== null && row.times > 1
      ? m.row_times({ count: row.times, shown: count(row.times) })
      : "";
  const when = row.time === null ? "" : exactMoment(row.time);
  const all = [kindOf(row, sections) ?? "", textBeside(row), secondaryText(row, group), times, when];
  return all
    .map((each) => plain(unmarked(each)))
    .filter((each) => each !== "")
    .join(", ");
}

/** Tabs and line breaks would split the cell. */
const plain = (text: string) => text.replace(/\s+/g, " ").trim();
