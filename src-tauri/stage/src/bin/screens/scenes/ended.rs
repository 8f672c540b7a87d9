//! Journeys that came to nothing, each with what is safe and what to do next.

use std::time::Duration;

use satchel_sim::{DownloadBody, hostile};
use satchel_stage::Trouble;

use crate::scene::Kit;

/// Broken off, no archive, and damaged: three kinds of trouble on one page.
pub(super) async fn broken(kit: &Kit) -> Result<(), Trouble> {
    let mut scene = kit.scene().await?;
    let app = scene.signed_in().await?;
    scene.sim.set(|switches| switches.truncate_next = 3);
    scene.back_up(&app, "Everything").await?;
    app.until("The download broke off three times").await?;
    scene.camera.shoot(&app, "backups-broken-off").await?;
    scene.sim.set(|switches| switches.download_body = DownloadBody::HtmlPage);
    scene.back_up(&app, "Activity").await?;
    app.until("What TikTok sent is not an archive").await?;
    scene.sim.set(|switches| switches.download_body = DownloadBody::Zip);
    scene.sim.serve_archive(Some(&hostile::zip(&hostile::Kind::CrcMismatch)))?;
    scene.back_up(&app, "Direct messages").await?;
    app.until("The archive is damaged").await?;
    scene.sim.serve_archive(None)?;
    scene.sim.set(|switches| switches.lose_add_next = 1);
    scene.back_up(&app, "Posts & profile").await?;
    app.until("TikTok may have accepted this").await?;
    scene.camera.shoot(&app, "backups-failed").await?;
    app.press_in_row("Everything", "Details").await?;
    scene.camera.shoot(&app, "backups-details").await?;
    app.close().await
}

/// TikTok deleted the archive before it was fetched.
pub(super) async fn expired(kit: &Kit) -> Result<(), Trouble> {
    let mut scene = kit.scene().await?;
    let app = scene.signed_in().await?;
    scene.sim.set(|switches| switches.truncate_next = 3);
    scene.back_up(&app, "Everything").await?;
    app.until("The download broke off three times").await?;
    scene.sim.advance(Duration::from_hours(24 * 5));
    app.press_in_row("Everything", "Try again").await?;
    app.until("TikTok deleted this archive after four days").await?;
    scene.camera.shoot(&app, "backups-expired").await?;
    app.close().await
}

/// A zip of pictures, opened by a person who has no account here.
pub(super) async fn wrong_file(kit: &Kit) -> Result<(), Trouble> {
    let mut scene = kit.scene().await?;
    let file = scene.desk.home().join("holiday-photos-2024-final.zip");
    std::fs::write(&file, hostile::zip(&hostile::Kind::NotAnExport))?;
    let app = scene.start(&[&file.to_string_lossy()]).await?;
    app.until("This is not a TikTok export").await?;
    scene.camera.shoot(&app, "wrong-file").await?;
    app.press("How to get an export from TikTok").await?;
    app.until("Ask for all data").await?;
    scene.camera.shoot(&app, "how-to").await?;
    app.press("Close").await?;
    app.press("Dismiss").await?;
    app.close().await
}
