//! Computers whose graphics driver `WebKit` cannot use, and Wayland.

use std::process::Stdio;

use super::*;

/// Without a vendor library there is no EGL display, and each web process aborts.
#[tokio::test(flavor = "multi_thread")]
async fn without_a_usable_graphics_driver_a_native_dialog_says_what_to_do() {
    let mut scene = Scene::new(true, |_| {}).await;
    scene.desktop.set("__EGL_VENDOR_LIBRARY_DIRS", "/nonexistent");
    let mut app =
        scene.desktop.command(binary()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let title = "Satchel cannot show its window";
    // A window whose page does not load is shown after ten seconds. This one is blank, and would cover the dialog.
    tokio::time::sleep(Duration::from_secs(15)).await;
    assert!(scene.desktop.shows_window(title).unwrap());
    assert!(!scene.desktop.shows_window("Satchel").unwrap(), "the blank window is hidden");
    scene.desktop.press_return_in_dialog(title).unwrap();
    let ended = tokio::task::spawn_blocking(move || app.wait().unwrap());
    let ended = tokio::time::timeout(Duration::from_secs(30), ended).await.expect("Satchel ends").unwrap();
    assert_eq!(ended.code(), Some(1), "the dialog belongs to the process that was started");
    let logs = std::fs::read_dir(scene.desktop.home().join(".local/state/satchel/logs")).unwrap().flatten();
    let log: String = logs.map(|entry| std::fs::read_to_string(entry.path()).unwrap()).collect();
    assert_eq!(log.matches("reaction=Reload").count(), 4, "{log}");
    assert_eq!(log.matches("reaction=RestartWithSafeRendering").count(), 1, "{log}");
    assert_eq!(log.matches("reaction=GiveUp").count(), 1, "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn under_wayland_the_window_is_shown_and_reacts() {
    let mut scene = Scene::new(true, |_| {}).await;
    if !scene.desktop.start_wayland().unwrap() {
        eprintln!("skipped: weston is not installed; `cargo xtask setup` installs it");
        return;
    }
    let app = scene.start(&[]).await;
    app.wait_for_text("Connect TikTok").await.unwrap();
    assert_eq!(app.script("return document.visibilityState").await.unwrap(), "visible");
    app.click("Look around with a demo account").await.unwrap();
    app.wait_for_text("This is the demo account").await.unwrap();
    // Taken once the window has been drawn.
    let picture = scene.desktop.home().join("picture.png");
    app.screenshot(&picture).await.unwrap();
    assert!(picture.metadata().unwrap().len() > 10_000, "something is drawn");
    app.close().await.unwrap();
}
