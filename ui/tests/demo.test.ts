import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { MockClient } from "../src/ipc/mock";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  window.innerWidth = 1280;
  window.dispatchEvent(new Event("resize"));
  cleanup();
});

const settle = () => vi.advanceTimersByTimeAsync(300);

async function open(scenario: string, width = 1280) {
  window.innerWidth = width;
  window.dispatchEvent(new Event("resize"));
  const mock = new MockClient(scenario);
  const leave = vi.spyOn(mock, "leaveDemo");
  render(App, { client: mock });
  await settle();
  return { mock, leave };
}
const sidebar = () => within(screen.getAllByRole("navigation")[0]!);
const press = async (name: string | RegExp) => {
  await fireEvent.click(screen.getAllByRole("button", { name })[0]!);
  await settle();
};

it("is named in the sidebar of every page, with the way out", async () => {
  const { leave } = await open("demo");
  for (const page of ["Overview", /^Watch history/, /^Messages/, "Settings"]) {
    await press(page);
    expect(sidebar().getByText("Demo account"), String(page)).toBeTruthy();
  }
  await fireEvent.click(sidebar().getByRole("button", { name: "Leave the demo" }));
  expect(leave).toHaveBeenCalledOnce();
});

it("is a menu where the sidebar is narrow", async () => {
  for (const width of [900, 600]) {
    const { leave } = await open("demo", width);
    await fireEvent.click(sidebar().getByRole("button", { name: "Demo account" }));
    await fireEvent.click(screen.getByRole("menuitem", { name: "Leave the demo" }));
    expect(leave, String(width)).toHaveBeenCalledOnce();
    cleanup();
  }
});

it("offers no other account, no key and no other folder", async () => {
  await open("demo");
  const offered = ["Change folder…", "Move folder…", "Sign out…", "Connect TikTok"];
  expect(screen.queryByRole("button", { name: "Change folder…" })).toBeNull();
  await press("Account menu");
  expect(screen.getAllByRole("menuitem").map((each) => each.textContent?.trim())).toEqual([
    "Request history",
  ]);
  await press("Settings");
  for (const name of offered) expect(screen.queryByRole("button", { name }), name).toBeNull();
  expect(screen.queryByLabelText("Client secret")).toBeNull();
  expect(screen.getByText(/^The demo has an invented account/)).toBeTruthy();
});

it("is not named outside of the demo", async () => {
  await open("library");
  expect(screen.queryByText("Demo account")).toBeNull();
  expect(screen.getByRole("button", { name: "Change folder…" })).toBeTruthy();
});
