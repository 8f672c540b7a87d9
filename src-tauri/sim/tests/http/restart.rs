//! State that survives a restart.

use std::fs;
use std::time::Duration;

use satchel_sim::Options;

use crate::client::{both, options, start_with};

#[tokio::test]
async fn tokens_requests_and_clock_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let with_file = || Options { state_file: Some(folder.path().join("deep/state.json")), ..options() };

    let app = start_with(with_file()).await;
    app.sim.set(|switches| switches.prepare_seconds = 3600);
    let tokens = app.tokens("portability.all.single", "maren").await;
    let token = tokens["access_token"].as_str().unwrap();
    let id = app.added(token, &["all_data"]).await;
    let unused = app.code("portability.all.single", "jonas");
    app.sim.advance(Duration::from_hours(1));
    assert_eq!(app.status(token, id).await, "downloading");
    let before = app.download(token, id).await.bytes().await.unwrap();
    app.sim.stop().await;

    let app = start_with(with_file()).await;
    app.sim.set(|switches| switches.prepare_seconds = 3600);
    assert_eq!(app.status(token, id).await, "downloading");
    assert_eq!(app.download(token, id).await.bytes().await.unwrap(), before);
    assert_eq!(app.add(token, &["all_data"]).await.1["error"]["code"], "scope_not_authorized");
    assert_eq!(both(app.exchange(&unused).await).await.1["error"], "invalid_grant", "an hour has passed");
    let refreshed = both(app.refresh(tokens["refresh_token"].as_str().unwrap()).await).await.1;
    assert_ne!(refreshed["access_token"], tokens["access_token"]);
}

#[tokio::test]
async fn a_damaged_state_file_is_ignored_and_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    for damage in ["", "{\"codes\": 7", "[]"] {
        fs::write(&file, damage).unwrap();
        let app = start_with(Options { state_file: Some(file.clone()), ..options() }).await;
        app.sign_in("portability.all.single").await;
        app.sim.stop().await;
        let kept: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        assert_eq!(kept["grants"].as_object().unwrap().len(), 1);
    }
}
