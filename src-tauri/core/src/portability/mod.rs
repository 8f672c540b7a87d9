//! TikTok's Data Portability API: request, check, cancel and download. TikTok's terms are used only in this module.

mod client;
mod request;

pub use client::{Api, Download};
pub use request::{RequestId, RequestState, Status};

use thiserror::Error;

use crate::http::CallError;

/// Why a call of the API failed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PortabilityError {
    /// The access token is invalid or has expired.
    #[error("the access token is invalid")]
    TokenInvalid,
    /// The permission is missing, or was a one-time permission and is used up.
    #[error("the permission is missing or used up: {0}")]
    NotPermitted(String),
    /// TikTok does not know this request.
    #[error("the request is unknown: {0}")]
    UnknownRequest(String),
    /// The reply to a download is not a zip.
    #[error("not an archive: {0}")]
    NotAnArchive(String),
    /// The call failed for another reason.
    #[error(transparent)]
    Call(CallError),
}

impl From<CallError> for PortabilityError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Refused { code, .. } if code == "access_token_invalid" => Self::TokenInvalid,
            CallError::Refused { code, message, .. }
                if matches!(code.as_str(), "scope_not_authorized" | "scope_permission_missed") =>
            {
                Self::NotPermitted(format!("{code}: {message}"))
            }
            other => Self::Call(other),
        }
    }
}
