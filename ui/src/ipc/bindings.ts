export type Theme = "system" | "light" | "dark";
export type AppKeySource = "none" | "built" | "own";
export type KeychainView = "system" | "undecided" | "session" | "file" | "fileLocked";
export type Kind = "everything" | "postsAndProfile" | "activity" | "directMessages";
export type Permission = "once" | "ongoing";
export type Part = "both" | "posts" | "profile";
export type SignInStage = "waiting" | "finishing" | "failed";
export type Step = "asking" | "preparing" | "ready" | "downloading" | "checking" | "unpacking" | "saved";
export type Outcome = "running" | "saved" | "cancelled" | "expired" | "failed";

export type ProblemCode = "consentRefused" | "signInTimedOut" | "stateMismatch" | "appKeyRejected" | "scopeNotApproved" | "redirectMismatch" | "notATestAccount" | "signInRejected" | "noPort" | "addressNotRecognised" | "differentAccount" | "appKeyMissing" | "signedOut" | "permissionMissing" | "keychainMissing" | "keychainRefused" | "passphraseWrong" | "offline" | "tiktokUnavailable" | "rateLimited" | "tiktokRefused" | "unexpectedReply" | "requestUncertain" | "requestUnknown" | "downloadBroken" | "notAnArchive" | "archiveDamaged" | "archiveUnsafe" | "archiveEncrypted" | "archiveTooBig" | "notAnExport" | "fileUnreadable" | "diskFull" | "folderMissing" | "folderNotWritable" | "bug";
export type Facts = { neededBytes: number | null, freeBytes: number | null, count: number | null, name: string | null, until: number | null, };
export type Problem = { code: ProblemCode, reference: string, detail: string, facts: Facts, };

export type AppView = { version: string, demo: boolean, os: string, };
export type SettingsView = { theme: Theme, appKey: AppKeySource, };
export type FolderView = { path: string, shown: string, freeBytes: number | null, problem: Problem | null, };
export type AllowedView = { kind: Kind, permission: Permission, };
export type AccountView = { id: string, name: string, current: boolean, signedInUntil: number | null, allowed: Array<AllowedView>, };
export type Wish = { kind: Kind, permission: Permission, part: Part, };
export type SignInView = { wish: Wish | null, stage: SignInStage, expiresAt: number, browserOpened: boolean, problem: Problem | null, };
export type ProgressView = { bytes: number, bytesTotal: number | null, bytesPerSecond: number | null, files: number | null, filesTotal: number | null, };
export type JobView = { id: string, wish: Wish | null, fileName: string | null, accountId: string | null, step: Step, outcome: Outcome, startedAt: number, stepSince: number, endedAt: number | null, readyUntil: number | null, nextCheckAt: number | null, offline: boolean, cancelling: boolean, progress: ProgressView | null, problem: Problem | null, backupId: string | null, requestId: string | null, };
export type CheckView = { "state": "notChecked" } | { "state": "checking", files: number, filesTotal: number, } | { "state": "verified", at: number, } | { "state": "changed", at: number, files: Array<string>, count: number, } | { "state": "damaged", at: number, };
export type BackupView = { id: string, savedAt: number, wish: Wish | null, fileName: string | null, accountName: string | null, bytes: number, check: CheckView, };
export type DragView = { fileName: string, bytes: number | null, count: number, };

export type Snapshot = { app: AppView, settings: SettingsView, folder: FolderView, keychain: KeychainView, accounts: Array<AccountView>, signIn: SignInView | null, jobs: Array<JobView>, backups: Array<BackupView>, };
export type Change = { "what": "snapshot", "value": Snapshot } | { "what": "settings", "value": SettingsView } | { "what": "folder", "value": FolderView } | { "what": "keychain", "value": KeychainView } | { "what": "accounts", "value": Array<AccountView> } | { "what": "signIn", "value": SignInView | null } | { "what": "job", "value": JobView } | { "what": "jobGone", "value": string } | { "what": "backups", "value": Array<BackupView> } | { "what": "drag", "value": DragView | null };
export type AppEvent = { seq: number, change: Change, };
