//! Updates: a copy of the app that can replace itself, and an update server.

use std::path::PathBuf;
use std::time::Duration;

use satchel_e2e_harness::{App, Release, Releases};

use super::{Scene, binary};

/// As the app itself would ask for it, but newer.
const NEWER: &str = "0.2.0";

struct Copy {
    scene: Scene,
    releases: Releases,
    file: PathBuf,
    old: Vec<u8>,
}

impl Copy {
    async fn set() -> Self {
        let mut scene = Scene::new(true, |_| {}).await;
        let releases = Releases::start().await.unwrap();
        scene.desktop.set("SATCHEL_UPDATE_URL", releases.address());
        scene.desktop.set("SATCHEL_UPDATE_KEY", releases.key().unwrap());
        let folder = scene.desktop.home().join("Applications");
        std::fs::create_dir(&folder).unwrap();
        let file = folder.join("satchel");
        std::fs::copy(binary(), &file).unwrap();
        let old = std::fs::read(&file).unwrap();
        Self { scene, releases, file, old }
    }

    async fn start(&mut self) -> App {
        let app = App::start(&mut self.scene.desktop, &self.file, &[]).await.unwrap();
        app.click("Connect TikTok").await.unwrap();
        self.scene.allow().await;
        app.click("Settings").await.unwrap();
        app.wait_for_text("Check for updates").await.unwrap();
        app
    }

    /// A release with this package, signed for a version.
    fn release(&self, signed: &str, package: Vec<u8>) -> Release {
        let signature = self.releases.sign(signed, &package).unwrap();
        let notes = "- Chats can be printed\n- <b>Bold</b> is not bold here".to_owned();
        Release { version: NEWER.into(), notes, signature, package: package.into(), ..Release::default() }
    }

    /// Checks that the program is unchanged, and that there are no temporary files beside it.
    fn assert_unchanged(&self) {
        assert!(std::fs::read(&self.file).unwrap() == self.old, "the program was changed");
        assert_eq!(std::fs::read_dir(self.file.parent().unwrap()).unwrap().count(), 1);
    }

    fn package_requests(&self) -> usize {
        self.releases.requests().iter().filter(|asked| asked.starts_with("/package")).count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn updates_are_only_checked_on_request() {
    let mut copy = Copy::set().await;
    let app = copy.start().await;
    assert_eq!(copy.releases.requests(), Vec::<String>::new());
    copy.releases.publish(Release { version: "0.1.0".into(), ..copy.release("0.1.0", vec![]) });
    app.click("Check for updates").await.unwrap();
    app.wait_for_text("You have the newest version").await.unwrap();
    assert_eq!(
        copy.releases.requests(),
        [format!("/latest.json accept: */*, user-agent: Satchel/{}", env!("CARGO_PKG_VERSION"))]
    );
    copy.assert_unchanged();
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accepted_update_is_installed_and_started() {
    let mut copy = Copy::set().await;
    let mut new = copy.old.clone();
    new.extend_from_slice(b"newer");
    copy.releases.publish(copy.release(NEWER, new.clone()));
    let app = copy.start().await;
    app.click("Check for updates").await.unwrap();
    app.wait_for_text("Satchel 0.2.0 is available").await.unwrap();
    app.wait_for_text("<b>Bold</b> is not bold here").await.unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(copy.package_requests(), 0);
    copy.assert_unchanged();

    app.click("Download and install").await.unwrap();
    app.wait_for_text("Satchel 0.2.0 is installed").await.unwrap();
    assert!(std::fs::read(&copy.file).unwrap() == new, "the new program is in its place");
    assert_eq!(std::fs::read_dir(copy.file.parent().unwrap()).unwrap().count(), 1);
    assert_eq!(copy.scene.desktop.processes_of(&copy.file), Vec::<u32>::new(), "the old one runs");

    // The driver may lose its session before it responds.
    let _ = tokio::time::timeout(Duration::from_secs(5), app.click("Restart Satchel")).await;
    let mut running = Vec::new();
    for _ in 0..200 {
        running = copy.scene.desktop.processes_of(&copy.file);
        if !running.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // An instance that only activated the old one would have exited by now.
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(copy.scene.desktop.processes_of(&copy.file), running);
    assert_eq!(running.len(), 1);
    assert!(std::fs::read(format!("/proc/{}/exe", running[0])).unwrap() == new);
    std::process::Command::new("kill").arg(running[0].to_string()).status().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_without_a_valid_signature_is_rejected() {
    let mut copy = Copy::set().await;
    let app = copy.start().await;
    let package = b"\x7fELF, but not as its makers left it".to_vec();
    let other = Releases::start().await.unwrap();
    let right = copy.release(NEWER, package.clone());
    let wrong = [
        // Another key; another package; none; an older version that is published as a newer one.
        Release { signature: other.sign(NEWER, &package).unwrap(), ..right.clone() },
        Release { package: b"something else".to_vec().into(), ..right.clone() },
        Release { signature: "bm9uZQ==".into(), ..right },
        copy.release("0.0.9", package),
    ];
    for (tried, release) in wrong.into_iter().enumerate() {
        copy.releases.publish(release);
        app.click(if tried == 0 { "Check for updates" } else { "Try again" }).await.unwrap();
        app.click("Download and install").await.unwrap();
        app.wait_for_text("does not come from Satchel’s makers").await.unwrap();
        app.wait_for_text("nothing was changed").await.unwrap();
        copy.assert_unchanged();
        assert_eq!(copy.package_requests(), tried + 1);
    }
    app.click("Backups").await.unwrap();
    app.wait_for_text("Maren Haverkamp").await.unwrap();
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_manifest_and_an_unreachable_server_are_reported() {
    let mut copy = Copy::set().await;
    let app = copy.start().await;
    app.click("Check for updates").await.unwrap();
    app.wait_for_text("Satchel does not understand the information about newer versions").await.unwrap();
    copy.releases.stop();
    app.click("Try again").await.unwrap();
    app.wait_for_text("Satchel could not find out whether there is a newer version").await.unwrap();
    app.wait_for_text("Try again").await.unwrap();
    copy.assert_unchanged();
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_truncated_download_changes_nothing() {
    let mut copy = Copy::set().await;
    let package = vec![7; 8 << 20];
    let whole = copy.release(NEWER, package);
    let app = copy.start().await;
    copy.releases.publish(Release { is_truncated: true, ..whole.clone() });
    app.click("Check for updates").await.unwrap();
    app.click("Download and install").await.unwrap();
    app.wait_for_text("The download of the newer version was interrupted").await.unwrap();
    copy.assert_unchanged();

    // Retried and cancelled by the user. The update is still available.
    copy.releases.publish(Release { pause: Duration::from_millis(200), ..whole.clone() });
    app.click("Try again").await.unwrap();
    app.wait_for_text("of 8.4 MB").await.unwrap();
    app.click("Cancel").await.unwrap();
    app.wait_for_text("Satchel 0.2.0 is available").await.unwrap();
    copy.assert_unchanged();

    // The program was moved, so that the update cannot be installed.
    copy.releases.publish(whole);
    let moved = copy.scene.desktop.home().join("satchel-moved");
    std::fs::rename(&copy.file, &moved).unwrap();
    app.click("Download and install").await.unwrap();
    app.wait_for_text("could not be written to the folder that Satchel is in").await.unwrap();
    std::fs::rename(&moved, &copy.file).unwrap();
    copy.assert_unchanged();
    app.close().await.unwrap();
}
