//! A computer whose graphics driver `WebKit` cannot use.

use std::process::Stdio;

use super::*;

/// Without a vendor library there is no EGL display, and each web process aborts.
#[tokio::test(flavor = "multi_thread")]
async fn without_a_usable_graphics_driver_a_native_dialog_says_what_to_do() {
    let mut scene = Scene::new(true, |_| {}).await;
    scene.desktop.set("__EGL_VENDOR_LIBRARY_DIRS", "/nonexistent");
    let mut app =
        scene.desktop.command(binary()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    scene.desktop.press_return_in_dialog("Satchel cannot show its window").unwrap();
    let ended = tokio::task::spawn_blocking(move || app.wait().unwrap());
    let ended = tokio::time::timeout(Duration::from_secs(30), ended).await.expect("Satchel ends").unwrap();
    assert_eq!(ended.code(), Some(1), "the dialog belongs to the process that was started");
    let logs = std::fs::read_dir(scene.desktop.home().join(".local/state/satchel/logs")).unwrap().flatten();
    let log: String = logs.map(|entry| std::fs::read_to_string(entry.path()).unwrap()).collect();
    assert_eq!(log.matches("reaction=Reload").count(), 4, "{log}");
    assert_eq!(log.matches("reaction=RestartWithSafeRendering").count(), 1, "{log}");
    assert_eq!(log.matches("reaction=GiveUp").count(), 1, "{log}");
}
