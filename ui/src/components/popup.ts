/** What a popup opens from: an element, or a point. */
export type Anchor = {
  getBoundingClientRect(): Pick<DOMRect, "left" | "right" | "top" | "bottom">;
};

/** Whether a key opens the context menu. */
export const opensMenu = ({ key, shiftKey }: KeyboardEvent): boolean =>
  key === "ContextMenu" || (key === "F10" && shiftKey);

/** Where a context menu opens: at the pointer; by key, at the row. */
export function anchorOf(event: MouseEvent | KeyboardEvent, row: Element): Anchor {
  if (event instanceof KeyboardEvent) return row;
  const { clientX: x, clientY: y } = event;
  return { getBoundingClientRect: () => ({ left: x, right: x, top: y, bottom: y }) };
}

/** Positions a popup below its button, or above if there is no room, and always inside the window. */
export function positionPopup(anchor: Anchor, panel: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const below = at.bottom + 4 + height <= window.innerHeight;
  const left = at.left + width <= window.innerWidth - 8 ? at.left : at.right - width;
  const inside = Math.min(left, window.innerWidth - 8 - width);
  panel.style.setProperty("left", `${Math.max(8, inside)}px`);
  const top = below ? at.bottom + 4 : Math.min(at.top - 4, window.innerHeight - 8) - height;
  panel.style.setProperty("top", `${Math.max(8, top)}px`);
}

/** Keeps a popup at its anchor while the window or the popup changes its size. Returns what ends that. */
export function keepPositioned(anchor: Anchor, panel: HTMLElement): () => void {
  const position = () => positionPopup(anchor, panel);
  const sizes = new ResizeObserver(position);
  sizes.observe(panel);
  window.addEventListener("resize", position);
  position();
  return () => {
    sizes.disconnect();
    window.removeEventListener("resize", position);
  };
}

/** Calls `away` when the user clicks elsewhere, or when what the popup opened from is scrolled away. */
export function onInteractOutside(
  anchor: Anchor,
  own: () => (Node | undefined)[],
  away: () => unknown,
): () => void {
  const at = anchor.getBoundingClientRect();
  const pressed = ({ target }: Event) => {
    if (!own().some((each) => each?.contains(target as Node))) away();
  };
  const scrolled = ({ target }: Event) => {
    // A list beside it may scroll by itself while it grows.
    if (!(anchor instanceof Node) || anchor === target || !(target as Node).contains(anchor)) return;
    // The event of an earlier scrolling may arrive only now.
    const now = anchor.getBoundingClientRect();
    if (now.left !== at.left || now.top !== at.top) away();
  };
  document.addEventListener("pointerdown", pressed);
  document.addEventListener("scroll", scrolled, true);
  return () => {
    document.removeEventListener("pointerdown", pressed);
    document.removeEventListener("scroll", scrolled, true);
  };
}
