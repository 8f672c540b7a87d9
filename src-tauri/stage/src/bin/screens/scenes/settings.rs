//! Settings, with the appearance chosen as a person chooses it.

use satchel_stage::Trouble;

use crate::scene::Kit;

pub(super) async fn settings(kit: &Kit) -> Result<(), Trouble> {
    let mut scene = kit.scene().await?;
    let app = scene.signed_in().await?;
    app.press("Settings").await?;
    app.press("Dark").await?;
    app.until("Version").await?;
    scene.camera.shoot(&app, "settings").await?;
    app.script("document.querySelector('.page').scrollTo(0, 9999)").await?;
    scene.camera.shoot(&app, "settings-end").await?;
    app.close().await
}
