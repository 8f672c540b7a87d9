//! Calls to TikTok.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use url::{Host, Url};

use crate::refusal::{Refusal, SOURCE, TIKTOK};
use crate::secret::Secret;

/// The largest reply in bytes; TikTok's are far smaller.
const LARGEST_REPLY: usize = 1 << 20;

/// TikTok's token endpoints.
pub(crate) struct TikTok {
    http: reqwest::Client,
    base: Url,
    client_key: String,
    secret: Secret,
    timeout: Duration,
}

/// A reply of TikTok.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    content_type: Option<HeaderValue>,
    content_encoding: Option<HeaderValue>,
    retry_after: Option<HeaderValue>,
    pub(crate) body: Vec<u8>,
}

impl TikTok {
    pub(crate) fn new(
        base: Url,
        client_key: String,
        secret: Secret,
        timeout: Duration,
    ) -> Result<Self, reqwest::Error> {
        // An error says that another provider is installed, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let is_loopback = match base.host() {
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        };
        let http = reqwest::Client::builder()
            .user_agent(concat!("Satchel-Broker/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(timeout.min(Duration::from_secs(10)));
        let http = if is_loopback { http.no_proxy() } else { http.https_only(true) };
        Ok(Self { http: http.build()?, base, client_key, secret, timeout })
    }

    /// Sends a form with the app's key and secret.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Result<Reply, Refusal> {
        let mut form =
            vec![("client_key", self.client_key.as_str()), ("client_secret", self.secret.expose())];
        form.extend_from_slice(fields);
        let mut url = self.base.clone();
        url.set_path(path);
        let request = self.http.post(url).header(header::CACHE_CONTROL, "no-cache").form(&form);
        let reply = async {
            let mut response = request.send().await?;
            let mut body = Vec::new();
            while let Some(chunk) = response.chunk().await? {
                if body.len() + chunk.len() > LARGEST_REPLY {
                    return Ok(None);
                }
                body.extend_from_slice(&chunk);
            }
            let header = |name| response.headers().get(name).cloned();
            Ok(Some(Reply {
                status: response.status(),
                content_type: header(header::CONTENT_TYPE),
                content_encoding: header(header::CONTENT_ENCODING),
                retry_after: header(header::RETRY_AFTER),
                body,
            }))
        };
        match tokio::time::timeout(self.timeout, reply).await {
            Ok(Ok(Some(reply))) => Ok(reply),
            Ok(Ok(None)) => Err(BROKEN),
            Ok(Err(error)) => Err(refusal(error)),
            Err(_) => Err(TOO_SLOW),
        }
    }
}

const UNREACHABLE: Refusal =
    Refusal::new(StatusCode::BAD_GATEWAY, "tiktok_unreachable", "TikTok could not be reached.");
const BROKEN: Refusal =
    Refusal::new(StatusCode::BAD_GATEWAY, "tiktok_no_reply", "TikTok's reply did not arrive.");
const TOO_SLOW: Refusal =
    Refusal::new(StatusCode::GATEWAY_TIMEOUT, "tiktok_timeout", "TikTok did not reply in time.");

fn refusal(error: reqwest::Error) -> Refusal {
    let refusal = if error.is_connect() {
        UNREACHABLE
    } else if error.is_timeout() {
        TOO_SLOW
    } else {
        BROKEN
    };
    // The kind and the cause, without the address.
    tracing::warn!(error = ?error.without_url(), "a call to TikTok failed");
    refusal
}

impl From<Reply> for Response<Body> {
    fn from(reply: Reply) -> Self {
        let mut response = Response::new(Body::from(reply.body));
        *response.status_mut() = reply.status;
        let headers = response.headers_mut();
        headers.insert(SOURCE, TIKTOK);
        let passed = [
            (header::CONTENT_TYPE, reply.content_type),
            (header::CONTENT_ENCODING, reply.content_encoding),
            (header::RETRY_AFTER, reply.retry_after),
        ];
        for (name, value) in passed {
            if let Some(value) = value {
                headers.insert(name, value);
            }
        }
        response
    }
}
