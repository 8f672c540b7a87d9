/** The first element with this accessible name. Some pages have hundreds of buttons, and computing all roles and names takes seconds. */
export function named(name: string | RegExp, selector = "button"): HTMLElement {
  const all = [...document.querySelectorAll<HTMLElement>(selector)];
  const found = all.find((each) => {
    const is = (each.getAttribute("aria-label") ?? each.textContent ?? "").trim();
    return typeof name === "string" ? is === name : name.test(is);
  });
  if (!found) throw new Error(`no ${selector} is called ${name}`);
  return found;
}
