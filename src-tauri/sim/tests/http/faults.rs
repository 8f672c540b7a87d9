//! Switches that make requests fail.

use satchel_sim::{ErrorCode, Fault, FaultShape, SwitchError, Switches};

use crate::client::{both, start};

const SCOPE: &str = "user.info.basic,portability.all.ongoing";

#[tokio::test]
async fn a_lost_response_leaves_the_request_accepted() {
    let app = start().await;
    app.sim.set(|switches| switches.lose_add_next = 1);
    let token = app.sign_in("portability.all.single").await;
    let url = format!("{}/v2/user/data/add/?fields=request_id", app.sim.base_url());
    let body = serde_json::json!({"data_format": "json", "category_selection_list": ["all_data"]});
    let lost = app.http.post(url).bearer_auth(&token).json(&body).send().await;
    assert!(lost.is_err());
    assert_eq!(app.add(&token, &["all_data"]).await.1["error"]["code"], "scope_not_authorized");
    let log = app.sim.requests();
    let adds: Vec<_> = log.iter().filter(|call| call.path == "/v2/user/data/add/").collect();
    assert_eq!(adds.iter().map(|call| call.status).collect::<Vec<_>>(), [None, Some(401)]);
    assert!(adds[0].body.as_ref().unwrap().contains("all_data"));
    assert_eq!(adds[0].query, "fields=request_id");
}

#[tokio::test]
async fn faults_apply_to_the_given_number_of_requests() {
    let app = start().await;
    let token = app.sign_in(SCOPE).await;
    let id = app.added(&token, &["all_data"]).await;
    app.sim.set(|switches| {
        switches.faults = vec![
            Fault { status: 503, ..Fault::new("/v2/user/data/check/", 2, ErrorCode::InternalError) },
            Fault::new("/v2/user/data/", 1, ErrorCode::RateLimitExceeded),
            Fault { status: 200, ..Fault::new("/v2/user/data/", 1, ErrorCode::AccessTokenInvalid) },
        ];
    });
    let mut seen = Vec::new();
    for _ in 0..5 {
        let (status, reply) = app.check(&token, id).await;
        seen.push((status.as_u16(), reply["error"]["code"].as_str().unwrap().to_owned()));
    }
    let expected = [
        (503, "internal_error"),
        (503, "internal_error"),
        (429, "rate_limit_exceeded"),
        (200, "access_token_invalid"),
        (200, "ok"),
    ];
    assert_eq!(seen, expected.map(|(status, code)| (status, code.to_owned())));
    assert!(app.sim.switches().faults.is_empty());
}

#[tokio::test]
async fn faults_can_be_html_empty_or_an_aborted_connection() {
    let app = start().await;
    let token = app.sign_in(SCOPE).await;
    let fault =
        |shape| Fault { shape, status: 200, ..Fault::new("/v2/user/info/", 1, ErrorCode::InternalError) };
    app.sim.set(|switches| {
        switches.faults =
            [FaultShape::Html, FaultShape::JsonList, FaultShape::Empty, FaultShape::Drop].map(fault).into();
    });
    let url = format!("{}/v2/user/info/?fields=open_id", app.sim.base_url());
    let get = async || app.http.get(&url).bearer_auth(&token).send().await;
    assert!(get().await.unwrap().text().await.unwrap().starts_with("<!doctype html>"));
    assert!(get().await.unwrap().text().await.unwrap().starts_with('['));
    assert_eq!(get().await.unwrap().text().await.unwrap(), "");
    assert!(get().await.is_err());
    assert_eq!(get().await.unwrap().status(), 200);
}

#[tokio::test]
async fn tokens_can_be_revoked_after_add() {
    let app = start().await;
    app.sim.set(|switches| switches.revoke_after_add = true);
    let token = app.sign_in(SCOPE).await;
    let id = app.added(&token, &["all_data"]).await;
    assert_eq!(app.check(&token, id).await.1["error"]["code"], "access_token_invalid");
}

#[tokio::test]
async fn responses_can_have_undocumented_members() {
    let app = start().await;
    app.sim.set(|switches| switches.extra_fields = true);
    let tokens = app.tokens(SCOPE, "maren").await;
    assert!(tokens.get("unheard_of").is_some());
    let token = tokens["access_token"].as_str().unwrap();
    let id = app.added(token, &["all_data"]).await;
    let reply = app.check(token, id).await.1;
    assert!(reply["data"].get("unheard_of").is_some() && reply.get("extra").is_some());
}

#[tokio::test]
async fn a_large_body_is_rejected() {
    let app = start().await;
    let reply = app
        .http
        .post(format!("{}/v2/oauth/token/", app.sim.base_url()))
        .body(vec![b'a'; 100_000])
        .send()
        .await
        .unwrap();
    assert_eq!(both(reply).await.0, 413);
}

#[test]
fn switches_are_set_by_name() {
    let mut switches = Switches::default();
    for (name, value) in [
        ("oauth_error_status", "200"),
        ("second_add", "true"),
        ("cancel_id", "query"),
        ("check_status", "collecting"),
        ("content_type", "123"),
        ("authorize_error", "scope"),
        ("faults", r#"[{"path":"/v2/","next":3,"status":503}]"#),
    ] {
        switches.set_by_name(name, value).unwrap();
    }
    assert_eq!(switches.oauth_error_status, 200);
    assert!(switches.second_add);
    assert_eq!(switches.check_status.as_deref(), Some("collecting"));
    assert_eq!(switches.content_type, "123");
    assert_eq!(switches.faults[0].code, ErrorCode::InternalError);
    assert!(matches!(switches.set_by_name("nonsense", "1"), Err(SwitchError::Unknown(_))));
    assert!(matches!(switches.set_by_name("rate", "fast"), Err(SwitchError::Value { .. })));
}
