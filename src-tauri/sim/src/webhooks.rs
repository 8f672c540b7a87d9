//! Webhooks (`webhooks-events`, `webhooks-verification`): what TikTok tells a server of the app.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::io::{self, AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use url::{Host, Url};

use crate::switches::{Switches, WebhookSignature};

/// The event of an archive that became ready.
pub(crate) const READY: &str = "portability.download.ready";
/// The event of a permission that ended.
pub(crate) const REMOVED: &str = "authorization.removed";

/// The reason of [`REMOVED`] if the user took the permission back.
pub(crate) const BY_USER: u32 = 1;
/// The reason of [`REMOVED`] if the app revoked its token.
pub(crate) const BY_DEVELOPER: u32 = 5;

/// How long a receiver may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// A webhook that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentWebhook {
    /// The event.
    pub event: String,
    /// The HTTP status of the reply; `None` if there was none.
    pub status: Option<u16>,
}

/// Webhooks that are to be sent, and those that were.
#[derive(Default)]
pub(crate) struct Webhooks {
    waiting: VecDeque<Webhook>,
    sent: Vec<SentWebhook>,
    /// Requests whose archive was announced.
    announced: BTreeSet<i64>,
}

/// A webhook as it will be sent.
pub(crate) struct Webhook {
    url: Url,
    event: String,
    body: String,
    signature: Option<String>,
    delay: Duration,
    copies: u32,
}

/// What a webhook says.
pub(crate) struct Content<'a> {
    pub(crate) client_key: &'a str,
    pub(crate) secret: &'a str,
    pub(crate) event: &'a str,
    pub(crate) open_id: Option<&'a str>,
    pub(crate) details: Value,
    /// The time on the stand-in's clock.
    pub(crate) now: i64,
}

impl Webhooks {
    /// Whether the archive of this request has not been announced yet.
    pub(crate) fn announce(&mut self, request: i64) -> bool {
        self.announced.insert(request)
    }

    /// Queues a webhook. It is not sent if no valid address on this computer is set.
    pub(crate) fn add(&mut self, switches: &Switches, content: &Content<'_>) {
        let Some(url) = Url::parse(&switches.webhook_url).ok().filter(is_loopback) else { return };
        let event = switches.webhook_event.clone().unwrap_or_else(|| content.event.to_owned());
        let mut body = json!({
            "client_key": content.client_key,
            "event": event,
            "create_time": content.now,
            "content": content.details.to_string(),
        });
        if let Some(open_id) = content.open_id {
            body["user_openid"] = json!(open_id);
        }
        let body = body.to_string();
        // By the clock of the computer, with which the receiver compares it.
        let time = Timestamp::now().as_second() - i64::try_from(switches.webhook_age).unwrap_or(i64::MAX);
        let signature = match switches.webhook_signature {
            WebhookSignature::Valid => Some(sign(content.secret, time, &body)),
            WebhookSignature::Wrong => Some(sign("another secret", time, &body)),
            WebhookSignature::Missing => None,
        };
        self.waiting.push_back(Webhook {
            url,
            event,
            body,
            signature,
            delay: Duration::from_millis(switches.webhook_delay),
            copies: switches.webhook_copies,
        });
    }

    pub(crate) fn take(&mut self) -> Option<Webhook> {
        self.waiting.pop_front()
    }

    pub(crate) fn note(&mut self, webhook: SentWebhook) {
        self.sent.push(webhook);
    }

    pub(crate) fn sent(&self) -> Vec<SentWebhook> {
        self.sent.clone()
    }
}

impl Webhook {
    /// Sends it, as often as was set.
    pub(crate) async fn send(self, note: impl Fn(SentWebhook)) {
        tokio::time::sleep(self.delay).await;
        for _ in 0..self.copies {
            let status = match tokio::time::timeout(TIMEOUT, self.post()).await {
                Ok(Ok(status)) => Some(status),
                Ok(Err(error)) => {
                    tracing::warn!(%error, "a webhook could not be sent");
                    None
                }
                Err(_) => None,
            };
            note(SentWebhook { event: self.event.clone(), status });
        }
    }

    async fn post(&self) -> io::Result<u16> {
        let host = self.url.host_str().unwrap_or_default();
        let port = self.url.port_or_known_default().unwrap_or(80);
        let mut stream = BufReader::new(TcpStream::connect((host.trim_matches(['[', ']']), port)).await?);
        let signature = self.signature.as_ref().map(|text| format!("TikTok-Signature: {text}\r\n"));
        let head = format!(
            "POST {} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{}\
             Connection: close\r\n\r\n",
            self.url.path(),
            self.body.len(),
            signature.unwrap_or_default(),
        );
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(self.body.as_bytes()).await?;
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
        status.ok_or_else(|| io::Error::other("the reply is not HTTP"))
    }
}

fn is_loopback(url: &Url) -> bool {
    let is_local = match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    url.scheme() == "http" && is_local
}

/// The value of `TikTok-Signature`.
fn sign(secret: &str, time: i64, body: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key of HMAC may have any length");
    let signature = mac.chain_update(format!("{time}.{body}")).finalize().into_bytes();
    signature.iter().fold(format!("t={time},s="), |text, byte| format!("{text}{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::sign;

    #[test]
    fn signatures_are_those_of_the_documentation() {
        let body = r#"{"client_key":"sim_client_key","event":"portability.download.ready","create_time":1760000000,"user_openid":"sim-open-id-1","content":"{\"request_id\":7400000000000000123}"}"#;
        assert_eq!(
            sign("sim_client_secret", 1_760_000_000, body),
            "t=1760000000,s=087a0e303052aa1b780220a5b37b928fb6eeccc4015001c98d3660dc8c9799f1"
        );
    }
}
