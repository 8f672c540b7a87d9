//! `/v2/auth/authorize/`.

use reqwest::{Response, header};
use satchel_sim::{AuthorizeFault, Consent, Prechecked, Region, Sim};

use crate::client::{App, REDIRECT, options, query, start};

const BOTH: &str = "user.info.basic,portability.all.single,portability.activity.ongoing";

fn location(reply: &Response) -> String {
    assert_eq!(reply.status(), 302);
    reply.headers()[header::LOCATION].to_str().unwrap().to_owned()
}

async fn page(app: &App, scope: &str) -> String {
    let reply = app.http.get(app.authorize_url(&app.authorize(scope))).send().await.unwrap();
    assert_eq!(reply.status(), 200);
    reply.text().await.unwrap()
}

fn request_id(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"request\" value=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

async fn submit(app: &App, form: &[(&str, &str)]) -> Response {
    app.http.post(app.sim.authorize_url()).form(form).send().await.unwrap()
}

#[tokio::test]
async fn the_consent_page_has_the_documented_element_names() {
    let app = start().await;
    let page = page(&app, BOTH).await;
    for piece in [
        "This is not TikTok.",
        "fictional",
        "Satchel would like to",
        "id=\"continue\"",
        "id=\"cancel\"",
        "name=\"scope\" value=\"portability.all.single\" checked",
        "name=\"scope\" value=\"portability.activity.ongoing\" checked",
        "id=\"account\" name=\"account\"",
        "<option value=\"maren\">Maren Haverkamp",
        "<option value=\"jonas\">Jonas Lindqvist",
    ] {
        assert!(page.contains(piece), "{piece}");
    }
    assert!(!page.contains("<script"));
    assert!(!page.contains("value=\"user.info.basic\""), "the basic scope has no checkbox");
}

#[tokio::test]
async fn the_page_loads_nothing_from_other_hosts() {
    let app = start().await;
    let reply = app.http.get(app.authorize_url(&app.authorize(BOTH))).send().await.unwrap();
    let policy = reply.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'; style-src 'self'"));
    let style = app.http.get(format!("{}/stand-in.css", app.sim.base_url())).send().await.unwrap();
    assert_eq!(style.status(), 200);
}

#[tokio::test]
async fn continue_redirects_with_code_scopes_and_state() {
    let app = start().await;
    let id = request_id(&page(&app, BOTH).await);
    let form = [
        ("request", &*id),
        ("account", "maren"),
        ("scope", "portability.all.single"),
        ("decision", "continue"),
    ];
    let back = location(&submit(&app, &form).await);
    assert!(back.starts_with(&format!("{REDIRECT}?")));
    let query = query(&back);
    assert_eq!(query["scopes"], "user.info.basic,portability.all.single");
    assert_eq!(query["state"], "s t&=ä/1");
    assert!(query["code"].contains('*') && query["code"].contains('!'));
    assert_eq!(app.exchange(&query["code"]).await.status(), 200);
    // The form can only be submitted once.
    assert_eq!(submit(&app, &form).await.status(), 400);
}

#[tokio::test]
async fn cancel_is_reported_to_the_redirect() {
    let app = start().await;
    let id = request_id(&page(&app, BOTH).await);
    let back =
        location(&submit(&app, &[("request", &*id), ("account", "maren"), ("decision", "cancel")]).await);
    let query = query(&back);
    assert_eq!(query["error"], "access_denied");
    assert_eq!(query["error_description"], "user cancelled the authorization");
    assert_eq!(query["state"], "s t&=ä/1");
    assert!(query.contains_key("error_type") && query.contains_key("errCode") && !query.contains_key("code"));
}

#[tokio::test]
async fn an_unknown_form_is_rejected() {
    let app = start().await;
    let reply = submit(&app, &[("request", "made up"), ("account", "maren"), ("decision", "continue")]).await;
    assert_eq!(reply.status(), 400);
}

#[tokio::test]
async fn a_misconfigured_app_is_reported_on_the_page_only() {
    let app = start().await;
    for (name, value, kind) in [
        ("client_key", "nobody", "client_key"),
        ("redirect_uri", "http://localhost:49152/callback/", "redirect_uri"),
        ("redirect_uri", "http://127.0.0.1:49152/callback", "redirect_uri"),
        ("scope", "user.info.basic,user.info.profile", "scope"),
        ("scope", "user.info.basic portability.all.single", "scope"),
        ("code_challenge", "", "code_challenge"),
        ("code_challenge", "tooshort", "code_challenge"),
        ("code_challenge_method", "plain", "code_challenge_method"),
        ("response_type", "token", "response_type"),
    ] {
        let mut pairs = app.authorize(BOTH);
        pairs.insert(name, value.into());
        let address = location(&app.http.get(app.authorize_url(&pairs)).send().await.unwrap());
        assert!(address.starts_with("/v2/auth/authorize/?"), "{address}");
        let url = format!("{}{address}", app.sim.base_url());
        let query = query(&url);
        assert_eq!(query["error_type"], kind);
        assert!(query.contains_key("error") && query.contains_key("errCode"));
        assert_eq!(query["state"], "s t&=ä/1");
        let page = app.http.get(url).send().await.unwrap().text().await.unwrap();
        assert!(page.contains("Something went wrong") && page.contains(kind));
    }
}

#[tokio::test]
async fn inserted_values_are_escaped() {
    let app = start().await;
    let url = format!("{}?error=x&error_type=%3Cscript%3Ealert(1)%3C/script%3E", app.sim.authorize_url());
    let page = app.http.get(url).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"));
}

#[tokio::test]
async fn a_forced_error_applies_to_valid_requests() {
    let app = start().await;
    app.sim.set(|switches| switches.authorize_error = Some(AuthorizeFault::ClientKey));
    let address = location(&app.http.get(app.authorize_url(&app.authorize(BOTH))).send().await.unwrap());
    assert!(address.contains("error_type=client_key&errCode=10003"));

    app.sim.set(|switches| switches.authorize_error = Some(AuthorizeFault::NonSandboxTarget));
    let back = app.sim.consent(&app.authorize_url(&app.authorize(BOTH)), &Consent::default()).unwrap();
    assert_eq!(query(&back)["error_type"], "non_sandbox_target");
}

#[tokio::test]
async fn a_user_outside_the_eea_can_be_refused() {
    let app = start().await;
    app.sim.set(|switches| switches.region = Region::RefusedAtConsent);
    let back = app.sim.consent(&app.authorize_url(&app.authorize(BOTH)), &Consent::default()).unwrap();
    assert_eq!(query(&back)["error"], "access_denied");
    assert_ne!(query(&back)["error_description"], "user cancelled the authorization");
}

#[tokio::test]
async fn checkboxes_can_be_unchecked_initially() {
    let app = start().await;
    app.sim.set(|switches| switches.prechecked = Prechecked::First);
    assert_eq!(page(&app, BOTH).await.matches(" checked").count(), 1);
    app.sim.set(|switches| switches.prechecked = Prechecked::None);
    assert_eq!(page(&app, BOTH).await.matches(" checked").count(), 0);
}

#[tokio::test]
async fn consent_without_a_browser_has_the_same_result() {
    let app = start().await;
    let mut pairs = app.authorize(BOTH);
    let only = Consent { scopes: Some(vec!["portability.activity.ongoing".into()]), ..Consent::default() };
    let back = app.sim.consent(&app.authorize_url(&pairs), &only).unwrap();
    assert_eq!(query(&back)["scopes"], "user.info.basic,portability.activity.ongoing");
    pairs.insert("client_key", "nobody".into());
    assert_eq!(app.sim.consent(&app.authorize_url(&pairs), &only), Err(AuthorizeFault::ClientKey));
}

#[tokio::test]
async fn another_host_name_is_rejected() {
    let app = start().await;
    let reply =
        app.http.get(app.sim.authorize_url()).header(header::HOST, "attacker.example").send().await.unwrap();
    assert_eq!(reply.status(), 421);
}

#[tokio::test]
async fn a_used_port_is_an_error_and_is_free_after_a_stop() {
    let first = Sim::start(options()).await.unwrap();
    let port = first.base_url().rsplit(':').next().unwrap().parse().unwrap();
    let mut again = options();
    again.port = Some(port);
    assert!(Sim::start(again.clone()).await.is_err());
    first.stop().await;
    Sim::start(again).await.unwrap();
}
