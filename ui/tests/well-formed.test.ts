import { describe, expect, it } from "vitest";

import { wellFormed } from "../src/ipc/well-formed";

describe("arguments of commands", () => {
  it("have no lone surrogates", () => {
    class Channel {
      id = 1;
    }
    const channel = new Channel();
    const query = { text: "a\ud83d", filter: { who: "\ude00b", sections: ["\ud800"], hour: null }, at: 3 };
    expect(wellFormed({ query, channel })).toEqual({
      query: { text: "a\ufffd", filter: { who: "\ufffdb", sections: ["\ufffd"], hour: null }, at: 3 },
      channel,
    });
    expect(wellFormed("😀 Łódź")).toBe("😀 Łódź");
  });
});
