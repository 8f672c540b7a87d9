//! `/v2/oauth/token/`, `/v2/oauth/revoke/` and `/v2/user/info/`.

use std::time::Duration;

use satchel_sim::{CLIENT_KEY, OTHER_CLIENT_KEY, OTHER_CLIENT_SECRET};
use serde_json::{Value, json};

use crate::client::{REDIRECT, VERIFIER, both, options, query, start, start_with};

const SCOPE: &str = "user.info.basic,portability.all.single";

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_token_response_has_all_documented_members() {
    let app = start().await;
    let reply = app.tokens(SCOPE, "maren").await;
    assert!(text(&reply, "access_token").starts_with("act."));
    assert!(text(&reply, "refresh_token").starts_with("rft."));
    assert_eq!(reply["expires_in"], 86_400);
    assert_eq!(reply["refresh_expires_in"], 31_536_000);
    assert_eq!(reply["scope"], SCOPE);
    assert_eq!(reply["token_type"], "Bearer");
    assert!(!text(&reply, "open_id").is_empty());
    assert_eq!(reply.as_object().unwrap().len(), 7);
}

#[tokio::test]
async fn an_error_is_a_string_with_a_log_id() {
    let app = start().await;
    let (status, reply) = both(app.exchange("nonsense").await).await;
    assert_eq!(status, 400);
    assert_eq!(reply["error"], "invalid_grant");
    assert_eq!(reply["error_description"], "Authorization code is expired.");
    let log_id = text(&reply, "log_id");
    assert_eq!(log_id.len(), 34);
    assert!(log_id.starts_with("2026112010"), "{log_id}");
    assert!(log_id.chars().skip(14).all(|c| c.is_ascii_digit() || ('A'..='F').contains(&c)));

    for status in [200, 401] {
        app.sim.set(|switches| switches.oauth_error_status = status);
        assert_eq!(app.exchange("nonsense").await.status(), status);
    }
}

#[tokio::test]
async fn a_refresh_can_be_refused_with_any_code() {
    let app = start().await;
    let (_, tokens) = both(app.exchange(&app.code(SCOPE, "maren")).await).await;
    app.sim.set(|switches| switches.refuse_refresh = Some("anything".into()));
    let (status, reply) = both(app.refresh(&text(&tokens, "refresh_token")).await).await;
    assert_eq!(status, 400);
    assert_eq!(reply["error"], "anything");
}

#[tokio::test]
async fn a_new_consent_can_end_the_earlier_ones_of_the_same_account() {
    let app = start().await;
    app.sim.set(|switches| switches.one_consent = true);
    let (_, first) = both(app.exchange(&app.code(SCOPE, "maren")).await).await;
    let (_, other) = both(app.exchange(&app.code(SCOPE, "jonas")).await).await;
    let (_, second) = both(app.exchange(&app.code(SCOPE, "maren")).await).await;
    assert_eq!(app.refresh(&text(&first, "refresh_token")).await.status(), 400);
    assert_eq!(app.refresh(&text(&other, "refresh_token")).await.status(), 200);
    assert_eq!(app.refresh(&text(&second, "refresh_token")).await.status(), 200);
}

#[tokio::test]
async fn a_base64url_challenge_fails_at_the_token_endpoint() {
    let app = start().await;
    let mut pairs = app.authorize(SCOPE);
    pairs.insert("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".into());
    let back = app.sim.consent(&app.authorize_url(&pairs), &satchel_sim::Consent::default()).unwrap();
    let (_, reply) = both(app.exchange(&query(&back)["code"]).await).await;
    assert_eq!(reply["error"], "invalid_request");
    assert_eq!(reply["error_description"], "Code verifier or code challenge is invalid.");
}

#[tokio::test]
async fn the_verifier_must_be_well_formed_and_match() {
    let app = start().await;
    for wrong in ["", "short", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK", &"a".repeat(129)] {
        let reply = app.exchange_with(&app.code(SCOPE, "maren"), REDIRECT, wrong).await;
        assert_eq!(both(reply).await.1["error_description"], "Code verifier or code challenge is invalid.");
    }
}

#[tokio::test]
async fn a_code_can_be_used_once_within_its_lifetime() {
    let app = start().await;
    let code = app.code(SCOPE, "maren");
    assert_eq!(app.exchange(&code).await.status(), 200);
    assert_eq!(both(app.exchange(&code).await).await.1["error"], "invalid_grant");

    let late = app.code(SCOPE, "maren");
    app.sim.advance(Duration::from_mins(6));
    assert_eq!(both(app.exchange(&late).await).await.1["error"], "invalid_grant");
}

#[tokio::test]
async fn the_redirect_must_be_the_same_as_in_the_request() {
    let app = start().await;
    let other = "http://127.0.0.1:49153/callback/";
    let reply = app.exchange_with(&app.code(SCOPE, "maren"), other, VERIFIER).await;
    assert_eq!(
        both(reply).await.1["error_description"],
        "Redirect_uri is not matched with the uri when requesting code."
    );
}

#[tokio::test]
async fn key_secret_and_grant_type_are_checked() {
    let app = start().await;
    let secret = app.secret;
    for (form, error, description) in [
        (vec![("client_key", CLIENT_KEY)], "invalid_request", Some("Client secret is missed in request.")),
        (vec![("client_key", CLIENT_KEY), ("client_secret", "wrong")], "invalid_client", None),
        (vec![("client_key", "nobody"), ("client_secret", secret)], "invalid_client", None),
        (
            vec![("client_key", CLIENT_KEY), ("client_secret", secret)],
            "invalid_request",
            Some("The request parameters are malformed."),
        ),
        (
            vec![("client_key", CLIENT_KEY), ("client_secret", secret), ("grant_type", "password")],
            "unsupported_grant_type",
            None,
        ),
    ] {
        let reply = both(app.post_form("/v2/oauth/token/", &form).await).await.1;
        assert_eq!(reply["error"], error, "{form:?}");
        assert!(description.is_none_or(|text| reply["error_description"] == text), "{reply}");
    }
}

#[tokio::test]
async fn a_json_body_is_rejected() {
    let app = start().await;
    let url = format!("{}/v2/oauth/token/", app.sim.base_url());
    let body = json!({"client_key": CLIENT_KEY, "client_secret": app.secret, "grant_type": "refresh_token"});
    let (status, reply) = both(app.http.post(url).json(&body).send().await.unwrap()).await;
    assert_eq!((status.as_u16(), &reply["error"]), (400, &json!("invalid_request")));
}

#[tokio::test]
async fn a_code_of_another_app_is_rejected() {
    let mut app = start().await;
    let code = app.code(SCOPE, "maren");
    (app.key, app.secret) = (OTHER_CLIENT_KEY, OTHER_CLIENT_SECRET);
    assert_eq!(both(app.exchange(&code).await).await.1["error"], "invalid_grant");
}

#[tokio::test]
async fn refresh_tokens_are_rotated_unless_switched_off() {
    let app = start().await;
    let first = text(&app.tokens(SCOPE, "maren").await, "refresh_token");
    let second = both(app.refresh(&first).await).await.1;
    assert_ne!(text(&second, "refresh_token"), first);
    assert_eq!(both(app.refresh(&first).await).await.1["error"], "invalid_grant");

    app.sim.set(|switches| switches.rotate_refresh = false);
    let kept = text(&second, "refresh_token");
    app.sim.advance(Duration::from_secs(1000));
    let third = both(app.refresh(&kept).await).await.1;
    assert_eq!(third["refresh_token"], kept);
    assert!(third["refresh_expires_in"].as_i64().unwrap() <= 31_536_000 - 1000);

    app.sim.set(|switches| switches.omit_refresh_token = true);
    let fourth = both(app.refresh(&kept).await).await.1;
    assert!(fourth.get("refresh_token").is_none());
    assert_eq!(app.refresh(&kept).await.status(), 200);
}

#[tokio::test]
async fn tokens_expire() {
    let app = start().await;
    let tokens = app.tokens(SCOPE, "maren").await;
    let access = text(&tokens, "access_token");
    assert_eq!(app.info(&access, "open_id").await.0, 200);
    app.sim.advance(Duration::from_hours(24));
    let (status, reply) = app.info(&access, "open_id").await;
    assert_eq!((status.as_u16(), &reply["error"]["code"]), (401, &json!("access_token_invalid")));
    let refreshed = both(app.refresh(&text(&tokens, "refresh_token")).await).await.1;
    assert_eq!(app.info(&text(&refreshed, "access_token"), "open_id").await.0, 200);
    app.sim.advance(Duration::from_hours(24 * 365));
    let late = app.refresh(&text(&refreshed, "refresh_token")).await;
    assert_eq!(both(late).await.1["error"], "invalid_grant");
}

#[tokio::test]
async fn revoking_ends_access_and_refresh_tokens() {
    let app = start().await;
    let tokens = app.tokens(SCOPE, "maren").await;
    let access = text(&tokens, "access_token");
    let form = [("client_key", app.key), ("client_secret", app.secret), ("token", access.as_str())];
    let reply = app.post_form("/v2/oauth/revoke/", &form).await;
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.text().await.unwrap(), "{}");
    assert_eq!(app.info(&access, "open_id").await.0, 401);
    assert_eq!(app.refresh(&text(&tokens, "refresh_token")).await.status(), 400);
    assert_eq!(app.post_form("/v2/oauth/revoke/", &form).await.status(), 400);
}

#[tokio::test]
async fn the_user_can_revoke_all_tokens() {
    let app = start().await;
    let tokens = app.tokens(SCOPE, "maren").await;
    app.sim.revoke_all();
    assert_eq!(app.info(&text(&tokens, "access_token"), "open_id").await.0, 401);
    assert_eq!(app.refresh(&text(&tokens, "refresh_token")).await.status(), 400);
}

#[tokio::test]
async fn open_ids_differ_between_accounts_and_apps() {
    let mut app = start().await;
    let maren = text(&app.tokens(SCOPE, "maren").await, "open_id");
    assert_eq!(text(&app.tokens(SCOPE, "maren").await, "open_id"), maren);
    assert_ne!(text(&app.tokens(SCOPE, "jonas").await, "open_id"), maren);
    (app.key, app.secret) = (OTHER_CLIENT_KEY, OTHER_CLIENT_SECRET);
    assert_ne!(text(&app.tokens(SCOPE, "maren").await, "open_id"), maren);
}

#[tokio::test]
async fn user_info_returns_the_requested_fields() {
    let app = start().await;
    let token = text(&app.tokens(SCOPE, "jonas").await, "access_token");
    let (status, reply) = app.info(&token, "open_id,display_name,avatar_url").await;
    assert_eq!(status, 200);
    assert_eq!(reply["error"]["code"], "ok");
    let user = reply["data"]["user"].as_object().unwrap();
    assert_eq!(user.len(), 3);
    assert_eq!(user["display_name"], "Jonas Lindqvist");
    let picture = app.http.get(user["avatar_url"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(picture.headers()["content-type"], "image/png");
    assert!(picture.bytes().await.unwrap().starts_with(b"\x89PNG"));
}

#[tokio::test]
async fn a_field_outside_the_scopes_fails_the_whole_request() {
    let mut given = options();
    given.switches.approved_scopes.push("user.info.profile".into());
    let app = start_with(given).await;
    let basic = app.sign_in(SCOPE).await;
    let (status, reply) = app.info(&basic, "open_id,username").await;
    assert_eq!((status.as_u16(), &reply["error"]["code"]), (401, &json!("scope_not_authorized")));
    let more = app.sign_in("user.info.basic,user.info.profile").await;
    assert_eq!(app.info(&more, "open_id,username").await.1["data"]["user"]["username"], "maren.haverkamp");
    for wrong in ["", "nonsense"] {
        let (status, reply) = app.info(&basic, wrong).await;
        assert_eq!((status.as_u16(), &reply["error"]["code"]), (400, &json!("invalid_params")));
    }
}
