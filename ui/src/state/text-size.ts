import { innerWidth } from "svelte/reactivity/window";

import type { State } from "./reduce";
import type { Store } from "./store.svelte";

/** The text sizes to choose from, in percent. */
export const TEXT_SIZES = [80, 90, 100, 110, 125, 150, 175, 200];
const NORMAL = 100;

/** The keys that change the text size, as in a browser: Ctrl (or ⌘) with +, − and 0. Returns whether it was one. */
export function textSizeKeys(store: Store, event: KeyboardEvent): boolean {
  const { state } = store;
  if (!state || !(state.app.os === "macos" ? event.metaKey : event.ctrlKey) || event.altKey) return false;
  const now = wanted.get(store) ?? state.settings.textSize;
  const to = sizeFor(event.key, now);
  if (to === null) return false;
  event.preventDefault();
  if (to !== now) void change(store, to);
  return true;
}

/** The sizes that are not stored yet: the next press counts from them. */
const wanted = new WeakMap<Store, number>();

/** Stores a size, one at a time, and then the last one that was wanted meanwhile. */
async function change(store: Store, to: number): Promise<void> {
  const isStoring = wanted.has(store);
  wanted.set(store, to);
  if (isStoring) return;
  let size = to;
  while (await store.act(() => store.client.setTextSize(size))) {
    const next = wanted.get(store) ?? size;
    if (next === size) break;
    size = next;
  }
  wanted.delete(store);
}

function sizeFor(key: string, now: number): number | null {
  // On most keyboards, + is typed with Shift, and = without.
  if (key === "+" || key === "=") return TEXT_SIZES.find((each) => each > now) ?? now;
  if (key === "-" || key === "_") return TEXT_SIZES.filter((each) => each < now).at(-1) ?? now;
  return key === "0" ? NORMAL : null;
}

/** The factor by which text and lengths are enlarged. */
export const textScale = (state: State | null): number => (state?.settings.textSize ?? NORMAL) / 100;

/** The width of the window in rem: how much fits beside each other at this text size. */
export const widthInRem = (state: State | null): number =>
  (innerWidth.current ?? 1280) / (16 * textScale(state));
