import type { Group, ImportSummary, Section, SectionLine, SectionSpan } from "../../ipc/bindings";
import { groupOf } from "../../library/sections";
import { listPlace, groupPlace, type ListGroup, type Place } from "../../state/places";

/** A section that arrived with a backup. */
export type Arrived = {
  section: Section;
  group: Group;
  read: number;
  /** How many of its records no backup had before. */
  added: number;
  span: SectionSpan | null;
};

/** Groups whose records can be shown by backup. */
const isListed = (group: Group): group is ListGroup => group !== "messages" && group !== "facts";

/** The sections with records, the largest first. All unknown ones count as one. */
export function arrived(lines: SectionLine[], spans: SectionSpan[]): Arrived[] {
  const bySection = new Map<Section, Arrived>();
  for (const { section, counts } of lines) {
    if (counts.read === 0) continue;
    const before = bySection.get(section);
    bySection.set(section, {
      section,
      group: groupOf(section),
      read: (before?.read ?? 0) + counts.read,
      added: (before?.added ?? 0) + counts.stored,
      span: spans.find((each) => each.section === section) ?? null,
    });
  }
  return [...bySection.values()].sort((a, b) => b.read - a.read);
}

/** From the oldest to the newest record of all sections. */
export function wholeSpan(spans: SectionSpan[]): Pick<SectionSpan, "from" | "to"> | null {
  if (spans.length === 0) return null;
  return {
    from: Math.min(...spans.map(({ from }) => from)),
    to: Math.max(...spans.map(({ to }) => to)),
  };
}

/** Where the records of a section are shown; chats and facts whole, whatever the backup. */
export const placeOf = ({ section, group }: Pick<Arrived, "section" | "group">, backup: string): Place =>
  isListed(group) ? listPlace(group, { filter: { backup, sections: [section] } }) : groupPlace(group);

/** Where its new records are shown; `null` if they cannot be told apart there. */
export const placeOfNew = ({ section, group }: Arrived, backup: string): Place | null =>
  isListed(group) ? listPlace(group, { filter: { backup, sections: [section], onlyNew: true } }) : null;

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
