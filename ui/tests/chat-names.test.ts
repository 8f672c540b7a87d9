import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { MockClient } from "../src/ipc/mock";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(cleanup);

const settle = () => vi.advanceTimersByTimeAsync(300);
async function open() {
  const mock = new MockClient("library");
  render(App, { client: mock });
  await settle();
  const sidebar = screen.getByRole("navigation", { name: "Sections" });
  await fireEvent.click(within(sidebar).getByRole("button", { name: /^Messages/ }));
  await settle();
  return mock;
}
const chats = () => [...document.querySelectorAll<HTMLElement>(".pers")];
const items = () => screen.getAllByRole("menuitem").map((each) => each.textContent?.trim());
const choose = async (name: string) => {
  await fireEvent.click(screen.getByRole("menuitem", { name }));
  await settle();
};

describe("people who changed their names", () => {
  it("have one chat with all names, which find it", async () => {
    await open();
    await fireEvent.click(chats()[1]!);
    await settle();
    const earlier = document.querySelector(".conv header p")!.textContent!;
    expect(earlier).toMatch(/ · formerly \S+\.2021/);
    const name = /formerly \W*(\S+\.2021)/.exec(earlier)![1]!;
    await fireEvent.input(screen.getByPlaceholderText("Find a person"), { target: { value: name } });
    await settle();
    expect(chats()).toHaveLength(1);
  });

  it("can be joined: the name of the chat that was used last stays", async () => {
    const mock = await open();
    await fireEvent.contextMenu(chats()[2]!, { button: 2 });
    await settle();
    expect(items().slice(0, 2)).toEqual(["Show the chat", "Copy the name"]);
    await choose("Same person as in another chat…");
    const dialog = screen.getByRole("dialog");
    const join = within(dialog).getByRole("button", { name: "Join the chats" }) as HTMLButtonElement;
    expect(join.disabled).toBe(true);
    const names = within(dialog).getAllByRole("radio");
    const [first, , third] = chats().map((chat) => chat.title);
    expect(names).toHaveLength(
      (await mock.libraryChats()).chats.filter((chat) => chat.section === "message").length - 1,
    );
    await fireEvent.click(within(dialog).getByRole("radio", { name: new RegExp(first!) }));
    expect(join.disabled).toBe(false);
    await fireEvent.submit(join.closest("form")!);
    await settle();
    expect(mock.calls).toContain(`joinNames ${third} ${first} false`);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("can be separated again", async () => {
    const mock = await open();
    await fireEvent.contextMenu(chats()[1]!, { button: 2 });
    await settle();
    const separate = items().find((item) => item?.endsWith("is somebody else"))!;
    await choose(separate);
    const { earlierNames } = (await mock.libraryChats()).chats[1]!;
    expect(mock.calls).toContain(`separateName ${earlierNames[0]} false`);
  });

  it("and groups have words of their own", async () => {
    await open();
    await fireEvent.contextMenu(chats()[5]!, { button: 2 });
    await settle();
    expect(items()).toContain("Same group as another one…");
  });
});
