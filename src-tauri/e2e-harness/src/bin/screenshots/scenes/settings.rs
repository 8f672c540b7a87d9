//! Settings and updates.

use satchel_e2e_harness::{App, Error, Release, Releases};

use crate::capture::Screenshots;
use crate::scene::{SceneBuilder, wait_for_problem};

pub(super) async fn settings(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let app = scene.signed_in().await?;
    app.click("Settings").await?;
    for (word, theme) in [("Light", "light"), ("Dark", "dark")] {
        app.click(word).await?;
        app.find(&format!("[data-theme={theme}]")).await?;
        scene.screenshots.capture_theme(theme, &app, "settings").await?;
        app.script("document.querySelector('.page').scrollTo(0, 9999)").await?;
        scene.screenshots.capture_theme(theme, &app, "settings-end").await?;
        app.script("document.querySelector('.page').scrollTo(0, 0)").await?;
    }
    println!("settings");
    app.close().await
}

const NOTES: &str = "\
Added

- Chats can be printed, one year to a page, with the pictures of the export.
- The overview compares two years.
- Search knows Korean.

Fixed

- A backup that was moved by hand is found again.
- The day list keeps its place when the window is made smaller.
- Exports of 2021 in Dutch no longer lose the names of groups.
";

/// Updates: available, downloading, none, and all their problems. The app is a copy, which can be moved away.
pub(super) async fn updates(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let releases = Releases::start().await?;
    scene.desktop.set("SATCHEL_UPDATE_URL", releases.address());
    scene.desktop.set("SATCHEL_UPDATE_KEY", releases.key()?);
    let (app, copy) = scene.signed_in_to_copy().await?;
    app.click("Settings").await?;
    let screenshots = scene.screenshots;
    capture(&screenshots, &app, "updates").await?;
    app.click("Check for updates").await?;
    wait_for_problem(&app, "updateUnclear").await?;
    capture(&screenshots, &app, "updates-unclear").await?;

    let package = vec![0; 24 << 20];
    let release = Release {
        version: "0.2.0".into(),
        notes: NOTES.into(),
        package: package.into(),
        pause: std::time::Duration::from_millis(60),
        ..Release::default()
    };
    releases.publish(release.clone());
    app.click("Try again").await?;
    app.wait_for_text("is available").await?;
    capture(&screenshots, &app, "updates-available").await?;

    app.click("Download and install").await?;
    app.wait_for_text("of 25.2 MB").await?;
    capture(&screenshots, &app, "updates-downloading").await?;
    app.wait_for_text("does not come from Satchel’s makers").await?;
    capture(&screenshots, &app, "updates-untrusted").await?;

    let small = Release { package: vec![7; 1 << 20].into(), ..release.clone() };
    let small = Release { signature: releases.sign(&small.version, &small.package)?, ..small };
    releases.publish(Release { is_truncated: true, ..small.clone() });
    app.click("Try again").await?;
    app.click("Download and install").await?;
    wait_for_problem(&app, "updateBroken").await?;
    capture(&screenshots, &app, "updates-broken").await?;
    releases.publish(small);
    std::fs::rename(&copy, copy.with_extension("moved"))?;
    app.click("Try again").await?;
    wait_for_problem(&app, "updateNotWritten").await?;
    capture(&screenshots, &app, "updates-not-written").await?;

    // The update that was found before is downloaded once more, and does not fit its signature any more.
    releases.publish(Release { version: "0.1.0".into(), ..release });
    app.click("Try again").await?;
    wait_for_problem(&app, "updateUntrusted").await?;
    app.click("Try again").await?;
    app.wait_for_text("You have the newest version").await?;
    capture(&screenshots, &app, "updates-none").await?;
    releases.stop();
    app.click("Check for updates").await?;
    app.wait_for_text("could not find out").await?;
    capture(&screenshots, &app, "updates-unreachable").await?;
    app.close().await
}

/// Captures the end of the page at each window size.
async fn capture(screenshots: &Screenshots, app: &App, name: &str) -> Result<(), Error> {
    app.script(
        "const page = document.querySelector('.page'); const end = () => page.scrollTo(0, 9999); \
         onresize = () => requestAnimationFrame(end); end()",
    )
    .await?;
    screenshots.capture(app, name).await
}
