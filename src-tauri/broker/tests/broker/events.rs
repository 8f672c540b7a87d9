//! Webhooks, tickets and polls.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit, Mac};
use satchel_sim::{CLIENT_SECRET, WebhookSignature};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::setup::{PATIENCE, Setup, poll, refused, text};

fn ready(id: &str) -> Value {
    json!({"event": "portability.download.ready", "request_id": id})
}

#[tokio::test]
async fn a_waiting_poll_is_answered_when_the_archive_is_ready() {
    let setup = Setup::start().await;
    let tokens = setup.tokens("maren").await;
    let ticket = text(&tokens, "events_ticket");
    let id = setup.request(&tokens).await;
    assert_eq!(setup.events(ticket, "").await, json!([]), "nothing has happened");
    let waiting = tokio::spawn({
        let (http, url, ticket) = (setup.http.clone(), setup.url.clone(), ticket.to_owned());
        async move { poll(&http, &url, &ticket, "wait=55").await.unwrap().json::<Value>().await.unwrap() }
    });
    setup.make_ready();
    assert_eq!(setup.statuses(1).await, [Some(200)]);
    let batch = tokio::time::timeout(PATIENCE, waiting).await.unwrap().unwrap();
    assert_eq!(batch["events"], json!([ready(&id)]));
    // The event is kept for a poll that comes late, and sent once to each.
    assert_eq!(setup.events(ticket, "after=0").await, json!([ready(&id)]));
    let next = format!("after={}", batch["next"]);
    assert_eq!(setup.events(ticket, &next).await, json!([]));
}

#[tokio::test]
async fn a_poll_ends_when_nothing_happens() {
    let setup = Setup::with(|config| config.limits.longest_poll = Duration::from_secs(1)).await;
    let tokens = setup.tokens("maren").await;
    let began = Instant::now();
    assert_eq!(setup.events(text(&tokens, "events_ticket"), "wait=3000").await, json!([]));
    assert!(began.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_ticket_is_for_the_events_of_one_person() {
    let setup = Setup::start().await;
    let (maren, jonas) = (setup.tokens("maren").await, setup.tokens("jonas").await);
    let id = setup.request(&maren).await;
    setup.make_ready();
    assert_eq!(setup.statuses(1).await, [Some(200)]);
    let (own, other) = (text(&maren, "events_ticket"), text(&jonas, "events_ticket"));
    assert_eq!(setup.events(own, "").await, json!([ready(&id)]));
    assert_eq!(setup.events(other, "").await, json!([]));
    assert_eq!(setup.events(other, &format!("requests={id}")).await, json!([]), "the event names its person");
    // The person of one ticket with the signature of the other.
    let tail = other.split_once('.').unwrap().1;
    let forged = format!("{}.{tail}", own.split('.').next().unwrap());
    assert_eq!(refused(setup.poll(&forged, "").await).await, (401, "ticket_invalid".into()));
    assert_eq!(refused(setup.poll("", "").await).await, (401, "ticket_invalid".into()));
}

#[tokio::test]
async fn an_expired_ticket_is_refused() {
    let setup = Setup::with(|config| config.limits.ticket_lifetime = Duration::ZERO).await;
    let tokens = setup.tokens("maren").await;
    let reply = setup.poll(text(&tokens, "events_ticket"), "").await;
    assert_eq!(refused(reply).await, (401, "ticket_expired".into()));
}

#[tokio::test]
async fn an_event_without_a_person_goes_to_whoever_knows_the_request() {
    let setup = Setup::start().await;
    setup.sim.set(|switches| switches.webhook_open_id = false);
    let tokens = setup.tokens("maren").await;
    let ticket = text(&tokens, "events_ticket");
    let id = setup.request(&tokens).await;
    setup.make_ready();
    assert_eq!(setup.statuses(1).await, [Some(200)]);
    assert_eq!(setup.events(ticket, "").await, json!([]));
    assert_eq!(setup.events(ticket, "requests=7").await, json!([]));
    assert_eq!(setup.events(ticket, &format!("requests=7,{id}")).await, json!([ready(&id)]));
}

#[tokio::test]
async fn a_withdrawn_permission_is_told() {
    let setup = Setup::start().await;
    let tokens = setup.tokens("maren").await;
    setup.sim.revoke_all();
    assert_eq!(setup.statuses(1).await, [Some(200)]);
    let removed = json!([{"event": "authorization.removed", "reason": 1}]);
    assert_eq!(setup.events(text(&tokens, "events_ticket"), "").await, removed);
}

#[tokio::test]
async fn webhooks_that_tiktok_did_not_sign_just_now_are_refused() {
    for (signature, age) in
        [(WebhookSignature::Wrong, 0), (WebhookSignature::Missing, 0), (WebhookSignature::Valid, 330)]
    {
        let setup = Setup::start().await;
        setup.sim.set(|switches| (switches.webhook_signature, switches.webhook_age) = (signature, age));
        let tokens = setup.tokens("maren").await;
        setup.sim.revoke_all();
        assert_eq!(setup.statuses(1).await, [Some(401)], "{signature:?} {age}");
        assert_eq!(setup.events(text(&tokens, "events_ticket"), "").await, json!([]));
    }
}

#[tokio::test]
async fn a_replayed_webhook_is_refused() {
    let setup = Setup::start().await;
    setup.sim.set(|switches| switches.webhook_copies = 3);
    let tokens = setup.tokens("maren").await;
    setup.sim.revoke_all();
    assert_eq!(setup.statuses(3).await, [Some(200), Some(409), Some(409)]);
    let events = setup.events(text(&tokens, "events_ticket"), "").await;
    assert_eq!(events.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_unknown_event_is_acknowledged() {
    let setup = Setup::start().await;
    setup.sim.set(|switches| switches.webhook_event = Some("video.publish.completed".into()));
    let tokens = setup.tokens("maren").await;
    setup.sim.revoke_all();
    assert_eq!(setup.statuses(1).await, [Some(200)]);
    assert_eq!(setup.events(text(&tokens, "events_ticket"), "").await, json!([]));
}

#[tokio::test]
async fn a_signed_webhook_for_another_app_is_refused_and_one_of_another_form_acknowledged() {
    let setup = Setup::start().await;
    let send = |body: &'static str| {
        let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let mac = Hmac::<Sha256>::new_from_slice(CLIENT_SECRET.as_bytes()).unwrap();
        let signature = mac.chain_update(format!("{time}.{body}")).finalize().into_bytes();
        let header = signature.iter().fold(format!("t={time},s="), |text, byte| format!("{text}{byte:02x}"));
        let call = setup.http.post(format!("{}/webhooks", setup.url)).body(body);
        call.header("TikTok-Signature", header).send()
    };
    let other =
        r#"{"client_key":"another","event":"authorization.removed","user_openid":"p","content":"{}"}"#;
    assert_eq!(refused(send(other).await.unwrap()).await, (403, "invalid_client".into()));
    for form in ["", "[]", r#"{"event":"authorization.removed"}"#] {
        assert_eq!(send(form).await.unwrap().status(), 200, "{form}");
    }
}

#[tokio::test]
async fn events_are_kept_for_minutes_only() {
    let setup = Setup::with(|config| config.limits.event_lifetime = Duration::ZERO).await;
    let tokens = setup.tokens("maren").await;
    setup.sim.revoke_all();
    assert_eq!(setup.statuses(1).await, [Some(200)]);
    assert_eq!(setup.events(text(&tokens, "events_ticket"), "").await, json!([]));
}

#[tokio::test]
async fn malformed_polls_are_refused() {
    let setup = Setup::start().await;
    let tokens = setup.tokens("maren").await;
    let many = format!("requests={}", vec!["1"; 17].join(","));
    for query in ["after=x", "wait=-1", "requests=1,x", &many] {
        let reply = setup.poll(text(&tokens, "events_ticket"), query).await;
        assert_eq!(refused(reply).await, (400, "invalid_request".into()), "{query}");
    }
}
