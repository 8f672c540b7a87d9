//! TikTok's Data Portability API: ask, check, cancel, fetch. TikTok's words stay in here.

mod client;
mod request;

pub use client::{Api, Download};
pub use request::{RequestId, RequestState, Status};

use thiserror::Error;

use crate::http::CallError;

/// Why TikTok did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PortabilityError {
    /// The access token is not, or no longer, good.
    #[error("the access token is not accepted")]
    TokenInvalid,
    /// The permission is missing, or was for one time and is used up.
    #[error("the permission is missing or used up: {0}")]
    NotPermitted(String),
    /// TikTok does not know this request.
    #[error("the request is not known: {0}")]
    UnknownRequest(String),
    /// A zip was due, and something else came.
    #[error("not an archive: {0}")]
    NotAnArchive(String),
    /// The call itself failed, or was refused for another reason.
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
