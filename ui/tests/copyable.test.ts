import { afterEach, expect, it } from "vitest";

import { selectCopyable } from "../src/components/copyable";

afterEach(() => document.body.replaceChildren());

function selects(html: string): boolean {
  document.body.innerHTML = html;
  const text = document.body.querySelector("#here")!.firstChild ?? document.body.querySelector("#here")!;
  const event = new Event("selectstart", { bubbles: true, cancelable: true });
  document.addEventListener("selectstart", selectCopyable);
  text.dispatchEvent(event);
  document.removeEventListener("selectstart", selectCopyable);
  return !event.defaultPrevented;
}

it("allows text that users may want to copy to be selected", () => {
  expect(selects("<p id=here>words</p>")).toBe(true);
  expect(selects("<table><tr><td><b id=here>words</b></td></tr></table>")).toBe(true);
  expect(selects("<div class=copyable><span id=here>words</span></div>")).toBe(true);
  expect(selects("<input id=here>")).toBe(true);
});

it("does not let a drag select labels", () => {
  expect(selects("<h1 id=here>Watch history</h1>")).toBe(false);
  expect(selects("<nav><button><span id=here>Likes</span></button></nav>")).toBe(false);
  expect(selects("<div role=row><span id=here>Video</span></div>")).toBe(false);
});
