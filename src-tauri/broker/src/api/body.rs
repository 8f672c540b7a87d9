//! Reading requests, whose size and duration are limited.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, StatusCode, header};
use url::form_urlencoded;

use crate::refusal::Refusal;

/// How long a client may take to send a body.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// The largest form in bytes. Codes and tokens have about a hundred.
const LARGEST_FORM: usize = 16 * 1024;

/// Reads a body of at most `limit` bytes.
pub(crate) async fn read(body: Body, limit: usize) -> Result<Bytes, Refusal> {
    let too_large = Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "invalid_request", "The body is too large.");
    let too_slow =
        Refusal::new(StatusCode::REQUEST_TIMEOUT, "invalid_request", "The body did not arrive in time.");
    match tokio::time::timeout(BODY_TIMEOUT, to_bytes(body, limit)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        // Or the client has gone, and nobody reads this.
        Ok(Err(_)) => Err(too_large),
        Err(_) => Err(too_slow),
    }
}

/// The fields of a form.
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads a form in which no field is given twice.
    pub(crate) async fn read(headers: &HeaderMap, body: Body) -> Result<Self, Refusal> {
        let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media_type = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        if !media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(Refusal::invalid("The body must be application/x-www-form-urlencoded."));
        }
        let bytes = read(body, LARGEST_FORM).await?;
        let fields: Vec<(String, String)> = form_urlencoded::parse(&bytes).into_owned().collect();
        let is_repeated = |index: usize| fields[..index].iter().any(|(name, _)| *name == fields[index].0);
        if (1..fields.len()).any(is_repeated) {
            return Err(Refusal::invalid("A field is given twice."));
        }
        Ok(Self(fields))
    }

    /// A field that is not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        found.filter(|value| !value.is_empty())
    }

    /// The same, if it must be there.
    pub(crate) fn require(&self, name: &str, missing: &'static str) -> Result<&str, Refusal> {
        self.get(name).ok_or(Refusal::invalid(missing))
    }
}
