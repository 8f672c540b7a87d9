//! `POST /webhooks`: what TikTok has to say (`webhooks-events`).

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::Value;

use super::body::read;
use crate::app::{App, Client, now};
use crate::events::{Event, Topic};
use crate::refusal::Refusal;
use crate::signature::SignatureError;

/// The largest webhook in bytes.
const LARGEST_WEBHOOK: usize = 64 * 1024;

/// The members of a webhook that are used.
#[derive(Deserialize)]
struct Webhook {
    client_key: String,
    event: String,
    /// TikTok's example of a ready archive has none.
    #[serde(default)]
    user_openid: Option<String>,
    /// JSON in a text.
    #[serde(default)]
    content: Value,
}

/// Keeps an event for the app that waits for it. Events without a meaning for Satchel are acknowledged: TikTok would repeat
/// them for three days.
pub(crate) async fn webhooks(
    State(app): State<Arc<App>>,
    Client(client): Client,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Refusal> {
    app.rates.webhooks.check(client)?;
    let body = read(body, LARGEST_WEBHOOK).await?;
    let signature = headers.get("tiktok-signature").and_then(|value| value.to_str().ok());
    app.signatures.accept(signature, &body, now()).map_err(refusal)?;
    let Ok(webhook) = serde_json::from_slice::<Webhook>(&body) else {
        tracing::warn!("a signed webhook has another form than documented");
        return Ok(StatusCode::OK);
    };
    if webhook.client_key != app.config.client_key {
        return Err(Refusal::new(StatusCode::FORBIDDEN, "invalid_client", "The webhook is for another app."));
    }
    if let Some((topic, event)) = event(&webhook) {
        app.events.publish(topic, event);
    } else {
        tracing::info!("a webhook without a meaning for Satchel was acknowledged");
    }
    Ok(StatusCode::OK)
}

fn refusal(error: SignatureError) -> Refusal {
    let unauthorized = |error, description| Refusal::new(StatusCode::UNAUTHORIZED, error, description);
    match error {
        SignatureError::Missing => {
            unauthorized("signature_missing", "The TikTok-Signature header is missing or malformed.")
        }
        SignatureError::Wrong => {
            unauthorized("signature_wrong", "The signature is not of this body and secret.")
        }
        SignatureError::Old => {
            unauthorized("signature_old", "The signature is more than 300 seconds away from now.")
        }
        SignatureError::Replayed => {
            Refusal::new(StatusCode::CONFLICT, "replayed", "This webhook has been accepted already.")
        }
        SignatureError::Busy => Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "Too many webhooks."),
    }
}

fn event(webhook: &Webhook) -> Option<(Topic, Event)> {
    let content = match &webhook.content {
        Value::String(text) => serde_json::from_str(text).unwrap_or_default(),
        other => other.clone(),
    };
    let number = |name: &str| {
        let value = content.get(name)?;
        value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
    };
    let person = webhook.user_openid.clone().filter(|id| !id.is_empty()).map(Topic::Person);
    match webhook.event.as_str() {
        "portability.download.ready" => {
            let request = number("request_id");
            let topic = person.or_else(|| request.map(Topic::Request))?;
            Some((topic, Event::Ready { request_id: request.map(|id| id.to_string()) }))
        }
        "authorization.removed" => Some((person?, Event::Removed { reason: number("reason") })),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(webhook: Value) -> Option<(Topic, Event)> {
        event(&serde_json::from_value(webhook).unwrap())
    }

    #[test]
    fn the_documented_events_are_read_in_any_form() {
        let ready = |content: Value, person: Value| {
            read(json!({"client_key": "k", "event": "portability.download.ready", "create_time": 1,
                "user_openid": person, "content": content}))
        };
        let event = Event::Ready { request_id: Some("7400000000000000123".into()) };
        let person = Topic::Person("p".into());
        for content in [
            json!(r#"{"request_id":7400000000000000123}"#),
            json!(r#"{"request_id":"7400000000000000123"}"#),
            json!({"request_id": 7_400_000_000_000_000_123_i64}),
        ] {
            assert_eq!(ready(content.clone(), json!("p")), Some((person.clone(), event.clone())));
            let request = Topic::Request(7_400_000_000_000_000_123);
            for nobody in [json!(null), json!("")] {
                assert_eq!(ready(content.clone(), nobody), Some((request.clone(), event.clone())));
            }
        }
        assert_eq!(ready(json!("{}"), json!("p")), Some((person.clone(), Event::Ready { request_id: None })));
        assert_eq!(ready(json!("nonsense"), json!(null)), None);
        let removed = json!({"client_key": "k", "event": "authorization.removed", "user_openid": "p",
            "content": r#"{"reason":1}"#});
        assert_eq!(read(removed), Some((person, Event::Removed { reason: Some(1) })));
        assert_eq!(read(json!({"client_key": "k", "event": "authorization.removed"})), None);
        assert_eq!(
            read(json!({"client_key": "k", "event": "video.publish.completed", "user_openid": "p"})),
            None
        );
    }
}
