import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { MockClient } from "../src/ipc/mock";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(cleanup);

async function press(name: string | RegExp, at: HTMLElement = document.body) {
  const button = within(at).getAllByRole("button", { name })[0]!;
  button.focus();
  await fireEvent.click(button);
  await vi.advanceTimersByTimeAsync(300);
}
const dialog = () => screen.getByRole("dialog");

async function askToDelete() {
  const mock = new MockClient("notrash");
  render(App, { client: mock });
  await vi.advanceTimersByTimeAsync(300);
  await press(/^Everything/);
  await press(/^Delete/);
  return mock;
}

it("a dialog that replaces another stays open: without a trash, deleting asks again", async () => {
  const mock = await askToDelete();
  const before = mock.scenario.backups.length;
  await press("Move to the trash", dialog());
  expect(dialog().textContent).toContain("There is no trash here");
  expect(mock.scenario.backups).toHaveLength(before);
  await press("Delete permanently", dialog());
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(mock.scenario.backups).toHaveLength(before - 1);
});

it("a dialog that the person closes with Escape is gone", async () => {
  await askToDelete();
  (dialog() as HTMLDialogElement).close();
  await vi.advanceTimersByTimeAsync(300);
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("the focus returns to where it was before the dialogs", async () => {
  await askToDelete();
  await press("Move to the trash", dialog());
  expect(dialog().contains(document.activeElement)).toBe(true);
  await press("Keep it", dialog());
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Delete…" }));
});
