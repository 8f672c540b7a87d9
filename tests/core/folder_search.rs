//! Finding the backup folder again: chosen on another level, renamed, or not writable.

use std::fs;
use std::path::PathBuf;

use satchel_core::backup::Outcome;
use satchel_core::data_request::Kind;
use satchel_core::problem::ProblemCode;

use crate::app::{TestApp, once, retry};

async fn with_backup() -> TestApp {
    let app = TestApp::new().await;
    app.back_up(once(Kind::Activity)).await;
    let job = app.until_ended(Outcome::Saved).await;
    app.core.dismiss_job(&job.id).await;
    app.until("the library", |now| (now.library.records > 0).then_some(())).await;
    app
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_installation_finds_the_folder_from_a_level_above_or_below() {
    let mut app = with_backup().await;
    let id = app.now().backups[0].id.clone();
    let moved = app.file("Documents/My backups");
    fs::create_dir(app.file("Documents")).unwrap();
    retry(|| fs::rename(app.backups(), &moved)).await;
    app.install_anew().await;
    assert!(app.now().backups.is_empty());
    for chosen in [app.file("Documents"), moved.join(&id), moved.join(id.split('/').next().unwrap())] {
        let search = app.core.find_folder(chosen.clone()).await.unwrap();
        assert!(!search.is_used, "{}", chosen.display());
        let found = search.others.iter().map(|found| (PathBuf::from(&found.path), found.backups));
        assert_eq!(found.collect::<Vec<_>>(), [(moved.clone(), 1)], "{}", chosen.display());
    }
    assert_eq!(app.core.folder(), app.backups(), "nothing is used before it was confirmed");
    app.core.use_found_folder(0).await.unwrap();
    assert_eq!(app.core.folder(), moved);
    assert_eq!(app.now().backups.len(), 1);
    assert!(app.core.use_found_folder(7).await.is_err());
    let search = app.core.find_folder(moved.clone()).await.unwrap();
    assert!(search.is_used && search.others.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_without_backups_is_used_only_after_a_confirmation() {
    let app = TestApp::new().await;
    let plain = app.file("plain");
    fs::create_dir(&plain).unwrap();
    let search = app.core.find_folder(plain.clone()).await.unwrap();
    assert!(!search.is_used && search.others.is_empty());
    assert_ne!(app.core.folder(), plain);
    app.core.use_found_folder(0).await.unwrap();
    assert_eq!(app.core.folder(), plain);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_default_folder_that_was_renamed_is_missed_and_not_made_anew() {
    let app = with_backup().await;
    let records = app.now().library.records;
    let renamed = app.file("Renamed");
    retry(|| fs::rename(app.backups(), &renamed)).await;
    app.core.wake().await;
    let now = app.now();
    assert_eq!(now.folder.problem.map(|problem| problem.code), Some(ProblemCode::FolderMissing));
    assert_eq!(now.folder.free_bytes, None, "what is free elsewhere is not what is free there");
    app.back_up(once(Kind::DirectMessages)).await;
    app.until_failed(ProblemCode::FolderMissing).await;
    assert!(!app.backups().exists(), "no empty folder takes its place");
    assert_eq!(app.now().library.records, records, "nothing is forgotten");
    // The job goes on in the folder that was found.
    assert!(app.core.find_folder(renamed).await.unwrap().is_used);
    app.until_ended_saved().await;
    assert_eq!(app.now().backups.len(), 2);
}
