import { render } from "@testing-library/svelte";
import { expect, it } from "vitest";

import drawing from "../../icons/satchel.svg?raw";
import Satchel from "../src/welcome/Satchel.svelte";

/** The shapes of a drawing with their attributes, in painting order. */
function shapes(svg: Element): string[] {
  return [...svg.querySelectorAll("*")].map((shape) => {
    const words = [...shape.attributes].map(({ name, value }) => `${name}=${value.trim()}`);
    return [shape.tagName, ...words.sort()].join(" ");
  });
}

it("the inlined icon matches icons/satchel.svg", () => {
  const icon = new DOMParser().parseFromString(drawing, "image/svg+xml").documentElement;
  const { container } = render(Satchel);
  expect(shapes(icon).length).toBeGreaterThan(10);
  expect(shapes(container.querySelector("svg")!)).toEqual(shapes(icon));
});
