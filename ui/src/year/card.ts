/* A card of a year in review, as texts and lengths. */

export type CardId = "time" | "rhythm" | "searches" | "people" | "firsts" | "longest" | "late" | "words";

/** `detail`: text from the export. `part`: the length of a bar, as a fraction of the longest one. */
export type Line = { label: string; theirs?: boolean; detail?: string; value: string; part?: number };

/** Heights as fractions of the highest; `null` where nothing is known. */
export type Bars = { heights: (number | null)[]; from: string; to: string };

/** `caveat`: what the data cannot tell. `how`: how a figure is estimated. */
export type Card = {
  id: CardId;
  title: string;
  figure?: string;
  about?: string;
  bars?: Bars;
  lines: Line[];
  caveat?: string;
  how?: string;
};

export type Story = { year: number; title: string; about: string; cards: Card[] };

/**
 * `names`: whether names and texts are shown. `lines`: the most lines of a card. `nights`: how many nights are listed.
 * `brief`: whether there is little room.
 */
export type Extent = { names: boolean; lines: number; nights: number; brief: boolean };
