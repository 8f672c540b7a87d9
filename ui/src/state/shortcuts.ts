import { SETTINGS } from "./places";
import type { Store } from "./store.svelte";

/** Shortcuts with Ctrl, on macOS with ⌘. */
const COMMANDS: Record<string, (store: Store) => unknown> = {
  k: search,
  f: find,
  o: (store) => store.act(() => store.client.openExport()),
  ",": (store) => store.go(SETTINGS),
};

/** Global keyboard shortcuts. */
export function keys(store: Store, event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  const action = actionOf(store, event);
  if (!action || (isCovered(store) && action !== quit)) return;
  event.preventDefault();
  action(store);
}

function actionOf(store: Store, event: KeyboardEvent): ((store: Store) => unknown) | undefined {
  const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
  const mac = store.state?.app.os === "macos";
  if (mac && metaKey && (key === "[" || key === "]")) return key === "[" ? goBack : goForward;
  if (!mac && altKey && key === "ArrowLeft") return goBack;
  if (!mac && altKey && key === "ArrowRight") return goForward;
  if (altKey || shiftKey) return undefined;
  // On macOS, the menu bar does this.
  if (!mac && ctrlKey && !metaKey && key.toLowerCase() === "q") return quit;
  if (mac ? metaKey && !ctrlKey : ctrlKey && !metaKey) return COMMANDS[key.toLowerCase()];
  if (ctrlKey || metaKey) return undefined;
  if (key === "F1") return showShortcuts;
  return key === "/" && !isField(event.target) ? search : undefined;
}

/** The back and forward buttons of a mouse. */
export function mouse(store: Store, event: MouseEvent): void {
  if (isCovered(store) || (event.button !== 3 && event.button !== 4)) return;
  event.preventDefault();
  if (event.button === 3) store.back();
  else store.forward();
}

const goBack = (store: Store) => store.back();
const goForward = (store: Store) => store.forward();
const quit = (store: Store) => store.act(() => store.client.quit());
const showShortcuts = (store: Store) => (store.dialog = { name: "shortcuts" });

function search(store: Store): void {
  if (store.state?.library.records) store.searching = true;
}

/** Finds in the list or chat that is shown; elsewhere, in everything. */
function find(store: Store): void {
  const here = store.finders.at(-1);
  if (here) here();
  else search(store);
}

const isField = (target: EventTarget | null) =>
  target instanceof Element && target.matches("input, textarea, select");

const isCovered = (store: Store) =>
  store.dialog !== null || store.searching || document.querySelector("dialog[open]") !== null;
