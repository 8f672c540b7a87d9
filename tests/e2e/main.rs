//! The real app in a real window, against the stand-in over real HTTP, with a real keychain and real files.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod connections;
mod library;
mod screen_reader;
mod updates;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use satchel_sim::export::{Plan, write_zip};
use satchel_sim::{CLIENT_KEY, CLIENT_SECRET, Options, Sim};
use satchel_stage::{App, Browser, Desk};
use tokio::sync::{Mutex, MutexGuard};

/// One desktop at a time: two at once would only slow each other down.
static ALONE: Mutex<()> = Mutex::const_new(());

fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_satchel"))
}

struct Scene {
    desk: Desk,
    sim: Sim,
    _alone: MutexGuard<'static, ()>,
}

impl Scene {
    async fn set(keychain: bool, set_up: impl FnOnce(&mut Options)) -> Self {
        let alone = ALONE.lock().await;
        let mut options = Options { records: 2_000, ..Options::default() };
        options.switches.prepare_seconds = 0;
        set_up(&mut options);
        let sim = Sim::start(options).await.unwrap();
        let mut desk = Desk::new(1280, 800, keychain).unwrap();
        desk.set("SATCHEL_AUTHORIZE_URL", sim.authorize_url());
        desk.set("SATCHEL_API_URL", sim.base_url());
        desk.set("SATCHEL_CLIENT_KEY", CLIENT_KEY);
        desk.set("SATCHEL_CLIENT_SECRET", CLIENT_SECRET);
        Self { desk, sim, _alone: alone }
    }

    async fn start(&mut self, arguments: &[&str]) -> App {
        App::start(&mut self.desk, binary(), arguments).await.unwrap()
    }

    async fn browser(&mut self) -> Browser {
        Browser::open(&mut self.desk).await.unwrap()
    }

    async fn agree(&mut self) {
        assert_eq!(self.browser().await.agree().await.unwrap(), "You are signed in");
    }

    /// The only backup there is.
    fn backup(&self) -> PathBuf {
        let folders = |of: &Path| -> Vec<PathBuf> {
            std::fs::read_dir(of).unwrap().flatten().map(|e| e.path()).collect()
        };
        let found: Vec<PathBuf> =
            folders(&self.desk.backups()).iter().flat_map(|account| folders(account)).collect();
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].clone()
    }
}

/// A validator of somebody else's, and a tool that every system has, agree that the folder is whole.
fn check_folder(backup: &Path) {
    let validator = std::env::var("SATCHEL_BAGIT").unwrap_or_else(|_| "bagit.py".into());
    let bagit = Command::new(validator).arg("--validate").arg(backup).output();
    let bagit = bagit.expect("bagit.py: run `cargo xtask test`, or say where it is in SATCHEL_BAGIT");
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
async fn from_the_first_start_to_a_folder_that_others_can_check() {
    let mut scene = Scene::set(true, |_| {}).await;
    let app = scene.start(&[]).await;
    app.until("Keep your own copy of your TikTok data").await.unwrap();
    app.until("Documents/Satchel").await.unwrap();
    app.press("Connect TikTok").await.unwrap();
    app.until("Waiting for your browser").await.unwrap();
    scene.agree().await;
    app.until("Maren Haverkamp").await.unwrap();
    app.until("Signed in until").await.unwrap();

    app.back_up("Everything").await.unwrap();
    scene.agree().await;
    app.until("Saved and verified").await.unwrap();
    let backup = scene.backup();
    check_folder(&backup);
    app.press_in_row("Everything", "Open folder").await.unwrap();
    for _ in 0..100 {
        if !scene.desk.opened().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(scene.desk.opened(), [backup.display().to_string()]);

    // The keychain holds the sign-in, and no file does.
    let keys = scene
        .desk
        .command("secret-tool")
        .args(["search", "--all", "service", "app.satchel.desktop"])
        .output()
        .unwrap();
    let listed = String::from_utf8_lossy(&keys.stdout).into_owned() + &String::from_utf8_lossy(&keys.stderr);
    assert!(listed.contains("account:"), "{listed}");
    let own = scene.desk.home().join(".local/share/satchel");
    let grep = Command::new("grep").args(["-rlE", r"(act|rft)\."]).arg(&own).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&grep.stdout), "", "a token lies in a file");
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_consent_is_said_and_nothing_is_asked() {
    let mut scene = Scene::set(true, |_| {}).await;
    let app = scene.start(&[]).await;
    app.press("Connect TikTok").await.unwrap();
    scene.agree().await;
    app.back_up("Direct messages").await.unwrap();
    let answer = scene.browser().await.refuse().await.unwrap();
    assert_eq!(answer, "Nothing was allowed");
    app.until("You did not allow direct messages").await.unwrap();
    assert!(!scene.sim.requests().iter().any(|r| r.path.starts_with("/v2/user/data/")));
    assert!(!scene.desk.backups().exists());

    app.press_in_row("Direct messages", "Ask again").await.unwrap();
    scene.agree().await;
    app.until("Saved and verified").await.unwrap();
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_downloading_it_goes_on_at_the_next_start() {
    let mut scene = Scene::set(true, |options| {
        options.records = 20_000;
        options.switches.rate = 50_000;
    })
    .await;
    let app = scene.start(&[]).await;
    app.press("Connect TikTok").await.unwrap();
    scene.agree().await;
    app.back_up("Everything").await.unwrap();
    scene.agree().await;
    app.until("kB/s").await.unwrap();
    app.kill(&scene.desk).await.unwrap();
    assert_eq!(scene.desk.processes_of(binary()), Vec::<u32>::new());
    scene.sim.set(|switches| switches.rate = 2_000_000);

    let app = app.start_again(&mut scene.desk).await.unwrap();
    app.until("Saved and verified").await.unwrap();
    check_folder(&scene.backup());
    let asked = scene.sim.requests().iter().filter(|r| r.path.starts_with("/v2/user/data/add/")).count();
    assert_eq!(asked, 1, "TikTok was asked once");
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_that_the_person_has_is_opened() {
    let mut scene = Scene::set(true, |_| {}).await;
    let file = scene.desk.home().join("TikTok_Data_1773002972.zip");
    let plan = Plan::new(3, 500, "2026-11-01T12:00:00Z".parse().unwrap());
    write_zip(&plan, std::fs::File::create(&file).unwrap()).unwrap();
    let app = scene.start(&[file.to_str().unwrap()]).await;
    app.until("TikTok_Data_1773002972.zip").await.unwrap();
    app.until("Verified").await.unwrap();
    let backup = scene.backup();
    check_folder(&backup);
    assert_eq!(std::fs::read(backup.join("data/archive.zip")).unwrap(), std::fs::read(&file).unwrap());
    assert!(scene.sim.requests().is_empty(), "nothing was sent anywhere");
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_zip_of_pictures_is_not_taken_for_an_export() {
    let mut scene = Scene::set(true, |_| {}).await;
    let file = scene.desk.home().join("holiday-photos.zip");
    std::fs::write(&file, satchel_sim::hostile::zip(&satchel_sim::hostile::Kind::NotAnExport)).unwrap();
    let app = scene.start(&[file.to_str().unwrap()]).await;
    app.until("This is not a TikTok export").await.unwrap();
    app.until("312 pictures").await.unwrap();
    assert!(!scene.desk.backups().exists());
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keychain_the_person_is_asked_where_the_sign_in_goes() {
    let mut scene = Scene::set(false, |_| {}).await;
    let app = scene.start(&[]).await;
    app.press("Connect TikTok").await.unwrap();
    app.until("Where should your sign-in be kept?").await.unwrap();
    assert!(scene.desk.opened().is_empty(), "no browser before that is decided");
    app.press("Only until I close Satchel").await.unwrap();
    app.press("Continue").await.unwrap();
    scene.agree().await;
    app.until("Maren Haverkamp").await.unwrap();
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_account_works_without_anything_outside() {
    let mut scene = Scene::set(true, |_| {}).await;
    let app = scene.start(&["--demo"]).await;
    app.until("This is the demo account").await.unwrap();
    app.back_up("Activity").await.unwrap();
    scene.agree().await;
    app.until("Preparing").await.unwrap();
    app.until("Saved and verified").await.unwrap();
    check_folder(&scene.backup());
    assert!(scene.sim.requests().is_empty(), "the demo has a stand-in of its own");
    app.press("Leave the demo").await.unwrap();
    app.until("Connect TikTok").await.unwrap();
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_keeps_to_its_own_pages() {
    let mut scene = Scene::set(true, |_| {}).await;
    let app = scene.start(&[]).await;
    app.until("Connect TikTok").await.unwrap();
    let outside = scene.sim.base_url();
    let script = format!("location.href = '{outside}/'; window.open('{outside}/'); return 1");
    app.script(&script).await.unwrap();
    let blocked = format!("return fetch('{outside}/').then(() => 'went out', () => 'stayed in')");
    assert_eq!(app.script(&blocked).await.unwrap(), "stayed in");
    tokio::time::sleep(Duration::from_secs(1)).await;
    app.until("Connect TikTok").await.unwrap();
    assert!(scene.sim.requests().is_empty());
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn folder_and_export_are_chosen_in_the_systems_own_dialogs() {
    let mut scene = Scene::set(true, |_| {}).await;
    let folder = scene.desk.home().join("My backups");
    std::fs::create_dir(&folder).unwrap();
    let file = scene.desk.home().join("export.zip");
    let plan = Plan::new(3, 300, "2026-11-01T12:00:00Z".parse().unwrap());
    write_zip(&plan, std::fs::File::create(&file).unwrap()).unwrap();

    let app = scene.start(&[]).await;
    app.press("Change…").await.unwrap();
    scene.desk.choose_in_dialog("Select Folder|Open Folder|Open", &folder).unwrap();
    app.until("My backups").await.unwrap();
    app.press("Open an export you already have").await.unwrap();
    scene.desk.choose_in_dialog("Open File|Open", &file).unwrap();
    app.until("export.zip").await.unwrap();
    app.until("Verified").await.unwrap();
    assert_eq!(std::fs::read_dir(folder.join("Opened exports")).unwrap().count(), 1);
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_looks_elsewhere_is_told_when_a_backup_is_saved() {
    let mut scene = Scene::set(true, |options| options.switches.prepare_seconds = 4).await;
    let heard = scene.desk.home().join("notifications");
    let mut monitor = scene
        .desk
        .command("dbus-monitor")
        .args(["--session", "interface='org.freedesktop.Notifications'"])
        .stdout(std::fs::File::create(&heard).unwrap())
        .spawn()
        .unwrap();
    let app = scene.start(&[]).await;
    app.press("Connect TikTok").await.unwrap();
    scene.agree().await;
    app.back_up("Activity").await.unwrap();
    scene.agree().await;
    // The window came to the front by itself; now the person turns away.
    app.until("so far, usually a few minutes").await.unwrap();
    let other = Browser::open_at(&mut scene.desk, "about:blank").await.unwrap();
    scene.desk.turn_to("MiniBrowser").unwrap();
    app.until("Saved and verified").await.unwrap();
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
async fn a_passphrase_keeps_the_sign_in_over_a_restart() {
    let mut scene = Scene::set(false, |_| {}).await;
    let app = scene.start(&[]).await;
    app.press("Connect TikTok").await.unwrap();
    app.press("In a file, locked with a passphrase").await.unwrap();
    app.type_into("Passphrase", "a good passphrase").await.unwrap();
    app.type_into("The same once more", "a good passphrase").await.unwrap();
    app.press("Continue").await.unwrap();
    scene.agree().await;
    app.until("Signed in until").await.unwrap();
    app.kill(&scene.desk).await.unwrap();

    let app = app.start_again(&mut scene.desk).await.unwrap();
    app.until("Your sign-in is locked").await.unwrap();
    app.type_into("Passphrase", "a wrong passphrase").await.unwrap();
    app.press("Unlock").await.unwrap();
    app.until("This passphrase does not open the file").await.unwrap();
    app.clear("Passphrase").await.unwrap();
    app.type_into("Passphrase", "a good passphrase").await.unwrap();
    app.press("Unlock").await.unwrap();
    app.until("Signed in until").await.unwrap();
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_goes_on_where_it_was_too() {
    let mut scene = Scene::set(true, |_| {}).await;
    let app = scene.start(&["--demo"]).await;
    app.back_up("Activity").await.unwrap();
    scene.agree().await;
    app.until("so far, usually a few minutes").await.unwrap();
    app.kill(&scene.desk).await.unwrap();
    let app = app.start_again(&mut scene.desk).await.unwrap();
    app.until("This is the demo account").await.unwrap();
    app.until("Saved and verified").await.unwrap();
    check_folder(&scene.backup());
    app.close().await.unwrap();
}

/// While the last one closes it still has the name, and takes nothing more.
#[tokio::test(flavor = "multi_thread")]
async fn started_while_the_last_one_closes_it_waits_and_starts() {
    const NAME: &str = "app.satchel.desktop.SingleInstance";
    let scene = Scene::set(true, |_| {}).await;
    let last = zbus::connection::Builder::address(scene.desk.bus());
    let last = last.name(NAME).build().await.unwrap();
    let mut started = scene.desk.command(binary()).spawn().unwrap();
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(started.try_wait().unwrap().is_none(), "it did not give up");
    assert!(!scene.desk.home().join(".local/share/satchel").exists(), "and has touched nothing");
    last.close().await.unwrap();
    for _ in 0..200 {
        if scene.desk.names_on_bus().unwrap().contains(NAME) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(scene.desk.names_on_bus().unwrap().contains(NAME), "it has started");
    started.kill().unwrap();
    started.wait().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_comes_back_as_large_as_it_was() {
    let mut scene = Scene::set(true, |_| {}).await;
    let app = scene.start(&[]).await;
    app.until("Connect TikTok").await.unwrap();
    let size = "return [window.innerWidth, window.innerHeight]";
    assert_eq!(app.script(size).await.unwrap(), serde_json::json!([1280, 800]));
    app.resize(1010, 705).await.unwrap();
    let kept = scene.desk.home().join(".local/share/satchel/window.json");
    for _ in 0..100 {
        if std::fs::read_to_string(&kept).is_ok_and(|kept| kept.contains("1010")) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // As a power cut would end it.
    app.kill(&scene.desk).await.unwrap();
    let app = scene.start(&[]).await;
    app.until("Connect TikTok").await.unwrap();
    assert_eq!(app.script(size).await.unwrap(), serde_json::json!([1010, 705]));
    app.close().await.unwrap();
}

/// Its place is written down half a second after it came to rest; each of these comes about then.
#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_is_resized_while_its_place_is_written_down_goes_on() {
    let mut scene = Scene::set(true, |_| {}).await;
    let app = scene.start(&[]).await;
    app.until("Connect TikTok").await.unwrap();
    for turn in 0..48_u32 {
        let width = 1000 + turn;
        let answered = async {
            app.resize(width, 700).await.unwrap();
            while app.script("return innerWidth").await.unwrap() != width {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let within = tokio::time::timeout(Duration::from_secs(20), answered).await;
        within.unwrap_or_else(|_| panic!("the window stands still at turn {turn}"));
        tokio::time::sleep(Duration::from_millis(400 + u64::from(turn % 24) * 5)).await;
    }
    app.close().await.unwrap();
}
