import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { outcomeOf, STATUS_LABEL } from "../src/history/labels";
import type { RequestStatus } from "../src/ipc/bindings";
import { MockClient } from "../src/ipc/mock";
import { NOON, problem } from "../src/ipc/mock/fixtures";
import { HISTORY, pastRequest } from "../src/ipc/mock/history";
import { PROBLEMS } from "../src/text/problem-table";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function press(name: string | RegExp, at: HTMLElement = document.body) {
  await fireEvent.click(within(at).getByRole("button", { name }));
  await vi.advanceTimersByTimeAsync(0);
}

/** Opens the history of the current account from its menu. */
async function open(scenario: string, change: (mock: MockClient) => void = () => {}) {
  const mock = new MockClient(scenario);
  change(mock);
  render(App, { client: mock });
  await vi.advanceTimersByTimeAsync(0);
  await press("Account menu");
  await fireEvent.click(screen.getByRole("menuitem", { name: "Request history" }));
  await vi.advanceTimersByTimeAsync(0);
  return mock;
}

/** The rows of the table, without its head. */
const rows = () => screen.getAllByRole("row").slice(1);
const row = (outcome: string) => screen.getByText(outcome).closest("tr")!;

describe("the history", () => {
  it("lists the requests of the account with date, subject, outcome and reference", async () => {
    await open("idle");
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Request history");
    expect(screen.getByText(/25 requests/)).toBeTruthy();
    expect(rows()).toHaveLength(10);
    const saved = row("Saved");
    expect(saved.textContent).toContain("Everything");
    expect(saved.textContent).toContain("Once");
    expect(saved.textContent).toMatch(/2026/);
    expect(saved.textContent).toContain(HISTORY.maren!.find((each) => each.status === "saved")!.requestId);
    expect(within(row("Unknown")).getByText("None")).toBeTruthy();
  });

  it("shows older requests on demand", async () => {
    const mock = await open("idle");
    await press("Show older requests");
    expect(rows()).toHaveLength(20);
    await press("Show older requests");
    expect(rows()).toHaveLength(25);
    expect(screen.queryByRole("button", { name: "Show older requests" })).toBeNull();
    // A change of a job reads as much again as was shown.
    mock.scenario.history = { maren: HISTORY.maren!.slice(2) };
    await mock.backUp({ kind: "activity", permission: "ongoing", part: "both" });
    await vi.advanceTimersByTimeAsync(0);
    expect(rows()).toHaveLength(23);
  });

  it("opens the details of a request", async () => {
    await open("idle");
    const saved = row("Saved");
    const button = within(saved).getByRole("button", { name: /^Details: Everything,/ });
    expect(button.getAttribute("aria-expanded")).toBe("false");
    await fireEvent.click(button);
    expect(button.getAttribute("aria-expanded")).toBe("true");
    const details = document.getElementById(button.getAttribute("aria-controls")!)!;
    for (const name of ["Added", "Sent to TikTok", "Last checked", "Ended", "Reference", "Saved as"]) {
      expect(within(details).getByText(name)).toBeTruthy();
    }
    await press(/backup/, details);
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Everything");
  });

  it("copies a reference", async () => {
    const writeText = vi.fn().mockResolvedValue(undefined);
    vi.stubGlobal("navigator", Object.assign(Object.create(navigator), { clipboard: { writeText } }));
    await open("idle");
    const { requestId } = HISTORY.maren!.find((each) => each.status === "saved")!;
    await press(`Copy reference ${requestId}`);
    expect(writeText).toHaveBeenCalledWith(requestId);
    expect(within(row("Saved")).getByRole("status").textContent).toBe("Copied");
  });

  it("can be saved as a file, and says how many requests were written", async () => {
    const mock = await open("idle");
    await press("Save as CSV…");
    expect(mock.calls).toContain("save request history maren");
    expect(screen.getByText("25 requests were saved.")).toBeTruthy();
    vi.spyOn(mock, "saveRequestHistory").mockRejectedValue(problem("folderNotWritable"));
    await press("Save as CSV…");
    expect(screen.getByRole("alert")).toBeTruthy();
  });

  it("says so if there is none", async () => {
    await open("idle", (mock) => (mock.scenario.history = {}));
    expect(screen.getByRole("heading", { name: "Nothing requested yet" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Save as CSV…" })).toBeNull();
    expect(screen.queryByRole("table")).toBeNull();
  });

  it("says that it is being read", async () => {
    await open("idle", (mock) => (mock.responseMode = "slow"));
    expect(screen.getByText("Reading the history…")).toBeTruthy();
  });

  it("shows a failure, and can be read again", async () => {
    const mock = await open("idle", (mock) => (mock.responseMode = "failing"));
    expect(screen.getByRole("alert")).toBeTruthy();
    mock.responseMode = "ready";
    await press("Try again", screen.getByRole("alert"));
    expect(screen.queryByRole("alert")).toBeNull();
    expect(rows()).toHaveLength(10);
  });

  it("goes back to where it was opened", async () => {
    await open("idle");
    await press("Go back");
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Maren Haverkamp");
  });

  it("of every account can be opened in Settings, also when it is signed out", async () => {
    const mock = new MockClient("ending");
    render(App, { client: mock });
    await vi.advanceTimersByTimeAsync(0);
    await press("Settings");
    await press("Request history", screen.getByText("Jo").closest("li")!);
    expect(mock.calls).toContain("request history jo null");
    expect(screen.getByRole("heading", { name: "Nothing requested yet" })).toBeTruthy();
  });
});

describe("outcomes", () => {
  it.each(Object.keys(STATUS_LABEL) as RequestStatus[])("%s has a name and a sentence", (status) => {
    expect(STATUS_LABEL[status].name()).not.toBe("");
    const sentence = outcomeOf(pastRequest(1, status), NOON);
    expect(sentence).toMatch(/\S.*\.$/u);
    expect(sentence).not.toMatch(/token|scope|\bAPI\b|oops|!/iu);
  });

  it("of a request that stopped name its problem", () => {
    const stopped = pastRequest(1, "failed", { problem: "archiveWithheld" });
    expect(outcomeOf(stopped, NOON)).toBe(
      PROBLEMS.archiveWithheld.what(problem("archiveWithheld").facts, { now: NOON }),
    );
  });

  it("that are not certain are not called certain", () => {
    expect(outcomeOf(pastRequest(1, "unknown"), NOON)).toContain("may or may not have accepted this");
    expect(outcomeOf(pastRequest(1, "cancelUnconfirmed"), NOON)).toContain("may have gone on");
  });
});
