import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { MockClient } from "../src/ipc/mock";
import type { PersonPage } from "../src/ipc/bindings";
import { named } from "./named";

beforeEach(() => vi.useFakeTimers());
afterEach(cleanup);

const settle = () => vi.advanceTimersByTimeAsync(300);
async function press(name: string | RegExp, selector?: string) {
  await fireEvent.click(named(name, selector));
  await settle();
}
const heading = () => screen.getByRole("heading", { level: 1 }).textContent;
const subheading = () => document.querySelector("main h2")!.textContent;
/** The lines of a part of the page, as text. */
const lines = (title: string) =>
  within(screen.getByRole("region", { name: title }))
    .getAllByRole("listitem")
    .map((each) => each.textContent!.replace(/\s+/g, " ").trim());

async function open(changes: (page: PersonPage) => Partial<PersonPage> = () => ({}), scenario = "library") {
  const mock = new MockClient(scenario);
  const answer = mock.libraryPerson.bind(mock);
  mock.libraryPerson = async (name) => {
    const page = await answer(name);
    return { ...page, ...changes(page) };
  };
  render(App, { client: mock });
  await settle();
  return mock;
}
/** Opens the page of the first chat's person. */
async function openNoor(changes?: (page: PersonPage) => Partial<PersonPage>) {
  const mock = await open(changes);
  await press(/^Messages/);
  await press(/^Show everything with .?Noor Achterberg/);
  return mock;
}
const bare = { chat: null, groups: [], groupsTotal: 0, relations: [], records: [], first: null, last: null };

describe("the ways to a person's page", () => {
  it("leads there from the head of the chat, with title and focus, and back", async () => {
    await openNoor();
    expect(heading()).toBe("Noor Achterberg");
    expect(document.activeElement).toBe(screen.getByRole("heading", { level: 1 }));
    expect(document.title, "without the name, which could not be blurred").toBe("Person – Satchel");
    await fireEvent.keyDown(document.body, { key: "ArrowLeft", altKey: true });
    await settle();
    expect(screen.getByRole("feed")).toBeTruthy();
    await fireEvent.keyDown(document.body, { key: "ArrowRight", altKey: true });
    await settle();
    expect(heading()).toBe("Noor Achterberg");
  });

  it("leads there from menus of chats and messages, but not with a group or a removed account", async () => {
    await open();
    await press(/^Messages/);
    const items = () => screen.getAllByRole("menuitem").map((each) => each.textContent.trim());
    const ofPerson = expect.stringMatching(/^Show everything with .Noor Achterberg.$/);
    await press("More for this chat");
    expect(items()).toContainEqual(ofPerson);
    await fireEvent.keyDown(document.activeElement!, { key: "Escape" });
    const [first, , , , , football] = document.querySelectorAll(".people .pers");
    await fireEvent.contextMenu(first!);
    await settle();
    expect(items()).toContainEqual(ofPerson);
    await fireEvent.keyDown(document.activeElement!, { key: "Escape" });
    await fireEvent.contextMenu(football!);
    await settle();
    expect(football!.textContent).toContain("Sunday football");
    expect(items()).not.toContainEqual(expect.stringMatching(/^Show everything/));
    await fireEvent.keyDown(document.activeElement!, { key: "Escape" });
    await fireEvent.contextMenu(screen.getAllByRole("article").at(-2)!);
    await settle();
    expect(items().at(-1)).toEqual(ofPerson);
    await fireEvent.click(screen.getAllByRole("menuitem").at(-1)!);
    await settle();
    expect(heading()).toBe("Noor Achterberg");
  });

  it("leads there from the rows of People and their details", async () => {
    const mock = await open();
    await press(/^People/);
    const row = screen.getAllByRole("row")[1]!;
    const name = row.querySelector(".main .theirs")!.textContent;
    await fireEvent.click(within(row).getByRole("button", { name: `Show everything with ${name}` }));
    await settle();
    expect(heading()).toBe(name);
    expect(mock.calls).toContain(`person ${name}`);
    await fireEvent.keyDown(document.body, { key: "ArrowLeft", altKey: true });
    await settle();
    await fireEvent.dblClick(screen.getAllByRole("row")[1]!);
    await settle();
    await press("Show everything with this person", ".row .btn");
    expect(heading()).toBe(name);
  });

  it("leads there from a person that a search finds", async () => {
    const mock = await open();
    const found = {
      name: "paper.fold.daily",
      person: true,
      chat: null,
      records: 3,
      relation: null,
      blocked: false,
    };
    mock.librarySearch = async () => ({
      names: [found],
      namesTotal: 1,
      groups: [],
      total: 0,
      words: ["paper"],
      invalidOperators: [],
      unfinished: false,
    });
    await fireEvent.keyDown(document.body, { key: "k", ctrlKey: true });
    await settle();
    await fireEvent.input(screen.getByRole("combobox"), { target: { value: "paper" } });
    await settle();
    await fireEvent.keyDown(screen.getByRole("combobox"), { key: "Enter" });
    await settle();
    expect(heading()).toBe("paper.fold.daily");
  });
});

describe("a person's page", () => {
  it("has the chat, the contacts, the lists, the groups and the records", async () => {
    await openNoor((page) => ({
      records: [{ section: "watch", records: 12, first: page.first!.time, last: page.last!.time }],
    }));
    expect(lines("In your chat")[0]).toBe("Messages 4,212");
    expect(lines("First and last contact")[1]).toMatch(
      /^Last: Direct message You: See you at the lantern walk .*2026/,
    );
    expect(lines("Following and blocking")).toEqual([
      expect.stringMatching(/^Followed you In the data of .*, but not in that of .* since /),
      expect.stringMatching(/^You follow them In the data up to .* since /),
    ]);
    expect(lines("Latest links in your chat")).toHaveLength(4);
    expect(lines("Where else they are named")).toEqual([expect.stringMatching(/^Watched videos .* 12$/)]);
    expect(lines("Their messages in groups")).toEqual([
      expect.stringMatching(/^Sunday football \(14 people\) Last on .* 214 messages$/),
    ]);
    expect(screen.getByRole("group", { name: /^Messages per month, from/ })).toBeTruthy();
  });

  it("says of what was blocked, viewed or has no date only what is known", async () => {
    await openNoor(({ relations: [gone] }) => ({
      ...bare,
      relations: (["block", "profileView", "following"] as const).map((section) => ({
        ...gone!,
        row: { ...gone!.row, section, time: section === "following" ? null : gone!.row.time },
      })),
    }));
    const shown = lines("Following and blocking");
    expect(shown[0]).toMatch(/^You blocked them In the data of /);
    expect(shown[1], "a view does not end").toMatch(/^Profile view In the data up to /);
    expect(shown[2]).toMatch(/^You followed them In the data of .* but not in that of .* 20\d\d$/);
    expect(screen.queryByRole("region", { name: "In your chat" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Show the chat" })).toBeNull();
  });

  it("leads from each line to what it tells of", async () => {
    const mock = await openNoor((page) => ({
      records: [{ section: "watch", records: 12, first: page.first!.time, last: page.last!.time }],
    }));
    const back = async () => {
      await fireEvent.keyDown(document.body, { key: "ArrowLeft", altKey: true });
      await settle();
    };
    await press(/^Watched videos/, "main li button");
    expect(heading()).toBe("Watch history");
    expect(named(/^Remove “.*Noor Achterberg/)).toBeTruthy();
    await back();
    await press(/^You follow them/, "main li button");
    expect(heading()).toBe("People");
    await back();
    await press(/^Messages with a link/, "main li button");
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Find in this chat" }).value).toBe("http");
    expect(mock.calls).toContain("hits http");
    await back();
    await press(/^Sunday football/, "main li button");
    expect(subheading()).toBe("Sunday football (14 people)");
    await back();
    await press("Search for this name");
    expect(screen.getByRole<HTMLInputElement>("combobox").value).toBe('"Noor Achterberg" ');
  });

  it("opens the first message of a month", async () => {
    const mock = await openNoor();
    const asked: unknown[] = [];
    const rows = mock.libraryRows.bind(mock);
    mock.libraryRows = (query, ...range) => {
      asked.push([query.filter.chat, query.filter.from, query.filter.to]);
      return rows(query, ...range);
    };
    await press(/^November\s2026: /, "[data-part]");
    expect(asked[0]).toEqual(["chat 0", "2026-11-01", "2026-11-30"]);
    expect(screen.getByRole("feed")).toBeTruthy();
  });

  it("names earlier names", async () => {
    await openNoor(() => ({ earlierNames: ["noor.2021", "noor.hq"] }));
    expect(screen.getByText(/^Earlier names: .*noor\.2021.*noor\.hq/).classList).toContain("private");
  });

  it("says that there is nothing, or that it is oneself", async () => {
    await openNoor(() => bare);
    expect(subheading()).toBe("Nothing with this name");
    cleanup();
    await openNoor(() => ({ ...bare, isOwner: true }));
    expect(subheading()).toBe("This is one of your own names");
    await press("Show your profile");
    expect(heading()).toBe("Profile & preferences");
  });

  it("waits, says that more may follow, and shows a problem with a way to try again", async () => {
    const mock = await openNoor(() => ({ unfinished: true }));
    expect(screen.getByText("Not everything is searchable yet.")).toBeTruthy();
    mock.responseMode = "slow";
    await press(/^People/);
    await fireEvent.keyDown(document.body, { key: "ArrowLeft", altKey: true });
    await settle();
    expect(heading()).toBe("Noor Achterberg");
    expect(screen.getByText("Loading…")).toBeTruthy();
    mock.responseMode = "failing";
    await press(/^Likes/);
    await fireEvent.keyDown(document.body, { key: "ArrowLeft", altKey: true });
    await settle();
    mock.responseMode = "ready";
    await press("Try again");
    expect(lines("In your chat")[0]).toBe("Messages 4,212");
  });

  it("is left when the library of another person is shown", async () => {
    await open(undefined, "people");
    await press(/^Messages/);
    await press(/^Show everything with .?Noor Achterberg/);
    await press(/^Switch person/);
    await fireEvent.click(screen.getByRole("menuitemradio", { name: "noor.hq" }));
    await settle();
    expect(document.title).toBe("Backups – Satchel");
  });
});
