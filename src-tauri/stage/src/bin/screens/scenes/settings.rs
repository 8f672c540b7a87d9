//! Settings, with the appearance chosen as a person chooses it, and newer versions as they come up there.

use satchel_stage::{App, Release, Releases, Trouble};

use crate::camera::Camera;
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

const NOTES: &str = "\
Added

- Chats can be printed, one year to a page, with the pictures that the export holds.
- The overview compares two years.
- Search knows Korean.

Fixed

- A backup that was moved by hand is found again.
- The day list keeps its place when the window is made smaller.
- Exports of 2021 in Dutch no longer lose the names of groups.
";

/// Newer versions: asked for, offered, on their way, damaged, out of reach.
pub(super) async fn updates(kit: &Kit) -> Result<(), Trouble> {
    let mut scene = kit.scene().await?;
    let releases = Releases::open().await?;
    scene.desk.set("SATCHEL_UPDATE_URL", releases.address());
    scene.desk.set("SATCHEL_UPDATE_KEY", releases.key()?);
    let app = scene.signed_in().await?;
    app.press("Settings").await?;
    let camera = scene.camera;
    shoot(&camera, &app, "updates").await?;

    let package = vec![0; 24 << 20];
    let release = Release {
        version: "0.2.0".into(),
        notes: NOTES.into(),
        package: package.into(),
        pause: std::time::Duration::from_millis(60),
        ..Release::default()
    };
    releases.announce(release.clone());
    app.press("Check for updates").await?;
    app.until("is available").await?;
    shoot(&camera, &app, "updates-available").await?;

    app.press("Download and install").await?;
    app.until("of 25.2 MB").await?;
    shoot(&camera, &app, "updates-downloading").await?;
    app.until("does not come from Satchel’s makers").await?;
    shoot(&camera, &app, "updates-untrusted").await?;

    releases.announce(Release { version: "0.1.0".into(), ..release });
    app.press("Try again").await?;
    app.until("You have the newest version").await?;
    shoot(&camera, &app, "updates-none").await?;
    releases.close();
    app.press("Check for updates").await?;
    app.until("could not find out").await?;
    shoot(&camera, &app, "updates-unreachable").await?;
    app.close().await
}

/// With the end of the page in view, whatever the window's size.
async fn shoot(camera: &Camera, app: &App, name: &str) -> Result<(), Trouble> {
    app.script(
        "const page = document.querySelector('.page'); const end = () => page.scrollTo(0, 9999); \
         onresize = () => requestAnimationFrame(end); end()",
    )
    .await?;
    camera.shoot(app, name).await
}
