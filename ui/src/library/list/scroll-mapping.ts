/**
 * Browsers lay out at most about 33 million pixels: a list of five million rows does not fit. Its scroll box is
 * therefore shorter than the list. Near both ends, a pixel of the box is a pixel of the list, so that the first and
 * the last row can be reached; in between, the scroll bar is proportional.
 */
export type Track = {
  /** Height of the list. */
  list: number;
  /** Height of the content of the scroll box. */
  box: number;
  /** Height of the visible part. */
  view: number;
};

/** Maximum height of the box, well below the limit of every engine. */
export const MAX_BOX_HEIGHT = 8_000_000;
const END = 1_000_000;

export const boxHeightFor = (list: number): number => Math.min(list, MAX_BOX_HEIGHT);

const most = ({ list, box, view }: Track) => ({
  list: Math.max(0, list - view),
  box: Math.max(0, box - view),
});

/** The offset in the list for a position of the scroll bar. */
export function toList(scroll: number, track: Track): number {
  const max = most(track);
  const end = Math.min(END, max.box / 4, max.list / 4);
  if (scroll <= end) return clamp(scroll, max.list);
  if (scroll >= max.box - end) return clamp(max.list - (max.box - scroll), max.list);
  return end + ((scroll - end) * (max.list - 2 * end)) / (max.box - 2 * end);
}

/** The position of the scroll bar for an offset in the list. */
export function toScroll(offset: number, track: Track): number {
  const max = most(track);
  const end = Math.min(END, max.box / 4, max.list / 4);
  if (offset <= end) return clamp(offset, max.box);
  if (offset >= max.list - end) return clamp(max.box - (max.list - offset), max.box);
  return end + ((offset - end) * (max.box - 2 * end)) / (max.list - 2 * end);
}

/**
 * The offset after a movement of the scroll bar: wheel and keys move the list by the same distance, dragging the bar
 * jumps.
 */
export function offsetAfterScroll(offset: number, from: number, to: number, track: Track): number {
  const by = to - from;
  const far = Math.abs(by) > Math.max(3 * track.view, 2000);
  return far ? toList(to, track) : clamp(offset + by, most(track).list);
}

export const clamp = (value: number, max: number): number => Math.min(Math.max(0, value), Math.max(0, max));
