//! The library, and links to TikTok.

use std::fs;

use rusqlite::Connection;
use satchel_e2e_harness::Error;

use crate::scene::{Scene, SceneBuilder, wait_for_problem};
use crate::scenes::backups::BACKUPS;

/// A library that cannot be opened, and one that is damaged while it is open.
pub(in crate::scenes) async fn library(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    BACKUPS[0].write(&scene.desktop.backups())?;
    let app = scene.start(&[]).await?;
    app.wait_for_text("Overview").await?;
    app.wait_until_gone("Reading").await?;
    records(&scene)?.execute_batch("DROP TABLE histogram; DROP TABLE record")?;
    app.click("Watch history").await?;
    scene.show(&app, "problem-library", &["libraryUnusable"]).await?;
    app.close().await
}

/// The file of records of the only library.
fn records(scene: &Scene) -> Result<Connection, Error> {
    let folder = scene.desktop.home().join(".local/share/satchel/library");
    for library in fs::read_dir(folder)?.flatten() {
        let file = library.path().join("records.db");
        if file.is_file() {
            return Ok(Connection::open(file)?);
        }
    }
    Err("no file with records".into())
}

/// Records that are gone or have lost their link, a computer without a browser, and the demo's links.
pub(in crate::scenes) async fn links(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    BACKUPS[0].write(&scene.desktop.backups())?;
    let app = scene.start_from("PATH=/nonexistent; export PATH; exec \"$APP\" \"$@\"", &[]).await?;
    app.wait_for_text("Overview").await?;
    app.wait_until_gone("Reading").await?;
    app.click("Watch history").await?;
    let first = "//main//*[@role='row' and @aria-rowindex='1']";
    app.click_in(first, "Open on TikTok").await?;
    app.click("Open it").await?;
    scene.show(&app, "problem-no-browser", &["noBrowser"]).await?;
    let records = records(&scene)?;
    records.execute("UPDATE record SET item = NULL, link = NULL", [])?;
    app.click_in(first, "Open on TikTok").await?;
    scene.show(&app, "problem-link-unknown", &["linkUnknown"]).await?;
    records.execute("DELETE FROM record", [])?;
    app.click_in(first, "Open on TikTok").await?;
    scene.show(&app, "problem-record-gone", &["recordGone"]).await?;
    app.close().await?;

    let mut scene = builder.scene().await?;
    let app = scene.start(&[]).await?;
    app.click("Look around with a demo account").await?;
    app.back_up("Everything").await?;
    scene.allow().await?;
    app.wait_for_text("Saved and verified").await?;
    app.click("Watch history").await?;
    app.click_in(first, "Open on TikTok").await?;
    app.click("Open it").await?;
    wait_for_problem(&app, "demoLink").await?;
    scene.screenshots.capture(&app, "problem-demo-link").await?;
    app.close().await
}
