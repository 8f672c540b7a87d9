import { describe, expect, it } from "vitest";

import { all, has, none, only, size, toggled, upTo } from "../src/library/list/selection";

describe("selection", () => {
  it("extends from its anchor in both directions", () => {
    const down = upTo(only(4), 7);
    expect(down.ranges).toEqual([[4, 7]]);
    expect(upTo(down, 2).ranges).toEqual([[2, 4]]);
    expect(upTo(none, 3).ranges).toEqual([[3, 3]]);
  });

  it("adds and removes single rows", () => {
    let chosen = toggled(toggled(only(4), 6), 5);
    expect(chosen.ranges).toEqual([[4, 6]]);
    chosen = toggled(chosen, 5);
    expect(chosen.ranges).toEqual([
      [4, 4],
      [6, 6],
    ]);
    expect(toggled(toggled(chosen, 4), 6).ranges).toEqual([]);
  });

  it("handles five million rows as a single range", () => {
    const chosen = toggled(all(5_000_000, 0), 2_500_000);
    expect(size(chosen)).toBe(4_999_999);
    expect([0, 2_500_000, 4_999_999].map((index) => has(chosen, index))).toEqual([true, false, true]);
    expect(size(all(0, -1))).toBe(0);
  });
});
