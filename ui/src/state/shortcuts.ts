import type { Store } from "./store.svelte";

/** Global keyboard shortcuts: search, back and forward as in a browser. */
export function keys(store: Store, event: KeyboardEvent): void {
  const mac = store.state?.app.os === "macos";
  const command = mac ? event.metaKey : event.ctrlKey;
  const isChord = command && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k";
  if (isChord || (event.key === "/" && !isTyped(event))) {
    if (!store.state?.library.records || store.dialog) return;
    store.searching = true;
  } else if (mac ? event.metaKey && event.key === "[" : event.altKey && event.key === "ArrowLeft") {
    if (!isCovered(store)) store.back();
  } else if (mac ? event.metaKey && event.key === "]" : event.altKey && event.key === "ArrowRight") {
    if (!isCovered(store)) store.forward();
  } else return;
  event.preventDefault();
}

/** The back and forward buttons of a mouse. */
export function mouse(store: Store, event: MouseEvent): void {
  if (isCovered(store) || (event.button !== 3 && event.button !== 4)) return;
  event.preventDefault();
  if (event.button === 3) store.back();
  else store.forward();
}

/** Whether a key is typed into a field or part of another shortcut. */
const isTyped = ({ target, ctrlKey, metaKey, altKey }: KeyboardEvent) =>
  ctrlKey || metaKey || altKey || (target instanceof Element && target.matches("input, textarea, select"));

const isCovered = (store: Store) => store.dialog !== null || store.searching;
