import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import type { SectionLine } from "../src/ipc/bindings";
import { MockClient } from "../src/ipc/mock";

/* Svelte stops rendering with `each_key_duplicate` when two entries of a list have the same key. */
describe("lists whose entries repeat a value", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(cleanup);

  const settle = (milliseconds = 300) => vi.advanceTimersByTimeAsync(milliseconds);
  async function open(change: (client: MockClient) => void) {
    const client = new MockClient("library");
    change(client);
    render(App, { client });
    await settle();
  }
  async function press(name: RegExp, inside: HTMLElement = document.body) {
    await fireEvent.click(within(inside).getAllByRole("button", { name })[0]!);
    await settle();
  }
  const sidebar = () => screen.getByRole("navigation", { name: "Sections" });

  it("shows two earlier values of a setting that ended at the same time", async () => {
    const until = Date.UTC(2026, 8, 21);
    await open((client) => {
      client.libraryFacts = async () => [
        {
          section: "settings",
          total: 1,
          things: [],
          facts: [
            {
              id: "1",
              path: ["Status List", "App Version"],
              value: "38.0",
              current: true,
              before: [
                { value: "37.0", until },
                { value: "37.1", until },
              ],
            },
          ],
        },
      ];
    });
    await press(/^Profile & preferences/, sidebar());
    await press(/^2 earlier values/);
    expect(screen.getByText("37.0")).toBeTruthy();
    expect(screen.getByText("37.1")).toBeTruthy();
  });

  it("shows a device with all values of a property once, the newest first", async () => {
    const until = Date.UTC(2026, 8, 21);
    const values = ["38.0", "37.3", "37.2", "37.1", "37.0"].map((value, index) => ({
      record: `${index}`,
      value,
      from: until,
      until,
    }));
    await open((client) => {
      const properties = [{ name: "App Version", values }];
      const thing = { id: "AAA", properties, from: until, until, current: true };
      client.libraryFacts = async () => [{ section: "device", total: 1, facts: [], things: [thing] }];
    });
    await press(/^Profile & preferences/, sidebar());
    expect(screen.getByText("AAA")).toBeTruthy();
    expect(screen.queryByText("37.0")).toBeNull();
    await press(/^2 more values/);
    expect(screen.getByText("37.0")).toBeTruthy();
  });

  it("shows a section and an unknown list of the same name", async () => {
    const counts = { read: 3, stored: 2, known: 0, repeated: 0, skipped: 1 };
    await open((client) => {
      const summary = client.importSummary.bind(client);
      client.importSummary = async (id) => {
        const sections: SectionLine[] = (["comment", "other"] as const).map((section) => ({
          section,
          path: section === "other" ? "comment" : null,
          state: section === "other" ? "unknown" : "found",
          expected: false,
          counts,
          reasons: [{ reason: "empty", count: 1 }],
        }));
        return {
          ...(await summary(id)),
          sections,
          total: { read: 6, stored: 4, known: 0, repeated: 0, skipped: 2 },
        };
      };
    });
    await fireEvent.click(document.querySelector("tbody tr td")!);
    await settle();
    expect(screen.getByRole("rowheader", { name: "comment" })).toBeTruthy();
    expect(screen.getByRole("rowheader", { name: "Comments" })).toBeTruthy();
    await press(/^1 skipped in comment: see why/);
    expect(screen.getAllByText(/^1 record was empty/)).toHaveLength(1);
  });

  it("shows two senders of the same name", async () => {
    await open((client) => {
      const figures = client.libraryChatFigures.bind(client);
      client.libraryChatFigures = async (id) => ({
        ...(await figures(id)),
        senders: [
          { name: "Maren", mine: false, messages: 5 },
          { name: "Maren", mine: true, messages: 4 },
        ],
      });
    });
    await press(/^Messages/, sidebar());
    await press(/^Figures/);
    const sheet = screen.getByRole("dialog", { name: "This chat in figures" });
    expect(within(sheet).getByText("Maren")).toBeTruthy();
    expect(within(sheet).getByText("You")).toBeTruthy();
  });

  it("completes a name that two chats share", async () => {
    await open((client) => {
      client.libraryComplete = async () => [
        { insert: "from:Maren", label: "Maren", count: 5 },
        { insert: "from:Maren", label: "Maren", count: 2 },
      ];
    });
    await fireEvent.keyDown(window, { key: "k", ctrlKey: true });
    const box = screen.getByRole<HTMLInputElement>("combobox");
    box.value = "from:ma";
    box.setSelectionRange(7, 7);
    await fireEvent.input(box);
    await settle();
    const list = screen.getByRole("listbox", { name: "Suggestions" });
    expect(within(list).getAllByRole("option")).toHaveLength(2);
  });

  it("ranks two chats of the same name", async () => {
    await open((client) => {
      const overview = client.libraryOverview.bind(client);
      client.libraryOverview = async (query) => ({
        ...(await overview(query)),
        chats: [
          { text: "Maren", chat: null, last: null, count: 9 },
          { text: "Maren", chat: null, last: null, count: 7 },
        ],
      });
    });
    await press(/^Overview/, sidebar());
    await settle(3000);
    expect(screen.getAllByTitle("Maren")).toHaveLength(2);
  });

  it("shows unknown lists whose names contain the separator of the tree's keys", async () => {
    await open((client) => {
      client.libraryTree = async () => ({
        paths: [
          { id: "1", path: ["a", "b"], records: 1 },
          { id: "2", path: ["a\0b"], records: 1 },
        ],
        total: 2,
      });
    });
    await press(/^Other sections/, sidebar());
    expect(screen.getByText("a\0b")).toBeTruthy();
  });
});
