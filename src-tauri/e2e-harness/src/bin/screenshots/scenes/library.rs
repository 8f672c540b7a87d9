//! All views of the library.

use satchel_e2e_harness::{App, Error};

use super::backups::BACKUPS;
use crate::scene::SceneBuilder;

/// Sidebar entries and the names of their screenshots.
const VIEWS: [(&str, &str); 14] = [
    ("Watch history", "watch"),
    ("Likes", "likes"),
    ("Favourites", "favourites"),
    ("Shares", "shares"),
    ("Searches", "searches"),
    ("Comments", "comments"),
    ("Posts", "posts"),
    ("People", "people"),
    ("Logins", "logins"),
    ("LIVE", "live"),
    ("Shop", "shop"),
    ("Wallet", "wallet"),
    ("Ads", "ads"),
    ("Profile & preferences", "facts"),
];

pub(super) async fn library(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    BACKUPS[0].write(&scene.desktop.backups())?;
    let app = scene.start(&[]).await?;
    app.wait_for_text("Overview").await?;
    app.wait_until_gone("Reading").await?;
    open(&app, "Overview").await?;
    app.wait_for_text("On this day").await?;
    scene.screenshots.capture(&app, "library-overview").await?;
    app.click("Year in review").await?;
    app.wait_for_text("Rhythm").await?;
    scene.screenshots.capture(&app, "library-year").await?;
    for (label, name) in VIEWS {
        open(&app, label).await?;
        scene.screenshots.capture(&app, &format!("library-{name}")).await?;
    }
    open(&app, "Messages").await?;
    scene.screenshots.capture(&app, "library-messages").await?;
    for (label, name) in [("Overview", "overview"), ("Watch history", "watch"), ("Messages", "messages")] {
        open(&app, label).await?;
        press_with_ctrl(&app, "+", 5).await?;
        app.find(":root[style*='200%']").await?;
        scene.screenshots.capture(&app, &format!("library-{name}-200")).await?;
        press_with_ctrl(&app, "0", 1).await?;
        app.find(":root[style*='100%']").await?;
    }
    open(&app, "Other sections").await?;
    scene.screenshots.capture(&app, "library-other").await?;
    press_with_ctrl(&app, "k", 1).await?;
    app.find("[role=combobox]").await?.send_keys("schön").await?;
    app.find("mark").await?;
    scene.screenshots.capture(&app, "library-search").await?;
    app.find("[role=combobox]").await?.send_keys("\u{e00c}").await?;
    open(&app, "Backups").await?;
    app.wait_for_text("Your backups").await?;
    scene.screenshots.capture(&app, "backups-records").await?;
    app.script("document.querySelector('tbody button.name').click()").await?;
    app.wait_for_text("records read").await?;
    scene.screenshots.capture(&app, "backup-detail").await?;
    app.close().await
}

/// Presses a key with Ctrl.
async fn press_with_ctrl(app: &App, key: &str, times: usize) -> Result<(), Error> {
    for _ in 0..times {
        app.script(&format!(
            "window.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', ctrlKey: true, bubbles: true }}))"
        ))
        .await?;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    }
    Ok(())
}

/// Opens a sidebar entry, and waits until its page is loaded.
async fn open(app: &App, label: &str) -> Result<(), Error> {
    app.script(&format!(
        "[...document.querySelectorAll('nav a, nav button, aside a, aside button')]
           .find((each) => (each.getAttribute('aria-label') ?? each.textContent).trim().startsWith('{label}'))?.click()"
    ))
    .await?;
    tokio::time::sleep(std::time::Duration::from_millis(900)).await;
    Ok(())
}
