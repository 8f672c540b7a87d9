//! Backups in the folder that cannot be imported or read: they must not keep the others out, and nothing may hang.

#[cfg(unix)]
use std::path::Path;
#[cfg(unix)]
use std::time::Duration;

#[cfg(unix)]
use satchel_core::backup::CheckState;
use satchel_core::backup::Outcome;
use satchel_core::data_request::Kind;

use crate::app::{TestApp, copy_folder, once};

/// Replaces a file by a pipe, on which reading waits for ever.
#[cfg(unix)]
fn replace_by_pipe(path: &Path) {
    std::fs::remove_file(path).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn backups_that_cannot_be_imported_do_not_keep_the_others_out() {
    let mut app = TestApp::new().await;
    app.back_up(once(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    let records = app.until("the library", |now| Some(now.library.records).filter(|n| *n > 0)).await;
    let saved = app.backups().join(&app.now().backups[0].id);
    app.core.shutdown().await;
    let archive = |name: &str| {
        // Before and after the good one, in the order of their names.
        let bag = saved.with_file_name(name);
        copy_folder(&saved, &bag);
        bag.join("data/archive.zip")
    };
    std::fs::write(archive("0 no zip"), "no zip").unwrap();
    std::fs::write(archive("z empty"), "").unwrap();
    let folder = archive("0 folder");
    std::fs::remove_file(&folder).unwrap();
    std::fs::create_dir(&folder).unwrap();
    std::fs::remove_file(archive("z none")).unwrap();
    #[cfg(unix)]
    replace_by_pipe(&archive("0 pipe"));
    app.install_anew().await;
    let is_there = |now: &satchel_core::view::Snapshot| {
        (now.library.records == records && now.library.backups == 1 && now.library.building.is_none())
            .then_some(())
    };
    app.until("the library", is_there).await;
    app.core.rebuild_library().await.unwrap();
    app.until("the library after it was rebuilt", is_there).await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn pipes_in_the_place_of_a_backups_files_do_not_hang() {
    let mut app = TestApp::new().await;
    app.back_up(once(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    let id = app.now().backups[0].id.clone();
    let saved = app.backups().join(&id);
    for name in ["bagit.txt", "bag-info.txt"] {
        let bag = saved.with_file_name(format!("copy {name}"));
        copy_folder(&saved, &bag);
        replace_by_pipe(&bag.join(name));
    }
    app.restart().await;
    app.until("the backup", |now| (!now.backups.is_empty()).then_some(())).await;
    for name in ["manifest-sha256.txt", "tagmanifest-sha256.txt", "data/archive.zip"] {
        let kept = app.file("kept");
        std::fs::copy(saved.join(name), &kept).unwrap();
        replace_by_pipe(&saved.join(name));
        let verified = tokio::time::timeout(Duration::from_mins(1), app.core.verify_backup(&id)).await;
        assert!(verified.is_ok(), "{name}: the verification hangs");
        app.until("the end of the verification", |now| {
            let backup = now.backups.iter().find(|backup| backup.id == id)?;
            (!matches!(backup.check, CheckState::Checking { .. })).then_some(())
        })
        .await;
        std::fs::remove_file(saved.join(name)).unwrap();
        std::fs::rename(&kept, saved.join(name)).unwrap();
    }
}
