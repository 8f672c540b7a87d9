//! What cannot be done, and how it is said.

use std::path::PathBuf;
use std::time::Duration;

use satchel_core::problem::ProblemCode;
use satchel_core::view::{Kind, Step};
use satchel_sim::{ErrorCode, Fault};

use crate::place::{Place, once, ongoing};

#[tokio::test(flavor = "multi_thread")]
async fn a_permission_that_tiktok_takes_for_spent_leads_to_a_new_consent() {
    let place = Place::new().await;
    place.sim.set(|s| s.faults.push(Fault::new("/v2/user/data/add/", 1, ErrorCode::ScopeNotAuthorized)));
    place.back_up(ongoing(Kind::Activity)).await;
    let job = place.until_failed(ProblemCode::PermissionMissing).await;
    assert!(place.now().accounts[0].allowed.is_empty(), "it is not counted on any more");
    let before = place.times_browser_opened();
    place.core.retry_job(&job.id).await.unwrap();
    assert_eq!(place.times_browser_opened(), before + 1);
    place.agree().await;
    place.until_ended_saved().await;
}

/// A folder that was chosen, and was gone when the backup was to go there.
async fn a_backup_without_its_stick() -> (Place, PathBuf) {
    let place = Place::new().await;
    let stick = place.file("stick");
    std::fs::create_dir(&stick).unwrap();
    place.core.set_folder(stick.clone()).await.unwrap();
    std::fs::remove_dir(&stick).unwrap();
    place.back_up(once(Kind::Activity)).await;
    place.until_failed(ProblemCode::FolderMissing).await;
    (place, stick)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_is_gone_is_not_made_anew_and_another_one_helps() {
    let (place, stick) = a_backup_without_its_stick().await;
    assert!(!stick.exists(), "a stick that was pulled is not replaced by a folder of its name");
    let other = place.file("other");
    std::fs::create_dir(&other).unwrap();
    place.core.set_folder(other.clone()).await.unwrap();
    place.until_ended_saved().await;
    assert!(other.join("Maren Haverkamp").is_dir());
    assert_eq!(place.calls("/v2/user/data/add/"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_archive_is_said_to_be_damaged_and_fetched_again() {
    let place = Place::new().await;
    place
        .sim
        .serve_archive(Some(&satchel_export_gen::hostile::zip(
            &satchel_export_gen::hostile::Kind::CrcMismatch,
        )))
        .unwrap();
    place.back_up(once(Kind::Activity)).await;
    let job = place.until_failed(ProblemCode::ArchiveDamaged).await;
    assert_eq!(job.step, Step::Checking);
    assert!(place.now().backups.is_empty());
    place.sim.serve_archive(None).unwrap();
    place.core.retry_job(&job.id).await.unwrap();
    place.until_ended_saved().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_app_key_connecting_is_refused_and_a_key_of_ones_own_helps() {
    let place = Place::new().await;
    assert!(place.core.set_app_key("", "x").await.is_err());
    place.core.set_app_key(satchel_sim::OTHER_CLIENT_KEY, satchel_sim::OTHER_CLIENT_SECRET).await.unwrap();
    place.core.connect().await.unwrap();
    assert!(place.address().contains(satchel_sim::OTHER_CLIENT_KEY));
    place.core.clear_app_key().await.unwrap();
    place.core.connect().await.unwrap();
    assert!(place.address().contains(satchel_sim::CLIENT_KEY));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_is_named_as_such() {
    let place = Place::with(|_| {}, Duration::from_mins(1)).await;
    place.core.set_app_key(satchel_sim::CLIENT_KEY, "not the secret").await.unwrap();
    place.core.connect().await.unwrap();
    place.answer(&satchel_sim::Consent::default()).await;
    assert_eq!(place.until_sign_in_failed().await, ProblemCode::AppKeyRejected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drive_that_comes_back_needs_no_press_of_a_button() {
    let (place, stick) = a_backup_without_its_stick().await;
    std::fs::create_dir(&stick).unwrap();
    place.core.wake().await;
    place.until_ended_saved().await;
    assert_eq!(place.calls("/v2/user/data/add/"), 1);
}
