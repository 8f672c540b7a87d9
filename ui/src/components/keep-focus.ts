/**
 * For a container whose button changes with the action it started: when the focused button is removed, the one that
 * replaces it gets the focus.
 */
export function keepFocus(container: HTMLElement): () => void {
  let focused: Element | null = null;
  const note = (event: FocusEvent) => (focused = event.target as Element);
  const watch = new MutationObserver(() => {
    if (focused === null || focused.isConnected) return;
    focused = null;
    if (document.activeElement === document.body) container.querySelector("button")?.focus();
  });
  container.addEventListener("focusin", note);
  watch.observe(container, { childList: true, subtree: true });
  return () => {
    container.removeEventListener("focusin", note);
    watch.disconnect();
  };
}
