import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { arrived, placeOf, placeOfNew, wholeSpan, worthALook } from "../src/backups/contents/sections";
import type { ImportSummary, SectionLine } from "../src/ipc/bindings";
import { MockClient } from "../src/ipc/mock";
import { DAY, snapshot } from "../src/ipc/mock/fixtures";
import { importSummaryOf } from "../src/ipc/mock/library/import-summary";
import type { State } from "../src/state/reduce";
import { backupBefore } from "../src/state/select";

const line = (section: SectionLine["section"], read: number, stored: number, path: string | null = null) => ({
  section,
  path,
  state: "found" as const,
  expected: true,
  counts: { read, stored, known: read - stored, repeated: 0, skipped: 0 },
  reasons: [],
});

describe("the sections of a backup", () => {
  it("are those with records, the largest first, and all unknown ones together", () => {
    const lines = [
      line("like", 5, 1),
      line("other", 3, 3, "A"),
      line("post", 0, 0),
      line("other", 4, 0, "B"),
      line("watch", 9, 0),
    ];
    const found = arrived(lines, [{ section: "watch", from: 1, to: 2 }]);
    expect(found.map(({ section, read, added }) => [section, read, added])).toEqual([
      ["watch", 9, 0],
      ["other", 7, 3],
      ["like", 5, 1],
    ]);
    expect(found.map(({ span }) => span?.to ?? null)).toEqual([2, null, null]);
  });

  it("are shown by backup, except chats and facts", () => {
    const [like, message] = arrived([line("like", 5, 1), line("message", 3, 3)], []);
    expect(placeOf(like!, "b")).toMatchObject({
      filter: { backup: "b", sections: ["like"], onlyNew: false },
    });
    expect(placeOfNew(like!, "b")).toMatchObject({
      filter: { backup: "b", sections: ["like"], onlyNew: true },
    });
    expect(placeOf(message!, "b")).toMatchObject({ view: "chats", chat: null });
    expect(placeOfNew(message!, "b")).toBeNull();
  });

  it("span from the oldest to the newest record", () => {
    expect(wholeSpan([])).toBeNull();
    const spans = [
      { section: "like" as const, from: 3, to: 9 },
      { section: "watch" as const, from: 2, to: 5 },
    ];
    expect(wholeSpan(spans)).toEqual({ from: 2, to: 9 });
  });
});

describe("the backup before", () => {
  const state: State = { ...snapshot(), seq: 0, drag: null };
  const [first, second] = state.backups as [State["backups"][0], State["backups"][0]];

  it("is the next older one of the same person", () => {
    expect(backupBefore(state, first)).toBe(second);
    const oldest = [...state.backups].sort((a, b) => a.asOf - b.asOf)[0]!;
    expect(backupBefore(state, oldest)).toBeNull();
    const another = { ...state, backups: [first, { ...second, person: "noor" }] };
    expect(backupBefore(another, first)).toBeNull();
  });
});

describe("what is worth a look", () => {
  const backups = snapshot().backups;

  it("counts problems, unknown data and posts", () => {
    const summary: ImportSummary = {
      ...importSummaryOf(backups[0]!, "complete"),
      sections: [line("post", 4, 4), line("story", 2, 0), line("other", 7, 7, "A")],
      notes: [
        { file: "a", kind: "damaged", inference: null },
        { file: "a", kind: "truncated", inference: null },
        { file: "b", kind: "doubled", inference: null },
      ],
    };
    expect(worthALook(summary)).toMatchObject({ posts: 6, unknown: 7, damaged: 1, unsure: 0, absent: 0 });
    expect(worthALook(importSummaryOf(backups[2]!, "complete"))).toMatchObject({ unsure: 1, leftOut: 2 });
  });
});

describe("what came", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(cleanup);

  const settle = () => vi.advanceTimersByTimeAsync(50);
  async function open(scenario: string) {
    const mock = new MockClient(scenario);
    render(App, { client: mock });
    await settle();
    return mock;
  }
  async function press(name: string | RegExp, at: HTMLElement = document.body) {
    await fireEvent.click(within(at).getAllByRole("button", { name, hidden: true })[0]!);
    await settle();
  }
  const lineOf = (name: string) => screen.getByRole("rowheader", { name }).closest("tr")!;

  it("is offered by the row of a saved backup, which stays until it is dismissed", async () => {
    const mock = await open("saved");
    await vi.advanceTimersByTimeAsync(120_000);
    const row = screen.getByRole("heading", { name: "Everything" }).closest("li")!;
    await press("See what came", row);
    expect(document.title).toBe("What came – Satchel");
    expect(document.activeElement?.textContent).toBe("What came");
    const text = document.querySelector("main")!.textContent!.replace(/\s+/g, " ");
    expect(text).toContain("73,076");
    expect(text).toMatch(/the one before this is from Aug\s14,\s2026/u);
    await press("Back to Backups");
    const again = screen.getByRole("heading", { name: "Everything" }).closest("li")!;
    await press("Dismiss", again);
    expect(mock.calls).toContain("dismissJob a");
    expect(
      within(screen.getByRole("heading", { name: "Everything" }).closest("li")!).getByText(/^Last backed/),
    ).toBeTruthy();
  });

  it("leads to the new records of a section, and to all of them", async () => {
    await open("saved");
    await press("See what came");
    expect(lineOf("Watched videos").textContent?.replace(/\s+/g, " ")).toMatch(
      /47,918.*2021 – .*2026.*1,204 new/u,
    );
    expect(within(lineOf("Direct messages")).queryByRole("button", { name: /new/ })).toBeNull();
    await press("1,204 new");
    expect(document.querySelector("h1")?.textContent).toBe("Watch history");
    await press("Remove “New with this backup”");
    expect(screen.queryByRole("button", { name: "Remove “New with this backup”" })).toBeNull();
    expect(screen.getByRole("button", { name: /^Backup.*Everything, /u })).toBeTruthy();
    await fireEvent.keyDown(window, { key: "ArrowLeft", altKey: true });
    await settle();
    await fireEvent.keyDown(window, { key: "ArrowLeft", altKey: true });
    await settle();
    expect(document.querySelector("h1")?.textContent).toBe("What came");
    await press("Direct messages");
    expect(document.querySelector("[data-heading]")?.textContent).toContain("Noor Achterberg");
  });

  it("is opened from the number of new records in the list of backups", async () => {
    await open("library");
    await press("1,954 new");
    expect(document.querySelector("h1")?.textContent).toBe("What came");
    expect(screen.getByText(/^2 records were skipped\./)).toBeTruthy();
    await press("Show");
    expect(screen.getByRole("region", { name: "What happened to the records" })).toBeTruthy();
  });

  it("of a first export, opened without a key, is all new, and the library is there", async () => {
    const mock = await open("nokey");
    await press(/^Open an export/);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(mock.scenario.library.records).toBeGreaterThan(0);
    const row = screen.getByRole("heading", { name: "Opened export" }).closest("li")!;
    expect(row.textContent).toContain("73,157 records");
    expect(row.textContent).not.toContain("new");
    await vi.advanceTimersByTimeAsync(60_000);
    await press("See what came");
    expect(screen.getByText("This is your first backup, so all of it is new.")).toBeTruthy();
    expect(screen.queryByRole("columnheader", { name: "New" })).toBeNull();
    const posts = screen.getByText(/^81 posts of yours/).closest("li")!;
    await press("Show", posts);
    expect(document.querySelector("h1")?.textContent).toBe("Posts");
  });

  it("waits for the import", async () => {
    const mock = await open("summarypending");
    await fireEvent.contextMenu(document.querySelector("tbody tr")!);
    await settle();
    await fireEvent.click(screen.getByRole("menuitem", { name: "See what came" }));
    await settle();
    expect(screen.getByText("Its records are not read yet.")).toBeTruthy();
    (mock as unknown as { summaryState: string }).summaryState = "complete";
    mock.emit({ what: "backups", value: snapshot().backups });
    await settle();
    expect(lineOf("Likes")).toBeTruthy();
  });

  it("is backed up again after one consent", async () => {
    const mock = await open("saved");
    const backUp = vi.spyOn(mock, "backUp");
    await press("Back up again");
    await press("Continue to TikTok");
    expect(backUp).toHaveBeenCalledWith({ kind: "everything", permission: "once", part: "both" });
    await vi.advanceTimersByTimeAsync(6 * 1000);
    expect(mock.scenario.jobs.map(({ id }) => id)).not.toContain("a");
    expect(mock.now() - mock.scenario.jobs[0]!.startedAt).toBeLessThan(DAY);
  });
});
