//! Keeping backups: restoring their files, deleting them, moving the folder.

use std::fs;
use std::path::{Path, PathBuf};

use satchel_core::archive::ChangeKind;
use satchel_core::backup::{CheckState, Outcome};
use satchel_core::data_request::Kind;
use satchel_core::problem::ProblemCode;
use satchel_export_gen::{Plan, write_zip};

use crate::app::{TestApp, once, retry};

/// Saves a backup of the activity. Returns its id and its folder.
async fn saved(app: &TestApp) -> (String, PathBuf) {
    app.back_up(once(Kind::Activity)).await;
    let job = app.until_ended(Outcome::Saved).await;
    app.core.dismiss_job(&job.id).await;
    let id = job.backup_id.unwrap();
    let folder = app.backups().join(&id);
    (id, folder)
}

#[tokio::test(flavor = "multi_thread")]
async fn changed_files_are_named_and_restored_from_the_archive() {
    let app = TestApp::new().await;
    let (id, folder) = saved(&app).await;
    let file = folder.join("data/export/user_data_tiktok.json");
    let before = fs::read(&file).unwrap();
    fs::write(&file, "{}").unwrap();
    fs::write(folder.join("data/export/.DS_Store"), "left by a file manager").unwrap();
    fs::write(folder.join("data/mine.txt"), "mine").unwrap();
    app.core.verify_backup(&id).await.unwrap();
    let changed = |now: &satchel_core::view::Snapshot| match &now.backups[0].check {
        CheckState::Changed { files, restorable, .. } => {
            let names = files.iter().map(|file| (file.path.clone(), file.kind));
            Some((names.collect::<Vec<_>>(), *restorable))
        }
        _ => None,
    };
    let (files, restorable) = app.until("the check", changed).await;
    let added = ("data/mine.txt".to_owned(), ChangeKind::Added);
    let one = ("data/export/user_data_tiktok.json".to_owned(), ChangeKind::Changed);
    assert_eq!((files, restorable), (vec![one, added.clone()], 1));
    app.core.restore_backup(&id).await.unwrap();
    assert_eq!(fs::read(&file).unwrap(), before);
    assert_eq!(changed(&app.now()), Some((vec![added], 0)), "what was added stays, and is named");
    fs::remove_file(folder.join("data/mine.txt")).unwrap();
    fs::remove_file(&file).unwrap();
    app.core.restore_backup(&id).await.unwrap();
    assert!(matches!(app.now().backups[0].check, CheckState::Verified { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_from_a_damaged_archive_changes_nothing_and_says_so() {
    let app = TestApp::new().await;
    let (id, folder) = saved(&app).await;
    fs::write(folder.join("data/archive.zip"), "PK").unwrap();
    fs::write(folder.join("data/export/user_data_tiktok.json"), "{}").unwrap();
    app.core.restore_backup(&id).await.unwrap();
    assert!(matches!(app.now().backups[0].check, CheckState::Damaged { .. }));
    assert_eq!(fs::read_to_string(folder.join("data/export/user_data_tiktok.json")).unwrap(), "{}");
}

/// Opens an export with this many days of records, and waits until it is in the library.
async fn opened(app: &TestApp, name: &str, seed: u64, backups: u64) -> String {
    let file = app.file(name);
    let plan = Plan::new(seed, 200, "2026-11-01T12:00:00Z".parse().unwrap());
    write_zip(&plan, fs::File::create(&file).unwrap()).unwrap();
    app.core.open_export(file).await.unwrap();
    let job = app.until_ended(Outcome::Saved).await;
    app.core.dismiss_job(&job.id).await;
    app.until("the library", |now| (now.library.backups == backups).then_some(())).await;
    job.backup_id.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_one_backup_has_is_what_the_library_loses_with_it() {
    let app = TestApp::new().await;
    let first = opened(&app, "one.zip", 1, 1).await;
    let alone = app.now().library.records;
    let only = app.core.only_in_backup(&first).await.unwrap().unwrap();
    assert_eq!(only.records, alone);
    assert_eq!(only.groups.iter().map(|group| group.records).sum::<u64>(), alone);
    let second = opened(&app, "two.zip", 2, 2).await;
    let both = app.now().library.records;
    let of_first = app.core.only_in_backup(&first).await.unwrap().unwrap().records;
    let of_second = app.core.only_in_backup(&second).await.unwrap().unwrap().records;
    assert!(of_first > 0 && of_second > 0);
    // The older of the two: the library has to be rebuilt.
    app.core.delete_backup(&first, false).await.unwrap();
    app.until("the library without it", |now| (now.library.records == both - of_first).then_some(())).await;
    assert_eq!(app.now().library.backups, 1);
    assert_eq!(app.now().backups.len(), 1);
    let trash = app.file("Trash").join(first.split_once('/').unwrap().1);
    assert!(trash.join("data/archive.zip").is_file());
    // It is brought back from the trash.
    retry(|| fs::rename(&trash, app.backups().join(&first))).await;
    app.core.refresh_backups().await;
    app.until("the library with both", |now| (now.library.records == both).then_some(())).await;
    assert_eq!(app.core.only_in_backup(&second).await.unwrap().unwrap().records, of_second);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_whose_records_all_are_in_another_says_so() {
    let app = TestApp::new().await;
    let first = opened(&app, "one.zip", 1, 1).await;
    let copy = app.backups().join("Opened exports/a copy");
    copy_folder(&app.backups().join(&first), &copy);
    app.core.refresh_backups().await;
    app.until("the copy", |now| (now.library.backups == 2).then_some(())).await;
    for id in [first.as_str(), "Opened exports/a copy"] {
        let only = app.core.only_in_backup(id).await.unwrap().unwrap();
        assert_eq!((only.records, only.groups.len()), (0, 0), "{id}");
    }
    // What is true of a backup that is in the library but no longer in the folder is unknown.
    retry(|| fs::rename(&copy, app.file("elsewhere"))).await;
    assert_eq!(app.core.only_in_backup(&first).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_without_a_trash_is_deleted_for_good_only_if_that_is_asked_for() {
    let app = TestApp::new().await;
    let (id, folder) = saved(&app).await;
    app.remove_trash();
    let refused = app.core.delete_backup(&id, false).await.unwrap_err();
    assert_eq!(refused.into_problem().code, ProblemCode::NoTrash);
    assert!(folder.join("data/archive.zip").is_file());
    app.core.delete_backup(&id, true).await.unwrap();
    assert!(!folder.exists());
    assert_eq!(fs::read_dir(folder.parent().unwrap()).unwrap().count(), 0, "nothing is left behind");
    app.until("the empty library", |now| (now.library.records == 0).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_is_being_checked_is_not_deleted() {
    let app = TestApp::new().await;
    let (id, folder) = saved(&app).await;
    // A sparse file that takes far longer to read than the test.
    #[cfg(unix)]
    {
        let large = folder.join("data/export/user_data_tiktok.json");
        fs::OpenOptions::new().write(true).open(&large).unwrap().set_len(1 << 40).unwrap();
        app.core.verify_backup(&id).await.unwrap();
        app.until("the check", |now| {
            matches!(now.backups[0].check, CheckState::Checking { .. }).then_some(())
        })
        .await;
        let busy = app.core.delete_backup(&id, false).await.unwrap_err();
        assert_eq!(busy.into_problem().code, ProblemCode::BackupBusy);
        app.core.cancel_verify(&id);
        app.until("the end of the check", |now| {
            (!matches!(now.backups[0].check, CheckState::Checking { .. })).then_some(())
        })
        .await;
    }
    app.core.delete_backup(&id, false).await.unwrap();
    assert!(!folder.exists());
    let gone = app.core.delete_backup(&id, false).await.unwrap_err();
    assert_eq!(gone.into_problem().code, ProblemCode::FolderMissing);
}

pub(crate) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
