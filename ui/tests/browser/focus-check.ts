/* Run in the page. */

/** What is wrong with the element that has the focus: not in view, covered, or without a ring. */
export function focusFault(): string | null {
  const element = document.activeElement as HTMLElement;
  if (element === document.body) return null;
  const name = `${element.tagName.toLowerCase()} "${(element.ariaLabel ?? element.textContent ?? "").trim().slice(0, 40)}"`;
  const area = element.getBoundingClientRect();
  if (area.width < 1 || area.height < 1) return `${name} has no size`;
  const [x, y] = [area.left + area.width / 2, area.top + Math.min(area.height / 2, 16)];
  if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return `${name} is outside the window`;
  const hit = document.elementFromPoint(x, y);
  if (hit && !element.contains(hit) && !hit.contains(element)) return `${name} is covered`;
  // The ring may be drawn by the element around a field, or by the text of a choice.
  const around = [
    element,
    element.parentElement!,
    ...(element.parentElement?.querySelectorAll("span, [class*=active]") ?? []),
    ...element.querySelectorAll(".active"),
  ];
  const hasRing = around.some((each) => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  });
  return hasRing || element.matches("dialog input[role=combobox], [role=option]")
    ? null
    : `${name} has no ring`;
}

/** Whether Tab has come to this element before; marks it. After the last element, Tab goes on with the first. */
export function isVisited(): boolean {
  const element = document.activeElement as HTMLElement;
  const before = element.dataset.visited !== undefined;
  if (element !== document.body) element.dataset.visited = "";
  return before;
}

/** What Tab does not reach, although it could be pressed. Groups with one tab stop count once. */
export function unreached(): string[] {
  const root = document.querySelector("dialog[open]") ?? document.body;
  return [...root.querySelectorAll<HTMLElement>("button, a[href], input, select, summary, [tabindex='0']")]
    .filter(
      (each) => each.tabIndex >= 0 && each.checkVisibility() && !each.matches(":disabled, [type=radio]"),
    )
    .filter((each) => each.dataset.visited === undefined)
    .map(
      (each) =>
        `${each.tagName.toLowerCase()} "${(each.ariaLabel ?? each.textContent ?? "").trim().slice(0, 40)}"`,
    );
}
