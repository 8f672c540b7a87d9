//! What the window sees: plain data, converted from the domain types of the other modules.
//!
//! Every type here is exported to TypeScript (`ui/src/ipc/bindings.ts`); a test fails when the two differ. Times are Unix
//! milliseconds, sizes are bytes. Identifiers that can exceed 2^53 are text.

use serde::Serialize;
use ts_rs::TS;

use crate::account::KeychainState;
use crate::backup::{Backup, CheckState, Delay, JobHandle, MoveProgress, Outcome, Progress, Step};
use crate::data_request::DataRequest;
use crate::library::{ImportCounts, WatchMethod};
use crate::library_sync::{Building, Imported, LibraryStatus};
use crate::problem::Problem;
use crate::settings::Theme;

mod account;
mod history;
mod import;
mod library;
mod person;
mod update;

pub use account::*;
pub use history::*;
pub use import::*;
// The library's questions and answers cross to the window as they are.
pub use library::*;
pub use person::*;
pub use update::*;

/// Everything there is to see, at one moment. The first message of a subscription.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// The program itself.
    pub app: AppView,
    /// The settings.
    pub settings: SettingsView,
    /// The backup folder.
    pub folder: FolderView,
    /// Where secrets are stored.
    pub keychain: KeychainState,
    /// Every account that ever signed in here, the current one first.
    pub accounts: Vec<AccountView>,
    /// The sign-in in progress, or the failed one that has not been dismissed.
    pub sign_in: Option<SignInView>,
    /// Running jobs, and ended ones that have not been dismissed; newest first.
    pub jobs: Vec<JobView>,
    /// The backups in the folder, newest first.
    pub backups: Vec<BackupView>,
    /// The people whose backups they are, in the order in which they were first seen. One of them is shown.
    pub people: Vec<PersonView>,
    /// The library of the person who is shown.
    pub library: LibraryView,
    /// Updates of Satchel itself.
    pub update: UpdateView,
    /// Problems with Satchel's own files.
    pub notices: Vec<Problem>,
}

/// The program itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AppView {
    /// For example `0.1.0`.
    pub version: String,
    /// Whether the demo account is open, which talks to the stand-in for TikTok inside the app.
    pub demo: bool,
    /// `linux`, `macos` or `windows`.
    pub os: String,
    /// The port of the redirect address to register at TikTok if it takes no asterisk.
    pub redirect_port: u16,
}

/// The settings that the window shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    /// Light, dark, or as the system says.
    pub theme: Theme,
    /// The size of text in percent.
    pub text_size: u16,
    /// Whether names and texts are blurred, so that others may look at the screen.
    pub blur: bool,
    /// Where the app key comes from.
    pub app_key: AppKeySource,
    /// The permissions that the app key is not approved for.
    pub unapproved: Vec<AllowedView>,
    /// How watch time is estimated.
    pub watch_method: WatchMethod,
    /// Whether the person knows that links open in the browser.
    pub links_explained: bool,
}

/// Where the app key comes from, with which Satchel identifies itself to TikTok.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AppKeySource {
    /// This copy of Satchel has none: connecting needs the person's own key.
    None,
    /// From the build or, for development, from the environment.
    Built,
    /// The person's own, stored in the keychain.
    Own,
}

/// The backup folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FolderView {
    /// The whole path.
    pub path: String,
    /// The path for display: without the home folder (`Documents/Satchel`).
    pub shown: String,
    /// Bytes free on its volume, where the system tells.
    #[ts(type = "number | null")]
    pub free_bytes: Option<u64>,
    /// Why the folder cannot be used now, if so.
    pub problem: Option<Problem>,
    /// How far it has been moved to another place, while it is.
    pub moving: Option<MoveProgress>,
}

/// What was found at, above and below a folder that the person chose as the one that they already have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FolderSearch {
    /// The folder that was chosen, for display.
    pub chosen: String,
    /// Whether it is a backup folder, and is used now.
    pub is_used: bool,
    /// Otherwise, the backup folders above and below it.
    pub others: Vec<FoundFolderView>,
}

/// A backup folder that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoundFolderView {
    /// Its number in commands.
    #[ts(type = "number")]
    pub number: u64,
    /// The whole path.
    pub path: String,
    /// The path for display.
    pub shown: String,
    /// The number of backups in it.
    #[ts(type = "number")]
    pub backups: u64,
}

/// One job, whole. Sent again whenever anything in it changes.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_excessive_bools, reason = "independent facts, each shown on its own")]
pub struct JobView {
    /// Its id in commands.
    pub id: String,
    /// What was requested; `None` for an opened export.
    pub request: Option<DataRequest>,
    /// The name of the opened file.
    pub file_name: Option<String>,
    /// The account; `None` for an opened export.
    pub account_id: Option<String>,
    /// The current step, or the last one.
    pub step: Step,
    /// Whether it is running, and how it ended.
    pub outcome: Outcome,
    /// When it was created.
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
    /// When TikTok is asked next.
    #[ts(type = "number | null")]
    pub next_check_at: Option<i64>,
    /// Whether TikTok cannot be reached at the moment. The job waits and tries again by itself.
    pub offline: bool,
    /// Until when TikTok wants no further calls. The job then goes on by itself.
    #[ts(type = "number | null")]
    pub rate_limited_until: Option<i64>,
    /// Whether TikTok refuses the request for now, probably because another one of the account is open.
    pub refused_for_now: bool,
    /// The position among the queued jobs of the account: the smallest is next.
    #[ts(type = "number")]
    pub queue_order: i64,
    /// Whether the person has cancelled it. A cancelled job that is still running waits for TikTok to confirm that.
    pub cancelled_by_user: bool,
    /// Whether TikTok was reached but the last call got no reply, or not in time. The job tries again by itself.
    pub no_reply: bool,
    /// The status that TikTok gives the request, if Satchel does not know it. The job keeps asking.
    pub unknown_status: Option<String>,
    /// Whether it waits until the keychain, or the encrypted file, is unlocked.
    pub locked: bool,
    /// Whether it waits until another archive is checked and unpacked.
    pub waits_for_others: bool,
    /// Counts of the current step.
    pub progress: Option<Progress>,
    /// Why it failed.
    pub problem: Option<Problem>,
    /// The finished backup, or the one that has the archive already.
    pub backup_id: Option<String>,
    /// How many records were imported.
    pub records: Option<ImportCounts>,
    /// How many entries of the archive could not be unpacked; the backup is incomplete unless this is zero.
    #[ts(type = "number")]
    pub unreadable: u64,
    /// TikTok's id of the request, as text: it can exceed 2^53.
    pub request_id: Option<String>,
    /// What it waits to be answered.
    pub question: Option<FolderQuestionView>,
}

impl From<&JobHandle> for JobView {
    fn from(handle: &JobHandle) -> Self {
        let (job, activity) = (&handle.job, &handle.activity);
        Self {
            id: job.id.clone(),
            request: job.request(),
            file_name: job.file_name(),
            account_id: job.account().map(|id| id.0.clone()),
            step: job.step,
            outcome: job.outcome,
            started_at: job.started_at.as_millisecond(),
            step_since: job.step_since.as_millisecond(),
            ended_at: job.ended_at.map(jiff::Timestamp::as_millisecond),
            ready_until: job.ready_until().map(jiff::Timestamp::as_millisecond),
            next_check_at: activity.next_check_at.map(jiff::Timestamp::as_millisecond),
            offline: activity.delay == Some(Delay::Offline),
            rate_limited_until: match activity.delay {
                Some(Delay::RateLimited { until }) => Some(until.as_millisecond()),
                _ => None,
            },
            refused_for_now: activity.delay == Some(Delay::Refused),
            queue_order: job.queue_order,
            cancelled_by_user: job.cancel_asked,
            no_reply: activity.delay == Some(Delay::NoReply),
            unknown_status: job.unknown_status.as_ref().map(|status| status.word.clone()),
            locked: activity.delay == Some(Delay::Locked),
            waits_for_others: activity.delay == Some(Delay::OtherArchives),
            progress: activity.progress,
            problem: job.problem.clone(),
            backup_id: job.backup_id.clone(),
            records: job.records,
            unreadable: job.unreadable,
            request_id: job.request_id.map(|id| id.to_string()),
            question: activity.question.as_deref().map(FolderQuestionView::from),
        }
    }
}

/// One backup in the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupView {
    /// Its id in commands: its path below the folder.
    pub id: String,
    /// When it was saved.
    #[ts(type = "number")]
    pub saved_at: i64,
    /// The time of its data: of its request, or of its newest record.
    #[ts(type = "number")]
    pub as_of: i64,
    /// What was requested; `None` for an opened export.
    pub request: Option<DataRequest>,
    /// The name of the opened file.
    pub file_name: Option<String>,
    /// The account's name.
    pub account_name: Option<String>,
    /// Bytes of all its files.
    #[ts(type = "number")]
    pub bytes: u64,
    /// How many entries of its archive could not be unpacked; it is incomplete unless this is zero.
    #[ts(type = "number")]
    pub unreadable: u64,
    /// Whether it is still what was saved.
    pub check: CheckState,
    /// How many records were imported; `None` until they are.
    pub records: Option<ImportCounts>,
    /// Whose it is, by the id of the person; `None` until that has been determined.
    pub person: Option<String>,
}

impl BackupView {
    /// The view of a backup and of what was imported of it.
    #[must_use]
    pub fn new(backup: Backup, imported: Option<Imported>, person: Option<String>) -> Self {
        Self {
            person,
            records: imported.map(|imported| imported.counts),
            as_of: imported.map_or_else(|| backup.dates().as_of(None), |imported| imported.as_of),
            id: backup.id,
            saved_at: backup.saved_at.as_millisecond(),
            request: backup.request,
            file_name: backup.file_name,
            account_name: backup.account_name,
            bytes: backup.bytes,
            unreadable: backup.unreadable,
            check: backup.check,
        }
    }
}

impl From<&LibraryStatus> for LibraryView {
    fn from(status: &LibraryStatus) -> Self {
        let building = status.building.map(BuildingView::from);
        let problem = status.problem.clone();
        let Some(summary) = status.summary.clone() else {
            return Self { building, problem, ..Self::default() };
        };
        Self {
            version: summary.version,
            building,
            records: summary.records,
            from: summary.span.map(|(from, _)| from * 1000),
            to: summary.span.map(|(_, to)| to * 1000),
            backups: summary.backups,
            groups: summary.groups,
            words_ready: summary.words_ready,
            trigrams_ready: summary.trigrams_ready,
            problem,
        }
    }
}

impl From<Building> for BuildingView {
    fn from(building: Building) -> Self {
        let Building { backups, backups_total, records, bytes, bytes_total } = building;
        Self { backups, backups_total, records, bytes, bytes_total }
    }
}

/// One message to the window: first a snapshot, then whole objects that replace the earlier ones.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AppEvent {
    /// Rises by one with each message of a subscription. After a gap, subscribe again.
    #[ts(type = "number")]
    pub seq: u64,
    /// What changed.
    pub change: Change,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "what", content = "value", rename_all = "camelCase")]
pub enum Change {
    /// Everything.
    Snapshot(Box<Snapshot>),
    /// The settings.
    Settings(SettingsView),
    /// The backup folder.
    Folder(FolderView),
    /// Where secrets are stored.
    Keychain(KeychainState),
    /// All accounts.
    Accounts(Vec<AccountView>),
    /// The sign-in, or that there is none any more.
    SignIn(Option<SignInView>),
    /// One job, new or changed.
    Job(Box<JobView>),
    /// A job was removed from the list.
    JobGone(String),
    /// All backups.
    Backups(Vec<BackupView>),
    /// All people.
    People(Vec<PersonView>),
    /// The library.
    Library(Box<LibraryView>),
    /// Updates of Satchel itself.
    Update(UpdateView),
    /// A file is dragged over the window (`None`: no longer).
    Drag(Option<DragView>),
    /// Problems with Satchel's own files.
    Notices(Vec<Problem>),
}

/// The files that are dragged over the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DragView {
    /// The name of the first.
    pub file_name: String,
    /// Its size in bytes.
    #[ts(type = "number | null")]
    pub bytes: Option<u64>,
    /// How many files are dragged.
    #[ts(type = "number")]
    pub count: u64,
}
