import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { MockClient } from "../src/ipc/mock";
import { account, job, request, settings, snapshot } from "../src/ipc/mock/fixtures";
import type { State } from "../src/state/reduce";
import { lastBackup, lastOfEverything } from "../src/state/select";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(cleanup);

async function open(scenario: string, changes: Partial<State> = {}) {
  const mock = new MockClient(scenario);
  Object.assign(mock.scenario, changes);
  render(App, { client: mock });
  await vi.advanceTimersByTimeAsync(0);
  return mock;
}
const noKey = { settings: settings({ appKey: "none" }) };
const row = (title: string) => screen.getByRole("heading", { name: title }).closest("li")!;
async function press(name: string | RegExp, at: HTMLElement = document.body) {
  await fireEvent.click(within(at).getByRole("button", { name, hidden: true }));
  await vi.advanceTimersByTimeAsync(0);
}
const dialog = () => screen.getByRole("dialog", { hidden: true });

describe("an unpacked folder", () => {
  it.each([
    ["on the welcome page", "welcome", {}],
    ["beside the account", "backups", {}],
    ["without an app key", "backups", noKey],
  ])("can be opened %s", async (_, scenario, changes) => {
    const mock = await open(scenario, changes);
    const opened = vi.spyOn(mock, "openExport");
    await press("Open an unpacked folder…");
    expect(opened).toHaveBeenCalledExactlyOnceWith("user_data_tiktok");
  });
});

describe("exports that were opened", () => {
  it("can be dismissed all at once, but for those that are still read", async () => {
    const opened = (id: string, outcome: "failed" | "running") => job({ id, fileName: `${id}.zip`, outcome });
    const jobs = [opened("one", "failed"), opened("two", "failed"), opened("three", "running")];
    const mock = await open("backups", { jobs });
    await press("Dismiss all");
    expect(mock.scenario.jobs.map(({ id }) => id)).toEqual(["three"]);
    expect(screen.queryByRole("button", { name: "Dismiss all" })).toBeNull();
  });
});

describe("the welcome page without an app key", () => {
  it("leads with an export and how to get one, and does not offer to connect", async () => {
    await open("nokey");
    const titles = [...document.querySelectorAll(".door .title")].map((each) => each.textContent);
    expect(titles.slice(0, 2)).toEqual(["Open an export", "How to get an export from TikTok"]);
    expect(document.body.textContent).not.toContain("Connect TikTok");
    expect(document.body.textContent).toContain("Your own videos come only as links that expire.");
  });

  it("stays when the first file is refused, and says why", async () => {
    await open("nokeywrongfile");
    expect(document.querySelector("h1")?.textContent).toBe(
      "Keep your own copy of your TikTok data, on this computer.",
    );
    expect(row("Not saved").textContent).toContain("This is not a TikTok export.");
    expect([...document.querySelectorAll(".door .title")][0]?.textContent).toBe("Open an export");
    await press("Dismiss");
    expect(screen.queryByRole("heading", { name: "Not saved" })).toBeNull();
  });

  it("opens the settings at the app key, with the address to register", async () => {
    const copied = vi.fn(() => Promise.resolve());
    vi.stubGlobal("navigator", Object.assign(navigator, { clipboard: { writeText: copied } }));
    await open("nokey");
    await press("Use your own key");
    const heading = screen.getByRole("heading", { name: "Your own key" });
    expect(document.activeElement).toBe(heading);
    await press("Copy http://127.0.0.1:*/callback/", heading.closest("section")!);
    expect(copied).toHaveBeenCalledWith("http://127.0.0.1:*/callback/");
    // From elsewhere in the settings, it leads there again.
    await press("Use your own key", screen.getByRole("heading", { name: "Accounts" }).closest("section")!);
    expect(document.activeElement).toBe(screen.getByRole("heading", { name: "Your own key" }));
  });

  it("with a key, the first backup comes first, in one trip to the browser", async () => {
    const mock = await open("welcome");
    const [first] = document.querySelectorAll<HTMLElement>(".door");
    expect(first?.querySelector(".title")?.textContent).toBe("Back up from TikTok");
    const [connect, backUp] = [vi.spyOn(mock, "connect"), vi.spyOn(mock, "backUp")];
    await fireEvent.click(first!);
    expect(dialog().textContent).toContain("Once, now.");
    await press("Continue to TikTok", dialog());
    expect(backUp).toHaveBeenCalledExactlyOnceWith({ kind: "everything", permission: "once", part: "both" });
    expect(connect).not.toHaveBeenCalled();
    expect(screen.getByText("Waiting for your browser")).toBeTruthy();
    await vi.advanceTimersByTimeAsync(6000);
    expect(screen.getByRole("heading", { name: "Maren Haverkamp" })).toBeTruthy();
    expect(row("Everything").textContent).toContain("Preparing");
  });

  it("says that the demo is being opened", async () => {
    const mock = await open("welcome");
    let opened = () => {};
    vi.spyOn(mock, "enterDemo").mockReturnValue(new Promise((resolve) => (opened = resolve)));
    const demo = screen.getByText("Look around with a demo account").closest("button")!;
    await fireEvent.click(demo);
    await fireEvent.click(demo);
    expect(mock.enterDemo).toHaveBeenCalledOnce();
    expect(screen.getByText(/^The demo is being filled/)).toBeTruthy();
    expect(demo.getAttribute("aria-disabled")).toBe("true");
    opened();
    await vi.advanceTimersByTimeAsync(0);
    expect(demo.hasAttribute("aria-disabled")).toBe(false);
  });

  it("with a key, says how to get an export", async () => {
    await open("welcome");
    await press("How to get an export from TikTok");
    expect(dialog().textContent).toContain("JSON");
  });
});

describe("the window", () => {
  it.each(["welcome", "unreachable"])("is shown once it has something to show: %s", async (scenario) => {
    const mock = new MockClient(scenario);
    let answer = () => {};
    const wait = new Promise<void>((resolve) => (answer = resolve));
    const subscribe = mock.subscribe.bind(mock);
    vi.spyOn(mock, "subscribe").mockImplementation(async (listener) => {
      await wait;
      await subscribe(listener);
    });
    render(App, { client: mock });
    await vi.advanceTimersByTimeAsync(5000);
    expect(mock.calls).not.toContain("showWindow");
    answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(mock.calls.filter((call) => call === "showWindow")).toHaveLength(1);
    expect(document.querySelector("h1, h2")).toBeTruthy();
  });
});

describe("how to get an export", () => {
  it("is said for the app and for the web", async () => {
    await open("nokey");
    await press(/^How to get an export/);
    expect(within(dialog()).getAllByRole("listitem", { hidden: true })[0]?.textContent).toContain("menu ☰");
    await fireEvent.click(within(dialog()).getByRole("radio", { name: "On the web", hidden: true }));
    const steps = within(dialog()).getAllByRole("listitem", { hidden: true });
    expect(steps[0]?.textContent).toContain("tiktok.com");
    expect(steps.some((step) => step.textContent?.includes("deletes it after four days"))).toBe(true);
  });

  it("saves a reminder for three days later", async () => {
    const mock = await open("nokey");
    await press(/^How to get an export/);
    expect(dialog().textContent).not.toContain("The file was saved.");
    await press("Save a reminder…", dialog());
    expect(mock.calls).toContain("save reminder 2026-11-25 Download your data from TikTok");
    expect(within(dialog()).getByText(/^The file was saved/)).toBeTruthy();
  });

  it("saves a reminder with the way that was chosen", async () => {
    const mock = await open("nokey");
    const save = vi.spyOn(mock, "saveReminder");
    await press(/^How to get an export/);
    await fireEvent.click(within(dialog()).getByRole("radio", { name: "On the web", hidden: true }));
    await press("Save a reminder…", dialog());
    expect(save.mock.lastCall?.[0].about).toMatch(/^Sign in at tiktok\.com.* Choose Download data\./u);
    expect(save.mock.lastCall?.[0].about).not.toContain("In the TikTok app");
  });

  it("says why a reminder could not be saved", async () => {
    const mock = await open("nokey");
    mock.responseMode = "failing";
    await press(/^How to get an export/);
    await press("Save a reminder…", dialog());
    expect(within(dialog()).getByRole("alert", { hidden: true })).toBeTruthy();
    expect(dialog().textContent).not.toContain("The file was saved.");
  });
});

describe("the backups without an app key", () => {
  it("fold away what needs one, and offer no button that would only say so", async () => {
    await open("library", { ...noKey, accounts: [] });
    const lead = screen.getByRole("heading", { name: "Open an export from TikTok" }).closest("section")!;
    await press("How to get one", lead);
    expect(dialog().textContent).toContain("Download your data");
    const folded = screen.getByText("Let Satchel ask TikTok for you").closest("details")!;
    expect(folded.open).toBe(false);
    for (const title of ["Everything", "Activity"]) {
      expect(row(title).closest("details")).toBe(folded);
      const button = within(row(title)).getByRole("button", { name: "Back up", hidden: true });
      expect((button as HTMLButtonElement).disabled).toBe(true);
    }
  });

  it("show what is left of a request, and do not ask for consent before they say what is missing", async () => {
    const left = job({
      id: "a",
      request: request("everything"),
      outcome: "cancelled",
      cancelledByUser: true,
    });
    await open("library", { ...noKey, jobs: [left] });
    expect(row("Everything").closest("details")).toBeNull();
    await press("Back up", row("Everything"));
    expect(dialog().textContent).toContain("TikTok requires an app key, and this copy has none.");
    await press("Use your own key", dialog());
    expect(document.activeElement?.textContent).toBe("Your own key");
  });

  it("are as usual in the demo", async () => {
    await open("demo", noKey);
    expect(row("Everything").closest("details")).toBeNull();
    expect(screen.queryByRole("heading", { name: "Open an export from TikTok" })).toBeNull();
  });
});

describe("what is promised", () => {
  it("while TikTok prepares: what closing means", async () => {
    await open("backups");
    const text = row("Activity").textContent!.replace(/\s+/g, " ");
    expect(text).toContain("Nothing is downloaded while it is closed");
    expect(text).toContain("TikTok deletes a finished archive after four days");
  });

  it("of the lasting permission: that nothing is backed up by itself", async () => {
    await open("empty");
    await fireEvent.click(within(row("Activity")).getByRole("radio", { name: "Any time" }));
    expect(row("Activity").textContent).toContain("Nothing is backed up by itself.");
    await press("Back up", row("Activity"));
    expect(dialog().textContent).toContain("never by itself");
  });

  it("of videos: that they are links, in the card and above the posts", async () => {
    await open("library");
    expect(row("Everything").textContent).toContain("Your videos come as links that expire.");
    await press(/^Posts/, screen.getByRole("navigation", { name: "Sections" }));
    expect(screen.getByText(/links to your videos, not the videos/)).toBeTruthy();
  });

  it("the choice of one account does not hold for the next", async () => {
    const mock = await open("empty", {
      accounts: [account(), account({ id: "jo", name: "Jo", current: false })],
    });
    const anyTime = () =>
      within(row("Activity")).getByRole("radio", { name: "Any time" }) as HTMLInputElement;
    await fireEvent.click(anyTime());
    expect(anyTime().checked).toBe(true);
    await mock.switchAccount("jo");
    await vi.advanceTimersByTimeAsync(0);
    expect(anyTime().checked).toBe(false);
  });
});

describe("the last backup of a kind", () => {
  const state: State = { ...snapshot(), seq: 0, drag: null };

  it("is that of the person, whatever the account is called now", () => {
    const renamed = { ...state, accounts: [account({ name: "Maren H." })] };
    expect(lastBackup(renamed, "directMessages")).toBe(state.backups[1]);
    const others = state.backups.map((each) => ({ ...each, person: "noor" }));
    expect(lastBackup({ ...state, backups: others }, "directMessages")).toBeNull();
  });

  it("may be one of everything", async () => {
    expect(lastOfEverything(state, "activity")).toBe(state.backups[0]);
    expect(lastOfEverything(state, "everything")).toBeNull();
    const [first, second] = state.backups as [State["backups"][0], State["backups"][0]];
    const earlier = { ...first, savedAt: second.savedAt - 1 };
    expect(lastOfEverything({ ...state, backups: [second, earlier] }, "directMessages")).toBeNull();
    await open("library");
    expect(row("Activity").textContent).toContain("with everything");
  });
});
