//! What the README shows: a backup under way, and a year of earlier ones.

use satchel_stage::Trouble;

use super::kept::BAGS;
use crate::scene::Kit;

pub(super) async fn readme(kit: &Kit) -> Result<(), Trouble> {
    let mut scene = kit.scene().await?;
    for bag in &BAGS {
        bag.write(&scene.desk.backups())?;
    }
    let app = scene.signed_in().await?;
    for row in 1..=3 {
        app.press_in(&format!("//tbody/tr[{row}]"), "More").await?;
        app.press("Check now").await?;
        app.until_in(&format!("//tbody/tr[{row}]"), "Verified").await?;
    }
    scene.sim.set(|switches| switches.prepare_seconds = 86_400);
    scene.back_up(&app, "Activity").await?;
    app.until("so far, usually a few minutes").await?;
    scene.sim.set(|switches| {
        switches.prepare_seconds = 0;
        switches.content_length = true;
        (switches.padding_files, switches.padding_bytes) = (12, 2 << 20);
        switches.rate = 2_400_000;
    });
    scene.back_up(&app, "Everything").await?;
    app.until("MB/s").await?;
    scene.camera.shoot(&app, "readme").await?;
    app.close().await
}
