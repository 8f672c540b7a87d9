/* Run in the page, so that nothing outside the functions can be used. */

/** Marks what is nothing but a coloured shape, such as the bar of a chart. */
export function markShapes(): void {
  for (const element of document.querySelectorAll<HTMLElement>("main *, dialog *")) {
    const { width, height } = element.getBoundingClientRect();
    const [, , , alpha = "1"] = getComputedStyle(element).backgroundColor.match(/[\d.]+/g) ?? [];
    const isShape = element.childElementCount === 0 && element.textContent === "" && Number(alpha) > 0.5;
    const isPlaceholder = element.closest(".wait, progress, input") !== null;
    if (isShape && !isPlaceholder && width >= 2 && height >= 2 && element.checkVisibility())
      element.dataset.shape = "";
  }
}

/** With forced colours: shapes that cannot be seen, and chosen things that look like those that are not. */
export function colourFaults(): string[] {
  const faults = new Set<string>();
  const nameOf = (element: Element) =>
    [element.tagName.toLowerCase(), ...[...element.classList].filter((each) => !/^svelte-/.test(each))].join(
      ".",
    );
  const probe = document.body.appendChild(document.createElement("p"));
  probe.style.setProperty("background", "Canvas");
  const canvas = getComputedStyle(probe).backgroundColor;
  probe.remove();
  const isEmpty = (colour: string) => colour === canvas || /^rgba.*, 0\)$/.test(colour);
  for (const shape of document.querySelectorAll("[data-shape]")) {
    const style = getComputedStyle(shape);
    const hasEdge =
      parseFloat(style.borderTopWidth) > 0 ||
      parseFloat(style.outlineWidth) * Number(style.outlineStyle !== "none") > 0;
    if (isEmpty(style.backgroundColor) && !hasEdge) faults.add(`${nameOf(shape)} cannot be seen`);
  }

  const looks = (element: Element) =>
    [element, ...(element.firstElementChild ? [element.firstElementChild] : [])]
      .flatMap((each) => [null, "::before", "::after"].map((part) => ({ each, part })))
      .map(({ each, part }) => getComputedStyle(each, part))
      .map((style) => [
        style.content,
        style.backgroundColor,
        style.borderColor,
        style.borderStyle,
        style.outlineStyle,
        style.fontWeight,
        style.color,
      ])
      .join();
  const chosen =
    "[aria-pressed=true], [aria-current]:not([aria-current=false]), [aria-selected=true], .chip.on, input:checked + span";
  for (const element of document.querySelectorAll(chosen)) {
    const others = [...document.querySelectorAll(element.tagName)].filter(
      (each) =>
        !each.matches(chosen) &&
        each.className.replace(/ ?\bon\b/, "") === element.className.replace(/ ?\bon\b/, ""),
    );
    if (others.some((other) => looks(other) === looks(element) && element.innerHTML.length > 0))
      faults.add(`${nameOf(element)} does not show that it is chosen`);
  }
  return [...faults];
}
