import { describe, expect, it } from "vitest";

import { row } from "../src/ipc/mock/library/row";
import { recordPlace } from "../src/library/sections";
import { back, forward, push, replace, startHistory } from "../src/state/place-history";
import { NO_FILTER } from "../src/ipc/no-filter";
import { BACKUPS, groupPlace, listPlace, queryOf } from "../src/state/places";

const watch = listPlace("watch");
const late = listPlace("watch", { filter: { hourOfWeek: { weekday: 6, hour: 22 } } });

describe("the history of places", () => {
  it("goes back and forward, and a new place clears what was ahead", () => {
    let history = push(push(startHistory(BACKUPS), watch), late);
    history = back(back(history));
    expect(history.now).toEqual(BACKUPS);
    expect(forward(forward(history)).now).toEqual(late);
    history = push(forward(history), listPlace("likes"));
    expect(forward(history).now).toEqual(listPlace("likes"));
    expect(back(history).now).toEqual(watch);
  });

  it("stops at both ends", () => {
    const start = startHistory(BACKUPS);
    expect(back(start)).toBe(start);
    expect(forward(start)).toBe(start);
  });

  it("ignores navigation to the current place, but not to another filter", () => {
    const history = push(startHistory(BACKUPS), watch);
    expect(push(history, listPlace("watch"))).toBe(history);
    expect(back(push(history, late)).now).toEqual(watch);
  });

  it("replaces the current place without an entry", () => {
    const history = replace(push(startHistory(BACKUPS), watch), late);
    expect(history.now).toEqual(late);
    expect(back(history).now).toEqual(BACKUPS);
  });

  it("is limited", () => {
    let history = startHistory(BACKUPS);
    for (let step = 0; step < 500; step++) history = push(history, step % 2 ? BACKUPS : watch);
    expect(history.past.length).toBe(100);
  });
});

describe("places", () => {
  it("of lists are queries", () => {
    expect(queryOf(late)).toEqual({ group: "watch", filter: late.filter, order: "newest" });
  });

  it("of groups are lists, chats or facts", () => {
    const filter = { from: "2026-11-01", chat: "chat 3" };
    expect(groupPlace("likes", { filter })).toEqual(listPlace("likes", { filter }));
    expect(groupPlace("messages", { filter })).toEqual({
      view: "chats",
      group: "messages",
      chat: "chat 3",
      record: null,
    });
    expect(groupPlace("facts", { filter })).toEqual({ view: "facts", group: "facts" });
  });

  it("of records are their lists or chats", () => {
    expect(recordPlace(row("a", "like", 5))).toMatchObject({
      group: "likes",
      filter: NO_FILTER,
      record: "a",
    });
    expect(recordPlace(row("b", "message", 5, { chat: "chat 3" }))).toMatchObject({
      view: "chats",
      chat: "chat 3",
      record: "b",
    });
  });
});
