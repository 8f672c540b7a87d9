import type { ImportSummary, SectionLine, SectionState, ImportCounts } from "../../ipc/bindings";

/* Checks that the counts of an import add up, and counts its sections. */

/** Records that are accounted for. */
export const accounted = ({ stored, known, repeated, skipped }: ImportCounts): number =>
  stored + known + repeated + skipped;

/** The counts of the first section, or of the whole import, that do not add up; `null` if all do. */
export function findMismatch({
  total,
  sections,
}: Pick<ImportSummary, "total" | "sections">): ImportCounts | null {
  const sum = (part: keyof ImportCounts) => sections.reduce((all, { counts }) => all + counts[part], 0);
  const added: ImportCounts = {
    read: sum("read"),
    stored: sum("stored"),
    known: sum("known"),
    repeated: sum("repeated"),
    skipped: sum("skipped"),
  };
  const off = [total, ...sections.map(({ counts }) => counts)].find((each) => accounted(each) !== each.read);
  if (off) return off;
  return Object.keys(added).some(
    (part) => added[part as keyof ImportCounts] !== total[part as keyof ImportCounts],
  )
    ? { ...added, read: total.read }
    : null;
}

export type Sections = {
  expected: number;
  found: number;
  empty: number;
  absent: number;
  /** Sections that Satchel does not know. */
  unknown: number;
  /** Known sections that were not requested. */
  unrequested: number;
};

/** Number of sections in each state; expected = found + empty + absent. */
export function countSections(lines: SectionLine[]): Sections {
  const asked = lines.filter((line) => line.expected && line.state !== "unknown");
  const of = (state: SectionState) => asked.filter((line) => line.state === state).length;
  return {
    expected: asked.length,
    found: of("found"),
    empty: of("empty"),
    absent: of("absent"),
    unknown: lines.filter((line) => line.state === "unknown").length,
    unrequested: lines.filter((line) => !line.expected && line.state !== "unknown").length,
  };
}

const RANK: Record<SectionState, number> = { found: 0, unknown: 1, empty: 2, absent: 3 };

/** Found sections first, by size, then unknown, empty and absent ones. */
export function sortSections(lines: SectionLine[]): SectionLine[] {
  return [...lines].sort((a, b) => RANK[a.state] - RANK[b.state] || b.counts.read - a.counts.read);
}
