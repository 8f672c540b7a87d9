import type {
  AppEvent,
  BackupView,
  Change,
  CheckView,
  JobView,
  Theme,
  UpdateView,
  WatchMethod,
  DataRequest,
} from "./bindings";
import type { Client } from "./client";
import { advance, TICK } from "./mock/job-progress";
import { account, backup, job, MB, MINUTE, NOON, problem, release, SECOND, signIn } from "./mock/fixtures";
import { FakeLibrary } from "./mock/library";
import { press } from "./mock/press";
import { SCENES, type Scene } from "./mock/scenarios";

/** Opens the scenario named in the page's address. Its buttons work, within seconds. */
export function play(search: string): Fake {
  const query = new URLSearchParams(search);
  const fake = new Fake(query.get("scene") ?? "welcome");
  const theme = query.get("theme");
  if (theme) fake.scene.settings = { ...fake.scene.settings, theme: theme as Theme };
  press(query.getAll("press"));
  return fake;
}

/** A scripted client: no TikTok, no files, no keychain. */
export class Fake extends FakeLibrary implements Client {
  scene: Scene;
  #hear: (event: AppEvent) => void = () => {};
  #seq = 0;
  #made = 0;
  #updating = 0;
  #opened = Date.now();

  constructor(scene: string) {
    const played = (SCENES[scene] ?? SCENES.welcome!)();
    super(played.huge ?? false);
    this.scene = played;
    this.manner = played.manner ?? "ready";
    this.books = played.books ?? "kept";
  }

  protected override backupsThere(): BackupView[] {
    return this.scene.backups;
  }

  now(): number {
    return NOON + Date.now() - this.#opened;
  }

  async subscribe(hear: (event: AppEvent) => void): Promise<void> {
    if (this.scene.unreachable) throw problem("bug", {}, "nobody answers on the channel");
    this.#hear = hear;
    this.#seq = 0;
    const { drag, ...value } = this.scene;
    this.tell({ what: "snapshot", value });
    if (value.library.building) this.#read(0.2);
    if (drag) this.tell({ what: "drag", value: drag });
  }

  /** Sends one event, as the app would. */
  tell(change: Change): void {
    this.#hear({ seq: this.#seq++, change });
  }

  async connect() {
    this.#signIn(null);
  }
  async renewSignIn() {
    this.#signIn(null);
  }
  async backUp(request: DataRequest) {
    const current = this.scene.accounts.find((each) => each.current);
    const allowed = current?.allowed.some(
      (each) => each.kind === request.kind && each.permission === request.permission,
    );
    if (allowed) this.#start({ request, accountId: current?.id ?? null });
    else this.#signIn(request);
  }
  async cancelSignIn() {
    this.#set("signIn", null);
  }
  async retrySignIn() {
    this.#signIn(this.scene.signIn?.request ?? null);
  }
  async reopenBrowser() {
    this.calls.push("reopenBrowser");
  }
  async signInAddress() {
    return "https://www.tiktok.com/v2/auth/authorize/?state=invented";
  }
  async pasteAddress(address: string) {
    if (!address.startsWith("http://127.0.0.1:")) throw problem("addressNotRecognised");
    this.#signedIn();
  }

  async cancelJob(id: string) {
    this.#job(id, { cancelling: true });
    setTimeout(
      () => this.#job(id, { cancelling: false, outcome: "cancelled", endedAt: this.now(), progress: null }),
      SECOND,
    );
  }
  async checkNow(id: string) {
    this.calls.push(`checkNow ${id}`);
  }
  async retryJob(id: string) {
    this.#job(id, {
      outcome: "running",
      problem: null,
      stepSince: this.now(),
      endedAt: null,
      progress: null,
    });
    this.#run(id);
  }
  async dismissJob(id: string) {
    this.calls.push(`dismissJob ${id}`);
    this.scene.jobs = this.scene.jobs.filter((each) => each.id !== id);
    this.tell({ what: "jobGone", value: id });
  }

  async openExport() {
    this.#start({ fileName: "user_data_tiktok.zip", step: "checking" });
  }
  async openBackup(id: string) {
    this.calls.push(`openBackup ${id}`);
  }
  async openFolder() {
    this.calls.push("openFolder");
  }
  async chooseFolder() {
    this.#set("folder", { ...this.scene.folder, shown: "Backups/TikTok", problem: null });
  }
  async verifyBackup(id: string) {
    this.#check(id, { state: "checking", files: 0, filesTotal: 3168 });
    setTimeout(() => this.#check(id, { state: "checking", files: 1204, filesTotal: 3168 }), SECOND);
    setTimeout(() => this.#check(id, { state: "verified", at: this.now() }), 3 * SECOND);
  }
  async stopVerify(id: string) {
    this.#check(id, { state: "notChecked" });
  }

  async setTheme(theme: Theme) {
    this.#set("settings", { ...this.scene.settings, theme });
  }
  async setAppKey() {
    this.#set("settings", { ...this.scene.settings, appKey: "own" });
  }
  async clearAppKey() {
    this.#set("settings", { ...this.scene.settings, appKey: "none" });
  }
  async keepSignInForSession() {
    this.#set("keychain", "session");
  }
  async keepSignInInFile() {
    this.#set("keychain", "file");
  }
  async unlockSignIn(passphrase: string) {
    if (passphrase === "wrong") throw problem("passphraseWrong");
    this.#set("keychain", "file");
    this.#signedIn();
  }
  async switchAccount(id: string) {
    this.#set(
      "accounts",
      this.scene.accounts
        .map((each) => ({ ...each, current: each.id === id }))
        .sort((a, b) => Number(b.current) - Number(a.current)),
    );
  }
  async signOut(id: string) {
    const out = { signedInUntil: null, allowed: [] };
    this.#set(
      "accounts",
      this.scene.accounts.map((each) => (each.id === id ? { ...each, ...out } : each)),
    );
  }
  async enterDemo() {
    this.#begin(SCENES.demo!());
  }
  async leaveDemo() {
    this.#begin(SCENES.welcome!());
  }
  async setWatchMethod(watchMethod: WatchMethod) {
    this.method = watchMethod;
    this.#set("settings", { ...this.scene.settings, watchMethod });
  }
  async setLinksExplained() {
    this.#set("settings", { ...this.scene.settings, linksExplained: true });
  }
  async notify(title: string, body: string) {
    this.calls.push(`notify ${title}: ${body}`);
  }

  async checkForUpdates() {
    await this.#steps([{ state: "checking" }, { state: "available", release: release() }]);
  }
  async installUpdate() {
    const coming = (part: number): UpdateView => {
      const bytesTotal = 96.4 * MB;
      return { state: "downloading", release: release(), bytes: part * bytesTotal, bytesTotal };
    };
    await this.#steps([
      ...[0, 0.3, 0.6, 1].map(coming),
      { state: "installing", release: release() },
      { state: "installed", release: release() },
    ]);
  }
  async cancelUpdate() {
    this.calls.push("cancelUpdate");
    const { update } = this.scene;
    this.#updating++;
    if (update.state === "downloading") this.#set("update", { state: "available", release: update.release });
    if (update.state === "checking") this.#set("update", { state: "notChecked" });
  }
  async restart() {
    this.calls.push("restart");
  }

  /** Publishes the states one after the other, one second each, unless cancelled. */
  async #steps(steps: UpdateView[]): Promise<void> {
    const mine = ++this.#updating;
    for (const step of steps) {
      if (mine !== this.#updating) return;
      this.#set("update", step);
      await new Promise((next) => setTimeout(next, SECOND));
    }
  }

  /** Continues the import in steps. */
  #read(share: number): void {
    this.#set("library", this.grow(Math.min(1, share), this.scene.library));
    if (share < 1) setTimeout(() => this.#read(share + 0.05), SECOND / 2);
  }

  #set<
    K extends "settings" | "folder" | "keychain" | "accounts" | "signIn" | "backups" | "library" | "update",
  >(what: K, value: Scene[K]): void {
    this.scene[what] = value;
    this.tell({ what, value } as Change);
  }

  #begin(scene: Scene): void {
    this.scene = { ...scene, settings: this.scene.settings };
    this.tell({ what: "snapshot", value: this.scene });
  }

  #signIn(request: DataRequest | null): void {
    const { app, settings, keychain } = this.scene;
    if (settings.appKey === "none" && !app.demo) throw problem("appKeyMissing");
    if (keychain === "undecided" || keychain === "fileLocked") throw problem("keychainMissing");
    this.#set("signIn", signIn({ request, expiresAt: this.now() + 5 * MINUTE }));
    setTimeout(
      () => this.scene.signIn && this.#set("signIn", signIn({ request, stage: "finishing" })),
      4 * SECOND,
    );
    setTimeout(() => this.scene.signIn?.stage === "finishing" && this.#signedIn(), 5 * SECOND);
  }

  #signedIn(): void {
    const request = this.scene.signIn?.request ?? null;
    const known = this.scene.accounts.find((each) => each.current);
    const allowed = request
      ? [...(known?.allowed ?? []), { kind: request.kind, permission: request.permission }]
      : [];
    this.#set("accounts", [
      account({ ...known, signedInUntil: NOON + 365 * 24 * 60 * MINUTE, allowed }),
      ...this.scene.accounts.filter((each) => !each.current),
    ]);
    this.#set("signIn", null);
    if (request) this.#start({ request, accountId: "maren" });
  }

  #start(changes: Partial<JobView>): void {
    const id = `made ${++this.#made}`;
    const begun = job({ ...changes, id, startedAt: this.now(), stepSince: this.now() });
    this.scene.jobs = [begun, ...this.scene.jobs];
    this.tell({ what: "job", value: begun });
    this.#run(id);
  }

  #run(id: string): void {
    const timer = setInterval(() => {
      const now = this.scene.jobs.find((each) => each.id === id);
      if (!now || now.outcome !== "running") return clearInterval(timer);
      const next = now.cancelling ? now : advance(now, this.now());
      if (next) return this.#job(id, next);
      const made = backup({
        savedAt: this.now(),
        request: now.request,
        fileName: now.fileName,
        bytes: 412_600_000,
        records: { read: 86_215, stored: 1954, known: 84_261, skipped: 0 },
      });
      made.check = { state: "verified", at: this.now() };
      this.#set("backups", [made, ...this.scene.backups]);
      this.#job(id, {
        step: "saved",
        outcome: "saved",
        endedAt: this.now(),
        progress: null,
        backupId: made.id,
        records: made.records,
      });
    }, TICK);
  }

  #job(id: string, changes: Partial<JobView>): void {
    const before = this.scene.jobs.find((each) => each.id === id);
    if (!before) return;
    const value = { ...before, ...changes };
    this.scene.jobs = this.scene.jobs.map((each) => (each.id === id ? value : each));
    this.tell({ what: "job", value });
  }

  #check(id: string, check: CheckView): void {
    const checked = (each: BackupView) => (each.id === id ? { ...each, check } : each);
    this.#set("backups", this.scene.backups.map(checked));
  }
}
