//! A request in TikTok's terms: its id, status and categories.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::data_request::{DataRequest, Kind, Part};

/// TikTok's id of a request. It can exceed 2^53, so it must not be converted to a floating-point number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RequestId(pub i64);

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The archive is being prepared (`pending`). Unknown statuses are mapped to this one, since waiting is safe.
    Preparing,
    /// The archive can be downloaded. TikTok calls this `downloading`.
    Ready,
    /// The archive is no longer available.
    Expired,
    /// The request was cancelled.
    Cancelled,
}

/// The state of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestState {
    /// Its status.
    pub status: Status,
    /// When TikTok accepted the request, in Unix seconds.
    pub apply_time: Option<i64>,
}

#[derive(Deserialize)]
pub(super) struct CheckData {
    status: Option<String>,
    apply_time: Option<i64>,
}

impl CheckData {
    pub(super) fn into_state(self) -> Option<RequestState> {
        let status = match self.status?.as_str() {
            "downloading" => Status::Ready,
            "expired" => Status::Expired,
            "cancelled" | "canceled" => Status::Cancelled,
            _ => Status::Preparing,
        };
        Some(RequestState { status, apply_time: self.apply_time })
    }
}

#[derive(Deserialize)]
pub(super) struct AddData {
    pub(super) request_id: RequestId,
}
