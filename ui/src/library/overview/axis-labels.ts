/* The labels of an axis of months, which never touch. Positions and widths are fractions of the axis. */

export type AxisLabel = { month: string; x: number; text: string };
type Place = { month: string; x: number };

/** Up to this many months, months are named; with more, only years are. */
const MAX_MONTHS = 24;
/** The width of a character and the space between two labels, in parts of the font's size. */
const CHARACTER = 0.6;
const SPACE = 1;

/**
 * Labels for as many months, or years, as there is room for; every second, third and so on if not for all.
 * `ems`: the length of the axis in parts of the font's size.
 */
export function axisLabels(
  bars: Place[],
  ems: number,
  name: (month: string, wide: boolean) => string,
): AxisLabel[] {
  const inMonths = bars.length <= MAX_MONTHS;
  const named = bars
    .filter(({ month }, index) => inMonths || index === 0 || month.endsWith("-01"))
    .map(({ month, x }, index) => ({
      month,
      x,
      text: inMonths ? name(month, index === 0 || month.endsWith("-01")) : month.slice(0, 4),
    }));
  const width = ({ text }: AxisLabel) => (text.length * CHARACTER) / ems;
  // A year that begins in the middle has less room than the others: it loses its label first.
  const [first, second] = named;
  const isShort = !inMonths && first && second && second.x - first.x < width(first) + SPACE / ems;
  const all = isShort ? named.slice(1) : named;
  for (let every = 1; ; every++) {
    const some = all.filter((_, index) => index % every === 0);
    const touching = some.some((label, index) => {
      const next = some[index + 1];
      return next !== undefined && label.x + width(label) + SPACE / ems > next.x;
    });
    if (!touching) return some.filter((label, index) => index === 0 || label.x + width(label) <= 1);
  }
}
