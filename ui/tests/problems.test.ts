import { describe, expect, it } from "vitest";

import type { Facts, ProblemCode } from "../src/ipc/bindings";
import source from "../src/ipc/bindings.ts?raw";
import { DAY, NOON, problem } from "../src/ipc/mock/fixtures";
import { PROBLEMS } from "../src/text/problem-table";
import { tell, type Place } from "../src/text/problems";

const codes = Object.keys(PROBLEMS) as ProblemCode[];
const facts: Facts = { neededBytes: 1.3e9, freeBytes: 214e6, count: 312, name: "a.zip", until: NOON + DAY };
const places: Place[] = [
  { now: NOON },
  { now: NOON, kind: "directMessages", keptUntil: NOON + DAY, canCheck: true },
  { now: NOON, opened: true },
];

describe("problems", () => {
  it("cover every code of the contract, and no other", () => {
    const declared = /ProblemCode =([^;]+);/.exec(source)?.[1]?.match(/[a-zA-Z]+/g);
    expect([...codes].sort()).toEqual([...(declared ?? [])].sort());
  });

  it.each(codes)("%s says what happened, what is safe and what to do, with and without figures", (code) => {
    for (const place of places) {
      for (const told of [tell(problem(code), place), tell(problem(code, facts), place)]) {
        for (const sentence of [told.what, told.safe, told.todo]) {
          expect(sentence).toMatch(/\S.*\.$/u);
          expect(sentence).not.toMatch(/undefined|null|NaN|\{|!/u);
          expect(sentence).not.toMatch(/token|scope|\bAPI\b|request|oops/iu);
        }
        expect(told.word).not.toBe("");
        expect(told.step).not.toBe("");
      }
    }
  });

  it("give the figures that were measured", () => {
    expect(tell(problem("diskFull", facts), { now: NOON }).safe).toBe(
      "It needs about 1.3 GB, and 214 MB are free. Nothing is lost.",
    );
    expect(tell(problem("notAnExport", facts), { now: NOON }).safe).toContain("312 pictures");
    expect(tell(problem("consentRefused"), { now: NOON, kind: "directMessages" }).what).toBe(
      "You did not allow direct messages.",
    );
  });

  it("offer to fetch again what TikTok has, and another file where a file was opened", () => {
    expect(tell(problem("archiveDamaged"), { now: NOON }).step).toBe("again");
    expect(tell(problem("archiveDamaged"), { now: NOON, opened: true }).step).toBe("chooseFile");
  });

  it("do not promise an archive that TikTok has dropped", () => {
    expect(tell(problem("downloadBroken"), { now: NOON, keptUntil: NOON - 1 }).safe).toBe("Nothing is lost.");
  });
});
