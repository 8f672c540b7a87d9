import type { AllowedView, BackupView, CheckState, JobView, SettingsView } from "../bindings";
import { backup } from "./fixtures";

/* What the commands of the mock client lead to. */

/** The backup that a job made. */
export function savedBackup(job: JobView, now: number): BackupView {
  const made = backup({
    savedAt: now,
    asOf: now,
    request: job.request,
    fileName: job.fileName,
    bytes: 412_600_000,
    records: { read: 86_215, stored: 1954, known: 84_261, repeated: 0, skipped: 0 },
  });
  return { ...made, check: { state: "verified", at: now } };
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
