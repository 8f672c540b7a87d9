//! A request in TikTok's terms: its number, its status, what it covers.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::data_request::{DataRequest, Kind, Part};

/// TikTok's number of a request. Up to 2^63: it never passes through a floating-point number.
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

/// How a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// TikTok is still at it (`pending`), or says a word that is new to us: then waiting is the safe reading.
    Preparing,
    /// The archive can be fetched. TikTok's word for this is `downloading`.
    Ready,
    /// It was there, and is gone.
    Expired,
    /// It was cancelled.
    Cancelled,
}

/// The answer to Check, as far as it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestState {
    /// How it stands.
    pub status: Status,
    /// When TikTok took the request, Unix seconds.
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
