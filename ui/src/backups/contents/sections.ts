import type { Group, ImportSummary, Section, SectionLine, SectionSpan } from "../../ipc/bindings";
import { groupOf, SECTIONS_OF } from "../../library/sections";
import { listPlace, groupPlace, type ListGroup, type Place } from "../../state/places";

/** What arrived of a group with a backup. */
export type Arrived = {
  group: Group;
  /** The number of different records: as the sidebar counts them. */
  records: number;
  /** How many of them no backup had before. */
  added: number;
  span: Span | null;
};
type Span = Pick<SectionSpan, "from" | "to">;

/** Groups whose records can be shown by backup. */
const isListed = (group: Group): group is ListGroup => group !== "messages" && group !== "facts";

/** The groups with records, in the order of the sidebar. */
export function arrived(lines: SectionLine[], spans: SectionSpan[]): Arrived[] {
  return (Object.keys(SECTIONS_OF) as Group[]).flatMap((group) => {
    const isOfGroup = ({ section }: { section: Section }) => groupOf(section) === group;
    const counts = lines.filter(isOfGroup).map((line) => line.counts);
    const added = counts.reduce((sum, { stored }) => sum + stored, 0);
    const records = counts.reduce((sum, { known }) => sum + known, added);
    return records > 0 ? [{ group, records, added, span: wholeSpan(spans.filter(isOfGroup)) }] : [];
  });
}

/** From the oldest to the newest record of all sections. */
export function wholeSpan(spans: SectionSpan[]): Span | null {
  if (spans.length === 0) return null;
  return {
    from: Math.min(...spans.map(({ from }) => from)),
    to: Math.max(...spans.map(({ to }) => to)),
  };
}

/** Where the records of a group are shown; chats and facts whole, whatever the backup. */
export const placeOf = (group: Group, backup: string): Place =>
  isListed(group) ? listPlace(group, { filter: { backup } }) : groupPlace(group);

/** Where its new records are shown; `null` if they cannot be told apart there. */
export const placeOfNew = (group: Group, backup: string): Place | null =>
  isListed(group) ? listPlace(group, { filter: { backup, onlyNew: true } }) : null;

/** How much there is of what a person may want to look at. */
export function worthALook({ sections, notes, unsure, unreadable, leftOut, total }: ImportSummary) {
  const read = (...wanted: Section[]) =>
    sections
      .filter(({ section }) => wanted.includes(section))
      .reduce((sum, { counts }) => sum + counts.read, 0);
  const isDamage = ({ kind }: ImportSummary["notes"][number]) =>
    ["truncated", "damaged", "notText", "unassigned", "unaccounted"].includes(kind);
  return {
    unreadable: unreadable.length,
    damaged: new Set(notes.filter(isDamage).map(({ file }) => file)).size,
    unsure: unsure.length,
    skipped: total.skipped,
    absent: sections.filter(({ state }) => state === "absent").length,
    leftOut: leftOut.count,
    unknown: read("other"),
    posts: read("post", "story"),
  };
}
