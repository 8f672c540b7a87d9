//! A job: one backup from the request to the saved folder, as stored in the ledger.

use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize, Serializer};
use ts_rs::TS;

use crate::account::{OpenId, Scope};
use crate::data_request::DataRequest;
use crate::library::ImportCounts;
use crate::portability::RequestId;
use crate::problem::{Problem, ProblemCode};

/// The steps of a job, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Step {
    /// Waits until no other request of the account is open, since TikTok handles one at a time.
    Queued,
    /// The request is sent to TikTok. Never done twice for one permission.
    Asking,
    /// TikTok puts the data together.
    Preparing,
    /// TikTok has the archive ready, and keeps it for four days.
    Ready,
    /// The archive is downloaded.
    Downloading,
    /// The archive is copied, if the person opened it, and its directory is checked.
    Checking,
    /// The files are unpacked beside the archive, and each is checked against its checksum.
    Unpacking,
    /// The records are imported into the library.
    Indexing,
    /// The backup is complete and verified.
    Saved,
}

impl Step {
    /// Whether TikTok may be handling the request of a job at this step.
    #[must_use]
    pub fn is_at_tiktok(self) -> bool {
        matches!(self, Self::Asking | Self::Preparing | Self::Ready | Self::Downloading)
    }
}

/// Whether a job is still running, and how it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// Not ended yet.
    Running,
    /// The backup is complete.
    Saved,
    /// Another backup has the archive that was opened; nothing was saved.
    AlreadySaved,
    /// The person cancelled it.
    Cancelled,
    /// TikTok deleted the archive before it was downloaded.
    Expired,
    /// It stopped because of a problem.
    Failed,
}

/// How long TikTok keeps an archive after it is ready. TikTok gives no time of its own, so this is counted from the
/// moment at which Satchel first saw the archive ready.
pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(4 * 24);

/// Identifies a job: 16 hex digits.
pub type JobId = String;

/// Where the archive comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// TikTok, on request.
    TikTok {
        /// What was requested.
        request: DataRequest,
        /// The account.
        account: OpenId,
        /// The account's name at the time of the request; it names the account's folder.
        account_name: String,
    },
    /// A file or folder that the person opened.
    File {
        /// Its path.
        #[serde(serialize_with = "lossy_path")]
        path: PathBuf,
    },
}

/// Stores a path whose names need not be Unicode. After a restart it may then no longer be found, which is reported.
fn lossy_path<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&path.to_string_lossy())
}

/// A complete archive in the staging folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ArchiveFacts {
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, in hex.
    pub sha256: String,
}

/// One job. Everything a restart needs; its stored form is a row of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// Its id in commands.
    pub id: JobId,
    /// Where the archive comes from.
    pub source: Source,
    /// The backup folder that it saves to.
    pub root: PathBuf,
    /// The current step, or the last one if it has ended.
    pub step: Step,
    /// Whether it is running, and how it ended.
    pub outcome: Outcome,
    /// When it was created.
    pub started_at: Timestamp,
    /// When the current step began.
    pub step_since: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Set before the request is sent, so that a restart knows that an answer may have been lost.
    pub ask_sent_at: Option<Timestamp>,
    /// TikTok's id of the request.
    pub request_id: Option<RequestId>,
    /// When the archive was first seen ready.
    pub ready_at: Option<Timestamp>,
    /// The archive, once it is complete in the staging folder.
    pub archive: Option<ArchiveFacts>,
    /// The folder name of the finished backup, once chosen.
    pub final_name: Option<String>,
    /// Why it failed, with [`Outcome::Failed`].
    pub problem: Option<Problem>,
    /// The id of the finished backup, or of the one that has the archive already: its path below the root.
    pub backup_id: Option<String>,
    /// Set when the person cancels, so that a restart does not resume the job before TikTok has been told.
    #[serde(default)]
    pub cancel_asked: bool,
    /// How many records were imported.
    #[serde(default)]
    pub records: Option<ImportCounts>,
    /// How many entries of the archive could not be unpacked. The finished backup is incomplete unless this is zero.
    #[serde(default)]
    pub unreadable: u64,
    /// The position among the queued jobs of the account: the smallest is next. Unix microseconds at first.
    #[serde(default)]
    pub queue_order: i64,
    /// How often work on the archive has been started without ending, neither by itself nor by an orderly exit.
    #[serde(default)]
    pub unfinished_starts: u32,
    /// The status that TikTok last gave, if Satchel does not know it.
    #[serde(default)]
    pub unknown_status: Option<UnknownStatus>,
    /// TikTok's log id: of the reply that accepted the request, or of the one that ended the job.
    #[serde(default)]
    pub log_id: Option<String>,
    /// When TikTok last gave the status of the request.
    #[serde(default)]
    pub checked_at: Option<Timestamp>,
    /// Whether TikTok has confirmed the cancellation of the request.
    #[serde(default)]
    pub cancel_confirmed: bool,
}

/// A status of a request that Satchel does not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnknownStatus {
    /// TikTok's word.
    pub word: String,
    /// Since when every status has been unknown.
    pub since: Timestamp,
}

/// What a job works on. Only one job with the same subject runs at a time.
#[derive(Debug, PartialEq, Eq)]
pub enum Subject<'j> {
    /// A kind of data of an account.
    Account(&'j OpenId, crate::data_request::Kind),
    /// An opened file.
    File(&'j std::path::Path),
}

impl Source {
    /// What a job with this source works on.
    #[must_use]
    pub fn subject(&self) -> Subject<'_> {
        match self {
            Self::TikTok { request, account, .. } => Subject::Account(account, request.kind),
            Self::File { path } => Subject::File(path),
        }
    }
}

impl Job {
    /// A new job, before its first step.
    #[must_use]
    pub fn new(id: JobId, source: Source, root: PathBuf, now: Timestamp) -> Self {
        let step = if matches!(source, Source::TikTok { .. }) { Step::Queued } else { Step::Checking };
        Self {
            id,
            source,
            root,
            step,
            outcome: Outcome::Running,
            started_at: now,
            step_since: now,
            ended_at: None,
            ask_sent_at: None,
            request_id: None,
            ready_at: None,
            archive: None,
            final_name: None,
            problem: None,
            backup_id: None,
            cancel_asked: false,
            records: None,
            unreadable: 0,
            queue_order: now.as_microsecond(),
            unfinished_starts: 0,
            unknown_status: None,
            log_id: None,
            checked_at: None,
            cancel_confirmed: false,
        }
    }

    /// Until when TikTok keeps the archive, once it is ready.
    #[must_use]
    pub fn ready_until(&self) -> Option<Timestamp> {
        self.ready_at.map(|at| at + KEPT_FOR)
    }

    /// What was requested; `None` for an opened file.
    #[must_use]
    pub fn request(&self) -> Option<DataRequest> {
        match &self.source {
            Source::TikTok { request, .. } => Some(*request),
            Source::File { .. } => None,
        }
    }

    /// The file's name, without its folder; `None` for a request.
    #[must_use]
    pub fn file_name(&self) -> Option<String> {
        match &self.source {
            Source::File { path } => path.file_name().map(|name| name.to_string_lossy().into_owned()),
            Source::TikTok { .. } => None,
        }
    }

    /// The account; `None` for an opened file.
    #[must_use]
    pub fn account(&self) -> Option<&OpenId> {
        match &self.source {
            Source::TikTok { account, .. } => Some(account),
            Source::File { .. } => None,
        }
    }

    /// The permission that the request needs; `None` for an opened file.
    #[must_use]
    pub fn scope(&self) -> Option<Scope> {
        self.request().map(Scope::from)
    }

    /// Whether it stopped because a sign-in or a permission is missing.
    #[must_use]
    pub fn needs_sign_in(&self) -> bool {
        let code = self.problem.as_ref().map(|p| p.code);
        self.outcome == Outcome::Failed
            && matches!(code, Some(ProblemCode::SignedOut | ProblemCode::PermissionMissing))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data_request::{Kind, Part, Permission};

    fn job() -> Job {
        let request = DataRequest { kind: Kind::Activity, permission: Permission::Once, part: Part::Both };
        let source = Source::TikTok { request, account: OpenId("a".into()), account_name: "A".into() };
        Job::new("1".into(), source, "/x".into(), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn the_stored_form_of_a_job_can_be_read_back() {
        let mut job = job();
        job.request_id = Some(RequestId(7_400_000_000_000_000_123));
        let text = serde_json::to_string(&job).unwrap();
        assert_eq!(serde_json::from_str::<Job>(&text).unwrap(), job);
    }
}
