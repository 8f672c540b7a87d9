import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import App from "../src/App.svelte";
import { MockClient } from "../src/ipc/mock";
import { BACKUPS, problem } from "../src/ipc/mock/fixtures";

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
async function press(name: string, at: HTMLElement = document.body) {
  await fireEvent.click(within(at).getByRole("button", { name, hidden: true }));
  await vi.advanceTimersByTimeAsync(0);
}
async function submit(at: HTMLElement) {
  await fireEvent.submit(at.querySelector("form")!);
  await vi.advanceTimersByTimeAsync(0);
}
const dialog = () => screen.getByRole("dialog", { hidden: true });
const rows = () => [...document.querySelectorAll<HTMLElement>("tbody tr")];
async function choose(row: number, item: string) {
  await press("More", rows()[row]!);
  await fireEvent.click(screen.getByRole("menuitem", { name: item, hidden: true }));
  await vi.advanceTimersByTimeAsync(0);
}

describe("changed files", () => {
  it("are named by what happened to them, and restored from the archive", async () => {
    const mock = await open("library");
    await choose(3, "Show what changed…");
    const shown = dialog();
    expect(within(shown).getByText("Missing").nextElementSibling?.textContent).toContain("2024-05-11.mp4");
    expect(within(shown).getByText("Changed").nextElementSibling?.textContent).toContain("user_data_tiktok");
    expect(within(shown).queryByText("Added")).toBeNull();
    expect(shown.textContent).toContain("Satchel can restore 2 files from it");
    await submit(shown);
    expect(rows()[3]!.textContent).toContain("Restoring");
    await vi.advanceTimersByTimeAsync(1500);
    expect(mock.scenario.backups[3]!.check.state).toBe("verified");
    expect(rows()[3]!.textContent).toContain("Verified");
  });

  it("are not offered to be restored if the archive has none of them", async () => {
    const mock = new MockClient("library");
    mock.scenario.backups = BACKUPS.map((each) => ({
      ...each,
      check: {
        state: "changed",
        at: 0,
        files: [{ path: "data/mine.txt", kind: "added" }],
        count: 1,
        restorable: 0,
      },
    }));
    render(App, { client: mock });
    await vi.advanceTimersByTimeAsync(0);
    await choose(0, "Show what changed…");
    expect(dialog().textContent).toContain("there is nothing to restore");
    expect(
      within(dialog()).queryByRole("button", { name: "Restore from the archive", hidden: true }),
    ).toBeNull();
  });
});

describe("deleting a backup", () => {
  it("says what only it has, and moves it to the trash", async () => {
    const mock = await open("library");
    await choose(0, "Delete…");
    expect(dialog().textContent).toContain("1,954 records are in no other backup:");
    expect(dialog().textContent).toContain("Watch history1,942");
    await press("Cancel", dialog());
    expect(mock.scenario.backups).toHaveLength(4);
    await choose(1, "Delete…");
    expect(dialog().textContent).toContain("Your other backups have all of its records.");
    await submit(dialog());
    expect(mock.calls).toContain(`deleteBackup ${BACKUPS[1]!.id} false`);
    expect(screen.queryByRole("dialog", { hidden: true })).toBeNull();
    expect(rows()).toHaveLength(3);
  });

  it("asks again where there is no trash", async () => {
    const mock = await open("notrash");
    await choose(0, "Delete…");
    await submit(dialog());
    expect(dialog().textContent).toContain("There is no trash here");
    expect(mock.scenario.backups).toHaveLength(4);
    await press("Keep it", dialog());
    expect(mock.calls.filter((call) => call.startsWith("deleteBackup"))).toHaveLength(1);
    await choose(0, "Delete…");
    await submit(dialog());
    expect(mock.scenario.backups).toHaveLength(4);
    await submit(dialog());
    expect(mock.calls).toContain(`deleteBackup ${BACKUPS[0]!.id} true`);
    expect(rows()).toHaveLength(3);
  });

  it("shows why it failed", async () => {
    const mock = await open("library");
    mock.deleteBackup = async () => {
      throw problem("backupBusy");
    };
    await choose(0, "Delete…");
    await submit(dialog());
    expect(screen.getByRole("alert").textContent).toContain("This backup is in use");
  });

  it("does not guess what is lost", async () => {
    await open("summarypending");
    await choose(0, "Delete…");
    expect(dialog().textContent).toContain("Satchel cannot tell what only this backup has.");
  });
});

describe("opened exports", () => {
  it("that are in a backup already lead to it", async () => {
    await open("opened");
    const row = screen.getByText("TikTok_Data_1773002972.zip").closest("li")!;
    expect(row.textContent).toContain("You already have this");
    expect(row.textContent).toContain("There is no second copy.");
    await press("Show it", row);
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Opened export");
  });

  it("are counted while they are dragged", async () => {
    await open("dropmany");
    expect(screen.getByRole("heading", { name: "Drop to open 3 exports" })).toBeTruthy();
  });
});

describe("moving the backup folder", () => {
  it("shows how far it is, and ends in the new place", async () => {
    await open("settings");
    await press("Settings");
    await press("Move folder…");
    await vi.advanceTimersByTimeAsync(1500);
    expect(document.body.textContent).toContain("Copying to ");
    expect(screen.queryByRole("button", { name: "Move folder…" })).toBeNull();
    await vi.advanceTimersByTimeAsync(3000);
    expect(document.body.textContent).toContain("Drive/Satchel");
    expect(screen.getByRole("button", { name: "Move folder…" })).toBeTruthy();
  });

  it("can be cancelled", async () => {
    const mock = await open("moving");
    await press("Settings");
    await press("Cancel");
    expect(mock.scenario.folder.moving).toBeNull();
    expect(mock.scenario.folder.shown).toBe("Documents/Satchel");
  });

  it("is shown with the backups, too, where no other folder is offered meanwhile", async () => {
    await open("moving");
    expect(document.body.textContent).toMatch(/Copying to .*Drive\/Satchel/u);
    expect(screen.queryByRole("button", { name: "Change folder…" })).toBeNull();
    await press("Show in Settings");
    expect(screen.getByRole("heading", { name: "Settings" })).toBeTruthy();
  });

  it("names what is left of the old one", async () => {
    await open("oldfolder");
    expect(screen.getByRole("alert").textContent).toContain("something is left in");
    await press("Dismiss");
    expect(screen.queryByRole("alert")).toBeNull();
  });
});

describe("the folder that somebody already has", () => {
  it("is offered if another level of it was chosen", async () => {
    const mock = await open("foundfolder");
    await fireEvent.click(screen.getByRole("button", { name: /I already have a Satchel folder/ }));
    await vi.advanceTimersByTimeAsync(0);
    expect(dialog().textContent).toContain("Is this your Satchel folder?");
    expect(dialog().textContent).toMatch(/Documents\/Satchel\s*4 backups/u);
    await submit(dialog());
    expect(mock.calls).toContain("useFoundFolder 0");
    expect(rows()).toHaveLength(4);
  });

  it("is not guessed if there is none", async () => {
    const mock = await open("welcome");
    await fireEvent.click(screen.getByRole("button", { name: /I already have a Satchel folder/ }));
    await vi.advanceTimersByTimeAsync(0);
    expect(dialog().textContent).toContain("Satchel found no backups in");
    await press("Cancel", dialog());
    expect(mock.calls).toEqual(["showWindow"]);
  });

  it("cannot be opened when it is gone", async () => {
    const mock = new MockClient("library");
    mock.scenario.folder = { ...mock.scenario.folder, problem: problem("folderMissing") };
    render(App, { client: mock });
    await vi.advanceTimersByTimeAsync(0);
    const button = () => screen.getByRole<HTMLButtonElement>("button", { name: "Open folder" });
    const list = document.querySelector<HTMLElement>("section > .head")!;
    expect(within(list).getByRole<HTMLButtonElement>("button", { name: "Open folder" }).disabled).toBe(true);
    await press("Settings");
    expect(button().disabled).toBe(true);
  });

  it("can be chosen or looked for again when it is gone", async () => {
    const mock = await open("nofolder");
    const note = screen.getByRole("alert");
    expect(note.textContent).toContain("your library stays as it is");
    await press("Look again", note);
    expect(mock.calls).toContain("lookAgain");
    await press("Choose folder…", note);
    expect(dialog().textContent).toContain("No backups there");
  });
});
