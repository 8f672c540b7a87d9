//! A stand-in, a broker in front of it, and what an app does with them.

use std::time::{Duration, Instant};

use reqwest::{Client, Response};
use satchel_broker::{Broker, Config, Limits, Secret};
use satchel_sim::{CLIENT_KEY, CLIENT_SECRET, Consent, Options, SentWebhook, Sim};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use url::Url;

pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3";
pub(crate) const REDIRECT: &str = "http://127.0.0.1:49152/callback/";

/// How long a test waits for something that must happen. Long, since the machine may be busy.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) struct Setup {
    pub(crate) sim: Sim,
    /// The broker's address.
    pub(crate) url: String,
    pub(crate) http: Client,
    pub(crate) stop: CancellationToken,
    pub(crate) served: JoinHandle<std::io::Result<()>>,
}

pub(crate) fn client() -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap()
}

/// A stand-in whose archives are never ready.
pub(crate) async fn stand_in() -> Sim {
    let mut options = Options { records: 100, ..Options::default() };
    options.switches.pending_forever = true;
    Sim::start(options).await.unwrap()
}

impl Setup {
    pub(crate) async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// Starts both, and tells the stand-in where to send webhooks.
    pub(crate) async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let sim = stand_in().await;
        let mut config = Config {
            client_key: CLIENT_KEY.into(),
            client_secret: Secret::new(CLIENT_SECRET).unwrap(),
            tiktok: Url::parse(&sim.base_url()).unwrap(),
            trusted_proxies: Vec::new(),
            limits: Limits::default(),
        };
        change(&mut config);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let stop = CancellationToken::new();
        let served = tokio::spawn({
            let (broker, stop) = (Broker::new(config).unwrap(), stop.clone());
            async move { broker.serve(listener, stop.cancelled()).await }
        });
        sim.set(|switches| switches.webhook_url = format!("{url}/webhooks"));
        Self { sim, url, http: client(), stop, served }
    }

    /// An authorization code, without a browser.
    pub(crate) fn code(&self, account: &str) -> String {
        code(&self.sim, account)
    }

    pub(crate) async fn post(&self, path: &str, form: &[(&str, &str)]) -> Response {
        self.http.post(format!("{}{path}", self.url)).form(form).send().await.unwrap()
    }

    pub(crate) async fn exchange(&self, code: &str) -> Response {
        self.post("/v1/token", &exchange_form(code)).await
    }

    pub(crate) async fn refresh(&self, token: &str) -> Response {
        let form = [("client_key", CLIENT_KEY), ("grant_type", "refresh_token"), ("refresh_token", token)];
        self.post("/v1/token", &form).await
    }

    /// Signs in, and returns the reply to the exchange.
    pub(crate) async fn tokens(&self, account: &str) -> Value {
        let reply = self.exchange(&self.code(account)).await;
        assert_eq!(reply.status(), 200);
        reply.json().await.unwrap()
    }

    /// Requests an archive at the stand-in, as the app does, and returns the request's id.
    pub(crate) async fn request(&self, tokens: &Value) -> String {
        let url = format!("{}/v2/user/data/add/?fields=request_id", self.sim.base_url());
        let body = json!({"data_format": "json", "category_selection_list": ["activity"]});
        let call = self.http.post(url).bearer_auth(text(tokens, "access_token")).json(&body);
        let reply: Value = call.send().await.unwrap().json().await.unwrap();
        reply["data"]["request_id"].as_i64().unwrap().to_string()
    }

    /// Makes the archives of all requests ready.
    pub(crate) fn make_ready(&self) {
        self.sim.set(|switches| (switches.pending_forever, switches.prepare_seconds) = (false, 0));
    }

    pub(crate) async fn poll(&self, ticket: &str, query: &str) -> Response {
        poll(&self.http, &self.url, ticket, query).await.unwrap()
    }

    /// The events of a poll that must be answered.
    pub(crate) async fn events(&self, ticket: &str, query: &str) -> Value {
        let reply = self.poll(ticket, query).await;
        assert_eq!(reply.status(), 200);
        let mut batch: Value = reply.json().await.unwrap();
        batch["events"].take()
    }

    /// Waits until the stand-in has sent that many webhooks.
    pub(crate) async fn webhooks(&self, count: usize) -> Vec<SentWebhook> {
        let began = Instant::now();
        loop {
            let sent = self.sim.webhooks();
            if sent.len() >= count {
                return sent;
            }
            assert!(began.elapsed() < PATIENCE, "timed out waiting for webhooks; {sent:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The statuses of that many webhooks.
    pub(crate) async fn statuses(&self, count: usize) -> Vec<Option<u16>> {
        self.webhooks(count).await.iter().map(|webhook| webhook.status).collect()
    }
}

pub(crate) fn code(sim: &Sim, account: &str) -> String {
    let query = [
        ("client_key", CLIENT_KEY),
        ("scope", "user.info.basic,portability.activity.ongoing"),
        ("redirect_uri", REDIRECT),
        ("state", "state"),
        ("response_type", "code"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let url = Url::parse_with_params(&sim.authorize_url(), query).unwrap();
    let consent = Consent { account: account.into(), ..Consent::default() };
    let back = Url::parse(&sim.consent(url.as_str(), &consent).unwrap()).unwrap();
    back.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned()
}

pub(crate) fn exchange_form(code: &str) -> [(&str, &str); 5] {
    [
        ("client_key", CLIENT_KEY),
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", REDIRECT),
        ("code_verifier", VERIFIER),
    ]
}

pub(crate) async fn poll(http: &Client, url: &str, ticket: &str, query: &str) -> reqwest::Result<Response> {
    http.get(format!("{url}/v1/events?{query}")).bearer_auth(ticket).send().await
}

pub(crate) fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap()
}

/// The code in the broker's own reply.
pub(crate) async fn refused(reply: Response) -> (u16, String) {
    assert_eq!(reply.headers()["satchel-broker-source"], "broker");
    assert_eq!(reply.headers()["cache-control"], "no-store");
    let status = reply.status().as_u16();
    let body: Value = reply.json().await.unwrap();
    assert!(!text(&body, "error_description").is_empty());
    (status, text(&body, "error").to_owned())
}
