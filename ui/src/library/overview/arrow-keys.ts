/**
 * The index that an arrow key moves to in a chart; `null` for other keys. The parts are arranged in rows of
 * `columns`; in right-to-left, the first is at the right.
 */
export function nextIndex(
  key: string,
  at: number,
  length: number,
  columns = length,
  rtl = false,
): number | null {
  const on = rtl ? -1 : 1;
  const to = {
    ArrowRight: at + on,
    ArrowLeft: at - on,
    ArrowDown: columns === length ? at + on : at + columns,
    ArrowUp: columns === length ? at - on : at - columns,
    Home: columns === length ? 0 : at - (at % columns),
    End: columns === length ? length - 1 : at - (at % columns) + columns - 1,
  }[key];
  if (to === undefined) return null;
  return to >= 0 && to < length ? to : at;
}

/** The same for the days of a year, whose weeks are columns. */
export function nextDay(key: string, at: number, length: number, rtl = false): number | null {
  const on = rtl ? -7 : 7;
  const to = {
    ArrowRight: at + on,
    ArrowLeft: at - on,
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: length - 1,
  }[key];
  if (to === undefined) return null;
  return to >= 0 && to < length ? to : at;
}

/** Moves the focus among the buttons of a chart, which form one tab stop. */
export function moveFocus(event: KeyboardEvent, columns?: number | "days"): number | null {
  const chart = event.currentTarget as HTMLElement;
  const parts = [...chart.querySelectorAll<HTMLElement>("[data-part]")];
  const at = parts.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return null;
  const rtl = document.dir === "rtl";
  const to =
    columns === "days"
      ? nextDay(event.key, at, parts.length, rtl)
      : nextIndex(event.key, at, parts.length, columns, rtl);
  if (to === null) return null;
  event.preventDefault();
  parts[to]?.focus();
  return to;
}
