import { describe, expect, it } from "vitest";

import { Heights } from "../src/library/messages/heights";

/** The expected position, added up row by row. */
function slow(count: number, guess: number, known: Map<number, number>) {
  const tops = [0];
  for (let index = 0; index < count; index++) tops.push(tops[index]! + (known.get(index) ?? guess));
  return tops;
}

describe("heights of messages", () => {
  it("are estimated until they are measured", () => {
    const heights = new Heights(10, 50);
    expect(heights.height).toBe(500);
    expect(heights.set(3, 90)).toBe(true);
    expect(heights.set(3, 90)).toBe(false);
    expect([heights.top(3), heights.top(4), heights.bottom(3), heights.height]).toEqual([150, 240, 240, 540]);
    heights.forget();
    expect(heights.height).toBe(500);
  });

  it("agree with a plain sum, whatever the order of updates", () => {
    const count = 3000;
    const known = new Map<number, number>();
    const heights = new Heights(count, 56);
    for (let step = 0; step < 900; step++) {
      const index = (step * 7919) % count;
      const height = 20 + ((step * 31) % 400);
      known.set(index, height);
      heights.set(index, height);
    }
    const tops = slow(count, 56, known);
    for (let index = 0; index <= count; index++) expect(heights.top(index)).toBe(tops[index]);
    for (let y = 0; y < tops[count]!; y += 37) {
      const index = heights.at(y);
      expect(tops[index]! <= y && y < tops[index + 1]!).toBe(true);
    }
  });

  it("find any of a million messages, and are clamped at both ends", () => {
    const heights = new Heights(1_000_000, 56);
    heights.set(999_999, 200);
    heights.set(0, 10);
    expect(heights.height).toBe(1_000_000 * 56 + 144 - 46);
    expect([heights.at(-5), heights.at(9), heights.at(10), heights.at(1e12)]).toEqual([0, 0, 1, 999_999]);
    expect(heights.at(heights.top(765_432))).toBe(765_432);
    expect(heights.at(heights.top(765_432) - 1)).toBe(765_431);
  });

  it("are zero without messages", () => {
    const heights = new Heights(0, 56);
    expect([heights.height, heights.at(0), heights.top(0)]).toEqual([0, 0, 0]);
  });
});
