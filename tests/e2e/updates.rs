//! Newer versions in the real app: a copy of it that may replace itself, and a place that announces them.

use std::path::PathBuf;
use std::time::Duration;

use satchel_stage::{App, Release, Releases};

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
        let mut scene = Scene::set(true, |_| {}).await;
        let releases = Releases::open().await.unwrap();
        scene.desk.set("SATCHEL_UPDATE_URL", releases.address());
        scene.desk.set("SATCHEL_UPDATE_KEY", releases.key().unwrap());
        let folder = scene.desk.home().join("Applications");
        std::fs::create_dir(&folder).unwrap();
        let file = folder.join("satchel");
        std::fs::copy(binary(), &file).unwrap();
        let old = std::fs::read(&file).unwrap();
        Self { scene, releases, file, old }
    }

    async fn start(&mut self) -> App {
        let app = App::start(&mut self.scene.desk, &self.file, &[]).await.unwrap();
        app.press("Connect TikTok").await.unwrap();
        self.scene.agree().await;
        app.press("Settings").await.unwrap();
        app.until("Check for updates").await.unwrap();
        app
    }

    /// A release with this package, signed as this version.
    fn release(&self, signed: &str, package: Vec<u8>) -> Release {
        let signature = self.releases.sign(signed, &package).unwrap();
        let notes = "- Chats can be printed\n- <b>Bold</b> is not bold here".to_owned();
        Release { version: NEWER.into(), notes, signature, package: package.into(), ..Release::default() }
    }

    /// The program as it was, and nothing left lying beside it.
    fn assert_untouched(&self) {
        assert!(std::fs::read(&self.file).unwrap() == self.old, "the program was changed");
        assert_eq!(std::fs::read_dir(self.file.parent().unwrap()).unwrap().count(), 1);
    }

    fn packages_asked_for(&self) -> usize {
        self.releases.asked().iter().filter(|asked| asked.starts_with("/package")).count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_asked_until_the_person_asks_and_then_only_what_is_new() {
    let mut copy = Copy::set().await;
    let app = copy.start().await;
    assert_eq!(copy.releases.asked(), Vec::<String>::new());
    copy.releases.announce(Release { version: "0.1.0".into(), ..copy.release("0.1.0", vec![]) });
    app.press("Check for updates").await.unwrap();
    app.until("You have the newest version").await.unwrap();
    assert_eq!(
        copy.releases.asked(),
        [format!("/latest.json accept: */*, user-agent: Satchel/{}", env!("CARGO_PKG_VERSION"))]
    );
    copy.assert_untouched();
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_person_accepts_is_installed_and_opened() {
    let mut copy = Copy::set().await;
    let mut new = copy.old.clone();
    new.extend_from_slice(b"newer");
    copy.releases.announce(copy.release(NEWER, new.clone()));
    let app = copy.start().await;
    app.press("Check for updates").await.unwrap();
    app.until("Satchel 0.2.0 is available").await.unwrap();
    app.until("<b>Bold</b> is not bold here").await.unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(copy.packages_asked_for(), 0);
    copy.assert_untouched();

    app.press("Download and install").await.unwrap();
    app.until("Satchel 0.2.0 is installed").await.unwrap();
    assert!(std::fs::read(&copy.file).unwrap() == new, "the new program is in its place");
    assert_eq!(std::fs::read_dir(copy.file.parent().unwrap()).unwrap().count(), 1);
    assert_eq!(copy.scene.desk.processes_of(&copy.file), Vec::<u32>::new(), "the old one runs");

    // The driver may lose its session before it has answered.
    let _ = tokio::time::timeout(Duration::from_secs(5), app.press("Restart Satchel")).await;
    let mut running = Vec::new();
    for _ in 0..200 {
        running = copy.scene.desk.processes_of(&copy.file);
        if !running.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // One that merely handed over to the old one would be gone by now.
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(copy.scene.desk.processes_of(&copy.file), running);
    assert_eq!(running.len(), 1);
    assert!(std::fs::read(format!("/proc/{}/exe", running[0])).unwrap() == new);
    std::process::Command::new("kill").arg(running[0].to_string()).status().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_signed_as_it_should_be_is_thrown_away() {
    let mut copy = Copy::set().await;
    let app = copy.start().await;
    let package = b"\x7fELF, but not as its makers left it".to_vec();
    let other = Releases::open().await.unwrap();
    let right = copy.release(NEWER, package.clone());
    let wrong = [
        // By somebody else; another package's; none; an older version that is offered as a newer one.
        Release { signature: other.sign(NEWER, &package).unwrap(), ..right.clone() },
        Release { package: b"something else".to_vec().into(), ..right.clone() },
        Release { signature: "bm9uZQ==".into(), ..right },
        copy.release("0.0.9", package),
    ];
    for (tried, release) in wrong.into_iter().enumerate() {
        copy.releases.announce(release);
        app.press(if tried == 0 { "Check for updates" } else { "Try again" }).await.unwrap();
        app.press("Download and install").await.unwrap();
        app.until("does not come from Satchel’s makers").await.unwrap();
        app.until("nothing was changed").await.unwrap();
        copy.assert_untouched();
        assert_eq!(copy.packages_asked_for(), tried + 1);
    }
    app.press("Backups").await.unwrap();
    app.until("Maren Haverkamp").await.unwrap();
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_without_sense_and_no_answer_lead_on() {
    let mut copy = Copy::set().await;
    let app = copy.start().await;
    app.press("Check for updates").await.unwrap();
    app.until("Satchel cannot make sense of what is said about newer versions").await.unwrap();
    copy.releases.close();
    app.press("Try again").await.unwrap();
    app.until("Satchel could not find out whether there is a newer version").await.unwrap();
    app.until("Try again").await.unwrap();
    copy.assert_untouched();
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_download_changes_nothing() {
    let mut copy = Copy::set().await;
    let package = vec![7; 8 << 20];
    let whole = copy.release(NEWER, package);
    let app = copy.start().await;
    copy.releases.announce(Release { is_cut: true, ..whole.clone() });
    app.press("Check for updates").await.unwrap();
    app.press("Download and install").await.unwrap();
    app.until("The download of the newer version broke off").await.unwrap();
    copy.assert_untouched();

    // Tried again and stopped by the person, who then finds the offer as it was.
    copy.releases.announce(Release { pause: Duration::from_millis(200), ..whole.clone() });
    app.press("Try again").await.unwrap();
    app.until("of 8.4 MB").await.unwrap();
    app.press("Cancel").await.unwrap();
    app.until("Satchel 0.2.0 is available").await.unwrap();
    copy.assert_untouched();

    // And with no place to put it: whoever moved the program is told.
    copy.releases.announce(whole);
    let moved = copy.scene.desk.home().join("satchel-moved");
    std::fs::rename(&copy.file, &moved).unwrap();
    app.press("Download and install").await.unwrap();
    app.until("could not be written where Satchel lies").await.unwrap();
    std::fs::rename(&moved, &copy.file).unwrap();
    copy.assert_untouched();
    app.close().await.unwrap();
}
