import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { MockClient } from "../src/ipc/mock";
import { job, NOON, DAY, request } from "../src/ipc/mock/fixtures";
import { SCENARIOS } from "../src/ipc/mock/scenarios";
import { jobsBefore, needsNewRequest } from "../src/state/select";

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
async function press(name: string, at: HTMLElement = document.body) {
  await fireEvent.click(within(at).getByRole("button", { name, hidden: true }));
  await vi.advanceTimersByTimeAsync(0);
}

describe("queued jobs", () => {
  it("say what they wait for, and can be moved to the front or removed", async () => {
    const mock = await open("queued");
    expect(row("Posts & profile").textContent).toContain("once Activity has been downloaded");
    const last = row("Direct messages");
    expect(last.textContent).toContain("Queued behind 2 others");
    await press("Request this next", last);
    expect(last.textContent).toContain("once Activity has been downloaded");
    expect(row("Posts & profile").textContent).toContain("Queued behind 2 others");
    await press("Remove", last);
    expect(mock.scenario.jobs.find((each) => each.id === "c")?.cancelledByUser).toBe(true);
  });

  it("wait only for jobs of their account", () => {
    const state = { ...SCENARIOS.queued!(), seq: 0, drag: null };
    const other = job({ id: "x", request: request("activity"), accountId: "noor", step: "preparing" });
    const queued = state.jobs.find((each) => each.step === "queued")!;
    const before = jobsBefore({ ...state, jobs: [...state.jobs, other] }, queued);
    expect(before.map((each) => each.id)).toEqual(["a"]);
  });
});

describe("cancelling", () => {
  it("asks first if an archive is ready", async () => {
    const mock = await open("backups");
    const downloading = mock.scenario.jobs.find((each) => each.step === "downloading")!;
    const title = { postsAndProfile: "Posts & profile", activity: "Activity", everything: "Everything" };
    const at = row(title[downloading.request!.kind as keyof typeof title]);
    await press("Cancel", at);
    const dialog = screen.getByRole("dialog", { hidden: true });
    expect(dialog.textContent).toContain("this archive is lost");
    await press("Keep going", dialog);
    expect(mock.scenario.jobs.find((each) => each.id === downloading.id)?.cancelledByUser).toBe(false);
    await press("Cancel", at);
    await press("Cancel backup", screen.getByRole("dialog", { hidden: true }));
    expect(mock.scenario.jobs.find((each) => each.id === downloading.id)?.cancelledByUser).toBe(true);
  });

  it("says that TikTok has not confirmed it, and can be given up", async () => {
    await open("paused");
    const at = row("Direct messages");
    expect(at.textContent).toContain("TikTok has not confirmed the cancellation yet.");
    expect(within(at).getByRole("button", { name: "Stop trying", hidden: true })).toBeTruthy();
  });
});

describe("a folder with other files", () => {
  it("is only copied in part, once the user agrees", async () => {
    const mock = await open("folderquestion");
    const at = row("Opened export");
    expect(at.textContent).toContain("140 files that are not part of a TikTok export");
    expect(at.textContent).toContain("Only 2 files would be copied.");
    expect(at.textContent).toContain("tax 2025.json");
    expect(at.textContent).toContain("The first 3 of 140");
    expect(at.textContent).not.toContain("Checking the archive");
    await press("Copy the export", at);
    expect(mock.calls).toContain("goOn q");
    expect(row("Opened export").textContent).not.toContain("would be copied");
  });

  it("can be cancelled", async () => {
    const mock = await open("folderquestion");
    await press("Cancel", row("Opened export"));
    expect(mock.scenario.jobs[0]?.cancelledByUser).toBe(true);
    expect(row("Opened export").textContent).not.toContain("would be copied");
  });
});

describe("pauses", () => {
  it("that TikTok asked for are shown with their end", async () => {
    await open("paused");
    expect(row("Everything").textContent).toMatch(/continues by itself after Sun,\sNov\s22,\s2:14/u);
  });

  it("after a refusal are explained", async () => {
    await open("paused");
    expect(row("Activity").textContent).toContain("TikTok does not accept this yet.");
  });
});

describe("a retry", () => {
  it("needs a new request if TikTok has no archive for the old one", () => {
    const failed = (changes: object) =>
      job({ request: request("everything"), outcome: "failed", requestId: "1", ...changes });
    expect(needsNewRequest(failed({}))).toBe(false);
    expect(needsNewRequest(failed({ requestId: null }))).toBe(true);
    expect(needsNewRequest(failed({ outcome: "expired", readyUntil: NOON - DAY }))).toBe(true);
    expect(needsNewRequest(failed({ outcome: "cancelled" }))).toBe(true);
    expect(needsNewRequest(job({ outcome: "failed" }))).toBe(false);
  });

  it("explains the permission that it needs before the browser opens", async () => {
    const mock = await open("ended");
    await press("Back up", row("Everything"));
    expect(screen.getByRole("dialog", { hidden: true }).textContent).toContain(
      "TikTok will ask you to allow this",
    );
    expect(mock.scenario.signIn).toBeNull();
  });
});
