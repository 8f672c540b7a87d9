import {
  CAPTIONS,
  COMMENTS,
  HANDLES,
  LINES,
  PEOPLE,
  TERMS,
  TITLES,
} from "../../src/ipc/mock/library/sample-text";

/** What the scripted data has of people and their words. Short words would also be found in the interface. */
export const personalTexts = [
  ...[TITLES, TERMS, COMMENTS, CAPTIONS, PEOPLE, LINES, HANDLES].flat(),
  "Maren Haverkamp",
  "maren.haverkamp",
  "maren@mail.example",
  "12-Apr-1996",
  "Paper, tin, bread.",
  "Noor",
  "noor.hq",
  "نور الهدى",
  "Deleted account",
  "203.0.113.",
  "shop.example",
]
  .map((text) => text.split("\n")[0]!)
  .filter((text) => text.length > 3);

/**
 * Run in the page: the visible texts that contain one of `texts`, and are not blurred. A new component that shows names
 * or texts is found as soon as a scene shows it.
 */
export function unblurred(texts: string[]): string[] {
  const faults = new Set<string>();
  const isBlurred = (element: Element | null): boolean =>
    element !== null &&
    (getComputedStyle(element).filter.startsWith("blur") || isBlurred(element.parentElement));
  const isShown = (element: Element) => {
    const { width, height } = element.getBoundingClientRect();
    return (
      width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    );
  };
  /** What has the focus is legible. */
  const isReached = (element: Element) =>
    element.closest('[role="grid"]:focus-visible [aria-selected="true"], :focus-visible:not(input)') !== null;
  const check = (element: Element | null, text: string) => {
    const found = texts.find((each) => text.includes(each));
    if (found === undefined || !element || !isShown(element) || isBlurred(element) || isReached(element))
      return;
    const classes = [...element.classList].filter((each) => !each.startsWith("svelte-"));
    faults.add(
      `${[element.tagName.toLowerCase(), ...classes].join(".")} shows "${text.trim().slice(0, 60)}"`,
    );
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) check(walker.currentNode.parentElement, walker.currentNode.textContent ?? "");
  for (const field of document.querySelectorAll<HTMLInputElement>("input, textarea"))
    if (field !== document.activeElement) check(field, field.value);
  return [...faults].slice(0, 20);
}
