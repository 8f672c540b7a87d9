//! Download, and all that can go wrong on the way.

use std::io::{Cursor, Read as _};
use std::time::Duration;

use futures_util::StreamExt as _;
use reqwest::header;
use satchel_sim::hostile::{self, Kind};
use satchel_sim::{DownloadBody, ErrorCode, Region};
use serde_json::{Value, json};

use crate::client::{App, both, start};

async fn ready(app: &App, categories: &[&str]) -> (String, i64) {
    let token = app.sign_in("user.info.basic,portability.all.ongoing").await;
    let id = app.added(&token, categories).await;
    (token, id)
}

fn export(bytes: &[u8]) -> Value {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name("user_data_tiktok.json").unwrap().read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn groups(export: &Value) -> Vec<&str> {
    export.as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn the_archive_is_the_same_each_time() {
    let app = start().await;
    let (token, id) = ready(&app, &["all_data"]).await;
    let reply = app.download(&token, id).await;
    assert_eq!(reply.headers()[header::CONTENT_TYPE], "application/zip");
    assert!(reply.headers().get(header::CONTENT_LENGTH).is_none(), "streamed in chunks");
    let first = reply.bytes().await.unwrap();
    app.sim.set(|switches| switches.content_length = true);
    let reply = app.download(&token, id).await;
    assert_eq!(reply.headers()[header::CONTENT_LENGTH], first.len().to_string().as_str());
    assert_eq!(reply.bytes().await.unwrap(), first);
}

#[tokio::test]
async fn only_what_was_asked_for_is_in_it() {
    let app = start().await;
    for (asked, expected) in [
        (&["activity"][..], &["Your Activity"][..]),
        (&["direct_message"], &["Direct Message"]),
        (&["video", "profile"], &["Post", "Profile And Settings"]),
    ] {
        let (token, id) = ready(&app, asked).await;
        let bytes = app.download(&token, id).await.bytes().await.unwrap();
        assert_eq!(groups(&export(&bytes)), expected);
    }
}

#[tokio::test]
async fn a_failure_is_an_envelope_with_its_status_inside() {
    let app = start().await;
    let (token, _) = ready(&app, &["all_data"]).await;
    let (status, reply) = both(app.download(&token, 12).await).await;
    assert_eq!(status, 400);
    assert_eq!(reply["data"], json!({}));
    assert_eq!(reply["error"]["code"], "invalid_params");
    assert_eq!(reply["error"]["http_status_code"], 400);
    assert_eq!(reply["error"]["message"], "Incorrect `request_id`. Please validate the request.");
    assert_eq!(both(app.download("", 12).await).await.1["error"]["http_status_code"], 401);
}

#[tokio::test]
async fn too_early_too_late_and_cancelled() {
    let app = start().await;
    app.sim.set(|switches| {
        switches.prepare_seconds = 60;
        switches.download_after_cancel = ErrorCode::ScopeNotAuthorized;
        switches.download_after_expiry = ErrorCode::InternalError;
    });
    let (token, id) = ready(&app, &["all_data"]).await;
    assert_eq!(app.download(&token, id).await.status(), 400);
    app.sim.advance(Duration::from_hours(5 * 24));
    let token = app.sign_in("portability.all.ongoing").await;
    assert_eq!(app.download(&token, id).await.status(), 500);
    let (token, id) = ready(&app, &["all_data"]).await;
    app.cancel(&token, id).await;
    assert_eq!(app.download(&token, id).await.status(), 401);
}

#[tokio::test]
async fn what_arrives_need_not_be_a_zip() {
    let app = start().await;
    let (token, id) = ready(&app, &["all_data"]).await;
    for (body, begins) in [
        (DownloadBody::JsonError, "{\"data\":{}"),
        (DownloadBody::HtmlPage, "<!doctype html>"),
        (DownloadBody::Empty, ""),
        (DownloadBody::NotAZip, "These bytes"),
    ] {
        app.sim.set(|switches| switches.download_body = body);
        let reply = app.download(&token, id).await;
        assert_eq!(reply.status(), 200);
        let text = reply.text().await.unwrap();
        assert!(text.starts_with(begins) && (body != DownloadBody::Empty || text.is_empty()), "{text}");
    }
}

#[tokio::test]
async fn a_stream_can_break_and_the_next_one_not() {
    let app = start().await;
    let (token, id) = ready(&app, &["all_data"]).await;
    for length in [false, true] {
        app.sim.set(|switches| {
            switches.content_length = length;
            switches.truncate_after = 1000;
            switches.truncate_next = 1;
        });
        let mut stream = app.download(&token, id).await.bytes_stream();
        let mut arrived = 0;
        let mut broken = false;
        while let Some(piece) = stream.next().await {
            match piece {
                Ok(piece) => arrived += piece.len(),
                Err(_) => broken = true,
            }
        }
        assert!(broken);
        assert_eq!(arrived, 1000);
        assert!(app.download(&token, id).await.bytes().await.unwrap().len() > 1000);
    }
}

#[tokio::test]
async fn a_stream_can_end_early_as_if_it_were_whole() {
    let app = start().await;
    let (token, id) = ready(&app, &["all_data"]).await;
    app.sim.set(|switches| {
        (switches.truncate_after, switches.truncate_next, switches.truncate_cleanly) = (1000, 1, true);
    });
    assert_eq!(app.download(&token, id).await.bytes().await.unwrap().len(), 1000);
}

#[tokio::test]
async fn a_stream_can_fall_silent() {
    let app = start().await;
    let (token, id) = ready(&app, &["all_data"]).await;
    app.sim.set(|switches| (switches.stall_after, switches.stall_next) = (1000, 1));
    let mut stream = app.download(&token, id).await.bytes_stream();
    assert_eq!(stream.next().await.unwrap().unwrap().len(), 1000);
    assert!(tokio::time::timeout(Duration::from_millis(300), stream.next()).await.is_err());
    // A stalled connection does not hold up the end.
    tokio::time::timeout(Duration::from_secs(2), app.sim.stop()).await.unwrap();
}

#[tokio::test]
async fn a_rate_slows_it_down() {
    let app = start().await;
    app.sim.serve_archive(Some(&vec![7; 30_000])).unwrap();
    app.sim.set(|switches| switches.rate = 60_000);
    let (token, id) = ready(&app, &["all_data"]).await;
    let begun = std::time::Instant::now();
    assert_eq!(app.download(&token, id).await.bytes().await.unwrap().len(), 30_000);
    assert!((Duration::from_millis(400)..Duration::from_secs(5)).contains(&begun.elapsed()));
}

#[tokio::test]
async fn a_range_is_ignored_or_honoured() {
    let app = start().await;
    app.sim.serve_archive(Some(b"0123456789")).unwrap();
    let (token, id) = ready(&app, &["all_data"]).await;
    let ranged = async |range: &str| {
        let url = format!("{}/v2/user/data/download/", app.sim.base_url());
        let call = app.http.post(url).bearer_auth(&token).json(&json!({"request_id": id}));
        let reply = call.header(header::RANGE, range).send().await.unwrap();
        let content_range =
            reply.headers().get(header::CONTENT_RANGE).map(|v| v.to_str().unwrap().to_owned());
        (reply.status().as_u16(), content_range, reply.text().await.unwrap())
    };
    assert_eq!(ranged("bytes=4-").await, (200, None, "0123456789".into()));
    app.sim.set(|switches| switches.honour_range = true);
    assert_eq!(ranged("bytes=4-").await, (206, Some("bytes 4-9/10".into()), "456789".into()));
    assert_eq!(ranged("bytes=0-3").await, (206, Some("bytes 0-3/10".into()), "0123".into()));
    assert_eq!(ranged("bytes=10-").await, (416, Some("bytes */10".into()), String::new()));
}

#[tokio::test]
async fn any_archive_can_be_handed_out() {
    let app = start().await;
    let (token, id) = ready(&app, &["all_data"]).await;
    let hostile = hostile::zip(&Kind::Symlink);
    app.sim.serve_archive(Some(&hostile)).unwrap();
    assert_eq!(app.download(&token, id).await.bytes().await.unwrap(), hostile);
    app.sim.serve_archive(None).unwrap();
    assert_ne!(app.download(&token, id).await.bytes().await.unwrap(), hostile);
}

#[tokio::test]
async fn padding_makes_it_as_large_as_wanted() {
    let app = start().await;
    app.sim.set(|switches| (switches.padding_files, switches.padding_bytes) = (3, 200_000));
    let (token, id) = ready(&app, &["all_data"]).await;
    let bytes = app.download(&token, id).await.bytes().await.unwrap();
    assert!((600_000..800_000).contains(&bytes.len()));
    assert_eq!(zip::ZipArchive::new(Cursor::new(&bytes[..])).unwrap().len(), 4);
}

#[tokio::test]
async fn somebody_elsewhere_may_get_nothing() {
    let app = start().await;
    app.sim.set(|switches| switches.region = Region::EmptyExport);
    let (token, id) = ready(&app, &["all_data"]).await;
    let export = export(&app.download(&token, id).await.bytes().await.unwrap());
    assert_eq!(export["Your Activity"]["Watch History"]["VideoList"], json!([]));
}

#[tokio::test]
async fn text_exports_are_folders_of_text() {
    let app = start().await;
    let token = app.sign_in("portability.all.single").await;
    let body = json!({"data_format": "text", "category_selection_list": ["all_data"]});
    let added = both(app.call(&token, "add/?fields=request_id", &body).await).await.1;
    let id = added["data"]["request_id"].as_i64().unwrap();
    let bytes = app.download(&token, id).await.bytes().await.unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(&bytes[..])).unwrap();
    let mut text = String::new();
    zip.by_name("TikTok/Your Activity/Watch History.txt").unwrap().read_to_string(&mut text).unwrap();
    assert!(
        text.starts_with("Date: 20") && text.contains(" UTC\nLink: https://www.tiktokv.com/share/video/")
    );
}
