import type { Palette } from "./palette";
import type { Bars } from "./card";

/* Text and bars on a canvas. Lengths are in pixels of the picture. */

export type Box = { x: number; y: number; width: number; height: number };
export type Style = { size: number; weight: 400 | 500 | 600; colour: string };

/** Lines of text are this many times as high as the text. */
export const LEADING = 1.3;

export class Pen {
  readonly #canvas: CanvasRenderingContext2D;
  readonly #palette: Palette;

  constructor(canvas: CanvasRenderingContext2D, palette: Palette) {
    this.#canvas = canvas;
    this.#palette = palette;
    canvas.textBaseline = "alphabetic";
    canvas.textAlign = "left";
    canvas.direction = "ltr";
  }

  fill({ x, y, width, height }: Box, colour: string, radius = 0): void {
    this.#canvas.fillStyle = colour;
    this.#canvas.beginPath();
    this.#canvas.roundRect(x, y, width, height, radius);
    this.#canvas.fill();
  }

  outline({ x, y, width, height }: Box, colour: string, radius: number): void {
    this.#canvas.strokeStyle = colour;
    this.#canvas.lineWidth = 2;
    this.#canvas.beginPath();
    this.#canvas.roundRect(x, y, width, height, radius);
    this.#canvas.stroke();
  }

  #use({ size, weight, colour }: Style): void {
    this.#canvas.font = `${weight} ${size}px ${this.#palette.font}`;
    this.#canvas.fillStyle = colour;
  }

  width(text: string, style: Style): number {
    this.#use(style);
    return this.#canvas.measureText(text).width;
  }

  /** The text, or its beginning with an ellipsis. */
  #fitted(text: string, width: number): string {
    const fits = (part: string) => this.#canvas.measureText(part).width <= width;
    if (fits(text)) return text;
    const characters = Array.from(text);
    let [low, high] = [0, characters.length];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (fits(`${characters.slice(0, middle).join("")}…`)) low = middle;
      else high = middle - 1;
    }
    return `${characters.slice(0, low).join("").trimEnd()}…`;
  }

  /** Writes one line with its top at `y`; `end`: it ends at the end of the box. */
  line(text: string, box: Pick<Box, "x" | "y" | "width">, style: Style, end = false): void {
    this.#use(style);
    this.#canvas.textAlign = end ? "right" : "left";
    const at = box.x + (end ? box.width : 0);
    this.#canvas.fillText(this.#fitted(text, box.width), at, box.y + style.size * (LEADING / 2 + 0.36));
  }

  /** Writes a text in at most `most` lines. Returns the height that they need. */
  text(text: string, box: Pick<Box, "x" | "y" | "width">, style: Style, most: number): number {
    this.#use(style);
    const lines = this.#wrapped(text, box.width, most);
    lines.forEach((line, index) =>
      this.line(line, { ...box, y: box.y + index * style.size * LEADING }, style),
    );
    return lines.length * style.size * LEADING;
  }

  #wrapped(text: string, width: number, most: number): string[] {
    const lines: string[] = [];
    for (const word of text.split(/ +/)) {
      const last = lines.at(-1);
      const longer = last === undefined ? word : `${last} ${word}`;
      if (last !== undefined && (lines.length === most || this.#canvas.measureText(longer).width <= width))
        lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  }

  /** Draws bars with their ends named below them. What is not known is hatched. */
  bars({ heights, from, to }: Bars, box: Box, size: number): void {
    const { bar, highest, line, edge, ink3 } = this.#palette;
    const label = size * LEADING;
    const height = box.height - label;
    const step = box.width / heights.length;
    const most = Math.max(...heights.map((each) => each ?? 0));
    heights.forEach((part, index) => {
      const column = { x: box.x + index * step, y: box.y, width: step * 0.78, height };
      if (part === null) this.#hatch(column, line);
      else if (part > 0) {
        const high = Math.max(2, part * height);
        const colour = part === most ? highest : bar;
        this.fill({ ...column, y: box.y + height - high, height: high }, colour, 2);
      }
    });
    this.fill({ x: box.x, y: box.y + height, width: box.width, height: 2 }, edge);
    const style: Style = { size, weight: 400, colour: ink3 };
    this.line(from, { ...box, y: box.y + height + 4 }, style);
    this.line(to, { ...box, y: box.y + height + 4 }, style, true);
  }

  #hatch({ x, y, width, height }: Box, colour: string): void {
    const canvas = this.#canvas;
    canvas.save();
    canvas.beginPath();
    canvas.rect(x, y, width, height);
    canvas.clip();
    canvas.strokeStyle = colour;
    canvas.lineWidth = 2;
    canvas.beginPath();
    for (let at = y - width; at < y + height; at += 10) {
      canvas.moveTo(x, at + width);
      canvas.lineTo(x + width, at);
    }
    canvas.stroke();
    canvas.restore();
  }
}
