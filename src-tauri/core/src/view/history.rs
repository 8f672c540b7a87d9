//! The history of an account's requests.

use serde::Serialize;
use ts_rs::TS;

use crate::backup::{PastRequest, RequestStatus};
use crate::data_request::DataRequest;
use crate::problem::ProblemCode;

/// A part of the history of an account, the newest request first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequestHistory {
    /// How many requests the whole history has.
    #[ts(type = "number")]
    pub total: u64,
    /// The requests.
    pub requests: Vec<RequestView>,
    /// Where the next part begins; `None` after the last one.
    pub next: Option<String>,
}

/// One request for data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequestView {
    /// The id of its job.
    pub id: String,
    /// What was requested.
    pub request: DataRequest,
    /// What became of it.
    pub status: RequestStatus,
    /// When it was added in Satchel.
    #[ts(type = "number")]
    pub added_at: i64,
    /// When it was last sent; `None` if it was not, or TikTok certainly did not accept it.
    #[ts(type = "number | null")]
    pub sent_at: Option<i64>,
    /// When TikTok last gave its status.
    #[ts(type = "number | null")]
    pub checked_at: Option<i64>,
    /// When it ended.
    #[ts(type = "number | null")]
    pub ended_at: Option<i64>,
    /// Why it stopped.
    pub problem: Option<ProblemCode>,
    /// The finished backup: its path below the backup folder. The backup may have been deleted since.
    pub backup_id: Option<String>,
    /// TikTok's id of the request, as text: it can exceed 2^53.
    pub request_id: Option<String>,
    /// TikTok's log id: of the reply that accepted the request, or of the one that ended it.
    pub log_id: Option<String>,
}

impl From<PastRequest> for RequestView {
    fn from(past: PastRequest) -> Self {
        Self {
            status: past.status(),
            id: past.id,
            request: past.request,
            added_at: past.added_at.as_millisecond(),
            sent_at: past.sent_at.map(jiff::Timestamp::as_millisecond),
            checked_at: past.checked_at.map(jiff::Timestamp::as_millisecond),
            ended_at: past.ended_at.map(jiff::Timestamp::as_millisecond),
            problem: past.problem,
            backup_id: past.backup_id,
            request_id: past.request_id.map(|id| id.to_string()),
            log_id: past.log_id,
        }
    }
}
