import { describe, expect, it } from "vitest";

import { back, begin, forward, place, queryOf, refine, visit } from "../src/state/routes";

const home = place("backups");
const watch = place("watch");
const late = place("watch", { filter: { hourOfWeek: { weekday: 6, hour: 22 } } });

describe("places", () => {
  it("are walked back and forth, and a new way cuts off the old one", () => {
    let trail = visit(visit(begin(home), watch), late);
    trail = back(back(trail));
    expect(trail.now).toEqual(home);
    expect(forward(forward(trail)).now).toEqual(late);
    trail = visit(forward(trail), place("likes"));
    expect(forward(trail).now.view).toBe("likes");
    expect(back(trail).now).toEqual(watch);
  });

  it("end where they began and where they ended", () => {
    expect(back(begin(home)).now).toEqual(home);
    expect(forward(begin(home)).now).toEqual(home);
  });

  it("take the same place for no step, and another filter for one", () => {
    const trail = visit(begin(home), watch);
    expect(visit(trail, place("watch"))).toBe(trail);
    expect(back(visit(trail, late)).now).toEqual(watch);
  });

  it("can become another without a step", () => {
    const trail = refine(visit(begin(home), watch), late);
    expect(trail.now).toEqual(late);
    expect(back(trail).now).toEqual(home);
  });

  it("do not grow without end", () => {
    let trail = begin(home);
    for (let step = 0; step < 500; step++) trail = visit(trail, step % 2 ? home : watch);
    expect(trail.past.length).toBe(100);
  });

  it("ask for what they show", () => {
    expect(queryOf(late)).toEqual({ group: "watch", filter: late.filter, order: "newest" });
  });
});
