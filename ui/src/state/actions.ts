import type { ProblemAction } from "../text/problems/entry";
import { SETTINGS } from "./places";
import type { Command, Store } from "./store.svelte";

/** The commands behind a problem's actions. A notice has nothing that could be tried again. */
export type ActionHandlers = { retry?: Command; dismiss: Command; checkNow?: Command };

/** Performs the action that the user chose. */
export async function performAction(
  store: Store,
  action: ProblemAction,
  handlers: ActionHandlers,
): Promise<void> {
  const { client } = store;
  switch (action) {
    case "retry":
      if (handlers.retry) await store.act(handlers.retry);
      return;
    case "checkNow": {
      const check = handlers.checkNow ?? handlers.retry;
      if (check) await store.act(check);
      return;
    }
    case "signIn":
      await store.connect();
      return;
    case "chooseFolder":
      await store.act(() => client.chooseFolder());
      return;
    case "findFolder":
      await store.findFolder();
      return;
    case "lookAgain":
      await store.act(() => client.lookAgain());
      return;
    case "chooseFile":
      await store.act(() => client.openExport());
      return;
    case "dismiss":
      await store.act(handlers.dismiss);
      return;
    case "settings":
      store.go(SETTINGS);
      return;
    case "appKey":
      store.showAppKey();
      return;
    case "unlock":
    case "keepSignIn":
      store.dialog = { name: action, then: handlers.retry ?? null };
      return;
    case "howTo":
      store.dialog = { name: "howTo" };
      return;
  }
}
