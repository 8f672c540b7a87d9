//! Journeys under way.

use std::fs::File;

use satchel_sim::export::{Plan, write_zip};
use satchel_stage::Trouble;

use crate::scene::Kit;

/// From asking to saved, with others beside it.
pub(super) async fn several(kit: &Kit) -> Result<(), Trouble> {
    let mut scene = kit.scene().await?;
    let app = scene.signed_in().await?;
    scene.sim.set(|switches| switches.prepare_seconds = 86_400);
    scene.back_up(&app, "Activity").await?;
    app.until("so far, usually a few minutes").await?;
    scene.camera.shoot(&app, "backups-preparing").await?;
    scene.sim.set(|switches| {
        switches.prepare_seconds = 0;
        switches.rate = 6_000;
        switches.content_length = true;
    });
    scene.back_up(&app, "Everything").await?;
    app.until("kB/s").await?;
    scene.sim.set(|switches| switches.prepare_seconds = 86_400);
    app.press_in_row("Posts & profile", "Posts").await?;
    scene.back_up(&app, "Posts & profile").await?;
    app.press_in_row("Direct messages", "Keep fresh").await?;
    app.back_up("Direct messages").await?;
    app.until("Waiting for your browser").await?;
    scene.camera.shoot(&app, "backups-several").await?;
    scene.refuse().await?;
    app.press_in_row("Activity", "Cancel").await?;
    app.until("You cancelled this").await?;
    scene.camera.shoot(&app, "backups-cancelled").await?;
    app.close().await
}

/// With and without a known length; then saved.
pub(super) async fn downloading(kit: &Kit) -> Result<(), Trouble> {
    let mut scene = kit.scene().await?;
    let app = scene.signed_in().await?;
    scene.sim.set(|switches| switches.rate = 40_000);
    scene.back_up(&app, "Everything").await?;
    app.until("kB/s").await?;
    scene.camera.shoot(&app, "backups-downloading-unknown").await?;
    app.press_in_row("Everything", "Cancel").await?;
    app.until("You cancelled this").await?;
    scene.sim.set(|switches| switches.content_length = true);
    scene.back_up(&app, "Everything").await?;
    app.until("left").await?;
    app.until("kB/s").await?;
    scene.camera.shoot(&app, "backups-downloading").await?;
    app.press_in_row("Everything", "Cancel").await?;
    app.until("You cancelled this").await?;
    scene.sim.set(|switches| switches.rate = 0);
    scene.back_up(&app, "Everything").await?;
    app.until("Saved and verified").await?;
    scene.camera.shoot(&app, "backups-saved").await?;
    app.close().await
}

/// An export with a great many files is opened again and again.
pub(super) async fn unpacking(kit: &Kit) -> Result<(), Trouble> {
    let mut scene = kit.scene().await?;
    let file = scene.desk.home().join("TikTok_Data_1773002972.zip");
    let mut plan = Plan::new(3, 20_000, jiff::Timestamp::now());
    (plan.padding_files, plan.padding_bytes) = (3_000, 20_000);
    write_zip(&plan, File::create(&file)?)?;
    let app = scene.signed_in().await?;
    scene.camera.catch(&app, "opened-unpacking", ("//li", " files"), async || scene.hand_over(&file)).await?;
    app.until_gone("Cancel").await?;
    scene.camera.shoot(&app, "opened").await?;
    app.close().await
}

/// TikTok cannot be reached.
pub(super) async fn offline(kit: &Kit) -> Result<(), Trouble> {
    let mut scene = kit.scene().await?;
    let app = scene.signed_in().await?;
    scene.sim.set(|switches| switches.prepare_seconds = 86_400);
    scene.back_up(&app, "Everything").await?;
    app.until("so far, usually a few minutes").await?;
    scene.sim.stop().await;
    app.press("Check now").await?;
    app.until("No connection").await?;
    kit.camera.shoot(&app, "backups-offline").await?;
    app.close().await
}
