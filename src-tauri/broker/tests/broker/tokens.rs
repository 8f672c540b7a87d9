//! Exchange, refresh and revocation.

use std::time::Duration;

use satchel_sim::{CLIENT_KEY, CLIENT_SECRET, Delay, ErrorCode, Fault, FaultShape, Gzip, OTHER_CLIENT_KEY};
use serde_json::{Value, json};

use crate::setup::{REDIRECT, Setup, VERIFIER, exchange_form, refused, text};

#[tokio::test]
async fn an_exchange_gets_tiktoks_reply_and_a_ticket() {
    let setup = Setup::start().await;
    let code = setup.code("maren");
    let reply = setup.exchange(&code).await;
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.headers()["satchel-broker-source"], "tiktok");
    assert_eq!(reply.headers()["cache-control"], "no-store");
    let tokens: Value = reply.json().await.unwrap();
    assert!(text(&tokens, "access_token").starts_with("act."));
    assert!(text(&tokens, "refresh_token").starts_with("rft."));
    assert_eq!(tokens["scope"], "user.info.basic,portability.activity.ongoing");
    assert_eq!(tokens["expires_in"], 86_400);
    assert!(!text(&tokens, "events_ticket").is_empty());
    assert_eq!(tokens.as_object().unwrap().len(), 8, "TikTok's seven members and the ticket");
    // The secret was added on the way.
    let form = setup.sim.requests().pop().unwrap().body.unwrap();
    for piece in
        [&format!("client_secret={CLIENT_SECRET}"), "code_verifier=", "grant_type=authorization_code"]
    {
        assert!(form.contains(piece), "{piece} in {form}");
    }
}

#[tokio::test]
async fn a_refresh_gets_new_tokens_and_a_new_ticket_and_a_revoked_token_is_gone() {
    let setup = Setup::start().await;
    let first = setup.tokens("maren").await;
    let reply = setup.refresh(text(&first, "refresh_token")).await;
    assert_eq!(
        (reply.status().as_u16(), &reply.headers()["satchel-broker-source"]),
        (200, &"tiktok".parse().unwrap())
    );
    let second: Value = reply.json().await.unwrap();
    assert_ne!(second["access_token"], first["access_token"]);
    assert_eq!(second["open_id"], first["open_id"]);
    assert_eq!(setup.poll(text(&second, "events_ticket"), "").await.status(), 200);

    let form = [("client_key", CLIENT_KEY), ("token", text(&second, "access_token"))];
    let revoked = setup.post("/v1/revoke", &form).await;
    assert_eq!(revoked.status(), 200);
    assert_eq!(revoked.text().await.unwrap(), "{}", "no ticket for a revocation");
    let again = setup.post("/v1/revoke", &form).await;
    assert_eq!(
        (again.status().as_u16(), &again.headers()["satchel-broker-source"]),
        (400, &"tiktok".parse().unwrap())
    );
    assert_eq!(setup.refresh(text(&second, "refresh_token")).await.status(), 400);
}

#[tokio::test]
async fn tiktoks_refusals_pass_unchanged() {
    let setup = Setup::start().await;
    for status in [200, 400, 401] {
        setup.sim.set(|switches| switches.oauth_error_status = status);
        let reply = setup.exchange("nonsense").await;
        assert_eq!(
            (reply.status().as_u16(), &reply.headers()["satchel-broker-source"]),
            (status, &"tiktok".parse().unwrap())
        );
        let reply: Value = reply.json().await.unwrap();
        assert_eq!(reply["error"], "invalid_grant");
        assert_eq!(reply["error_description"], "Authorization code is expired.");
        assert_eq!(text(&reply, "log_id").len(), 34);
        assert_eq!(reply.as_object().unwrap().len(), 3);
    }
    let fault = Fault { shape: FaultShape::Html, ..Fault::new("/v2/oauth/", 1, ErrorCode::InternalError) };
    setup.sim.set(|switches| switches.faults = vec![fault]);
    let page = setup.refresh("rft.x").await;
    assert_eq!(page.status(), 500);
    assert!(page.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
    assert!(page.text().await.unwrap().contains("Gateway"));
    setup.sim.set(|switches| {
        switches.faults = vec![Fault::new("/v2/oauth/", 1, ErrorCode::RateLimitExceeded)];
        switches.retry_after = 77;
    });
    let busy = setup.refresh("rft.x").await;
    assert_eq!((busy.status().as_u16(), &busy.headers()["retry-after"]), (429, &"77".parse().unwrap()));
}

#[tokio::test]
async fn a_compressed_reply_passes_as_it_is() {
    let setup = Setup::start().await;
    setup.sim.set(|switches| switches.gzip = Gzip::Calls);
    let reply = setup.exchange(&setup.code("maren")).await;
    assert_eq!(reply.status(), 200);
    assert!(reply.bytes().await.unwrap().starts_with(&[0x1f, 0x8b]));
}

#[tokio::test]
async fn other_requests_are_refused_and_never_reach_tiktok() {
    let setup = Setup::start().await;
    let with = |name: &'static str, value: &'static str| {
        let mut form = exchange_form("code").to_vec();
        form.retain(|(key, _)| *key != name);
        form.push((name, value));
        form
    };
    for (form, error) in [
        (with("grant_type", "password"), "unsupported_grant_type"),
        (with("grant_type", "client_credentials"), "unsupported_grant_type"),
        (with("grant_type", ""), "unsupported_grant_type"),
        (with("client_key", OTHER_CLIENT_KEY), "invalid_client"),
        (with("client_key", ""), "invalid_client"),
        (with("redirect_uri", "https://example.org/callback/"), "invalid_request"),
        (with("redirect_uri", "http://127.0.0.1:80@example.org/"), "invalid_request"),
        (with("code", ""), "invalid_request"),
        (with("code_verifier", ""), "invalid_request"),
        ([with("code", "a"), vec![("code", "b")]].concat(), "invalid_request"),
        (vec![("client_key", CLIENT_KEY), ("grant_type", "refresh_token")], "invalid_request"),
    ] {
        assert_eq!(refused(setup.post("/v1/token", &form).await).await, (400, error.into()), "{form:?}");
    }
    assert_eq!(refused(setup.post("/v1/revoke", &[("client_key", CLIENT_KEY)]).await).await.0, 400);
    assert_eq!(refused(setup.post("/v1/revoke", &[("token", "act.x")]).await).await.1, "invalid_client");
    let body = json!({"client_key": CLIENT_KEY, "grant_type": "refresh_token", "refresh_token": "x"});
    let reply = setup.http.post(format!("{}/v1/token", setup.url)).json(&body).send().await.unwrap();
    assert_eq!(refused(reply).await, (400, "invalid_request".into()));
    let get = setup.http.get(format!("{}/v1/token", setup.url)).send().await.unwrap();
    assert_eq!(refused(get).await.0, 405);
    assert_eq!(refused(setup.post("/v2/oauth/token/", &exchange_form("code")).await).await.0, 404);
    assert_eq!(setup.sim.requests(), []);
}

#[tokio::test]
async fn only_known_fields_are_passed_on() {
    let setup = Setup::start().await;
    let mut form = exchange_form("code").to_vec();
    form.extend([("client_secret", "of-the-app"), ("scope", "everything"), ("refresh_token", "rft.x")]);
    setup.post("/v1/token", &form).await;
    let form = setup.sim.requests().pop().unwrap().body.unwrap();
    assert!(!form.contains("of-the-app") && !form.contains("everything") && !form.contains("rft."), "{form}");
    let redirect = url::form_urlencoded::byte_serialize(REDIRECT.as_bytes()).collect::<String>();
    assert!(form.contains(&redirect) && form.contains(VERIFIER), "{form}");
}

#[tokio::test]
async fn a_failed_call_to_tiktok_is_told_apart_from_a_refusal() {
    let setup = Setup::with(|config| config.limits.upstream_timeout = Duration::from_secs(5)).await;
    let fault = Fault { shape: FaultShape::Drop, ..Fault::new("/v2/oauth/", 1, ErrorCode::InternalError) };
    setup.sim.set(|switches| switches.faults = vec![fault]);
    assert_eq!(refused(setup.refresh("rft.x").await).await, (502, "tiktok_no_reply".into()));
    setup.sim.set(|switches| switches.delays = vec![Delay { path: "/v2/oauth/".into(), millis: 600_000 }]);
    assert_eq!(refused(setup.refresh("rft.x").await).await, (504, "tiktok_timeout".into()));
    let Setup { sim, url, http, .. } = setup;
    sim.stop().await;
    let form = [("client_key", CLIENT_KEY), ("grant_type", "refresh_token"), ("refresh_token", "rft.x")];
    let reply = http.post(format!("{url}/v1/token")).form(&form).send().await.unwrap();
    assert_eq!(refused(reply).await, (502, "tiktok_unreachable".into()));
    let health = http.get(format!("{url}/health")).send().await.unwrap();
    assert_eq!(health.json::<Value>().await.unwrap()["status"], "ok", "the broker itself runs");
}
