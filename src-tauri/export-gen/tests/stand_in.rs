//! Exports of this crate, served by the stand-in.
#![allow(clippy::unwrap_used, reason = "a failed step should fail the test")]

use std::io::{Cursor, Read as _};

use satchel_export_gen::{Plan, Quirk, archive_source, write_zip};
use satchel_sim::export::{self, ExportSpec};
use satchel_sim::{CLIENT_KEY, CLIENT_SECRET, Consent, Options, Sim};
use serde_json::{Value, json};
use url::Url;

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3";
const REDIRECT: &str = "http://127.0.0.1:49152/callback/";

/// Requests an export in a format, and downloads its archive.
async fn download(sim: &Sim, format: &str) -> Vec<u8> {
    // A second call returns an error, which is fine.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let query = [
        ("client_key", CLIENT_KEY),
        ("scope", "portability.all.single"),
        ("redirect_uri", REDIRECT),
        ("response_type", "code"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let authorize = Url::parse_with_params(&sim.authorize_url(), query).unwrap();
    let callback = Url::parse(&sim.consent(authorize.as_str(), &Consent::default()).unwrap()).unwrap();
    let code = callback.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let form = [
        ("client_key", CLIENT_KEY),
        ("client_secret", CLIENT_SECRET),
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", REDIRECT),
        ("code_verifier", VERIFIER),
    ];
    let tokens = http.post(format!("{}/v2/oauth/token/", sim.base_url())).form(&form).send().await.unwrap();
    let tokens: Value = tokens.json().await.unwrap();
    let post = async |path: &str, body: Value| {
        let url = format!("{}/v2/user/data/{path}", sim.base_url());
        let token = tokens["access_token"].as_str().unwrap();
        http.post(url).bearer_auth(token).json(&body).send().await.unwrap()
    };
    let body = json!({"data_format": format, "category_selection_list": ["all_data"]});
    let added: Value = post("add/?fields=request_id", body).await.json().await.unwrap();
    let id = &added["data"]["request_id"];
    post("download/", json!({"request_id": id})).await.bytes().await.unwrap().to_vec()
}

async fn start(change: impl Fn(&mut Plan) + Send + Sync + 'static) -> Sim {
    let mut options =
        Options { records: 600, archive_source: Some(archive_source(change)), ..Options::default() };
    options.switches.prepare_seconds = 0;
    Sim::start(options).await.unwrap()
}

fn read(zip: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[tokio::test]
async fn text_exports_are_trees_of_text_files() {
    let sim = start(|_| {}).await;
    let text = read(&download(&sim, "text").await, "TikTok/Your Activity/Watch History.txt");
    assert!(
        text.starts_with("Date: 20") && text.contains(" UTC\nLink: https://www.tiktokv.com/share/video/")
    );
}

#[tokio::test]
async fn quirks_can_be_served() {
    let sim = start(|plan| plan.quirks.push(Quirk::Doubled)).await;
    let text = read(&download(&sim, "json").await, "user_data_tiktok.json");
    assert!(text.contains("\n}{\n"));
}

#[test]
fn the_stand_in_writes_the_same_bytes_as_a_plan_without_quirks() {
    let spec = ExportSpec {
        padding_files: 2,
        padding_bytes: 5_000,
        ..ExportSpec::new(7, 3_000, "2026-11-20T10:00:00Z".parse().unwrap())
    };
    for spec in [ExportSpec { is_empty: true, ..spec.clone() }, spec] {
        let (mut own, mut planned) = (Cursor::new(Vec::new()), Cursor::new(Vec::new()));
        export::write_zip(&spec, &mut own).unwrap();
        write_zip(&Plan::from(&spec), &mut planned).unwrap();
        assert!(own.into_inner() == planned.into_inner());
    }
}
