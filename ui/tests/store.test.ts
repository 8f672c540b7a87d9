import { describe, expect, it, vi } from "vitest";

import { MockClient } from "../src/ipc/mock";
import { problem } from "../src/ipc/mock/fixtures";
import { BACKUPS, SETTINGS } from "../src/state/places";
import { Store } from "../src/state/store.svelte";

async function open(scenario: string) {
  const mock = new MockClient(scenario);
  const store = new Store(mock);
  await store.start();
  return { mock, store };
}

describe("store", () => {
  it("subscribes again after a missed event, and ignores the old subscription", async () => {
    const { mock, store } = await open("backups");
    const subscribe = vi.spyOn(mock, "subscribe");
    mock.emit({ what: "signIn", value: null });
    expect(subscribe).not.toHaveBeenCalled();
    store.state = { ...store.state!, seq: 40 };
    mock.emit({ what: "jobGone", value: "everything" });
    await vi.waitFor(() => expect(store.state?.seq).toBe(0));
    expect(subscribe).toHaveBeenCalledOnce();
    expect(store.state?.jobs).toHaveLength(3);
  });

  it("reports a failed subscription, and retries on request", async () => {
    const { mock, store } = await open("unreachable");
    expect(store.unreachable?.code).toBe("bug");
    expect(store.state).toBeNull();
    mock.scenario.unreachable = false;
    await store.start();
    expect(store.unreachable).toBeNull();
    expect(store.state).not.toBeNull();
  });

  it("shows a new notice on the page that is open, if the page of the notices is not", async () => {
    const { mock, store } = await open("library");
    const notice = problem("ownFilesNotWritable", { name: "export.zip" });
    mock.emit({ what: "notices", value: [notice] });
    expect(store.failure, "the page of the backups shows it itself").toBeNull();
    store.go(SETTINGS);
    mock.emit({ what: "notices", value: [notice] });
    expect(store.failure, "it is not new").toBeNull();
    const other = { ...problem("diskFull", { name: "other.zip" }), reference: "another" };
    mock.emit({ what: "notices", value: [notice, other] });
    expect(store.failure).toEqual({ problem: other });
    store.go(BACKUPS);
    expect(store.failure).toBeNull();
  });

  it("announces nothing when the demo is opened", async () => {
    const mock = new MockClient("backups");
    const events: unknown[] = [];
    const store = new Store(mock, (stateEvents) => events.push(...stateEvents));
    await store.start();
    const { app, jobs: before } = mock.scenario;
    const jobs = before.map((job) => ({ ...job, id: `demo-${job.id}`, outcome: "saved" as const }));
    mock.emit({ what: "snapshot", value: { ...mock.scenario, app: { ...app, demo: true }, jobs } });
    expect(store.state?.app.demo).toBe(true);
    expect(events).toEqual([]);
  });

  it("asks where to store the sign-in, and then repeats the command", async () => {
    const { mock, store } = await open("nokeychain");
    await store.act(() => mock.backUp({ kind: "activity", permission: "once", part: "both" }));
    expect(store.dialog).toMatchObject({ name: "keepSignIn" });
    expect(store.failure).toBeNull();
    await mock.keepSignInForSession();
    const question = store.dialog;
    if (question?.name === "keepSignIn") await store.act(question.then!);
    expect(store.state?.signIn?.request?.kind).toBe("activity");
  });

  it("offers to unlock once", async () => {
    const { mock, store } = await open("locked");
    expect(store.dialog).toMatchObject({ name: "unlock" });
    store.dialog = null;
    mock.emit({ what: "signIn", value: null });
    expect(store.dialog).toBeNull();
  });

  it("explains a missing key instead of signing in", async () => {
    const { store } = await open("nokey");
    await store.connect();
    expect(store.dialog).toEqual({ name: "noKey" });
  });

  it("keeps a failed command until the next one", async () => {
    const { store } = await open("backups");
    const refused = problem("folderMissing");
    expect(await store.act(() => Promise.reject(refused))).toBe(false);
    expect(store.failure?.problem).toEqual(refused);
    expect(await store.act(() => Promise.resolve())).toBe(true);
    expect(store.failure).toBeNull();
  });
});
