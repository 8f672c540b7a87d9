//! The first minutes: the doors, signing in, and what can be missing on a computer.

use satchel_sim::AuthorizeFault;
use satchel_stage::{Browser, Trouble};

use crate::scene::Kit;

pub(super) async fn welcome(kit: &Kit) -> Result<(), Trouble> {
    let mut scene = kit.scene().await?;
    let app = scene.start(&[]).await?;
    app.until("Connect TikTok").await?;
    scene.camera.shoot(&app, "welcome").await?;
    app.script("document.querySelector('.door').focus()").await?;
    scene.camera.shoot(&app, "welcome-focus").await?;
    app.close().await
}

pub(super) async fn sign_in(kit: &Kit) -> Result<(), Trouble> {
    let mut scene = kit.scene().await?;
    let app = scene.start(&[]).await?;
    app.press("Connect TikTok").await?;
    app.until("Waiting for your browser").await?;
    scene.camera.shoot(&app, "welcome-signing-in").await?;
    app.press("Paste the address you were sent to").await?;
    app.type_into("Address from the browser’s address bar", "https://www.tiktok.com/foryou").await?;
    scene.camera.shoot(&app, "welcome-paste").await?;
    app.press("Use this address").await?;
    app.until("This is not the address of this sign-in").await?;
    scene.camera.shoot(&app, "welcome-paste-wrong").await?;
    scene.refuse().await?;
    app.until("You did not allow the sign-in").await?;
    scene.camera.shoot(&app, "welcome-refused").await?;

    app.press("Leave it").await?;
    app.press("Connect TikTok").await?;
    scene.agree().await?;
    app.until("Signed in until").await?;
    scene.camera.shoot(&app, "backups-idle").await?;
    app.press_in_row("Direct messages", "Back up").await?;
    app.until("Go back").await?;
    scene.camera.shoot(&app, "backups-consent").await?;
    app.press("Go on to TikTok").await?;
    app.until("Waiting for your browser").await?;
    scene.camera.shoot(&app, "backups-signing-in").await?;
    app.press("Paste the address you were sent to").await?;
    scene.camera.shoot(&app, "backups-paste").await?;
    let browser = Browser::open(&mut scene.desk).await?;
    scene.camera.keep("stand-in-consent", &browser.screenshot().await?)?;
    browser.refuse().await?;
    app.until("You did not allow direct messages").await?;
    scene.camera.shoot(&app, "backups-refused").await?;
    app.press("Switch account").await?;
    app.until("Sign out…").await?;
    scene.camera.shoot(&app, "account-menu").await?;
    app.press("Sign out…").await?;
    app.until("Sign out of").await?;
    scene.camera.shoot(&app, "sign-out").await?;
    app.press("Sign out").await?;
    app.until("Signed out").await?;
    scene.camera.shoot(&app, "backups-signed-out").await?;
    app.close().await
}

/// What TikTok answers to an app that it does not like, told on the first screen.
pub(super) async fn sign_in_faults(kit: &Kit) -> Result<(), Trouble> {
    let mut scene = kit.scene().await?;
    let app = scene.start(&[]).await?;
    scene.sim.set(|switches| switches.authorize_error = Some(AuthorizeFault::NonSandboxTarget));
    app.press("Connect TikTok").await?;
    scene.agree().await?;
    app.until("This key is for testing").await?;
    scene.camera.shoot(&app, "welcome-not-a-tester").await?;
    app.press("Details").await?;
    scene.camera.shoot(&app, "welcome-details").await?;
    app.close().await
}

pub(super) async fn no_keychain(kit: &Kit) -> Result<(), Trouble> {
    let mut scene = kit.scene_with(false, true).await?;
    let app = scene.start(&[]).await?;
    app.press("Connect TikTok").await?;
    app.until("Where should your sign-in be kept?").await?;
    scene.camera.shoot(&app, "keychain-missing").await?;
    app.press("In a file, locked with a passphrase").await?;
    app.press("Continue").await?;
    app.until("That is too short").await?;
    scene.camera.shoot(&app, "keychain-passphrase").await?;
    app.close().await
}

pub(super) async fn locked(kit: &Kit) -> Result<(), Trouble> {
    const PASSPHRASE: &str = "sea swimming at night";
    let mut scene = kit.scene_with(false, true).await?;
    let app = scene.start(&[]).await?;
    app.press("Connect TikTok").await?;
    app.press("In a file, locked with a passphrase").await?;
    app.type_into("Passphrase", PASSPHRASE).await?;
    app.type_into("The same once more", PASSPHRASE).await?;
    app.press("Continue").await?;
    scene.agree().await?;
    app.until("Signed in until").await?;
    app.close().await?;
    let app = scene.start(&[]).await?;
    app.until("Unlock your sign-in").await?;
    scene.camera.shoot(&app, "unlock").await?;
    app.type_into("Passphrase", "not this one").await?;
    app.press("Unlock").await?;
    app.until("This passphrase does not open the file").await?;
    scene.camera.shoot(&app, "unlock-wrong").await?;
    app.press("Not now").await?;
    app.until("Your sign-in is locked").await?;
    scene.camera.shoot(&app, "backups-locked").await?;
    app.close().await
}

pub(super) async fn no_key(kit: &Kit) -> Result<(), Trouble> {
    let mut scene = kit.scene_with(true, false).await?;
    let app = scene.start(&[]).await?;
    app.press("Connect TikTok").await?;
    app.until("This copy of Satchel has no key").await?;
    scene.camera.shoot(&app, "no-key").await?;
    app.close().await
}

pub(super) async fn demo(kit: &Kit) -> Result<(), Trouble> {
    let mut scene = kit.scene().await?;
    let app = scene.start(&[]).await?;
    app.press("Look around with a demo account").await?;
    app.until("This is the demo account").await?;
    scene.camera.shoot(&app, "demo").await?;
    app.back_up("Everything").await?;
    app.until("Waiting for your browser").await?;
    scene.camera.shoot(&app, "demo-signing-in").await?;
    scene.agree().await?;
    app.until("kB/s").await?;
    scene.camera.shoot(&app, "demo-downloading").await?;
    app.close().await
}
