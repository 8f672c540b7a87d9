import { describe, expect, it, vi } from "vitest";

import { Fake } from "../src/ipc/mock";
import { problem } from "../src/ipc/mock/fixtures";
import { Store } from "../src/state/store.svelte";

async function open(scene: string) {
  const fake = new Fake(scene);
  const store = new Store(fake);
  await store.start();
  return { fake, store };
}

describe("store", () => {
  it("subscribes again when a message went missing, and no longer hears the old channel", async () => {
    const { fake, store } = await open("backups");
    const subscribe = vi.spyOn(fake, "subscribe");
    fake.tell({ what: "signIn", value: null });
    expect(subscribe).not.toHaveBeenCalled();
    store.state = { ...store.state!, seq: 40 };
    fake.tell({ what: "jobGone", value: "everything" });
    await vi.waitFor(() => expect(store.state?.seq).toBe(0));
    expect(subscribe).toHaveBeenCalledOnce();
    expect(store.state?.jobs).toHaveLength(3);
  });

  it("says so when nobody answers, and tries again when asked", async () => {
    const { fake, store } = await open("unreachable");
    expect(store.unreachable?.code).toBe("bug");
    expect(store.state).toBeNull();
    fake.scene.unreachable = false;
    await store.start();
    expect(store.unreachable).toBeNull();
    expect(store.state).not.toBeNull();
  });

  it("takes the demo's journeys for no news when the demo is opened", async () => {
    const fake = new Fake("backups");
    const heard: unknown[] = [];
    const store = new Store(fake, (news) => heard.push(...news));
    await store.start();
    const { app, jobs: before } = fake.scene;
    const jobs = before.map((job) => ({ ...job, id: `demo-${job.id}`, outcome: "saved" as const }));
    fake.tell({ what: "snapshot", value: { ...fake.scene, app: { ...app, demo: true }, jobs } });
    expect(store.state?.app.demo).toBe(true);
    expect(heard).toEqual([]);
  });

  it("asks where the sign-in is kept, and then repeats what was pressed", async () => {
    const { fake, store } = await open("nokeychain");
    await store.act(() => fake.backUp({ kind: "activity", permission: "once", part: "both" }));
    expect(store.question).toMatchObject({ name: "keepSignIn" });
    expect(store.trouble).toBeNull();
    await fake.keepSignInForSession();
    const question = store.question;
    if (question?.name === "keepSignIn") await store.act(question.then!);
    expect(store.state?.signIn?.request?.kind).toBe("activity");
  });

  it("offers to unlock once, not after every message", async () => {
    const { fake, store } = await open("locked");
    expect(store.question).toMatchObject({ name: "unlock" });
    store.question = null;
    fake.tell({ what: "signIn", value: null });
    expect(store.question).toBeNull();
  });

  it("explains instead of signing in where there is no key", async () => {
    const { store } = await open("nokey");
    await store.connect();
    expect(store.question).toEqual({ name: "noKey" });
  });

  it("keeps what refused a command until the next one", async () => {
    const { store } = await open("backups");
    const refused = problem("folderMissing");
    expect(await store.act(() => Promise.reject(refused))).toBe(false);
    expect(store.trouble?.problem).toEqual(refused);
    expect(await store.act(() => Promise.resolve())).toBe(true);
    expect(store.trouble).toBeNull();
  });
});
