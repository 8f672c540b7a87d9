/* The scroll position of pages that scroll as a whole. Lists keep that of their own rows. */

const page = () => document.querySelector<HTMLElement>("main .page");

/** How long a page that is still loading may take to become long enough, in milliseconds. */
const PATIENCE = 5000;

let stop = () => {};

export const scrollPosition = (): number => page()?.scrollTop ?? 0;

/** Where the part of the page is that a link leads to. */
export function positionOfPart(): number {
  const [box, part] = [page(), document.querySelector("[data-heading]")?.closest("section")];
  if (!box || !part) return 0;
  return box.scrollTop + part.getBoundingClientRect().top - box.getBoundingClientRect().top;
}

/** Scrolls the page, again as it becomes longer while it loads, until the user does something. */
export function scrollPage(top: number): void {
  stop();
  const box = page();
  if (!box) return;
  const isReached = () => {
    box.scrollTop = top;
    return box.scrollTop + 1 >= top;
  };
  if (isReached()) return;
  const growing = new MutationObserver(() => isReached() && stop());
  const timer = setTimeout(() => stop(), PATIENCE);
  const own = new AbortController();
  stop = () => {
    growing.disconnect();
    clearTimeout(timer);
    own.abort();
  };
  growing.observe(box, { childList: true, subtree: true });
  for (const input of ["wheel", "keydown", "pointerdown"])
    addEventListener(input, () => stop(), { signal: own.signal, passive: true });
}
