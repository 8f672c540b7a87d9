import { describe, expect, it } from "vitest";

import { fold, pieces } from "../src/text/fold";

const marked = (text: string, searchText: string) =>
  pieces(text, searchText)
    .map((each) => (each.hit ? `[${each.text}]` : each.text))
    .join("");

describe("fold", () => {
  it("removes case and accents", () => {
    expect([fold("Zürich"), fold("WIŚNIEWSKA"), fold("ÉCOLE"), fold("ﬁn")]).toEqual([
      "zurich",
      "wisniewska",
      "ecole",
      "fin",
    ]);
  });
});

describe("hits", () => {
  it("are marked in the original text, whatever the spelling of the query", () => {
    expect(marked("I like Zürich", "zurich")).toBe("I like [Zürich]");
    expect(marked("I like Zurich", "ZÜRICH")).toBe("I like [Zurich]");
    expect(marked("lantern, Lantern", "lantern")).toBe("[lantern], [Lantern]");
  });

  it("include combining accents", () => {
    expect(marked("cafe\u0301 au lait", "cafe")).toBe("[cafe\u0301] au lait");
    expect(marked("cafe\u0301 au lait", "au")).toBe("cafe\u0301 [au] lait");
  });

  it("are at the right position after surrogate pairs", () => {
    expect(marked("👍🏽 yes 👍🏽 yes", "yes")).toBe("👍🏽 [yes] 👍🏽 [yes]");
    expect(marked("ﬁne print", "print")).toBe("ﬁne [print]");
  });

  it("work in scripts without case", () => {
    expect(marked("والمصباح الأزرق أيضًا", "المصباح")).toBe("و[المصباح] الأزرق أيضًا");
    expect(marked("다음에 또 봐요", "또")).toBe("다음에 [또] 봐요");
  });

  it("are the whole phrase, or else its words", () => {
    expect(marked("a lantern walk, a walk", "lantern walk")).toBe("a [lantern walk], a walk");
    expect(marked("walk with a lantern", "lantern walk")).toBe("[walk] with a [lantern]");
    expect(marked("banana", "ana an")).toBe("b[ana][n]a");
  });

  it("are empty for an empty query", () => {
    expect(pieces("text", "  ")).toEqual([{ text: "text", hit: false }]);
    expect(marked("text", "zzz")).toBe("text");
  });
});
