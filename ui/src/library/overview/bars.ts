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
};

/** Maximum number of grid lines besides the base line. */
const MAX_GRID_LINES = 3;

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

/** Runs of months without records between months with records. */
export function gapsOf(months: DayCount[]): Gap[] {
  const gaps: Gap[] = [];
  for (const [index, { day, count }] of months.entries()) {
    if (count > 0) continue;
    const last = gaps.at(-1);
    if (last && last.to === months[index - 1]?.day) last.to = day;
    else gaps.push({ from: day, to: day });
  }
  return gaps;
}
