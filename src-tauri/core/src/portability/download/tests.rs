//! How long replies may take, against the stand-in.

use futures_util::StreamExt;
use satchel_sim::{CLIENT_KEY, CLIENT_SECRET, Consent, Delay, Options, Sim, Switches};
use serde_json::json;

use super::*;
use crate::data_request::{DataRequest, Kind, Part, Permission};
use crate::http::{Endpoints, HttpClient};
use crate::portability::Api;

const ADD: &str = "/v2/user/data/add/";
const DOWNLOAD: &str = "/v2/user/data/download/";

fn request() -> DataRequest {
    DataRequest { kind: Kind::Activity, permission: Permission::Ongoing, part: Part::Both }
}

/// A stand-in, a client, and a token for it.
async fn signed_in() -> (Sim, HttpClient, Endpoints, AccessToken) {
    // A verifier and its challenge in hex.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3";
    const REDIRECT: &str = "http://127.0.0.1:49152/callback/";
    let switches = Switches { prepare_seconds: 0, ..Switches::default() };
    let sim = Sim::start(Options { records: 300, switches, ..Options::default() }).await.unwrap();
    let endpoints = Endpoints::stand_in(&sim.authorize_url(), &sim.base_url()).unwrap();
    let http = HttpClient::new(&endpoints);
    let mut authorize = endpoints.authorize.clone();
    authorize.query_pairs_mut().extend_pairs([
        ("client_key", CLIENT_KEY),
        ("scope", "user.info.basic,portability.activity.ongoing"),
        ("redirect_uri", REDIRECT),
        ("state", "s"),
        ("response_type", "code"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]);
    let callback = sim.consent(authorize.as_str(), &Consent::default()).unwrap();
    let code =
        Url::parse(&callback).unwrap().query_pairs().find(|(k, _)| k == "code").unwrap().1.into_owned();
    let form = [
        ("client_key", CLIENT_KEY),
        ("client_secret", CLIENT_SECRET),
        ("code", &code),
        ("grant_type", "authorization_code"),
        ("redirect_uri", REDIRECT),
        ("code_verifier", VERIFIER),
    ];
    let reply =
        http.client().unwrap().post(endpoints.call("/v2/oauth/token/")).form(&form).send().await.unwrap();
    let reply: Value = reply.json().await.unwrap();
    let token = AccessToken::new(reply["access_token"].as_str().unwrap().to_owned());
    (sim, http, endpoints, token)
}

/// Downloads an archive with these limits and returns its size.
async fn downloaded(
    first_byte: Duration,
    next_byte: Duration,
    change: impl FnOnce(&mut Switches),
) -> std::result::Result<usize, CallError> {
    let (sim, http, endpoints, token) = signed_in().await;
    let id = Api::new(http.clone(), endpoints.clone()).add(&token, request()).await.unwrap().id;
    sim.set(change);
    let downloader = Downloader { http, is_stand_in: true, first_byte, next_byte };
    let started = downloader.start(endpoints.call(DOWNLOAD), &token, &json!({ "request_id": id })).await;
    let mut stream = match started {
        Ok(download) => download.stream(),
        Err(PortabilityError::Call(error)) => return Err(error),
        Err(other) => panic!("{other}"),
    };
    let mut size = 0;
    while let Some(chunk) = stream.next().await {
        size += chunk?.len();
    }
    Ok(size)
}

const LONG: Duration = Duration::from_mins(2);
const SHORT: Duration = Duration::from_secs(2);

#[tokio::test]
async fn first_byte_may_take_longer_than_the_next_ones() {
    let size = downloaded(LONG, SHORT, |s| s.first_byte_delay = 4_000).await;
    assert!(size.unwrap() > 1000);
    let delay = Delay { path: DOWNLOAD.into(), millis: 4_000 };
    let size = downloaded(LONG, SHORT, |s| s.delays = vec![delay]).await;
    assert!(size.unwrap() > 1000);
}

#[tokio::test]
async fn late_first_byte_and_stalled_stream_time_out() {
    let late = downloaded(SHORT, LONG, |s| s.first_byte_delay = 120_000).await;
    assert!(matches!(late, Err(CallError::TimedOut(_))), "{late:?}");
    let stalled = downloaded(LONG, SHORT, |s| {
        s.stall_next = 1;
        s.stall_after = 500;
    });
    let stalled = stalled.await;
    assert!(matches!(stalled, Err(CallError::TimedOut(_))), "{stalled:?}");
}

#[tokio::test]
async fn a_request_and_the_first_byte_may_take_longer_than_a_minute() {
    let (sim, http, endpoints, token) = signed_in().await;
    let api = Api::new(http, endpoints);
    let id = api.add(&token, request()).await.unwrap().id;
    sim.set(|s| {
        s.delays = vec![Delay { path: ADD.into(), millis: 65_000 }];
        s.first_byte_delay = 65_000;
        s.second_add = true;
    });
    let (added, download) = tokio::join!(api.add(&token, request()), api.download(&token, id));
    added.unwrap();
    let chunk = download.unwrap().stream().next().await.unwrap().unwrap();
    assert!(chunk.starts_with(ZIP));
}
