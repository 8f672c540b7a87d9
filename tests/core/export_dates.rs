//! Opened exports are dated and ordered by what they contain.

use satchel_core::backup::Outcome;
use satchel_core::library::{Group, ListQuery, Order};

use crate::app::TestApp;

/// Writes an export with one chat message and a field that other exports of the same account have differently.
fn write_export(app: &TestApp, name: &str, note: &str) -> std::path::PathBuf {
    let path = app.file(name);
    let json = format!(
        r#"{{"Your Activity":{{"Searches":{{"SearchList":[{{"Date":"2024-02-03 10:00:00","SearchTerm":"snow","Note":"{note}"}}]}}}}}}"#
    );
    crate::library::write_files(&path, &[("user_data_tiktok.json", json)]);
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn exports_are_listed_in_the_order_of_their_data() {
    let app = TestApp::new().await;
    for name in ["TikTok_Data_1741921492.zip", "TikTok_Data_1735588272 (1).zip", "undated.zip"] {
        app.core.open_export(write_export(&app, name, name)).await.unwrap();
        let job = app.until_ended(Outcome::Saved).await;
        app.core.dismiss_job(&job.id).await;
    }
    let listed = app
        .until("the imports", |now| {
            let backups = &now.backups;
            (backups.len() == 3 && backups.iter().all(|backup| backup.records.is_some()))
                .then(|| backups.iter().map(|b| (b.file_name.clone().unwrap(), b.as_of)).collect::<Vec<_>>())
        })
        .await;
    let expected = [
        ("TikTok_Data_1741921492.zip".into(), 1_741_921_492_000),
        ("TikTok_Data_1735588272 (1).zip".into(), 1_735_588_272_000),
        // Its newest record is of 3 February 2024.
        ("undated.zip".into(), 1_706_954_400_000),
    ];
    assert_eq!(listed, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_data_remains_even_if_older_data_is_opened_after_it() {
    let app = TestApp::new().await;
    let note = async || {
        let query = ListQuery { group: Group::Searches, filter: <_>::default(), order: Order::Newest };
        let rows = app.core.library_rows(query, 0, 1).await.unwrap().rows;
        rows[0].fields.iter().find(|field| field.name == "Note").map(|field| field.value.clone())
    };
    for (name, text) in [("TikTok_Data_1741921492.zip", "newer"), ("TikTok_Data_1735588272.zip", "older")] {
        app.core.open_export(write_export(&app, name, text)).await.unwrap();
        let job = app.until_ended(Outcome::Saved).await;
        app.core.dismiss_job(&job.id).await;
    }
    app.until("both imports", |now| {
        (now.library.backups == 2 && now.library.building.is_none() && now.library.words_ready).then_some(())
    })
    .await;
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(30);
    while note().await.as_deref() != Some("newer") {
        assert!(tokio::time::Instant::now() < deadline, "{:?}", note().await);
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_backup_is_in_the_library_whatever_the_order_in_which_they_were_opened() {
    let app = TestApp::new().await;
    for (number, end) in [(1, "2026-11-01"), (2, "2026-02-01"), (3, "2025-06-01")] {
        let path = app.file(&format!("{number}.zip"));
        let plan =
            satchel_export_gen::Plan::new(7, 600 * number, format!("{end}T12:00:00Z").parse().unwrap());
        satchel_export_gen::write_zip(&plan, std::fs::File::create(&path).unwrap()).unwrap();
        app.core.open_export(path).await.unwrap();
        let job = app.until_ended(Outcome::Saved).await;
        app.core.dismiss_job(&job.id).await;
    }
    app.until("all imports", |now| {
        let is_idle = now.library.building.is_none() && now.library.words_ready && now.library.trigrams_ready;
        (is_idle && now.library.backups == 3 && now.backups.iter().all(|backup| backup.records.is_some()))
            .then_some(())
    })
    .await;
}
