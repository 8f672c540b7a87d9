//! Replies of the broker's own. Each says that it is not TikTok's: the app must not take a refusal by the broker for one by
//! TikTok, after which it would give up a sign-in.

use std::time::Duration;

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Says whose reply it is.
pub(crate) const SOURCE: HeaderName = HeaderName::from_static("satchel-broker-source");
/// A reply that TikTok sent.
pub(crate) const TIKTOK: HeaderValue = HeaderValue::from_static("tiktok");
/// A reply of the broker's own.
pub(crate) const BROKER: HeaderValue = HeaderValue::from_static("broker");

/// Why the broker does not do what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: StatusCode,
    /// The code, for programs.
    error: &'static str,
    /// What is wrong, for people.
    description: &'static str,
    retry_after: Option<Duration>,
}

impl Refusal {
    pub(crate) const fn new(status: StatusCode, error: &'static str, description: &'static str) -> Self {
        Self { status, error, description, retry_after: None }
    }

    pub(crate) const fn invalid(description: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_request", description)
    }

    /// The same, with the time after which another try may succeed.
    pub(crate) const fn after(mut self, pause: Duration) -> Self {
        self.retry_after = Some(pause);
        self
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({ "error": self.error, "error_description": self.description });
        let mut response = (self.status, [(SOURCE, BROKER)], Json(body)).into_response();
        if let Some(pause) = self.retry_after {
            let seconds = pause.as_secs() + u64::from(pause.subsec_nanos() > 0);
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
