/** Selected rows as ranges that neither touch nor overlap: even a list of millions is a single range. */
export type Selection = { active: number; from: number; ranges: [number, number][] };

export const none: Selection = { active: -1, from: -1, ranges: [] };

export const only = (index: number): Selection => ({
  active: index,
  from: index,
  ranges: [[index, index]],
});

/** Extends the selection from its anchor to a row. */
export function upTo({ from }: Selection, index: number): Selection {
  const start = from < 0 ? index : from;
  return { active: index, from: start, ranges: [[Math.min(start, index), Math.max(start, index)]] };
}

/** Adds or removes a row. */
export function toggled(selection: Selection, index: number): Selection {
  const ranges = has(selection, index)
    ? selection.ranges.flatMap(([first, last]): [number, number][] =>
        index < first || index > last
          ? [[first, last]]
          : (
              [
                [first, index - 1],
                [index + 1, last],
              ] as [number, number][]
            ).filter(([a, b]) => a <= b),
      )
    : joined([...selection.ranges, [index, index]]);
  return { active: index, from: index, ranges };
}

export const all = (count: number, active: number): Selection => ({
  active: Math.max(0, active),
  from: 0,
  ranges: count > 0 ? [[0, count - 1]] : [],
});

export const has = ({ ranges }: Selection, index: number): boolean =>
  ranges.some(([first, last]) => index >= first && index <= last);

export const size = ({ ranges }: Selection): number =>
  ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);

function joined(ranges: [number, number][]): [number, number][] {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const made: [number, number][] = [];
  for (const [first, last] of sorted) {
    const before = made.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else made.push([first, last]);
  }
  return made;
}
