//! The welcome screen, signing in, and missing requirements.

use satchel_e2e_harness::{Browser, Error};
use satchel_sim::AuthorizeFault;

use crate::scene::SceneBuilder;

pub(super) async fn welcome(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let app = scene.start(&[]).await?;
    app.wait_for_text("Connect TikTok").await?;
    scene.screenshots.capture(&app, "welcome").await?;
    app.script("document.querySelector('.door').focus()").await?;
    scene.screenshots.capture(&app, "welcome-focus").await?;
    app.close().await
}

pub(super) async fn sign_in(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let app = scene.start(&[]).await?;
    app.click("Connect TikTok").await?;
    app.wait_for_text("Waiting for your browser").await?;
    scene.screenshots.capture(&app, "welcome-signing-in").await?;
    app.click("Paste the address you were sent to").await?;
    app.type_into("Address from the browser’s address bar", "https://www.tiktok.com/foryou").await?;
    scene.screenshots.capture(&app, "welcome-paste").await?;
    app.click("Use this address").await?;
    app.wait_for_text("This is not the address of this sign-in").await?;
    scene.screenshots.capture(&app, "welcome-paste-wrong").await?;
    scene.deny().await?;
    app.wait_for_text("You did not allow the sign-in").await?;
    scene.screenshots.capture(&app, "welcome-refused").await?;

    app.click("Dismiss").await?;
    app.click("Connect TikTok").await?;
    scene.allow().await?;
    app.wait_for_text("Signed in until").await?;
    scene.screenshots.capture(&app, "backups-idle").await?;
    app.click_in_row("Direct messages", "Back up").await?;
    app.wait_for_text("Continue to TikTok").await?;
    scene.screenshots.capture(&app, "backups-consent").await?;
    app.click("Continue to TikTok").await?;
    app.wait_for_text("Waiting for your browser").await?;
    scene.screenshots.capture(&app, "backups-signing-in").await?;
    app.click("Paste the address you were sent to").await?;
    scene.screenshots.capture(&app, "backups-paste").await?;
    let browser = Browser::open(&mut scene.desktop).await?;
    scene.screenshots.save("stand-in-consent", &browser.screenshot().await?)?;
    browser.deny().await?;
    app.wait_for_text("You did not allow direct messages").await?;
    scene.screenshots.capture(&app, "backups-refused").await?;
    app.click("Account menu").await?;
    app.wait_for_text("Sign out…").await?;
    scene.screenshots.capture(&app, "account-menu").await?;
    app.click("Sign out…").await?;
    app.wait_for_text("Sign out of").await?;
    scene.screenshots.capture(&app, "sign-out").await?;
    app.click("Sign out").await?;
    app.wait_for_text("Signed out").await?;
    scene.screenshots.capture(&app, "backups-signed-out").await?;
    app.close().await
}

/// Errors that TikTok reports for an app.
pub(super) async fn sign_in_faults(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let app = scene.start(&[]).await?;
    scene.sim.set(|switches| switches.authorize_error = Some(AuthorizeFault::NonSandboxTarget));
    app.click("Connect TikTok").await?;
    scene.allow().await?;
    app.wait_for_text("This key is for testing").await?;
    scene.screenshots.capture(&app, "welcome-not-a-tester").await?;
    app.click("Details").await?;
    scene.screenshots.capture(&app, "welcome-details").await?;
    app.close().await
}

pub(super) async fn no_keychain(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene_with(false, true).await?;
    let app = scene.start(&[]).await?;
    app.click("Connect TikTok").await?;
    app.wait_for_text("Where should your sign-in be kept?").await?;
    scene.screenshots.capture(&app, "keychain-missing").await?;
    app.click("In a file, locked with a passphrase").await?;
    app.click("Continue").await?;
    app.wait_for_text("That is too short").await?;
    scene.screenshots.capture(&app, "keychain-passphrase").await?;
    app.close().await
}

pub(super) async fn locked(builder: &SceneBuilder) -> Result<(), Error> {
    const PASSPHRASE: &str = "sea swimming at night";
    let mut scene = builder.scene_with(false, true).await?;
    let app = scene.start(&[]).await?;
    app.click("Connect TikTok").await?;
    app.click("In a file, locked with a passphrase").await?;
    app.type_into("Passphrase", PASSPHRASE).await?;
    app.type_into("Repeat passphrase", PASSPHRASE).await?;
    app.click("Continue").await?;
    scene.allow().await?;
    app.wait_for_text("Signed in until").await?;
    app.close().await?;
    let app = scene.start(&[]).await?;
    app.wait_for_text("Unlock your sign-in").await?;
    scene.screenshots.capture(&app, "unlock").await?;
    app.type_into("Passphrase", "not this one").await?;
    app.click("Unlock").await?;
    app.wait_for_text("Wrong passphrase").await?;
    scene.screenshots.capture(&app, "unlock-wrong").await?;
    app.click("Not now").await?;
    app.wait_for_text("Your sign-in is locked").await?;
    scene.screenshots.capture(&app, "backups-locked").await?;
    app.close().await
}

pub(super) async fn no_key(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene_with(true, false).await?;
    let app = scene.start(&[]).await?;
    crate::scene::wait_for_problem(&app, "appKeyMissing").await?;
    scene.screenshots.capture(&app, "no-key").await?;
    app.click("How to get an export from TikTok").await?;
    app.wait_for_text("Save a reminder…").await?;
    scene.screenshots.capture(&app, "export-guide").await?;
    app.click("Close").await?;
    app.click("Use your own key").await?;
    app.wait_for_text("Client secret").await?;
    scene.screenshots.capture(&app, "settings-key").await?;
    app.close().await
}

pub(super) async fn demo(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let app = scene.start(&[]).await?;
    app.click("Look around with a demo account").await?;
    app.wait_for_text("This is the demo account").await?;
    scene.screenshots.capture(&app, "demo").await?;
    app.back_up("Everything").await?;
    app.wait_for_text("Waiting for your browser").await?;
    scene.screenshots.capture(&app, "demo-signing-in").await?;
    scene.allow().await?;
    app.wait_for_text("kB/s").await?;
    scene.screenshots.capture(&app, "demo-downloading").await?;
    app.close().await
}
