//! Requests that fail.

use serde::{Deserialize, Serialize};

use crate::switches::ErrorCode;

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
