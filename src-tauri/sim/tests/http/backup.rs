//! A complete backup.

use std::io::Read as _;

use serde_json::Value;

use crate::client::start;

#[tokio::test]
async fn from_consent_to_archive() {
    let app = start().await;
    let tokens = app.tokens("user.info.basic,portability.all.single", "maren").await;
    assert_eq!(tokens["scope"], "user.info.basic,portability.all.single");
    let token = tokens["access_token"].as_str().unwrap();
    let id = app.added(token, &["all_data"]).await;
    assert_eq!(id.to_string().len(), 19);
    assert_eq!(app.status(token, id).await, "downloading");

    let reply = app.download(token, id).await;
    assert_eq!(reply.status(), 200);
    let bytes = reply.bytes().await.unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&bytes[..])).unwrap();
    assert_eq!(zip.len(), 1);
    let mut text = String::new();
    zip.by_name("user_data_tiktok.json").unwrap().read_to_string(&mut text).unwrap();
    let export: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(export["Profile And Settings"]["Profile Info"]["ProfileMap"]["userName"], "maren.haverkamp");
    assert!(export["Your Activity"]["Watch History"]["VideoList"].as_array().unwrap().len() > 100);
}
