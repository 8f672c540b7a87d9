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
async function press(name: string | RegExp, role = "button", at: HTMLElement = document.body) {
  await fireEvent.click(within(at).getByRole(role, { name }));
  await vi.advanceTimersByTimeAsync(0);
}
const rows = () => screen.getAllByRole("row").length - 1;

describe("the switcher", () => {
  it("is there if there is a choice only", async () => {
    await open("library");
    expect(screen.queryByRole("button", { name: /Switch person/ })).toBeNull();
    cleanup();
    await open("people");
    const button = screen.getByRole("button", { name: "Switch person: Maren Haverkamp" });
    expect(button.getAttribute("aria-haspopup")).toBe("menu");
  });

  it("shows another person's backups and none of the others'", async () => {
    const mock = await open("people");
    expect(screen.getByRole("heading", { name: /Backups of .*Maren Haverkamp/ })).toBeTruthy();
    expect(rows()).toBe(4);
    await press(/Switch person/);
    const items = screen.getAllByRole("menuitemradio");
    expect(items.map((item) => item.getAttribute("aria-checked"))).toEqual(["true", "false", "false"]);
    expect(items[2]!.textContent).toMatch(/Unnamed \(.*unknown\.zip/);
    await press("noor.hq", "menuitemradio");
    expect(mock.calls).toContain("showPerson noor");
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("noor.hq");
    expect(screen.getByRole("heading", { name: /Backups of .*noor\.hq/ })).toBeTruthy();
    expect(rows()).toBe(1);
    expect(screen.getByText("From exports you opened. No TikTok account is connected.")).toBeTruthy();
    await press(/Switch person/);
    await press(/^Unnamed/, "menuitemradio");
    expect(screen.getByRole("heading", { level: 1 }).textContent).toMatch(/^Unnamed \(.*unknown\.zip/);
  });

  it("is not the only one who knows the name of an account without backups", async () => {
    const mock = new MockClient("people");
    const { people, accounts } = mock.scenario;
    const unknown = { id: "new", name: null, accountId: null, backups: 0, current: true };
    mock.scenario.people = [
      ...people.map((each) => ({ ...each, current: false })),
      { ...people[0]!, ...unknown },
    ];
    mock.scenario.accounts = [
      { ...accounts[0]!, id: "jonas", name: "Jonas Lindqvist", current: true },
      ...accounts.map((each) => ({ ...each, current: false })),
    ];
    render(App, { client: mock });
    await vi.advanceTimersByTimeAsync(0);
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Jonas Lindqvist");
    expect(screen.getByRole("heading", { name: /Backups of .*Jonas Lindqvist/ })).toBeTruthy();
  });

  it("leaves the lists and filters of the person before", async () => {
    await open("people");
    await press(/^Watch history/);
    await press(/Switch person/);
    await press("noor.hq", "menuitemradio");
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("noor.hq");
    await fireEvent.keyDown(window, { key: "ArrowLeft", altKey: true });
    await vi.advanceTimersByTimeAsync(0);
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("noor.hq");
  });

  it("shows accounts without backups, too", async () => {
    const mock = await open("ending");
    await press(/Switch person/);
    expect(screen.getAllByRole("menuitemradio")).toHaveLength(3);
    await press("Jo", "menuitemradio");
    expect(mock.scenario.accounts.find((account) => account.current)?.id).toBe("jo");
  });
});

describe("the question whose data it is", () => {
  it.each([
    [1, "a1.zip⁩ has no profile, and its records do not show whose it is."],
    [3, "a3.zip⁩ have no profile, and their records do not show whose they are."],
    [5, "a2.zip⁩ and 3 more have no profile"],
  ])("names %i files", async (number, expected) => {
    const mock = new MockClient("people");
    const unsure = mock.scenario.backups.find((backup) => backup.fileName === "unknown.zip")!;
    const files = Array.from({ length: number }, (_, index) => `a${index + 1}.zip`);
    mock.scenario.backups = [
      ...mock.scenario.backups.filter((backup) => backup !== unsure),
      ...files.map((fileName) => ({ ...unsure, id: fileName, fileName })),
    ];
    render(App, { client: mock });
    await vi.advanceTimersByTimeAsync(0);
    expect(screen.getByRole("region", { name: "Whose data is this?" }).textContent).toContain(expected);
  });

  it("names the file, and takes a person as its answer", async () => {
    const mock = await open("people");
    const question = screen.getByRole("region", { name: "Whose data is this?" });
    expect(question.textContent).toContain("unknown.zip");
    const answers = within(question).getAllByRole("button");
    expect(answers.map((answer) => answer.textContent?.replace(/[\u2066-\u2069]/gu, "").trim())).toEqual([
      "It is Maren Haverkamp",
      "It is noor.hq",
      "Somebody else",
    ]);
    await press(/It is .*noor/, "button", question);
    expect(mock.calls).toContain("settlePerson unknown noor");
    expect(screen.queryByRole("region", { name: "Whose data is this?" })).toBeNull();
  });

  it("takes somebody else as its answer", async () => {
    const mock = await open("people");
    await press("Somebody else", "button", screen.getByRole("region", { name: "Whose data is this?" }));
    expect(mock.calls).toContain("settlePerson unknown null");
    expect(screen.queryByRole("region", { name: "Whose data is this?" })).toBeNull();
    expect(mock.scenario.people).toHaveLength(3);
  });

  it("can be answered otherwise later, on the page of the backup", async () => {
    const mock = await open("people");
    await press(/Switch person/);
    await press("noor.hq", "menuitemradio");
    await press("Opened export");
    await press(/Whose backup this is/);
    await press("Maren Haverkamp", "menuitemradio");
    expect(mock.calls).toContain("assignBackup backup of noor maren");
  });
});
