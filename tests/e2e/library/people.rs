//! Exports of two people in one backup folder.

use satchel_e2e_harness::App;
use satchel_export_gen::Plan;

use super::{counts, open_export, plan, second_start, wait_for_counts, write};

/// Shows another person. The switcher has the name of the one who is shown.
async fn switch(app: &App, from: &str, to: &str) {
    app.click(from).await.unwrap();
    app.click(to).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_are_asked_about_once_and_switched_between() {
    let (mut scene, app, maren) = open_export(&plan(2_000)).await;
    wait_for_counts(&app, &counts(&maren)).await;
    let other = Plan { persona: "jonas", seed: 11, ..plan(2_000) };
    let (file, jonas) = write(&scene, "jonas.zip", &other);
    second_start(&scene, &file);
    app.wait_for_text("Whose data is this?").await.unwrap();
    wait_for_counts(&app, &counts(&maren)).await;
    app.click("Somebody else").await.unwrap();
    app.wait_until_gone("Whose data is this?").await.unwrap();
    switch(&app, "maren.haverkamp", "jonas.lindqvist.byggt").await;
    app.wait_for_text("Backups of").await.unwrap();
    wait_for_counts(&app, &counts(&jonas)).await;
    // Who is shown, and the answer, are kept.
    app.kill(&scene.desktop).await.unwrap();
    let app = app.restart(&mut scene.desktop).await.unwrap();
    wait_for_counts(&app, &counts(&jonas)).await;
    assert!(!app.text().await.unwrap().contains("Whose data is this?"));
    switch(&app, "jonas.lindqvist.byggt", "maren.haverkamp").await;
    wait_for_counts(&app, &counts(&maren)).await;
    app.close().await.unwrap();
}
