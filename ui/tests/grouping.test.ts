import { describe, expect, it } from "vitest";

import { row } from "../src/ipc/mock/library/row";
import { begin, belong, next, nothingFound, numberOf } from "../src/library/messages/grouping";

const said = (minute: number, mine: boolean, who = "Noor") =>
  row("m", "message", minute * 60_000, { mine, who });

describe("messages", () => {
  it("belong together for five minutes of one side", () => {
    expect(belong(said(0, true), said(5, true))).toBe(true);
    expect(belong(said(0, true), said(5.1, true))).toBe(false);
    expect(belong(said(0, true), said(1, false))).toBe(false);
    expect(belong(said(0, false, "Mika"), said(1, false, "Jonas"))).toBe(false);
    expect(belong(undefined, said(1, false))).toBe(false);
  });
});

describe("hits in a chat", () => {
  it("begin with the newest that is not below what is looked at", () => {
    expect(begin("a", [2, 5, 9], 20).current).toBe(2);
    expect(begin("a", [2, 5, 9], 6).current).toBe(1);
    expect(begin("a", [5, 9], 1).current).toBe(1);
    expect(begin("a", [], 1).current).toBe(-1);
  });

  it("are counted from the newest, and walked round and round", () => {
    let finding = begin("a", [2, 5, 9], 20);
    expect(numberOf(finding)).toBe(1);
    finding = next(finding, -1);
    expect(numberOf(finding)).toBe(2);
    finding = next(next(finding, -1), -1);
    expect(numberOf(finding)).toBe(1);
    expect(numberOf(next(finding, 1))).toBe(3);
    expect(next(nothingFound, 1)).toEqual(nothingFound);
  });
});
