//! Failures, how they are reported, and how the person can resolve them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use satchel_core::archive::ArchiveError;
use satchel_core::backup::Outcome;
use satchel_core::data_request::Kind;
use satchel_core::error::Error;
use satchel_core::problem::ProblemCode;
use satchel_sim::{ErrorCode, Fault};

use crate::app::{TestApp, once, ongoing, retry};

#[tokio::test(flavor = "multi_thread")]
async fn permission_rejected_by_tiktok_is_requested_again() {
    let app = TestApp::new().await;
    app.sim.set(|s| s.faults.push(Fault::new("/v2/user/data/add/", 1, ErrorCode::ScopeNotAuthorized)));
    app.back_up(ongoing(Kind::Activity)).await;
    let job = app.until_failed(ProblemCode::PermissionMissing).await;
    assert!(app.now().accounts[0].allowed.is_empty(), "the permission is removed");
    let before = app.times_browser_opened();
    app.core.retry_job(&job.id).await.unwrap();
    assert_eq!(app.times_browser_opened(), before + 1);
    app.agree().await;
    app.until_ended_saved().await;
}

/// An app with a job that failed because the chosen folder, on a removable drive, was disconnected. Returns that
/// folder.
async fn a_backup_without_its_stick() -> (TestApp, PathBuf) {
    let app = TestApp::new().await;
    let stick = app.file("stick");
    std::fs::create_dir(&stick).unwrap();
    app.core.set_folder(stick.clone()).await.unwrap();
    retry(|| std::fs::rename(&stick, app.file("unplugged"))).await;
    app.back_up(once(Kind::Activity)).await;
    app.until_failed(ProblemCode::FolderMissing).await;
    (app, stick)
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_folder_is_not_recreated_and_another_can_be_chosen() {
    let (app, stick) = a_backup_without_its_stick().await;
    assert!(!stick.exists(), "the folder of a disconnected drive is not recreated");
    let other = app.file("other");
    std::fs::create_dir(&other).unwrap();
    app.core.set_folder(other.clone()).await.unwrap();
    app.until_ended_saved().await;
    assert!(other.join("Maren Haverkamp").is_dir());
    assert_eq!(app.calls("/v2/user/data/add/"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn own_app_key_is_used_until_it_is_cleared() {
    let app = TestApp::new().await;
    assert!(app.core.set_app_key("", "x").await.is_err());
    app.core.set_app_key(satchel_sim::OTHER_CLIENT_KEY, satchel_sim::OTHER_CLIENT_SECRET).await.unwrap();
    app.core.connect().await.unwrap();
    assert!(app.address().contains(satchel_sim::OTHER_CLIENT_KEY));
    app.core.clear_app_key().await.unwrap();
    app.core.connect().await.unwrap();
    assert!(app.address().contains(satchel_sim::CLIENT_KEY));
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_client_secret_is_reported() {
    let app = TestApp::with(|_| {}, Duration::from_mins(1)).await;
    app.core.set_app_key(satchel_sim::CLIENT_KEY, "not the secret").await.unwrap();
    app.core.connect().await.unwrap();
    app.answer(&satchel_sim::Consent::default()).await;
    assert_eq!(app.until_sign_in_failed().await, ProblemCode::AppKeyRejected);
}

#[tokio::test(flavor = "multi_thread")]
async fn job_resumes_when_the_drive_is_reconnected() {
    let (app, stick) = a_backup_without_its_stick().await;
    // An empty mount point at the same path is not the drive.
    std::fs::create_dir(&stick).unwrap();
    app.core.wake().await;
    assert_eq!(app.now().jobs[0].outcome, Outcome::Failed);
    retry(|| std::fs::remove_dir(&stick)).await;
    retry(|| std::fs::rename(app.file("unplugged"), &stick)).await;
    app.core.wake().await;
    app.until_ended_saved().await;
    assert_eq!(app.calls("/v2/user/data/add/"), 1);
}

#[test]
fn a_file_that_is_too_large_for_its_volume_is_told_from_a_folder_that_is_read_only() {
    let failed = |kind: std::io::ErrorKind| {
        Error::from(ArchiveError::file("write", Path::new("archive.zip"))(kind.into())).into_problem().code
    };
    assert_eq!(failed(std::io::ErrorKind::FileTooLarge), ProblemCode::FileTooLarge);
    assert_eq!(failed(std::io::ErrorKind::PermissionDenied), ProblemCode::FolderNotWritable);
}
