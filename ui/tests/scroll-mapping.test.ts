import { describe, expect, it } from "vitest";

import {
  boxHeightFor,
  offsetAfterScroll,
  MAX_BOX_HEIGHT,
  toList,
  toScroll,
} from "../src/library/list/scroll-mapping";

const list = 5_000_000 * 40 + 2500 * 37;
const track = { list, box: boxHeightFor(list), view: 700 };

describe("scroll mapping", () => {
  it("is the identity for short lists", () => {
    const short = { list: 90_000, box: boxHeightFor(90_000), view: 700 };
    expect(short.box).toBe(90_000);
    for (const offset of [0, 1, 44_444, 89_300]) {
      expect(toList(offset, short)).toBeCloseTo(offset, 6);
      expect(toScroll(offset, short)).toBeCloseTo(offset, 6);
    }
  });

  it("stays below the height limit of browsers", () => {
    expect(track.box).toBe(MAX_BOX_HEIGHT);
    expect(MAX_BOX_HEIGHT).toBeLessThan(17_000_000);
  });

  it("reaches the first and the last of 200 million pixels", () => {
    expect(toList(0, track)).toBe(0);
    expect(toList(track.box - track.view, track)).toBe(list - track.view);
    expect(toScroll(list - track.view, track)).toBe(track.box - track.view);
  });

  it("is one to one near both ends", () => {
    expect(toList(5000, track)).toBe(5000);
    expect(toList(track.box - 700 - 5000, track)).toBe(list - 700 - 5000);
  });

  it("is invertible and monotonic", () => {
    let before = -1;
    for (let scroll = 0; scroll <= track.box - track.view; scroll += 9_999) {
      const offset = toList(scroll, track);
      expect(offset).toBeGreaterThan(before);
      expect(toScroll(offset, track)).toBeCloseTo(scroll, 3);
      before = offset;
    }
  });

  it("moves by the wheel's distance anywhere in the list", () => {
    const offset = toList(4_000_000, track);
    expect(offsetAfterScroll(offset, 4_000_000, 4_000_120, track)).toBe(offset + 120);
    expect(offsetAfterScroll(offset, 4_000_000, 3_999_300, track)).toBe(offset - 700);
  });

  it("jumps in proportion when the bar is dragged", () => {
    expect(offsetAfterScroll(0, 0, 4_000_000, track)).toBe(toList(4_000_000, track));
    expect(offsetAfterScroll(0, 0, track.box, track)).toBe(list - track.view);
  });

  it("stays inside the list", () => {
    expect(offsetAfterScroll(100, 100, 0, track)).toBe(0);
    expect(offsetAfterScroll(50, 1000, 0, track)).toBe(0);
    expect(offsetAfterScroll(list - 710, 1_000_000, 1_000_500, track)).toBe(list - 700);
  });

  it("does not scroll a list shorter than its view", () => {
    const tiny = { list: 80, box: 80, view: 700 };
    expect(toList(0, tiny)).toBe(0);
    expect(toScroll(0, tiny)).toBe(0);
    expect(offsetAfterScroll(0, 0, 10, tiny)).toBe(0);
  });
});
