/* Run in the page, so that nothing outside the functions can be used. */

/**
 * Text that is cut off, covered, outside the window, or has no room; and boxes that scroll sideways. What is cut with an
 * ellipsis must have room for a few words.
 */
export function layoutFaults(): string[] {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const root =
    [
      ...document.querySelectorAll<HTMLElement>(
        "dialog[open], [role=menu], [role=dialog], .cover[role=status]",
      ),
    ].at(-1) ?? document.body;
  const faults = new Set<string>();
  const nameOf = (element: Element) =>
    `${element.tagName.toLowerCase()}${[...element.classList]
      .filter((each) => !each.startsWith("svelte-"))
      .map((each) => `.${each}`)
      .join("")}`;
  const quote = (text: string) => `"${text.trim().replace(/\s+/g, " ").slice(0, 40)}"`;

  for (const element of root.querySelectorAll<HTMLElement>("*")) {
    const style = getComputedStyle(element);
    if (!/auto|scroll/.test(style.overflowX + style.overflowY) || element.clientWidth === 0) continue;
    if (/auto|scroll/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1)
      faults.add(`${nameOf(element)} scrolls sideways by ${element.scrollWidth - element.clientWidth} px`);
    if (element.scrollHeight > element.clientHeight + 1 && element.clientHeight < 4 * rem)
      faults.add(`${nameOf(element)} is only ${element.clientHeight} px high and scrolls`);
  }
  const wide = document.scrollingElement!.scrollWidth - innerWidth;
  if (wide > 0) faults.add(`the page is ${wide} px too wide`);

  // Most texts are in the same boxes.
  const styles = new Map<Element, ReturnType<typeof measure>>();
  const measure = (element: Element) => {
    const { clipPath, display, position, overflowX, overflowY, textOverflow, webkitLineClamp } =
      getComputedStyle(element);
    const clips = display !== "inline" && (overflowX !== "visible" || overflowY !== "visible");
    const area = element.getBoundingClientRect();
    return { clipPath, position, overflowX, overflowY, textOverflow, webkitLineClamp, clips, area };
  };
  const styleOf = (element: Element) => {
    const known = styles.get(element) ?? measure(element);
    styles.set(element, known);
    return known;
  };

  type Seen = { text: string; owner: Element; left: number; top: number; right: number; bottom: number };
  const seen: Seen[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    const owner = node.parentElement!;
    if (node.data.trim().replace("\u200b", "") === "" || !owner.checkVisibility({ visibilityProperty: true }))
      continue;
    if (owner.closest(".stuck, option, title, style, script") || getComputedStyle(owner).opacity === "0")
      continue;
    range.selectNodeContents(node);
    rects: for (const { left, top, right, bottom } of range.getClientRects()) {
      if (right - left < 1) continue;
      const rect = { text: node.data, owner, left, top, right, bottom };
      let scrolled = false;
      let skipTo: Element | null = null;
      for (let box: Element | null = owner; box && box !== root.parentElement; box = box.parentElement) {
        if (skipTo && box !== skipTo) continue;
        skipTo = null;
        const style = styleOf(box);
        if (style.clipPath !== "none") continue rects;
        // An inline box does not clip.
        if (style.clips && box !== document.body) {
          const { area } = style;
          if (
            /hidden|clip/.test(style.overflowX) &&
            (rect.right > area.right + 1.5 || rect.left < area.left - 1.5)
          ) {
            const cut = style.textOverflow === "ellipsis";
            if (!cut && !scrolled) faults.add(`${nameOf(box)} cuts ${quote(node.data)}`);
            else if (cut && area.width < 2 * rem)
              faults.add(`${nameOf(box)} has ${Math.round(area.width)} px for ${quote(node.data)}`);
          }
          if (
            /hidden|clip/.test(style.overflowY) &&
            !scrolled &&
            // Some texts are meant to end after a few lines, with an ellipsis.
            style.webkitLineClamp === "none" &&
            (rect.bottom > area.bottom + 3 || rect.top < area.top - 3)
          )
            faults.add(`${nameOf(box)} cuts ${quote(node.data)} in height`);
          if (/hidden|clip|auto|scroll/.test(style.overflowX)) {
            rect.left = Math.max(rect.left, area.left);
            rect.right = Math.min(rect.right, area.right);
          }
          if (/hidden|clip|auto|scroll/.test(style.overflowY)) {
            rect.top = Math.max(rect.top, area.top);
            rect.bottom = Math.min(rect.bottom, area.bottom);
          }
          if (/auto|scroll/.test(style.overflowY)) scrolled = true;
        }
        if (style.position === "fixed") break;
        if (style.position === "absolute") skipTo = (box as HTMLElement).offsetParent ?? document.body;
      }
      if (rect.right - rect.left < 1 || rect.bottom - rect.top < 4) continue;
      if (rect.right > innerWidth + 1 || rect.left < -1)
        faults.add(`${quote(node.data)} is beside the window`);
      else if (rect.bottom > innerHeight + 2 || rect.top < -2)
        faults.add(`${quote(node.data)} is ${scrolled ? "in a box that is " : ""}below the window`);
      seen.push(rect);
    }
  }

  // What lies over a text: not its own parts, and nothing that is meant to float.
  for (const { text, owner, left, top, right, bottom } of seen) {
    const y = (top + bottom) / 2;
    for (const x of [left + 3, (left + right) / 2, right - 3]) {
      if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
      const hit = document.elementFromPoint(x, y);
      if (!hit || hit.contains(owner) || owner.contains(hit) || !root.contains(hit)) continue;
      const area = hit.getBoundingClientRect();
      if (x < area.left || x > area.right || y < area.top || y > area.bottom) continue;
      let floats = false;
      for (let box: Element | null = hit; box && !box.contains(owner); box = box.parentElement)
        floats ||= /absolute|fixed|sticky/.test(getComputedStyle(box).position);
      if (!floats) faults.add(`${nameOf(hit)} covers ${quote(text)}`);
    }
  }
  for (const [index, one] of seen.entries()) {
    for (const other of seen.slice(index + 1)) {
      if (one.owner === other.owner || one.owner.contains(other.owner) || other.owner.contains(one.owner))
        continue;
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      // The boxes of lines overlap a little although their letters do not.
      if (wide > 3 && high > 0.45 * Math.min(one.bottom - one.top, other.bottom - other.top))
        faults.add(`${quote(one.text)} and ${quote(other.text)} overlap`);
    }
  }
  return [...faults];
}

/** Makes every text 40 % longer, as in other languages, and names and paths of other people four times as long. */
export function lengthenTexts(): void {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const nodes: Text[] = [];
  while (walker.nextNode()) nodes.push(walker.currentNode as Text);
  for (const node of nodes) {
    const text = node.data.trim();
    if (!/\p{L}{3}/u.test(text) || node.parentElement!.closest("script, style, option, kbd, .chip.mono"))
      continue;
    const isTheirs = node.parentElement!.closest("bdi, .theirs, [dir=auto], .mono, .path") !== null;
    const letters = text.replace(/[^\p{L} ]/gu, "").replace(/ +/g, " ");
    const more = isTheirs ? 3 * Math.min(text.length, 30) : Math.ceil(0.4 * text.length);
    node.data = `${node.data.trimEnd()}${letters.repeat(Math.ceil(more / Math.max(1, letters.length))).slice(0, more)}`;
  }
}
