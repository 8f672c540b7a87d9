import { describe, expect, it } from "vitest";

import type { Facts, ProblemCode } from "../src/ipc/bindings";
import source from "../src/ipc/bindings.ts?raw";
import { DAY, NOON, problem } from "../src/ipc/mock/fixtures";
import { PROBLEMS } from "../src/text/problem-table";
import { describeProblem } from "../src/text/problems";
import type { ProblemContext } from "../src/text/problems/entry";

const codes = Object.keys(PROBLEMS) as ProblemCode[];
const facts: Facts = {
  neededBytes: 1.3e9,
  freeBytes: 214e6,
  count: 312,
  name: "a.zip",
  until: NOON + DAY,
  format: null,
  ownFiles: false,
};
const places: ProblemContext[] = [
  { now: NOON },
  { now: NOON, kind: "directMessages", keptUntil: NOON + DAY, canCheck: true },
  { now: NOON, opened: true },
];

describe("problems", () => {
  it("cover every problem code and no other", () => {
    const declared = /ProblemCode =([^;]+);/.exec(source)?.[1]?.match(/[a-zA-Z]+/g);
    expect([...codes].sort()).toEqual([...(declared ?? [])].sort());
  });

  it.each(codes)("%s has all texts, with and without facts", (code) => {
    for (const context of places) {
      for (const description of [
        describeProblem(problem(code), context),
        describeProblem(problem(code, facts), context),
      ]) {
        for (const sentence of [description.what, description.safe, description.todo]) {
          expect(sentence).toMatch(/\S.*\.$/u);
          expect(sentence).not.toMatch(/undefined|null|NaN|\{|!/u);
          expect(sentence).not.toMatch(/token|scope|\bAPI\b|request|oops/iu);
        }
        expect(description.label).not.toBe("");
        expect(description.action).not.toBe("");
      }
    }
  });

  it("include the measured figures", () => {
    expect(describeProblem(problem("diskFull", facts), { now: NOON }).safe).toBe(
      "It needs about 1.3 GB, and 214 MB are free. Nothing is lost.",
    );
    expect(describeProblem(problem("notAnExport", facts), { now: NOON }).safe).toContain("312 pictures");
    expect(describeProblem(problem("consentRefused"), { now: NOON, kind: "directMessages" }).what).toBe(
      "You did not allow direct messages.",
    );
  });

  it("name the drive that is full, and offer another folder only if that can help", () => {
    const inFolder = describeProblem(problem("diskFull"), { now: NOON });
    expect(inFolder.todo).toContain("the drive with your backups");
    expect(inFolder.todo).toContain("the one for temporary files");
    expect(inFolder.secondaryAction).toBe("chooseFolder");
    const own = describeProblem(problem("diskFull", { ownFiles: true }), { now: NOON });
    expect(own.what).toBe("Not enough space for Satchel’s own files.");
    expect(own.todo).toContain("the drive with your home folder");
    expect(own.secondaryAction).toBeNull();
  });

  it("name the file that was passed to Satchel and could not be opened", () => {
    for (const code of ["diskFull", "ownFilesNotWritable"] as const) {
      const { what } = describeProblem(problem(code, { name: "a.zip", ownFiles: true }), { now: NOON });
      expect(what).toContain("a.zip");
      expect(what).toContain("could not be opened");
    }
  });

  it("offer to download again what TikTok still holds, and another file for an opened file", () => {
    expect(describeProblem(problem("archiveDamaged"), { now: NOON }).action).toBe("retry");
    expect(describeProblem(problem("archiveDamaged"), { now: NOON, opened: true }).action).toBe("chooseFile");
  });

  it("say which format an opened file has, and what to do with it", () => {
    const formats = ["sevenZip", "rar", "gzip", "tar", "splitZip", "webPage", "empty"] as const;
    const described = formats.map((format) =>
      describeProblem(problem("notAnArchive", { format }), { now: NOON, opened: true }),
    );
    expect(described[0]?.what).toBe("This file is a 7z archive, not a zip.");
    expect(described[5]?.todo).toContain("Sign in to TikTok in your browser");
    expect(new Set(described.map((each) => each.what)).size).toBe(formats.length);
    const other = describeProblem(problem("notAnArchive"), { now: NOON, opened: true });
    expect([other.action, other.secondaryAction]).toEqual(["chooseFile", "howTo"]);
    for (const { what, todo, action } of described) {
      expect(what).toMatch(/\S\.$/u);
      expect(todo).toMatch(/\S\.$/u);
      expect(action).toBe("chooseFile");
    }
  });

  it("do not promise an archive that TikTok has deleted", () => {
    expect(describeProblem(problem("downloadBroken"), { now: NOON, keptUntil: NOON - 1 }).safe).toBe(
      "Nothing is lost.",
    );
  });
});
