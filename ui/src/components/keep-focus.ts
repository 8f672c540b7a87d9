/**
 * For a container whose button changes with the action it started: when the focused button is removed, the one that
 * replaces it gets the focus.
 */
export function keepFocus(place: HTMLElement): () => void {
  let focused: Element | null = null;
  const note = (event: FocusEvent) => (focused = event.target as Element);
  const watch = new MutationObserver(() => {
    if (focused === null || focused.isConnected) return;
    focused = null;
    if (document.activeElement === document.body) place.querySelector("button")?.focus();
  });
  place.addEventListener("focusin", note);
  watch.observe(place, { childList: true, subtree: true });
  return () => {
    place.removeEventListener("focusin", note);
    watch.disconnect();
  };
}
