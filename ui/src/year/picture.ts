import { m } from "../text/messages";
import type { Palette } from "./palette";
import { LEADING, Pen, type Box, type Style } from "./pen";
import type { Card, Line, Story } from "./card";

/* A year in review as a picture. */

export type Shape = "square" | "upright";

type Measures = {
  width: number;
  height: number;
  margin: number;
  gap: number;
  pad: number;
  /** Sizes of text. */
  heading: number;
  figure: number;
  small: number;
  /** The height of bars. */
  bars: number;
  /** The height of a row without bars and lists, beside that of others. */
  short: number;
  /** The greatest height of a row. */
  row: number;
  /** Whether bars and rankings are beside the figure instead of below it. */
  beside: boolean;
};

const SHAPES: Record<Shape, Measures> = {
  square: {
    width: 1080,
    height: 1080,
    margin: 44,
    gap: 14,
    pad: 20,
    heading: 46,
    figure: 28,
    small: 20,
    bars: 220,
    short: 0.7,
    row: 320,
    beside: true,
  },
  upright: {
    width: 1080,
    height: 1920,
    margin: 56,
    gap: 20,
    pad: 28,
    heading: 64,
    figure: 42,
    small: 24,
    bars: 280,
    short: 0.55,
    row: 480,
    beside: false,
  },
};

/** The most entries of a ranking in a picture. */
export const PICTURE_LINES = 5;

/** Draws the story on a canvas of the shape's size. */
export function drawStory(canvas: HTMLCanvasElement, story: Story, shape: Shape, palette: Palette): void {
  const measures = SHAPES[shape];
  canvas.width = measures.width;
  canvas.height = measures.height;
  const context = canvas.getContext("2d");
  if (!context) return;
  const { width, height, margin, gap, heading, small } = measures;
  const pen = new Pen(context, palette);
  pen.fill({ x: 0, y: 0, width, height }, palette.desk);
  const inner = { x: margin, y: margin, width: width - 2 * margin };
  let top = margin + pen.text(story.title, inner, { size: heading, weight: 600, colour: palette.ink }, 1);
  const quiet: Style = { size: small, weight: 400, colour: palette.ink3 };
  top += pen.text(story.about, { ...inner, y: top }, quiet, 1) + gap;
  const foot = height - margin - small * 1.3;
  pen.line(m.year_source(), { ...inner, y: foot }, quiet);

  const rows = rowsOf(story.cards);
  const weights = rows.map((row) => (row.some(hasMore) ? 1 : measures.short));
  const free = foot - gap - top - gap * (rows.length - 1);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  rows.forEach((row, index) => {
    const high = Math.min((free * weights[index]!) / all, measures.row * weights[index]!);
    const wide = (inner.width - gap * (row.length - 1)) / row.length;
    row.forEach((card, column) => {
      const box = { x: margin + column * (wide + gap), y: top, width: wide, height: high };
      drawCard(pen, card, box, measures, palette);
    });
    top += high + gap;
  });
}

const hasMore = ({ bars, lines }: Card) => bars !== undefined || lines.length > 0;

/** Two cards in a row; those with bars or lists first, so that rows without them can be lower. */
function rowsOf(cards: Card[]): Card[][] {
  const sorted = [...cards.filter(hasMore), ...cards.filter((card) => !hasMore(card))];
  return Array.from({ length: Math.ceil(sorted.length / 2) }, (_, row) => sorted.slice(row * 2, row * 2 + 2));
}

function drawCard(pen: Pen, card: Card, box: Box, measures: Measures, palette: Palette): void {
  const { pad, figure, small } = measures;
  pen.fill(box, palette.sheet, 20);
  pen.outline(box, palette.line, 20);
  const inner = {
    x: box.x + pad,
    y: box.y + pad,
    width: box.width - 2 * pad,
    height: box.height - 2 * pad,
  };
  const beside = measures.beside && hasMore(card) && card.figure !== undefined;
  const text = beside ? { ...inner, width: (inner.width - pad) * 0.56 } : inner;
  const end = inner.y + inner.height;
  let y = inner.y;
  const write = (words: string | undefined, style: Style, most: number) => {
    // What does not fit any more is left out; a picture has no room for all of a long text.
    const fitting = Math.min(most, Math.floor((end - y) / (style.size * LEADING)));
    if (words && fitting > 0) y += pen.text(words, { ...text, y }, style, fitting);
  };
  write(card.title, { size: small, weight: 500, colour: palette.ink3 }, 1);
  y += 4;
  write(card.figure, { size: figure, weight: 600, colour: palette.ink }, 2);
  write(card.about, { size: small, weight: 400, colour: palette.ink2 }, 4);
  write(card.caveat, { size: small * 0.85, weight: 400, colour: palette.ink3 }, 3);
  if (!hasMore(card)) return;
  y += pad / 2;
  const rest = beside
    ? { ...inner, x: text.x + text.width + pad, width: inner.width - text.width - pad }
    : { ...inner, y, height: end - y };
  if (rest.height < 3 * small) return;
  if (card.bars) pen.bars(card.bars, lowered(rest, measures.bars), small * 0.8);
  else drawLines(pen, card.lines, rest, measures, palette);
}

/** The part of a box at its end that is at most this high. */
const lowered = (box: Box, most: number): Box => ({
  ...box,
  y: box.y + Math.max(0, box.height - most),
  height: Math.min(box.height, most),
});

function drawLines(pen: Pen, lines: Line[], box: Box, { small }: Measures, palette: Palette): void {
  const step = small * (lines[0]?.part === undefined ? 1.6 : 1.95);
  const last = small * 1.5;
  lines.slice(0, Math.floor((box.height - last) / step) + 1).forEach((line, index) => {
    const at = { ...box, y: box.y + index * step };
    const value: Style = { size: small, weight: 400, colour: palette.ink3 };
    const room = pen.width(line.value, value) + small / 2;
    pen.line(line.value, at, value, true);
    const label: Style = { size: small, weight: 400, colour: palette.ink };
    const text = line.detail === undefined ? line.label : `${line.label}: ${line.detail}`;
    pen.line(text, { ...at, width: box.width - room }, label);
    if (line.part === undefined) return;
    const track = { x: box.x, y: at.y + small * 1.38, width: box.width, height: 4 };
    pen.fill(track, palette.track, 2);
    pen.fill({ ...track, width: Math.max(4, line.part * box.width) }, palette.highest, 2);
  });
}

/** The PNG of a drawn canvas, in Base64. */
export const pictureOf = (canvas: HTMLCanvasElement): string =>
  canvas.toDataURL("image/png").replace(/^data:image\/png;base64,/, "");
