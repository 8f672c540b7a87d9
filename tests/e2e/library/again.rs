//! Repeated, interrupted and lost imports.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use satchel_e2e_harness::App;
use satchel_export_gen::Plan;

use super::{
    counts, open_export, plan, second_start, wait_for_counts, wait_for_value, wait_until,
    wait_until_imported, write,
};
use crate::Scene;

/// Path of the libraries in the home folder.
const LIBRARY: &str = ".local/share/satchel/library";

/// The folder of the library of the only person.
fn only_library(libraries: &Path) -> PathBuf {
    let mut folders = fs::read_dir(libraries).unwrap();
    let folder = folders.next().unwrap().unwrap().path();
    assert!(folders.next().is_none(), "there is one person");
    folder
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_the_same_export_again_says_so_and_adds_nothing() {
    let plan = plan(2_000);
    let (scene, app, expected) = open_export(&plan).await;
    let wanted = counts(&expected);
    wait_for_counts(&app, &wanted).await;
    let (file, _) = write(&scene, "the same once more.zip", &plan);
    second_start(&scene, &file);
    app.wait_for_text("You already have this").await.unwrap();
    app.wait_for_text("the same once more.zip").await.unwrap();
    wait_until_imported(&app, 1).await;
    wait_for_counts(&app, &wanted).await;
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn rebuilding_the_library_in_the_settings_keeps_the_counts() {
    let (_scene, app, expected) = open_export(&plan(20_000)).await;
    let wanted = counts(&expected);
    wait_for_counts(&app, &wanted).await;
    app.click("Settings").await.unwrap();
    let read = "const shown = Number(document.querySelector('main').innerText.match(/([\\d,]+) records? from 1 backup/)?.[1]
                    .replace(/\\D/g, '')); return Number.isNaN(shown) ? -1 : shown";
    wait_for_value(&app, "the records in the Settings", read, &expected.total()).await;
    // The rebuild is short, so that its progress is recorded in the page.
    let watch = "window.__read = [];
        new MutationObserver(() => {
            const reading = document.querySelector('main').innerText.match(/Reading: ([\\d,]+) records? so far/);
            if (reading) window.__read.push(Number(reading[1].replace(/\\D/g, '')));
        }).observe(document.body, { subtree: true, childList: true, characterData: true })";
    app.script(watch).await.unwrap();
    app.click("Rebuild…").await.unwrap();
    app.wait_for_text("Rebuild your library?").await.unwrap();
    assert_eq!(app.script("return window.__read").await.unwrap(), serde_json::json!([]), "not yet");
    app.click("Rebuild").await.unwrap();
    wait_until(&app, "it is read anew", "return window.__read.length > 0").await;
    wait_for_value(&app, "the same records", read, &expected.total()).await;
    wait_for_counts(&app, &wanted).await;
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_or_damaged_library_is_rebuilt_from_the_backups() {
    let plan = plan(2_000);
    let (mut scene, app, expected) = open_export(&plan).await;
    let wanted = counts(&expected);
    wait_for_counts(&app, &wanted).await;
    let library = scene.desktop.home().join(LIBRARY);
    app.kill(&scene.desktop).await.unwrap();
    fs::remove_dir_all(&library).unwrap();
    let app = app.restart(&mut scene.desktop).await.unwrap();
    wait_until_imported(&app, 1).await;
    wait_for_counts(&app, &wanted).await;

    app.kill(&scene.desktop).await.unwrap();
    let library = only_library(&library);
    for database in ["records.db", "words.db"] {
        assert!(library.join(database).is_file());
        fs::write(library.join(database), "no database").unwrap();
    }
    let app = app.restart(&mut scene.desktop).await.unwrap();
    wait_until_imported(&app, 1).await;
    wait_for_counts(&app, &wanted).await;
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_with_a_folder_in_the_place_of_a_file_is_rebuilt_by_itself() {
    let (mut scene, app, expected) = open_export(&plan(2_000)).await;
    let wanted = counts(&expected);
    wait_for_counts(&app, &wanted).await;
    let records = only_library(&scene.desktop.home().join(LIBRARY)).join("records.db");
    app.kill(&scene.desktop).await.unwrap();
    fs::remove_file(&records).unwrap();
    fs::create_dir(&records).unwrap();
    fs::write(records.join("a file"), "in the way").unwrap();
    let app = app.restart(&mut scene.desktop).await.unwrap();
    app.wait_for_text("TikTok_Data_1773002972.zip").await.unwrap();
    wait_until_imported(&app, 1).await;
    wait_for_counts(&app, &wanted).await;
    assert!(records.is_file());
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn removing_an_older_backup_removes_the_records_that_only_it_has() {
    let old = plan(2_000);
    let late = Plan { begin: Some("2026-09-01T00:00:00Z".parse().unwrap()), ..plan(2_000) };
    let (mut scene, app, _) = open_export(&old).await;
    let (file, expected) = write(&scene, "late.zip", &late);
    second_start(&scene, &file);
    wait_until_imported(&app, 2).await;
    app.kill(&scene.desktop).await.unwrap();
    let account = fs::read_dir(scene.desktop.backups()).unwrap().map(|each| each.unwrap().path());
    let account = account.into_iter().find(|path| path.is_dir()).unwrap();
    let mut backups: Vec<_> = fs::read_dir(&account).unwrap().map(|each| each.unwrap().path()).collect();
    backups.retain(|path| path.join("bagit.txt").is_file());
    backups.sort_by_key(|path| fs::metadata(path.join("bagit.txt")).unwrap().modified().unwrap());
    assert_eq!(backups.len(), 2, "{backups:?}");
    fs::rename(&backups[0], scene.desktop.home().join("elsewhere")).unwrap();
    let app = app.restart(&mut scene.desktop).await.unwrap();
    wait_until_imported(&app, 1).await;
    wait_for_counts(&app, &counts(&expected)).await;
    app.close().await.unwrap();
}

/// Kills the app during an import, once it has read a number of records in this range.
async fn kill_midway(scene: &Scene, app: &App, records: std::ops::Range<u64>) {
    let script = "return Number((document.querySelector('.reading')?.innerText ?? '').replace(/\\D/g, ''))";
    let began = Instant::now();
    loop {
        let read = app.script(script).await.unwrap().as_u64().unwrap();
        if records.contains(&read) {
            return app.kill(&scene.desktop).await.unwrap();
        }
        assert!(read < records.end, "{read} records are read: too late to interrupt that");
        assert!(began.elapsed() < Duration::from_mins(1), "only {read} records are read");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_killed_is_completed_at_the_next_start() {
    let mut scene = Scene::new(true, |_| {}).await;
    let (file, expected) = write(&scene, "large.zip", &plan(300_000));
    let app = scene.start(&[file.to_str().unwrap()]).await;
    kill_midway(&scene, &app, 20_000..200_000).await;
    let app = app.restart(&mut scene.desktop).await.unwrap();
    app.wait_for_text("Saved and verified").await.unwrap();
    wait_until_imported(&app, 1).await;
    wait_for_counts(&app, &counts(&expected)).await;
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_that_is_killed_is_completed_at_the_next_start() {
    let (mut scene, app, expected) = open_export(&plan(60_000)).await;
    app.kill(&scene.desktop).await.unwrap();
    fs::remove_dir_all(scene.desktop.home().join(LIBRARY)).unwrap();
    let app = app.restart(&mut scene.desktop).await.unwrap();
    kill_midway(&scene, &app, 5_000..50_000).await;
    let app = app.restart(&mut scene.desktop).await.unwrap();
    wait_until_imported(&app, 1).await;
    wait_for_counts(&app, &counts(&expected)).await;
    app.close().await.unwrap();
}
