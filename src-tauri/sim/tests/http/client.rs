//! A minimal client.

use std::collections::HashMap;

use reqwest::{Client, Response, StatusCode};
use satchel_sim::{CLIENT_KEY, CLIENT_SECRET, Consent, Options, Sim, Switches};
use serde_json::{Value, json};
use url::Url;

/// A verifier and its challenge in lower-case hex.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3";
pub(crate) const REDIRECT: &str = "http://127.0.0.1:49152/callback/";

pub(crate) struct App {
    pub(crate) sim: Sim,
    pub(crate) http: Client,
    pub(crate) key: &'static str,
    pub(crate) secret: &'static str,
}

pub(crate) fn client() -> Client {
    // reqwest needs a provider, even for plain HTTP. A second call returns an error, which is fine.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap()
}

/// Options with a fixed clock and no preparation time.
pub(crate) fn options() -> Options {
    Options {
        now: Some("2026-11-20T10:00:00Z".parse().unwrap()),
        records: 600,
        switches: Switches { prepare_seconds: 0, ..Switches::default() },
        ..Options::default()
    }
}

pub(crate) async fn start() -> App {
    start_with(options()).await
}

pub(crate) async fn start_with(options: Options) -> App {
    App { sim: Sim::start(options).await.unwrap(), http: client(), key: CLIENT_KEY, secret: CLIENT_SECRET }
}

impl App {
    /// The query of a valid authorization request.
    pub(crate) fn authorize(&self, scope: &str) -> HashMap<&'static str, String> {
        HashMap::from([
            ("client_key", self.key.to_owned()),
            ("scope", scope.to_owned()),
            ("redirect_uri", REDIRECT.to_owned()),
            ("state", "s t&=ä/1".to_owned()),
            ("response_type", "code".to_owned()),
            ("code_challenge", CHALLENGE.to_owned()),
            ("code_challenge_method", "S256".to_owned()),
        ])
    }

    pub(crate) fn authorize_url(&self, pairs: &HashMap<&'static str, String>) -> String {
        Url::parse_with_params(&self.sim.authorize_url(), pairs).unwrap().to_string()
    }

    /// An authorization code, without a browser.
    pub(crate) fn code(&self, scope: &str, account: &str) -> String {
        let consent = Consent { account: account.into(), ..Consent::default() };
        let back = self.sim.consent(&self.authorize_url(&self.authorize(scope)), &consent).unwrap();
        query(&back)["code"].clone()
    }

    pub(crate) async fn post_form(&self, path: &str, form: &[(&str, &str)]) -> Response {
        self.http.post(format!("{}{path}", self.sim.base_url())).form(form).send().await.unwrap()
    }

    pub(crate) async fn exchange(&self, code: &str) -> Response {
        self.exchange_with(code, REDIRECT, VERIFIER).await
    }

    pub(crate) async fn exchange_with(&self, code: &str, redirect: &str, verifier: &str) -> Response {
        self.post_form(
            "/v2/oauth/token/",
            &[
                ("client_key", self.key),
                ("client_secret", self.secret),
                ("grant_type", "authorization_code"),
                ("code", code),
                ("redirect_uri", redirect),
                ("code_verifier", verifier),
            ],
        )
        .await
    }

    pub(crate) async fn refresh(&self, token: &str) -> Response {
        self.post_form(
            "/v2/oauth/token/",
            &[
                ("client_key", self.key),
                ("client_secret", self.secret),
                ("grant_type", "refresh_token"),
                ("refresh_token", token),
            ],
        )
        .await
    }

    /// The token response of a sign-in.
    pub(crate) async fn tokens(&self, scope: &str, account: &str) -> Value {
        let reply = self.exchange(&self.code(scope, account)).await;
        assert_eq!(reply.status(), 200);
        reply.json().await.unwrap()
    }

    pub(crate) async fn sign_in(&self, scope: &str) -> String {
        self.tokens(scope, "maren").await["access_token"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn call(&self, token: &str, path: &str, body: &Value) -> Response {
        self.http
            .post(format!("{}/v2/user/data/{path}", self.sim.base_url()))
            .bearer_auth(token)
            .json(body)
            .send()
            .await
            .unwrap()
    }

    pub(crate) async fn add(&self, token: &str, categories: &[&str]) -> (StatusCode, Value) {
        let body = json!({"data_format": "json", "category_selection_list": categories});
        both(self.call(token, "add/?fields=request_id", &body).await).await
    }

    /// Adds a request that must be accepted, and returns its id.
    pub(crate) async fn added(&self, token: &str, categories: &[&str]) -> i64 {
        let (status, reply) = self.add(token, categories).await;
        assert_eq!(status, 200, "{reply}");
        reply["data"]["request_id"].as_i64().unwrap()
    }

    pub(crate) async fn check(&self, token: &str, id: i64) -> (StatusCode, Value) {
        let fields = "request_id,status,apply_time,collect_time,data_format,category_selection_list";
        let reply = self.call(token, &format!("check/?fields={fields}"), &json!({"request_id": id})).await;
        both(reply).await
    }

    pub(crate) async fn status(&self, token: &str, id: i64) -> String {
        self.check(token, id).await.1["data"]["status"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn cancel(&self, token: &str, id: i64) -> (StatusCode, Value) {
        both(self.call(token, "cancel/", &json!({"request_id": id})).await).await
    }

    pub(crate) async fn download(&self, token: &str, id: i64) -> Response {
        self.call(token, "download/", &json!({"request_id": id})).await
    }

    pub(crate) async fn info(&self, token: &str, fields: &str) -> (StatusCode, Value) {
        let url = format!("{}/v2/user/info/?fields={fields}", self.sim.base_url());
        both(self.http.get(url).bearer_auth(token).send().await.unwrap()).await
    }
}

pub(crate) async fn both(reply: Response) -> (StatusCode, Value) {
    (reply.status(), reply.json().await.unwrap())
}

/// The query of an address.
pub(crate) fn query(address: &str) -> HashMap<String, String> {
    Url::parse(address).unwrap().query_pairs().into_owned().collect()
}
