/* Drawn on a 20 × 20 grid with a 1.5-px line. Everything is a path, so that one element draws any icon. */

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
  bag: `M3.5 7.5V7c0-3 2.5-4.5 6.5-4.5s6.5 1.5 6.5 4.5v.5${rect(2.5, 7.5, 15, 9.5, 1.5)}M2.5 10c.5 2.3 3 3 7.5 3s7-.7 7.5-3M7 11.5v3M13 11.5v3`,
  cal: `${rect(3, 4.5, 14, 12, 1.5)}M3 8.5h14M7 2.5v3.5M13 2.5v3.5`,
  cart: `M2.5 3.5h2l2 9.5h8.5l2-6.5H5.2${circle(8, 16, 1)}${circle(14, 16, 1)}`,
  chart: "M3 16.5h14M5 16.5V11M9 16.5V5M13 16.5V8M16.5 16.5v-4",
  chat: "M2.5 4h10v7.5H7L4.5 14v-2.5h-2zM15 7.5h2.5V15h-2v2.5L13 15H8.5",
  coins: `${circle(8, 8, 5)}M13.7 7.2a5 5 0 1 1-6.5 6.5`,
  comment: "M3 4.5h14v9.5H9l-3.5 3v-3H3z",
  check: "m4.5 10.5 3.5 3.5 7.5-8",
  clock: `${ring}M10 5.5V10l3 2`,
  copy: `${rect(7.5, 7.5, 9, 9, 1.5)}M5.5 12.5H5A1.5 1.5 0 0 1 3.5 11V5A1.5 1.5 0 0 1 5 3.5h6A1.5 1.5 0 0 1 12.5 5v.5`,
  disk: `${rect(2.5, 10, 15, 6.5, 1.5)}M4 10l2-6h8l2 6M13.5 13.3h.1M6 13.3h3`,
  dl: "M10 3v9.5M6 9l4 4 4-4M3.5 16.5h13",
  down: "m5 8 5 5 5-5",
  eye: `M2 10c2-3.7 4.7-5.5 8-5.5s6 1.8 8 5.5c-2 3.7-4.7 5.5-8 5.5S4 13.7 2 10z${circle(10, 10, 2.5)}`,
  noeye:
    "M7.8 4.7a8 8 0 0 1 2.2-.2c3.3 0 6 1.8 8 5.5a14 14 0 0 1-2.3 3.1M13 14.8a8 8 0 0 1-3 .7c-3.3 0-6-1.8-8-5.5a13 13 0 0 1 3.4-4M3.5 3.5l13 13",
  film: `${rect(5, 2.5, 10, 15, 1.5)}M5 13.5h10`,
  folder: "M2.5 15.5v-11h5l2 2h8v9z",
  gear: `${circle(10, 10, 2.5)}M10 2.5v2.3M10 15.2v2.3M2.5 10h2.3M15.2 10h2.3M4.7 4.7l1.6 1.6M13.7 13.7l1.6 1.6M15.3 4.7l-1.6 1.6M6.3 13.7l-1.6 1.6`,
  heart: "M10 16.5 4 10.7a3.9 3.9 0 0 1 0-5.6 4 4 0 0 1 6 .5 4 4 0 0 1 6-.5 3.9 3.9 0 0 1 0 5.6z",
  hand: `${ring}M5 5l10 10`,
  info: `${ring}M10 9v5M10 6.2v.1`,
  key: `${circle(7, 13, 3.5)}M9.5 10.5l7-7M14 6l2.5 2.5`,
  left: "m12 5-5 5 5 5",
  live: `${circle(10, 10, 2)}M6.1 6.1a5.5 5.5 0 0 0 0 7.8M13.9 6.1a5.5 5.5 0 0 1 0 7.8M3.5 3.5a9 9 0 0 0 0 13M16.5 3.5a9 9 0 0 1 0 13`,
  lock: `${rect(4, 9, 12, 8, 1.5)}M6.5 9V6.5a3.5 3.5 0 0 1 7 0V9M10 12.5v1.5`,
  look: `${ring}M13 7l-1.7 4.3L7 13l1.7-4.3z`,
  mark: "M5.5 3.5h9v13L10 13l-4.5 3.5z",
  megaphone: "M3 8.5v3.5h2.5l8 4V4.5l-8 4zM6 12v4h2.5l-.5-3M16 8.5a2.5 2.5 0 0 1 0 3.5",
  minus: `${ring}M6.5 10h7`,
  moon: "M16.5 12a6.9 6.9 0 1 1-8.3-8.6 5.7 5.7 0 0 0 8.3 8.6z",
  more: "M4.5 10h.1M10 10h.1M15.5 10h.1",
  nofile: `${sheet}M7.5 9.5l5 5M12.5 9.5l-5 5`,
  offline:
    "M2.5 8.5a11 11 0 0 1 4-2.7M10.5 5a11 11 0 0 1 7 3.5M6 12a6 6 0 0 1 2.8-1.5M12.7 11l1.3 1M10 15.5v.1M3.5 3.5l13 13",
  out: "M11 3.5h5.5V9M16.5 3.5 9 11M8 5H3.5v11.5H15V12",
  people: `${circle(7.5, 7, 3)}M2 16.5c.3-3 2.5-4.5 5.5-4.5s5.2 1.5 5.5 4.5M13 4.3a3 3 0 0 1 0 5.4M15 12.5c1.7.6 2.8 2 3 4`,
  person: `${circle(10, 7, 3.25)}M3.5 16.5c.4-3.2 2.9-4.8 6.5-4.8s6.1 1.6 6.5 4.8`,
  play: `${rect(2.5, 4, 15, 12, 1.5)}M8.5 7.5l4 2.5-4 2.5z`,
  plug: "M7 3v4M13 3v4M5 7h10v2.5a5 5 0 0 1-10 0zM10 14.5v3",
  right: "m8 5 5 5-5 5",
  ring,
  search: `${circle(9, 9, 5.5)}M13.2 13.2l3.8 3.8`,
  seal: `${ring}M6.5 10.2l2.5 2.5 4.5-5`,
  share: "M12 4.5l5 5-5 5v-3c-4 0-6.5 1-9 4 .5-5 3.5-8 9-8z",
  sliders: `M3 6h7M14 6h3M3 14h3M10 14h7${circle(12, 6, 2)}${circle(8, 14, 2)}`,
  sort: "M6 4v12M3 13l3 3 3-3M11 6h6M11 10h4M11 14h2",
  stop: `${ring}M10 6v5M10 13.8v.1`,
  table: `${rect(3, 4, 14, 12, 1.5)}M3 8h14M3 12h14M8.5 8v8`,
  tree: `M5 3.5v11h4M5 8h4${rect(9, 6, 8, 4, 1)}${rect(9, 12.5, 8, 4, 1)}`,
  up: "m5 12 5-5 5 5",
  warn: "M10 3 18 16.5H2zM10 8v4M10 14.3v.1",
  x: "m5 5 10 10M15 5 5 15",
  zip: `${sheet}M9 3v1M9 6v1M9 9v1M8 12h2v3H8z`,
} as const;

export type IconName = keyof typeof ICONS;
