import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { MockClient } from "../src/ipc/mock";
import { job, request } from "../src/ipc/mock/fixtures";
import { SCENARIOS } from "../src/ipc/mock/scenarios";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(cleanup);

async function open(scenario: string) {
  const mock = new MockClient(scenario);
  const view = render(App, { client: mock });
  await vi.advanceTimersByTimeAsync(0);
  return { mock, view };
}
const press = async (name: string | RegExp, at: HTMLElement = document.body) => {
  await fireEvent.click(within(at).getByRole("button", { name, hidden: true }));
  await vi.advanceTimersByTimeAsync(0);
};
const row = (title: string) => screen.getByRole("heading", { name: title }).closest("li")!;

describe("scenarios", () => {
  it.each(Object.keys(SCENARIOS))("renders %s without errors", async (scenario) => {
    const { view } = await open(scenario);
    expect(view.container.textContent?.trim()).not.toBe("");
    const primary = [...view.container.querySelectorAll(".btn.primary")].filter(
      (each) => !each.closest("dialog"),
    );
    expect(primary.length).toBeLessThanOrEqual(1);
    for (const button of view.container.querySelectorAll("button")) {
      expect(button.textContent?.trim() || button.getAttribute("aria-label")).toBeTruthy();
    }
    for (const styled of view.container.querySelectorAll<HTMLElement>("[style]")) {
      expect([...styled.style].every((name) => name.startsWith("--"))).toBe(true);
    }
  });
});

describe("problems with Satchel's own files", () => {
  it("are shown instead of the welcome page until they are dismissed", async () => {
    await open("filesdamaged");
    expect(screen.getByRole("alert").textContent).toContain("One of Satchel’s own files could not be used.");
    await press("Dismiss");
    expect(screen.queryByRole("alert")).toBeNull();
  });
});

describe("first run", () => {
  it("signs in and shows the backups", async () => {
    await open("welcome");
    await press(/Connect TikTok/);
    expect(screen.getByText("Waiting for your browser")).toBeTruthy();
    expect(screen.getByText("5:00 left")).toBeTruthy();
    await vi.advanceTimersByTimeAsync(6000);
    expect(screen.getByRole("heading", { name: "Maren Haverkamp" })).toBeTruthy();
  });

  it("reports a pasted address that is not recognised", async () => {
    await open("connecting");
    await press("Paste the address you were sent to");
    const field = screen.getByLabelText("Address from the browser’s address bar");
    await fireEvent.input(field, { target: { value: "https://example.org/" } });
    await fireEvent.submit(field.closest("form")!);
    await vi.advanceTimersByTimeAsync(0);
    expect(screen.getByRole("alert").textContent).toContain("This is not the address of this sign-in.");
  });
});

describe("a backup", () => {
  it("runs from the button to the list, and stays in its row until it is dismissed", async () => {
    const { mock } = await open("empty");
    await press("Back up", row("Activity"));
    await press("Continue to TikTok");
    expect(within(row("Activity")).getByText("Waiting for your browser")).toBeTruthy();
    await vi.advanceTimersByTimeAsync(6500);
    expect(within(row("Activity")).getByText("Preparing")).toBeTruthy();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(within(row("Activity")).getByText("Saved and verified")).toBeTruthy();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(within(row("Activity")).getByRole("button", { name: "See what came" })).toBeTruthy();
    expect(mock.calls.some((call) => call.startsWith("dismissJob"))).toBe(false);
    await press("Dismiss", row("Activity"));
    expect(within(row("Activity")).getByText(/^Last backed up/)).toBeTruthy();
  });

  it("requests the chosen part and permission", async () => {
    const { mock } = await open("empty");
    const backUp = vi.spyOn(mock, "backUp");
    const posts = row("Posts & profile");
    await fireEvent.click(within(posts).getByRole("radio", { name: "Profile" }));
    await fireEvent.click(within(posts).getByRole("radio", { name: "Any time" }));
    await press("Back up", posts);
    await press("Continue to TikTok");
    expect(backUp).toHaveBeenCalledWith({ kind: "postsAndProfile", permission: "ongoing", part: "profile" });
  });

  it("explains the request before it is sent, and sends nothing if the user goes back", async () => {
    const { mock } = await open("empty");
    const backUp = vi.spyOn(mock, "backUp");
    const messages = row("Direct messages");
    await press("Back up", messages);
    const dialog = screen.getByRole("dialog", { name: "TikTok will ask you to allow this" });
    expect(dialog.textContent).toContain("Your chats, as text.");
    expect(dialog.textContent).toContain("Documents/Satchel");
    expect(dialog.textContent).toContain("For another backup TikTok asks you again.");
    await press("Cancel");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(backUp).not.toHaveBeenCalled();
    await fireEvent.click(within(messages).getByRole("radio", { name: "Any time" }));
    await press("Back up", messages);
    expect(screen.getByRole("dialog").textContent).toContain("Whenever you press");
    await press("Continue to TikTok");
    expect(backUp).toHaveBeenCalledTimes(1);
  });

  it("keeps the focus on the button when its label changes", async () => {
    await open("empty");
    const button = within(row("Activity")).getByRole("button", { name: "Back up" });
    button.focus();
    await fireEvent.click(button);
    await press("Continue to TikTok");
    expect(document.activeElement).toBe(within(row("Activity")).getByRole("button", { name: "Cancel" }));
  });

  it("shows the steps of an opened export from Checking on", async () => {
    await open("jobs");
    const steps = within(row("Opened export")).getAllByRole("listitem");
    expect(steps.map((each) => each.textContent?.replace(", done", "").trim())).toEqual([
      "Checking",
      "Unpacking",
      "Indexing",
      "Saved",
    ]);
  });
});

describe("notifications", () => {
  it("are sent for a job that ends, not for one that had ended before", async () => {
    const { mock } = await open("saved");
    expect(mock.calls.filter((call) => call.startsWith("notify"))).toEqual([]);
    const running = job({ id: "b", request: request("activity") });
    mock.emit({ what: "job", value: running });
    mock.emit({ what: "job", value: { ...running, outcome: "saved" } });
    expect(mock.calls.filter((call) => call.startsWith("notify"))).toEqual([
      "notify Activity: saved and verified: Your backup is in Documents/Satchel.",
    ]);
  });

  it("announce each step in the live region", async () => {
    const { mock } = await open("empty");
    mock.emit({ what: "job", value: job({ id: "a", request: request("activity"), step: "ready" }) });
    await vi.advanceTimersByTimeAsync(0);
    expect(screen.getByText("Activity: Ready").getAttribute("aria-live")).toBe("polite");
  });
});

describe("dialogs", () => {
  it("require two equal passphrases of at least eight characters", async () => {
    const { mock } = await open("nokeychain");
    const keep = vi.spyOn(mock, "keepSignInInFile");
    await press("Back up", row("Activity"));
    await press("Continue to TikTok");
    const dialog = screen.getByRole("dialog");
    await fireEvent.click(within(dialog).getByLabelText("In a file, locked with a passphrase"));
    const type = async (label: string, value: string) =>
      fireEvent.input(within(dialog).getByLabelText(label), { target: { value } });
    const submit = async () => {
      await fireEvent.submit(dialog.querySelector("form")!);
      await vi.advanceTimersByTimeAsync(0);
    };
    await type("Passphrase", "short");
    await submit();
    expect(within(dialog).getByRole("alert").textContent).toContain("at least 8");
    await type("Passphrase", "long enough");
    await type("Repeat passphrase", "long enougH");
    await submit();
    expect(within(dialog).getByRole("alert").textContent).toContain("do not match");
    await type("Repeat passphrase", "long enough");
    await submit();
    expect(keep).toHaveBeenCalledWith("long enough");
    expect(screen.getByText("Waiting for your browser")).toBeTruthy();
  });

  it("confirm before removing an account that is signed out", async () => {
    const { mock } = await open("settings");
    await press("Settings");
    expect(screen.queryByRole("button", { name: "Remove account…" })).toBeNull();
    await press("Sign out…");
    await fireEvent.submit(screen.getByRole("dialog").querySelector("form")!);
    await vi.advanceTimersByTimeAsync(0);
    await press("Remove account…");
    expect(screen.getByRole("dialog").textContent).toContain("Your backups and your library stay.");
    expect(mock.calls.some((call) => call.startsWith("removeAccount"))).toBe(false);
    await fireEvent.submit(screen.getByRole("dialog").querySelector("form")!);
    await vi.advanceTimersByTimeAsync(0);
    expect(mock.calls).toContain("removeAccount maren");
    expect(screen.queryByRole("button", { name: "Remove account…" })).toBeNull();
  });

  it("confirm before signing out", async () => {
    const { mock } = await open("settings");
    const signOut = vi.spyOn(mock, "signOut");
    await press("Settings");
    await press("Sign out…");
    expect(signOut).not.toHaveBeenCalled();
    await fireEvent.submit(screen.getByRole("dialog").querySelector("form")!);
    await vi.advanceTimersByTimeAsync(0);
    expect(signOut).toHaveBeenCalledWith("maren");
  });
});
