/** Positions a popup below its button, or above if there is no room, and always inside the window. */
export function positionPopup(button: HTMLElement, panel: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const below = at.bottom + 4 + height <= window.innerHeight;
  const left = at.left + width <= window.innerWidth - 8 ? at.left : at.right - width;
  const inside = Math.min(left, window.innerWidth - 8 - width);
  panel.style.setProperty("left", `${Math.max(8, inside)}px`);
  const top = below ? at.bottom + 4 : Math.min(at.top - 4, window.innerHeight - 8) - height;
  panel.style.setProperty("top", `${Math.max(8, top)}px`);
}

/** Keeps a popup at its button while the window or the popup changes its size. Returns what ends that. */
export function keepPositioned(button: HTMLElement, panel: HTMLElement): () => void {
  const position = () => positionPopup(button, panel);
  const sizes = new ResizeObserver(position);
  sizes.observe(panel);
  window.addEventListener("resize", position);
  position();
  return () => {
    sizes.disconnect();
    window.removeEventListener("resize", position);
  };
}

/** Calls `away` when the user clicks elsewhere, or when the button is scrolled away. */
export function onInteractOutside(own: () => (Node | undefined)[], away: () => unknown): () => void {
  const pressed = ({ target }: Event) => {
    if (!own().some((each) => each?.contains(target as Node))) away();
  };
  // A list beside it may scroll by itself while it grows.
  const scrolled = ({ target }: Event) => {
    if (own().some((each) => each && each !== target && (target as Node).contains(each))) away();
  };
  document.addEventListener("pointerdown", pressed);
  document.addEventListener("scroll", scrolled, true);
  return () => {
    document.removeEventListener("pointerdown", pressed);
    document.removeEventListener("scroll", scrolled, true);
  };
}
