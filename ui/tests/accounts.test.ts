import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { MockClient } from "../src/ipc/mock";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(cleanup);

async function open(scenario: string) {
  const mock = new MockClient(scenario);
  render(App, { client: mock });
  await vi.advanceTimersByTimeAsync(0);
  return mock;
}
const row = (title: string) => screen.getByRole("heading", { name: title }).closest("li")!;
const backUp = (title: string) =>
  within(row(title)).getByRole<HTMLButtonElement>("button", { name: "Back up" });

describe("permissions", () => {
  it("say what became of them, and what a backup uses up", async () => {
    await open("permissions");
    expect(row("Everything").textContent).toContain("uses up the one-time permission for “Everything”.");
    expect(row("Activity").textContent).toContain("for “Activity” or that for “Everything”; TikTok decides.");
    expect(row("Posts & profile").textContent).toContain("You did not allow this last time.");
  });

  it("that the key is not approved for cannot be asked for, until Settings say otherwise", async () => {
    const mock = await open("permissions");
    expect(backUp("Direct messages").disabled).toBe(true);
    expect(backUp("Posts & profile").disabled).toBe(false);
    await fireEvent.click(within(row("Direct messages")).getByRole("button", { name: "Change in Settings" }));
    const box = screen.getByRole<HTMLInputElement>("checkbox", { name: "Direct messages: Once" });
    expect(box.checked).toBe(false);
    await fireEvent.click(box);
    await vi.advanceTimersByTimeAsync(0);
    expect(mock.scenario.settings.unapproved).toEqual([]);
  });
});

describe("a locked keychain", () => {
  it("is shown at the account and at the job that waits, and can be unlocked", async () => {
    const mock = await open("keychainlocked");
    expect(screen.getByText("The keychain is locked.")).toBeTruthy();
    expect(row("Activity").textContent).toContain("This continues by itself as soon as it is unlocked.");
    await fireEvent.click(within(row("Activity")).getByRole("button", { name: "Unlock…" }));
    await vi.advanceTimersByTimeAsync(0);
    expect(mock.scenario.keychain).toBe("system");
    expect(screen.queryByText("The keychain is locked.")).toBeNull();
  });
});

describe("a sign-in that ends within a week", () => {
  it("is announced with the days that are left, and can be renewed", async () => {
    const mock = await open("ending");
    const renewed = vi.spyOn(mock, "renewSignIn");
    const note = screen
      .getByText(/The sign-in of .*Maren Haverkamp.* ends in \d+ days?\./u)
      .closest(".note")!;
    await fireEvent.click(within(note as HTMLElement).getByRole("button", { name: "Renew" }));
    await vi.advanceTimersByTimeAsync(0);
    expect(renewed).toHaveBeenCalledOnce();
  });
});

describe("another account", () => {
  it("whose backup is under way is named, and can be shown", async () => {
    const mock = await open("ending");
    const note = screen.getByText(/A backup of .*نور الهدى.* is under way\./u);
    await fireEvent.click(within(note).getByRole("button", { name: "Show this account" }));
    await vi.advanceTimersByTimeAsync(0);
    expect(mock.scenario.accounts.find((account) => account.current)?.id).toBe("noor");
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("نور الهدى");
    expect(within(row("Everything")).getByRole("button", { name: "Cancel" })).toBeTruthy();
  });
});
