//! A process that is killed at any of its file operations, and the next start.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};

use satchel_core::Core;
use satchel_core::backup::{CheckState, Outcome};
use satchel_core::data_request::Kind;
use satchel_core::problem::ProblemCode;
use tempfile::TempDir;

use super::{Fault, Layer, assert_whole, contents, left_behind, moments, whole_backups, write_export};
use crate::app::{
    PASSPHRASE, TestApp, addresses, are_imported, copy_folder, ongoing, open_installation, until,
};

/// How many moments in the backup folder, and in Satchel's own, are tried.
const MOMENTS: u64 = 5;
/// Environment variables that say what the process that is killed does.
const WORK: &str = "SATCHEL_TEST_WORK";
const FOLDER: &str = "SATCHEL_TEST_FOLDER";
const ADDRESSES: &str = "SATCHEL_TEST_ADDRESSES";

/// Where the backup folder is moved to, in the folder of the test.
const NEW_PLACE: &str = "New place";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "run by the other tests, which kill it"]
async fn work_until_killed() {
    let variable = |name| std::env::var(name).unwrap();
    let (folder, tiktok) = (PathBuf::from(variable(FOLDER)), variable(ADDRESSES));
    let core = open_installation(
        &folder,
        tiktok.split(' ').map(str::to_owned).collect::<Vec<_>>().try_into().unwrap(),
    );
    let backup = std::env::var("SATCHEL_TEST_BACKUP").unwrap_or_default();
    core.start().await;
    match variable(WORK).as_str() {
        "open" => core.open_export(folder.join("export.zip")).await.unwrap(),
        "download" => {
            core.unlock_sign_in(PASSPHRASE.into()).await.unwrap();
            core.back_up(ongoing(Kind::Activity)).await.unwrap();
        }
        "restore" => core.restore_backup(&backup).await.unwrap(),
        "move" => core.move_folder(folder.join(NEW_PLACE)).await.unwrap(),
        "delete" => core.delete_backup(&backup, true).await.unwrap(),
        other => panic!("unknown work: {other}"),
    }
    until_idle(&core).await;
    // Without a shutdown, so that the operations are those of the work.
    std::process::exit(0);
}

/// Waits until all jobs have ended, and what they saved is in the library.
async fn until_idle(core: &Core) {
    until(core, "the end of the work", |now| {
        for job in &now.jobs {
            // Without the pause before TikTok is asked.
            core.check_now(&job.id);
        }
        let is_over = now.jobs.iter().all(|job| job.outcome != Outcome::Running);
        (is_over && now.library.building.is_none()).then_some(())
    })
    .await;
}

/// A program with a backup. A copy of its folder is killed again and again.
struct Killed {
    app: TestApp,
    layer: Layer,
    work: &'static str,
    /// What is in the folder of the test before each attempt.
    before: TempDir,
    /// The id of the backup.
    id: String,
}

impl Killed {
    /// Saves the backup, and lets `prepare` change the folder of the test before it is kept.
    async fn new(work: &'static str, prepare: impl AsyncFnOnce(&TestApp, &Path)) -> Self {
        let app = TestApp::new().await;
        let file = app.file("first.zip");
        write_export(&file, 1);
        app.core.open_export(file).await.unwrap();
        let job = app.until_ended(Outcome::Saved).await;
        app.core.dismiss_job(&job.id).await;
        let id = job.backup_id.unwrap();
        app.until("the library", |now| (now.library.backups == 1).then_some(())).await;
        prepare(&app, &app.backups().join(&id)).await;
        app.core.shutdown().await;
        let before = tempfile::tempdir().unwrap();
        copy_folder(app.folder(), &before.path().join("all"));
        Self { app, layer: Layer::new(), work, before, id }
    }

    /// The path of the backup.
    fn backup(&self) -> PathBuf {
        self.app.backups().join(&self.id)
    }

    /// Runs the process, which is killed at an operation below a folder of the test; 0: it is not. Returns how many
    /// operations there were.
    fn run(&self, below: &Path, at: u64) -> u64 {
        for entry in fs::read_dir(self.app.folder()).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                fs::remove_dir_all(entry.path()).unwrap();
            } else {
                fs::remove_file(entry.path()).unwrap();
            }
        }
        let all = self.before.path().join("all");
        for entry in fs::read_dir(&all).unwrap().map(Result::unwrap) {
            let to = self.app.file(&entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                copy_folder(&entry.path(), &to);
            } else {
                fs::copy(entry.path(), to).unwrap();
            }
        }
        self.layer.set(Fault::Kill, below, at);
        let status = self
            .layer
            .command("faults::killed::work_until_killed")
            .env(WORK, self.work)
            .env(FOLDER, self.app.folder())
            .env(ADDRESSES, addresses(&self.app.sim).join(" "))
            .env("SATCHEL_TEST_BACKUP", &self.id)
            .status()
            .unwrap();
        // The number of operations is not the same each time.
        assert!(status.success() || (at > 0 && status.signal() == Some(9)), "{status}");
        self.layer.end()
    }

    /// Kills the process at operations in the backup folder and in Satchel's own, and lets `check` look at what is left and
    /// start the program again.
    async fn at_each_moment(&mut self, check: impl AsyncFn(&mut Self)) {
        for below in [self.app.backups(), self.app.own_folder()] {
            let operations = self.run(&below, 0);
            assert!(operations > 0);
            for moment in moments(operations, MOMENTS) {
                println!("killed at operation {moment} of about {operations} below {}", below.display());
                self.run(&below, moment);
                check(self).await;
                assert!(self.app.now().notices.is_empty(), "{:?}", self.app.now().notices);
                self.app.core.shutdown().await;
            }
        }
    }

    /// Waits until the library has these backups, all of them and nothing else.
    async fn until_library_has(&self, backups: usize) {
        self.app
            .until("the library", |now| {
                let library = &now.library;
                let is_whole = are_imported(now, backups) && library.building.is_none();
                (is_whole && library.problem.is_none()).then_some(())
            })
            .await;
    }
}

/// What holds after a job was killed, and the next start.
async fn saves_at_the_next_start(killed: &mut Killed, stood: &std::collections::BTreeMap<PathBuf, Vec<u8>>) {
    assert_eq!(contents(&killed.backup()), *stood, "the backup that was there");
    // What is in its place is whole, even before the next start.
    let found = whole_backups(&killed.app.backups());
    assert!(found.len() <= 2 && found.contains(&killed.id), "{found:?}");
    killed.app.restart().await;
    until_idle(&killed.app.core).await;
    match killed.app.now().jobs.first() {
        // Nothing was stored of it yet: it begins anew.
        None if killed.work == "open" => {
            killed.app.core.open_export(killed.app.file("export.zip")).await.unwrap();
        }
        None => killed.app.core.back_up(ongoing(Kind::Activity)).await.unwrap(),
        // TikTok may have accepted the request. This is said, and it is not sent again by itself.
        Some(job) if job.outcome == Outcome::Failed => {
            assert_eq!(job.problem.as_ref().map(|problem| problem.code), Some(ProblemCode::RequestUncertain));
            assert_eq!(killed.work, "download");
            let id = job.id.clone();
            killed.app.core.dismiss_job(&id).await;
            killed.app.core.back_up(ongoing(Kind::Activity)).await.unwrap();
        }
        Some(job) => assert_eq!(job.outcome, Outcome::Saved),
    }
    until_idle(&killed.app.core).await;
    let job = killed.app.until_ended(Outcome::Saved).await;
    let found = whole_backups(&killed.app.backups());
    assert!(found.len() == 2 && found.contains(&job.backup_id.unwrap()), "{found:?}");
    assert_eq!(left_behind(&killed.app.backups()), Vec::<PathBuf>::new());
    killed.until_library_has(2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opened_export_is_saved_at_the_next_start() {
    let mut killed =
        Killed::new("open", async |app: &TestApp, _: &Path| write_export(&app.file("export.zip"), 2)).await;
    let stood = contents(&killed.backup());
    killed.at_each_moment(async |killed| saves_at_the_next_start(killed, &stood).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_requested_archive_is_saved_at_the_next_start() {
    let mut killed = Killed::new("download", async |app: &TestApp, _: &Path| {
        // The sign-in. Its backup is removed again.
        app.back_up(ongoing(Kind::Activity)).await;
        let job = app.until_ended(Outcome::Saved).await;
        app.core.dismiss_job(&job.id).await;
        app.core.delete_backup(&job.backup_id.unwrap(), true).await.unwrap();
        app.until("the library", |now| (now.library.backups == 1).then_some(())).await;
    })
    .await;
    let stood = contents(&killed.backup());
    killed.at_each_moment(async |killed| saves_at_the_next_start(killed, &stood).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_leaves_each_file_as_it_was_or_restored_and_can_be_repeated() {
    let mut saved = None;
    let mut killed = Killed::new("restore", async |_: &TestApp, backup: &Path| {
        saved = Some(contents(backup));
        let export = backup.join("data/export");
        let mut files: Vec<PathBuf> = contents(&export).into_keys().collect();
        files.truncate(4);
        assert_eq!(files.len(), 4);
        for file in &files[..2] {
            fs::write(export.join(file), "something else").unwrap();
        }
        for file in &files[2..] {
            fs::remove_file(export.join(file)).unwrap();
        }
    })
    .await;
    let saved = saved.unwrap();
    killed
        .at_each_moment(async |killed| {
            for (path, content) in contents(&killed.backup()) {
                if !path.starts_with(".satchel-restore") {
                    assert!(content == b"something else" || saved.get(&path) == Some(&content), "{path:?}");
                }
            }
            killed.app.reopen_without_unlocking().await;
            let app = &killed.app;
            app.core.restore_backup(&killed.id).await.unwrap();
            assert!(
                matches!(app.now().backups[0].check, CheckState::Verified { .. }),
                "{:?}",
                app.now().backups
            );
            assert_eq!(contents(&killed.backup()), saved);
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_of_the_folder_goes_on_at_the_next_start() {
    let mut killed = Killed::new("move", async |app: &TestApp, _: &Path| {
        fs::create_dir(app.file(NEW_PLACE)).unwrap();
    })
    .await;
    let stood = contents(&killed.backup());
    killed
        .at_each_moment(async |killed| {
            let (old, new) = (killed.app.backups(), killed.app.file(NEW_PLACE));
            let is_whole = |folder: &Path| {
                folder.join(&killed.id).is_dir() && contents(&folder.join(&killed.id)) == stood
            };
            assert!(is_whole(&old) || is_whole(&new), "it is whole in one of the places at least");
            let settings = fs::read_to_string(killed.app.own_folder().join("settings.json")).unwrap();
            let settings: serde_json::Value = serde_json::from_str(&settings).unwrap();
            killed.app.reopen_without_unlocking().await;
            if settings["folderMove"].is_null() && killed.app.core.folder() == old {
                // It had not begun.
                killed.app.core.move_folder(new.clone()).await.unwrap();
            }
            killed
                .app
                .until("the end of the move", |now| {
                    let is_moved =
                        now.folder.path == new.display().to_string() && now.folder.moving.is_none();
                    (is_moved && !old.exists()).then_some(())
                })
                .await;
            killed.until_library_has(1).await;
            assert_whole(&new.join(&killed.id));
            assert_eq!(contents(&new.join(&killed.id)), stood);
            let names = contents(&new).into_keys().map(|path| path.display().to_string());
            let left: Vec<String> =
                names.filter(|name| name.contains(".satchel-") && name != ".satchel-folder").collect();
            assert_eq!(left, Vec::<String>::new());
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_leaves_the_backup_whole_or_gone() {
    let mut killed = Killed::new("delete", async |app: &TestApp, _: &Path| {
        let file = app.file("second.zip");
        write_export(&file, 2);
        app.core.open_export(file).await.unwrap();
        let job = app.until_ended(Outcome::Saved).await;
        app.core.dismiss_job(&job.id).await;
    })
    .await;
    let other = whole_backups(&killed.app.backups()).into_iter().find(|id| *id != killed.id).unwrap();
    let stood = contents(&killed.app.backups().join(&other));
    killed
        .at_each_moment(async |killed| {
            let folder = killed.app.backups();
            let found = whole_backups(&folder);
            assert!(found.contains(&other) && contents(&folder.join(&other)) == stood);
            killed.app.reopen_without_unlocking().await;
            if found.contains(&killed.id) {
                killed.app.core.delete_backup(&killed.id, true).await.unwrap();
            }
            // What is left of it is removed, too.
            killed.app.until("nothing is left", |_| left_behind(&folder).is_empty().then_some(())).await;
            assert_eq!(whole_backups(&folder), std::slice::from_ref(&other));
            killed.until_library_has(1).await;
        })
        .await;
}
