//! A request in TikTok's terms: its id, status and categories.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::data_request::{DataRequest, Kind, Part};
use crate::http::lenient;

/// TikTok's id of a request. It can exceed 2^53, so it must not be converted to a floating-point number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RequestId(pub i64);

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A request that TikTok has accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Its id.
    pub id: RequestId,
    /// TikTok's log id of the reply.
    pub log_id: Option<String>,
}

/// The `category_selection_list` for a request.
#[must_use]
pub(super) fn categories(request: DataRequest) -> &'static [&'static str] {
    match (request.kind, request.part) {
        (Kind::Everything, _) => &["all_data"],
        (Kind::PostsAndProfile, Part::Both) => &["video", "profile"],
        (Kind::PostsAndProfile, Part::Posts) => &["video"],
        (Kind::PostsAndProfile, Part::Profile) => &["profile"],
        (Kind::Activity, _) => &["activity"],
        (Kind::DirectMessages, _) => &["direct_message"],
    }
}

/// The status of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// The archive is being prepared. TikTok calls this `pending`.
    Preparing,
    /// The archive can be downloaded. TikTok calls this `downloading`.
    Ready,
    /// The archive is no longer available.
    Expired,
    /// The request was cancelled.
    Cancelled,
    /// TikTok could not make the archive. Not documented; holds the word.
    Failed(String),
    /// A word that is not known. Waiting is safe.
    Unknown(String),
}

/// The longest unknown word that is kept, in characters.
const LONGEST_WORD: usize = 40;

impl Status {
    /// Parses a status. Four words are documented; others that plausibly mean the same are accepted, in any case.
    fn parse(word: &str) -> Self {
        let folded = word.trim().to_lowercase().replace([' ', '-'], "_");
        let kept = || word.trim().chars().filter(|c| !c.is_control()).take(LONGEST_WORD).collect();
        match folded.as_str() {
            "downloading" | "download" | "downloadable" | "ready" | "available" | "completed"
            | "complete" | "success" | "succeeded" | "finished" | "finish" | "done" => Self::Ready,
            "expired" => Self::Expired,
            "cancelled" | "canceled" => Self::Cancelled,
            "pending" | "processing" | "preparing" | "in_progress" | "queued" | "running" => Self::Preparing,
            "failed" | "failure" | "error" => Self::Failed(kept()),
            _ => Self::Unknown(kept()),
        }
    }
}

/// The state of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestState {
    /// Its status.
    pub status: Status,
}

/// Only what is used: `apply_time` and the other members may have any form.
#[derive(Deserialize)]
pub(super) struct CheckData {
    status: serde_json::Value,
}

impl CheckData {
    pub(super) fn into_state(self) -> RequestState {
        let status = match self.status {
            serde_json::Value::String(word) => Status::parse(&word),
            other => Status::Unknown(other.to_string().chars().take(LONGEST_WORD).collect()),
        };
        RequestState { status }
    }
}

#[derive(Deserialize)]
pub(super) struct AddData {
    #[serde(deserialize_with = "lenient::int64")]
    pub(super) request_id: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_recognised_in_any_case_and_by_plausible_synonyms() {
        for (words, status) in [
            (&["downloading", "DOWNLOADING", " Ready ", "completed", "done"][..], Status::Ready),
            (&["Expired"], Status::Expired),
            (&["canceled", "CANCELLED"], Status::Cancelled),
            (&["pending", "In Progress", "in-progress", "processing"], Status::Preparing),
        ] {
            for word in words {
                assert_eq!(Status::parse(word), status, "{word}");
            }
        }
        assert_eq!(Status::parse("Failed"), Status::Failed("Failed".into()));
        assert_eq!(Status::parse(" Under review\n"), Status::Unknown("Under review".into()));
    }
}
