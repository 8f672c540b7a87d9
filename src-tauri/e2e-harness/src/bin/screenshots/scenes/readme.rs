//! The screenshot of the README: a running backup, a queued one, and existing ones.

use std::time::Duration;

use satchel_e2e_harness::Error;

use super::backups::BACKUPS;
use crate::scene::SceneBuilder;

pub(super) async fn readme(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    for bag in &BACKUPS {
        bag.write(&scene.desktop.backups())?;
    }
    let app = scene.start(&[]).await?;
    app.wait_for_text("Your backups").await?;
    app.wait_until_gone("Not read yet").await?;
    app.wait_until_gone("Reading").await?;
    for row in 1..=3 {
        app.click_in(&format!("//tbody/tr[{row}]"), "More").await?;
        app.click("Check now").await?;
        app.wait_for_text_in(&format!("//tbody/tr[{row}]"), "Verified").await?;
    }
    scene.sim.set(|switches| {
        switches.content_length = true;
        (switches.padding_files, switches.padding_bytes) = (40, 2 << 20);
        switches.rate = 2_100_000;
    });
    scene.back_up(&app, "Everything").await?;
    app.wait_for_text("MB/s").await?;
    scene.back_up(&app, "Activity").await?;
    app.wait_for_text("Queued. Satchel requests this once").await?;
    // The progress bar should be visibly filled.
    tokio::time::sleep(Duration::from_secs(9)).await;
    scene.screenshots.capture(&app, "readme").await?;
    app.close().await
}
