/** Marks a heading that takes the focus instead of that of the whole page: the name of a chat, a part of the settings. */
const INNER = "[data-heading]";

/** Whether the element that had the focus is gone. */
const isLost = () => document.activeElement === null || document.activeElement === document.body;

/** Whether nobody has moved the focus since a page was opened. */
export const isAtHeading = (): boolean => isLost() || document.activeElement!.matches(`h1, ${INNER}`);

/**
 * Puts the focus on the heading of the page: after navigation, and if the element that had it has been removed.
 * `inner`: on the heading within the page, if there is one.
 */
export function focusHeading(moved: boolean, inner: boolean): void {
  if (!moved && !isLost()) return;
  const heading = (inner ? document.querySelector(INNER) : null) ?? document.querySelector("h1");
  if (heading instanceof HTMLElement) focusOn(heading);
}

/** Focuses text that is not a control. */
export function focusOn(text: HTMLElement): void {
  text.tabIndex = -1;
  text.focus({ preventScroll: true });
}

/** Returns a function that gives the focus back to the element that has it now; if that is gone, to another one. */
export function rememberFocus(): (otherwise?: HTMLElement | null) => void {
  const focused = document.activeElement;
  return (otherwise) => {
    const isThere = focused instanceof HTMLElement && focused !== document.body && focused.isConnected;
    (isThere ? focused : otherwise)?.focus({ preventScroll: true });
  };
}
