import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { MockClient } from "../src/ipc/mock";
import { row } from "../src/ipc/mock/library/row";
import { headings } from "../src/library/list/layout";
import { Pages } from "../src/library/list/pages";
import { headingName } from "../src/text/dates";
import { devices } from "../src/library/logins/devices";
import { treeLines } from "../src/library/other/tree";
import { groupOf, SECTIONS_OF } from "../src/library/sections";
import { SECTION } from "../src/text/sections";

describe("sections", () => {
  it("belong to exactly one group each", () => {
    const all = Object.values(SECTIONS_OF).flat();
    expect(new Set(all).size).toBe(all.length);
    expect([...all].sort()).toEqual(Object.keys(SECTION).sort());
    expect(groupOf("groupMessage")).toBe("messages");
  });
});

describe("headings", () => {
  const days = (count: number, each: number) =>
    Array.from({ length: count }, (_, index) => ({
      day: new Date(Date.UTC(2026, 10, 30 - index)).toISOString().slice(0, 10),
      count: each,
    }));
  it("are days if most days have several rows", () => {
    const busy = days(40, 5);
    expect(headings({ total: 200, days: busy })).toBe(busy);
  });
  it("are months if nearly every row has a day of its own", () => {
    expect(headings({ total: 40, days: days(40, 1) })).toEqual([
      { day: "2026-11", count: 30 },
      { day: "2026-10", count: 10 },
    ]);
  });
});

describe("headings of very few records", () => {
  it("are years if months have one or two rows each as well", () => {
    const days = Array.from({ length: 26 }, (_, index) => ({
      day: `${2026 - Math.floor(index / 12)}-${String(12 - (index % 12)).padStart(2, "0")}-03`,
      count: 1,
    }));
    expect(headings({ total: 26, days })).toEqual([
      { day: "2026", count: 12 },
      { day: "2025", count: 12 },
      { day: "2024", count: 2 },
    ]);
    expect(headingName("2026")).toBe("2026");
    expect(headingName("2026-11")).toBe("November 2026");
  });
});

describe("pages", () => {
  it("are dropped if they are far from the last one used", () => {
    const pages = new Pages();
    for (let page = 0; page < 200; page++)
      pages.take({ page, version: 1, rows: [row(`a ${page}`, "watch", 0)] });
    expect(pages.size).toBeLessThanOrEqual(80);
    expect(pages.row(19_900)?.id).toBe("a 199");
    expect(pages.row(0)).toBeUndefined();
    expect(pages.row(19_901)).toBeUndefined();
  });
});

describe("devices", () => {
  it("are counted, with their first and last login, under any field name", () => {
    const login = (id: string, time: number, name: string, value: string) =>
      row(id, "login", time, { fields: [{ name, value }] });
    expect(
      devices([
        login("1", 5, "DeviceModel", "Pixel 8"),
        login("2", 9, "Device Model", "Pixel 8"),
        login("3", 7, "DeviceModel", "N/A"),
        row("4", "location", 8),
      ]),
    ).toEqual([
      { name: "Pixel 8", logins: 2, from: 5, to: 9 },
      { name: "", logins: 1, from: 7, to: 7 },
    ]);
  });

  it("have each of their systems once, the newest first", () => {
    const login = (id: string, time: number, system: string) =>
      row(id, "login", time, {
        fields: [
          { name: "DeviceModel", value: "Pixel 8" },
          { name: "DeviceSystem", value: system },
        ],
      });
    const found = devices([
      login("3", 9, "Android 16"),
      login("2", 7, "Android 15"),
      login("1", 5, "Android 15"),
    ]);
    expect(found).toEqual([
      { name: "Pixel 8", logins: 3, from: 5, to: 9, systems: ["Android 16", "Android 15"] },
    ]);
  });
});

describe("tree lines", () => {
  it("show common prefixes once", () => {
    const leaf = (id: string, ...path: string[]) => ({ id, path, records: 1 });
    const lines = treeLines([
      leaf("c", "B"),
      leaf("a", "A", "x", "1"),
      leaf("b", "A", "x", "2"),
      leaf("d", "A", "x"),
    ]);
    expect(
      lines.map(({ name, depth, leaf: at }) => `${"  ".repeat(depth)}${name}${at ? ` ${at.id}` : ""}`),
    ).toEqual(["A", "  x d", "    1 a", "    2 b", "B c"]);
  });
});

describe("other views", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(cleanup);
  const settle = () => vi.advanceTimersByTimeAsync(300);
  async function open(entry: RegExp, scenario = "library") {
    const mock = new MockClient(scenario);
    render(App, { client: mock });
    await vi.advanceTimersByTimeAsync(0);
    const sidebar = screen.getByRole("navigation", { name: "Sections" });
    await fireEvent.click(within(sidebar).getByRole("button", { name: entry }));
    await settle();
    return mock;
  }
  const press = async (name: RegExp) => {
    await fireEvent.click(screen.getByRole("button", { name }));
    await settle();
  };

  it("open the people behind a figure", async () => {
    await open(/^People/);
    const before = Number(screen.getByRole("grid").getAttribute("aria-rowcount"));
    await press(/^They don’t follow back/);
    expect(Number(screen.getByRole("grid").getAttribute("aria-rowcount"))).toBeLessThan(before);
    expect(screen.getByRole("button", { name: "Remove “They don’t follow back”" })).toBeTruthy();
  });

  it("show logins as a table and open the logins of a device", async () => {
    await open(/^Logins/);
    await press(/^Pixel 8/);
    const cells = within(screen.getByRole("grid")).getAllByRole("gridcell", { name: "Pixel 8" });
    expect(cells.length).toBeGreaterThan(3);
    expect(within(screen.getByRole("grid")).queryByText("iPhone 15")).toBeNull();
  });

  it("show facts and their earlier values, and find them by name or value", async () => {
    await open(/^Profile & preferences/);
    await press(/^2 earlier values/);
    expect(screen.getByText("6120")).toBeTruthy();
    await fireEvent.input(screen.getByPlaceholderText("Filter by name or value"), {
      target: { value: "ONLY ME" },
    });
    await settle();
    expect(screen.getByText("Who can see your following list::")).toBeTruthy();
    expect(screen.queryByText("User name")).toBeNull();
  });

  it("show unknown sections by their path", async () => {
    const mock = await open(/^Other sections/);
    await press(/^NoteList/);
    expect(screen.getByRole("grid").getAttribute("aria-rowcount")).toBe("14");
    expect(mock.calls).toContain("tree");
  });

  it.each([/^Messages/, /^Profile & preferences/, /^Logins/])(
    "report when the library cannot be opened: %s",
    async (entry) => {
      await open(entry, "librarybroken");
      expect(screen.getAllByRole("alert")[0]!.textContent).toContain("Something went wrong in Satchel.");
    },
  );
});
