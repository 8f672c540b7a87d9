//! Volumes that become full while a backup is restored or deleted, or the backup folder is moved.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use satchel_core::backup::{CheckState, Outcome};
use satchel_core::problem::ProblemCode;

use super::{Fault, Layer, assert_whole, contents, moments, whole_backups, write_export};
use crate::app::{TestApp, are_imported};

/// How many moments of each piece of work are tried.
const MOMENTS: u64 = 6;

/// Runs the test again in a process with the layer, and returns `None` there.
fn layer(test: &str) -> Option<Layer> {
    Layer::here(&format!("faults::keeping::{test}"))
}

/// A program with the backups of two opened exports. Returns the id of the first.
async fn with_backups() -> (TestApp, String) {
    let app = TestApp::new().await;
    let mut ids = Vec::new();
    for seed in [1, 2] {
        let file = app.file(&format!("{seed}.zip"));
        write_export(&file, seed);
        app.core.open_export(file).await.unwrap();
        let job = app.until_ended(Outcome::Saved).await;
        app.core.dismiss_job(&job.id).await;
        ids.push(job.backup_id.unwrap());
    }
    until_imported(&app, 2).await;
    (app, ids.remove(0))
}

async fn until_imported(app: &TestApp, backups: usize) {
    // As when the window gets the focus.
    app.core.wake().await;
    app.until("the library", |now| {
        let is_whole = are_imported(now, backups) && now.library.building.is_none();
        (is_whole && now.library.problem.is_none()).then_some(())
    })
    .await;
}

/// Whether this problem is what a full volume leads to.
fn is_of_full_volume(code: ProblemCode) -> bool {
    // Both name the free space. SQLite does not say why it cannot create a file.
    matches!(code, ProblemCode::DiskFull | ProblemCode::OwnFilesNotWritable)
}

/// Damages the unpacked files: one is changed, and one is gone.
fn damage(backup: &Path) {
    let export = backup.join("data/export");
    let files: Vec<PathBuf> = contents(&export).into_keys().collect();
    fs::write(export.join(&files[0]), "something else").unwrap();
    fs::remove_file(export.join(&files[1])).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_on_a_volume_that_becomes_full_loses_nothing_and_can_be_repeated() {
    let test = "a_restore_on_a_volume_that_becomes_full_loses_nothing_and_can_be_repeated";
    let Some(layer) = layer(test) else { return };
    let (mut app, id) = with_backups().await;
    let backup = app.backups().join(&id);
    let saved = contents(&backup);
    damage(&backup);
    layer.set(Fault::Full, &app.backups(), 0);
    app.core.restore_backup(&id).await.unwrap();
    let operations = layer.end();
    assert_eq!(contents(&backup), saved);
    let mut failed = 0;
    for moment in moments(operations, MOMENTS) {
        println!("full from operation {moment} of about {operations} on");
        damage(&backup);
        layer.set(Fault::Full, &app.backups(), moment);
        let restored = app.core.restore_backup(&id).await;
        layer.end();
        if let Err(error) = restored {
            assert_eq!(error.into_problem().code, ProblemCode::DiskFull);
            failed += 1;
        }
        for (path, content) in contents(&backup) {
            assert!(content == b"something else" || saved.get(&path) == Some(&content), "{path:?}");
        }
        app.core.restore_backup(&id).await.unwrap();
        assert!(matches!(
            app.now().backups.iter().find(|backup| backup.id == id).unwrap().check,
            CheckState::Verified { .. }
        ));
        assert_eq!(contents(&backup), saved);
    }
    assert!(failed > MOMENTS / 2, "{failed}");
    restart(&mut app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_does_not_need_room_in_satchels_own_folder() {
    let Some(layer) = layer("a_restore_does_not_need_room_in_satchels_own_folder") else { return };
    let (mut app, id) = with_backups().await;
    let backup = app.backups().join(&id);
    let saved = contents(&backup);
    damage(&backup);
    layer.set(Fault::Full, &app.own_folder(), 1);
    app.core.restore_backup(&id).await.unwrap();
    assert_eq!(contents(&backup), saved);
    layer.end();
    restart(&mut app).await;
}

/// Moves the folder while a volume becomes full at each moment, and once more when there is room. Returns how often the
/// move failed.
async fn move_while_full(layer: &Layer, below: impl Fn(&TestApp, &Path) -> PathBuf) -> u64 {
    let (mut app, id) = with_backups().await;
    let backups: Vec<String> = whole_backups(&app.backups());
    let stood: Vec<_> = backups.iter().map(|id| contents(&app.backups().join(id))).collect();
    let is_whole = |folder: &Path| backups.iter().zip(&stood).all(|(id, stood)| has(&folder.join(id), stood));
    let mut number = 0;
    let mut next_place = |app: &TestApp| {
        number += 1;
        let place = app.file(&format!("place {number}"));
        fs::create_dir(&place).unwrap();
        place
    };
    let to = next_place(&app);
    layer.set(Fault::Full, &below(&app, &to), 0);
    app.core.move_folder(to).await.unwrap();
    let operations = layer.end();
    assert!(operations > 0);
    let mut failed = 0;
    for moment in moments(operations, MOMENTS) {
        println!("full from operation {moment} of about {operations} on");
        let (from, to) = (app.core.folder(), next_place(&app));
        layer.set(Fault::Full, &below(&app, &to), moment);
        let moved = app.core.move_folder(to.clone()).await;
        layer.end();
        if let Err(error) = moved {
            let problem = error.into_problem();
            assert!(is_of_full_volume(problem.code), "{problem:?}");
            assert_eq!(app.core.folder(), from, "a move that failed changes nothing");
            assert!(is_whole(&from));
            assert_eq!(contents(&to), BTreeMap::new(), "nothing is left of the copy");
            failed += 1;
            app.core.move_folder(to.clone()).await.unwrap();
        }
        assert_eq!(app.core.folder(), to);
        assert!(is_whole(&to) && !from.exists());
        assert_whole(&to.join(&id));
        until_imported(&app, 2).await;
    }
    let folder = app.core.folder();
    restart(&mut app).await;
    assert_eq!(app.core.folder(), folder);
    failed
}

fn has(folder: &Path, stood: &BTreeMap<PathBuf, Vec<u8>>) -> bool {
    folder.is_dir() && contents(folder) == *stood
}

#[tokio::test(flavor = "multi_thread")]
async fn the_folder_is_moved_to_a_volume_that_becomes_full() {
    let Some(layer) = layer("the_folder_is_moved_to_a_volume_that_becomes_full") else { return };
    let failed = move_while_full(&layer, |_, to| to.to_owned()).await;
    assert!(failed > MOMENTS / 2, "{failed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_folder_is_moved_while_satchels_own_folder_becomes_full() {
    let Some(layer) = layer("the_folder_is_moved_while_satchels_own_folder_becomes_full") else { return };
    let failed = move_while_full(&layer, |app, _| app.own_folder()).await;
    assert!(failed > 0, "a move that cannot be noted does not begin");
}

/// Starts the program again, and checks that nothing is reported.
async fn restart(app: &mut TestApp) {
    app.restart().await;
    let now = app.now();
    assert!(now.notices.is_empty(), "{:?}", now.notices);
    until_imported(app, 2).await;
}
