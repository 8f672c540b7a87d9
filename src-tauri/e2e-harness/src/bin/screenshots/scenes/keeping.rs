//! Keeping backups: restoring files, the same archive again, a folder of other things.

use std::fs;

use satchel_e2e_harness::Error;
use satchel_export_gen::{Plan, write_zip};

use super::backups::BACKUPS;
use crate::scene::SceneBuilder;

pub(super) async fn keeping(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let backup = BACKUPS[0].write(&scene.desktop.backups())?;
    let app = scene.start(&[]).await?;
    app.wait_for_text("Your backups").await?;
    app.wait_until_gone("Not read yet").await?;
    app.wait_until_gone("Reading").await?;

    fs::write(backup.join("data/export/user_data_tiktok.json"), "{}")?;
    app.click_in("//tbody/tr[1]", "More").await?;
    app.click("Check now").await?;
    app.wait_for_text("file changed").await?;
    app.click_in("//tbody/tr[1]", "More").await?;
    app.click("Show what changed…").await?;
    app.wait_for_text("Restore from the archive").await?;
    scene.screenshots.capture(&app, "keeping-changed").await?;
    app.click("Restore from the archive").await?;
    app.wait_for_text("Verified").await?;
    scene.screenshots.capture(&app, "keeping-restored").await?;

    let downloads = scene.desktop.home().join("Downloads");
    fs::create_dir_all(&downloads)?;
    let plan = Plan::new(7, 2_000, "2026-10-03T12:00:00Z".parse()?);
    write_zip(&plan, fs::File::create(downloads.join("TikTok_Data_1790000000.zip"))?)?;
    for name in ["invoice-2026-09.pdf", "holiday.jpg", "holiday (1).jpg", "setup-4.2.1.exe", "letter.odt"] {
        fs::write(downloads.join(name), name)?;
    }
    scene.open_in_running_app(&downloads)?;
    app.wait_for_text("that are not part of a TikTok export").await?;
    scene.screenshots.capture(&app, "keeping-folder-question").await?;
    app.click("Copy the export").await?;
    app.wait_for_text("Saved and verified").await?;
    app.click("Dismiss").await?;
    let zip = downloads.join("TikTok_Data_1790000000.zip");
    scene.open_in_running_app(&zip)?;
    app.wait_for_text("Saved and verified").await?;
    app.click("Dismiss").await?;
    scene.open_in_running_app(&zip)?;
    app.wait_for_text("You already have this").await?;
    scene.screenshots.capture(&app, "keeping-already-saved").await?;
    app.close().await
}
