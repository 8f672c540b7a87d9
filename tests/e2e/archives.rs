//! Damaged backups, hostile archives, and a drive that is unplugged during an import.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use satchel_e2e_harness::App;
use satchel_export_gen::hostile::{Kind, zip};
use satchel_export_gen::{Plan, write_zip};

use crate::{Scene, binary, check_folder};

/// Writes an export to the home folder.
fn write_export(scene: &Scene, name: &str, records: u64) -> PathBuf {
    let file = scene.desktop.home().join(name);
    let plan = Plan::new(3, records, "2026-11-01T12:00:00Z".parse().unwrap());
    write_zip(&plan, fs::File::create(&file).unwrap()).unwrap();
    file
}

/// All files and folders below a folder, except what the app and the web view keep for themselves.
fn files_below(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap().flatten() {
            let path = entry.path();
            let is_own = [".local", ".cache", ".config"].iter().any(|own| path == folder.join(own));
            if !is_own && path.is_dir() && !path.is_symlink() {
                folders.push(path.clone());
            }
            if !is_own {
                found.insert(path);
            }
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flipped_byte_is_restored_from_the_archive_and_hostile_archives_write_nothing() {
    let mut scene = Scene::new(true, |_| {}).await;
    let file = write_export(&scene, "export.zip", 500);
    let app = scene.start(&[file.to_str().unwrap()]).await;
    app.wait_for_text("Verified").await.unwrap();
    let backup = scene.backup();

    // A byte changes on the drive.
    let json = backup.join("data/export/user_data_tiktok.json");
    let saved = fs::read(&json).unwrap();
    let mut flipped = saved.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    fs::write(&json, &flipped).unwrap();
    app.click_in("//tbody/tr[1]", "Opened export").await.unwrap();
    // What is loaded last moves the button.
    app.wait_for_text("records read").await.unwrap();
    app.click("Check now").await.unwrap();
    app.wait_for_text("1 file changed").await.unwrap();
    app.click("Show what changed…").await.unwrap();
    app.wait_for_text("data/export/user_data_tiktok.json").await.unwrap();
    app.click_in("//dialog", "Restore from the archive").await.unwrap();
    app.wait_until_gone("1 file changed").await.unwrap();
    app.wait_for_text("Verified").await.unwrap();
    assert_eq!(fs::read(&json).unwrap(), saved);
    check_folder(&backup);

    // Archives that would write elsewhere, or fill the drive.
    let kinds = [
        ("climbs.zip", Kind::Named("../../../../../climbed.txt".into())),
        ("links.zip", Kind::ThroughSymlink),
        ("bomb.zip", Kind::Bomb { bytes: 1 << 30 }),
    ];
    for (name, kind) in &kinds {
        fs::write(scene.desktop.home().join(name), zip(kind)).unwrap();
    }
    let before = files_below(scene.desktop.home());
    let mut second = scene.desktop.command(binary());
    second.args(kinds.iter().map(|(name, _)| scene.desktop.home().join(name)));
    assert!(second.status().unwrap().success());
    app.click("Backups").await.unwrap();
    for (name, message) in [
        ("climbs.zip", "The archive contains something that must not be unpacked"),
        ("links.zip", "The archive contains something that must not be unpacked"),
        ("bomb.zip", "The archive contains more than can safely be unpacked"),
    ] {
        app.wait_for_text_in(&format!("//li[contains(., '{name}')]"), message).await.unwrap();
    }
    assert_eq!(files_below(scene.desktop.home()), before);
    app.close().await.unwrap();
}

/// A drive that can be unplugged: an image of a file system, or a volume in memory where images cannot be mounted.
struct Drive {
    /// Where it is mounted.
    folder: PathBuf,
    /// What is mounted there.
    source: PathBuf,
    /// The device of the image.
    device: Option<String>,
}

impl Drive {
    /// Plugs a drive in. `None` if this system does not let the test mount anything.
    fn new(home: &Path) -> Option<Self> {
        let [folder, memory] = ["Drive", "Memory"].map(|name| home.join(name));
        fs::create_dir(&folder).unwrap();
        fs::create_dir(&memory).unwrap();
        let image = home.join("image");
        // Without blocks for what is not written.
        fs::File::create(&image).unwrap().set_len(400 << 20).unwrap();
        let is_made = run("mkfs.ext4", &["-q", "-F", image.to_str().unwrap()]).is_some();
        let device = is_made
            .then(|| run("losetup", &["--find", "--show", image.to_str().unwrap()]))
            .flatten()
            .map(|device| device.trim().to_owned());
        if let Some(device) = device {
            let drive = Self { folder: folder.clone(), source: device.clone().into(), device: Some(device) };
            if drive.plug_in() {
                return Some(drive);
            }
        }
        run("mount", &["-t", "tmpfs", "-o", "size=400m", "none", memory.to_str().unwrap()])?;
        let drive = Self { folder, source: memory, device: None };
        drive.plug_in().then_some(drive)
    }

    fn plug_in(&self) -> bool {
        let mut arguments = vec![self.source.to_str().unwrap(), self.folder.to_str().unwrap()];
        if self.device.is_none() {
            arguments.insert(0, "--bind");
        }
        run("mount", &arguments).is_some()
    }

    /// Unplugs the drive. What has a file on it open keeps it.
    fn unplug(&self) {
        run("umount", &["--lazy", self.folder.to_str().unwrap()]).unwrap();
    }
}

impl Drop for Drive {
    fn drop(&mut self) {
        run("umount", &["--lazy", self.folder.to_str().unwrap()]);
        match &self.device {
            Some(device) => run("losetup", &["--detach", device]),
            None => run("umount", &["--lazy", self.source.to_str().unwrap()]),
        };
    }
}

/// Runs a program; its output if it succeeds.
fn run(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Waits until an import has read this many records.
async fn wait_until_read(app: &App, records: u64) {
    let script = "return Number((document.querySelector('.reading')?.innerText ?? '').replace(/\\D/g, ''))";
    let began = Instant::now();
    while app.script(script).await.unwrap().as_u64().unwrap() < records {
        assert!(began.elapsed() < Duration::from_mins(1), "the import does not begin");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drive_that_is_unplugged_during_an_import_and_plugged_in_again_loses_nothing() {
    let mut scene = Scene::new(true, |_| {}).await;
    let Some(drive) = Drive::new(scene.desktop.home()) else {
        println!("skipped: this system does not let the test mount a file system");
        return;
    };
    println!("the drive is {}", drive.device.as_deref().unwrap_or("a volume in memory"));
    let own = scene.desktop.home().join(".local/share/satchel");
    fs::create_dir_all(&own).unwrap();
    let settings = serde_json::json!({ "folder": drive.folder });
    fs::write(own.join("settings.json"), settings.to_string()).unwrap();
    let first = write_export(&scene, "first.zip", 300);
    let app = scene.start(&[first.to_str().unwrap()]).await;
    app.wait_for_text("Verified").await.unwrap();
    let opened = drive.folder.join("Opened exports");
    let backups = || {
        fs::read_dir(&opened).map_or(0, |entries| {
            entries.flatten().filter(|entry| !entry.file_name().to_string_lossy().starts_with('.')).count()
        })
    };
    assert_eq!(backups(), 1);

    let large = write_export(&scene, "large.zip", 60_000);
    assert!(scene.desktop.command(binary()).arg(&large).status().unwrap().success());
    wait_until_read(&app, 1).await;
    drive.unplug();
    app.wait_for_text("The backup folder is not there").await.unwrap();
    app.wait_for_text("your library stays as it is").await.unwrap();
    assert_eq!(fs::read_dir(&drive.folder).unwrap().count(), 0, "nothing is written to the mount point");

    assert!(drive.plug_in());
    assert_eq!(backups(), 1, "the backup that was there, and nothing unfinished");
    app.click("Look again").await.unwrap();
    app.wait_for_text_in("//li[contains(., 'large.zip')]", "Saved and verified").await.unwrap();
    app.wait_until_gone("The backup folder is not there").await.unwrap();
    assert_eq!(backups(), 2);
    for backup in fs::read_dir(&opened).unwrap().flatten() {
        check_folder(&backup.path());
    }
    app.close().await.unwrap();
}
