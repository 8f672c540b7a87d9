import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import type { Found, Group } from "../src/ipc/bindings";
import { MockClient } from "../src/ipc/mock";
import { row } from "../src/ipc/mock/library/row";
import {
  applyCompletion,
  groupIn,
  groupWord,
  operators,
  withOperators,
  wordAt,
} from "../src/search/query-text";
import { indexOfOption, nextGroup, optionsOf, step } from "../src/search/options";

describe("operators in the search box", () => {
  it("are parsed with and without quotes, and other words with colons are not", () => {
    expect(operators('lantern from:"Noor Achterberg" AFTER:2024 at 12:30')).toEqual({
      from: "Noor Achterberg",
      after: "2024",
    });
    expect(operators("from: in:")).toEqual({});
    expect(operators('from:"Noor Ach')).toEqual({ from: "Noor Ach" });
  });

  it("are replaced without changing the words", () => {
    expect(withOperators("lantern before:2020 walk after:2019", { after: "2025", before: "2026" })).toBe(
      "lantern walk after:2025 before:2026 ",
    );
    expect(withOperators('lantern from:"Noor Achterberg"', { from: null })).toBe("lantern ");
    expect(withOperators("", { from: 'Ana "Vu" K' })).toBe('from:"Ana Vu K" ');
    expect(withOperators("in:likes", { in: null })).toBe("");
  });

  it("survive a round trip, whatever the name", () => {
    for (const name of ["Mum", "ليلى عبد الرحمن", "a:b", "from:me", "x  y", "tobi.builds"]) {
      expect(operators(withOperators("lantern", { from: name })).from).toBe(name);
    }
  });

  it("name a group or a chat", () => {
    expect(groupIn("in:Watched x")).toBe("watch");
    expect(groupIn("in:settings")).toBe("facts");
    expect([groupIn("in:favourites"), groupIn("in:Favorites")]).toEqual(["favourites", "favourites"]);
    // The tests run in English of the United States.
    expect([groupWord("favourites"), groupWord("likes")]).toEqual(["favorites", "likes"]);
    expect(groupIn('in:"Sunday football"')).toBeNull();
  });
});

describe("word being typed", () => {
  it("is the one that ends at the caret", () => {
    expect(wordAt("lantern from:no", 15)?.raw).toBe("from:no");
    expect(wordAt('from:"Noor Ach', 14)?.raw).toBe('from:"Noor Ach');
    expect(wordAt("lantern walk", 7)?.raw).toBe("lantern");
    expect(wordAt("lantern walk", 3)).toBeNull();
    expect(wordAt("lantern ", 8)).toBeNull();
  });

  it("is replaced by its completion, with the caret after it", () => {
    const word = wordAt("fr walk", 2)!;
    expect(applyCompletion("fr walk", word, "from:")).toEqual({ text: "from: walk", caret: 5 });
    const name = wordAt("x from:no", 9)!;
    expect(applyCompletion("x from:no", name, 'from:"Noor A"')).toEqual({
      text: 'x from:"Noor A" ',
      caret: 16,
    });
  });
});

const found = (sizes: [Group, number, number][]): Found => ({
  groups: sizes.map(([group, count, shown]) => ({
    group,
    count,
    hits: Array.from({ length: shown }, (_, index) => ({
      row: row(`${group} ${index}`, "search", null, {}),
      snippet: [],
      chatName: null,
    })),
  })),
  total: 0,
  words: [],
  names: [],
  namesTotal: 0,
  invalidOperators: [],
  unfinished: false,
});

describe("options", () => {
  const options = optionsOf(
    found([
      ["messages", 212, 3],
      ["searches", 2, 2],
      ["comments", 9, 3],
    ]),
    null,
  );

  it("are the hits, and a link to all hits of a group that has more", () => {
    expect(options.map((each) => each.key)).toEqual([
      "messages 0",
      "messages 1",
      "messages 2",
      "all messages",
      "searches 0",
      "searches 1",
      "comments 0",
      "comments 1",
      "comments 2",
      "all comments",
    ]);
    expect(optionsOf(found([["likes", 80, 50]]), "likes").at(-1)?.kind).toBe("list");
    expect(optionsOf(found([["messages", 80, 50]]), "messages").at(-1)?.kind).toBe("hit");
    // The second one is a repetition of the first, which is shown once.
    expect(optionsOf(found([["searches", 2, 1]]), null).at(-1)?.kind).toBe("list");
  });

  it("wrap around with the arrow keys, and move from group to group up to the last", () => {
    expect(step(0, -1, options.length)).toBe(9);
    expect(step(9, 1, options.length)).toBe(0);
    expect(step(0, 1, 0)).toBe(0);
    expect(nextGroup(options, 1)).toBe(4);
    expect(nextGroup(options, 5)).toBe(6);
    expect(nextGroup(options, 7)).toBeNull();
    expect(nextGroup([], 0)).toBeNull();
  });

  it("keep the chosen option at its new index; else the first is active", () => {
    expect(indexOfOption(options[5], options.slice(3))).toBe(2);
    expect(indexOfOption(options[0], options.slice(3))).toBe(0);
    expect(indexOfOption(undefined, options)).toBe(0);
  });
});

describe("search palette", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(cleanup);

  const settle = (time = 60) => vi.advanceTimersByTimeAsync(time);
  async function open(scenario: string, key: string | null = "k") {
    const mock = new MockClient(scenario);
    render(App, { client: mock });
    await settle();
    if (key) await fireEvent.keyDown(window, { key, ctrlKey: key === "k" });
    return mock;
  }
  const box = () => screen.getByRole<HTMLInputElement>("combobox");
  const type = async (text: string) => {
    const field = box();
    field.value = text;
    field.setSelectionRange(text.length, text.length);
    await fireEvent.input(field);
    await settle();
  };
  const key = async (name: string, more = {}) => {
    await fireEvent.keyDown(box(), { key: name, ...more });
    await settle();
  };
  const active = () => document.getElementById(box().getAttribute("aria-activedescendant") ?? "");
  const chosen = () => screen.getByRole("listbox").querySelector("[aria-selected=true]");
  const heading = () => document.querySelector("h1")?.textContent;

  it("opens a message in its chat", async () => {
    const mock = await open("library");
    await type("lantern");
    expect(within(screen.getByRole("listbox")).getAllByText("lantern")[0]?.tagName).toBe("MARK");
    expect(active(), "typing goes on in the box").toBeNull();
    await key("ArrowDown");
    expect(active()?.textContent).toContain("Noor Achterberg");
    await key("Enter");
    await settle(500);
    expect(screen.queryByRole("combobox")).toBeNull();
    expect(heading()).toMatch(/Messages|Noor Achterberg/);
    expect(mock.calls.some((call) => call.startsWith("place chat 0 "))).toBe(true);
  });

  it("shows each person once, says what they are, and opens their page", async () => {
    const mock = await open("library");
    await type("noor");
    const names = () => screen.getByRole("group", { name: /^People and chats/ });
    const people = within(names()).getAllByRole("option");
    expect(people.map((each) => each.textContent?.replaceAll(/\s+/g, " ").trim())).toEqual([
      "Noor Achterberg Chat, 4,212 messages · follows you · you follow",
    ]);
    expect(names().querySelector("h3 .num")?.textContent).toBe("1");
    // The footer counts what is listed.
    const numbers = screen.getAllByRole("group").map((each) => each.querySelector("h3 .num")?.textContent);
    const total = numbers.reduce((sum, each) => sum + Number(each?.replace(",", "") ?? 0), 0);
    expect(screen.getByText(`${total} results`)).toBeTruthy();
    await fireEvent.click(people[0]!);
    await settle(500);
    expect(heading()).toBe("Noor Achterberg");
    expect(mock.calls).toContain("person Noor Achterberg");
  });

  it("shows all people and chats that were found", async () => {
    await open("library");
    await type("paper.fold");
    const names = screen.getByRole("group", { name: /^People and chats/ });
    const total = names.querySelector("h3 .num")?.textContent;
    expect(within(names).getAllByRole("option")).toHaveLength(5);
    await fireEvent.click(within(names).getByText(`Show all ${total}`));
    await settle();
    expect(screen.getAllByRole("option")).toHaveLength(Number(total));
    expect(screen.getByText(`${total} results`)).toBeTruthy();
  });

  it("shows everybody in the lists of people, up to a number, and how many there are", async () => {
    await open("library");
    await type("in:people ");
    const names = screen.getByRole("group", { name: /^People and chats/ });
    const total = Number(names.querySelector("h3 .num")?.textContent?.replace(",", ""));
    expect(total).toBeGreaterThan(300);
    expect(screen.getAllByRole("option")).toHaveLength(300);
  });

  it("moves from group to group, and to the filters after the last", async () => {
    await open("library");
    await type("lantern");
    const groups: (string | undefined)[] = [];
    for (let at = 0; at < 3; at++) {
      groups.push(chosen()?.closest("[role=group]")?.querySelector("h3 span")?.textContent ?? "");
      await key("Tab");
    }
    expect(groups).toEqual(["Messages", "Searches", "Watch history"]);
    while ((await fireEvent.keyDown(box(), { key: "Tab" })) === false);
    expect(chosen()?.closest("[role=group]")?.querySelector("h3 span")?.textContent).toBe("Posts");
  });

  it("shows all hits of one group, and all groups again after Backspace in an empty box", async () => {
    const mock = await open("library");
    const search = vi.spyOn(mock, "librarySearch");
    await type("lantern");
    await fireEvent.click(screen.getByText(/^Show all 254/));
    await settle();
    expect(search).toHaveBeenLastCalledWith({ text: "lantern", group: "messages" });
    expect(screen.getAllByRole("option")).toHaveLength(50);
    await type("");
    await key("Backspace");
    await type("lantern");
    expect(search).toHaveBeenLastCalledWith({ text: "lantern", group: null });
  });

  it("runs the newest search next, and keeps the previous results while it waits", async () => {
    const mock = await open("library");
    const answers: ((value: Found) => void)[] = [];
    const search = vi
      .spyOn(mock, "librarySearch")
      .mockImplementation(() => new Promise((resolve) => void answers.push(resolve)));
    const busy = () => screen.getByRole("dialog").querySelector("[aria-busy]")?.getAttribute("aria-busy");
    await type("a");
    expect(busy()).toBe("true");
    await type("ab");
    await type("abc");
    expect(search).toHaveBeenCalledTimes(1);
    answers[0]!(found([["likes", 3, 3]]));
    await settle();
    expect(screen.queryAllByRole("option")).toHaveLength(0);
    expect(search.mock.calls.map(([{ text }]) => text)).toEqual(["a", "abc"]);
    answers[1]!(found([["likes", 2, 2]]));
    await settle();
    expect(screen.getAllByRole("option")).toHaveLength(2);
    expect(busy()).toBe("false");
    await type("abcd");
    expect(screen.getAllByRole("option")).toHaveLength(2);
    await type("");
    answers[2]!(found([["likes", 1, 1]]));
    await settle();
    expect(screen.queryAllByRole("option")).toHaveLength(0);
  });

  it("completes a name with the arrow keys and Enter, and Escape closes only the completions", async () => {
    await open("library");
    await type("from:no");
    expect(screen.getByRole("listbox", { name: "Suggestions" })).toBeTruthy();
    await key("ArrowDown");
    expect(active()?.textContent).toContain("Noor Achterberg");
    await key("Enter");
    expect(box().value).toBe('from:"Noor Achterberg" ');
    expect(screen.getByRole("button", { name: "Who: Noor Achterberg" })).toBeTruthy();
    await type("fr");
    expect(screen.getByText("from:")).toBeTruthy();
    await key("Escape");
    expect(screen.queryByRole("listbox", { name: "Suggestions" })).toBeNull();
    expect(box()).toBeTruthy();
  });

  it("does not cover the filters after one letter, and says that nothing is found beside suggestions", async () => {
    await open("library");
    await type("lantern a");
    expect(screen.queryByRole("listbox", { name: "Suggestions" })).toBeNull();
    await type("zzzzq fr");
    expect(screen.getByRole("listbox", { name: "Suggestions" })).toBeTruthy();
    expect(screen.getByRole("heading", { name: "Nothing found" })).toBeTruthy();
  });

  it("writes the choices of the menus into the box", async () => {
    await open("library");
    await type("lantern ");
    await fireEvent.click(screen.getByRole("button", { name: /^When: / }));
    await fireEvent.click(screen.getByRole("menuitemradio", { name: "2024" }));
    await settle();
    expect(box().value).toBe("lantern after:2024 before:2025 ");
    expect(screen.getByRole("button", { name: "When: 2024" })).toBeTruthy();
    await fireEvent.click(screen.getByRole("button", { name: /^Where: / }));
    await fireEvent.click(screen.getByRole("menuitemradio", { name: /^Comments/ }));
    await settle();
    expect(box().value).toBe("lantern after:2024 before:2025 in:comments ");
  });

  it("names invalid operators, and gives advice when nothing is found", async () => {
    await open("library");
    await type("zzzzq before:yesterday");
    expect(screen.getByText(/does not understand .*before:yesterday/)).toBeTruthy();
    expect(screen.getByRole("heading", { name: "Nothing found" })).toBeTruthy();
    await fireEvent.click(screen.getByRole("button", { name: /Without .*before:yesterday/ }));
    await settle();
    expect(box().value).toBe("zzzzq ");
  });

  it("announces the number of results once typing pauses", async () => {
    await open("library");
    await type("lantern");
    const status = () => document.querySelector("dialog [role=status]")?.textContent;
    expect(status()).toBe("");
    await settle(1000);
    expect(status()).toMatch(/^[\d,]+ results\. See you at the lantern/);
  });

  it("warns during an import that not everything can be found", async () => {
    await open("building");
    expect(screen.getByText("Not everything is searchable yet.")).toBeTruthy();
  });

  it("opens with a slash outside of fields only", async () => {
    await open("library", null);
    await fireEvent.click(screen.getByRole("button", { name: /^Searches/ }));
    await settle(300);
    await fireEvent.keyDown(screen.getByPlaceholderText("Filter"), { key: "/" });
    expect(screen.queryByRole("combobox")).toBeNull();
    await fireEvent.keyDown(document.body, { key: "/" });
    expect(box()).toBeTruthy();
  });

  it("explains links once, and stays open behind the explanation", async () => {
    const mock = await open("library");
    await type("lantern");
    while (active()?.closest("[role=group]")?.querySelector("h3 span")?.textContent !== "Watch history")
      await key("Tab");
    await key("Enter", { ctrlKey: true });
    expect(mock.calls.some((call) => call.startsWith("open "))).toBe(false);
    expect(screen.getByText("Links open in your browser")).toBeTruthy();
    expect(box()).toBeTruthy();
  });
});
