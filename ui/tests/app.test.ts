import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { Fake } from "../src/ipc/mock";
import { job, request } from "../src/ipc/mock/fixtures";
import { SCENES } from "../src/ipc/mock/scenarios";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(cleanup);

async function open(scene: string) {
  const fake = new Fake(scene);
  const view = render(App, { client: fake });
  await vi.advanceTimersByTimeAsync(0);
  return { fake, view };
}
const press = async (name: string | RegExp, at: HTMLElement = document.body) => {
  await fireEvent.click(within(at).getByRole("button", { name, hidden: true }));
  await vi.advanceTimersByTimeAsync(0);
};
const row = (title: string) => screen.getByRole("heading", { name: title }).closest("li")!;

describe("every scene", () => {
  it.each(Object.keys(SCENES))(
    "%s shows itself, with at most one primary button on the page",
    async (scene) => {
      const { view } = await open(scene);
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
    },
  );
});

describe("a first visit", () => {
  it("signs in and arrives at the backups", async () => {
    await open("welcome");
    await press(/Connect TikTok/);
    expect(screen.getByText("Waiting for your browser")).toBeTruthy();
    expect(screen.getByText("5:00 left")).toBeTruthy();
    await vi.advanceTimersByTimeAsync(6000);
    expect(screen.getByRole("heading", { name: "Maren Haverkamp" })).toBeTruthy();
  });

  it("says so when the pasted address is another one", async () => {
    await open("connecting");
    await press("Paste the address you were sent to");
    const field = screen.getByLabelText("Address from the browser’s address bar");
    await fireEvent.input(field, { target: { value: "https://example.org/" } });
    await fireEvent.submit(field.closest("form")!);
    await vi.advanceTimersByTimeAsync(0);
    expect(screen.getByRole("alert").textContent).toContain("This is not the address of this sign-in.");
  });
});

describe("one backup", () => {
  it("goes from the button to the list, and its row is free again after ten seconds", async () => {
    const { fake } = await open("empty");
    await press("Back up", row("Activity"));
    await press("Go on to TikTok");
    expect(within(row("Activity")).getByText("Waiting for your browser")).toBeTruthy();
    await vi.advanceTimersByTimeAsync(6500);
    expect(within(row("Activity")).getByText("Preparing")).toBeTruthy();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(within(row("Activity")).getByText("Saved and verified")).toBeTruthy();
    await vi.advanceTimersByTimeAsync(10_500);
    expect(fake.calls.some((call) => call.startsWith("dismissJob"))).toBe(true);
    expect(within(row("Activity")).getByText(/^Last backed up/)).toBeTruthy();
  });

  it("asks for the half and the permission that were chosen", async () => {
    const { fake } = await open("empty");
    const backUp = vi.spyOn(fake, "backUp");
    const posts = row("Posts & profile");
    await fireEvent.click(within(posts).getByRole("radio", { name: "Profile" }));
    await fireEvent.click(within(posts).getByRole("radio", { name: "Keep fresh" }));
    await press("Back up", posts);
    await press("Go on to TikTok");
    expect(backUp).toHaveBeenCalledWith({ kind: "postsAndProfile", permission: "ongoing", part: "profile" });
  });

  it("says first what TikTok is asked for, why and how often, and asks nothing if the person goes back", async () => {
    const { fake } = await open("empty");
    const backUp = vi.spyOn(fake, "backUp");
    const messages = row("Direct messages");
    await press("Back up", messages);
    const dialog = screen.getByRole("dialog", { name: "TikTok will ask you to allow this" });
    expect(dialog.textContent).toContain("Your chats, as text.");
    expect(dialog.textContent).toContain("Documents/Satchel");
    expect(dialog.textContent).toContain("For another backup TikTok asks you again.");
    await press("Go back");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(backUp).not.toHaveBeenCalled();
    await fireEvent.click(within(messages).getByRole("radio", { name: "Keep fresh" }));
    await press("Back up", messages);
    expect(screen.getByRole("dialog").textContent).toContain("Whenever you press");
    await press("Go on to TikTok");
    expect(backUp).toHaveBeenCalledTimes(1);
  });

  it("keeps the keyboard in place when its button becomes another", async () => {
    await open("empty");
    const button = within(row("Activity")).getByRole("button", { name: "Back up" });
    button.focus();
    await fireEvent.click(button);
    await press("Go on to TikTok");
    expect(document.activeElement).toBe(within(row("Activity")).getByRole("button", { name: "Cancel" }));
  });

  it("shows the steps of an opened export only from Checking on", async () => {
    await open("journeys");
    const steps = within(row("Opened export")).getAllByRole("listitem");
    expect(steps.map((each) => each.textContent?.replace(", done", "").trim())).toEqual([
      "Checking",
      "Unpacking",
      "Indexing",
      "Saved",
    ]);
  });
});

describe("someone who looks elsewhere", () => {
  it("is notified of an end, and not of what had ended before", async () => {
    const { fake } = await open("saved");
    expect(fake.calls.filter((call) => call.startsWith("notify"))).toEqual([]);
    const running = job({ id: "b", request: request("activity") });
    fake.tell({ what: "job", value: running });
    fake.tell({ what: "job", value: { ...running, outcome: "saved" } });
    expect(fake.calls.filter((call) => call.startsWith("notify"))).toEqual([
      "notify Activity: saved and verified: Your backup is in Documents/Satchel.",
    ]);
  });

  it("hears each step in the live region", async () => {
    const { fake } = await open("empty");
    fake.tell({ what: "job", value: job({ id: "a", request: request("activity"), step: "ready" }) });
    await vi.advanceTimersByTimeAsync(0);
    expect(screen.getByText("Activity: Ready").getAttribute("aria-live")).toBe("polite");
  });
});

describe("dialogs", () => {
  it("take two equal passphrases of eight characters", async () => {
    const { fake } = await open("nokeychain");
    const keep = vi.spyOn(fake, "keepSignInInFile");
    await press("Back up", row("Activity"));
    await press("Go on to TikTok");
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
    await type("The same once more", "long enougH");
    await submit();
    expect(within(dialog).getByRole("alert").textContent).toContain("not the same");
    await type("The same once more", "long enough");
    await submit();
    expect(keep).toHaveBeenCalledWith("long enough");
    expect(screen.getByText("Waiting for your browser")).toBeTruthy();
  });

  it("confirm before they sign out", async () => {
    const { fake } = await open("settings");
    const signOut = vi.spyOn(fake, "signOut");
    await press("Settings");
    await press("Disconnect…");
    expect(signOut).not.toHaveBeenCalled();
    await fireEvent.submit(screen.getByRole("dialog").querySelector("form")!);
    await vi.advanceTimersByTimeAsync(0);
    expect(signOut).toHaveBeenCalledWith("maren");
  });
});
