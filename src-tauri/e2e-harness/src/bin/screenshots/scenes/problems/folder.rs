//! The backup folder, free space, and Satchel's own files.

use std::fs;

use satchel_e2e_harness::{App, Error};

use super::stored::ledger;
use crate::scene::{Scene, SceneBuilder, wait_for_problem};

/// Starts the app after a command that changes how the backup folder, `$0`, is mounted. Only the app sees that.
async fn start_mounted(scene: &mut Scene, mount: &str) -> Result<App, Error> {
    let folder = scene.desktop.backups();
    fs::create_dir_all(&folder)?;
    let script = format!(
        "exec unshare --user --map-root-user --mount sh -c '{mount} && exec \"$@\"' '{}' \"$APP\" \"$@\"",
        folder.display()
    );
    scene.start_from(&script, &[]).await
}

pub(in crate::scenes) async fn folder(builder: &SceneBuilder) -> Result<(), Error> {
    // A volume with less free space than Satchel leaves.
    let mut scene = builder.scene().await?;
    let app = start_mounted(&mut scene, "mount -t tmpfs -o size=70m none \"$0\"").await?;
    app.click("Connect TikTok").await?;
    scene.answer(&satchel_sim::Consent::default()).await?;
    scene.sim.set(|switches| {
        switches.content_length = true;
        (switches.padding_files, switches.padding_bytes) = (30, 1 << 20);
    });
    scene.request(&app, "Everything").await?;
    wait_for_problem(&app, "diskFull").await?;
    scene.screenshots.capture(&app, "problem-disk-full").await?;
    app.close().await?;

    // A folder that cannot be written to.
    let mut scene = builder.scene().await?;
    let app = scene.connected().await?;
    scene.request(&app, "Activity").await?;
    app.wait_for_text("Saved and verified").await?;
    app.close().await?;
    let read_only = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\"";
    let app = start_mounted(&mut scene, read_only).await?;
    scene.request(&app, "Everything").await?;
    scene.show(&app, "problem-folder-not-writable", &["folderNotWritable"]).await?;
    app.close().await?;

    // The drive of the folder is disconnected, and a backup is started all the same.
    let mut scene = builder.scene().await?;
    let drive = scene.desktop.home().join("Drive/TikTok");
    fs::create_dir_all(&drive)?;
    let settings = scene.desktop.home().join(".local/share/satchel/settings.json");
    fs::create_dir_all(settings.parent().ok_or("no folder")?)?;
    fs::write(&settings, serde_json::json!({ "folder": drive }).to_string())?;
    fs::remove_dir_all(&drive)?;
    let app = scene.connected().await?;
    scene.request(&app, "Activity").await?;
    app.wait_for_text_in(&super::row("Activity"), "backup folder").await?;
    scene.show(&app, "problem-folder-missing", &["folderMissing"]).await?;
    app.close().await
}

pub(in crate::scenes) async fn own_files(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let app = scene.connected().await?;
    let other = rusqlite::Connection::open(ledger(&scene))?;
    other
        .execute_batch("CREATE TRIGGER full BEFORE UPDATE ON jobs BEGIN SELECT RAISE(ABORT, 'full'); END")?;
    scene.request(&app, "Activity").await?;
    scene.show(&app, "problem-own-files-not-writable", &["ownFilesNotWritable"]).await?;
    drop(other);
    app.close().await?;
    fs::write(ledger(&scene), "not a database, but long enough to be taken for one".repeat(200))?;
    let app = scene.start(&[]).await?;
    wait_for_problem(&app, "ownFilesDamaged").await?;
    scene.screenshots.capture(&app, "problem-own-files-damaged").await?;
    app.close().await
}
