import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { countSections, findMismatch, sortSections } from "../src/backups/detail/import-summary";
import { sectionsSentence, describeProvenance } from "../src/backups/detail/labels";
import type { SectionLine, ImportCounts } from "../src/ipc/bindings";
import { MockClient } from "../src/ipc/mock";
import { job, NOON, snapshot, request } from "../src/ipc/mock/fixtures";
import type { State } from "../src/state/reduce";
import { notification } from "../src/text/notifications";

const importCounts = (read: number, stored: number, known: number, skipped: number): ImportCounts => ({
  read,
  stored,
  known,
  repeated: 0,
  skipped,
});
const line = (changes: Partial<SectionLine>): SectionLine => ({
  section: "watch",
  path: null,
  state: "found",
  expected: true,
  counts: importCounts(0, 0, 0, 0),
  reasons: [],
  ...changes,
});

describe("findMismatch", () => {
  const good = [
    line({ counts: importCounts(10, 4, 5, 1) }),
    line({ section: "like", counts: importCounts(2, 0, 2, 0) }),
  ];

  it("returns null when every line and the total add up", () => {
    expect(findMismatch({ total: importCounts(12, 4, 7, 1), sections: good })).toBeNull();
    expect(findMismatch({ total: importCounts(0, 0, 0, 0), sections: [] })).toBeNull();
  });

  it("finds a wrong total, a wrong line, and lines that do not add up to the total", () => {
    expect(findMismatch({ total: importCounts(12, 4, 7, 0), sections: good })).toEqual(
      importCounts(12, 4, 7, 0),
    );
    const bad = line({ section: "search", counts: importCounts(3, 1, 1, 0) });
    expect(findMismatch({ total: importCounts(15, 5, 9, 1), sections: [...good, bad] })).toEqual(bad.counts);
    expect(findMismatch({ total: importCounts(13, 5, 7, 1), sections: good })).toEqual(
      importCounts(13, 4, 7, 1),
    );
  });
});

describe("sections", () => {
  const lines = [
    ...Array.from({ length: 10 }, (_, index) => line({ counts: importCounts(index, index, 0, 0) })),
    line({ state: "empty" }),
    line({ state: "empty" }),
    line({ state: "absent" }),
    line({ state: "unknown", expected: false, section: "other", path: "A › B" }),
  ];

  it("are counted by state, with expected = found + empty + absent", () => {
    const sections = countSections(lines);
    expect(sections).toEqual({ expected: 13, found: 10, empty: 2, absent: 1, unknown: 1, unrequested: 0 });
    expect(sectionsSentence(sections)).toBe(
      "10 with data, 2 empty, 1 absent; and 1 that Satchel does not know yet.",
    );
  });

  it("that were not requested are counted separately", () => {
    const sections = countSections([line({}), line({ expected: false }), line({ expected: false })]);
    expect(sections).toMatchObject({ expected: 1, found: 1, unrequested: 2 });
    expect(sectionsSentence(sections)).toBe("1 with data, 0 empty, 0 absent; 2 more came along.");
  });

  it("are sorted by number of records, absent ones last", () => {
    expect(sortSections([...lines].reverse()).map((each) => each.state)).toEqual([
      ...Array(10).fill("found"),
      "unknown",
      "empty",
      "empty",
      "absent",
    ]);
    expect(sortSections(lines)[0]!.counts.read).toBe(9);
  });
});

it("formats the provenance, and unknown values unchanged", () => {
  expect(describeProvenance({ label: "source", value: "tiktok" }).value).toBe("TikTok, by request");
  expect(describeProvenance({ label: "scope", value: "directMessages/ongoing" }).value).toBe(
    "Direct messages, any time",
  );
  expect(describeProvenance({ label: "scope", value: "later/once" }).value).toBe("later/once");
  expect(describeProvenance({ label: "saved", value: String(NOON) }).value).toMatch(/2026/);
  expect(describeProvenance({ label: "saved", value: "" }).value).not.toMatch(/1970/);
  expect(describeProvenance({ label: "archive", value: "432642118" }).value).toBe(
    "432,642,118 bytes, kept as received",
  );
});

describe("notification of a saved backup", () => {
  const state: State = { ...snapshot(), seq: 0, drag: null };
  const saved = (records: ImportCounts | null, opened = false) =>
    notification(
      {
        what: "saved",
        job: job({ request: opened ? null : request("activity"), step: "saved", outcome: "saved", records }),
      },
      state,
      NOON,
    )!;

  it("contains the number of records, and says when there are none", () => {
    expect(saved(importCounts(86_215, 1954, 84_261, 0)).body).toBe(
      "86,215 records, 1,954 of them new. Your backup is in Documents/Satchel.",
    );
    expect(saved(null).body).toBe("Your backup is in Documents/Satchel.");
    const none = saved(importCounts(0, 0, 0, 0));
    expect(none.title).not.toContain("verified");
    expect(none.body).toContain("every section in it is empty");
    expect(saved(importCounts(0, 0, 0, 0), true).body).not.toContain("TikTok");
  });
});

describe("page of a backup", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(cleanup);

  const settle = () => vi.advanceTimersByTimeAsync(50);
  async function open(scenario: string, index = 0) {
    const mock = new MockClient(scenario);
    render(App, { client: mock });
    await settle();
    const rows = document.querySelectorAll("tbody tr");
    await fireEvent.click(rows[index]!.querySelector("td")!);
    await settle();
    return mock;
  }
  const summary = () => screen.getByRole("region", { name: "What happened to the records" });
  const press = async (name: string | RegExp) => {
    await fireEvent.click(screen.getByRole("button", { name }));
    await settle();
  };

  it("shows the totals, and the reasons for skipped records on request", async () => {
    await open("library");
    const terms = [...summary().querySelectorAll("dd")].map((each) => each.textContent);
    expect(terms).toEqual(["73,076", "1,954", "71,090", "30", "2"]);
    expect(summary().textContent).toContain("8 sections:");
    expect(screen.queryByText("The text of 2 records is damaged.")).toBeNull();
    await press("see why");
    expect(screen.getByText("The text of 2 records is damaged.")).toBeTruthy();
    await press("2 skipped in Direct messages: see why");
    expect(screen.queryByText("The text of 2 records is damaged.")).toBeNull();
    await press("see why");
    expect(screen.getByText("The text of 2 records is damaged.")).toBeTruthy();
  });

  it("shows an error in place of the totals when they do not add up", async () => {
    await open("countsoff");
    expect(screen.getByRole("alert").textContent).toContain("The numbers do not add up.");
    expect(summary().querySelectorAll("dd")).toHaveLength(0);
    await press("Rebuild…");
    expect(screen.getByRole("dialog", { name: "Rebuild your library?" })).toBeTruthy();
  });

  it("warns when there are no records, and does not offer to browse", async () => {
    await open("savedempty");
    expect(screen.getByText("This backup has no records.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Browse" })).toBeNull();
  });

  it("names what could not be unpacked, and offers to download it again", async () => {
    await open("savedincomplete");
    expect(screen.getByText("TikTok/Direct Messages.txt")).toBeTruthy();
    expect(screen.getByText("It is damaged or incomplete in the archive.")).toBeTruthy();
    expect(screen.getByText("Incomplete")).toBeTruthy();
    await press("Download again");
    await press("Backups");
    expect(screen.getByRole("button", { name: "Cancel" })).toBeTruthy();
  });

  it("says that a backup is not imported yet, and shows its records afterwards", async () => {
    const mock = await open("summarypending");
    expect(screen.getByText("Its records are not read yet.")).toBeTruthy();
    expect(screen.queryByRole("region", { name: "What happened to the records" })).toBeNull();
    (mock as unknown as { summaryState: string }).summaryState = "complete";
    mock.emit({ what: "backups", value: snapshot().backups });
    await settle();
    expect(summary()).toBeTruthy();
  });

  it("asks for the section of an uncertain file, with a sample, and sends the answer", async () => {
    const mock = await open("library", 2);
    expect(screen.getByText(/Lien : https/)).toBeTruthy();
    await fireEvent.change(screen.getByLabelText(/^What .*Historique.txt/), { target: { value: "watch" } });
    await settle();
    expect(mock.calls.some((call) => /^name file .* Activité\/Historique.txt watch$/.test(call))).toBe(true);
  });

  it("shows the report before it is saved", async () => {
    const mock = await open("library");
    await press(/^Unrecognized data/);
    const dialog = screen.getByRole("dialog");
    expect(within(dialog).getByRole("region").textContent).toContain("NoteList");
    expect(mock.calls.some((call) => call.startsWith("save report"))).toBe(false);
    await fireEvent.submit(dialog.querySelector("form")!);
    await settle();
    expect(mock.calls.some((call) => call.startsWith("save report"))).toBe(true);
    expect(within(dialog).getByText("The file was saved.")).toBeTruthy();
  });

  it("belongs to the entry Backups, and links to the list and the library", async () => {
    await open("library");
    const nav = screen.getByRole("navigation", { name: "Sections" });
    expect(nav.querySelector("[aria-current]")?.textContent?.trim()).toBe("Backups");
    await press("Backups");
    expect(screen.getByRole("heading", { name: "Your backups" })).toBeTruthy();
    await fireEvent.keyDown(window, { key: "ArrowLeft", altKey: true });
    await settle();
    await press("Browse");
    expect(document.querySelector("h1")?.textContent).toBe("Watch history");
  });
});

describe("list of backups and jobs", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(cleanup);

  async function open(scenario: string) {
    const mock = new MockClient(scenario);
    render(App, { client: mock });
    await vi.advanceTimersByTimeAsync(0);
    return mock;
  }

  it("show the number of records and of new records", async () => {
    await open("saved");
    expect(screen.getByText("73,076 records, 1,954 of them new")).toBeTruthy();
    expect(document.querySelector("tbody tr")?.textContent?.replace(/\s+/g, " ")).toContain(
      "73,076 1,954 new",
    );
  });

  it("keep the warning about an empty backup until it is dismissed", async () => {
    const mock = await open("savedempty");
    expect(screen.queryByText("Saved and verified")).toBeNull();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(screen.getByRole("alert").textContent).toContain("This backup has no records.");
    await fireEvent.click(screen.getByRole("button", { name: "Dismiss" }));
    expect(mock.calls).toContain("dismissJob a");
  });

  it("keep the warning about an incomplete backup, and never call it verified", async () => {
    await open("savedincomplete");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(screen.getByRole("alert").textContent).toContain("Saved, but incomplete.");
    expect(screen.queryByText("Saved and verified")).toBeNull();
    expect(document.querySelector("tbody tr")?.textContent).toContain("Incomplete");
    await fireEvent.click(screen.getByRole("button", { name: "Download again" }));
    await vi.advanceTimersByTimeAsync(0);
    expect(screen.queryByText("Saved, but incomplete.")).toBeNull();
  });

  it("count records during the import", async () => {
    const mock = await open("empty");
    const progress = {
      bytes: 1,
      bytesTotal: 2,
      bytesPerSecond: null,
      files: null,
      filesTotal: null,
      records: 412_000,
    };
    mock.emit({
      what: "job",
      value: job({ id: "a", request: request("activity"), step: "indexing", progress }),
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(screen.getByText("412,000 records read")).toBeTruthy();
    expect(document.querySelector("[aria-current=step]")?.textContent).toBe("Indexing");
  });
});

describe("library settings", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(cleanup);

  it("rebuild the library only after confirmation", async () => {
    const mock = new MockClient("library");
    render(App, { client: mock });
    await vi.advanceTimersByTimeAsync(0);
    await fireEvent.click(screen.getByRole("button", { name: "Settings" }));
    expect(screen.getByText(/Satchel says so before the first one/)).toBeTruthy();
    await fireEvent.click(screen.getByRole("button", { name: "Rebuild…" }));
    expect(mock.calls).not.toContain("rebuild");
    await fireEvent.submit(screen.getByRole("dialog").querySelector("form")!);
    await vi.advanceTimersByTimeAsync(0);
    expect(mock.calls).toContain("rebuild");
  });
});
