import type {
  AccountView,
  AllowedView,
  BackupView,
  CheckState,
  JobView,
  LibraryView,
  PersonView,
  SettingsView,
} from "../bindings";
import { backup, library, person } from "./fixtures";

/* What the commands of the mock client lead to. */

/** The backup that a job made. In the first one, all records are new. */
export function savedBackup(job: JobView, now: number, isFirst: boolean): BackupView {
  const later = { read: 73_076, stored: 1954, known: 71_090, repeated: 30, skipped: 2 };
  const made = backup({
    savedAt: now,
    asOf: now,
    request: job.request,
    fileName: job.fileName,
    accountName: job.request ? "Maren Haverkamp" : null,
    bytes: 412_600_000,
    records: isFirst ? { ...later, read: 73_157, stored: 73_125, known: 0 } : later,
  });
  return { ...made, check: { state: "verified", at: now } };
}

/** The ended jobs that a new one replaces: those of the same kind. */
export const replaced = (jobs: JobView[], { request }: Partial<JobView>): string[] =>
  jobs
    .filter((each) => request && each.request?.kind === request.kind && each.outcome !== "running")
    .map(({ id }) => id);

/** The library after a backup was imported into it. */
export const withBackup = (before: LibraryView): LibraryView => ({
  ...(before.records === 0 ? library() : before),
  version: before.version + 1,
  backups: before.backups + 1,
});

/** The people after the backup of one of them was imported. Whose an opened export is, its profile tells. */
export function peopleAfter(before: PersonView[], accounts: AccountView[]): PersonView[] {
  if (before.length > 0)
    return before.map((each) => (each.current ? { ...each, backups: each.backups + 1 } : each));
  const accountId = accounts.find((each) => each.current)?.id ?? null;
  return [person({ accountId, name: accountId ? "Maren Haverkamp" : "maren.haverkamp", backups: 1 })];
}

/** The state of a backup after its changed files have been restored. */
export function restoredState(before: CheckState & { state: "changed" }, now: number): CheckState {
  const files = before.files.filter((file) => file.kind === "added");
  if (files.length === 0) return { state: "verified", at: now };
  return { ...before, at: now, files, count: files.length, restorable: 0 };
}

/** The settings after the app key was approved for a permission, or not. */
export function withApproval(
  settings: SettingsView,
  { kind, permission }: AllowedView,
  isApproved: boolean,
): SettingsView {
  const others = settings.unapproved.filter((each) => each.kind !== kind || each.permission !== permission);
  return { ...settings, unapproved: isApproved ? others : [...others, { kind, permission }] };
}
