import type { Store } from "./store.svelte";

/** The keys that work everywhere: search, and back and forward as in a browser. */
export function keys(store: Store, event: KeyboardEvent): void {
  const mac = store.state?.app.os === "macos";
  const command = mac ? event.metaKey : event.ctrlKey;
  if (command && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
    if (!store.state?.library.records || store.question) return;
    store.searching = true;
  } else if (mac ? event.metaKey && event.key === "[" : event.altKey && event.key === "ArrowLeft") {
    if (!isCovered(store)) store.back();
  } else if (mac ? event.metaKey && event.key === "]" : event.altKey && event.key === "ArrowRight") {
    if (!isCovered(store)) store.forward();
  } else return;
  event.preventDefault();
}

/** The two buttons at the side of a mouse. */
export function mouse(store: Store, event: MouseEvent): void {
  if (isCovered(store) || (event.button !== 3 && event.button !== 4)) return;
  event.preventDefault();
  if (event.button === 3) store.back();
  else store.forward();
}

const isCovered = (store: Store) => store.question !== null || store.searching;
