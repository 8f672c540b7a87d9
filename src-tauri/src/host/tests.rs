//! Switching between the user's own data and the demo account, with real cores and a real simulator.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use satchel_core::desktop::Desktop;
use satchel_core::paths::Paths;
use satchel_core::settings::{BackupFolder, Settings};
use tauri::ipc::{Channel, InvokeResponseBody};
use tempfile::TempDir;

use super::{Host, Mode};

struct NoDesktop;

impl Desktop for NoDesktop {
    fn open_url(&self, _: &str) -> bool {
        false
    }
    fn reveal(&self, _: &Path) -> bool {
        false
    }
    fn open_file(&self, _: &Path) -> bool {
        false
    }
    fn show_file(&self, _: &Path) -> bool {
        false
    }
    fn to_front(&self) {}
}

fn open_host(folder: &TempDir) -> Arc<Host> {
    let paths = Paths::find(Some(folder.path().join("data"))).expect("paths");
    let own_folder = BackupFolder { folder: Some(folder.path().join("backups")), ..BackupFolder::default() };
    let settings = Settings { own_folder, ..Settings::default() };
    settings.save(&paths.settings()).expect("settings are written");
    Arc::new(Host::new(paths, Arc::new(NoDesktop), false).expect("the host opens"))
}

fn settings(folder: &TempDir) -> Settings {
    Settings::peek(&folder.path().join("data/settings.json"))
}

/// Subscribes a channel. The receiver gets whether each snapshot shows the demo account.
fn subscribe(host: &Host) -> std::sync::mpsc::Receiver<bool> {
    let (sender, receiver) = std::sync::mpsc::channel();
    host.subscribe(Channel::new(move |body| {
        let InvokeResponseBody::Json(json) = body else { panic!("events are JSON") };
        let event: serde_json::Value = serde_json::from_str(&json)?;
        if event["change"]["what"] == "snapshot" {
            let _ = sender.send(event["change"]["value"]["app"]["demo"] == true);
        }
        Ok(())
    }));
    receiver
}

#[test]
fn concurrent_switches_open_one_core_at_a_time() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let host = open_host(&folder);
    let snapshots = subscribe(&host);
    tauri::async_runtime::block_on(async {
        let switches: Vec<_> = (0..6)
            .map(|number| {
                let host = Arc::clone(&host);
                tokio::spawn(async move {
                    if number % 2 == 0 { host.enter_demo().await } else { host.leave_demo().await }
                })
            })
            .collect();
        for switch in switches {
            switch.await.expect("no panic").expect("the switch succeeds");
        }
        host.enter_demo().await.expect("the switch succeeds");
    });
    let received: Vec<bool> = snapshots.try_iter().collect();
    assert_eq!(received.first(), Some(&false), "the first snapshot shows the user's own data");
    assert_eq!(received.last(), Some(&true), "the last snapshot shows the demo account");
    assert!(received.windows(2).all(|pair| pair[0] != pair[1]), "one snapshot per switch: {received:?}");
    assert!(settings(&folder).demo);
}

#[test]
fn a_failed_switch_reopens_the_previous_account() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let host = open_host(&folder);
    let snapshots = subscribe(&host);
    // A file where the demo account's folder belongs.
    std::fs::write(folder.path().join("data/demo"), "").expect("written");
    tauri::async_runtime::block_on(host.enter_demo()).expect_err("the demo account cannot be opened");
    assert_eq!(host.running.read().expect("not poisoned").mode, Mode::Own);
    assert_eq!(
        snapshots.try_iter().collect::<Vec<_>>(),
        [false, false],
        "the window follows the reopened core"
    );
    assert!(!settings(&folder).demo);
}

#[test]
fn leaving_the_demo_without_being_in_it_does_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let host = open_host(&folder);
    let snapshots = subscribe(&host);
    tauri::async_runtime::block_on(host.leave_demo()).expect("nothing to do");
    assert_eq!(snapshots.try_iter().count(), 1);
}

#[test]
fn the_demo_opens_filled_and_leaves_the_own_backup_folder_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let host = open_host(&folder);
    let demo = folder.path().join("data/demo");
    let saved = || {
        let account = demo.join("Backups/Opened exports");
        std::fs::read_dir(account).expect("the folder of opened exports").count()
    };
    tauri::async_runtime::block_on(host.enter_demo()).expect("the demo account opens");
    let (sender, changes) = std::sync::mpsc::channel();
    host.subscribe(Channel::new(move |body| {
        let InvokeResponseBody::Json(json) = body else { panic!("events are JSON") };
        let event: serde_json::Value = serde_json::from_str(&json)?;
        let _ = sender.send(event["change"]["value"].clone());
        Ok(())
    }));
    let snapshot = changes.recv().expect("a snapshot");
    assert_eq!(snapshot["backups"].as_array().map(Vec::len), Some(1));
    // The library is opened in the background.
    let is_filled = |backups: &serde_json::Value| {
        backups[0]["records"]["stored"].as_u64().is_some_and(|stored| stored > 50_000)
    };
    let filled = std::iter::once(snapshot["backups"].clone())
        .chain(std::iter::from_fn(|| changes.recv_timeout(Duration::from_secs(20)).ok()))
        .find(is_filled);
    assert!(filled.is_some(), "its records are in the library");
    assert_eq!(snapshot["jobs"], serde_json::json!([]), "nothing seems to have just happened");
    assert!(!demo.join("first-export").exists(), "the file it came from is removed");
    assert!(!folder.path().join("backups").exists(), "nothing is in the person's own folder");

    tauri::async_runtime::block_on(host.leave_demo()).expect("the own data opens");
    tauri::async_runtime::block_on(host.enter_demo()).expect("the demo account opens again");
    assert_eq!(saved(), 1, "the export is added once");
}

#[test]
fn a_file_in_the_place_of_a_folder_does_not_keep_the_window_from_opening() {
    for in_the_way in ["data/caches", "data/caches/web-view", "data"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join(in_the_way);
        std::fs::create_dir_all(file.parent().expect("it is in a folder")).expect("created");
        std::fs::write(&file, "the person's").expect("written");
        let paths = Paths::find(Some(folder.path().join("data"))).expect("paths");
        let host = Host::new(paths, Arc::new(NoDesktop), false).expect("the host opens");
        let web_view = host.web_view_folder().expect("a folder for the web view");
        assert!(web_view.is_dir() && !web_view.starts_with(folder.path()), "{in_the_way}");
        assert_eq!(std::fs::read_to_string(&file).expect("it stands"), "the person's");
        host.shut_down_before_exit();
        assert!(!web_view.exists(), "{in_the_way}: the temporary folder is removed");
    }
}

#[test]
fn the_web_view_has_a_folder_of_its_own_among_the_caches() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let host = open_host(&folder);
    assert_eq!(host.web_view_folder().expect("a folder"), folder.path().join("data/caches/web-view"));
    host.shut_down_before_exit();
    assert!(folder.path().join("data/caches/web-view").is_dir());
}
