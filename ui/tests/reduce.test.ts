import { describe, expect, it } from "vitest";

import { BACKUPS, account, job, settings as set, signIn, snapshot, request } from "../src/ipc/mock/fixtures";
import { reduce, type State } from "../src/state/reduce";

const start = (changes = {}) =>
  reduce(null, { seq: 7, change: { what: "snapshot", value: snapshot(changes) } }) as State;

describe("reduce", () => {
  it("accepts a snapshot with any sequence number", () => {
    expect(start().seq).toBe(7);
    expect(start().drag).toBeNull();
  });

  it("rejects a change before the first snapshot", () => {
    expect(reduce(null, { seq: 0, change: { what: "signIn", value: null } })).toBe("gap");
  });

  it("detects missed and repeated events", () => {
    const change = { what: "signIn", value: signIn() } as const;
    expect(reduce(start(), { seq: 9, change })).toBe("gap");
    expect(reduce(start(), { seq: 7, change })).toBe("gap");
    expect(reduce(start(), { seq: 8, change })).toMatchObject({ seq: 8, signIn: signIn() });
  });

  it("replaces a known job in place, and adds a new one first", () => {
    const before = start({ jobs: [job({ id: "b" }), job({ id: "a" })] });
    const moved = reduce(before, { seq: 8, change: { what: "job", value: job({ id: "a", step: "ready" }) } });
    expect((moved as State).jobs.map((each) => [each.id, each.step])).toEqual([
      ["b", "asking"],
      ["a", "ready"],
    ]);
    const added = reduce(before, { seq: 8, change: { what: "job", value: job({ id: "c" }) } });
    expect((added as State).jobs.map((each) => each.id)).toEqual(["c", "b", "a"]);
  });

  it("removes a job", () => {
    const before = start({ jobs: [job({ id: "a", request: request("activity") })] });
    expect(reduce(before, { seq: 8, change: { what: "jobGone", value: "a" } })).toMatchObject({ jobs: [] });
  });

  it("replaces whole lists and objects", () => {
    const before = start();
    const accounts = [account({ name: "Somebody else" })];
    expect(reduce(before, { seq: 8, change: { what: "accounts", value: accounts } })).toMatchObject({
      accounts,
    });
    const backups = BACKUPS.slice(1);
    expect(reduce(before, { seq: 8, change: { what: "backups", value: backups } })).toMatchObject({
      backups,
    });
    const settings = set({ theme: "dark", appKey: "own" });
    expect(reduce(before, { seq: 8, change: { what: "settings", value: settings } })).toMatchObject({
      settings,
    });
    const drag = { fileName: "a.zip", bytes: null, count: 1 };
    expect(reduce(before, { seq: 8, change: { what: "drag", value: drag } })).toMatchObject({ drag });
  });
});
