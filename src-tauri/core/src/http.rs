//! What every call to TikTok shares: where it goes, the HTTP client, and the envelope of the replies.
//!
//! `account` and `portability` build on this and do not know each other.

use std::net::IpAddr;
use std::time::Duration;

use oauth2::AccessToken;
use reqwest::{Response, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use thiserror::Error;
use url::{Host, Url};

/// Where TikTok is. Other hosts than TikTok's are possible on loopback only: for tests and the demo account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoints {
    /// The consent page.
    pub authorize: Url,
    /// The base of every call, without a path.
    pub api: Url,
}

/// An address that Satchel will not talk to.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0} may only point to this computer (127.0.0.1 or localhost)")]
pub struct NotLoopback(pub &'static str);

impl Endpoints {
    /// TikTok itself.
    ///
    /// # Panics
    /// Never: both addresses are constants.
    #[must_use]
    pub fn tiktok() -> Self {
        Self {
            authorize: Url::parse("https://www.tiktok.com/v2/auth/authorize/").expect("a constant address"),
            api: Url::parse("https://open.tiktokapis.com").expect("a constant address"),
        }
    }

    /// A stand-in on this computer. Anything that is not a loopback address is refused.
    pub fn stand_in(authorize: &str, api: &str) -> Result<Self, NotLoopback> {
        let parse = |text: &str, name| Url::parse(text).ok().filter(is_loopback).ok_or(NotLoopback(name));
        Ok(Self {
            authorize: parse(authorize, "SATCHEL_AUTHORIZE_URL")?,
            api: parse(api, "SATCHEL_API_URL")?,
        })
    }

    /// The address of one call.
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

/// The one HTTP client: TLS only (but for a stand-in), no redirects, bounded waits.
///
/// A read may pause for 60 s before it counts as broken; a connection must stand within 15 s.
pub fn http_client(endpoints: &Endpoints) -> Result<reqwest::Client, reqwest::Error> {
    let mut builder = with_ciphers(reqwest::Client::builder())
        .user_agent(concat!("Satchel/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(Duration::from_secs(15))
        .read_timeout(Duration::from_mins(1));
    builder = if endpoints.is_stand_in() { builder.no_proxy() } else { builder.https_only(true) };
    builder.build()
}

/// A client needs ciphers: one provider for the whole program, and a second call finds the first one's.
pub(crate) fn with_ciphers(client: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    let _ = rustls::crypto::ring::default_provider().install_default();
    client
}

/// How long a call with a short answer may take in all.
pub const CALL_TIMEOUT: Duration = Duration::from_secs(30);

/// No JSON answer of TikTok's is near this; what is larger is not one of them. Bytes.
const LARGEST_REPLY: usize = 1 << 20;

/// Why a call did not give what it should.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CallError {
    /// The call never reached TikTok, so nothing happened there.
    #[error("could not connect: {0}")]
    NotSent(String),
    /// The call went out and no (whole) answer came back: TikTok may have acted on it.
    #[error("no answer: {0}")]
    NoAnswer(String),
    /// TikTok said no, in its own words.
    #[error("{code} (HTTP {status}, log id {log_id}): {message}")]
    Refused {
        /// The code in the envelope, for example `scope_not_authorized`.
        code: String,
        /// Its English explanation.
        message: String,
        /// TikTok's id for its own log.
        log_id: String,
        /// The HTTP status.
        status: u16,
    },
    /// Too many calls; wait before the next.
    #[error("too many requests")]
    RateLimited {
        /// As TikTok says, if it does.
        retry_after: Option<Duration>,
    },
    /// TikTok has a fault of its own.
    #[error("TikTok answers with HTTP {0}")]
    Unavailable(u16),
    /// An answer, but not one that the contract knows.
    #[error("unexpected reply (HTTP {status}): {what}")]
    Unexpected {
        /// The HTTP status.
        status: u16,
        /// What was wrong with it, without its content.
        what: String,
    },
}

impl From<reqwest::Error> for CallError {
    fn from(error: reqwest::Error) -> Self {
        // Addresses can carry codes and states; they must not reach a log.
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

/// `error` of the v2 envelope. Present on success too, with the code `ok`.
#[derive(Debug, Default, Deserialize)]
pub struct EnvelopeError {
    /// `ok`, or what is wrong.
    #[serde(default)]
    pub code: String,
    /// English text.
    #[serde(default)]
    pub message: String,
    /// TikTok's id for its own log.
    #[serde(default)]
    pub log_id: String,
}

#[derive(Debug, Deserialize)]
struct Envelope {
    data: Option<serde_json::Value>,
    error: Option<EnvelopeError>,
}

/// How long an answer may take that must not be missed: to a question that cannot be repeated.
pub const PATIENT_TIMEOUT: Duration = Duration::from_mins(3);

/// Sends a call whose answer is an envelope and gives its `data` (`null` where there is none).
pub async fn call(
    request: reqwest::RequestBuilder,
    token: &AccessToken,
    timeout: Duration,
) -> Result<serde_json::Value, CallError> {
    let response = request.bearer_auth(token.secret()).timeout(timeout).send().await?;
    open_envelope(response).await
}

/// As [`call`], with `data` read into a type.
pub async fn call_for<T: DeserializeOwned>(
    request: reqwest::RequestBuilder,
    token: &AccessToken,
    timeout: Duration,
) -> Result<T, CallError> {
    let data = call(request, token, timeout).await?;
    serde_json::from_value(data).map_err(|e| CallError::Unexpected { status: 200, what: e.to_string() })
}

/// Reads an answer that should be an envelope. HTTP 200 with an error code inside is an error all the same.
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
            what: format!("{} bytes that are not TikTok's JSON", body.len()),
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
            what: "an envelope without a verdict".into(),
        }),
    }
}

/// The body of an answer that should be short.
pub async fn bounded_body(mut response: Response) -> Result<Vec<u8>, CallError> {
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) =
        response.chunk().await.map_err(|e| CallError::NoAnswer(chain(&e.without_url())))?
    {
        if body.len() + chunk.len() > LARGEST_REPLY {
            return Err(CallError::Unexpected { status, what: "far larger than any reply should be".into() });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// `Retry-After` in seconds, capped at an hour. TikTok does not document it.
#[must_use]
pub fn retry_after(response: &Response) -> Option<Duration> {
    let seconds: u64 = response.headers().get("retry-after")?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds.min(3600)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stand_in_lives_on_this_computer_only() {
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
