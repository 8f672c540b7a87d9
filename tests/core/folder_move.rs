//! Moving the backup folder.

use std::fs;
use std::path::Path;
use std::time::Duration;

use satchel_core::backup::{CheckState, Outcome};
use satchel_core::data_request::Kind;
use satchel_core::problem::ProblemCode;
use satchel_export_gen::{Plan, write_zip};

use crate::app::{TestApp, once, ongoing};

/// An app with a backup of an opened export, and the id of that backup.
async fn with_backup() -> (TestApp, String) {
    let app = TestApp::new().await;
    let file = app.file("export.zip");
    let plan = Plan::new(1, 200, "2026-11-01T12:00:00Z".parse().unwrap());
    write_zip(&plan, fs::File::create(&file).unwrap()).unwrap();
    app.core.open_export(file).await.unwrap();
    let id = app.until_ended(Outcome::Saved).await.backup_id.unwrap();
    app.until("the library", |now| (now.library.backups == 1).then_some(())).await;
    (app, id)
}

fn new_folder(app: &TestApp, name: &str) -> std::path::PathBuf {
    let to = app.file(name);
    fs::create_dir(&to).unwrap();
    to
}

fn count(folder: &Path) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}

async fn refused(app: &TestApp, to: &Path) -> ProblemCode {
    app.core.move_folder(to.to_owned()).await.unwrap_err().into_problem().code
}

#[tokio::test(flavor = "multi_thread")]
async fn the_folder_is_moved_with_its_backups_and_the_old_one_is_removed() {
    let (mut app, id) = with_backup().await;
    let records = app.now().library.records;
    let to = new_folder(&app, "New place");
    app.core.move_folder(to.clone()).await.unwrap();
    assert!(!app.backups().exists());
    assert_eq!(app.core.folder(), to);
    let now = app.now();
    assert_eq!((now.backups.len(), now.library.records, now.folder.moving), (1, records, None));
    assert!(now.folder.problem.is_none() && now.notices.is_empty());
    app.core.verify_backup(&id).await.unwrap();
    app.until("the check", |now| matches!(now.backups[0].check, CheckState::Verified { .. }).then_some(()))
        .await;
    app.restart().await;
    assert_eq!(app.core.folder(), to);
    app.until("the backup", |now| (now.backups.len() == 1).then_some(())).await;
    // New backups go there.
    app.back_up(once(Kind::Activity)).await;
    app.until("both backups", |now| (now.backups.len() == 2).then_some(())).await;
    assert!(!app.backups().exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_is_not_suitable_is_refused_and_nothing_changes() {
    let (app, id) = with_backup().await;
    let inside = app.backups().join("inside");
    fs::create_dir(&inside).unwrap();
    let full = new_folder(&app, "full");
    fs::write(full.join("mine.txt"), "mine").unwrap();
    for (to, code) in [
        (inside, ProblemCode::FolderInside),
        (app.backups(), ProblemCode::FolderInside),
        (app.backups().parent().unwrap().to_owned(), ProblemCode::FolderInside),
        (full, ProblemCode::FolderNotEmpty),
        (app.file("not there"), ProblemCode::FolderMissing),
    ] {
        assert_eq!(refused(&app, &to).await, code, "{}", to.display());
    }
    assert_eq!(app.core.folder(), app.backups());
    assert!(app.backups().join(id).join("data/archive.zip").is_file());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_folder_is_not_moved_while_a_job_runs() {
    let app = TestApp::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    app.back_up(ongoing(Kind::Activity)).await;
    app.until("the request", |now| now.jobs.first()?.request_id.as_ref().map(|_| ())).await;
    fs::create_dir_all(app.backups()).unwrap();
    let to = new_folder(&app, "New place");
    assert_eq!(refused(&app, &to).await, ProblemCode::FolderBusy);
    assert_eq!(count(&to), 0);
}

/// What Satchel leaves if it ends while it copies.
fn interrupt(app: &TestApp, to: &Path, is_switched: bool) {
    let path = app.own_folder().join("settings.json");
    let text = fs::read_to_string(&path).unwrap();
    let mut settings: serde_json::Value = serde_json::from_str(&text).unwrap();
    let note = serde_json::json!({ "from": app.backups(), "to": to, "isSwitched": is_switched });
    settings["folderMove"] = note;
    if is_switched {
        settings["folder"] = serde_json::json!(to);
    }
    fs::write(path, settings.to_string()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_that_was_interrupted_continues_at_the_next_start() {
    let (mut app, id) = with_backup().await;
    let to = new_folder(&app, "New place");
    app.core.shutdown().await;
    fs::write(to.join(".satchel-moving"), "").unwrap();
    let archive = to.join(&id).join("data/archive.zip");
    fs::create_dir_all(archive.parent().unwrap()).unwrap();
    let before = fs::read(app.backups().join(&id).join("data/archive.zip")).unwrap();
    fs::write(&archive, &before[..100]).unwrap();
    interrupt(&app, &to, false);
    app.reopen_without_unlocking().await;
    app.until("the move", |now| (now.folder.path == to.display().to_string()).then_some(())).await;
    app.until("its end", |now| now.folder.moving.is_none().then_some(())).await;
    assert_eq!(fs::read(&archive).unwrap(), before);
    assert!(!app.backups().exists() && !to.join(".satchel-moving").exists());
    app.until("the backup", |now| (now.backups.len() == 1).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unfinished_move_takes_nothing_from_a_folder_that_was_chosen_since() {
    let (mut app, id) = with_backup().await;
    let to = new_folder(&app, "New place");
    app.core.shutdown().await;
    for is_marked in [true, false] {
        if is_marked {
            crate::keep::copy_folder(&app.backups(), &to.join("copy"));
            for entry in fs::read_dir(to.join("copy")).unwrap().flatten() {
                fs::rename(entry.path(), to.join(entry.file_name())).unwrap();
            }
            fs::remove_dir(to.join("copy")).unwrap();
            fs::write(to.join(".satchel-moving"), "").unwrap();
        }
        interrupt(&app, &to, false);
        let settings = app.own_folder().join("settings.json");
        let mut changed: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(&settings).unwrap()).unwrap();
        let chosen = if is_marked { to.clone() } else { new_folder(&app, "A third place") };
        changed["folder"] = serde_json::json!(chosen);
        changed["folderId"] = serde_json::Value::Null;
        fs::write(&settings, changed.to_string()).unwrap();
        app.reopen_without_unlocking().await;
        app.until("the end of the move", |_| {
            let settings = fs::read_to_string(app.own_folder().join("settings.json")).ok()?;
            (!settings.contains("New place\",\"isSwitched") && !settings.contains("folderMove\":{"))
                .then_some(())
        })
        .await;
        assert!(to.join(&id).join("data/archive.zip").is_file(), "{is_marked}");
        assert!(!to.join(".satchel-moving").exists());
        assert!(app.backups().join(&id).join("data/archive.zip").is_file());
        app.core.shutdown().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_folder_that_was_not_removed_is_removed_at_the_next_start() {
    let (mut app, id) = with_backup().await;
    let to = new_folder(&app, "New place");
    app.core.shutdown().await;
    for from in [app.backups(), app.backups().join(&id)] {
        assert!(from.is_dir());
    }
    crate::keep::copy_folder(&app.backups(), &to.join("copy"));
    for entry in fs::read_dir(to.join("copy")).unwrap().flatten() {
        fs::rename(entry.path(), to.join(entry.file_name())).unwrap();
    }
    fs::remove_dir(to.join("copy")).unwrap();
    // This came later: it is in no other place.
    fs::write(app.backups().join("mine.txt"), "mine").unwrap();
    interrupt(&app, &to, true);
    app.reopen_without_unlocking().await;
    app.until("the end of the move", |now| (!now.notices.is_empty()).then_some(())).await;
    let now = app.now();
    assert_eq!(now.notices[0].code, ProblemCode::OldFolderLeft);
    assert_eq!(now.notices[0].facts.name, Some(app.backups().display().to_string()));
    assert_eq!(count(&app.backups()), 1);
    assert_eq!(fs::read_to_string(app.backups().join("mine.txt")).unwrap(), "mine");
    assert_eq!(now.backups.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_move_leaves_the_old_folder_in_use_and_removes_the_copy() {
    let (app, id) = with_backup().await;
    let to = new_folder(&app, "New place");
    // Copying it takes longer than what the test does meanwhile.
    fs::File::create(app.backups().join("large")).unwrap().set_len(1 << 30).unwrap();
    let core = app.core.clone();
    let moving = tokio::spawn({
        let to = to.clone();
        async move { core.move_folder(to).await }
    });
    app.until("the copy", |now| now.folder.moving.as_ref().filter(|moving| moving.bytes_total > 0).map(drop))
        .await;
    let job = app.core.open_export(app.file("export.zip")).await.unwrap_err();
    assert_eq!(job.into_problem().code, ProblemCode::FolderMoving);
    assert_eq!(refused(&app, &to).await, ProblemCode::FolderMoving);
    app.core.cancel_move();
    moving.await.unwrap().unwrap();
    assert_eq!(app.core.folder(), app.backups());
    assert_eq!(count(&to), 0);
    assert!(app.backups().join(id).join("data/archive.zip").is_file());
    assert_eq!(app.now().folder.moving, None);
}
