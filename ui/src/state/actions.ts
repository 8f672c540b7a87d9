import type { Act } from "../text/problems";
import type { Command, Store } from "./store.svelte";

/** The commands behind a problem's actions. */
export type Ways = { again: Command; dismiss: Command; checkNow?: Command };

/** Performs the action that the user chose. */
export async function follow(store: Store, act: Act, ways: Ways): Promise<void> {
  const { client } = store;
  switch (act) {
    case "again":
      await store.act(ways.again);
      return;
    case "checkNow":
      await store.act(ways.checkNow ?? ways.again);
      return;
    case "signIn":
      await store.connect();
      return;
    case "chooseFolder":
      await store.act(() => client.chooseFolder());
      return;
    case "chooseFile":
      await store.act(() => client.openExport());
      return;
    case "dismiss":
      await store.act(ways.dismiss);
      return;
    case "settings":
      store.go("settings");
      return;
    case "unlock":
    case "keepSignIn":
      store.question = { name: act, then: ways.again };
      return;
    case "howTo":
      store.question = { name: "howTo" };
      return;
  }
}
