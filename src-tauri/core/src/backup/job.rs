//! A job as it lies in the ledger. Everything a restart needs, and nothing else.

use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::account::OpenId;
use crate::portability::RequestId;
use crate::problem::{Problem, ProblemCode};
use crate::view::{DataRequest, ImportCounts, Outcome, Step};

/// How long TikTok keeps an archive after it is ready. It gives no time itself: counted from when that was first seen.
pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(4 * 24);

/// Names a job: 16 hex digits.
pub type JobId = String;

/// Where the archive comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// TikTok, on request.
    TikTok {
        /// What was asked.
        request: DataRequest,
        /// For whom.
        account: OpenId,
        /// The account's name when it was asked; the folder is called so.
        account_name: String,
    },
    /// A file that the person opened.
    File {
        /// Where it lies.
        path: PathBuf,
    },
}

/// An archive that lies whole in the staging folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ArchiveFacts {
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, in hex.
    pub sha256: String,
}

/// One job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// Its name in commands.
    pub id: JobId,
    /// Where the archive comes from.
    pub source: Source,
    /// The folder that backups went to when it began.
    pub root: PathBuf,
    /// Where it is.
    pub step: Step,
    /// Whether and how it ended.
    pub outcome: Outcome,
    /// When it began.
    pub started_at: Timestamp,
    /// When its step began.
    pub step_since: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Set before TikTok is asked, so that a lost answer is known to be one.
    pub ask_sent_at: Option<Timestamp>,
    /// TikTok's number.
    pub request_id: Option<RequestId>,
    /// When it was first seen ready.
    pub ready_at: Option<Timestamp>,
    /// The archive, once it lies in the staging folder.
    pub archive: Option<ArchiveFacts>,
    /// The name that the finished backup gets, once chosen.
    pub final_name: Option<String>,
    /// Why it failed.
    pub problem: Option<Problem>,
    /// The backup that came of it: its path below the root.
    pub backup_id: Option<String>,
    /// Set when the person cancels, so that a restart does not revive what TikTok has not been told of yet.
    #[serde(default)]
    pub cancel_asked: bool,
    /// What became of its records.
    #[serde(default)]
    pub records: Option<ImportCounts>,
}

impl Job {
    /// A new job, before its first step.
    #[must_use]
    pub fn new(id: JobId, source: Source, root: PathBuf, now: Timestamp) -> Self {
        let step = if matches!(source, Source::TikTok { .. }) { Step::Asking } else { Step::Checking };
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
        }
    }

    /// Until when TikTok keeps the archive.
    #[must_use]
    pub fn ready_until(&self) -> Option<Timestamp> {
        self.ready_at.map(|at| at + KEPT_FOR)
    }

    /// What was asked for, if it was.
    #[must_use]
    pub fn request(&self) -> Option<DataRequest> {
        match &self.source {
            Source::TikTok { request, .. } => Some(*request),
            Source::File { .. } => None,
        }
    }

    /// Whose it is.
    #[must_use]
    pub fn account(&self) -> Option<&OpenId> {
        match &self.source {
            Source::TikTok { account, .. } => Some(account),
            Source::File { .. } => None,
        }
    }

    /// Whether it stopped for want of a sign-in or of a permission.
    #[must_use]
    pub fn needs_sign_in(&self) -> bool {
        let code = self.problem.as_ref().map(|p| p.code);
        self.outcome == Outcome::Failed
            && matches!(code, Some(ProblemCode::SignedOut | ProblemCode::PermissionMissing))
    }

    /// Moves on to a step.
    pub fn go_to(&mut self, step: Step, now: Timestamp) {
        if self.step != step {
            self.step = step;
            self.step_since = now;
        }
    }

    /// Ends it.
    pub fn end(&mut self, outcome: Outcome, now: Timestamp) {
        self.outcome = outcome;
        self.ended_at = Some(now);
    }

    /// Where a job that failed goes on when the person tries again; `None` if TikTok must be asked anew.
    /// `is_staged`: its archive lies whole in the staging folder.
    #[must_use]
    pub fn retry_step(&self, is_staged: bool, now: Timestamp) -> Option<Step> {
        if matches!(self.source, Source::File { .. }) {
            return Some(Step::Checking);
        }
        self.request_id?;
        let is_kept = self.ready_until().is_none_or(|until| now < until);
        match self.outcome {
            Outcome::Cancelled | Outcome::Expired | Outcome::Saved => None,
            Outcome::Running | Outcome::Failed => match self.step {
                Step::Asking => None,
                Step::Preparing => Some(Step::Preparing),
                _ if is_staged => Some(Step::Checking),
                _ if is_kept => Some(Step::Downloading),
                _ => None,
            },
        }
    }

    /// Puts a job back on its feet at this step.
    pub fn resume_at(&mut self, step: Step, now: Timestamp) {
        self.outcome = Outcome::Running;
        self.cancel_asked = false;
        self.ended_at = None;
        self.problem = None;
        if step != Step::Checking {
            self.archive = None;
        }
        self.final_name = None;
        self.step = step;
        self.step_since = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{Kind, Part, Permission};

    fn job() -> Job {
        let request = DataRequest { kind: Kind::Activity, permission: Permission::Once, part: Part::Both };
        let source = Source::TikTok { request, account: OpenId("a".into()), account_name: "A".into() };
        Job::new("1".into(), source, "/x".into(), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_job_reads_back_from_its_stored_form() {
        let mut job = job();
        job.request_id = Some(RequestId(7_400_000_000_000_000_123));
        let text = serde_json::to_string(&job).unwrap();
        assert_eq!(serde_json::from_str::<Job>(&text).unwrap(), job);
    }

    #[test]
    fn an_archive_that_tiktok_still_keeps_is_fetched_again_and_a_lost_one_is_asked_for_anew() {
        let mut job = job();
        assert_eq!(job.retry_step(false, Timestamp::UNIX_EPOCH), None, "nothing was asked yet");
        job.request_id = Some(RequestId(1));
        job.ready_at = Some(Timestamp::UNIX_EPOCH);
        job.go_to(Step::Unpacking, Timestamp::UNIX_EPOCH);
        job.end(Outcome::Failed, Timestamp::UNIX_EPOCH);
        assert_eq!(job.retry_step(false, Timestamp::UNIX_EPOCH), Some(Step::Downloading));
        assert_eq!(job.retry_step(true, Timestamp::UNIX_EPOCH), Some(Step::Checking));
        assert_eq!(job.retry_step(false, Timestamp::UNIX_EPOCH + KEPT_FOR), None, "four days are over");
        job.end(Outcome::Cancelled, Timestamp::UNIX_EPOCH);
        assert_eq!(job.retry_step(true, Timestamp::UNIX_EPOCH), None, "a cancelled request is gone");
    }
}
