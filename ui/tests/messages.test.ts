import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { MockClient } from "../src/ipc/mock";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(cleanup);

const settle = () => vi.advanceTimersByTimeAsync(300);
async function open(scenario: string) {
  const mock = new MockClient(scenario);
  render(App, { client: mock });
  await vi.advanceTimersByTimeAsync(0);
  const sidebar = screen.getByRole("navigation", { name: "Sections" });
  await fireEvent.click(within(sidebar).getByRole("button", { name: /^Messages/ }));
  await settle();
  return mock;
}
const feed = () => screen.getByRole("feed");
const messages = () => within(feed()).getAllByRole("article");
const press = async (name: string | RegExp) => {
  await fireEvent.click(screen.getByRole("button", { name }));
  await settle();
};

describe("messages", () => {
  it("open at the end of the most recent chat, and render only visible ones", async () => {
    await open("library");
    expect(screen.getByRole("heading", { name: "Noor Achterberg" })).toBeTruthy();
    const last = messages().at(-1)!;
    expect([last.getAttribute("aria-posinset"), last.getAttribute("aria-setsize")]).toEqual(["4212", "4212"]);
    expect(last.textContent).toContain("See you at the lantern walk");
    expect(messages().length).toBeLessThan(40);
  });

  it("name content that the export does not contain", async () => {
    await open("library");
    expect(within(feed()).getAllByText("Picture. TikTok’s export does not contain it.")[0]).toBeTruthy();
    expect(within(feed()).getAllByText("Shared a video")[0]).toBeTruthy();
  });

  it("have a place for chats with removed accounts, which have no names", async () => {
    const mock = new MockClient("library");
    const found = await mock.libraryChats();
    const chats = found.chats.map((chat, index) => (index === 0 ? { ...chat, name: "" } : chat));
    mock.libraryChats = () => Promise.resolve({ ...found, chats });
    render(App, { client: mock });
    await vi.advanceTimersByTimeAsync(0);
    const sidebar = screen.getByRole("navigation", { name: "Sections" });
    await fireEvent.click(within(sidebar).getByRole("button", { name: /^Messages/ }));
    await settle();
    expect(screen.getByRole("heading", { name: "Removed accounts" })).toBeTruthy();
    expect(document.querySelector(".pers")?.getAttribute("title")).toBe("Removed accounts");
  });

  it("find people regardless of accents", async () => {
    await open("library");
    await fireEvent.input(screen.getByPlaceholderText("Find a person"), { target: { value: "wisniewska" } });
    await settle();
    const people = document.querySelectorAll(".pers");
    expect([...people].map((each) => each.getAttribute("title"))).toEqual([
      "Karolina Wiśniewska-Brzęczyszczykiewicz",
    ]);
  });

  it("are searched from the newest hit to earlier ones", async () => {
    await open("library");
    await fireEvent.keyDown(window, { key: "f", ctrlKey: true });
    await settle();
    const field = screen.getByRole("textbox", { name: "Find in this chat" });
    await fireEvent.input(field, { target: { value: "lantern" } });
    await settle();
    expect(screen.getByText(/^1 of \d+$/)).toBeTruthy();
    expect(feed().querySelector("mark.here")?.closest("article, [role=article]")?.textContent).toContain(
      "See you",
    );
    await fireEvent.keyDown(field, { key: "Enter" });
    await settle();
    expect(screen.getByText(/^2 of \d+$/)).toBeTruthy();
    await fireEvent.keyDown(field, { key: "Escape" });
    await settle();
    expect(feed().querySelector("mark")).toBeNull();
  });

  it("switch between chats, and restore the scroll position", async () => {
    await open("library");
    await press(/^Mum/);
    expect(screen.getByRole("heading", { name: "Mum" })).toBeTruthy();
    await fireEvent.keyDown(window, { key: "ArrowLeft", altKey: true });
    await settle();
    expect(screen.getByRole("heading", { name: "Noor Achterberg" })).toBeTruthy();
  });

  it("are navigated with arrow keys, to the first of a million", async () => {
    await open("huge");
    await fireEvent.keyDown(feed(), { key: "Home" });
    await settle();
    expect(document.activeElement?.getAttribute("aria-posinset")).toBe("1");
    expect(document.activeElement?.getAttribute("aria-setsize")).toBe("1000000");
    const bubble = document.activeElement!.querySelector(".text")!.textContent;
    expect(document.activeElement?.getAttribute("aria-label")).toContain(bubble);
    expect(document.activeElement?.getAttribute("aria-label")).toMatch(/, 1 of 1,000,000$/);
    await fireEvent.keyDown(document.activeElement!, { key: "ArrowDown" });
    await settle();
    expect(document.activeElement?.getAttribute("aria-posinset")).toBe("2");
  });

  it("have figures that link to their day", async () => {
    await open("library");
    await press("Figures");
    const sheet = screen.getByRole("dialog", { name: "This chat in figures" });
    expect(within(sheet).getByText("4,212 messages")).toBeTruthy();
    // The bars of the months are one tab stop, between which arrow keys move.
    const bars = [...sheet.querySelectorAll<HTMLElement>("ol button")];
    expect(bars.filter((each) => each.tabIndex === 0)).toEqual([bars.at(-1)]);
    bars.at(-1)!.focus();
    await fireEvent.keyDown(bars.at(-1)!, { key: "ArrowLeft" });
    expect(document.activeElement).toBe(bars.at(-2));
    expect(bars.filter((each) => each.tabIndex === 0)).toEqual([bars.at(-2)]);
    await fireEvent.click(within(sheet).getByRole("button", { name: "Go to that day" }));
    await settle();
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(messages().at(-1)!.getAttribute("aria-posinset")).not.toBe("4212");
  });
});
