import { greatest } from "d3-array";
import { scaleBand, scaleLinear } from "d3-scale";

import type { DayCount, Gap } from "../../ipc/bindings";

/* Positions of the monthly bars. All lengths are fractions of 1, so that the chart fits any width and direction. */

export type Bar = { month: string; count: number; x: number; width: number; height: number };
export type Plot = {
  bars: Bar[];
  highest: Bar | null;
  gaps: { gap: Gap; x: number; width: number }[];
  ticks: { value: number; y: number }[];
  labels: { month: string; x: number; wide: boolean }[];
};

/** Maximum number of grid lines besides the base line. */
const MAX_GRID_LINES = 3;
/** Up to this many months, each has a label; with more, only years do. */
const MAX_LABELS = 24;

export function plot(months: DayCount[], gaps: Gap[]): Plot {
  const band = scaleBand(
    months.map((each) => each.day),
    [0, 1],
  )
    .paddingInner(0.22)
    .paddingOuter(0.11);
  const most = greatest(months, (each) => each.count);
  const scale = scaleLinear([0, Math.max(1, most?.count ?? 0)], [0, 1]);
  const values = ticks(scale);
  const bars = months.map(({ day, count }) => ({
    month: day,
    count,
    x: band(day) ?? 0,
    width: band.bandwidth(),
    height: scale(count),
  }));
  const pad = (band.step() - band.bandwidth()) / 2;
  return {
    bars,
    highest: bars.find((bar) => bar.month === most?.day && bar.count > 0) ?? null,
    gaps: gaps.flatMap((gap) => {
      const [from, to] = [band(gap.from), band(gap.to)];
      if (from === undefined || to === undefined) return [];
      return [{ gap, x: from - pad, width: to + band.step() - from }];
    }),
    ticks: values.map((value) => ({ value, y: scale(value) })),
    labels: labels(bars),
  };
}

/** At most `LINES` whole numbers. The scale is extended to the last one. */
function ticks(scale: ReturnType<typeof scaleLinear<number>>): number[] {
  const bare = scale.copy();
  for (let ticksWanted = MAX_GRID_LINES; ticksWanted > 0; ticksWanted--) {
    scale.domain(bare.domain()).nice(ticksWanted);
    const values = scale.ticks(ticksWanted).filter(Number.isInteger);
    if (values.length <= MAX_GRID_LINES + 1) return values;
  }
  return scale.domain().map(Math.round);
}

function labels(bars: Bar[]): Plot["labels"] {
  if (bars.length <= MAX_LABELS) {
    const every = Math.ceil(bars.length / 12);
    return bars
      .filter((_, index) => index % every === 0)
      .map(({ month, x }, index) => ({ month, x, wide: index === 0 || month.endsWith("-01") }));
  }
  // If the first year starts late, its label would overlap the next one.
  const years = bars.filter(({ month }, index) => index === 0 || month.endsWith("-01"));
  const every = Math.ceil(years.length / 12);
  return years
    .filter(({ x }, index) => index % every === 0 && (index > 0 || (years[1]?.x ?? 1) - x > 0.06))
    .map(({ month, x }) => ({ month, x, wide: true }));
}
