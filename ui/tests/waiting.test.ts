import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import type { Client } from "../src/ipc/client";
import { MockClient } from "../src/ipc/mock";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(cleanup);

const settle = () => vi.advanceTimersByTimeAsync(300);
const press = async (name: string | RegExp) => {
  await fireEvent.click(screen.getAllByRole("button", { name })[0]!);
  await settle();
};

/** Opens the app with requests that are never answered, and presses some buttons. */
async function open(unanswered: keyof Client, presses: (string | RegExp)[]) {
  const mock = new MockClient("library");
  (mock as unknown as Record<string, unknown>)[unanswered] = () => new Promise(() => {});
  render(App, { client: mock });
  await settle();
  for (const each of presses) await press(each);
}
const waits = (at: HTMLElement = document.querySelector("main")!) =>
  within(at)
    .queryAllByRole("status")
    .map((each) => each.textContent)
    .filter(Boolean);

it.each<[keyof Client, (string | RegExp)[]]>([
  ["libraryOverview", [/^Overview/]],
  ["libraryOutline", [/^Watch history/]],
  ["libraryRows", [/^Likes/]],
  ["libraryChats", [/^Messages/]],
  ["libraryFacts", [/^Profile & preferences/]],
  ["importSummary", ["Everything"]],
])("a page says that it waits for %s, below its heading", async (unanswered, presses) => {
  await open(unanswered, presses);
  expect(screen.getByRole("heading", { level: 1 })).toBeTruthy();
  expect(waits()).toEqual(["Loading…"]);
});

it("a chat says that it waits for its messages", async () => {
  await open("libraryOutline", [/^Messages/]);
  expect(waits()).toContain("Loading…");
});

it.each<[keyof Client, (string | RegExp)[]]>([
  ["libraryChatFigures", [/^Messages/, "Figures"]],
  ["libraryRecord", [/^Profile & preferences/, "Details"]],
  ["backupReport", ["Everything", /^Unrecognized data/]],
])("a sheet says that it waits for %s", async (unanswered, presses) => {
  await open(unanswered, presses);
  expect(waits(screen.getByRole("dialog"))).toContain("Loading…");
});
