//! Webhooks.

use std::time::Duration;

use satchel_sim::{CLIENT_KEY, Options, WebhookSignature};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::client::{App, both, start_with};

const SCOPE: &str = "user.info.basic,portability.activity.ongoing";

/// An app and a server of its own, which receives webhooks.
async fn receiving() -> (App, TcpListener) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let app = start_with(Options { records: 100, ..Options::default() }).await;
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    app.sim.set(|switches| (switches.webhook_url, switches.pending_forever) = (url, true));
    (app, listener)
}

/// The signature and the body of the next webhook, which is answered with 200.
async fn next(listener: &TcpListener) -> (Option<String>, Value) {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut received = Vec::new();
    loop {
        let mut buffer = [0; 4096];
        let length = stream.read(&mut buffer).await.unwrap();
        received.extend_from_slice(&buffer[..length]);
        let text = String::from_utf8_lossy(&received);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let header = |name: &str| head.lines().find_map(|line| line.strip_prefix(name).map(str::to_owned));
        if body.len() == header("Content-Length: ").unwrap().parse::<usize>().unwrap() {
            assert!(head.starts_with("POST /hook HTTP/1.1"), "{head}");
            let found = (header("TikTok-Signature: "), serde_json::from_str(body).unwrap());
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await.unwrap();
            return found;
        }
    }
}

#[tokio::test]
async fn a_ready_archive_is_announced_once() {
    let (app, listener) = receiving().await;
    let tokens = app.tokens(SCOPE, "maren").await;
    let token = tokens["access_token"].as_str().unwrap();
    let id = app.added(token, &["activity"]).await;
    app.sim.set(|switches| (switches.pending_forever, switches.prepare_seconds) = (false, 0));
    let (signature, webhook) = next(&listener).await;
    assert!(signature.unwrap().starts_with("t="));
    assert_eq!(webhook["client_key"], CLIENT_KEY);
    assert_eq!(webhook["event"], "portability.download.ready");
    assert_eq!(webhook["user_openid"], tokens["open_id"]);
    let content: Value = serde_json::from_str(webhook["content"].as_str().unwrap()).unwrap();
    assert_eq!(content, json!({ "request_id": id }));
    assert!(tokio::time::timeout(Duration::from_millis(300), listener.accept()).await.is_err());
}

#[tokio::test]
async fn an_ended_permission_is_announced_with_its_reason() {
    let (app, listener) = receiving().await;
    let tokens = app.tokens(SCOPE, "maren").await;
    let form = [
        ("client_key", app.key),
        ("client_secret", app.secret),
        ("token", tokens["access_token"].as_str().unwrap()),
    ];
    assert_eq!(both(app.post_form("/v2/oauth/revoke/", &form).await).await.0, 200);
    assert_eq!(next(&listener).await.1["content"], r#"{"reason":5}"#);
    app.tokens(SCOPE, "maren").await;
    app.sim.revoke_all();
    let (_, webhook) = next(&listener).await;
    assert_eq!(webhook["event"], "authorization.removed");
    assert_eq!(webhook["user_openid"], tokens["open_id"]);
    assert_eq!(webhook["content"], r#"{"reason":1}"#);
}

#[tokio::test]
async fn webhooks_follow_their_switches() {
    let (app, listener) = receiving().await;
    app.sim.set(|switches| {
        switches.webhook_signature = WebhookSignature::Missing;
        switches.webhook_event = Some("unheard.of".into());
        switches.webhook_copies = 2;
        switches.webhook_delay = 50;
    });
    app.tokens(SCOPE, "maren").await;
    app.sim.revoke_all();
    let first = next(&listener).await;
    assert_eq!((&first.0, &first.1["event"]), (&None, &json!("unheard.of")));
    assert_eq!(next(&listener).await, first);
    app.sim.set(|switches| switches.webhook_url = "https://example.org/".into());
    app.tokens(SCOPE, "maren").await;
    app.sim.revoke_all();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(app.sim.webhooks().len(), 2, "none is sent to another computer");
}
