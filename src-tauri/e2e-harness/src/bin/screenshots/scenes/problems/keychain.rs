//! The keychain, and the file that replaces it.

use std::process::Stdio;

use satchel_e2e_harness::{App, Error};
use satchel_sim::Consent;

use crate::scene::{Scene, SceneBuilder, wait_for_problem};

const PASSPHRASE: &str = "sea swimming at night";

/// Starts to sign in, and keeps the sign-in in a file with a passphrase.
pub(super) async fn keep_in_file(app: &App) -> Result<(), Error> {
    app.click("Connect TikTok").await?;
    app.click("In a file, locked with a passphrase").await?;
    app.type_into("Passphrase", PASSPHRASE).await?;
    app.type_into("Repeat passphrase", PASSPHRASE).await?;
    app.click("Continue").await
}

/// A keychain that refuses, that is locked, and that is gone.
pub(in crate::scenes) async fn keychain(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene().await?;
    let app = scene.connected().await?;
    app.close().await?;
    duplicate_secrets(&scene)?;
    let app = scene.start(&[]).await?;
    scene.request(&app, "Activity").await?;
    wait_for_problem(&app, "keychainRefused").await?;
    scene.screenshots.capture_once(&app, "problem-keychain-refused").await?;
    app.close().await?;

    let mut scene = builder.scene().await?;
    let app = scene.start(&[]).await?;
    lock(&scene)?;
    app.click("Connect TikTok").await?;
    // The person closes the prompt of the system.
    scene.desktop.press_in_dialog("Unlock", "Escape")?;
    wait_for_problem(&app, "keychainLocked").await?;
    scene.screenshots.capture(&app, "problem-keychain-locked").await?;
    app.close().await
}

/// Locks the keychain.
fn lock(scene: &Scene) -> Result<(), Error> {
    let lock = [
        "--session",
        "--print-reply",
        "--dest=org.freedesktop.secrets",
        "/org/freedesktop/secrets",
        "org.freedesktop.Secret.Service.Lock",
        "array:objpath:/org/freedesktop/secrets/collection/login",
    ];
    let status = scene.desktop.command("dbus-send").args(lock).stdout(Stdio::null()).status()?;
    if status.success() { Ok(()) } else { Err("the keychain was not locked".into()) }
}

/// Stores a second secret under each of Satchel's names, so that the keychain cannot tell which one is meant.
fn duplicate_secrets(scene: &Scene) -> Result<(), Error> {
    let tool = |arguments: &[&str]| {
        scene.desktop.command("secret-tool").args(arguments).stdin(Stdio::piped()).spawn()
    };
    let found = ["search", "--all", "service", "app.satchel.desktop"];
    let found = scene.desktop.command("secret-tool").args(found).output()?;
    let text = String::from_utf8_lossy(&found.stdout).into_owned() + &String::from_utf8_lossy(&found.stderr);
    for name in text.lines().filter_map(|line| line.strip_prefix("attribute.username = ")) {
        let store = ["store", "--label=copy", "service", "app.satchel.desktop", "username", name];
        let extra = ["target", "default", "copy", "yes"];
        let mut child = tool(&[store.as_slice(), &extra].concat())?;
        std::io::Write::write_all(&mut child.stdin.take().ok_or("no input")?, b"another")?;
        child.wait()?;
    }
    Ok(())
}

/// A file of sign-ins that cannot be read any more.
pub(in crate::scenes) async fn sign_in_file(builder: &SceneBuilder) -> Result<(), Error> {
    let mut scene = builder.scene_with(false, true).await?;
    let app = scene.start(&[]).await?;
    keep_in_file(&app).await?;
    scene.answer(&Consent::default()).await?;
    app.wait_for_text("Signed in until").await?;
    app.close().await?;
    std::fs::write(scene.desktop.home().join(".local/share/satchel/sign-ins.locked"), "not what it was")?;
    let app = scene.start(&[]).await?;
    app.type_into("Passphrase", PASSPHRASE).await?;
    app.click("Unlock").await?;
    app.find("dialog [data-problem]").await?;
    scene.screenshots.capture_once(&app, "problem-sign-in-file").await?;
    app.close().await
}
