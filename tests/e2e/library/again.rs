//! What is read twice, lost, or interrupted: the numbers are the same in the end.

use std::fs;
use std::time::{Duration, Instant};

use satchel_sim::export::Plan;
use satchel_stage::App;

use super::{counts, opened, plan, second_start, until_counted, until_equal, until_read, until_so, write};
use crate::Scene;

/// Where it lies in the home folder.
const LIBRARY: &str = ".local/share/satchel/library";

#[tokio::test(flavor = "multi_thread")]
async fn the_same_export_opened_again_adds_a_backup_and_no_records() {
    let plan = plan(2_000);
    let (scene, app, expected) = opened(&plan).await;
    let wanted = counts(&expected);
    until_counted(&app, &wanted).await;
    let (file, _) = write(&scene, "the same once more.zip", &plan);
    second_start(&scene, &file);
    until_read(&app, 2).await;
    app.until("the same once more.zip").await.unwrap();
    until_counted(&app, &wanted).await;
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn rebuilt_in_the_settings_it_has_the_same_numbers() {
    let (_scene, app, expected) = opened(&plan(20_000)).await;
    let wanted = counts(&expected);
    until_counted(&app, &wanted).await;
    app.press("Settings").await.unwrap();
    let read = "const shown = Number(document.querySelector('main').innerText.match(/([\\d,]+) records? from 1 backup/)?.[1]
                    .replace(/\\D/g, '')); return Number.isNaN(shown) ? -1 : shown";
    until_equal(&app, "the records in the Settings", read, &expected.total()).await;
    // It goes by quickly; nothing of it is missed.
    let watch = "window.__read = [];
        new MutationObserver(() => {
            const reading = document.querySelector('main').innerText.match(/Reading: ([\\d,]+) records? so far/);
            if (reading) window.__read.push(Number(reading[1].replace(/\\D/g, '')));
        }).observe(document.body, { subtree: true, childList: true, characterData: true })";
    app.script(watch).await.unwrap();
    app.press("Rebuild…").await.unwrap();
    app.until("Read all backups again?").await.unwrap();
    assert_eq!(app.script("return window.__read").await.unwrap(), serde_json::json!([]), "not yet");
    app.press("Rebuild").await.unwrap();
    until_so(&app, "it is read anew", "return window.__read.length > 0").await;
    until_equal(&app, "the same records", read, &expected.total()).await;
    until_counted(&app, &wanted).await;
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_that_is_lost_or_damaged_is_made_again_from_the_folder() {
    let plan = plan(2_000);
    let (mut scene, app, expected) = opened(&plan).await;
    let wanted = counts(&expected);
    until_counted(&app, &wanted).await;
    let library = scene.desk.home().join(LIBRARY);
    app.kill(&scene.desk).await.unwrap();
    fs::remove_dir_all(&library).unwrap();
    let app = app.start_again(&mut scene.desk).await.unwrap();
    until_read(&app, 1).await;
    until_counted(&app, &wanted).await;

    app.kill(&scene.desk).await.unwrap();
    for database in ["records.db", "words.db"] {
        assert!(library.join(database).is_file());
        fs::write(library.join(database), "no database").unwrap();
    }
    let app = app.start_again(&mut scene.desk).await.unwrap();
    until_read(&app, 1).await;
    until_counted(&app, &wanted).await;
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_that_cannot_be_opened_says_so_and_is_rebuilt() {
    let (mut scene, app, expected) = opened(&plan(2_000)).await;
    let wanted = counts(&expected);
    until_counted(&app, &wanted).await;
    let records = scene.desk.home().join(LIBRARY).join("records.db");
    app.kill(&scene.desk).await.unwrap();
    // A folder of that name cannot be put aside like a damaged file: somebody may have something in it.
    fs::remove_file(&records).unwrap();
    fs::create_dir(&records).unwrap();
    fs::write(records.join("a file"), "in the way").unwrap();
    let app = app.start_again(&mut scene.desk).await.unwrap();
    app.until("The library cannot be used.").await.unwrap();
    app.until("TikTok_Data_1773002972.zip").await.unwrap();
    app.press("Settings").await.unwrap();
    app.press("Rebuild…").await.unwrap();
    app.press("Rebuild").await.unwrap();
    until_counted(&app, &wanted).await;
    app.until_gone("The library cannot be used.").await.unwrap();
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_backup_that_is_taken_out_of_the_folder_leaves_with_what_only_it_had() {
    let old = plan(2_000);
    let late = Plan { begin: Some("2026-03-01T00:00:00Z".parse().unwrap()), ..plan(2_000) };
    let (mut scene, app, _) = opened(&old).await;
    let (file, expected) = write(&scene, "late.zip", &late);
    second_start(&scene, &file);
    until_read(&app, 2).await;
    app.kill(&scene.desk).await.unwrap();
    let account = fs::read_dir(scene.desk.backups()).unwrap().map(|each| each.unwrap().path());
    let account = account.into_iter().find(|path| path.is_dir()).unwrap();
    let mut backups: Vec<_> = fs::read_dir(&account).unwrap().map(|each| each.unwrap().path()).collect();
    backups.retain(|path| path.join("bagit.txt").is_file());
    backups.sort_by_key(|path| fs::metadata(path.join("bagit.txt")).unwrap().modified().unwrap());
    assert_eq!(backups.len(), 2, "{backups:?}");
    fs::rename(&backups[0], scene.desk.home().join("elsewhere")).unwrap();
    let app = app.start_again(&mut scene.desk).await.unwrap();
    until_read(&app, 1).await;
    until_counted(&app, &counts(&expected)).await;
    app.close().await.unwrap();
}

/// Waits until so many records have been read and it still goes on, and ends the app as a power cut would.
async fn kill_midway(scene: &Scene, app: &App, records: std::ops::Range<u64>) {
    let script = "return Number((document.querySelector('.reading')?.innerText ?? '').replace(/\\D/g, ''))";
    let began = Instant::now();
    loop {
        let read = app.script(script).await.unwrap().as_u64().unwrap();
        if records.contains(&read) {
            return app.kill(&scene.desk).await.unwrap();
        }
        assert!(read < records.end, "{read} records are read: too late to interrupt that");
        assert!(began.elapsed() < Duration::from_mins(1), "only {read} records are read");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_an_export_is_read_the_next_start_ends_with_every_record() {
    let mut scene = Scene::set(true, |_| {}).await;
    let (file, expected) = write(&scene, "large.zip", &plan(300_000));
    let app = scene.start(&[file.to_str().unwrap()]).await;
    kill_midway(&scene, &app, 20_000..200_000).await;
    let app = app.start_again(&mut scene.desk).await.unwrap();
    app.until("Saved and verified").await.unwrap();
    until_read(&app, 1).await;
    until_counted(&app, &counts(&expected)).await;
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_the_library_is_made_again_the_next_start_ends_with_every_record() {
    let (mut scene, app, expected) = opened(&plan(60_000)).await;
    app.kill(&scene.desk).await.unwrap();
    fs::remove_dir_all(scene.desk.home().join(LIBRARY)).unwrap();
    let app = app.start_again(&mut scene.desk).await.unwrap();
    kill_midway(&scene, &app, 5_000..50_000).await;
    let app = app.start_again(&mut scene.desk).await.unwrap();
    until_read(&app, 1).await;
    until_counted(&app, &counts(&expected)).await;
    app.close().await.unwrap();
}
