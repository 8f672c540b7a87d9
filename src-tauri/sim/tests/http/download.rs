//! Download, and its failures.

use std::io::{Cursor, Read as _, Write as _};
use std::time::Duration;

use futures_util::StreamExt as _;
use reqwest::header;
use satchel_sim::{ArchiveSource, DownloadBody, ErrorCode, Options, Region};
use serde_json::{Value, json};

use crate::client::{App, both, options, start, start_with};

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
async fn the_archive_only_has_the_requested_categories() {
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
async fn an_error_envelope_contains_its_status() {
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
async fn pending_expired_and_cancelled_requests_cannot_be_downloaded() {
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
async fn the_body_can_be_other_than_a_zip() {
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
async fn an_aborted_download_does_not_affect_the_next() {
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
async fn a_truncated_download_can_end_like_a_complete_one() {
    let app = start().await;
    let (token, id) = ready(&app, &["all_data"]).await;
    app.sim.set(|switches| {
        (switches.truncate_after, switches.truncate_next, switches.truncate_cleanly) = (1000, 1, true);
    });
    assert_eq!(app.download(&token, id).await.bytes().await.unwrap().len(), 1000);
}

#[tokio::test]
async fn a_download_can_stall() {
    let app = start().await;
    let (token, id) = ready(&app, &["all_data"]).await;
    app.sim.set(|switches| (switches.stall_after, switches.stall_next) = (1000, 1));
    let mut stream = app.download(&token, id).await.bytes_stream();
    assert_eq!(stream.next().await.unwrap().unwrap().len(), 1000);
    assert!(tokio::time::timeout(Duration::from_millis(300), stream.next()).await.is_err());
    // A stalled connection does not delay the stop.
    tokio::time::timeout(Duration::from_secs(2), app.sim.stop()).await.unwrap();
}

#[tokio::test]
async fn the_rate_limits_a_download() {
    let app = start().await;
    app.sim.serve_archive(Some(&vec![7; 30_000])).unwrap();
    app.sim.set(|switches| switches.rate = 60_000);
    let (token, id) = ready(&app, &["all_data"]).await;
    let begun = std::time::Instant::now();
    assert_eq!(app.download(&token, id).await.bytes().await.unwrap().len(), 30_000);
    assert!((Duration::from_millis(400)..Duration::from_secs(5)).contains(&begun.elapsed()));
}

#[tokio::test]
async fn ranges_are_ignored_or_supported() {
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
async fn a_fixed_archive_replaces_all_archives() {
    let app = start().await;
    let (token, id) = ready(&app, &["all_data"]).await;
    let other = b"any bytes";
    app.sim.serve_archive(Some(other)).unwrap();
    assert_eq!(app.download(&token, id).await.bytes().await.unwrap(), &other[..]);
    app.sim.serve_archive(None).unwrap();
    assert_ne!(app.download(&token, id).await.bytes().await.unwrap(), &other[..]);
}

#[tokio::test]
async fn padding_adds_files_of_a_given_size() {
    let app = start().await;
    app.sim.set(|switches| (switches.padding_files, switches.padding_bytes) = (3, 200_000));
    let (token, id) = ready(&app, &["all_data"]).await;
    let bytes = app.download(&token, id).await.bytes().await.unwrap();
    assert!((600_000..800_000).contains(&bytes.len()));
    assert_eq!(zip::ZipArchive::new(Cursor::new(&bytes[..])).unwrap().len(), 4);
}

#[tokio::test]
async fn a_user_outside_the_eea_can_get_an_empty_export() {
    let app = start().await;
    app.sim.set(|switches| switches.region = Region::EmptyExport);
    let (token, id) = ready(&app, &["all_data"]).await;
    let export = export(&app.download(&token, id).await.bytes().await.unwrap());
    assert_eq!(export["Your Activity"]["Watch History"]["VideoList"], json!([]));
}

#[tokio::test]
async fn without_an_archive_source_text_is_rejected() {
    let app = start().await;
    let token = app.sign_in("portability.all.single").await;
    let body = json!({"data_format": "text", "category_selection_list": ["all_data"]});
    let (status, reply) = both(app.call(&token, "add/?fields=request_id", &body).await).await;
    assert_eq!(status, 400);
    assert_eq!(reply["error"]["message"], "Incorrect `data_format`. Please validate the request.");
}

#[tokio::test]
async fn an_archive_source_writes_the_archives() {
    let source = ArchiveSource::new(|spec, mut file| file.write_all(format!("{:?}", spec.format).as_bytes()));
    let app = start_with(Options { archive_source: Some(source), ..options() }).await;
    let token = app.sign_in("portability.all.ongoing").await;
    let body = json!({"data_format": "text", "category_selection_list": ["all_data"]});
    let added = both(app.call(&token, "add/?fields=request_id", &body).await).await.1;
    let id = added["data"]["request_id"].as_i64().unwrap();
    assert_eq!(app.download(&token, id).await.text().await.unwrap(), "Text");
}
