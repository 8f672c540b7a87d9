//! Shared by all calls to TikTok: endpoints, HTTP client, and the envelope of the replies.
//!
//! `account` and `portability` depend on this module, not on each other.

use std::net::IpAddr;
use std::time::Duration;

use oauth2::AccessToken;
use reqwest::{Response, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use thiserror::Error;
use url::{Host, Url};

/// TikTok's addresses. Other hosts are allowed on loopback only, for tests and the demo account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoints {
    /// The consent page.
    pub authorize: Url,
    /// The base URL of all calls, without a path.
    pub api: Url,
}

/// A stand-in address that is not a loopback address. Holds the name of the environment variable.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0} may only point to this computer (127.0.0.1 or localhost)")]
pub struct NotLoopback(pub &'static str);

impl Endpoints {
    /// TikTok's own addresses.
    ///
    /// # Panics
    /// Never: both addresses are constants.
    #[must_use]
    pub fn tiktok() -> Self {
        Self {
            authorize: Url::parse("https://www.tiktok.com/v2/auth/authorize/").expect("a valid constant URL"),
            api: Url::parse("https://open.tiktokapis.com").expect("a valid constant URL"),
        }
    }

    /// A stand-in server on this computer. Fails if either address is not a loopback address.
    pub fn stand_in(authorize: &str, api: &str) -> Result<Self, NotLoopback> {
        let parse = |text: &str, name| Url::parse(text).ok().filter(is_loopback).ok_or(NotLoopback(name));
        Ok(Self {
            authorize: parse(authorize, "SATCHEL_AUTHORIZE_URL")?,
            api: parse(api, "SATCHEL_API_URL")?,
        })
    }

    /// The URL of one call.
    #[must_use]
    pub fn call(&self, path: &str) -> Url {
        let mut url = self.api.clone();
        url.set_path(path);
        url
    }

    fn is_stand_in(&self) -> bool {
        is_loopback(&self.api)
    }
}

pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        None => false,
    }
}

/// Creates the HTTP client: TLS only (except for a stand-in), no redirects, with timeouts.
///
/// The connect timeout is 15 s and the read timeout 60 s.
pub fn http_client(endpoints: &Endpoints) -> Result<reqwest::Client, reqwest::Error> {
    let mut builder = with_ciphers(reqwest::Client::builder())
        .user_agent(concat!("Satchel/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(Duration::from_secs(15))
        .read_timeout(Duration::from_mins(1));
    builder = if endpoints.is_stand_in() { builder.no_proxy() } else { builder.https_only(true) };
    builder.build()
}

/// Installs the TLS crypto provider of the process; does nothing if one is already installed.
pub(crate) fn with_ciphers(client: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    let _ = rustls::crypto::ring::default_provider().install_default();
    client
}

/// The total timeout of a call with a short reply.
pub const CALL_TIMEOUT: Duration = Duration::from_secs(30);

/// The maximum size of a JSON reply in bytes; TikTok's are far smaller.
const LARGEST_REPLY: usize = 1 << 20;

/// Why a call failed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CallError {
    /// The request was not sent, so TikTok cannot have acted on it.
    #[error("could not connect: {0}")]
    NotSent(String),
    /// The request was sent but no complete reply was received: TikTok may have acted on it.
    #[error("no reply: {0}")]
    NoAnswer(String),
    /// TikTok returned an error.
    #[error("{code} (HTTP {status}, log id {log_id}): {message}")]
    Refused {
        /// The code in the envelope, for example `scope_not_authorized`.
        code: String,
        /// TikTok's explanation in English.
        message: String,
        /// The id of the entry in TikTok's log.
        log_id: String,
        /// The HTTP status.
        status: u16,
    },
    /// Too many requests; wait before the next one.
    #[error("too many requests")]
    RateLimited {
        /// How long to wait, if TikTok says so.
        retry_after: Option<Duration>,
    },
    /// TikTok reported an internal error. Holds the HTTP status.
    #[error("TikTok replied with HTTP {0}")]
    Unavailable(u16),
    /// The reply does not follow the documented format.
    #[error("unexpected reply (HTTP {status}): {what}")]
    Unexpected {
        /// The HTTP status.
        status: u16,
        /// What is wrong with the reply, without its content.
        what: String,
    },
}

impl From<reqwest::Error> for CallError {
    fn from(error: reqwest::Error) -> Self {
        // URLs can contain codes and states, which must not be logged.
        let error = error.without_url();
        let text = chain(&error);
        if error.is_connect() || error.is_builder() { Self::NotSent(text) } else { Self::NoAnswer(text) }
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

/// The `error` object of the v2 envelope. Also present on success, with the code `ok`.
#[derive(Debug, Default, Deserialize)]
pub struct EnvelopeError {
    /// `ok`, or an error code.
    #[serde(default)]
    pub code: String,
    /// TikTok's explanation in English.
    #[serde(default)]
    pub message: String,
    /// The id of the entry in TikTok's log.
    #[serde(default)]
    pub log_id: String,
}

#[derive(Debug, Deserialize)]
struct Envelope {
    data: Option<serde_json::Value>,
    error: Option<EnvelopeError>,
}

/// The total timeout of a call that cannot be repeated and whose reply must not be lost.
pub const PATIENT_TIMEOUT: Duration = Duration::from_mins(3);

/// Sends a call whose reply is an envelope and returns its `data` (`null` if there is none).
pub async fn call(
    request: reqwest::RequestBuilder,
    token: &AccessToken,
    timeout: Duration,
) -> Result<serde_json::Value, CallError> {
    let response = request.bearer_auth(token.secret()).timeout(timeout).send().await?;
    open_envelope(response).await
}

/// Like [`call`], but deserialises `data`.
pub async fn call_for<T: DeserializeOwned>(
    request: reqwest::RequestBuilder,
    token: &AccessToken,
    timeout: Duration,
) -> Result<T, CallError> {
    let data = call(request, token, timeout).await?;
    serde_json::from_value(data).map_err(|e| CallError::Unexpected { status: 200, what: e.to_string() })
}

/// Parses a reply as an envelope. An error code in the envelope is an error even if the HTTP status is 200.
pub async fn open_envelope(response: Response) -> Result<serde_json::Value, CallError> {
    let status = response.status();
    let retry_after = retry_after(&response);
    let body = bounded_body(response).await?;
    let envelope: Option<Envelope> = serde_json::from_slice(&body).ok();
    let code = envelope.as_ref().and_then(|e| e.error.as_ref()).map(|e| e.code.as_str());
    if status == StatusCode::TOO_MANY_REQUESTS || code == Some("rate_limit_exceeded") {
        return Err(CallError::RateLimited { retry_after });
    }
    if status.is_server_error() || code == Some("internal_error") {
        return Err(CallError::Unavailable(status.as_u16()));
    }
    let Some(Envelope { data, error }) = envelope else {
        return Err(CallError::Unexpected {
            status: status.as_u16(),
            what: format!("{} bytes that are not a JSON envelope", body.len()),
        });
    };
    match error {
        Some(error) if error.code != "ok" => Err(CallError::Refused {
            code: error.code,
            message: error.message,
            log_id: error.log_id,
            status: status.as_u16(),
        }),
        Some(_) if status.is_success() => Ok(data.unwrap_or_default()),
        _ => Err(CallError::Unexpected {
            status: status.as_u16(),
            what: "the envelope has no error object".into(),
        }),
    }
}

/// Reads a body of at most 1 MiB.
pub async fn bounded_body(mut response: Response) -> Result<Vec<u8>, CallError> {
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) =
        response.chunk().await.map_err(|e| CallError::NoAnswer(chain(&e.without_url())))?
    {
        if body.len() + chunk.len() > LARGEST_REPLY {
            return Err(CallError::Unexpected { status, what: "the reply is too large".into() });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The `Retry-After` header in seconds, limited to one hour. TikTok does not document it.
#[must_use]
pub fn retry_after(response: &Response) -> Option<Duration> {
    let seconds: u64 = response.headers().get("retry-after")?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds.min(3600)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_in_endpoints_must_be_loopback_addresses() {
        assert!(Endpoints::stand_in("http://127.0.0.1:9/a/", "http://localhost:9").is_ok());
        assert!(Endpoints::stand_in("http://[::1]:9/a/", "http://127.8.8.8:9").is_ok());
        for elsewhere in
            ["http://192.168.0.1", "https://example.org", "http://127.0.0.1.example.org", "file:///x", ""]
        {
            assert!(Endpoints::stand_in(elsewhere, "http://127.0.0.1").is_err(), "{elsewhere}");
            assert!(Endpoints::stand_in("http://127.0.0.1", elsewhere).is_err(), "{elsewhere}");
        }
    }
}
