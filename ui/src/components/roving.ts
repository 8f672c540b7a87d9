import type { Attachment } from "svelte/attachments";

/**
 * Makes the buttons of a list one tab stop: the one that had the focus last, else the current one. Arrow keys, Home
 * and End move between them.
 */
export const roving: Attachment<HTMLElement> = (list) => {
  let last: Element | null = null;
  const all = () => [...list.querySelectorAll<HTMLElement>("button")];

  function settle() {
    const buttons = all();
    const held = buttons.find((each) => each === last);
    const stop = held ?? buttons.find((each) => each.hasAttribute("aria-current")) ?? buttons[0];
    for (const each of buttons) each.tabIndex = each === stop ? 0 : -1;
  }

  function entered({ target }: FocusEvent) {
    last = target as Element;
    settle();
  }

  function keys(event: KeyboardEvent) {
    const buttons = all();
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined || at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    buttons[Math.min(Math.max(0, to), buttons.length - 1)]?.focus();
  }

  // The current entry or the entries can change: by mouse, by going back, by filtering.
  const changes = new MutationObserver((records) => {
    if (records.some(({ type }) => type === "attributes") && !list.contains(document.activeElement))
      last = null;
    settle();
  });
  changes.observe(list, { attributeFilter: ["aria-current"], childList: true, subtree: true });
  list.addEventListener("focusin", entered);
  list.addEventListener("keydown", keys);
  settle();
  return () => {
    changes.disconnect();
    list.removeEventListener("focusin", entered);
    list.removeEventListener("keydown", keys);
  };
};
