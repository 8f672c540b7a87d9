import { describe, expect, it } from "vitest";

import { back, startHistory, forward, route, queryOf, replaceRoute, pushRoute } from "../src/state/routes";

const home = route("backups");
const watch = route("watch");
const late = route("watch", { filter: { hourOfWeek: { weekday: 6, hour: 22 } } });

describe("routes", () => {
  it("go back and forward, and a new route clears the forward history", () => {
    let history = pushRoute(pushRoute(startHistory(home), watch), late);
    history = back(back(history));
    expect(history.now).toEqual(home);
    expect(forward(forward(history)).now).toEqual(late);
    history = pushRoute(forward(history), route("likes"));
    expect(forward(history).now.view).toBe("likes");
    expect(back(history).now).toEqual(watch);
  });

  it("stop at both ends of the history", () => {
    expect(back(startHistory(home)).now).toEqual(home);
    expect(forward(startHistory(home)).now).toEqual(home);
  });

  it("ignore navigation to the current route, but not to another filter", () => {
    const history = pushRoute(startHistory(home), watch);
    expect(pushRoute(history, route("watch"))).toBe(history);
    expect(back(pushRoute(history, late)).now).toEqual(watch);
  });

  it("can be replaced without a history entry", () => {
    const history = replaceRoute(pushRoute(startHistory(home), watch), late);
    expect(history.now).toEqual(late);
    expect(back(history).now).toEqual(home);
  });

  it("limit the history", () => {
    let history = startHistory(home);
    for (let step = 0; step < 500; step++) history = pushRoute(history, step % 2 ? home : watch);
    expect(history.past.length).toBe(100);
  });

  it("convert to list queries", () => {
    expect(queryOf(late)).toEqual({ group: "watch", filter: late.filter, order: "newest" });
  });
});
