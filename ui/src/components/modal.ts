import { on } from "svelte/events";

/**
 * Shows a dialog, and calls `onclose` once the person closes it. Returns a function that closes it when it is removed. The
 * event of that comes later, when another dialog may be shown in its place, and is not taken for the person's.
 */
export function showModal(dialog: HTMLDialogElement, onclose: () => unknown): () => void {
  const before = document.activeElement;
  dialog.showModal();
  const stopListening = on(dialog, "close", () => onclose());
  return () => {
    stopListening();
    dialog.close();
    // From a dialog that is no longer in the page, the browser does not return the focus.
    if (document.activeElement === document.body && before instanceof HTMLElement) {
      before.focus({ preventScroll: true });
    }
  };
}
