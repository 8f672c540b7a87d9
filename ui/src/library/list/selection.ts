/** Selected rows as ranges that neither touch nor overlap: even a list of millions is a single range. */
export type Selection = { active: number; from: number; stretches: [number, number][] };

export const none: Selection = { active: -1, from: -1, stretches: [] };

export const only = (index: number): Selection => ({
  active: index,
  from: index,
  stretches: [[index, index]],
});

/** Extends the selection from its anchor to a row. */
export function upTo({ from }: Selection, index: number): Selection {
  const start = from < 0 ? index : from;
  return { active: index, from: start, stretches: [[Math.min(start, index), Math.max(start, index)]] };
}

/** Adds or removes a row. */
export function toggled(selection: Selection, index: number): Selection {
  const stretches = has(selection, index)
    ? selection.stretches.flatMap(([first, last]): [number, number][] =>
        index < first || index > last
          ? [[first, last]]
          : (
              [
                [first, index - 1],
                [index + 1, last],
              ] as [number, number][]
            ).filter(([a, b]) => a <= b),
      )
    : joined([...selection.stretches, [index, index]]);
  return { active: index, from: index, stretches };
}

export const all = (count: number, active: number): Selection => ({
  active: Math.max(0, active),
  from: 0,
  stretches: count > 0 ? [[0, count - 1]] : [],
});

export const has = ({ stretches }: Selection, index: number): boolean =>
  stretches.some(([first, last]) => index >= first && index <= last);

export const size = ({ stretches }: Selection): number =>
  stretches.reduce((sum, [first, last]) => sum + last - first + 1, 0);

function joined(stretches: [number, number][]): [number, number][] {
  const sorted = [...stretches].sort((a, b) => a[0] - b[0]);
  const made: [number, number][] = [];
  for (const [first, last] of sorted) {
    const before = made.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else made.push([first, last]);
  }
  return made;
}
