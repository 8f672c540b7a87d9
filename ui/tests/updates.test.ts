import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, describe, it, vi } from "vitest";

import App from "../src/App.svelte";
import { Fake } from "../src/ipc/mock";
import { release } from "../src/ipc/mock/fixtures";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(cleanup);

async function open(scene: string) {
  const fake = new Fake(scene);
  render(App, { client: fake });
  await vi.advanceTimersByTimeAsync(0);
  await press("Settings");
  return fake;
}
async function press(name: string) {
  await fireEvent.click(screen.getByRole("button", { name }));
  await vi.advanceTimersByTimeAsync(0);
}
const row = () => screen.getByRole("heading", { name: "Updates" }).closest("section")!;
const buttons = () => [...row().querySelectorAll("button")].map((each) => each.textContent?.trim());

describe("updates", () => {
  it.each([
    ["updatesystem", "Satchel came as a package of your system.", []],
    ["updateoff", "This copy of Satchel does not update itself.", []],
    ["settings", "Satchel looks for a newer version only when you ask.", ["Check for updates"]],
    ["updatenone", "You have the newest version.", ["Check for updates"]],
    ["updateavailable", "Satchel 0.2.0 is available.", ["Download and install"]],
    ["updatedownloading", "41.2 MB of 96.4 MB", ["Cancel"]],
    ["updateinstalled", "What is under way goes on after the restart.", ["Restart Satchel", "Later"]],
    ["updateunreachable", "could not find out", ["Details", "Try again"]],
    ["updatebroken", "broke off. Nothing was changed.", ["Details", "Try again"]],
  ])("%s says how it stands and what can be done", async (scene, words, ways) => {
    await open(scene);
    expect(row().textContent).toContain(words);
    expect(buttons()).toEqual(ways);
  });

  it("are looked for, fetched and opened only when each is asked for", async () => {
    const fake = await open("settings");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fake.scene.update.state).toBe("notChecked");
    await press("Check for updates");
    expect(row().textContent).toContain("Looking for a newer version…");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fake.scene.update.state).toBe("available");
    await press("Download and install");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fake.scene.update.state).toBe("installed");
    expect(fake.calls).not.toContain("restart");
    await press("Restart Satchel");
    expect(fake.calls).toContain("restart");
  });

  it("can be left for later, and say no more than that then", async () => {
    const fake = await open("updateinstalled");
    await press("Later");
    expect(row().textContent).toContain("It opens the next time you start Satchel.");
    expect(buttons()).toEqual([]);
    expect(fake.calls).not.toContain("restart");
  });

  it("stop when asked to, while looking and while fetching", async () => {
    const fake = await open("settings");
    await press("Check for updates");
    await press("Cancel");
    expect(buttons()).toEqual(["Check for updates"]);
    await press("Check for updates");
    await vi.advanceTimersByTimeAsync(2000);
    await press("Download and install");
    await press("Cancel");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fake.scene.update.state).toBe("available");
  });

  it("try again what failed: the download where there is one, else the looking", async () => {
    const fake = await open("updatebroken");
    await press("Try again");
    expect(fake.scene.update.state).toBe("downloading");
    cleanup();
    const other = await open("updateunreachable");
    await press("Try again");
    expect(other.scene.update.state).toBe("checking");
  });

  it("show what is new as text, whatever it holds", async () => {
    const fake = await open("settings");
    const notes = "<img src=x onerror=alert(1)>\n<b>bold</b>";
    fake.tell({ what: "update", value: { state: "available", release: release({ notes }) } });
    await vi.advanceTimersByTimeAsync(0);
    const shown = screen.getByRole("region", { name: "What is new" });
    expect(shown.textContent).toBe(notes);
    expect(shown.children).toHaveLength(0);
  });

  it("say on Windows that Satchel closes for it", async () => {
    const fake = await open("updateavailable");
    expect(row().textContent).not.toContain("Satchel closes");
    fake.scene.app = { ...fake.scene.app, os: "windows" };
    cleanup();
    render(App, { client: fake });
    await vi.advanceTimersByTimeAsync(0);
    await press("Settings");
    expect(row().textContent).toContain("Satchel closes for the installation and opens again by itself.");
  });
});
