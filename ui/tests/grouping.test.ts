import { describe, expect, it } from "vitest";

import { row } from "../src/ipc/mock/library/row";
import { startSearch, isSameGroup, nextHit, noSearch, numberOf } from "../src/library/messages/grouping";

const message = (minute: number, mine: boolean, who = "Noor") =>
  row("m", "message", minute * 60_000, { mine, who });

describe("messages", () => {
  it("of one side are grouped for five minutes", () => {
    expect(isSameGroup(message(0, true), message(5, true))).toBe(true);
    expect(isSameGroup(message(0, true), message(5.1, true))).toBe(false);
    expect(isSameGroup(message(0, true), message(1, false))).toBe(false);
    expect(isSameGroup(message(0, false, "Mika"), message(1, false, "Jonas"))).toBe(false);
    expect(isSameGroup(undefined, message(1, false))).toBe(false);
  });
});

describe("hits in a chat", () => {
  it("start at the newest hit that is not below the view", () => {
    expect(startSearch("a", [2, 5, 9], 20).current).toBe(2);
    expect(startSearch("a", [2, 5, 9], 6).current).toBe(1);
    expect(startSearch("a", [5, 9], 1).current).toBe(1);
    expect(startSearch("a", [], 1).current).toBe(-1);
  });

  it("are numbered from the newest, and wrap around", () => {
    let finding = startSearch("a", [2, 5, 9], 20);
    expect(numberOf(finding)).toBe(1);
    finding = nextHit(finding, -1);
    expect(numberOf(finding)).toBe(2);
    finding = nextHit(nextHit(finding, -1), -1);
    expect(numberOf(finding)).toBe(1);
    expect(numberOf(nextHit(finding, 1))).toBe(3);
    expect(nextHit(noSearch, 1)).toEqual(noSearch);
  });
});
