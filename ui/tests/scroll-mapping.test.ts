import { describe, expect, it } from "vitest";

import { boxFor, moved, TALLEST, toList, toScroll } from "../src/library/list/scroll-mapping";

const list = 5_000_000 * 40 + 2500 * 37;
const track = { list, box: boxFor(list), view: 700 };

describe("the way of the scroll bar", () => {
  it("is the list itself while that is short enough", () => {
    const short = { list: 90_000, box: boxFor(90_000), view: 700 };
    expect(short.box).toBe(90_000);
    for (const place of [0, 1, 44_444, 89_300]) {
      expect(toList(place, short)).toBeCloseTo(place, 6);
      expect(toScroll(place, short)).toBeCloseTo(place, 6);
    }
  });

  it("never asks a browser for more than it can lay out", () => {
    expect(track.box).toBe(TALLEST);
    expect(TALLEST).toBeLessThan(17_000_000);
  });

  it("reaches the first and the last pixel of 200 million", () => {
    expect(toList(0, track)).toBe(0);
    expect(toList(track.box - track.view, track)).toBe(list - track.view);
    expect(toScroll(list - track.view, track)).toBe(track.box - track.view);
  });

  it("is one to one near both ends", () => {
    expect(toList(5000, track)).toBe(5000);
    expect(toList(track.box - 700 - 5000, track)).toBe(list - 700 - 5000);
  });

  it("leads back to where it came from, and never turns around", () => {
    let before = -1;
    for (let scroll = 0; scroll <= track.box - track.view; scroll += 9_999) {
      const place = toList(scroll, track);
      expect(place).toBeGreaterThan(before);
      expect(toScroll(place, track)).toBeCloseTo(scroll, 3);
      before = place;
    }
  });

  it("moves by as much as a wheel does, wherever the list is", () => {
    const place = toList(4_000_000, track);
    expect(moved(place, 4_000_000, 4_000_120, track)).toBe(place + 120);
    expect(moved(place, 4_000_000, 3_999_300, track)).toBe(place - 700);
  });

  it("jumps in proportion when the bar is dragged", () => {
    expect(moved(0, 0, 4_000_000, track)).toBe(toList(4_000_000, track));
    expect(moved(0, 0, track.box, track)).toBe(list - track.view);
  });

  it("does not leave the list", () => {
    expect(moved(100, 100, 0, track)).toBe(0);
    expect(moved(50, 1000, 0, track)).toBe(0);
    expect(moved(list - 710, 1_000_000, 1_000_500, track)).toBe(list - 700);
  });

  it("stays put in a list shorter than its view", () => {
    const tiny = { list: 80, box: 80, view: 700 };
    expect(toList(0, tiny)).toBe(0);
    expect(toScroll(0, tiny)).toBe(0);
    expect(moved(0, 0, 10, tiny)).toBe(0);
  });
});
