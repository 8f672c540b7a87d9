/** The colours and the font of a saved year: those of the theme that is shown. */
export type Palette = {
  isDark: boolean;
  font: string;
  desk: string;
  sheet: string;
  line: string;
  edge: string;
  ink: string;
  ink2: string;
  ink3: string;
  bar: string;
  highest: string;
  track: string;
};

export function shownPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const { theme } = document.documentElement.dataset;
  return {
    isDark: theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches,
    font: token("--font"),
    desk: token("--desk"),
    sheet: token("--sheet"),
    line: token("--line"),
    edge: token("--edge"),
    ink: token("--ink"),
    ink2: token("--ink-2"),
    ink3: token("--ink-3"),
    bar: token("--q4"),
    highest: token("--q5"),
    track: token("--q0"),
  };
}
