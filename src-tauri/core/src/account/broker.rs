//! A distributor's broker (`src-tauri/broker`): it has the secret of the app key, and passes TikTok's webhooks on.

use std::time::Duration;

use oauth2::AccessToken;
use reqwest::header::HeaderValue;
use reqwest::{Response, StatusCode};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use url::Url;

use super::AccountError;
use crate::http::{CallError, HttpClient, Reply, lenient};

/// How long a poll waits for an event at most, as the broker limits it, too.
pub const LONGEST_POLL: Duration = Duration::from_secs(55);

/// How much longer the reply may take.
const POLL_ALLOWANCE: Duration = Duration::from_secs(20);

/// What the broker asks for before it tells of a person's events. `Debug` does not show it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventsTicket(AccessToken);

impl PartialEq for EventsTicket {
    fn eq(&self, other: &Self) -> bool {
        self.0.secret() == other.0.secret()
    }
}

/// The URL of one call.
pub(super) fn call(broker: &Url, path: &str) -> Url {
    let mut url = broker.clone();
    url.set_path(&format!("{}{path}", broker.path().trim_end_matches('/')));
    url
}

/// Whose a reply is that came from the broker's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// TikTok's, as the broker received it.
    TikTok,
    /// The broker's own.
    Broker,
    /// Something else answers there: a gateway, or another server.
    Unknown,
}

impl Source {
    pub(super) fn of(response: &Response) -> Self {
        match response.headers().get("satchel-broker-source").map(HeaderValue::as_bytes) {
            Some(b"tiktok") => Self::TikTok,
            Some(b"broker") => Self::Broker,
            _ => Self::Unknown,
        }
    }

    /// Fails unless the reply is TikTok's: only TikTok can say that a sign-in is over.
    pub(super) fn check(self, reply: &Reply) -> Result<(), AccountError> {
        let received = Box::new(reply.received());
        match (self, reply.status) {
            (Self::TikTok, _) => return Ok(()),
            (Self::Broker, StatusCode::BAD_GATEWAY) => {
                return Err(CallError::NoAnswer(format!("through the broker: {received}")).into());
            }
            (Self::Broker, StatusCode::GATEWAY_TIMEOUT) => {
                return Err(CallError::TimedOut(format!("through the broker: {received}")).into());
            }
            (Self::Broker | Self::Unknown, _) => reply.check_available()?,
        }
        Err(match self {
            Self::Unknown => CallError::Unavailable(received).into(),
            _ if received.code == "invalid_client" => {
                AccountError::TokenRefused { error: received.code.clone(), received }
            }
            _ => reply.unexpected("the broker refused the request").into(),
        })
    }
}

/// What TikTok told the broker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BrokerEvent {
    /// The archive of a request is ready. `None` if the request is not named.
    Ready(Option<i64>),
    /// The permission was withdrawn.
    Removed,
}

/// The reply to a poll.
#[derive(Debug)]
pub struct EventBatch {
    /// What happened, oldest first. Unknown events are left out.
    pub events: Vec<BrokerEvent>,
    /// Where the next poll goes on.
    pub next: u64,
}

/// Why a poll has no reply.
#[derive(Debug, Error)]
pub enum PollError {
    /// The broker does not accept the ticket (any more).
    #[error("the events ticket was not accepted")]
    TicketRefused,
    /// The call failed.
    #[error(transparent)]
    Call(#[from] CallError),
}

#[derive(Deserialize)]
struct BatchReply {
    events: Vec<EventReply>,
    next: u64,
}

#[derive(Deserialize)]
struct EventReply {
    event: String,
    #[serde(default, deserialize_with = "lenient::text")]
    request_id: Option<String>,
}

/// Asks the broker for the events after number `after`. It answers at once if there are any, and otherwise after `wait`.
///
/// `requests` are the ids of the requests that are waited for: TikTok does not always say whose request an event is about.
pub async fn next_events(
    http: &HttpClient,
    broker: &Url,
    ticket: &EventsTicket,
    requests: &[i64],
    after: u64,
    wait: Duration,
) -> Result<EventBatch, PollError> {
    let requests = requests.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let request = http
        .client()?
        .get(call(broker, "/v1/events"))
        .query(&[("after", after.to_string()), ("wait", wait.as_secs().to_string()), ("requests", requests)])
        .bearer_auth(ticket.0.secret())
        .timeout(wait + POLL_ALLOWANCE);
    let reply = Reply::read(request.send().await.map_err(CallError::from)?).await?;
    if reply.status == StatusCode::UNAUTHORIZED {
        return Err(PollError::TicketRefused);
    }
    reply.check_available()?;
    if !reply.status.is_success() {
        return Err(reply.unexpected("not a reply to a poll").into());
    }
    let batch: BatchReply =
        serde_json::from_slice(reply.body()).map_err(|error| reply.unexpected(error.to_string()))?;
    let events = batch.events.into_iter().filter_map(|event| match event.event.as_str() {
        "portability.download.ready" => {
            Some(BrokerEvent::Ready(event.request_id.and_then(|id| id.parse().ok())))
        }
        "authorization.removed" => Some(BrokerEvent::Removed),
        _ => None,
    });
    Ok(EventBatch { events: events.collect(), next: batch.next })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_below_the_address_of_the_broker() {
        for (broker, expected) in [
            ("https://example.org", "https://example.org/v1/token"),
            ("https://example.org/satchel", "https://example.org/satchel/v1/token"),
            ("https://example.org/satchel/", "https://example.org/satchel/v1/token"),
        ] {
            assert_eq!(call(&Url::parse(broker).unwrap(), "/v1/token").as_str(), expected);
        }
    }

    #[test]
    fn a_ticket_is_not_shown() {
        let ticket = EventsTicket(AccessToken::new("hidden".into()));
        assert!(!format!("{ticket:?}").contains("hidden"));
    }
}
