import { locale } from "../text/locale";
import { m } from "../text/messages";
import type { Palette } from "./palette";
import type { Bars, Card, Line, Story } from "./card";

/* A year in review as one HTML file, without scripts and without anything to load. */

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);

export function webPage(story: Story, palette: Palette): string {
  return `<!doctype html>
<html lang="${escaped(locale)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<meta name="generator" content="Satchel">
<title>${escaped(story.title)}</title>
<style>${styles(palette)}</style>
</head>
<body>
<svg class="defs" aria-hidden="true"><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="stripe" width="1" height="5"/></pattern></svg>
<main>
<h1>${escaped(story.title)}</h1>
<p class="cap">${escaped(story.about)}</p>
<div class="cards">
${story.cards.map(card).join("\n")}
</div>
<p class="cap">${escaped(m.year_source())}</p>
</main>
</body>
</html>
`;
}

function card({ title, figure, about, bars, lines, caveat, how }: Card): string {
  return [
    "<section>",
    `<h2>${escaped(title)}</h2>`,
    figure && `<p class="figure" dir="auto">${escaped(figure)}</p>`,
    about && `<p class="about">${escaped(about)}</p>`,
    bars && drawing(bars),
    lines.length > 0 && `<ol>${lines.map(entry).join("")}</ol>`,
    caveat && `<p class="cap">${escaped(caveat)}</p>`,
    how && `<p class="cap">${escaped(how)}</p>`,
    "</section>",
  ]
    .filter(Boolean)
    .join("\n");
}

function entry({ label, theirs, detail, value, part }: Line): string {
  const text = `<span${theirs ? ' dir="auto"' : ""}>${escaped(label)}</span>`;
  const more = detail === undefined ? "" : `<small dir="auto">${escaped(detail)}</small>`;
  const bar =
    part === undefined
      ? ""
      : `<svg class="part" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="1"/><rect class="most" width="${fixed(part * 100)}" height="1"/></svg>`;
  return `<li><span class="what">${text}${more}</span><span class="value">${escaped(value)}</span>${bar}</li>`;
}

const WIDTH = 240;
const HEIGHT = 60;
const fixed = (value: number) => String(Math.round(value * 100) / 100);

function drawing({ heights, from, to }: Bars): string {
  const step = WIDTH / heights.length;
  const most = Math.max(...heights.map((height) => height ?? 0));
  const rects = heights.map((part, index) => {
    const high = part === null ? HEIGHT : part * HEIGHT;
    const look = part === null ? "unknown" : part === most ? "most" : "bar";
    return `<rect class="${look}" x="${fixed(index * step)}" y="${fixed(HEIGHT - high)}" width="${fixed(step * 0.8)}" height="${fixed(high)}"/>`;
  });
  return `<svg class="bars" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
${rects.join("")}
</svg>
<p class="ends cap"><span>${escaped(from)}</span><span>${escaped(to)}</span></p>`;
}

const styles = ({ isDark, font, desk, sheet, line, edge, ink, ink2, ink3, bar, highest, track }: Palette) => `
:root { color-scheme: ${isDark ? "dark" : "light"}; }
* { box-sizing: border-box; margin: 0; padding: 0; }
body { background: ${desk}; color: ${ink}; font: 400 1rem/1.5 ${font}; }
main { max-width: 64rem; margin: 0 auto; padding: 2rem 1.5rem; }
h1 { font-size: 2rem; line-height: 1.25; }
.cards { columns: 3 18rem; column-gap: 1rem; margin: 1.5rem 0; }
section { display: flex; flex-direction: column; gap: 0.5rem; margin-bottom: 1rem; padding: 1.25rem; border: 1px solid ${line}; border-radius: 10px; background: ${sheet}; break-inside: avoid; }
h2 { color: ${ink3}; font-size: 0.875rem; font-weight: 600; }
.figure { font-size: 1.5rem; font-weight: 600; line-height: 1.3; overflow-wrap: anywhere; }
.about { color: ${ink2}; }
.cap { color: ${ink3}; font-size: 0.8125rem; }
.defs { position: absolute; width: 0; height: 0; }
.bars { width: 100%; height: 4rem; border-bottom: 1px solid ${edge}; }
.ends { display: flex; justify-content: space-between; margin-top: -0.375rem; }
.bar { fill: ${bar}; }
.most { fill: ${highest}; }
.track { fill: ${track}; }
.stripe { fill: ${line}; }
.unknown { fill: url(#hatch); }
ol { list-style: none; }
[dir="auto"] { text-align: -webkit-match-parent; text-align: match-parent; }
li { display: grid; grid-template-columns: minmax(0, 1fr) auto; column-gap: 0.75rem; padding: 0.25rem 0; }
.what { display: flex; flex-direction: column; min-width: 0; overflow-wrap: anywhere; }
small { color: ${ink3}; font-size: 0.8125rem; }
.value { color: ${ink2}; font-variant-numeric: tabular-nums; }
.part { grid-column: 1 / -1; width: 100%; height: 4px; }
@media print { body { background: none; } main { padding: 0; } }
`;
