//! What the window is told: plain data, one type a thing that can be seen.
//!
//! Every type here is exported to TypeScript (`ui/src/ipc/bindings.ts`); a test fails when the two drift.
//! Times are Unix milliseconds, sizes are bytes. Identifiers that can exceed 2^53 cross as text.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::problem::Problem;

mod import;
mod library;
mod update;

// The library's questions and answers cross to the window as they are.
pub use crate::library::types::*;
pub use crate::library::{Group, Section};
pub use import::*;
pub use library::*;
pub use update::*;

/// Everything there is to see, at one moment. The first thing a window receives when it subscribes.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// The program itself.
    pub app: AppView,
    /// What the person has set.
    pub settings: SettingsView,
    /// Where backups go.
    pub folder: FolderView,
    /// Where sign-ins are kept.
    pub keychain: KeychainView,
    /// Every account that ever signed in here, the current one first.
    pub accounts: Vec<AccountView>,
    /// The sign-in under way, or the one that last ended badly.
    pub sign_in: Option<SignInView>,
    /// jobs under way, and those whose end the person has not dismissed yet; newest first.
    pub jobs: Vec<JobView>,
    /// Backups found in the folder, newest first.
    pub backups: Vec<BackupView>,
    /// What is in them, all together.
    pub library: LibraryView,
    /// Newer versions of Satchel itself.
    pub update: UpdateView,
}

/// The program itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AppView {
    /// For example `0.1.0`.
    pub version: String,
    /// Whether the demo account is open: TikTok is then the stand-in inside the app.
    pub demo: bool,
    /// `linux`, `macos` or `windows`.
    pub os: String,
}

/// Light, dark, or as the system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Paper by day.
    Light,
    /// The same desk by lamplight.
    Dark,
}

/// What the person has set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    /// Light, dark, or as the system says.
    pub theme: Theme,
    /// Where the app key for TikTok comes from.
    pub app_key: AppKeySource,
    /// How watch time is estimated.
    pub watch_method: WatchMethod,
    /// Whether the person knows that links open in the browser, at TikTok.
    pub links_explained: bool,
}

/// Where the key comes from with which Satchel names itself to TikTok.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AppKeySource {
    /// This copy of Satchel has none: connecting is not possible until the person gives their own.
    None,
    /// It came with the build (or, for development, from the environment).
    Built,
    /// The person's own, from Settings, kept in the keychain.
    Own,
}

/// Where backups go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FolderView {
    /// The whole path.
    pub path: String,
    /// Short form for people: below the home folder, without it (`Documents/Satchel`).
    pub shown: String,
    /// Free bytes on its volume, where the system tells.
    #[ts(type = "number | null")]
    pub free_bytes: Option<u64>,
    /// Why the folder cannot be used now, if so.
    pub problem: Option<Problem>,
}

/// Where sign-ins are kept on this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum KeychainView {
    /// In the system's keychain.
    System,
    /// No keychain was found, and the person has not said yet what to do instead. Signing in asks.
    Undecided,
    /// Only in memory, until Satchel is closed: the person's choice.
    Session,
    /// In an encrypted file, opened with the passphrase.
    File,
    /// In an encrypted file that still waits for its passphrase.
    FileLocked,
}

/// One account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// TikTok's id of this person for this app.
    pub id: String,
    /// The display name.
    pub name: String,
    /// Whether this is the account whose cards are shown.
    pub current: bool,
    /// When the sign-in ends by itself; `None` when signed out.
    #[ts(type = "number | null")]
    pub signed_in_until: Option<i64>,
    /// What may be asked for without a new sign-in.
    pub allowed: Vec<AllowedView>,
}

/// One permission that is there and not yet used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AllowedView {
    /// What it covers.
    pub kind: Kind,
    /// Once, or again and again.
    pub permission: Permission,
}

/// The four kinds of data TikTok hands out, one card each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// The full archive.
    Everything,
    /// Posts and the profile, or one of the two.
    PostsAndProfile,
    /// Watch history, searches, comments, shares, logins.
    Activity,
    /// Chats.
    DirectMessages,
}

/// One request per consent, or again and again on the same consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Permission {
    /// TikTok's `.single`.
    Once,
    /// TikTok's `.ongoing`.
    Ongoing,
}

/// Which half of [`Kind::PostsAndProfile`] is wanted. The other kinds ignore it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Part {
    /// Posts and the profile.
    #[default]
    Both,
    /// Posts alone.
    Posts,
    /// The profile alone.
    Profile,
}

/// What a person asked for by pressing one button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DataRequest {
    /// Which card.
    pub kind: Kind,
    /// Once or ongoing.
    pub permission: Permission,
    /// Which half of posts and profile.
    #[serde(default)]
    pub part: Part,
}

/// A sign-in, from the press of the button to its end.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignInView {
    /// What goes on by itself once the browser comes back; `None` for a plain sign-in.
    pub request: Option<DataRequest>,
    /// How far it is.
    pub stage: SignInStage,
    /// When waiting ends by itself.
    #[ts(type = "number")]
    pub expires_at: i64,
    /// Whether the browser could be opened. If not, the person copies the address.
    pub browser_opened: bool,
    /// Why it ended, with [`SignInStage::Failed`]; or, while it waits, that something else came back than its answer.
    pub problem: Option<Problem>,
}

/// How far a sign-in is. One that succeeded is gone from the snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SignInStage {
    /// The browser has it; Satchel listens.
    Waiting,
    /// The browser came back; the code is being exchanged.
    Finishing,
    /// It ended without a sign-in; see its problem.
    Failed,
}

/// The steps of a job, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Step {
    /// TikTok is being asked. Never done twice for one permission.
    Asking,
    /// TikTok puts the data together.
    Preparing,
    /// TikTok holds the archive, for four days.
    Ready,
    /// The archive is coming over.
    Downloading,
    /// The zip, its directory and every checksum are checked.
    Checking,
    /// Its files are written beside it.
    Unpacking,
    /// Its records are read into the library.
    Indexing,
    /// The folder stands, complete and verified.
    Saved,
}

/// Where a job came to, or that it has not come to an end yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// Still going.
    Running,
    /// The backup is there.
    Saved,
    /// The person stopped it.
    Cancelled,
    /// TikTok dropped the archive before it was fetched.
    Expired,
    /// Something needs the person; see the problem.
    Failed,
}

/// One job, whole. Sent again in full whenever anything in it changes.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JobView {
    /// Names the job in commands.
    pub id: String,
    /// What was asked; `None` for an export that the person opened.
    pub request: Option<DataRequest>,
    /// The file's name, for an export that the person opened.
    pub file_name: Option<String>,
    /// The account it belongs to; `None` for an opened export.
    pub account_id: Option<String>,
    /// The step it is at, or was at when it ended.
    pub step: Step,
    /// How it stands.
    pub outcome: Outcome,
    /// When the button was pressed.
    #[ts(type = "number")]
    pub started_at: i64,
    /// When the current step began.
    #[ts(type = "number")]
    pub step_since: i64,
    /// When it ended.
    #[ts(type = "number | null")]
    pub ended_at: Option<i64>,
    /// Until when TikTok keeps the archive, once it is ready.
    #[ts(type = "number | null")]
    pub ready_until: Option<i64>,
    /// When TikTok is asked next, while preparing.
    #[ts(type = "number | null")]
    pub next_check_at: Option<i64>,
    /// Whether TikTok cannot be reached at the moment: the job waits and tries again by itself.
    pub offline: bool,
    /// Whether a Cancel is on its way.
    pub cancelling: bool,
    /// Bytes or files, while there is something to count.
    pub progress: Option<ProgressView>,
    /// What went wrong, with [`Outcome::Failed`].
    pub problem: Option<Problem>,
    /// The backup that came of it, with [`Outcome::Saved`].
    pub backup_id: Option<String>,
    /// What became of its records, once they are read.
    pub records: Option<ImportCounts>,
    /// TikTok's number of the request, as text: it may exceed 2^53.
    pub request_id: Option<String>,
}

/// How far a step with something to count is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProgressView {
    /// Bytes done.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Bytes in all, if known.
    #[ts(type = "number | null")]
    pub bytes_total: Option<u64>,
    /// Bytes a second, once there is enough to go by.
    #[ts(type = "number | null")]
    pub bytes_per_second: Option<u64>,
    /// Files done.
    #[ts(type = "number | null")]
    pub files: Option<u64>,
    /// Files in all.
    #[ts(type = "number | null")]
    pub files_total: Option<u64>,
    /// Records read.
    #[ts(type = "number | null")]
    pub records: Option<u64>,
}

/// One backup in the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupView {
    /// Names the backup in commands: its path below the folder.
    pub id: String,
    /// When it was saved.
    #[ts(type = "number")]
    pub saved_at: i64,
    /// What was asked; `None` for an opened export.
    pub request: Option<DataRequest>,
    /// The file it was opened from.
    pub file_name: Option<String>,
    /// Whose it is.
    pub account_name: Option<String>,
    /// All its files together.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Whether it still is what was saved.
    pub check: CheckView,
    /// What became of its records; `None` while they are not read yet.
    pub records: Option<ImportCounts>,
}

/// Whether a backup still is what was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum CheckView {
    /// Not checked on this computer yet.
    NotChecked,
    /// Being checked.
    Checking {
        /// Files done.
        #[ts(type = "number")]
        files: u64,
        /// Files in all.
        #[ts(type = "number")]
        files_total: u64,
    },
    /// Every file is as it was saved.
    Verified {
        /// When that was seen.
        #[ts(type = "number")]
        at: i64,
    },
    /// Some files are not as they were saved; the archive as received is intact.
    Changed {
        /// When that was seen.
        #[ts(type = "number")]
        at: i64,
        /// Files that differ, are gone or are new, below the backup; at most 100 of them.
        files: Vec<String>,
        /// How many there are in all.
        #[ts(type = "number")]
        count: u64,
    },
    /// Could not be told: another program has one of the files open and does not share it.
    InUse,
    /// The archive as received is not what it was, or is gone.
    Damaged {
        /// When that was seen.
        #[ts(type = "number")]
        at: i64,
    },
}

/// One message to the window: the first is a snapshot, the rest whole objects that replace the ones before.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AppEvent {
    /// Rises by one with each message of a subscription; a gap means: subscribe again.
    #[ts(type = "number")]
    pub seq: u64,
    /// What changed.
    pub change: Change,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "what", content = "value", rename_all = "camelCase")]
pub enum Change {
    /// Everything, anew.
    Snapshot(Box<Snapshot>),
    /// The settings.
    Settings(SettingsView),
    /// The folder.
    Folder(FolderView),
    /// The place where sign-ins are kept.
    Keychain(KeychainView),
    /// All accounts.
    Accounts(Vec<AccountView>),
    /// The sign-in, or that there is none any more.
    SignIn(Option<SignInView>),
    /// One job, new or changed.
    Job(Box<JobView>),
    /// A job left the list.
    JobGone(String),
    /// All backups.
    Backups(Vec<BackupView>),
    /// The library.
    Library(Box<LibraryView>),
    /// Newer versions of Satchel itself.
    Update(UpdateView),
    /// A file is held over the window (`None`: not any more).
    Drag(Option<DragView>),
}

/// A file held over the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DragView {
    /// Its name.
    pub file_name: String,
    /// Its size.
    #[ts(type = "number | null")]
    pub bytes: Option<u64>,
    /// How many files are held.
    #[ts(type = "number")]
    pub count: u64,
}
