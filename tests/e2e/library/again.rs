//! What is read twice, lost, or interrupted: the numbers are the same in the end.

use std::fs;

use super::{counts, opened, plan, second_start, until_counted, until_read, until_so, write};
use crate::Scene;

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
async fn a_library_that_is_lost_or_damaged_is_made_again_from_the_folder() {
    let plan = plan(2_000);
    let (mut scene, app, expected) = opened(&plan).await;
    let wanted = counts(&expected);
    until_counted(&app, &wanted).await;
    let library = scene.desk.home().join(".local/share/satchel/library");
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
async fn killed_while_reading_the_next_start_ends_with_every_record() {
    let mut scene = Scene::set(true, |_| {}).await;
    let (file, expected) = write(&scene, "large.zip", &plan(300_000));
    let app = scene.start(&[file.to_str().unwrap()]).await;
    let midway = "const reading = document.querySelector('.reading')?.innerText ?? '';
                  return Number(reading.replace(/\\D/g, '')) > 20_000";
    until_so(&app, "it is being read", midway).await;
    app.kill(&scene.desk).await.unwrap();
    let app = app.start_again(&mut scene.desk).await.unwrap();
    until_read(&app, 1).await;
    until_counted(&app, &counts(&expected)).await;
    app.close().await.unwrap();
}
