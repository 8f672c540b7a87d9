import type { AppEvent, Theme, Wish } from "./bindings";

/**
 * All that the window can ask of the program behind it. A rejected promise carries a `Problem`.
 * `tauri.ts` is the real one; `fake.ts` plays scripted scenes in a browser and in tests.
 */
export interface Client {
  /** The present, in Unix milliseconds; the scripted twin sets it to the date of its scenes. */
  now(): number;
  /** From now on `hear` receives a snapshot and then every change; an earlier listener is let go. */
  subscribe(hear: (event: AppEvent) => void): Promise<void>;

  connect(): Promise<void>;
  renewSignIn(): Promise<void>;
  backUp(wish: Wish): Promise<void>;
  cancelSignIn(): Promise<void>;
  retrySignIn(): Promise<void>;
  reopenBrowser(): Promise<void>;
  signInAddress(): Promise<string>;
  pasteAddress(address: string): Promise<void>;

  cancelJob(id: string): Promise<void>;
  checkNow(id: string): Promise<void>;
  retryJob(id: string): Promise<void>;
  dismissJob(id: string): Promise<void>;

  openExport(): Promise<void>;
  openBackup(id: string): Promise<void>;
  openFolder(): Promise<void>;
  chooseFolder(): Promise<void>;
  verifyBackup(id: string): Promise<void>;
  stopVerify(id: string): Promise<void>;

  setTheme(theme: Theme): Promise<void>;
  setAppKey(key: string, secret: string): Promise<void>;
  clearAppKey(): Promise<void>;
  keepSignInForSession(): Promise<void>;
  keepSignInInFile(passphrase: string): Promise<void>;
  unlockSignIn(passphrase: string): Promise<void>;
  switchAccount(id: string): Promise<void>;
  signOut(id: string): Promise<void>;
  enterDemo(): Promise<void>;
  leaveDemo(): Promise<void>;

  notify(title: string, body: string): Promise<void>;
}

const scripted = import.meta.env.MODE === "fake" || import.meta.env.MODE === "test";

/** The one in use, chosen when the window is built. */
export async function open(): Promise<Client> {
  if (scripted) return (await import("./fake")).play(location.search);
  return (await import("./tauri")).tauri;
}
