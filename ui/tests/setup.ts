import { afterEach, vi } from "vitest";

// jsdom has no modal dialogs: they are merely open.
HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
  if (!this.open) return;
  this.open = false;
  // As in a browser, the event comes later, even if the dialog has been removed meanwhile.
  queueMicrotask(() => this.dispatchEvent(new Event("close")));
};

// jsdom has no layout: a box that observes its size gets a window of 800 × 600.
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
for (const [side, size] of [
  ["clientHeight", 600],
  ["clientWidth", 800],
] as const) {
  Object.defineProperty(HTMLElement.prototype, side, { configurable: true, get: () => size });
}

afterEach(() => vi.useRealTimers());

// Svelte asks for the resolution as soon as the window's size is watched; jsdom has no media queries.
window.matchMedia ??= (media) =>
  Object.assign(new EventTarget(), { media, matches: false }) as MediaQueryList;
