import { on } from "svelte/events";

/**
 * Shows a dialog, and calls `onclose` once the person closes it. Returns a function that closes it: before it is removed,
 * so that the focus returns to the previous element. The event of that comes later, when another dialog may be shown in
 * its place, and is not taken for the person's.
 */
export function showModal(dialog: HTMLDialogElement, onclose: () => unknown): () => void {
  dialog.showModal();
  const stopListening = on(dialog, "close", () => onclose());
  return () => {
    stopListening();
    dialog.close();
  };
}
