//! The backups there are: sound, changed, damaged, being checked, and out of reach.

use std::fs;

use satchel_sim::export::Category;
use satchel_stage::Trouble;

use crate::bags::Bag;
use crate::scene::Kit;

/// A person's last year.
pub(super) const BAGS: [Bag; 4] = [
    Bag {
        days: 21,
        name: "Everything",
        kind: Some("everything"),
        categories: &[Category::AllData],
        records: 86_000,
        padding: 0,
    },
    Bag {
        days: 100,
        name: "Direct messages",
        kind: Some("directMessages"),
        categories: &[Category::DirectMessage],
        records: 86_000,
        padding: 0,
    },
    Bag {
        days: 203,
        name: "Opened export",
        kind: None,
        categories: &[Category::AllData],
        records: 52_000,
        padding: 0,
    },
    Bag {
        days: 314,
        name: "Everything a year ago",
        kind: Some("everything"),
        categories: &[Category::AllData],
        records: 71_000,
        padding: 0,
    },
];

/// Takes long enough to check that a picture can be taken.
const LARGE: Bag = Bag {
    days: 330,
    name: "Activity",
    kind: Some("activity"),
    categories: &[Category::Activity],
    records: 40_000,
    padding: 8_000,
};

pub(super) async fn kept(kit: &Kit) -> Result<(), Trouble> {
    let mut scene = kit.scene().await?;
    let folders = BAGS.iter().map(|bag| bag.write(&scene.desk.backups())).collect::<Result<Vec<_>, _>>()?;
    LARGE.write(&scene.desk.backups())?;
    let app = scene.start(&[]).await?;
    app.until("Your backups").await?;
    scene.camera.shoot(&app, "backups-not-connected").await?;
    fs::write(folders[1].join("data/export/notes.txt"), "mine")?;
    fs::write(folders[1].join("bag-info.txt"), "")?;
    fs::write(folders[3].join("data/archive.zip"), "not what it was")?;
    for (row, words) in [(1, "Verified"), (2, "files changed"), (4, "Archive damaged")] {
        app.press_in(&format!("//tbody/tr[{row}]"), "More").await?;
        app.press("Check now").await?;
        app.until(words).await?;
    }
    scene.camera.shoot(&app, "backups-checked").await?;
    app.press_in("//tbody/tr[2]", "More").await?;
    app.until("Show what changed…").await?;
    scene.camera.shoot(&app, "backups-more").await?;
    app.press("Show what changed…").await?;
    app.until("changed after they were saved").await?;
    scene.camera.shoot(&app, "backups-changes").await?;
    app.press("Close").await?;
    app.script("document.querySelector('.page').scrollTo(0, 9999)").await?;
    let last = "//tbody/tr[5]";
    scene
        .camera
        .catch(&app, "backups-checking", (last, " of "), async || {
            app.press_in(last, "More").await?;
            app.press("Check now").await
        })
        .await?;
    app.close().await?;

    // The folder lay on a drive that is not plugged in.
    let elsewhere = scene.desk.home().join("Drive/TikTok");
    fs::create_dir_all(&elsewhere)?;
    let settings = scene.desk.home().join(".local/share/satchel/settings.json");
    fs::write(&settings, serde_json::json!({ "folder": elsewhere }).to_string())?;
    fs::remove_dir_all(&elsewhere)?;
    let app = scene.start(&[]).await?;
    app.until("The backup folder is not there").await?;
    scene.camera.shoot(&app, "welcome-folder-gone").await?;
    app.press("Connect TikTok").await?;
    scene.agree().await?;
    app.until("Signed in until").await?;
    scene.camera.shoot(&app, "backups-folder-gone").await?;
    app.close().await
}
