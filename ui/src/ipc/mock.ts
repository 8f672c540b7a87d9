import type {
  AppEvent,
  BackupView,
  Change,
  CheckState,
  JobView,
  Kind,
  Permission,
  RequestHistory,
  Theme,
  UpdateView,
  WatchMethod,
  DataRequest,
} from "./bindings";
import type { Client } from "./client";
import { advance, TICK } from "./mock/job-progress";
import {
  account,
  backup,
  granted,
  job,
  MB,
  MINUTE,
  NOON,
  problem,
  release,
  SECOND,
  signIn,
} from "./mock/fixtures";
import { HISTORY, partOf } from "./mock/history";
import { MockLibrary } from "./mock/library";
import { press } from "./mock/press";
import { SCENARIOS, type Scenario } from "./mock/scenarios";

/** Opens the scenario named in the page's address. Its buttons work, within seconds. */
export function openScenario(search: string): MockClient {
  const query = new URLSearchParams(search);
  const mock = new MockClient(query.get("scenario") ?? "welcome");
  const theme = query.get("theme");
  if (theme) mock.scenario.settings = { ...mock.scenario.settings, theme: theme as Theme };
  press(query.getAll("press"));
  return mock;
}

/** A scripted client: no TikTok, no files, no keychain. */
export class MockClient extends MockLibrary implements Client {
  scenario: Scenario;
  #listener: (event: AppEvent) => void = () => {};
  #seq = 0;
  #createdJobs = 0;
  #updating = 0;
  #openedAt = Date.now();

  constructor(scenario: string) {
    const initial = (SCENARIOS[scenario] ?? SCENARIOS.welcome!)();
    super(initial.huge ?? false);
    this.scenario = initial;
    this.responseMode = initial.responseMode ?? "ready";
    this.summaryState = initial.summaryState ?? "complete";
  }

  protected override currentBackups(): BackupView[] {
    return this.scenario.backups;
  }

  now(): number {
    return NOON + Date.now() - this.#openedAt;
  }

  async subscribe(listener: (event: AppEvent) => void): Promise<void> {
    if (this.scenario.unreachable) throw problem("bug", {}, "nobody answers on the channel");
    this.#listener = listener;
    this.#seq = 0;
    const { drag, ...value } = this.scenario;
    this.emit({ what: "snapshot", value });
    if (value.library.building) this.#read(0.2);
    if (drag) this.emit({ what: "drag", value: drag });
  }

  /** Sends one event, as the app would. */
  emit(change: Change): void {
    this.#listener({ seq: this.#seq++, change });
  }

  async connect() {
    this.#signIn(null);
  }
  async renewSignIn() {
    this.#signIn(null);
  }
  async backUp(request: DataRequest) {
    const current = this.scenario.accounts.find((each) => each.current);
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
    this.#signIn(this.scenario.signIn?.request ?? null);
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
    this.#job(id, { cancelledByUser: true });
    setTimeout(() => this.#job(id, { outcome: "cancelled", endedAt: this.now(), progress: null }), SECOND);
  }
  async moveToFront(id: string) {
    const first = Math.min(...this.scenario.jobs.map((each) => each.queueOrder));
    this.#job(id, { queueOrder: first - 1 });
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
    this.scenario.jobs = this.scenario.jobs.filter((each) => each.id !== id);
    this.emit({ what: "jobGone", value: id });
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
    this.#set("folder", { ...this.scenario.folder, shown: "Backups/TikTok", problem: null });
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
    this.#set("settings", { ...this.scenario.settings, theme });
  }
  async setAppKey() {
    this.#set("settings", { ...this.scenario.settings, appKey: "own" });
  }
  async clearAppKey() {
    this.#set("settings", { ...this.scenario.settings, appKey: "none" });
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
  async unlockKeychain() {
    this.#set("keychain", "system");
  }
  async setApproved(kind: Kind, permission: Permission, approved: boolean) {
    const { settings } = this.scenario;
    const others = settings.unapproved.filter((each) => each.kind !== kind || each.permission !== permission);
    const unapproved = approved ? others : [...others, { kind, permission }];
    this.#set("settings", { ...settings, unapproved });
  }
  async switchAccount(id: string) {
    this.#set(
      "accounts",
      this.scenario.accounts
        .map((each) => ({ ...each, current: each.id === id }))
        .sort((a, b) => Number(b.current) - Number(a.current)),
    );
  }
  async signOut(id: string) {
    const out = { signedInUntil: null, allowed: [], permissions: [] };
    this.#set(
      "accounts",
      this.scenario.accounts.map((each) => (each.id === id ? { ...each, ...out } : each)),
    );
  }
  async requestHistory(id: string, next: string | null): Promise<RequestHistory> {
    this.calls.push(`request history ${id} ${next}`);
    if (this.responseMode === "slow") return new Promise(() => {});
    if (this.responseMode === "failing") throw problem("ownFilesNotWritable");
    return partOf(this.scenario.history ?? HISTORY, id, next);
  }
  async saveRequestHistory(id: string): Promise<number | null> {
    this.calls.push(`save request history ${id}`);
    if (this.responseMode === "failing") throw problem("folderNotWritable");
    return (await this.requestHistory(id, null)).total;
  }
  async enterDemo() {
    this.#openScenario(SCENARIOS.demo!());
  }
  async leaveDemo() {
    this.#openScenario(SCENARIOS.welcome!());
  }
  async setWatchMethod(watchMethod: WatchMethod) {
    this.method = watchMethod;
    this.#set("settings", { ...this.scenario.settings, watchMethod });
  }
  async dismissNotices() {
    this.#set("notices", []);
  }

  async setLinksExplained() {
    this.#set("settings", { ...this.scenario.settings, linksExplained: true });
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
    const { update } = this.scenario;
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
    this.#set("library", this.importShare(Math.min(1, share), this.scenario.library));
    if (share < 1) setTimeout(() => this.#read(share + 0.05), SECOND / 2);
  }

  #set<
    K extends
      | "settings"
      | "folder"
      | "keychain"
      | "accounts"
      | "signIn"
      | "backups"
      | "library"
      | "update"
      | "notices",
  >(what: K, value: Scenario[K]): void {
    this.scenario[what] = value;
    this.emit({ what, value } as Change);
  }

  #openScenario(scenario: Scenario): void {
    this.scenario = { ...scenario, settings: this.scenario.settings };
    this.emit({ what: "snapshot", value: this.scenario });
  }

  #signIn(request: DataRequest | null): void {
    const { app, settings, keychain } = this.scenario;
    if (settings.appKey === "none" && !app.demo) throw problem("appKeyMissing");
    if (keychain === "undecided") throw problem("keychainMissing");
    if (keychain === "fileLocked" || keychain === "systemLocked") throw problem("keychainLocked");
    this.#set("signIn", signIn({ request, expiresAt: this.now() + 5 * MINUTE }));
    setTimeout(
      () => this.scenario.signIn && this.#set("signIn", signIn({ request, stage: "finishing" })),
      4 * SECOND,
    );
    setTimeout(() => this.scenario.signIn?.stage === "finishing" && this.#signedIn(), 5 * SECOND);
  }

  #signedIn(): void {
    const request = this.scenario.signIn?.request ?? null;
    const known = this.scenario.accounts.find((each) => each.current);
    const allowed = request
      ? [...(known?.allowed ?? []), { kind: request.kind, permission: request.permission }]
      : [];
    this.#set("accounts", [
      account({
        ...known,
        signedInUntil: NOON + 365 * 24 * 60 * MINUTE,
        allowed,
        permissions: granted(allowed),
      }),
      ...this.scenario.accounts.filter((each) => !each.current),
    ]);
    this.#set("signIn", null);
    if (request) this.#start({ request, accountId: "maren" });
  }

  #start(changes: Partial<JobView>): void {
    const id = `made ${++this.#createdJobs}`;
    const begun = job({ ...changes, id, startedAt: this.now(), stepSince: this.now() });
    this.scenario.jobs = [begun, ...this.scenario.jobs];
    this.emit({ what: "job", value: begun });
    this.#run(id);
  }

  #run(id: string): void {
    const timer = setInterval(() => {
      const now = this.scenario.jobs.find((each) => each.id === id);
      if (!now || now.outcome !== "running") return clearInterval(timer);
      const next = now.cancelledByUser ? now : advance(now, this.now());
      if (next) return this.#job(id, next);
      const made = backup({
        savedAt: this.now(),
        request: now.request,
        fileName: now.fileName,
        bytes: 412_600_000,
        records: { read: 86_215, stored: 1954, known: 84_261, skipped: 0 },
      });
      made.check = { state: "verified", at: this.now() };
      this.#set("backups", [made, ...this.scenario.backups]);
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
    const before = this.scenario.jobs.find((each) => each.id === id);
    if (!before) return;
    const value = { ...before, ...changes };
    this.scenario.jobs = this.scenario.jobs.map((each) => (each.id === id ? value : each));
    this.emit({ what: "job", value });
  }

  #check(id: string, check: CheckState): void {
    const checked = (each: BackupView) => (each.id === id ? { ...each, check } : each);
    this.#set("backups", this.scenario.backups.map(checked));
  }
}
