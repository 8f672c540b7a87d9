import type { Store } from "./store.svelte";

/** The key that blurs names and texts, or shows them again: Ctrl+Shift+B (or ⌘⇧B), also above dialogs. */
export function blurKey(store: Store, event: KeyboardEvent): boolean {
  const { state } = store;
  const isCommand = state?.app.os === "macos" ? event.metaKey : event.ctrlKey;
  if (!state || !isCommand || !event.shiftKey || event.altKey || event.key.toLowerCase() !== "b")
    return false;
  event.preventDefault();
  toggleBlur(store);
  return true;
}

/** The keys, as they are written on this system. */
export const blurKeys = (os: string): string => (os === "macos" ? "⇧⌘B" : "Ctrl\u00a0Shift\u00a0B");

export function toggleBlur(store: Store): void {
  const on = !store.state?.settings.blur;
  void store.act(() => store.client.setBlur(on));
}
