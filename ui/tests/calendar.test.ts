import { describe, expect, it } from "vitest";

import { addDays, addMonths, weekdayOf, weeks, within } from "../src/components/calendar";

describe("calendar", () => {
  it("moves across the ends of months and years, and daylight saving changes", () => {
    expect(addDays("2024-02-28", 1)).toBe("2024-02-29");
    expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
    expect(addDays("2026-03-28", 2)).toBe("2026-03-30");
    expect(addDays("2026-10-24", 2)).toBe("2026-10-26");
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(addMonths("2026-01-31", -2)).toBe("2025-11-30");
    expect(addMonths("2024-02-29", 12)).toBe("2025-02-28");
  });

  it("arranges a month in weeks that start on Monday, Saturday or Sunday", () => {
    expect(weekdayOf("2026-11-21")).toBe(5);
    const monday = weeks("2026-11", 0);
    expect(monday[0]).toEqual([null, null, null, null, null, null, "2026-11-01"]);
    expect(monday.at(-1)).toEqual(["2026-11-30", null, null, null, null, null, null]);
    const sunday = weeks("2026-11", 6);
    expect(sunday[0]![0]).toBe("2026-11-01");
    const saturday = weeks("2026-11", 5);
    expect(saturday[0]).toEqual([null, ...[1, 2, 3, 4, 5, 6].map((day) => `2026-11-0${day}`)]);
    for (const week of [...monday, ...saturday, ...sunday]) expect(week).toHaveLength(7);
    expect(monday.flat().filter(Boolean)).toHaveLength(30);
  });

  it("clamps days to a range", () => {
    expect(within("2020-01-01", "2021-02-03", "2026-11-21")).toBe("2021-02-03");
    expect(within("2027-01-01", "2021-02-03", "2026-11-21")).toBe("2026-11-21");
  });
});
