//! TikTok's Data Portability API: request, check, cancel and download. TikTok's terms are used only in this module.

mod client;
mod download;
mod request;

pub use client::Api;
pub use download::Download;
pub use request::{Accepted, RequestId, RequestState, Status};

use thiserror::Error;

use crate::http::{CallError, Received};

/// Why a call of the API failed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PortabilityError {
    /// The access token is invalid or has expired.
    #[error("the access token is invalid: {0}")]
    TokenInvalid(Box<Received>),
    /// The permission is missing, or was a one-time permission and is used up.
    #[error("the permission is missing or used up: {0}")]
    NotPermitted(Box<Received>),
    /// TikTok does not know this request.
    #[error("the request is unknown: {0}")]
    UnknownRequest(Box<Received>),
    /// TikTok has the archive ready but repeatedly refused its download.
    #[error("the archive is ready but is not sent: {0}")]
    ArchiveWithheld(Box<Received>),
    /// TikTok could not make the archive. Holds the status that says so.
    #[error("the status of the request is {0:?}")]
    ArchiveFailed(String),
    /// The status of the request has been one that Satchel does not know for too long.
    #[error("the status of the request is {0:?}, which is not known")]
    StatusUnknown(String),
    /// The reply to a download is not a zip.
    #[error("not an archive: {0}")]
    NotAnArchive(Box<Received>),
    /// The call failed for another reason.
    #[error(transparent)]
    Call(CallError),
}

impl PortabilityError {
    /// The reply, if there was one.
    #[must_use]
    pub fn received(&self) -> Option<&Received> {
        match self {
            Self::TokenInvalid(received)
            | Self::NotPermitted(received)
            | Self::UnknownRequest(received)
            | Self::ArchiveWithheld(received)
            | Self::NotAnArchive(received) => Some(received),
            Self::ArchiveFailed(_) | Self::StatusUnknown(_) => None,
            Self::Call(error) => error.received(),
        }
    }
}

impl From<CallError> for PortabilityError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Refused(received) => match received.code.as_str() {
                "access_token_invalid" => Self::TokenInvalid(received),
                "scope_not_authorized" | "scope_permission_missed" => Self::NotPermitted(received),
                _ => Self::Call(CallError::Refused(received)),
            },
            other => Self::Call(other),
        }
    }
}
