import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { MockClient } from "../src/ipc/mock";

describe("what the library leaves out of a reply", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(cleanup);

  const settle = (milliseconds = 300) => vi.advanceTimersByTimeAsync(milliseconds);
  async function open(change: (client: MockClient) => void, section: RegExp) {
    const client = new MockClient("library");
    change(client);
    render(App, { client });
    await settle();
    const sidebar = screen.getByRole("navigation", { name: "Sections" });
    await fireEvent.click(within(sidebar).getAllByRole("button", { name: section })[0]!);
    await settle();
  }
  const leftOut = () => screen.queryAllByText(/^The first .* are shown\.$/).map((note) => note.textContent);

  it("is said below the list of chats", async () => {
    await open((client) => {
      const chats = client.libraryChats.bind(client);
      client.libraryChats = async () => ({ chats: (await chats()).chats.slice(0, 2), total: 6000 });
    }, /^Messages/);
    expect(leftOut()).toEqual(["The first 2 of 6,000 are shown."]);
  });

  it("is said below the settings", async () => {
    await open((client) => {
      const sheets = client.libraryFacts.bind(client);
      client.libraryFacts = async () =>
        (await sheets()).map((sheet) => ({
          ...sheet,
          total: sheet.section === "device" ? 7000 : sheet.total,
        }));
    }, /^Profile & preferences/);
    expect(leftOut()).toEqual(["The first 3 of 7,000 are shown."]);
  });

  it("is not mentioned if everything is shown", async () => {
    await open(() => {}, /^Other sections/);
    expect(leftOut()).toEqual([]);
  });
});
