//! What is kept of every request for data, whatever becomes of its job, its backup and the sign-in.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Job, JobId, Outcome, Step};
use crate::data_request::DataRequest;
use crate::ledger::RequestRow;
use crate::portability::RequestId;
use crate::problem::ProblemCode;

/// A request for data of an account: a row of its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PastRequest {
    /// The id of its job.
    pub id: JobId,
    /// The account, by TikTok's id. Its column of the ledger is the stored form.
    #[serde(skip)]
    account: String,
    /// What was requested.
    pub request: DataRequest,
    /// When it was added in Satchel.
    pub added_at: Timestamp,
    /// When it was last sent to TikTok; `None` if it was not sent, or TikTok certainly did not accept it.
    pub sent_at: Option<Timestamp>,
    /// TikTok's id of the request.
    pub request_id: Option<RequestId>,
    /// TikTok's log id: of the reply that accepted the request, or of the one that ended the job.
    #[serde(default)]
    pub log_id: Option<String>,
    /// When TikTok last gave its status.
    #[serde(default)]
    pub checked_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// The last step of its job.
    step: Step,
    /// How its job ended.
    outcome: Outcome,
    /// Whether the person cancelled it.
    cancel_asked: bool,
    /// Whether TikTok has confirmed that.
    #[serde(default)]
    cancel_confirmed: bool,
    /// Why its job stopped.
    pub problem: Option<ProblemCode>,
    /// The id of the finished backup: its path below the backup folder.
    pub backup_id: Option<String>,
}

/// What became of a request, as far as Satchel knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RequestStatus {
    /// It waits for its turn and has not been sent.
    Queued,
    /// Its job is running.
    Running,
    /// The person cancelled it, and its job has not ended yet.
    Cancelling,
    /// Its backup is complete.
    Saved,
    /// The person removed it from the queue before TikTok accepted it.
    Removed,
    /// The person cancelled it, and nothing of it is left at TikTok.
    Cancelled,
    /// The person cancelled it, but TikTok has not confirmed that.
    CancelUnconfirmed,
    /// It was cancelled at TikTok, not by Satchel.
    CancelledAtTiktok,
    /// TikTok deleted the archive before it was downloaded.
    Expired,
    /// It was sent, but whether TikTok accepted it is not known.
    Unknown,
    /// Its job stopped because of a problem.
    Failed,
}

impl PastRequest {
    /// What is kept of a job; `None` for an opened file.
    #[must_use]
    pub fn of(job: &Job) -> Option<Self> {
        Some(Self {
            id: job.id.clone(),
            account: job.account()?.0.clone(),
            request: job.request()?,
            added_at: job.started_at,
            sent_at: job.ask_sent_at,
            request_id: job.request_id,
            log_id: job.log_id.clone(),
            checked_at: job.checked_at,
            ended_at: job.ended_at,
            step: job.step,
            outcome: job.outcome,
            cancel_asked: job.cancel_asked,
            cancel_confirmed: job.cancel_confirmed,
            problem: job.problem.as_ref().map(|problem| problem.code),
            backup_id: job.backup_id.clone(),
        })
    }

    /// Its row in the ledger.
    pub(super) fn row(self) -> Option<RequestRow> {
        // As for a job: every field has a stored form.
        let json = serde_json::to_string(&self)
            .inspect_err(|error| tracing::error!(%error, "a request has no stored form"));
        Some(RequestRow { account: self.account, json: json.ok()? })
    }

    /// Reads a row of the ledger; `None` if it cannot be read.
    #[must_use]
    pub fn read(json: &str) -> Option<Self> {
        serde_json::from_str(json)
            .inspect_err(|error| tracing::warn!(%error, "a request in the history cannot be read"))
            .ok()
    }

    /// What became of it.
    #[must_use]
    pub fn status(&self) -> RequestStatus {
        use RequestStatus as S;
        match self.outcome {
            Outcome::Running if self.cancel_asked => S::Cancelling,
            Outcome::Running if self.step == Step::Queued => S::Queued,
            Outcome::Running => S::Running,
            Outcome::Saved | Outcome::AlreadySaved => S::Saved,
            Outcome::Failed | Outcome::Cancelled if self.may_have_been_accepted() => S::Unknown,
            Outcome::Failed => S::Failed,
            Outcome::Expired => S::Expired,
            Outcome::Cancelled if !self.cancel_asked => S::CancelledAtTiktok,
            Outcome::Cancelled if self.step == Step::Queued => S::Removed,
            Outcome::Cancelled if self.is_at_tiktok() && !self.cancel_confirmed => S::CancelUnconfirmed,
            Outcome::Cancelled => S::Cancelled,
        }
    }

    /// Whether TikTok may have accepted the request although no acceptance is known: it was sent, and no refusal of
    /// TikTok came back.
    fn may_have_been_accepted(&self) -> bool {
        let is_refused = matches!(
            self.problem,
            Some(
                ProblemCode::TiktokRefused
                    | ProblemCode::PermissionMissing
                    | ProblemCode::SignedOut
                    | ProblemCode::UnexpectedReply
            )
        );
        self.sent_at.is_some() && self.request_id.is_none() && !is_refused
    }

    fn is_at_tiktok(&self) -> bool {
        self.request_id.is_some() && self.step.is_at_tiktok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::OpenId;
    use crate::backup::Source;
    use crate::data_request::{Kind, Part, Permission};
    use crate::error::Error;

    fn job(step: Step, outcome: Outcome) -> Job {
        let request = DataRequest { kind: Kind::Activity, permission: Permission::Once, part: Part::Both };
        let source = Source::TikTok { request, account: OpenId("a".into()), account_name: "A".into() };
        let mut job = Job::new("1".into(), source, "/x".into(), Timestamp::UNIX_EPOCH);
        if step > Step::Queued {
            job.ask_sent_at = Some(Timestamp::UNIX_EPOCH);
        }
        if step > Step::Asking {
            job.request_id = Some(RequestId(1));
        }
        job.step = step;
        if outcome != Outcome::Running {
            job.outcome = outcome;
            job.ended_at = Some(Timestamp::UNIX_EPOCH);
        }
        job
    }

    fn status(job: &Job) -> RequestStatus {
        PastRequest::of(job).unwrap().status()
    }

    #[test]
    fn the_stored_form_of_a_request_can_be_read_back() {
        let mut job = job(Step::Preparing, Outcome::Running);
        job.log_id = Some("20260101".into());
        let request = PastRequest::of(&job).unwrap();
        let row = request.clone().row().unwrap();
        assert_eq!(row.account, "a");
        assert_eq!(PastRequest::read(&row.json), Some(PastRequest { account: String::new(), ..request }));
    }

    #[test]
    fn an_opened_file_is_no_request() {
        let source = Source::File { path: "/exports/mine.zip".into() };
        let job = Job::new("1".into(), source, "/x".into(), Timestamp::UNIX_EPOCH);
        assert_eq!(PastRequest::of(&job), None);
    }

    #[test]
    fn a_cancellation_counts_as_confirmed_only_if_tiktok_confirmed_it_or_had_nothing_to_cancel() {
        for (step, confirmed, expected) in [
            (Step::Queued, false, RequestStatus::Removed),
            (Step::Preparing, true, RequestStatus::Cancelled),
            (Step::Preparing, false, RequestStatus::CancelUnconfirmed),
            (Step::Downloading, false, RequestStatus::CancelUnconfirmed),
            (Step::Checking, false, RequestStatus::Cancelled),
        ] {
            let mut job = job(step, Outcome::Cancelled);
            (job.cancel_asked, job.cancel_confirmed) = (true, confirmed);
            assert_eq!(status(&job), expected, "{step:?}");
        }
        assert_eq!(status(&job(Step::Preparing, Outcome::Cancelled)), RequestStatus::CancelledAtTiktok);
    }

    #[test]
    fn only_a_refusal_of_tiktok_makes_a_request_without_an_acceptance_certain() {
        for (code, expected) in [
            (ProblemCode::RequestUncertain, RequestStatus::Unknown),
            (ProblemCode::Bug, RequestStatus::Unknown),
            (ProblemCode::TiktokRefused, RequestStatus::Failed),
            (ProblemCode::PermissionMissing, RequestStatus::Failed),
        ] {
            let mut job = job(Step::Asking, Outcome::Failed);
            job.problem = Some(Error::Plain(code).into_problem());
            assert_eq!(status(&job), expected, "{code:?}");
        }
        let mut unsent = job(Step::Asking, Outcome::Failed);
        unsent.ask_sent_at = None;
        unsent.problem = Some(Error::Plain(ProblemCode::OwnFilesNotWritable).into_problem());
        assert_eq!(status(&unsent), RequestStatus::Failed);
        assert_eq!(status(&job(Step::Asking, Outcome::Cancelled)), RequestStatus::Unknown);
    }
}
