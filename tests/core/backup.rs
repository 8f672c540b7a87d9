//! Successful jobs, from the button to the backup folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use satchel_core::backup::{CheckState, Outcome, Step};
use satchel_core::data_request::{DataRequest, Kind, Part, Permission};
use sha2::{Digest, Sha256};

use crate::app::{TestApp, once, ongoing};

fn sha256(path: &Path) -> String {
    Sha256::digest(fs::read(path).unwrap())
        .iter()
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn backup_is_saved_as_a_valid_bag() {
    let app = TestApp::new().await;
    app.back_up(once(Kind::Everything)).await;
    let job = app.until_ended(Outcome::Saved).await;
    assert_eq!(job.step, Step::Saved);

    let now = app.now();
    let backup = &now.backups[0];
    assert_eq!(job.backup_id.as_deref(), Some(backup.id.as_str()));
    assert!(matches!(backup.check, CheckState::Verified { .. }));
    assert_eq!(backup.account_name.as_deref(), Some("Maren Haverkamp"));
    assert_eq!(backup.request, Some(once(Kind::Everything)));

    let folder = app.backups().join(&backup.id);
    assert!(backup.id.starts_with("Maren Haverkamp/") && backup.id.ends_with(" Everything"), "{}", backup.id);
    let manifest: BTreeMap<String, String> = fs::read_to_string(folder.join("manifest-sha256.txt"))
        .unwrap()
        .lines()
        .map(|line| line.split_once("  ").map(|(hash, path)| (path.to_owned(), hash.to_owned())).unwrap())
        .collect();
    assert_eq!(
        manifest.keys().map(String::as_str).collect::<Vec<_>>(),
        ["data/archive.zip", "data/export/user_data_tiktok.json"]
    );
    for (path, hash) in &manifest {
        assert_eq!(&sha256(&folder.join(path)), hash, "{path}");
    }
    let info = fs::read_to_string(folder.join("bag-info.txt")).unwrap();
    let request = job.request_id.unwrap();
    for line in ["Satchel-Scope: portability.all.single", &format!("Satchel-Request-Id: {request}")] {
        assert!(info.contains(line), "{line} in {info}");
    }
    let export: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.join("data/export/user_data_tiktok.json")).unwrap()).unwrap();
    assert!(export.get("Your Activity").is_some());
    let beside: Vec<_> =
        fs::read_dir(folder.parent().unwrap()).unwrap().flatten().map(|e| e.file_name()).collect();
    assert_eq!(beside.len(), 1, "only the backup remains: {beside:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_scope_leads_to_a_backup() {
    let app = TestApp::new().await;
    for kind in [Kind::Everything, Kind::PostsAndProfile, Kind::Activity, Kind::DirectMessages] {
        for permission in [Permission::Once, Permission::Ongoing] {
            app.back_up(DataRequest { kind, permission, part: Part::Both }).await;
            let job = app.until_ended(Outcome::Saved).await;
            app.core.dismiss_job(&job.id).await;
        }
    }
    assert_eq!(app.now().backups.len(), 8);
    assert_eq!(app.calls("/v2/user/data/add/"), 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_and_profile_can_be_requested_separately() {
    let app = TestApp::new().await;
    for (part, category) in [(Part::Posts, r#"["video"]"#), (Part::Profile, r#"["profile"]"#)] {
        app.back_up(DataRequest { kind: Kind::PostsAndProfile, permission: Permission::Ongoing, part }).await;
        let job = app.until_ended(Outcome::Saved).await;
        app.core.dismiss_job(&job.id).await;
        let asked =
            app.sim.requests().into_iter().rfind(|r| r.path.starts_with("/v2/user/data/add/")).unwrap();
        let body = asked.body.unwrap();
        assert!(body.contains(category), "{body}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ongoing_permission_is_requested_once_and_one_time_permission_each_time() {
    let app = TestApp::new().await;
    for (request, browser_opened) in [
        (ongoing(Kind::Activity), 1),
        (ongoing(Kind::Activity), 1),
        (once(Kind::DirectMessages), 2),
        (once(Kind::DirectMessages), 3),
        (ongoing(Kind::Activity), 3),
    ] {
        app.back_up(request).await;
        let job = app.until_ended(Outcome::Saved).await;
        app.core.dismiss_job(&job.id).await;
        assert_eq!(app.times_browser_opened(), browser_opened, "{request:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn expired_access_token_is_refreshed() {
    let app = TestApp::new().await;
    app.back_up(ongoing(Kind::Activity)).await;
    let job = app.until_ended(Outcome::Saved).await;
    app.core.dismiss_job(&job.id).await;
    // Advances TikTok's clock: the current access token is rejected, and Satchel refreshes it.
    app.sim.advance(Duration::from_hours(48));
    app.back_up(ongoing(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    assert_eq!(app.times_browser_opened(), 1);
    assert_eq!(app.now().backups.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn verification_distinguishes_changed_files_from_a_damaged_archive() {
    let app = TestApp::new().await;
    app.back_up(once(Kind::Activity)).await;
    let id = app.until_ended(Outcome::Saved).await.backup_id.unwrap();
    let folder = app.backups().join(&id);
    let check = |app: &TestApp| app.now().backups[0].check.clone();

    fs::write(folder.join("data/export/user_data_tiktok.json"), "{}").unwrap();
    fs::write(folder.join("data/new.txt"), "new").unwrap();
    app.core.verify_backup(&id).await.unwrap();
    let files = app
        .until("the check", |now| match &now.backups[0].check {
            CheckState::Changed { files, count: 2, .. } => Some(files.clone()),
            _ => None,
        })
        .await;
    let paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["data/export/user_data_tiktok.json", "data/new.txt"]);

    fs::write(folder.join("data/archive.zip"), "PK").unwrap();
    app.core.verify_backup(&id).await.unwrap();
    app.until("the damage", |now| matches!(now.backups[0].check, CheckState::Damaged { .. }).then_some(()))
        .await;
    assert!(matches!(check(&app), CheckState::Damaged { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn new_installation_finds_existing_backups() {
    let mut app = TestApp::new().await;
    app.back_up(once(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    app.install_anew().await;
    let now = app.now();
    assert_eq!(now.backups.len(), 1);
    assert_eq!(now.backups[0].check, CheckState::NotChecked);
}
