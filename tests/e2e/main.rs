//! End-to-end tests: the app in its window, with the stand-in over HTTP, a keychain and files.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod archives;
mod connections;
mod display;
mod library;
mod screen_reader;
mod updates;
mod window_state;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use satchel_e2e_harness::{App, Browser, DesktopSession};
use satchel_export_gen::{Plan, write_zip};
use satchel_sim::{CLIENT_KEY, CLIENT_SECRET, Options, Sim};
use tokio::sync::{Mutex, MutexGuard};

/// Only one session runs at a time.
static DESKTOP_LOCK: Mutex<()> = Mutex::const_new(());

fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_satchel"))
}

struct Scene {
    desktop: DesktopSession,
    sim: Sim,
    _lock: MutexGuard<'static, ()>,
}

impl Scene {
    async fn new(keychain: bool, set_up: impl FnOnce(&mut Options)) -> Self {
        let lock = DESKTOP_LOCK.lock().await;
        let mut options = Options { records: 2_000, ..Options::default() };
        options.switches.prepare_seconds = 0;
        set_up(&mut options);
        let sim = Sim::start(options).await.unwrap();
        let mut desktop = DesktopSession::new(1280, 800, keychain).unwrap();
        desktop.set("SATCHEL_AUTHORIZE_URL", sim.authorize_url());
        desktop.set("SATCHEL_API_URL", sim.base_url());
        desktop.set("SATCHEL_CLIENT_KEY", CLIENT_KEY);
        desktop.set("SATCHEL_CLIENT_SECRET", CLIENT_SECRET);
        Self { desktop, sim, _lock: lock }
    }

    async fn start(&mut self, arguments: &[&str]) -> App {
        App::start(&mut self.desktop, binary(), arguments).await.unwrap()
    }

    async fn browser(&mut self) -> Browser {
        Browser::open(&mut self.desktop).await.unwrap()
    }

    async fn allow(&mut self) {
        assert_eq!(self.browser().await.allow().await.unwrap(), "You are signed in");
    }

    /// The only backup in the folder.
    fn backup(&self) -> PathBuf {
        let found = backups_in(&self.desktop.backups());
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].clone()
    }

    /// The only backup of the demo, besides the export that is there from the start.
    fn demo_backup(&self) -> PathBuf {
        let mut found = backups_in(&self.desktop.demo_backups());
        found.retain(|backup| !backup.parent().unwrap().ends_with("Opened exports"));
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].clone()
    }
}

fn backups_in(root: &Path) -> Vec<PathBuf> {
    let folders = |of: &Path| -> Vec<PathBuf> {
        std::fs::read_dir(of).unwrap().flatten().map(|e| e.path()).filter(|path| path.is_dir()).collect()
    };
    folders(root).iter().flat_map(|account| folders(account)).collect()
}

/// Verifies a backup with bagit.py and sha256sum.
fn check_folder(backup: &Path) {
    let validator = std::env::var("SATCHEL_BAGIT").unwrap_or_else(|_| "bagit.py".into());
    let bagit = Command::new(validator).arg("--validate").arg(backup).output();
    let bagit = bagit.expect("bagit.py: run `cargo xtask test`, or set SATCHEL_BAGIT to its path");
    assert!(bagit.status.success(), "bagit: {}", String::from_utf8_lossy(&bagit.stderr));
    for manifest in ["manifest-sha256.txt", "tagmanifest-sha256.txt"] {
        let sums = Command::new("sha256sum")
            .args(["--check", "--strict", manifest])
            .current_dir(backup)
            .output()
            .unwrap();
        assert!(sums.status.success(), "{manifest}: {}", String::from_utf8_lossy(&sums.stderr));
    }
    assert!(backup.join("data/archive.zip").is_file());
    assert!(backup.join("data/export/user_data_tiktok.json").is_file());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_backup_can_be_verified_with_other_tools() {
    let mut scene = Scene::new(true, |_| {}).await;
    let app = scene.start(&[]).await;
    app.wait_for_text("Keep your own copy of your TikTok data").await.unwrap();
    app.wait_for_text("Documents/Satchel").await.unwrap();
    app.click("Connect TikTok").await.unwrap();
    app.wait_for_text("Waiting for your browser").await.unwrap();
    scene.allow().await;
    app.wait_for_text("Maren Haverkamp").await.unwrap();
    app.wait_for_text("Signed in until").await.unwrap();

    app.back_up("Everything").await.unwrap();
    scene.allow().await;
    app.wait_for_text("Saved and verified").await.unwrap();
    let backup = scene.backup();
    check_folder(&backup);
    app.click_in_row("Everything", "Open folder").await.unwrap();
    for _ in 0..100 {
        if !scene.desktop.opened_urls().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(scene.desktop.opened_urls(), [backup.display().to_string()]);

    // The tokens are in the keychain, and in no file.
    let keys = scene
        .desktop
        .command("secret-tool")
        .args(["search", "--all", "service", "app.satchel.desktop"])
        .output()
        .unwrap();
    let listed = String::from_utf8_lossy(&keys.stdout).into_owned() + &String::from_utf8_lossy(&keys.stderr);
    assert!(listed.contains("account:"), "{listed}");
    let own = scene.desktop.home().join(".local/share/satchel");
    let grep = Command::new("grep").args(["-rlE", r"(act|rft)\."]).arg(&own).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&grep.stdout), "", "a token is in a file");
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_denied_consent_is_reported_and_no_request_is_made() {
    let mut scene = Scene::new(true, |_| {}).await;
    let app = scene.start(&[]).await;
    app.click("Connect TikTok").await.unwrap();
    scene.allow().await;
    app.back_up("Direct messages").await.unwrap();
    let answer = scene.browser().await.deny().await.unwrap();
    assert_eq!(answer, "Nothing was allowed");
    app.wait_for_text("You did not allow direct messages").await.unwrap();
    assert!(!scene.sim.requests().iter().any(|r| r.path.starts_with("/v2/user/data/")));
    assert!(!scene.desktop.backups().exists());

    app.click_in_row("Direct messages", "Ask again").await.unwrap();
    scene.allow().await;
    app.wait_for_text("Saved and verified").await.unwrap();
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_that_is_killed_is_resumed_at_the_next_start() {
    let mut scene = Scene::new(true, |options| {
        options.records = 20_000;
        options.switches.rate = 50_000;
    })
    .await;
    let app = scene.start(&[]).await;
    // Signing in and the first request are one trip to the browser.
    app.click("Back up from TikTok").await.unwrap();
    app.click("Continue to TikTok").await.unwrap();
    scene.allow().await;
    app.wait_for_text("kB/s").await.unwrap();
    // Closing the window says once what that means.
    app.find("body").await.unwrap().send_keys("\u{E009}q").await.unwrap();
    scene.desktop.press_in_dialog("Your backup is not finished", "Escape").unwrap();
    app.wait_for_text("kB/s").await.unwrap();
    app.kill(&scene.desktop).await.unwrap();
    assert_eq!(scene.desktop.processes_of(binary()), Vec::<u32>::new());
    scene.sim.set(|switches| switches.rate = 2_000_000);

    let app = app.restart(&mut scene.desktop).await.unwrap();
    app.wait_for_text("Saved and verified").await.unwrap();
    check_folder(&scene.backup());
    let asked = scene.sim.requests().iter().filter(|r| r.path.starts_with("/v2/user/data/add/")).count();
    assert_eq!(asked, 1, "there was only one request");
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_existing_export_is_imported() {
    let mut scene = Scene::new(true, |_| {}).await;
    let file = scene.desktop.home().join("TikTok_Data_1773002972.zip");
    let plan = Plan::new(3, 500, "2026-11-01T12:00:00Z".parse().unwrap());
    write_zip(&plan, std::fs::File::create(&file).unwrap()).unwrap();
    let app = scene.start(&[file.to_str().unwrap()]).await;
    app.wait_for_text("TikTok_Data_1773002972.zip").await.unwrap();
    app.wait_for_text("Verified").await.unwrap();
    let backup = scene.backup();
    check_folder(&backup);
    assert_eq!(std::fs::read(backup.join("data/archive.zip")).unwrap(), std::fs::read(&file).unwrap());
    assert!(scene.sim.requests().is_empty(), "no request was made");
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_zip_of_pictures_is_rejected() {
    let mut scene = Scene::new(true, |_| {}).await;
    let file = scene.desktop.home().join("holiday-photos.zip");
    std::fs::write(&file, satchel_export_gen::hostile::zip(&satchel_export_gen::hostile::Kind::NotAnExport))
        .unwrap();
    let app = scene.start(&[file.to_str().unwrap()]).await;
    app.wait_for_text("This is not a TikTok export").await.unwrap();
    app.wait_for_text("312 pictures").await.unwrap();
    assert!(!scene.desktop.backups().exists());
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keychain_the_user_chooses_where_the_sign_in_is_stored() {
    let mut scene = Scene::new(false, |_| {}).await;
    let app = scene.start(&[]).await;
    app.click("Connect TikTok").await.unwrap();
    app.wait_for_text("Where should your sign-in be kept?").await.unwrap();
    assert!(scene.desktop.opened_urls().is_empty(), "no browser is opened before the choice");
    app.click("Only until I close Satchel").await.unwrap();
    app.click("Continue").await.unwrap();
    scene.allow().await;
    app.wait_for_text("Maren Haverkamp").await.unwrap();
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_account_uses_its_own_stand_in() {
    let mut scene = Scene::new(true, |_| {}).await;
    let app = scene.start(&["--demo"]).await;
    app.wait_for_text("This is the demo account").await.unwrap();
    app.wait_for_text("Watch history").await.unwrap();
    app.back_up("Activity").await.unwrap();
    scene.allow().await;
    app.wait_for_text("Preparing").await.unwrap();
    app.wait_for_text("Saved and verified").await.unwrap();
    check_folder(&scene.demo_backup());
    assert!(scene.sim.requests().is_empty(), "the demo does not use the test's stand-in");
    assert!(!scene.desktop.home().join("Documents").exists(), "nothing is in the person's own folders");
    app.click("Leave the demo").await.unwrap();
    app.wait_for_text("Connect TikTok").await.unwrap();
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_does_not_load_other_pages() {
    let mut scene = Scene::new(true, |_| {}).await;
    let app = scene.start(&[]).await;
    app.wait_for_text("Connect TikTok").await.unwrap();
    let outside = scene.sim.base_url();
    let script = format!("location.href = '{outside}/'; window.open('{outside}/'); return 1");
    app.script(&script).await.unwrap();
    let blocked = format!("return fetch('{outside}/').then(() => 'loaded', () => 'blocked')");
    assert_eq!(app.script(&blocked).await.unwrap(), "blocked");
    tokio::time::sleep(Duration::from_secs(1)).await;
    app.wait_for_text("Connect TikTok").await.unwrap();
    assert!(scene.sim.requests().is_empty());
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn folder_and_export_are_chosen_in_the_systems_dialogs() {
    let mut scene = Scene::new(true, |_| {}).await;
    let folder = scene.desktop.home().join("My backups");
    std::fs::create_dir(&folder).unwrap();
    let file = scene.desktop.home().join("export.zip");
    let plan = Plan::new(3, 300, "2026-11-01T12:00:00Z".parse().unwrap());
    write_zip(&plan, std::fs::File::create(&file).unwrap()).unwrap();

    let app = scene.start(&[]).await;
    app.click("Change…").await.unwrap();
    scene.desktop.choose_in_dialog("Select Folder|Open Folder|Open", &folder).unwrap();
    app.wait_for_text("My backups").await.unwrap();
    app.click("Open an export").await.unwrap();
    scene.desktop.choose_in_dialog("Open File|Open", &file).unwrap();
    app.wait_for_text("export.zip").await.unwrap();
    app.wait_for_text("Verified").await.unwrap();
    assert_eq!(std::fs::read_dir(folder.join("Opened exports")).unwrap().count(), 1);
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notification_is_sent_when_a_backup_is_saved_in_the_background() {
    let mut scene = Scene::new(true, |options| options.switches.prepare_seconds = 4).await;
    let heard = scene.desktop.home().join("notifications");
    let mut monitor = scene
        .desktop
        .command("dbus-monitor")
        .args(["--session", "interface='org.freedesktop.Notifications'"])
        .stdout(std::fs::File::create(&heard).unwrap())
        .spawn()
        .unwrap();
    let app = scene.start(&[]).await;
    app.click("Connect TikTok").await.unwrap();
    scene.allow().await;
    app.back_up("Activity").await.unwrap();
    scene.allow().await;
    // The window has been activated after the consent. Another window gets the focus.
    app.wait_for_text("so far, usually a few minutes").await.unwrap();
    let other = Browser::open_at(&mut scene.desktop, "about:blank").await.unwrap();
    scene.desktop.focus_window("MiniBrowser").unwrap();
    app.wait_for_text("Saved and verified").await.unwrap();
    let mut text = String::new();
    for _ in 0..100 {
        text = std::fs::read_to_string(&heard).unwrap();
        if text.contains("member=Notify") && text.contains("Activity") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    other.close().await.unwrap();
    monitor.kill().unwrap();
    monitor.wait().unwrap();
    assert!(text.contains("member=Notify") && text.contains("Activity"), "{text}");
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_in_a_file_is_unlocked_with_its_passphrase_after_a_restart() {
    let mut scene = Scene::new(false, |_| {}).await;
    let app = scene.start(&[]).await;
    app.click("Connect TikTok").await.unwrap();
    app.click("In a file, locked with a passphrase").await.unwrap();
    app.type_into("Passphrase", "a good passphrase").await.unwrap();
    app.type_into("Repeat passphrase", "a good passphrase").await.unwrap();
    app.click("Continue").await.unwrap();
    scene.allow().await;
    app.wait_for_text("Signed in until").await.unwrap();
    app.kill(&scene.desktop).await.unwrap();

    let app = app.restart(&mut scene.desktop).await.unwrap();
    app.wait_for_text("Your sign-in is locked").await.unwrap();
    app.type_into("Passphrase", "a wrong passphrase").await.unwrap();
    app.click("Unlock").await.unwrap();
    app.wait_for_text("Wrong passphrase").await.unwrap();
    app.clear("Passphrase").await.unwrap();
    app.type_into("Passphrase", "a good passphrase").await.unwrap();
    app.click("Unlock").await.unwrap();
    app.wait_for_text("Signed in until").await.unwrap();
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_the_demo_is_resumed_at_the_next_start() {
    let mut scene = Scene::new(true, |_| {}).await;
    let app = scene.start(&["--demo"]).await;
    app.back_up("Activity").await.unwrap();
    scene.allow().await;
    app.wait_for_text("so far, usually a few minutes").await.unwrap();
    app.kill(&scene.desktop).await.unwrap();
    let app = app.restart(&mut scene.desktop).await.unwrap();
    app.wait_for_text("This is the demo account").await.unwrap();
    app.wait_for_text("Saved and verified").await.unwrap();
    check_folder(&scene.demo_backup());

    // An export is opened in the person's own library.
    let file = scene.desktop.home().join("export.zip");
    let plan = Plan::new(3, 300, "2026-11-01T12:00:00Z".parse().unwrap());
    write_zip(&plan, std::fs::File::create(&file).unwrap()).unwrap();
    assert!(scene.desktop.command(binary()).arg(&file).status().unwrap().success());
    app.wait_for_text("export.zip").await.unwrap();
    app.wait_for_text("Saved and verified").await.unwrap();
    assert!(!app.text().await.unwrap().contains("This is the demo account"));
    check_folder(&scene.backup());
    assert_eq!(backups_in(&scene.desktop.demo_backups()).len(), 2, "the demo has those that it had");
    app.close().await.unwrap();
}

/// An instance that is exiting still owns its name on the bus, but no longer accepts arguments.
#[tokio::test(flavor = "multi_thread")]
async fn an_instance_that_is_started_while_another_exits_waits_for_it() {
    const NAME: &str = "app.satchel.desktop.SingleInstance";
    let scene = Scene::new(true, |_| {}).await;
    let last = zbus::connection::Builder::address(scene.desktop.bus());
    let last = last.name(NAME).build().await.unwrap();
    let mut started = scene.desktop.command(binary()).spawn().unwrap();
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(started.try_wait().unwrap().is_none(), "the process is still waiting");
    assert!(!scene.desktop.home().join(".local/share/satchel").exists(), "no files have been created");
    last.close().await.unwrap();
    for _ in 0..200 {
        if scene.desktop.bus_names().unwrap().contains(NAME) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(scene.desktop.bus_names().unwrap().contains(NAME), "the app has started");
    started.kill().unwrap();
    started.wait().unwrap();
}
