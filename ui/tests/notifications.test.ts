import { describe, expect, it } from "vitest";

import { job, NOON, problem, signIn, snapshot, request } from "../src/ipc/mock/fixtures";
import { stateEvents } from "../src/state/state-events";
import type { State } from "../src/state/reduce";
import { notification, announcement } from "../src/text/notifications";

const state = (changes = {}): State => ({ ...snapshot(changes), seq: 0, drag: null });
const running = job({ id: "a", request: request("activity"), step: "preparing" });
const saved = job({ ...running, step: "saved", outcome: "saved" });
const failed = job({ ...running, outcome: "failed", problem: problem("downloadBroken") });

describe("state events", () => {
  it("are empty for the first state", () => {
    expect(stateEvents(null, state({ jobs: [saved, failed] }))).toEqual([]);
  });

  it("contain a step once, whatever its progress", () => {
    const before = state({ jobs: [running] });
    const further = { ...running, step: "downloading" as const };
    const percent = { ...further, progress: { bytes: 9 } as never };
    expect(stateEvents(before, state({ jobs: [further] })).map((item) => item.what)).toEqual(["step"]);
    expect(stateEvents(state({ jobs: [further] }), state({ jobs: [percent] }))).toEqual([]);
  });

  it("contain every end of a job except a cancellation", () => {
    const before = state({ jobs: [running] });
    const ends = (outcome: "saved" | "failed" | "expired" | "cancelled") =>
      stateEvents(before, state({ jobs: [{ ...running, outcome }] })).map((item) => item.what);
    expect([ends("saved"), ends("failed"), ends("expired"), ends("cancelled")]).toEqual([
      ["saved"],
      ["failed"],
      ["expired"],
      [],
    ]);
    expect(stateEvents(state({ jobs: [saved] }), state({ jobs: [saved] }))).toEqual([]);
  });

  it("contain a failed sign-in once", () => {
    const bad = signIn({ stage: "failed", problem: problem("signInTimedOut") });
    expect(stateEvents(state({ signIn: signIn() }), state({ signIn: bad }))).toHaveLength(1);
    expect(stateEvents(state({ signIn: bad }), state({ signIn: bad }))).toEqual([]);
  });
});

describe("texts of state events", () => {
  const [done] = stateEvents(state({ jobs: [running] }), state({ jobs: [saved] }));
  const [bad] = stateEvents(state({ jobs: [running] }), state({ jobs: [failed] }));
  const [step] = stateEvents(state(), state({ jobs: [running] }));

  it("name the subject and the step", () => {
    expect(announcement(step!)).toBe("Activity: Preparing");
    expect(announcement(done!)).toBe("Activity: saved and verified");
  });

  it("notify only of ends, in the words of the window", () => {
    expect(notification(step!, state(), NOON)).toBeNull();
    expect(notification(done!, state(), NOON)?.body).toBe("Your backup is in Documents/Satchel.");
    expect(notification(bad!, state(), NOON)?.body).toContain("The download was interrupted three times.");
  });
});
