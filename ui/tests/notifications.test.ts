import { describe, expect, it } from "vitest";

import { job, NOON, problem, signIn, snapshot, request } from "../src/ipc/mock/fixtures";
import { news } from "../src/state/state-events";
import type { State } from "../src/state/reduce";
import { notice, spoken } from "../src/text/notifications";

const state = (changes = {}): State => ({ ...snapshot(changes), seq: 0, drag: null });
const running = job({ id: "a", request: request("activity"), step: "preparing" });
const saved = job({ ...running, step: "saved", outcome: "saved" });
const failed = job({ ...running, outcome: "failed", problem: problem("downloadBroken") });

describe("news", () => {
  it("says nothing about the first state", () => {
    expect(news(null, state({ jobs: [saved, failed] }))).toEqual([]);
  });

  it("tells of a step once, not of every percent of it", () => {
    const before = state({ jobs: [running] });
    const further = { ...running, step: "downloading" as const };
    const percent = { ...further, progress: { bytes: 9 } as never };
    expect(news(before, state({ jobs: [further] })).map((item) => item.what)).toEqual(["step"]);
    expect(news(state({ jobs: [further] }), state({ jobs: [percent] }))).toEqual([]);
  });

  it("tells of every end but the one that the person chose", () => {
    const before = state({ jobs: [running] });
    const ends = (outcome: "saved" | "failed" | "expired" | "cancelled") =>
      news(before, state({ jobs: [{ ...running, outcome }] })).map((item) => item.what);
    expect([ends("saved"), ends("failed"), ends("expired"), ends("cancelled")]).toEqual([
      ["saved"],
      ["failed"],
      ["expired"],
      [],
    ]);
    expect(news(state({ jobs: [saved] }), state({ jobs: [saved] }))).toEqual([]);
  });

  it("tells of a sign-in that failed, once", () => {
    const bad = signIn({ stage: "failed", problem: problem("signInTimedOut") });
    expect(news(state({ signIn: signIn() }), state({ signIn: bad }))).toHaveLength(1);
    expect(news(state({ signIn: bad }), state({ signIn: bad }))).toEqual([]);
  });
});

describe("what is said about news", () => {
  const [done] = news(state({ jobs: [running] }), state({ jobs: [saved] }));
  const [bad] = news(state({ jobs: [running] }), state({ jobs: [failed] }));
  const [step] = news(state(), state({ jobs: [running] }));

  it("names the subject and the step", () => {
    expect(spoken(step!)).toBe("Activity: Preparing");
    expect(spoken(done!)).toBe("Activity: saved and verified");
  });

  it("notifies of ends only, in the words of the window", () => {
    expect(notice(step!, state(), NOON)).toBeNull();
    expect(notice(done!, state(), NOON)?.body).toBe("Your backup is in Documents/Satchel.");
    expect(notice(bad!, state(), NOON)?.body).toContain("The download broke off three times.");
  });
});
