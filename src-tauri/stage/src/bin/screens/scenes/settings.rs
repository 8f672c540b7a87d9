//! Settings, with the appearance chosen as a person chooses it.

use satchel_stage::Trouble;

use crate::scene::Kit;

pub(super) async fn settings(kit: &Kit) -> Result<(), Trouble> {
    let mut scene = kit.scene().await?;
    let app = scene.signed_in().await?;
    app.press("Settings").await?;
    for (word, theme) in [("Light", "light"), ("Dark", "dark")] {
        app.press(word).await?;
        app.find(&format!("[data-theme={theme}]")).await?;
        scene.camera.shoot_in(theme, &app, "settings").await?;
        app.script("document.querySelector('.page').scrollTo(0, 9999)").await?;
        scene.camera.shoot_in(theme, &app, "settings-end").await?;
        app.script("document.querySelector('.page').scrollTo(0, 0)").await?;
    }
    println!("settings");
    app.close().await
}
