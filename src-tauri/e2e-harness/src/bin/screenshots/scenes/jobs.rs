//! Running jobs.

use std::cell::Cell;
use std::fs::File;

use satchel_e2e_harness::Error;
use satchel_export_gen::{Plan, write_zip};

use crate::scene::SceneBuilder;

/// Several jobs at once.
pub(super) async fn several(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let app = scene.signed_in().await?;
    scene.sim.set(|switches| switches.prepare_seconds = 86_400);
    scene.back_up(&app, "Activity").await?;
    app.wait_for_text("so far, usually a few minutes").await?;
    scene.screenshots.capture(&app, "backups-preparing").await?;
    scene.sim.set(|switches| {
        switches.prepare_seconds = 0;
        switches.rate = 6_000;
        switches.content_length = true;
    });
    scene.back_up(&app, "Everything").await?;
    app.wait_for_text("kB/s").await?;
    scene.sim.set(|switches| switches.prepare_seconds = 86_400);
    app.click_in_row("Posts & profile", "Posts").await?;
    scene.back_up(&app, "Posts & profile").await?;
    app.click_in_row("Direct messages", "Any time").await?;
    app.back_up("Direct messages").await?;
    app.wait_for_text("Waiting for your browser").await?;
    scene.screenshots.capture(&app, "backups-several").await?;
    scene.deny().await?;
    app.click_in_row("Activity", "Cancel").await?;
    app.click_in("//dialog", "Cancel backup").await?;
    app.wait_for_text("You cancelled this").await?;
    scene.screenshots.capture(&app, "backups-cancelled").await?;
    app.click("Account menu").await?;
    app.click("Request history").await?;
    app.wait_for_text("What Satchel requested from TikTok").await?;
    app.wait_for_text("Reference").await?;
    scene.screenshots.capture(&app, "request-history").await?;
    app.close().await
}

/// Downloads with and without a known length, and a saved backup.
pub(super) async fn downloading(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let app = scene.signed_in().await?;
    scene.sim.set(|switches| switches.rate = 40_000);
    scene.back_up(&app, "Everything").await?;
    app.wait_for_text("kB/s").await?;
    scene.screenshots.capture(&app, "backups-downloading-unknown").await?;
    app.click_in_row("Everything", "Cancel").await?;
    app.click_in("//dialog", "Cancel backup").await?;
    app.wait_for_text("You cancelled this").await?;
    scene.sim.set(|switches| switches.content_length = true);
    scene.back_up(&app, "Everything").await?;
    app.wait_for_text("left").await?;
    app.wait_for_text("kB/s").await?;
    scene.screenshots.capture(&app, "backups-downloading").await?;
    app.click_in_row("Everything", "Cancel").await?;
    app.click_in("//dialog", "Cancel backup").await?;
    app.wait_for_text("You cancelled this").await?;
    scene.sim.set(|switches| switches.rate = 0);
    scene.back_up(&app, "Everything").await?;
    app.wait_for_text("Saved and verified").await?;
    scene.screenshots.capture(&app, "backups-saved").await?;
    app.click_in_row("Everything", "See what came").await?;
    app.wait_for_text("Worth a look").await?;
    scene.screenshots.capture(&app, "backup-contents").await?;
    app.close().await
}

/// Importing an export with many files.
pub(super) async fn unpacking(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let mut plan = Plan::new(3, 20_000, jiff::Timestamp::now());
    (plan.padding_files, plan.padding_bytes) = (3_000, 20_000);
    let app = scene.signed_in().await?;
    // A file for each picture: the same one is not saved twice.
    let number = Cell::new(0);
    scene
        .screenshots
        .capture_transient(&app, "opened-unpacking", ("//li", " files"), async || {
            if number.get() > 0 {
                app.click("Dismiss").await?;
            }
            number.set(number.get() + 1);
            let file = scene.desktop.home().join(format!("TikTok_Data_177300297{}.zip", number.get()));
            write_zip(&Plan { seed: number.get(), ..plan.clone() }, File::create(&file)?)?;
            scene.open_in_running_app(&file)
        })
        .await?;
    app.wait_until_gone("Cancel").await?;
    scene.screenshots.capture(&app, "opened").await?;
    app.close().await
}

/// TikTok cannot be reached.
pub(super) async fn offline(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let app = scene.signed_in().await?;
    scene.sim.set(|switches| switches.prepare_seconds = 86_400);
    scene.back_up(&app, "Everything").await?;
    app.wait_for_text("so far, usually a few minutes").await?;
    scene.sim.stop().await;
    app.click("Check now").await?;
    app.wait_for_text("No connection").await?;
    builder.screenshots.capture(&app, "backups-offline").await?;
    app.close().await
}
