/* Drawn on a 20 × 20 grid with a 1.5-px line; everything is a path so that one element draws any icon. */

function circle(x: number, y: number, r: number): string {
  return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
}

function rect(x: number, y: number, w: number, h: number, r: number): string {
  const corner = `a${r} ${r} 0 0 1`;
  return `M${x + r} ${y}h${w - 2 * r}${corner} ${r} ${r}v${h - 2 * r}${corner} ${-r} ${r}h${2 * r - w}${corner} ${-r} ${-r}v${2 * r - h}${corner} ${r} ${-r}z`;
}

const ring = circle(10, 10, 7.5);
const sheet = "M4.5 2.5h7.5l3.5 3.5v11.5h-11z";

export const ICONS = {
  bag: `M7.5 6V4.5a1 1 0 0 1 1-1h3a1 1 0 0 1 1 1V6${rect(2.5, 6, 15, 10.5, 1.5)}M2.5 10c2.3 1.3 5 2 7.5 2s5.2-.7 7.5-2M7 11v2.5M13 11v2.5`,
  chart: "M3 16.5h14M5 16.5V11M9 16.5V5M13 16.5V8M16.5 16.5v-4",
  chat: "M2.5 4h10v7.5H7L4.5 14v-2.5h-2zM15 7.5h2.5V15h-2v2.5L13 15H8.5",
  check: "m4.5 10.5 3.5 3.5 7.5-8",
  clock: `${ring}M10 5.5V10l3 2`,
  copy: `${rect(7.5, 7.5, 9, 9, 1.5)}M5.5 12.5H5A1.5 1.5 0 0 1 3.5 11V5A1.5 1.5 0 0 1 5 3.5h6A1.5 1.5 0 0 1 12.5 5v.5`,
  disk: `${rect(2.5, 10, 15, 6.5, 1.5)}M4 10l2-6h8l2 6M13.5 13.3h.1M6 13.3h3`,
  down: "m5 8 5 5 5-5",
  film: `${rect(5, 2.5, 10, 15, 1.5)}M5 13.5h10`,
  folder: "M2.5 15.5v-11h5l2 2h8v9z",
  gear: `${circle(10, 10, 2.5)}M10 2.5v2.3M10 15.2v2.3M2.5 10h2.3M15.2 10h2.3M4.7 4.7l1.6 1.6M13.7 13.7l1.6 1.6M15.3 4.7l-1.6 1.6M6.3 13.7l-1.6 1.6`,
  hand: `${ring}M5 5l10 10`,
  key: `${circle(7, 13, 3.5)}M9.5 10.5l7-7M14 6l2.5 2.5`,
  lock: `${rect(4, 9, 12, 8, 1.5)}M6.5 9V6.5a3.5 3.5 0 0 1 7 0V9M10 12.5v1.5`,
  look: `${ring}M13 7l-1.7 4.3L7 13l1.7-4.3z`,
  more: "M4.5 10h.1M10 10h.1M15.5 10h.1",
  nofile: `${sheet}M7.5 9.5l5 5M12.5 9.5l-5 5`,
  offline:
    "M2.5 8.5a11 11 0 0 1 4-2.7M10.5 5a11 11 0 0 1 7 3.5M6 12a6 6 0 0 1 2.8-1.5M12.7 11l1.3 1M10 15.5v.1M3.5 3.5l13 13",
  person: `${circle(10, 7, 3.25)}M3.5 16.5c.4-3.2 2.9-4.8 6.5-4.8s6.1 1.6 6.5 4.8`,
  plug: "M7 3v4M13 3v4M5 7h10v2.5a5 5 0 0 1-10 0zM10 14.5v3",
  right: "m8 5 5 5-5 5",
  seal: `${ring}M6.5 10.2l2.5 2.5 4.5-5`,
  stop: `${ring}M10 6v5M10 13.8v.1`,
  warn: "M10 3 18 16.5H2zM10 8v4M10 14.3v.1",
  zip: `${sheet}M9 3v1M9 6v1M9 9v1M8 12h2v3H8z`,
} as const;

export type IconName = keyof typeof ICONS;
