//! The library: every view of it, with the demo's own account.

use satchel_stage::{App, Trouble};

use super::kept::BAGS;
use crate::scene::Kit;

/// Entries of the sidebar and the names of their pictures.
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
    ("Settings & profile", "facts"),
];

pub(super) async fn library(kit: &Kit) -> Result<(), Trouble> {
    let mut scene = kit.scene().await?;
    BAGS[0].write(&scene.desk.backups())?;
    let app = scene.start(&[]).await?;
    app.until("Overview").await?;
    app.until_gone("Reading").await?;
    open(&app, "Overview").await?;
    app.until("On this day").await?;
    scene.camera.shoot(&app, "library-overview").await?;
    for (label, name) in VIEWS {
        open(&app, label).await?;
        scene.camera.shoot(&app, &format!("library-{name}")).await?;
    }
    open(&app, "Messages").await?;
    scene.camera.shoot(&app, "library-messages").await?;
    open(&app, "Other sections").await?;
    scene.camera.shoot(&app, "library-other").await?;
    app.script(
        "window.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }))",
    )
    .await?;
    app.find("[role=combobox]").await?.send_keys("schön").await?;
    app.find("mark").await?;
    scene.camera.shoot(&app, "library-search").await?;
    app.find("[role=combobox]").await?.send_keys("\u{e00c}").await?;
    open(&app, "Backups").await?;
    app.until("Your backups").await?;
    scene.camera.shoot(&app, "backups-records").await?;
    app.script("document.querySelector('tbody button.name').click()").await?;
    app.until("records read").await?;
    scene.camera.shoot(&app, "backup-detail").await?;
    app.close().await
}

/// Opens an entry of the sidebar, and waits until its page has no more placeholders.
async fn open(app: &App, label: &str) -> Result<(), Trouble> {
    app.script(&format!(
        "[...document.querySelectorAll('nav a, nav button, aside a, aside button')]
           .find((each) => (each.getAttribute('aria-label') ?? each.textContent).trim().startsWith('{label}'))?.click()"
    ))
    .await?;
    tokio::time::sleep(std::time::Duration::from_millis(900)).await;
    Ok(())
}
