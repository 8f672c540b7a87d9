import { m } from "../text/messages";
import type { Palette } from "./palette";
import { Pen, type Box, type Style } from "./pen";
import type { Card, Line, Story } from "./story";

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
  /** How many entries of a ranking have room. */
  lines: number;
  /** Whether bars and rankings are beside the figure instead of below it. */
  beside: boolean;
};

const SHAPES: Record<Shape, Measures> = {
  square: {
    width: 1080,
    height: 1080,
    margin: 48,
    gap: 16,
    pad: 22,
    heading: 52,
    figure: 34,
    small: 20,
    lines: 4,
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
    lines: 5,
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

  const rows = Math.ceil(story.cards.length / 2);
  const space = { width: (inner.width - gap) / 2, height: (foot - gap - top - gap * (rows - 1)) / rows };
  story.cards.forEach((card, index) => {
    const isAlone = index === story.cards.length - 1 && index % 2 === 0;
    const box = {
      x: margin + (index % 2) * (space.width + gap),
      y: top + Math.floor(index / 2) * (space.height + gap),
      width: isAlone ? inner.width : space.width,
      height: space.height,
    };
    drawCard(pen, card, box, measures, palette);
  });
}

function drawCard(pen: Pen, card: Card, box: Box, measures: Measures, palette: Palette): void {
  const { pad, figure, small, beside } = measures;
  pen.fill(box, palette.sheet, 20);
  pen.outline(box, palette.line, 20);
  const inner = {
    x: box.x + pad,
    y: box.y + pad,
    width: box.width - 2 * pad,
    height: box.height - 2 * pad,
  };
  const hasMore = card.bars !== undefined || card.lines.length > 0;
  const column = beside && hasMore ? (inner.width - pad) / 2 : inner.width;
  const text = { ...inner, width: column };
  const quiet: Style = { size: small, weight: 500, colour: palette.ink3 };
  let y = inner.y + pen.text(card.title, text, quiet, 1) + 4;
  y += pen.text(card.figure, { ...text, y }, { size: figure, weight: 600, colour: palette.ink }, 2);
  const about: Style = { size: small, weight: 400, colour: palette.ink2 };
  y += pen.text(card.about, { ...text, y }, about, beside ? 3 : 4) + pad / 2;
  if (!hasMore) return;
  const rest = beside
    ? { x: inner.x + column + pad, y: inner.y, width: inner.width - column - pad, height: inner.height }
    : { ...inner, y, height: inner.y + inner.height - y };
  if (card.bars) pen.bars(card.bars, { ...rest, ...lowered(rest, beside ? rest.height : 170) }, small * 0.8);
  else drawLines(pen, card.lines, rest, measures, palette);
}

/** The part of a box at its end that is at most this high. */
const lowered = ({ y, height }: Box, most: number) => ({
  y: y + Math.max(0, height - most),
  height: Math.min(height, most),
});

function drawLines(
  pen: Pen,
  lines: Line[],
  box: Box,
  { small, lines: most }: Measures,
  palette: Palette,
): void {
  const step = Math.min(small * 2.2, box.height / Math.min(most, lines.length));
  const fitting = lines.slice(0, Math.min(most, Math.floor(box.height / (small * 1.6))));
  fitting.forEach((line, index) => {
    const at = { ...box, y: box.y + index * step };
    const value: Style = { size: small, weight: 400, colour: palette.ink3 };
    const room = pen.width(line.value, value) + small / 2;
    pen.line(line.value, at, value, true);
    const label = { size: small, weight: 400, colour: palette.ink } as const;
    const text = line.detail === undefined ? line.label : `${line.label}: ${line.detail}`;
    pen.line(text, { ...at, width: box.width - room }, label);
    if (line.part === undefined) return;
    const track = { x: box.x, y: at.y + small * 1.4, width: box.width, height: 4 };
    pen.fill(track, palette.track, 2);
    pen.fill({ ...track, width: Math.max(4, line.part * box.width) }, palette.highest, 2);
  });
}

/** The PNG of a drawn canvas, in Base64. */
export const pictureOf = (canvas: HTMLCanvasElement): string =>
  canvas.toDataURL("image/png").replace(/^data:image\/png;base64,/, "");
