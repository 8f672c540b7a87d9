import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { countSections, flaw, ordered } from "../src/backups/detail/ledger";
import { sectionsSentence, told } from "../src/backups/detail/words";
import type { SectionLine, ImportCounts } from "../src/ipc/bindings";
import { Fake } from "../src/ipc/fake";
import { job, NOON, snapshot, request } from "../src/ipc/fake/parts";
import type { State } from "../src/state/reduce";
import { notice } from "../src/text/tidings";

const tally = (read: number, stored: number, known: number, skipped: number): ImportCounts => ({
  read,
  stored,
  known,
  skipped,
});
const line = (changes: Partial<SectionLine>): SectionLine => ({
  section: "watch",
  path: null,
  state: "found",
  expected: true,
  counts: tally(0, 0, 0, 0),
  reasons: [],
  ...changes,
});

describe("the sum", () => {
  const good = [line({ counts: tally(10, 4, 5, 1) }), line({ section: "like", counts: tally(2, 0, 2, 0) })];

  it("is right when every line and the whole add up", () => {
    expect(flaw({ total: tally(12, 4, 7, 1), sections: good })).toBeNull();
    expect(flaw({ total: tally(0, 0, 0, 0), sections: [] })).toBeNull();
  });

  it("is off when the whole is, when one line is, or when lines are not the whole", () => {
    expect(flaw({ total: tally(12, 4, 7, 0), sections: good })).toEqual(tally(12, 4, 7, 0));
    const bad = line({ section: "search", counts: tally(3, 1, 1, 0) });
    expect(flaw({ total: tally(15, 5, 9, 1), sections: [...good, bad] })).toEqual(bad.counts);
    expect(flaw({ total: tally(13, 5, 7, 1), sections: good })).toEqual(tally(13, 4, 7, 1));
  });
});

describe("sections", () => {
  const lines = [
    ...Array.from({ length: 10 }, (_, place) => line({ counts: tally(place, place, 0, 0) })),
    line({ state: "empty" }),
    line({ state: "empty" }),
    line({ state: "absent" }),
    line({ state: "unknown", expected: false, section: "other", path: "A › B" }),
  ];

  it("are counted so that expected is found, empty and absent", () => {
    const sections = countSections(lines);
    expect(sections).toEqual({ expected: 13, found: 10, empty: 2, absent: 1, unknown: 1, besides: 0 });
    expect(sectionsSentence(sections)).toBe(
      "= 10 found + 2 empty + 1 absent; and 1 that Satchel does not know yet.",
    );
  });

  it("that nobody asked for are told apart", () => {
    const sections = countSections([line({}), line({ expected: false }), line({ expected: false })]);
    expect(sections).toMatchObject({ expected: 1, found: 1, besides: 2 });
    expect(sectionsSentence(sections)).toBe("= 1 found + 0 empty + 0 absent; 2 more came along.");
  });

  it("stand with the fullest first and the absent last", () => {
    expect(ordered([...lines].reverse()).map((each) => each.state)).toEqual([
      ...Array(10).fill("found"),
      "unknown",
      "empty",
      "empty",
      "absent",
    ]);
    expect(ordered(lines)[0]!.counts.read).toBe(9);
  });
});

it("tells where a backup comes from in words, and what it does not know as it is", () => {
  expect(told({ label: "source", value: "tiktok" }).value).toBe("TikTok, by request");
  expect(told({ label: "scope", value: "directMessages/ongoing" }).value).toBe("Direct messages, kept fresh");
  expect(told({ label: "scope", value: "later/once" }).value).toBe("later/once");
  expect(told({ label: "saved", value: String(NOON) }).value).toMatch(/2026/);
  expect(told({ label: "saved", value: "" }).value).not.toMatch(/1970/);
  expect(told({ label: "archive", value: "432642118" }).value).toBe("432,642,118 bytes, kept as received");
});

describe("what is said when a backup is saved", () => {
  const state: State = { ...snapshot(), seq: 0, drag: null };
  const saved = (records: ImportCounts | null, opened = false) =>
    notice(
      {
        what: "saved",
        job: job({ request: opened ? null : request("activity"), step: "saved", outcome: "saved", records }),
      },
      state,
      NOON,
    )!;

  it("are its records, and loudly that there are none", () => {
    expect(saved(tally(86_215, 1954, 84_261, 0)).body).toBe(
      "86,215 records, 1,954 of them new. Your backup is in Documents/Satchel.",
    );
    expect(saved(null).body).toBe("Your backup is in Documents/Satchel.");
    const none = saved(tally(0, 0, 0, 0));
    expect(none.title).not.toContain("verified");
    expect(none.body).toContain("every section in it is empty");
    expect(saved(tally(0, 0, 0, 0), true).body).not.toContain("TikTok");
  });
});

describe("the page of a backup", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(cleanup);

  const settle = () => vi.advanceTimersByTimeAsync(50);
  async function open(scene: string, place = 0) {
    const fake = new Fake(scene);
    render(App, { client: fake });
    await settle();
    const rows = document.querySelectorAll("tbody tr");
    await fireEvent.click(rows[place]!.querySelector("td")!);
    await settle();
    return fake;
  }
  const ledger = () => screen.getByRole("region", { name: "What became of its records" });
  const press = async (name: string | RegExp) => {
    await fireEvent.click(screen.getByRole("button", { name }));
    await settle();
  };

  it("shows the equation, and opens the reasons of what was left out", async () => {
    await open("library");
    const terms = [...ledger().querySelectorAll("dd")].map((each) => each.textContent);
    expect(terms).toEqual(["73,076", "1,954", "71,120", "2"]);
    expect(ledger().textContent).toContain("8 sections expected");
    expect(screen.queryByText("The text of 2 records is damaged.")).toBeNull();
    await press("see why");
    expect(screen.getByText("The text of 2 records is damaged.")).toBeTruthy();
    await press("2 skipped in Direct messages: see why");
    expect(screen.queryByText("The text of 2 records is damaged.")).toBeNull();
    await press("see why");
    expect(screen.getByText("The text of 2 records is damaged.")).toBeTruthy();
  });

  it("says in red that a sum is off, in place of the equation", async () => {
    await open("ledgeroff");
    expect(screen.getByRole("alert").textContent).toContain("The numbers do not add up.");
    expect(ledger().querySelectorAll("dd")).toHaveLength(0);
    await press("Rebuild…");
    expect(screen.getByRole("dialog", { name: "Read all backups again?" })).toBeTruthy();
  });

  it("says loudly that there are no records, and offers nothing to browse", async () => {
    await open("savedempty");
    expect(screen.getByText("This backup has no records.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Browse" })).toBeNull();
  });

  it("says that its records are not read yet, and then shows them", async () => {
    const fake = await open("ledgerunread");
    expect(screen.getByText("Its records are not read yet.")).toBeTruthy();
    expect(screen.queryByRole("region", { name: "What became of its records" })).toBeNull();
    (fake as unknown as { books: string }).books = "kept";
    fake.tell({ what: "backups", value: snapshot().backups });
    await settle();
    expect(ledger()).toBeTruthy();
  });

  it("asks what an unsure file is, with its sample, and passes the answer on", async () => {
    const fake = await open("library", 2);
    expect(screen.getByText(/Lien : https/)).toBeTruthy();
    await fireEvent.change(screen.getByLabelText(/^What .*Historique.txt/), { target: { value: "watch" } });
    await settle();
    expect(fake.calls.some((call) => /^name file .* Activité\/Historique.txt watch$/.test(call))).toBe(true);
  });

  it("shows the report before it is written", async () => {
    const fake = await open("library");
    await press(/^What Satchel did not understand/);
    const dialog = screen.getByRole("dialog");
    expect(within(dialog).getByRole("region").textContent).toContain("NoteList");
    expect(fake.calls.some((call) => call.startsWith("save report"))).toBe(false);
    await fireEvent.submit(dialog.querySelector("form")!);
    await settle();
    expect(fake.calls.some((call) => call.startsWith("save report"))).toBe(true);
    expect(within(dialog).getByText("The file was written.")).toBeTruthy();
  });

  it("belongs to the backups, and leads back to them and on to the library", async () => {
    await open("library");
    const nav = screen.getByRole("navigation", { name: "Sections" });
    expect(nav.querySelector("[aria-current]")?.textContent?.trim()).toBe("Backups");
    await press("Back to Backups");
    expect(screen.getByRole("heading", { name: "Your backups" })).toBeTruthy();
    await fireEvent.keyDown(window, { key: "ArrowLeft", altKey: true });
    await settle();
    await press("Browse");
    expect(document.querySelector("h1")?.textContent).toBe("Overview");
  });
});

describe("the list and the journey", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(cleanup);

  async function open(scene: string) {
    const fake = new Fake(scene);
    render(App, { client: fake });
    await vi.advanceTimersByTimeAsync(0);
    return fake;
  }

  it("show records, and those that are new", async () => {
    await open("saved");
    expect(screen.getByText("73,076 records, 1,954 of them new")).toBeTruthy();
    expect(document.querySelector("tbody tr")?.textContent?.replace(/\s+/g, " ")).toContain(
      "73,076 1,954 new",
    );
  });

  it("keep the warning of an empty backup until it is dismissed", async () => {
    const fake = await open("savedempty");
    expect(screen.queryByText("Saved and verified")).toBeNull();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(screen.getByRole("alert").textContent).toContain("This backup has no records.");
    await fireEvent.click(screen.getByRole("button", { name: "Dismiss" }));
    expect(fake.calls).toContain("dismissJob a");
  });

  it("count records while they are read in", async () => {
    const fake = await open("empty");
    const progress = {
      bytes: 1,
      bytesTotal: 2,
      bytesPerSecond: null,
      files: null,
      filesTotal: null,
      records: 412_000,
    };
    fake.tell({
      what: "job",
      value: job({ id: "a", request: request("activity"), step: "indexing", progress }),
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(screen.getByText("412,000 records read")).toBeTruthy();
    expect(document.querySelector("[aria-current=step]")?.textContent).toBe("Indexing");
  });
});

describe("the library in the Settings", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(cleanup);

  it("is rebuilt only after a question", async () => {
    const fake = new Fake("library");
    render(App, { client: fake });
    await vi.advanceTimersByTimeAsync(0);
    await fireEvent.click(screen.getByRole("button", { name: "Settings" }));
    expect(screen.getByText(/Satchel says so before the first one/)).toBeTruthy();
    await fireEvent.click(screen.getByRole("button", { name: "Rebuild…" }));
    expect(fake.calls).not.toContain("rebuild");
    await fireEvent.submit(screen.getByRole("dialog").querySelector("form")!);
    await vi.advanceTimersByTimeAsync(0);
    expect(fake.calls).toContain("rebuild");
  });
});
