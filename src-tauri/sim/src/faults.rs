//! Error codes, and requests that fail.

use serde::{Deserialize, Serialize};

/// The documented codes of the v2 error table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are TikTok's")]
pub enum ErrorCode {
    Ok,
    AccessTokenInvalid,
    ScopeNotAuthorized,
    ScopePermissionMissed,
    InvalidParams,
    RateLimitExceeded,
    InternalError,
}

impl ErrorCode {
    /// The code's HTTP status in the documented table.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Ok => 200,
            Self::AccessTokenInvalid | Self::ScopeNotAuthorized => 401,
            Self::ScopePermissionMissed | Self::InvalidParams => 400,
            Self::RateLimitExceeded => 429,
            Self::InternalError => 500,
        }
    }

    /// The code as responses have it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::AccessTokenInvalid => "access_token_invalid",
            Self::ScopeNotAuthorized => "scope_not_authorized",
            Self::ScopePermissionMissed => "scope_permission_missed",
            Self::InvalidParams => "invalid_params",
            Self::RateLimitExceeded => "rate_limit_exceeded",
            Self::InternalError => "internal_error",
        }
    }
}

/// An error response in place of a number of requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The path to which it applies, or the prefix of several (`/v2/user/data/`).
    pub path: String,
    /// Number of requests that still fail.
    pub next: u32,
    /// HTTP status, which need not be that of the code.
    pub status: u16,
    /// Code of the error envelope.
    #[serde(default = "internal_error")]
    pub code: ErrorCode,
    /// The form of the response.
    #[serde(default)]
    pub shape: FaultShape,
}

const fn internal_error() -> ErrorCode {
    ErrorCode::InternalError
}

impl Fault {
    /// A fault for `next` requests with the documented status of `code`.
    #[must_use]
    pub fn new(path: &str, next: u32, code: ErrorCode) -> Self {
        Self { path: path.into(), next, status: code.status(), code, shape: FaultShape::Envelope }
    }
}

/// The form of the response of a [`Fault`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultShape {
    /// The v2 error envelope.
    #[default]
    Envelope,
    /// A web page, as from a gateway in front of the API.
    Html,
    /// JSON that is not an object.
    JsonList,
    /// An empty body.
    Empty,
    /// An empty body, and the address of another server.
    Redirect,
    /// A reply of the token endpoint without an account.
    Tokens,
    /// The connection is closed without a response.
    Drop,
}
