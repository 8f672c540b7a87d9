import type {
  AccountView,
  BackupView,
  CheckState,
  DataRequest,
  JobView,
  Kind,
  PersonView,
  SignInView,
  Step,
} from "../ipc/bindings";
import type { State } from "./reduce";

export const KINDS: Kind[] = ["everything", "postsAndProfile", "activity", "directMessages"];

const STEPS: Step[] = [
  "asking",
  "preparing",
  "ready",
  "downloading",
  "checking",
  "unpacking",
  "indexing",
  "saved",
];

/** The steps of a job: an opened export is neither requested nor downloaded. */
export function stepsOf(job: JobView): Step[] {
  return job.request ? STEPS : STEPS.slice(STEPS.indexOf("checking"));
}

/** Whether the user has cancelled a job that has not ended yet. */
export const isCancelling = (job: JobView): boolean => job.outcome === "running" && job.cancelledByUser;

/** Whether TikTok has not confirmed a cancellation yet, and Satchel waits before it tries again. */
export const isCancelUnconfirmed = (job: JobView): boolean =>
  isCancelling(job) && (job.nextCheckAt !== null || job.locked);

const AT_TIKTOK: Step[] = ["asking", "preparing", "ready", "downloading"];

/** The jobs that a queued job waits for: the one at TikTok, then those before it in the queue. */
export function jobsBefore(state: State, job: JobView): JobView[] {
  const others = state.jobs.filter(
    (each) => each.outcome === "running" && each.accountId === job.accountId && each.id !== job.id,
  );
  const queued = others.filter((each) => each.step === "queued" && each.queueOrder < job.queueOrder);
  queued.sort((a, b) => a.queueOrder - b.queueOrder);
  return [...others.filter((each) => AT_TIKTOK.includes(each.step)), ...queued];
}

/** Whether cancelling a job loses something: an archive that is ready, or a one-time permission. */
export const isCancelCostly = (job: JobView): boolean =>
  isArchiveReady(job) || (job.request?.permission === "once" && job.requestId !== null);

/** Whether TikTok has the archive ready, or Satchel already has it. */
export const isArchiveReady = (job: JobView): boolean => job.request !== null && job.readyUntil !== null;

/** Whether a retry of an ended job sends a new request. */
export function needsNewRequest(job: JobView): boolean {
  if (!job.request) return false;
  if (job.outcome !== "failed") return true;
  const code = job.problem?.code;
  return job.requestId === null || code === "requestUnknown";
}

/** Whether a request can be sent without a new sign-in. */
export const isRequestAllowed = (account: AccountView | null, { kind, permission }: DataRequest): boolean =>
  account?.allowed.some((each) => each.kind === kind && each.permission === permission) ?? false;

/** Whether TikTok can be asked for data: that needs an app key. */
export const canRequest = ({ app, settings }: State): boolean => app.demo || settings.appKey !== "none";

/** Whether the welcome page is shown: nothing has been set up yet. It stays while a first file is checked, or refused. */
export function isFirstRun(state: State): boolean {
  return (
    !state.app.demo &&
    state.accounts.length === 0 &&
    state.jobs.every(
      ({ request, outcome, step }) =>
        request === null && (outcome === "running" ? step === "checking" : outcome !== "saved"),
    ) &&
    state.backups.length === 0 &&
    // After the loss of Satchel's own files, the page that says so is shown instead.
    state.notices.length === 0
  );
}

/** Whether an account can be removed: it is signed out, and none of its backups is running. */
export const isRemovable = (state: State, account: AccountView): boolean =>
  account.signedInUntil === null &&
  !state.jobs.some((job) => job.accountId === account.id && job.outcome === "running");

/** The person whose library and backups are shown. */
export const shownPerson = (state: State): PersonView | null =>
  state.people.find((person) => person.current) ?? null;

/** The backups of the person who is shown, and those of which it is not known yet whose they are. */
export function shownBackups(state: State): BackupView[] {
  const shown = shownPerson(state);
  return state.backups.filter(({ person }) => shown === null || person === null || person === shown.id);
}

/** The backup of the same person whose data are the next older ones; `null` if it is the first. */
export function backupBefore(state: State, backup: BackupView): BackupView | null {
  const older = state.backups.filter(
    (each) => each.id !== backup.id && each.person === backup.person && each.asOf <= backup.asOf,
  );
  return older.reduce<BackupView | null>(
    (newest, each) => (newest && newest.asOf >= each.asOf ? newest : each),
    null,
  );
}

/** The people who have backups. */
export const withBackups = (state: State): PersonView[] =>
  state.people.filter((person) => person.backups > 0);

/** Somebody who can be shown: a person, or an account without one. */
export type Shown = {
  name: string | null;
  current: boolean;
  person: PersonView | null;
  accountId: string | null;
};

/** Everybody who can be shown. */
export function everybody(state: State): Shown[] {
  const people = state.people
    .filter((person) => person.backups > 0 || person.accountId !== null)
    .map((person) => ({ name: person.name, current: person.current, person, accountId: person.accountId }));
  const shown = people.find((each) => each.current);
  const accounts = state.accounts
    .filter((account) => people.every((each) => each.accountId !== account.id))
    // The current account may be that of a person without one: the first backup tells.
    .filter((account) => !account.current || !shown)
    .map((account) => ({
      name: account.name,
      current: account.current,
      person: null,
      accountId: account.id,
    }));
  return [...people, ...accounts];
}

export function currentAccount(state: State): AccountView | null {
  return state.accounts.find((account) => account.current) ?? null;
}

export function isSignedIn(account: AccountView | null, now: number): boolean {
  return account !== null && account.signedInUntil !== null && account.signedInUntil > now;
}

/** The job in the row of a kind: a running one before one that has ended. */
export function jobOf(state: State, kind: Kind): JobView | null {
  const account = currentAccount(state);
  const jobs = state.jobs.filter(
    (job) => job.request?.kind === kind && (!account || !job.accountId || job.accountId === account.id),
  );
  return jobs.find((job) => job.outcome === "running") ?? jobs[0] ?? null;
}

/** Jobs of exports that the user opened. */
export function openedJobs(state: State): JobView[] {
  return state.jobs.filter((job) => job.request === null);
}

/** Whether an export that the user opened was saved, and they have not dismissed that yet. */
export const hasNewExport = (state: State): boolean =>
  openedJobs(state).some(({ outcome }) => outcome === "saved");

/** The sign-in for a kind; with `null`, one without a request. */
export function signInOf(state: State, kind: Kind | null): SignInView | null {
  return state.signIn && (state.signIn.request?.kind ?? null) === kind ? state.signIn : null;
}

/** Whether the files of a backup are being checked or restored. */
export const isBusy = (check: CheckState): boolean =>
  check.state === "checking" || check.state === "restoring";

/** The newest backup of a kind, of the person who is shown; before a first backup tells, of the current account. */
export function lastBackup(state: State, kind: Kind): BackupView | null {
  const shown = shownPerson(state);
  const name = currentAccount(state)?.name ?? null;
  const isTheirs = ({ person, accountName }: BackupView) =>
    shown ? person === shown.id : name === null || accountName === name;
  return state.backups.find((backup) => backup.request?.kind === kind && isTheirs(backup)) ?? null;
}

/** The newest backup of everything, if it is newer than that of a kind. */
export function lastOfEverything(state: State, kind: Kind): BackupView | null {
  const [own, all] = [lastBackup(state, kind), lastBackup(state, "everything")];
  return kind !== "everything" && all && all.savedAt > (own?.savedAt ?? 0) ? all : null;
}
