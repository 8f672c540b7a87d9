//! Existing backups: verified, changed, damaged, being verified, and unavailable.

use std::fs;

use satchel_e2e_harness::Error;
use satchel_export_gen::Category;

use crate::backup_fixture::BackupFixture;
use crate::scene::SceneBuilder;

/// Backups of one year.
pub(super) const BACKUPS: [BackupFixture; 4] = [
    BackupFixture {
        days: 21,
        name: "Everything",
        kind: Some("everything"),
        categories: &[Category::AllData],
        records: 86_000,
        padding: 0,
    },
    BackupFixture {
        days: 100,
        name: "Direct messages",
        kind: Some("directMessages"),
        categories: &[Category::DirectMessage],
        records: 86_000,
        padding: 0,
    },
    BackupFixture {
        days: 203,
        name: "Opened export",
        kind: None,
        categories: &[Category::AllData],
        records: 52_000,
        padding: 0,
    },
    BackupFixture {
        days: 314,
        name: "Everything a year ago",
        kind: Some("everything"),
        categories: &[Category::AllData],
        records: 71_000,
        padding: 0,
    },
];

/// Verification takes long enough to be captured.
const LARGE: BackupFixture = BackupFixture {
    days: 330,
    name: "Activity",
    kind: Some("activity"),
    categories: &[Category::Activity],
    records: 40_000,
    padding: 8_000,
};

pub(super) async fn backups(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let folders =
        BACKUPS.iter().map(|bag| bag.write(&scene.desktop.backups())).collect::<Result<Vec<_>, _>>()?;
    LARGE.write(&scene.desktop.backups())?;
    let app = scene.start(&[]).await?;
    app.wait_for_text("Your backups").await?;
    // The rows move while backups are imported.
    app.wait_until_gone("Not read yet").await?;
    app.wait_until_gone("Reading").await?;
    scene.screenshots.capture(&app, "backups-not-connected").await?;
    fs::write(folders[1].join("data/export/notes.txt"), "mine")?;
    let info = folders[1].join("bag-info.txt");
    fs::write(&info, fs::read_to_string(&info)? + "Contact-Name: somebody\n")?;
    fs::write(folders[3].join("data/archive.zip"), "not what it was")?;
    for (row, words) in [(1, "Verified"), (2, "files changed"), (4, "Archive damaged")] {
        app.click_in(&format!("//tbody/tr[{row}]"), "More").await?;
        app.click("Check now").await?;
        app.wait_for_text(words).await?;
    }
    scene.screenshots.capture(&app, "backups-checked").await?;
    // It closes when the window gets another size.
    let open_menu = async || {
        let is_open = app.script("return document.querySelector('[role=menu]') !== null").await?;
        if is_open == true { Ok(()) } else { app.click_in("//tbody/tr[2]", "More").await }
    };
    scene
        .screenshots
        .capture_transient(&app, "backups-more", ("//*[@role='menu']", "Show what changed…"), &open_menu)
        .await?;
    app.click("Show what changed…").await?;
    app.wait_for_text("changed after they were saved").await?;
    scene.screenshots.capture(&app, "backups-changes").await?;
    app.click("Close").await?;
    app.click_in("//tbody/tr[1]", "More").await?;
    app.click("Delete…").await?;
    app.wait_for_text("Pictures and videos are not compared").await?;
    scene.screenshots.capture(&app, "backups-delete").await?;
    app.click("Cancel").await?;
    app.script("document.querySelector('.page').scrollTo(0, 9999)").await?;
    let last = "//tbody/tr[5]";
    scene
        .screenshots
        .capture_transient(&app, "backups-checking", (last, " of "), async || {
            app.click_in(last, "More").await?;
            app.click("Check now").await
        })
        .await?;
    app.close().await?;

    // The backup folder is on a drive that is not connected.
    let elsewhere = scene.desktop.home().join("Drive/TikTok");
    fs::create_dir_all(&elsewhere)?;
    let settings = scene.desktop.home().join(".local/share/satchel/settings.json");
    fs::write(&settings, serde_json::json!({ "folder": elsewhere }).to_string())?;
    fs::remove_dir_all(&elsewhere)?;
    let app = scene.start(&[]).await?;
    app.wait_for_text("The backup folder is not there").await?;
    scene.screenshots.capture(&app, "welcome-folder-gone").await?;
    app.click("Connect TikTok").await?;
    scene.allow().await?;
    app.wait_for_text("Signed in until").await?;
    scene.screenshots.capture(&app, "backups-folder-gone").await?;
    app.close().await
}
