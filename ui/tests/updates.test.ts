import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, describe, it, vi } from "vitest";

import App from "../src/App.svelte";
import { MockClient } from "../src/ipc/mock";
import { release } from "../src/ipc/mock/fixtures";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(cleanup);

async function open(scenario: string) {
  const mock = new MockClient(scenario);
  render(App, { client: mock });
  await vi.advanceTimersByTimeAsync(0);
  await press("Settings");
  return mock;
}
async function press(name: string) {
  await fireEvent.click(screen.getByRole("button", { name }));
  await vi.advanceTimersByTimeAsync(0);
}
const row = () => screen.getByRole("heading", { name: "Updates" }).closest("section")!;
const buttons = () => [...row().querySelectorAll("button")].map((each) => each.textContent?.trim());

describe("updates", () => {
  it.each([
    ["updatesystem", "Your system’s package manager updates Satchel.", []],
    ["updateoff", "This copy of Satchel does not update itself.", []],
    ["settings", "Satchel looks for a newer version only when you ask.", ["Check for updates"]],
    ["updatenone", "You have the newest version.", ["Check for updates"]],
    ["updateavailable", "Satchel 0.2.0 is available.", ["Download and install"]],
    ["updatedownloading", "41.2 MB of 96.4 MB", ["Cancel"]],
    ["updateinstalled", "What is under way continues after the restart.", ["Restart Satchel", "Later"]],
    ["updateunreachable", "could not find out", ["Details", "Try again"]],
    ["updatebroken", "was interrupted. Nothing was changed.", ["Details", "Try again"]],
  ])("%s shows the state and its actions", async (scenario, words, handlers) => {
    await open(scenario);
    expect(row().textContent).toContain(words);
    expect(buttons()).toEqual(handlers);
  });

  it("are checked, downloaded and started only on request", async () => {
    const mock = await open("settings");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(mock.scenario.update.state).toBe("notChecked");
    await press("Check for updates");
    expect(row().textContent).toContain("Looking for a newer version…");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(mock.scenario.update.state).toBe("available");
    await press("Download and install");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(mock.scenario.update.state).toBe("installed");
    expect(mock.calls).not.toContain("restart");
    await press("Restart Satchel");
    expect(mock.calls).toContain("restart");
  });

  it("can be postponed", async () => {
    const mock = await open("updateinstalled");
    await press("Later");
    expect(row().textContent).toContain("The new version opens the next time you start Satchel.");
    expect(buttons()).toEqual([]);
    expect(mock.calls).not.toContain("restart");
  });

  it("can be cancelled during the check and the download", async () => {
    const mock = await open("settings");
    await press("Check for updates");
    await press("Cancel");
    expect(buttons()).toEqual(["Check for updates"]);
    await press("Check for updates");
    await vi.advanceTimersByTimeAsync(2000);
    await press("Download and install");
    await press("Cancel");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(mock.scenario.update.state).toBe("available");
  });

  it("retry the download if there is one, else the check", async () => {
    const mock = await open("updatebroken");
    await press("Try again");
    expect(mock.scenario.update.state).toBe("downloading");
    cleanup();
    const other = await open("updateunreachable");
    await press("Try again");
    expect(other.scenario.update.state).toBe("checking");
  });

  it("show release notes as text, whatever they contain", async () => {
    const mock = await open("settings");
    const notes = "<img src=x onerror=alert(1)>\n<b>bold</b>";
    mock.emit({ what: "update", value: { state: "available", release: release({ notes }) } });
    await vi.advanceTimersByTimeAsync(0);
    const shown = screen.getByRole("region", { name: "What is new" });
    expect(shown.textContent).toBe(notes);
    expect(shown.children).toHaveLength(0);
  });

  it("warn on Windows that Satchel closes for the installation", async () => {
    const mock = await open("updateavailable");
    expect(row().textContent).not.toContain("Satchel closes");
    mock.scenario.app = { ...mock.scenario.app, os: "windows" };
    cleanup();
    render(App, { client: mock });
    await vi.advanceTimersByTimeAsync(0);
    await press("Settings");
    expect(row().textContent).toContain("Satchel closes for the installation and opens again by itself.");
  });
});
