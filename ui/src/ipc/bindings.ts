// Written by the test `bindings` from the Rust types. Do not edit: run `cargo xtask bindings`.
export type AccountView = { 
/**
 * TikTok's id of this person for this app.
 */
id: string, 
/**
 * The display name.
 */
name: string, 
/**
 * Whether this is the account whose cards are shown.
 */
current: boolean, 
/**
 * When the sign-in ends by itself; `None` when signed out.
 */
signedInUntil: number | null, 
/**
 * What may be asked for without a new sign-in.
 */
allowed: Array<AllowedView>, };
export type AllowedView = { 
/**
 * What it covers.
 */
kind: Kind, 
/**
 * Once, or again and again.
 */
permission: Permission, };
export type AppEvent = { 
/**
 * Rises by one with each message of a subscription; a gap means: subscribe again.
 */
seq: number, 
/**
 * What changed.
 */
change: Change, };
export type AppKeySource = "none" | "built" | "own";
export type AppView = { 
/**
 * For example `0.1.0`.
 */
version: string, 
/**
 * Whether the demo account is open: TikTok is then the stand-in inside the app.
 */
demo: boolean, 
/**
 * `linux`, `macos` or `windows`.
 */
os: string, };
export type BackupView = { 
/**
 * Names the backup in commands: its path below the folder.
 */
id: string, 
/**
 * When it was saved.
 */
savedAt: number, 
/**
 * What was asked; `None` for an opened export.
 */
wish: Wish | null, 
/**
 * The file it was opened from.
 */
fileName: string | null, 
/**
 * Whose it is.
 */
accountName: string | null, 
/**
 * All its files together.
 */
bytes: number, 
/**
 * Whether it still is what was saved.
 */
check: CheckView, };
export type Change = { "what": "snapshot", "value": Snapshot } | { "what": "settings", "value": SettingsView } | { "what": "folder", "value": FolderView } | { "what": "keychain", "value": KeychainView } | { "what": "accounts", "value": Array<AccountView> } | { "what": "signIn", "value": SignInView | null } | { "what": "job", "value": JobView } | { "what": "jobGone", "value": string } | { "what": "backups", "value": Array<BackupView> } | { "what": "drag", "value": DragView | null };
export type CheckView = { "state": "notChecked" } | { "state": "checking", 
/**
 * Files done.
 */
files: number, 
/**
 * Files in all.
 */
filesTotal: number, } | { "state": "verified", 
/**
 * When that was seen.
 */
at: number, } | { "state": "changed", 
/**
 * When that was seen.
 */
at: number, 
/**
 * Files that differ, are gone or are new, below the backup; at most 100 of them.
 */
files: Array<string>, 
/**
 * How many there are in all.
 */
count: number, } | { "state": "damaged", 
/**
 * When that was seen.
 */
at: number, };
export type DragView = { 
/**
 * Its name.
 */
fileName: string, 
/**
 * Its size.
 */
bytes: number | null, 
/**
 * How many files are held.
 */
count: number, };
export type Facts = { 
/**
 * Bytes that would be needed.
 */
neededBytes: number | null, 
/**
 * Bytes that are free.
 */
freeBytes: number | null, 
/**
 * A count: pictures in a zip that is no export, entries over a limit.
 */
count: number | null, 
/**
 * A file name or an entry's name, as text to show, never to open.
 */
name: string | null, 
/**
 * Until when something holds, Unix milliseconds.
 */
until: number | null, };
export type FolderView = { 
/**
 * The whole path.
 */
path: string, 
/**
 * Short form for people: below the home folder, without it (`Documents/Satchel`).
 */
shown: string, 
/**
 * Free bytes on its volume, where the system tells.
 */
freeBytes: number | null, 
/**
 * Why the folder cannot be used now, if so.
 */
problem: Problem | null, };
export type JobView = { 
/**
 * Names the job in commands.
 */
id: string, 
/**
 * What was asked; `None` for an export that the person opened.
 */
wish: Wish | null, 
/**
 * The file's name, for an export that the person opened.
 */
fileName: string | null, 
/**
 * The account it belongs to; `None` for an opened export.
 */
accountId: string | null, 
/**
 * The step it is at, or was at when it ended.
 */
step: Step, 
/**
 * How it stands.
 */
outcome: Outcome, 
/**
 * When the button was pressed.
 */
startedAt: number, 
/**
 * When the current step began.
 */
stepSince: number, 
/**
 * When it ended.
 */
endedAt: number | null, 
/**
 * Until when TikTok keeps the archive, once it is ready.
 */
readyUntil: number | null, 
/**
 * When TikTok is asked next, while preparing.
 */
nextCheckAt: number | null, 
/**
 * Whether TikTok cannot be reached at the moment: the job waits and tries again by itself.
 */
offline: boolean, 
/**
 * Whether a Cancel is on its way.
 */
cancelling: boolean, 
/**
 * Bytes or files, while there is something to count.
 */
progress: ProgressView | null, 
/**
 * What went wrong, with [`Outcome::Failed`].
 */
problem: Problem | null, 
/**
 * The backup that came of it, with [`Outcome::Saved`].
 */
backupId: string | null, 
/**
 * TikTok's number of the request, as text: it may exceed 2^53.
 */
requestId: string | null, };
export type KeychainView = "system" | "undecided" | "session" | "file" | "fileLocked";
export type Kind = "everything" | "postsAndProfile" | "activity" | "directMessages";
export type Outcome = "running" | "saved" | "cancelled" | "expired" | "failed";
export type Part = "both" | "posts" | "profile";
export type Permission = "once" | "ongoing";
export type Problem = { 
/**
 * Which sentence.
 */
code: ProblemCode, 
/**
 * A short id that also stands in the log.
 */
reference: string, 
/**
 * The technical cause, without names, content, tokens or addresses with parameters; for "Copy details".
 */
detail: string, 
/**
 * Figures for the sentence.
 */
facts: Facts, };
export type ProblemCode = "consentRefused" | "signInTimedOut" | "stateMismatch" | "appKeyRejected" | "scopeNotApproved" | "redirectMismatch" | "notATestAccount" | "signInRejected" | "noPort" | "addressNotRecognised" | "differentAccount" | "appKeyMissing" | "signedOut" | "permissionMissing" | "keychainMissing" | "keychainRefused" | "passphraseWrong" | "offline" | "tiktokUnavailable" | "rateLimited" | "tiktokRefused" | "unexpectedReply" | "requestUncertain" | "requestUnknown" | "downloadBroken" | "notAnArchive" | "archiveDamaged" | "archiveUnsafe" | "archiveEncrypted" | "archiveTooBig" | "notAnExport" | "fileUnreadable" | "diskFull" | "folderMissing" | "folderNotWritable" | "bug";
export type ProgressView = { 
/**
 * Bytes done.
 */
bytes: number, 
/**
 * Bytes in all, if known.
 */
bytesTotal: number | null, 
/**
 * Bytes a second, once there is enough to go by.
 */
bytesPerSecond: number | null, 
/**
 * Files done.
 */
files: number | null, 
/**
 * Files in all.
 */
filesTotal: number | null, };
export type SettingsView = { 
/**
 * Light, dark, or as the system says.
 */
theme: Theme, 
/**
 * Where the app key for TikTok comes from.
 */
appKey: AppKeySource, };
export type SignInStage = "waiting" | "finishing" | "failed";
export type SignInView = { 
/**
 * What goes on by itself once the browser comes back; `None` for a plain sign-in.
 */
wish: Wish | null, 
/**
 * How far it is.
 */
stage: SignInStage, 
/**
 * When waiting ends by itself.
 */
expiresAt: number, 
/**
 * Whether the browser could be opened. If not, the person copies the address.
 */
browserOpened: boolean, 
/**
 * Why it ended, with [`SignInStage::Failed`]; or, while it waits, that something else came back than its answer.
 */
problem: Problem | null, };
export type Snapshot = { 
/**
 * The program itself.
 */
app: AppView, 
/**
 * What the person has set.
 */
settings: SettingsView, 
/**
 * Where backups go.
 */
folder: FolderView, 
/**
 * Where sign-ins are kept.
 */
keychain: KeychainView, 
/**
 * Every account that ever signed in here, the current one first.
 */
accounts: Array<AccountView>, 
/**
 * The sign-in under way, or the one that last ended badly.
 */
signIn: SignInView | null, 
/**
 * Journeys under way, and those whose end the person has not dismissed yet; newest first.
 */
jobs: Array<JobView>, 
/**
 * Backups found in the folder, newest first.
 */
backups: Array<BackupView>, };
export type Step = "asking" | "preparing" | "ready" | "downloading" | "checking" | "unpacking" | "saved";
export type Theme = "system" | "light" | "dark";
export type Wish = { 
/**
 * Which card.
 */
kind: Kind, 
/**
 * Once or ongoing.
 */
permission: Permission, 
/**
 * Which half of posts and profile.
 */
part: Part, };
