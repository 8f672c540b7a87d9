//! What the README shows: a backup under way, and a year of earlier ones.

use std::time::Duration;

use satchel_stage::Trouble;

use super::kept::BAGS;
use crate::scene::Kit;

pub(super) async fn readme(kit: &Kit) -> Result<(), Trouble> {
    let mut scene = kit.scene().await?;
    for bag in &BAGS {
        bag.write(&scene.desk.backups())?;
    }
    let app = scene.start(&[]).await?;
    for row in 1..=3 {
        app.press_in(&format!("//tbody/tr[{row}]"), "More").await?;
        app.press("Check now").await?;
        app.until_in(&format!("//tbody/tr[{row}]"), "Verified").await?;
    }
    scene.sim.set(|switches| {
        switches.content_length = true;
        (switches.padding_files, switches.padding_bytes) = (40, 2 << 20);
        switches.rate = 2_100_000;
    });
    scene.back_up(&app, "Everything").await?;
    app.until("MB/s").await?;
    scene.sim.set(|switches| switches.prepare_seconds = 86_400);
    scene.back_up(&app, "Activity").await?;
    app.until("so far, usually a few minutes").await?;
    // Far enough for a bar that looks like one.
    tokio::time::sleep(Duration::from_secs(9)).await;
    scene.camera.shoot(&app, "readme").await?;
    app.close().await
}
