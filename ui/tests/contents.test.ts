import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { lead, newRecords } from "../src/backups/contents/lead";
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

describe("what arrived with a backup", () => {
  it("is counted by group, in the order of the sidebar, without what is listed twice", () => {
    const repeated = {
      ...line("like", 5, 1),
      counts: { read: 7, stored: 1, known: 4, repeated: 1, skipped: 1 },
    };
    const lines = [
      line("other", 3, 3, "A"),
      line("following", 2, 1),
      repeated,
      line("post", 0, 0),
      line("other", 4, 0, "B"),
      line("follower", 3, 3),
      line("watch", 9, 0),
    ];
    const spans = [
      { section: "follower" as const, from: 3, to: 9 },
      { section: "following" as const, from: 2, to: 5 },
    ];
    const found = arrived(lines, spans);
    expect(found.map(({ group, records, added }) => [group, records, added])).toEqual([
      ["watch", 9, 0],
      ["likes", 5, 1],
      ["people", 5, 4],
      ["other", 7, 3],
    ]);
    expect(found.map(({ span }) => span)).toEqual([null, null, { from: 2, to: 9 }, null]);
  });

  it("is shown by backup, except chats and facts", () => {
    expect(placeOf("likes", "b")).toMatchObject({ filter: { backup: "b", sections: [], onlyNew: false } });
    expect(placeOfNew("likes", "b")).toMatchObject({ filter: { backup: "b", onlyNew: true } });
    expect(placeOf("messages", "b")).toMatchObject({ view: "chats", chat: null });
    expect(placeOfNew("messages", "b")).toBeNull();
  });

  it("is told in a sentence, the most telling first", () => {
    const of = (...lines: SectionLine[]) => arrived(lines, []);
    const some = of(line("like", 5, 1), line("watch", 9, 2), line("message", 1, 0), line("follower", 3, 0));
    expect(lead(some, null)).toBe("This backup brought 9 videos you watched, 1 message, 5 likes, and more.");
    expect(newRecords(some)).toBe("2 videos you watched and 1 like");
    expect(lead(of(line("settings", 12, 12)), null)).toBe("This backup brought 12 records.");
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
    expect(text).toMatch(/This backup brought 47,918 videos you watched, 13,022 messages.* 2021 to .*2026/u);
    expect(text).toMatch(/New since your backup of Aug\s14,\s2026: 1,204 videos you watched, 553 messages/u);
    expect(text).toContain("Together with your other backups, your library has 78,193 records.");
    expect(screen.queryByRole("button", { name: "Back to Backups" })).toBeNull();
    await press("Backups");
    const again = screen.getByRole("heading", { name: "Everything" }).closest("li")!;
    await press("Dismiss", again);
    expect(mock.calls).toContain("dismissJob a");
    expect(
      within(screen.getByRole("heading", { name: "Everything" }).closest("li")!).getByText(/^Last backed/),
    ).toBeTruthy();
  });

  it("leads on to the overview, the newest year, the busiest chat and the search", async () => {
    await open("saved");
    const ways = async () => {
      if (document.querySelector("h1")?.textContent === "Backups" || !screen.queryByText("Worth a look"))
        await press("Backups");
      if (!screen.queryByText("Worth a look")) await press("See what came");
      return within(screen.getByRole("navigation", { name: "Where to go on" }));
    };
    const heading = () => document.querySelector("h1")?.textContent;
    for (const [card, page] of [
      [/^Overview/, "Overview"],
      [/^Your 2026 in review/, "2026"],
      [/^Noor Achterberg Your busiest chat/, "Noor Achterberg"],
    ] as const) {
      await fireEvent.click((await ways()).getByRole("button", { name: card }));
      await vi.advanceTimersByTimeAsync(500);
      expect(heading(), page).toContain(page);
    }
    await fireEvent.click((await ways()).getByRole("button", { name: /^Search/ }));
    await settle();
    expect(screen.getByRole("combobox")).toBeTruthy();
  });

  it("leads to the new records of a group, and to all of them", async () => {
    await open("saved");
    await press("See what came");
    expect(lineOf("Watch history").textContent?.replace(/\s+/g, " ")).toMatch(
      /47,918.*2021 – .*2026.*1,204 new/u,
    );
    expect(within(lineOf("Messages")).queryByRole("button", { name: /new/ })).toBeNull();
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
    await press("Messages", document.querySelector<HTMLElement>("table")!);
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
    await vi.advanceTimersByTimeAsync(500);
    expect(document.querySelector("h1")?.textContent, "it may be no export").toMatch(/^Keep your own copy/);
    expect(screen.getByRole("heading", { name: "Opened export" })).toBeTruthy();
    await vi.advanceTimersByTimeAsync(5000);
    expect(screen.getByText("The first one appears here once it is saved.")).toBeTruthy();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(mock.scenario.library.records).toBeGreaterThan(0);
    const row = screen.getByRole("heading", { name: "Opened export" }).closest("li")!;
    expect(row.textContent).toContain("73,157 records");
    expect(row.textContent).not.toContain("new");
    await vi.advanceTimersByTimeAsync(60_000);
    const primary = [...document.querySelectorAll("main .btn.primary")].map((button) =>
      button.textContent.trim(),
    );
    expect(primary, "the next step").toEqual(["See what came"]);
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
