//! Switches that vary the form of replies, and how a download leads to its archive.

use reqwest::header;
use satchel_sim::{ErrorObject, Gzip, IdForm, StatusForm, TimeForm};
use serde_json::{Value, json};

use crate::client::start;

const SCOPE: &str = "user.info.basic,portability.all.ongoing";

#[tokio::test]
async fn check_follows_the_switches() {
    let app = start().await;
    let token = app.sign_in(SCOPE).await;
    let id = app.added(&token, &["all_data"]).await;
    app.sim.set(|switches| {
        switches.id_form = IdForm::Text;
        switches.time_form = TimeForm::Text;
        switches.status_form = StatusForm::Synonyms;
        switches.error_object = ErrorObject::Zero;
        switches.null_members = true;
    });
    let (_, reply) = app.check(&token, id).await;
    assert_eq!(reply["data"]["request_id"], json!(id.to_string()));
    assert!(reply["data"]["apply_time"].is_string());
    assert_eq!(reply["data"]["status"], "completed");
    assert_eq!(reply["error"], json!({"code": 0, "message": null, "log_id": null}));
    app.sim.set(|switches| {
        switches.time_form = TimeForm::Missing;
        switches.error_object = ErrorObject::Missing;
    });
    let (_, reply) = app.check(&token, id).await;
    assert!(reply["data"].get("apply_time").is_none() && reply.get("error").is_none(), "{reply}");
}

#[tokio::test]
async fn replies_are_compressed_on_request_of_the_switch() {
    let app = start().await;
    let token = app.sign_in(SCOPE).await;
    let id = app.added(&token, &["all_data"]).await;
    app.sim.set(|switches| switches.gzip = Gzip::All);
    let reply = app.download(&token, id).await;
    assert_eq!(reply.headers()[header::CONTENT_ENCODING], "gzip");
    assert!(reply.bytes().await.unwrap().starts_with(&[0x1f, 0x8b]));
}

#[tokio::test]
async fn address_of_an_archive_is_served_without_secrets_only() {
    let app = start().await;
    let token = app.sign_in(SCOPE).await;
    let id = app.added(&token, &["all_data"]).await;
    app.sim.set(|switches| {
        switches.download_redirect = 307;
        switches.download_hops = 2;
    });
    let reply = app.download(&token, id).await;
    assert_eq!(reply.status(), 307);
    let first = reply.headers()[header::LOCATION].to_str().unwrap().to_owned();
    let reply = app.http.get(&first).send().await.unwrap();
    assert_eq!(reply.status(), 307);
    let second = reply.headers()[header::LOCATION].to_str().unwrap().to_owned();
    assert_eq!(app.http.get(&second).bearer_auth(&token).send().await.unwrap().status(), 403);
    assert_eq!(app.http.post(&second).send().await.unwrap().status(), 403);
    let archive = app.http.get(&second).send().await.unwrap();
    assert!(archive.bytes().await.unwrap().starts_with(b"PK"));

    app.sim.set(|switches| {
        switches.download_redirect = 0;
        switches.download_url = true;
    });
    let reply: Value = app.download(&token, id).await.json().await.unwrap();
    let address = reply["data"]["download_url"].as_str().unwrap();
    assert!(app.http.get(address).send().await.unwrap().bytes().await.unwrap().starts_with(b"PK"));
    app.sim.set(|switches| switches.download_url = false);
    assert_eq!(app.http.get(address).send().await.unwrap().status(), 403, "no longer offered");
}
