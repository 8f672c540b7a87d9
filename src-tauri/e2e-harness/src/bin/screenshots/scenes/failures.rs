//! Failed jobs.

use std::time::Duration;

use satchel_e2e_harness::Error;
use satchel_export_gen::hostile;
use satchel_sim::DownloadBody;

use crate::scene::SceneBuilder;

/// An aborted download, a response that is not an archive, a damaged archive, and a lost response.
pub(super) async fn broken(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let app = scene.signed_in().await?;
    scene.sim.set(|switches| switches.truncate_next = 3);
    scene.back_up(&app, "Everything").await?;
    app.wait_for_text("The download was interrupted three times").await?;
    scene.screenshots.capture(&app, "backups-broken-off").await?;
    scene.sim.set(|switches| switches.download_body = DownloadBody::HtmlPage);
    scene.back_up(&app, "Activity").await?;
    app.wait_for_text("What TikTok sent is not an archive").await?;
    scene.sim.set(|switches| switches.download_body = DownloadBody::Zip);
    scene.sim.serve_archive(Some(&hostile::zip(&hostile::Kind::CrcMismatch)))?;
    scene.back_up(&app, "Direct messages").await?;
    app.wait_for_text("Saved, but incomplete.").await?;
    scene.sim.serve_archive(None)?;
    scene.sim.set(|switches| switches.lose_add_next = 1);
    scene.back_up(&app, "Posts & profile").await?;
    app.wait_for_text("TikTok may already have started this").await?;
    scene.screenshots.capture(&app, "backups-failed").await?;
    app.click_in_row("Everything", "Details").await?;
    scene.screenshots.capture(&app, "backups-details").await?;
    app.close().await
}

/// The archive expired before it was downloaded.
pub(super) async fn expired(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let app = scene.signed_in().await?;
    scene.sim.set(|switches| switches.truncate_next = 3);
    scene.back_up(&app, "Everything").await?;
    app.wait_for_text("The download was interrupted three times").await?;
    scene.sim.advance(Duration::from_hours(24 * 5));
    app.click_in_row("Everything", "Try again").await?;
    app.wait_for_text("TikTok no longer has this archive").await?;
    scene.screenshots.capture(&app, "backups-expired").await?;
    app.close().await
}

/// A zip that is not an export.
pub(super) async fn wrong_file(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let file = scene.desktop.home().join("holiday-photos-2024-final.zip");
    std::fs::write(&file, hostile::zip(&hostile::Kind::NotAnExport))?;
    let app = scene.start(&[&file.to_string_lossy()]).await?;
    app.wait_for_text("This is not a TikTok export").await?;
    scene.screenshots.capture(&app, "wrong-file").await?;
    app.click("How to get an export from TikTok").await?;
    app.wait_for_text("Select all data").await?;
    scene.screenshots.capture(&app, "how-to").await?;
    app.click("Close").await?;
    app.click("Dismiss").await?;
    app.close().await
}
