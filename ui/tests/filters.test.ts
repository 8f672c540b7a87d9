import { describe, expect, it } from "vitest";

import { chips, dateText, inMonth, inYear, isNarrowed, lastOfMonth } from "../src/library/days/filters";
import { years } from "../src/library/days/months";
import { NO_FILTER } from "../src/ipc/no-filter";

const plain = (text: string | null) =>
  text?.replace(/[\u00a0\u2068\u2069]/g, (each) => (each === "\u00a0" ? " " : ""));
const filter = (changes: Partial<typeof NO_FILTER>) => ({ ...NO_FILTER, ...changes });
const names = (changes: Partial<typeof NO_FILTER>) =>
  chips(filter(changes), (chat) => (chat === "chat 0" ? "Noor" : null)).map((each) => plain(each.text));

describe("chips", () => {
  it("describe the conditions set by a chart, a figure or a search", () => {
    expect(names({})).toEqual([]);
    expect(names({ hourOfWeek: { weekday: 6, hour: 22 } })[0]).toMatch(/^Every Sunday, /);
    expect(names({ dayOfYear: "11-22" })[0]).toMatch(/^Every .*22/);
    expect(names({ exact: "paper lantern", who: "ليلى", chat: "chat 0", item: "7571" })).toEqual([
      "“paper lantern”",
      "With ليلى",
      "With Noor",
      "Only video 7571",
    ]);
  });

  it("remove only their own condition", () => {
    const both = filter({ exact: "a", item: "7", titled: true });
    const [exact, item] = chips(both, () => null);
    expect({ ...both, ...exact!.without }).toEqual(filter({ item: "7", titled: true }));
    expect({ ...both, ...item!.without }).toEqual(filter({ exact: "a", titled: true }));
  });

  it("tell whether there is a condition to clear", () => {
    expect(isNarrowed(NO_FILTER)).toBe(false);
    expect(isNarrowed(filter({ text: "x" }))).toBe(true);
    expect(isNarrowed(filter({ sections: ["follower"] }), { sections: ["follower"] })).toBe(false);
  });
});

describe("date ranges", () => {
  const textOf = (from: string | null, to: string | null) => plain(dateText(filter({ from, to })));
  it("are named by their length", () => {
    expect(textOf(null, null)).toBeUndefined();
    expect(textOf("2026-01-01", "2026-12-31")).toBe("2026");
    expect(textOf("2024-02-01", "2024-02-29")).toBe("February 2024");
    expect(textOf("2024-02-01", "2024-02-28")).toMatch(/ – /);
    expect(textOf("2026-11-21", "2026-11-21")).toMatch(/Saturday/);
    expect(textOf("2026-11-21", null)).toMatch(/^Since /);
    expect(textOf(null, "2026-11-21")).toMatch(/^Until /);
  });
  it("include the last day", () => {
    expect(["2024-02", "2023-02", "2026-11", "2026-12"].map(lastOfMonth)).toEqual([
      "2024-02-29",
      "2023-02-28",
      "2026-11-30",
      "2026-12-31",
    ]);
    expect(inMonth("2024-02")).toEqual({ from: "2024-02-01", to: "2024-02-29" });
    expect(inYear("2026")).toEqual({ from: "2026-01-01", to: "2026-12-31" });
  });
});

it("groups days by year and month, with the first row of each month", () => {
  const days = [
    { day: "2026-11-21", count: 3 },
    { day: "2026-11-01", count: 2 },
    { day: "2026-09-30", count: 4 },
    { day: "2025-12-31", count: 1 },
  ];
  expect(years(days)).toEqual([
    {
      year: "2026",
      count: 9,
      months: [
        { month: "2026-11", count: 5, first: 0 },
        { month: "2026-09", count: 4, first: 5 },
      ],
    },
    { year: "2025", count: 1, months: [{ month: "2025-12", count: 1, first: 9 }] },
  ]);
  expect(years([])).toEqual([]);
});
