/** Places what opens from a button: below it, or above where there is no room, and never beyond the window. */
export function placeBy(button: HTMLElement, panel: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const below = at.bottom + 4 + height <= window.innerHeight;
  const left = at.left + width <= window.innerWidth - 8 ? at.left : at.right - width;
  panel.style.setProperty("left", `${Math.max(8, left)}px`);
  panel.style.setProperty("top", `${below ? at.bottom + 4 : Math.max(8, at.top - 4 - height)}px`);
}

/** Calls `away` when somebody presses or scrolls elsewhere. */
export function whenElsewhere(own: () => (Node | undefined)[], away: () => unknown): () => void {
  const inside = (event: Event) => own().some((each) => each?.contains(event.target as Node));
  const hear = (event: Event) => {
    if (!inside(event)) away();
  };
  document.addEventListener("pointerdown", hear);
  document.addEventListener("scroll", hear, true);
  return () => {
    document.removeEventListener("pointerdown", hear);
    document.removeEventListener("scroll", hear, true);
  };
}
