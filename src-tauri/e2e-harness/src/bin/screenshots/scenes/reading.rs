//! An export whose lists and fields have other names than TikTok gives them today.

use std::fs;

use satchel_e2e_harness::Error;
use satchel_export_gen::{Plan, write_json};

use crate::scene::SceneBuilder;

/// Each name with the one that it gets.
const RENAMED: [(&str, &str); 5] = [
    ("\"Watch History\"", "\"Seen Clips\""),
    ("\"VideoList\"", "\"ClipEntries\""),
    ("\"SearchTerm\"", "\"TypedWords\""),
    ("\"Like List\"", "\"Hearts Given\""),
    ("\"LoginHistoryList\"", "\"SessionStarts\""),
];

pub(super) async fn inferred(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let mut export = Vec::new();
    write_json(&Plan::new(7, 20_000, jiff::Timestamp::now()), &mut export)?;
    let mut export = String::from_utf8(export)?;
    for (name, other) in RENAMED {
        export = export.replace(name, other);
    }
    let file = scene.desktop.home().join("user_data_tiktok.json");
    fs::write(&file, export)?;
    let app = scene.start(&[file.to_str().ok_or("not UTF-8")?]).await?;
    app.wait_for_text("Verified").await?;
    app.wait_until_gone("Reading").await?;
    app.click("Logins").await?;
    app.wait_for_text("IP address").await?;
    scene.screenshots.capture(&app, "logins-devices").await?;
    app.click("Backups").await?;
    app.script("document.querySelector('tbody button.name').click()").await?;
    app.wait_for_text("records read").await?;
    app.wait_for_text("was read as").await?;
    scene.screenshots.capture(&app, "backup-inferred").await?;
    app.close().await
}
