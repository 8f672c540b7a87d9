//! Add, Check and Cancel.

use std::time::Duration;

use reqwest::StatusCode;
use satchel_sim::{CancelId, OTHER_CLIENT_KEY, OTHER_CLIENT_SECRET, Region};
use serde_json::{Value, json};

use crate::client::{both, start};

const ALL: &str = "user.info.basic,portability.all.single";

fn assert_error((answered, reply): (StatusCode, Value), code: &str) {
    assert_eq!(reply["error"]["code"], code, "{reply}");
    let status = match code {
        "access_token_invalid" | "scope_not_authorized" => 401,
        "rate_limit_exceeded" => 429,
        _ => 400,
    };
    assert_eq!(answered, status);
    assert_eq!(reply["error"]["log_id"].as_str().unwrap().len(), 34);
}

#[tokio::test]
async fn a_token_is_required() {
    let app = start().await;
    assert_error(app.add("", &["all_data"]).await, "access_token_invalid");
    assert_error(app.check("act.made-up", 1).await, "access_token_invalid");
    let refresh = app.tokens(ALL, "maren").await["refresh_token"].as_str().unwrap().to_owned();
    assert_error(app.check(&refresh, 1).await, "access_token_invalid");
}

#[tokio::test]
async fn a_token_without_portability_scopes_is_rejected() {
    let app = start().await;
    let token = app.sign_in("user.info.basic").await;
    assert_error(app.check(&token, 1).await, "scope_not_authorized");
}

#[tokio::test]
async fn only_post_to_paths_with_a_trailing_slash_is_accepted() {
    let app = start().await;
    let base = app.sim.base_url();
    for name in ["add", "check", "cancel", "download"] {
        assert_eq!(app.http.get(format!("{base}/v2/user/data/{name}/")).send().await.unwrap().status(), 405);
        assert_eq!(app.http.post(format!("{base}/v2/user/data/{name}")).send().await.unwrap().status(), 404);
    }
}

#[tokio::test]
async fn a_malformed_add_is_rejected() {
    let app = start().await;
    let token = app.sign_in(ALL).await;
    for (path, body) in [
        ("add/", json!({"data_format": "json", "category_selection_list": ["all_data"]})),
        ("add/?fields=status", json!({"data_format": "json", "category_selection_list": ["all_data"]})),
        ("add/?fields=request_id", json!({"category_selection_list": ["all_data"]})),
        ("add/?fields=request_id", json!({"data_format": "xml", "category_selection_list": ["all_data"]})),
        ("add/?fields=request_id", json!({"data_format": "json"})),
        ("add/?fields=request_id", json!({"data_format": "json", "category_selection_list": []})),
        (
            "add/?fields=request_id",
            json!({"data_format": "json", "category_selection_list": ["direct_messages"]}),
        ),
        ("add/?fields=request_id", json!(["no", "object"])),
    ] {
        assert_error(both(app.call(&token, path, &body).await).await, "invalid_params");
    }
    let url = format!("{}/v2/user/data/add/?fields=request_id", app.sim.base_url());
    for (kind, body) in [("application/json", "{"), ("text/plain", "{}")] {
        let call = app.http.post(&url).bearer_auth(&token).header("content-type", kind).body(body);
        assert_error(both(call.send().await.unwrap()).await, "invalid_params");
    }
    // The one-time scope is still unused.
    app.added(&token, &["all_data"]).await;
}

#[tokio::test]
async fn a_one_time_scope_allows_one_request() {
    let app = start().await;
    let tokens = app.tokens(ALL, "maren").await;
    let token = tokens["access_token"].as_str().unwrap();
    let id = app.added(token, &["all_data", "activity"]).await;
    assert_error(app.add(token, &["all_data"]).await, "scope_not_authorized");
    // A used scope still allows Check.
    assert_eq!(app.status(token, id).await, "downloading");
    let refreshed = both(app.refresh(tokens["refresh_token"].as_str().unwrap()).await).await.1;
    assert_eq!(refreshed["scope"], "user.info.basic");
    app.sim.set(|switches| switches.list_used_scopes = true);
    let again = both(app.refresh(refreshed["refresh_token"].as_str().unwrap()).await).await.1;
    assert_eq!(again["scope"], ALL);
    // A new consent grants a new scope.
    app.added(&app.sign_in(ALL).await, &["all_data"]).await;
}

#[tokio::test]
async fn the_widest_scope_is_used_first() {
    let app = start().await;
    let token = app.sign_in("portability.all.single,portability.activity.single").await;
    app.added(&token, &["activity", "video"]).await;
    assert_error(app.add(&token, &["video"]).await, "scope_not_authorized");
    app.added(&token, &["activity"]).await;
    assert_error(app.add(&token, &["activity"]).await, "scope_not_authorized");
}

#[tokio::test]
async fn categories_need_their_scopes() {
    let app = start().await;
    let token = app.sign_in("portability.activity.ongoing,portability.directmessages.ongoing").await;
    for wrong in [&["all_data"][..], &["video"], &["activity", "profile"]] {
        assert_error(app.add(&token, wrong).await, "scope_not_authorized");
    }
    app.added(&token, &["activity", "direct_message"]).await;
    app.added(&token, &["activity"]).await;
}

#[tokio::test]
async fn check_returns_the_requested_fields() {
    let app = start().await;
    app.sim.set(|switches| switches.prepare_seconds = 600);
    let token = app.sign_in(ALL).await;
    let id = app.added(&token, &["all_data", "direct_message"]).await;
    let (_, reply) = app.check(&token, id).await;
    let data = &reply["data"];
    assert_eq!(data["request_id"], id);
    assert_eq!(data["status"], "pending");
    assert_eq!(data["collect_time"], 0);
    assert_eq!(data["data_format"], "json");
    assert_eq!(data["category_selection_list"], json!(["all_data", "direct_message"]));

    app.sim.advance(Duration::from_mins(2));
    let (_, reply) = app.check(&token, id).await;
    assert!(reply["data"]["collect_time"].as_i64() > reply["data"]["apply_time"].as_i64());

    let body = json!({"request_id": id});
    let only = both(app.call(&token, "check/?fields=status", &body).await).await.1;
    assert_eq!(only["data"], json!({"status": "pending"}));
    for path in ["check/", "check/?fields=progress"] {
        assert_error(both(app.call(&token, path, &body).await).await, "invalid_params");
    }
    let as_text = json!({"request_id": id.to_string()});
    assert_error(both(app.call(&token, "check/?fields=status", &as_text).await).await, "invalid_params");

    app.sim.set(|switches| switches.plural_direct_messages = true);
    let (_, reply) = app.check(&token, id).await;
    assert_eq!(reply["data"]["category_selection_list"][1], "direct_messages");
    app.sim.set(|switches| switches.check_status = Some("collecting".into()));
    assert_eq!(app.status(&token, id).await, "collecting");
}

#[tokio::test]
async fn the_status_follows_the_clock() {
    let app = start().await;
    app.sim.set(|switches| switches.prepare_seconds = 3600);
    let token = app.sign_in("portability.all.ongoing").await;
    let id = app.added(&token, &["all_data"]).await;
    assert_eq!(app.status(&token, id).await, "pending");
    app.sim.advance(Duration::from_hours(1));
    assert_eq!(app.status(&token, id).await, "downloading");
    // An archive stays ready if the switches change.
    app.sim.set(|switches| switches.pending_forever = true);
    assert_eq!(app.status(&token, id).await, "downloading");
    app.sim.advance(Duration::from_hours(22));
    let token = app.sign_in("portability.all.ongoing").await;
    app.sim.advance(Duration::from_hours(23));
    assert_eq!(app.status(&token, id).await, "downloading");
    app.sim.advance(Duration::from_hours(51));
    let token = app.sign_in("portability.all.ongoing").await;
    assert_eq!(app.status(&token, id).await, "expired");

    let never = app.added(&token, &["all_data"]).await;
    app.sim.advance(Duration::from_hours(20));
    assert_eq!(app.status(&token, never).await, "pending");
}

#[tokio::test]
async fn a_second_request_is_rejected_while_the_first_is_pending() {
    let app = start().await;
    app.sim.set(|switches| switches.prepare_seconds = 60);
    let token = app.sign_in("portability.all.ongoing").await;
    app.added(&token, &["all_data"]).await;
    assert_error(app.add(&token, &["all_data"]).await, "invalid_params");
    app.sim.set(|switches| switches.second_add = true);
    app.added(&token, &["all_data"]).await;
    app.sim.set(|switches| switches.second_add = false);
    app.sim.advance(Duration::from_mins(1));
    app.added(&token, &["all_data"]).await;
}

#[tokio::test]
async fn the_response_of_cancel_has_no_data() {
    let app = start().await;
    app.sim.set(|switches| switches.prepare_seconds = 60);
    let token = app.sign_in(ALL).await;
    let id = app.added(&token, &["all_data"]).await;
    let (status, reply) = app.cancel(&token, id).await;
    assert_eq!(status, 200);
    assert_eq!(reply["error"]["code"], "ok");
    assert_eq!(reply.as_object().unwrap().len(), 1);
    assert_eq!(app.status(&token, id).await, "cancelled");
    assert_error(app.cancel(&token, id).await, "invalid_params");
    app.sim.set(|switches| switches.cancel_ended = true);
    assert_eq!(app.cancel(&token, id).await.0, 200);
    assert_error(app.add(&token, &["all_data"]).await, "scope_not_authorized");
}

#[tokio::test]
async fn cancel_can_return_the_scope() {
    let app = start().await;
    app.sim.set(|switches| switches.cancel_gives_back = true);
    let token = app.sign_in(ALL).await;
    let id = app.added(&token, &["all_data"]).await;
    app.cancel(&token, id).await;
    app.added(&token, &["all_data"]).await;
}

#[tokio::test]
async fn cancel_reads_the_id_from_query_or_body() {
    let app = start().await;
    let token = app.sign_in("portability.all.ongoing").await;
    for (place, query, body) in [
        (CancelId::Query, true, false),
        (CancelId::Body, false, true),
        (CancelId::Either, true, false),
        (CancelId::Either, false, true),
    ] {
        app.sim.set(|switches| switches.cancel_id = place);
        for right in [false, true] {
            let id = app.added(&token, &["all_data"]).await;
            let (query, body) = if right { (query, body) } else { (!query, !body) };
            let path = if query { format!("cancel/?request_id={id}") } else { "cancel/".into() };
            let body = if body { json!({"request_id": id}) } else { json!({}) };
            let (status, _) = both(app.call(&token, &path, &body).await).await;
            let expected = if right || place == CancelId::Either { 200 } else { 400 };
            assert_eq!(status, expected, "{place:?} {path} {body}");
        }
    }
}

#[tokio::test]
async fn requests_of_other_accounts_and_apps_do_not_exist() {
    let mut app = start().await;
    let id = app.added(&app.sign_in(ALL).await, &["all_data"]).await;
    let jonas = app.tokens(ALL, "jonas").await["access_token"].as_str().unwrap().to_owned();
    (app.key, app.secret) = (OTHER_CLIENT_KEY, OTHER_CLIENT_SECRET);
    let other_app = app.sign_in(ALL).await;
    for token in [jonas, other_app] {
        assert_error(app.check(&token, id).await, "invalid_params");
        assert_error(app.cancel(&token, id).await, "invalid_params");
        assert_error(both(app.download(&token, id).await).await, "invalid_params");
    }
}

#[tokio::test]
async fn ids_can_be_small_and_regions_not_eligible() {
    let app = start().await;
    app.sim.set(|switches| switches.small_ids = true);
    let token = app.sign_in("portability.all.ongoing").await;
    assert_eq!(app.added(&token, &["all_data"]).await.to_string().len(), 12);
    app.sim.set(|switches| switches.region = Region::RefusedAtAdd);
    assert_error(app.add(&token, &["all_data"]).await, "scope_not_authorized");
}

#[tokio::test]
async fn requests_above_the_rate_limit_are_rejected() {
    let app = start().await;
    app.sim.set(|switches| switches.rate_limit = 5);
    let token = app.sign_in(ALL).await;
    let id = app.added(&token, &["all_data"]).await;
    for _ in 0..5 {
        assert_eq!(app.check(&token, id).await.0, 200);
    }
    assert_error(app.check(&token, id).await, "rate_limit_exceeded");
    app.sim.advance(Duration::from_secs(61));
    assert_eq!(app.check(&token, id).await.0, 200);
}
