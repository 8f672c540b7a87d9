//! Satchel's own files when they are damaged, not writable or replaced by folders, and recovery after crashes.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use satchel_core::backup::{Outcome, Step};
use satchel_core::data_request::Kind;
use satchel_core::problem::ProblemCode;
use satchel_core::settings::Theme;
#[cfg(unix)]
use satchel_core::view::Snapshot;

use crate::app::{TestApp, copy_folder, once, ongoing, retry};

const ADD: &str = "/v2/user/data/add/";

fn ledger(app: &TestApp) -> std::path::PathBuf {
    app.own_folder().join("ledger.sqlite")
}

/// Makes SQLite reject every update of a job, as if the disk were full.
fn refuse_changes(ledger: &Path) -> Connection {
    let other = Connection::open(ledger).unwrap();
    other
        .execute_batch("CREATE TRIGGER full BEFORE UPDATE ON jobs BEGIN SELECT RAISE(ABORT, 'full'); END")
        .unwrap();
    other
}

/// One of Satchel's own files, and a function that damages it.
type Damage = (&'static str, fn(&Path));

/// The folder of the only library.
pub(crate) fn library(app: &TestApp) -> std::path::PathBuf {
    let mut folders = std::fs::read_dir(app.own_folder().join("library")).unwrap();
    let folder = folders.next().unwrap().unwrap().path();
    assert!(folders.next().is_none(), "there is one person");
    folder
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_own_files_are_reported_and_the_program_still_works() {
    let damages: [Damage; 4] = [
        ("ledger.sqlite", |path| {
            let mut bytes = std::fs::read(path).unwrap();
            let length = bytes.len();
            bytes[4096..length].fill(0xa5);
            std::fs::write(path, bytes).unwrap();
        }),
        ("ledger.sqlite", |path| {
            std::fs::remove_file(path).unwrap();
            std::fs::create_dir(path).unwrap();
        }),
        ("settings.json", |path| std::fs::write(path, "{\"theme\":").unwrap()),
        ("settings.json", |path| {
            let _ = std::fs::remove_file(path);
            std::fs::create_dir(path).unwrap();
            std::fs::write(path.join("inside"), "").unwrap();
        }),
    ];
    for (name, damage) in damages {
        let mut app = TestApp::new().await;
        app.back_up(once(Kind::Activity)).await;
        app.until_ended(Outcome::Saved).await;
        app.core.shutdown().await;
        damage(&app.own_folder().join(name));
        app.reopen_without_unlocking().await;
        let now = app.now();
        assert_eq!(
            now.notices.iter().map(|p| p.code).collect::<Vec<_>>(),
            [ProblemCode::OwnFilesDamaged],
            "{name}"
        );
        app.until("the backup", |now| (now.backups.len() == 1).then_some(())).await;
        app.core.set_theme(Theme::Dark).await.unwrap();
        app.core.dismiss_notices();
        assert!(app.now().notices.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_or_replaced_library_is_built_again_at_the_next_start() {
    let remove = |path: &Path| {
        if path.is_dir() {
            std::fs::remove_dir_all(path).unwrap();
        } else {
            let _ = std::fs::remove_file(path);
        }
    };
    let mut app = TestApp::new().await;
    app.back_up(once(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    let records = app.until("the library", |now| Some(now.library.records).filter(|n| *n > 0)).await;
    let libraries = app.own_folder().join("library");
    let library = library(&app);
    for name in ["records.db", "records.db-wal", "words.db", "words.db-shm", "", ".."] {
        for is_folder in [true, false] {
            app.core.shutdown().await;
            let path = match name {
                "" => library.clone(),
                ".." => libraries.clone(),
                name => library.join(name),
            };
            remove(&path);
            if is_folder {
                std::fs::create_dir(&path).unwrap();
                std::fs::write(path.join("inside"), "").unwrap();
            } else {
                std::fs::write(&path, [0xA5; 9000]).unwrap();
            }
            app.reopen_without_unlocking().await;
            let state = app
                .until(&format!("the library after {name} was damaged"), |now| {
                    (now.library.records == records && now.library.building.is_none())
                        .then(|| now.library.clone())
                })
                .await;
            assert_eq!(state.problem, None, "{name}");
            assert_eq!(app.now().backups.len(), 1);
        }
    }
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn no_file_of_satchel_is_open_after_the_shutdown() {
    let app = TestApp::new().await;
    let open_files = || {
        let descriptors = std::fs::read_dir("/proc/self/fd").unwrap();
        let paths = descriptors.filter_map(|descriptor| std::fs::read_link(descriptor.unwrap().path()).ok());
        paths.filter(|path| path.starts_with(app.own_folder())).collect::<Vec<_>>()
    };
    app.back_up(once(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    assert!(open_files().contains(&library(&app).join("records.db")));
    app.core.shutdown().await;
    assert_eq!(open_files(), Vec::<std::path::PathBuf>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn request_is_not_sent_if_the_ledger_cannot_be_written() {
    let app = TestApp::new().await;
    app.core.connect().await.unwrap();
    app.agree().await;
    let other = refuse_changes(&ledger(&app));
    app.back_up(once(Kind::Activity)).await;
    app.until_failed(ProblemCode::OwnFilesNotWritable).await;
    assert_eq!(app.calls(ADD), 0);
    other.execute_batch("DROP TRIGGER full").unwrap();
    let id = app.now().jobs[0].id.clone();
    app.core.retry_job(&id).await.unwrap();
    app.until_ended_saved().await;
    assert_eq!(app.calls(ADD), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_names_a_passed_file_whose_job_cannot_be_stored() {
    let app = TestApp::new().await;
    let other = Connection::open(ledger(&app)).unwrap();
    other
        .execute_batch("CREATE TRIGGER full BEFORE INSERT ON jobs BEGIN SELECT RAISE(ABORT, 'full'); END")
        .unwrap();
    let files = ["first.zip", "second.zip"].map(|name| app.file(name));
    for (age, file) in [2, 1].into_iter().zip(&files) {
        std::fs::write(file, "no zip").unwrap();
        let changed = std::time::SystemTime::now() - Duration::from_hours(age);
        std::fs::File::options().write(true).open(file).unwrap().set_modified(changed).unwrap();
    }
    app.core.open_passed_exports(files.to_vec()).await;
    let now = app.now();
    assert!(now.jobs.is_empty());
    let notices: Vec<_> = now.notices.iter().map(|it| (it.code, it.facts.name.as_deref())).collect();
    assert_eq!(notices, [(ProblemCode::OwnFilesNotWritable, Some("first.zip"))]);
    other.execute_batch("DROP TRIGGER full").unwrap();
    app.core.dismiss_notices();
    app.core.open_passed_exports(files.to_vec()).await;
    assert_eq!(app.now().jobs.len(), 2);
    assert!(app.now().notices.is_empty(), "their jobs show what is wrong with them");
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_complete_while_the_ledger_cannot_be_written() {
    let mut app = TestApp::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    app.back_up(ongoing(Kind::Activity)).await;
    app.until("the request id", |now| now.jobs.first()?.request_id.as_ref().map(|_| ())).await;
    let other = refuse_changes(&ledger(&app));
    app.sim.set(|s| s.pending_forever = false);
    app.until_ended(Outcome::Saved).await;
    other.execute_batch("DROP TRIGGER full").unwrap();
    // Pending changes are written when the program shuts down.
    app.restart().await;
    assert_eq!(app.now().jobs[0].outcome, Outcome::Saved);
}

#[tokio::test(flavor = "multi_thread")]
async fn step_that_crashed_twice_is_not_restarted_automatically() {
    let mut app = TestApp::new().await;
    app.back_up(once(Kind::Activity)).await;
    let job = app.until_ended(Outcome::Saved).await;
    app.core.shutdown().await;
    // The state after two crashes: the step was started twice and never ended.
    let other = Connection::open(ledger(&app)).unwrap();
    other
        .execute(
            "UPDATE jobs SET job = json_set(job, '$.outcome', 'running', '$.step', 'checking', '$.endedAt', NULL,
                                                 '$.unfinishedStarts', 2) WHERE id = ?1",
            [&job.id],
        )
        .unwrap();
    other.close().unwrap();
    app.reopen_without_unlocking().await;
    let job = app.until_failed(ProblemCode::StepCrashed).await;
    app.core.retry_job(&job.id).await.unwrap();
    app.until("the retry", |now| (now.jobs[0].outcome != Outcome::Failed).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn regular_shutdowns_do_not_count_as_crashes() {
    let slow = |o: &mut satchel_sim::Options| {
        o.switches.padding_files = 200;
        o.switches.padding_bytes = 50_000;
    };
    let mut app = TestApp::with(slow, Duration::from_mins(1)).await;
    app.back_up(once(Kind::Activity)).await;
    for _ in 0..4 {
        app.until("a local step", |now| {
            let job = now.jobs.first()?;
            (job.outcome != Outcome::Running || job.step >= Step::Checking).then_some(())
        })
        .await;
        app.restart().await;
    }
    app.until_ended(Outcome::Saved).await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn only_the_owner_can_read_satchels_own_files() {
    use std::os::unix::fs::PermissionsExt;

    fn check(path: &Path) {
        // Files come and go while the program runs.
        let Ok(found) = path.metadata() else { return };
        let mode = found.permissions().mode() & 0o777;
        assert_eq!(mode, if found.is_dir() { 0o700 } else { 0o600 }, "{}", path.display());
        for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
            check(&entry.path());
        }
    }
    let app = TestApp::new().await;
    app.core.set_theme(Theme::Dark).await.unwrap();
    app.back_up(once(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    let is_indexed = |now: &Snapshot| {
        (now.library.records > 0 && now.library.trigrams_ready && now.library.building.is_none())
            .then_some(())
    };
    app.until("the library", is_indexed).await;
    for name in ["records.db", "records.db-wal", "records.db-shm", "words.db", "words.db-wal", "words.db-shm"]
    {
        assert!(library(&app).join(name).is_file(), "{name}");
    }
    check(&app.own_folder());
    app.core.import_summary(&app.now().backups[0].id).await.unwrap();
    app.core.rebuild_library().await.unwrap();
    app.until("the library after it was rebuilt", is_indexed).await;
    check(&app.own_folder());
    app.core.shutdown().await;
    check(&app.own_folder());
}

#[tokio::test(flavor = "multi_thread")]
async fn empty_mount_point_does_not_remove_records_from_the_library() {
    let app = TestApp::new().await;
    app.back_up(once(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    let records = app.until("the library", |now| Some(now.library.records).filter(|n| *n > 0)).await;
    let away = app.file("disconnected");
    retry(|| std::fs::rename(app.backups(), &away)).await;
    std::fs::create_dir(app.backups()).unwrap();
    app.core.wake().await;
    app.until("the missing folder", |now| {
        now.folder.problem.as_ref().filter(|problem| problem.code == ProblemCode::FolderMissing).map(|_| ())
    })
    .await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(app.now().library.records, records);
    app.back_up(once(Kind::DirectMessages)).await;
    app.until("the failure", |now| {
        now.jobs
            .iter()
            .any(|j| j.problem.as_ref().is_some_and(|p| p.code == ProblemCode::FolderMissing))
            .then_some(())
    })
    .await;
    assert_eq!(app.saved_folders(), 0, "nothing is saved on the wrong drive");
    retry(|| std::fs::remove_dir(app.backups())).await;
    retry(|| std::fs::rename(&away, app.backups())).await;
    app.core.wake().await;
    app.until("both backups", |now| (now.backups.len() == 2).then_some(())).await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_cannot_be_read_for_a_moment_stays_in_the_library() {
    let app = TestApp::new().await;
    app.back_up(once(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    let records = app.until("the library", |now| Some(now.library.records).filter(|n| *n > 0)).await;
    let info = app.backups().join(&app.now().backups[0].id).join("bag-info.txt");
    let kept = app.file("bag-info.txt");
    std::fs::rename(&info, &kept).unwrap();
    // Reading it is an error now, as on a network share that has lost its connection.
    std::os::unix::fs::symlink("bag-info.txt", &info).unwrap();
    app.core.wake().await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(app.now().library.records, records);
    assert_eq!(app.now().backups.len(), 1);
    std::fs::remove_file(&info).unwrap();
    std::fs::rename(&kept, &info).unwrap();
    app.core.wake().await;
    assert_eq!(app.now().backups.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn renewed_tokens_that_cannot_be_stored_are_kept_and_stored_later() {
    let mut app = TestApp::with(|o| o.switches.pending_forever = true, Duration::from_mins(1)).await;
    app.back_up(ongoing(Kind::Activity)).await;
    app.until("preparing", |now| now.jobs.first().filter(|j| j.step == Step::Preparing).map(|_| ())).await;
    app.sim.set(|s| s.rotate_refresh = true);
    // A folder in its place: the file of secrets cannot be replaced.
    let (secrets, kept) = (app.own_folder().join("sign-ins.locked"), app.file("kept"));
    std::fs::rename(&secrets, &kept).unwrap();
    std::fs::create_dir(&secrets).unwrap();
    let (tokens, checks) = (app.calls("/v2/oauth/token/"), app.calls("/v2/user/data/check/"));
    app.sim.advance(Duration::from_hours(25));
    app.until("a check with the new token", |_| {
        (app.calls("/v2/oauth/token/") > tokens && app.calls("/v2/user/data/check/") > checks + 1)
            .then_some(())
    })
    .await;
    assert_eq!(app.now().jobs[0].outcome, Outcome::Running);
    std::fs::remove_dir(&secrets).unwrap();
    std::fs::rename(&kept, &secrets).unwrap();
    let checks = app.calls("/v2/user/data/check/");
    app.until("the next check, which stores them", |_| {
        (app.calls("/v2/user/data/check/") > checks).then_some(())
    })
    .await;
    app.sim.set(|s| s.pending_forever = false);
    app.restart().await;
    app.until_ended(Outcome::Saved).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn backups_that_appear_during_a_synchronisation_are_imported_too() {
    let app = TestApp::new().await;
    app.back_up(once(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    let saved = app.backups().join(&app.now().backups[0].id);
    let mut looks = Vec::new();
    for number in 0..12 {
        copy_folder(&saved, &saved.with_file_name(format!("copy {number}")));
        let core = app.core.clone();
        looks.push(tokio::spawn(async move { core.refresh_backups().await }));
        tokio::time::sleep(Duration::from_millis(number * 7)).await;
    }
    for look in looks {
        look.await.unwrap();
    }
    app.until("thirteen backups", |now| (now.library.backups == 13 && now.backups.len() == 13).then_some(()))
        .await;
}
