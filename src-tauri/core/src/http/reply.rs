//! Reading replies. TikTok documents their form only in part: what is used must be there, everything else may differ.

use std::io::Read as _;
use std::time::Duration;

use flate2::read::MultiGzDecoder;
use oauth2::AccessToken;
use reqwest::{Response, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::lenient::text_of;
use super::redact::{redacted, without_tokens};
use super::{CallError, Received};

/// The maximum size of a JSON reply in bytes; TikTok's are far smaller.
const LARGEST_REPLY: usize = 1 << 20;

/// How gzip data begins.
pub const GZIP: &[u8] = &[0x1f, 0x8b];

/// Sends a call whose reply is an envelope and returns its `data` (`null` if there is none).
pub async fn call(
    request: reqwest::RequestBuilder,
    token: &AccessToken,
    timeout: Duration,
) -> Result<Value, CallError> {
    let response = request.bearer_auth(token.secret()).timeout(timeout).send().await?;
    Reply::read(response).await?.open()
}

/// Like [`call`], but deserialises `data`.
pub async fn call_for<T: DeserializeOwned>(
    request: reqwest::RequestBuilder,
    token: &AccessToken,
    timeout: Duration,
) -> Result<T, CallError> {
    call_for_logged(request, token, timeout).await.map(|(data, _)| data)
}

/// Like [`call_for`], and returns TikTok's log id of the reply, if it has one.
pub async fn call_for_logged<T: DeserializeOwned>(
    request: reqwest::RequestBuilder,
    token: &AccessToken,
    timeout: Duration,
) -> Result<(T, Option<String>), CallError> {
    let response = request.bearer_auth(token.secret()).timeout(timeout).send().await?;
    let reply = Reply::read(response).await?;
    let data = match reply.open()? {
        Value::Null => Value::Object(Map::new()),
        data => data,
    };
    let data = serde_json::from_value(data).map_err(|error| reply.unexpected(error.to_string()))?;
    Ok((data, reply.received().log_id()))
}

/// A complete reply that is not an archive.
#[derive(Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: StatusCode,
    retry_after: Option<Duration>,
    body: Vec<u8>,
    members: Option<Map<String, Value>>,
}

impl Reply {
    /// Reads the reply.
    pub async fn read(response: Response) -> Result<Self, CallError> {
        let (status, retry_after) = (response.status(), retry_after(&response));
        Ok(Self::new(status, retry_after, bounded_body(response).await?))
    }

    /// A reply with this body. It is unpacked if it is gzip data, whatever its `Content-Encoding` says.
    #[must_use]
    pub fn new(status: StatusCode, retry_after: Option<Duration>, body: Vec<u8>) -> Self {
        let body = unpacked(body);
        let json = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&body);
        let members = serde_json::from_slice(json).ok();
        Self { status, retry_after, body, members }
    }

    /// The members of the reply, if it is a JSON object.
    #[must_use]
    pub fn members(&self) -> Option<&Map<String, Value>> {
        self.members.as_ref()
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// What was received, for the details of a problem. The code is empty unless the reply reports an error: in the v2
    /// envelope as an object, at the token endpoint as text.
    #[must_use]
    pub fn received(&self) -> Received {
        let empty = Map::new();
        let members = self.members.as_ref().unwrap_or(&empty);
        let error = members.get("error").unwrap_or(&Value::Null);
        let text = |value: Option<&Value>| value.and_then(text_of).map(|t| without_tokens(t.trim()));
        let (code, message, log_id) = match error {
            Value::Object(error) => {
                (text(error.get("code")), text(error.get("message")), text(error.get("log_id")))
            }
            other => (text(Some(other)), text(members.get("error_description")), None),
        };
        Received {
            status: self.status.as_u16(),
            code: code.filter(|code| !is_success(code)).unwrap_or_default(),
            message: message.unwrap_or_default(),
            log_id: log_id.or_else(|| text(members.get("log_id"))).unwrap_or_default(),
            raw: redacted(&self.body),
        }
    }

    /// An error that says what is wrong with this reply.
    #[must_use]
    pub fn unexpected(&self, what: impl Into<String>) -> CallError {
        let status = self.status.as_u16();
        CallError::Unexpected { status, what: what.into(), received: Some(Box::new(self.received())) }
    }

    /// Opens the reply as an envelope and returns its `data`. An error code is an error even if the HTTP status is 200;
    /// with a status of success, a missing or empty error object is none.
    pub fn open(&self) -> Result<Value, CallError> {
        self.check_available()?;
        if self.status.is_redirection() {
            return Err(self.unexpected("a redirect of a call, which is not followed"));
        }
        let Some(members) = &self.members else {
            return Err(self.unexpected(format!("{} bytes that are not a JSON object", self.body.len())));
        };
        let received = Box::new(self.received());
        if !received.code.is_empty() {
            return Err(CallError::Refused(received));
        }
        if self.status.is_success() {
            return Ok(members.get("data").cloned().unwrap_or_default());
        }
        Err(self.unexpected("an error without a code"))
    }

    /// Fails if TikTok wants a pause or reports an internal error.
    pub fn check_available(&self) -> Result<(), CallError> {
        let received = Box::new(self.received());
        if self.status == StatusCode::TOO_MANY_REQUESTS || received.code == "rate_limit_exceeded" {
            return Err(CallError::RateLimited { retry_after: self.retry_after, received });
        }
        if self.status.is_server_error() || received.code == "internal_error" {
            return Err(CallError::Unavailable(received));
        }
        Ok(())
    }
}

/// Whether an error code means that there is no error. TikTok documents `ok`.
fn is_success(code: &str) -> bool {
    matches!(code.to_ascii_lowercase().as_str(), "" | "ok" | "0" | "success")
}

/// Unpacks gzip data, which a gateway may send although it was not asked for. Other data is returned as it is.
fn unpacked(body: Vec<u8>) -> Vec<u8> {
    if !body.starts_with(GZIP) {
        return body;
    }
    let mut unpacked = Vec::new();
    match MultiGzDecoder::new(body.as_slice()).take(LARGEST_REPLY as u64).read_to_end(&mut unpacked) {
        Ok(_) => unpacked,
        Err(_) => body,
    }
}

/// Reads a body of at most 1 MiB.
pub async fn bounded_body(mut response: Response) -> Result<Vec<u8>, CallError> {
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        extend(&mut body, &chunk, status)?;
    }
    Ok(body)
}

/// Appends a chunk to a body, unless the body gets larger than a reply may be.
pub fn extend(body: &mut Vec<u8>, chunk: &[u8], status: u16) -> Result<(), CallError> {
    if body.len() + chunk.len() > LARGEST_REPLY {
        return Err(CallError::Unexpected { status, what: "the reply is too large".into(), received: None });
    }
    body.extend_from_slice(chunk);
    Ok(())
}

/// The `Retry-After` header in seconds, limited to one hour. TikTok does not document it.
#[must_use]
pub fn retry_after(response: &Response) -> Option<Duration> {
    let seconds: u64 = response.headers().get("retry-after")?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds.min(3600)))
}
