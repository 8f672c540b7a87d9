//! Exports of two people, of whom the second is asked about.

use std::fs::File;

use satchel_e2e_harness::Error;
use satchel_export_gen::{Plan, write_zip};

use crate::scene::SceneBuilder;

pub(super) async fn people(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let maren = Plan::new(7, 20_000, jiff::Timestamp::now());
    let jonas = Plan { persona: "jonas", ..Plan::new(11, 9_000, jiff::Timestamp::now()) };
    let files = ["maren.zip", "jonas.zip"].map(|name| scene.desktop.home().join(name));
    for (plan, file) in [maren, jonas].iter().zip(&files) {
        write_zip(plan, File::create(file)?)?;
    }
    let app = scene.start(&[files[0].to_str().ok_or("not UTF-8")?]).await?;
    app.wait_for_text("Verified").await?;
    scene.open_in_running_app(&files[1])?;
    app.wait_for_text("Whose data is this?").await?;
    app.wait_until_gone("Reading").await?;
    scene.screenshots.capture(&app, "people-question").await?;
    app.click("maren.haverkamp").await?;
    scene.screenshots.capture(&app, "people-switcher").await?;
    app.click("jonas.lindqvist.byggt").await?;
    app.wait_for_text("Backups of").await?;
    scene.screenshots.capture(&app, "people-switched").await?;
    app.close().await
}
