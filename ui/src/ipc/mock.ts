import type {
  AppEvent,
  BackupView,
  Change,
  CheckState,
  FolderSearch,
  JobView,
  Kind,
  Permission,
  Theme,
  UpdateView,
  WatchMethod,
  DataRequest,
} from "./bindings";
import type { Client } from "./client";
import { advance, TICK } from "./mock/job-progress";
import {
  account,
  BACKUPS,
  granted,
  job,
  MB,
  MINUTE,
  moving,
  NOON,
  problem,
  release,
  SECOND,
  signIn,
} from "./mock/fixtures";
import { MockLibrary } from "./mock/library";
import { assigned, settled, signedOut, withAccount, withPerson, type PeopleState } from "./mock/people";
import { peopleAfter, replaced, restoredState, savedBackup, withApproval, withBackup } from "./mock/results";
import { SCENARIOS, type Scenario } from "./mock/scenarios";

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

  protected override histories() {
    return this.scenario.history;
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
  async goOn(id: string) {
    this.calls.push(`goOn ${id}`);
    this.#job(id, { question: null });
    this.#run(id);
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
  async openExport(fileName = "user_data_tiktok.zip") {
    this.#start({ fileName, step: "checking" });
  }
  openExportFolder = () => this.openExport("user_data_tiktok");
  async chooseFolder() {
    this.#set("folder", { ...this.scenario.folder, shown: "Backups/TikTok", problem: null });
  }
  async findFolder(): Promise<FolderSearch> {
    return this.scenario.found ?? { chosen: "Downloads", isUsed: false, others: [] };
  }
  async useFoundFolder(number: number) {
    this.calls.push(`useFoundFolder ${number}`);
    this.#set("backups", BACKUPS);
  }
  async moveFolder() {
    const { folder } = this.scenario;
    for (const part of [0, 0.3, 0.8]) {
      this.#set("folder", { ...folder, moving: moving(part) });
      await new Promise((next) => setTimeout(next, SECOND));
      if (this.scenario.folder.moving === null) return;
    }
    this.#set("folder", { ...folder, shown: moving(1).to, path: `/${moving(1).to}` });
  }
  async cancelMove() {
    this.#set("folder", { ...this.scenario.folder, moving: null });
  }
  async verifyBackup(id: string) {
    this.#check(id, { state: "checking", files: 0, filesTotal: 3168 });
    setTimeout(() => this.#check(id, { state: "checking", files: 1204, filesTotal: 3168 }), SECOND);
    setTimeout(() => this.#check(id, { state: "verified", at: this.now() }), 3 * SECOND);
  }
  async restoreBackup(id: string) {
    const before = this.scenario.backups.find((each) => each.id === id)?.check;
    if (before?.state !== "changed") return;
    this.#check(id, { state: "restoring", files: 0, filesTotal: 3168 });
    await new Promise((next) => setTimeout(next, SECOND));
    this.#check(id, restoredState(before, this.now()));
  }
  async stopVerify(id: string) {
    this.#check(id, { state: "notChecked" });
  }
  async deleteBackup(id: string, forGood: boolean) {
    this.calls.push(`deleteBackup ${id} ${forGood}`);
    if (this.scenario.noTrash && !forGood) throw problem("noTrash");
    this.#set(
      "backups",
      this.scenario.backups.filter((each) => each.id !== id),
    );
  }
  async setTheme(theme: Theme) {
    this.#set("settings", { ...this.scenario.settings, theme });
  }
  async setTextSize(textSize: number) {
    this.#set("settings", { ...this.scenario.settings, textSize });
  }
  async setBlur(blur: boolean) {
    this.#set("settings", { ...this.scenario.settings, blur });
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
    this.#set("settings", withApproval(this.scenario.settings, { kind, permission }, approved));
  }
  async switchAccount(id: string) {
    this.#setPeople(withAccount(this.scenario, id));
  }
  async showPerson(id: string) {
    this.calls.push(`showPerson ${id}`);
    this.#setPeople(withPerson(this.scenario, id));
  }
  async settlePerson(id: string, sameAs: string | null) {
    this.calls.push(`settlePerson ${id} ${sameAs}`);
    this.#setPeople(settled(this.scenario, id, sameAs));
  }
  async assignBackup(id: string, person: string | null) {
    this.calls.push(`assignBackup ${id} ${person}`);
    this.#setPeople(assigned(this.scenario, id, person));
  }
  async signOut(id: string) {
    this.#setPeople(signedOut(this.scenario, id));
  }
  async removeAccount(id: string) {
    this.calls.push(`removeAccount ${id}`);
    this.#set(
      "accounts",
      this.scenario.accounts.filter((account) => account.id !== id),
    );
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

  #set<K extends Exclude<Change["what"], "snapshot" | "job" | "jobGone" | "drag">>(
    what: K,
    value: Scenario[K],
  ): void {
    this.scenario[what] = value;
    this.emit({ what, value } as Change);
  }

  #setPeople({ people, accounts, backups }: PeopleState): void {
    this.#set("people", people);
    this.#set("accounts", accounts);
    this.#set("backups", backups);
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
    replaced(this.scenario.jobs, changes).forEach((ended) => void this.dismissJob(ended));
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
      const { backups, library, people, accounts } = this.scenario;
      const made = savedBackup(now, this.now(), backups.length === 0);
      this.#set("people", peopleAfter(people, accounts));
      this.#set("backups", [made, ...backups]);
      this.#set("library", withBackup(library));
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
