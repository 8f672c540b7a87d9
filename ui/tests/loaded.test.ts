import { describe, expect, it } from "vitest";

import type { Problem } from "../src/ipc/bindings";
import { problem } from "../src/ipc/mock/fixtures";
import { Loaded } from "../src/state/loaded.svelte";

/** A request that is answered by hand. */
function request<T>() {
  let answer!: (value: T) => void;
  let refuse!: (problem: Problem) => void;
  const promise = new Promise<T>((resolve, reject) => ([answer, refuse] = [resolve, reject]));
  return { send: () => promise, answer, refuse };
}

describe("loaded values", () => {
  it("are waited for until there is a value or a problem", async () => {
    const loaded = new Loaded<string>();
    expect(loaded.waiting).toBe(true);
    expect(await loaded.load(() => Promise.reject(problem("bug")))).toBe(false);
    expect([loaded.waiting, loaded.value, loaded.problem?.code]).toEqual([false, null, "bug"]);
    expect(await loaded.load(() => Promise.resolve("a"))).toBe(true);
    expect([loaded.waiting, loaded.value, loaded.problem]).toEqual([false, "a", null]);
  });

  it("stay until the next ones arrive, and when that fails", async () => {
    const loaded = new Loaded<string>();
    await loaded.load(() => Promise.resolve("a"));
    const next = request<string>();
    const loading = loaded.load(next.send);
    expect([loaded.waiting, loaded.value]).toEqual([false, "a"]);
    next.refuse(problem("bug"));
    await loading;
    expect([loaded.value, loaded.problem?.code]).toEqual(["a", "bug"]);
  });

  it("ignore answers and problems of earlier requests", async () => {
    const loaded = new Loaded<string>();
    const [first, second] = [request<string>(), request<string>()];
    const loading = [loaded.load(first.send), loaded.load(second.send), loaded.load(async () => "c")];
    await loading[2];
    first.answer("a");
    second.refuse(problem("bug"));
    expect(await Promise.all(loading)).toEqual([false, false, true]);
    expect([loaded.value, loaded.problem]).toEqual(["c", null]);
  });
});
