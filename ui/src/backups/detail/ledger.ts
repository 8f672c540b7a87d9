import type { ImportSummary, SectionLine, SectionState, ImportCounts } from "../../ipc/bindings";

/* Whether a backup's accounts add up, and how its sections were found. */

/** Records that are accounted for. */
export const accounted = ({ stored, known, skipped }: ImportCounts): number => stored + known + skipped;

/** A line, or the whole, whose parts are not its sum; `null` if all is well. */
export function flaw({ total, sections }: Pick<ImportSummary, "total" | "sections">): ImportCounts | null {
  const sum = (part: keyof ImportCounts) => sections.reduce((all, { counts }) => all + counts[part], 0);
  const added: ImportCounts = {
    read: sum("read"),
    stored: sum("stored"),
    known: sum("known"),
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
  /** New to Satchel. */
  unknown: number;
  /** Known, though nobody asked for them. */
  besides: number;
};

/** How many sections there are of each kind; expected = found + empty + absent. */
export function countSections(lines: SectionLine[]): Sections {
  const asked = lines.filter((line) => line.expected && line.state !== "unknown");
  const of = (state: SectionState) => asked.filter((line) => line.state === state).length;
  return {
    expected: asked.length,
    found: of("found"),
    empty: of("empty"),
    absent: of("absent"),
    unknown: lines.filter((line) => line.state === "unknown").length,
    besides: lines.filter((line) => !line.expected && line.state !== "unknown").length,
  };
}

const RANK: Record<SectionState, number> = { found: 0, unknown: 1, empty: 2, absent: 3 };

/** What has most to show first: found by size, then unknown, empty and absent. */
export function ordered(lines: SectionLine[]): SectionLine[] {
  return [...lines].sort((a, b) => RANK[a.state] - RANK[b.state] || b.counts.read - a.counts.read);
}
