use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

use super::*;
use crate::backup::verification;

struct Fixture {
    root: tempfile::TempDir,
    dir: BackupDir,
}

fn fixture(look: Option<Look>) -> Fixture {
    let root = tempfile::tempdir().unwrap();
    let own = root.path().join("own");
    let notifier = Notifier::default();
    let (ledger, contents, _) = Ledger::open(&own.join("ledger.sqlite"));
    let (settings, _) = SettingsStore::open(own.join("settings.json"), notifier.clone());
    let default_folder = root.path().join("Backups");
    let mut dir = BackupDir::new(
        settings,
        default_folder,
        false,
        Arc::new(ledger),
        &contents,
        notifier,
        TaskTracker::new(),
    );
    if let Some(look) = look {
        let inner = Arc::get_mut(&mut dir.0).unwrap();
        inner.look = look;
        inner.look_timeout = Duration::from_millis(100);
    }
    Fixture { root, dir }
}

/// A backup that verifies.
fn backup(root: &Path, name: &str) -> PathBuf {
    use crate::archive::{ARCHIVE, Bag, BagInfo};

    let folder = root.join("Opened exports").join(name);
    fs::create_dir_all(folder.join("data")).unwrap();
    fs::write(folder.join(ARCHIVE), "archive").unwrap();
    let mut bag = Bag::new(&folder);
    let (sha256, bytes) =
        crate::archive::hash_file(&folder.join(ARCHIVE), &CancellationToken::new(), &|_, _| {}).unwrap();
    bag.add_archive(&sha256, bytes);
    let mut info = BagInfo::default();
    info.add("Satchel-Source", "file");
    info.add("Satchel-Saved-At", "2026-01-01T00:00:00Z");
    bag.finish(info, crate::files::Durability::Volume).unwrap();
    folder
}

/// Looks at the folder until something is the case: on a busy computer, a look can exceed the short time limit of tests.
async fn refresh_until(dir: &BackupDir, is_so: impl Fn(&BackupDir) -> bool) {
    for _ in 0..600 {
        dir.refresh().await;
        if is_so(dir) {
            return;
        }
    }
    panic!("{:?}, {} backups", dir.state(), dir.backups().len());
}

async fn until_checked(dir: &BackupDir) -> CheckState {
    loop {
        let check = dir.backups().first().map(|backup| backup.check.clone());
        match check {
            Some(CheckState::NotChecked | CheckState::Checking { .. }) | None => {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            Some(check) => return check,
        }
    }
}

#[tokio::test]
async fn a_folder_that_does_not_answer_delays_nothing_and_its_backups_stay_listed() {
    let (release, released) = mpsc::channel::<()>();
    let released = Mutex::new(released);
    let hangs = Arc::new(AtomicBool::new(false));
    let hanging = Arc::clone(&hangs);
    let fixture = fixture(Some(Arc::new(move |root, expected, may_create, is_demo| {
        if hanging.load(Ordering::SeqCst) {
            let _ = lock(&released).recv();
        }
        look(root, expected, may_create, is_demo)
    })));
    let dir = &fixture.dir;
    backup(&dir.folder(), "one");
    refresh_until(dir, |dir| dir.backups().len() == 1).await;
    hangs.store(true, Ordering::SeqCst);
    dir.refresh().await;
    assert!(dir.state().problem.is_some_and(|problem| problem.detail.contains("does not answer")));
    assert_eq!(dir.backups().len(), 1);
    release.send(()).unwrap();
    hangs.store(false, Ordering::SeqCst);
    refresh_until(dir, |dir| dir.state().problem.is_none()).await;
}

#[tokio::test]
async fn an_empty_mount_point_in_place_of_the_folder_is_not_taken_for_it() {
    let fixture = fixture(None);
    let (dir, root) = (&fixture.dir, fixture.dir.folder());
    dir.prepare(&root).await.unwrap();
    backup(&root, "one");
    dir.refresh().await;
    assert_eq!(dir.scan().unwrap().len(), 1);
    // The drive is disconnected: its mount point is an empty folder.
    let away = fixture.root.path().join("disconnected");
    fs::rename(&root, &away).unwrap();
    fs::create_dir(&root).unwrap();
    dir.refresh().await;
    assert!(dir.scan().is_err(), "the library would remove every backup");
    assert_eq!(dir.state().problem.map(|problem| problem.code), Some(ProblemCode::FolderMissing));
    let prepared = dir.prepare(&root).await;
    assert!(
        matches!(prepared, Err(Error::Plain(ProblemCode::FolderMissing))),
        "it would save there: {prepared:?}"
    );
    fs::remove_dir(&root).unwrap();
    fs::rename(&away, &root).unwrap();
    dir.refresh().await;
    assert_eq!(dir.state().problem, None);
    assert_eq!(dir.scan().unwrap().len(), 1);
}

#[cfg(unix)]
#[tokio::test]
async fn an_error_while_reading_the_folder_is_not_an_empty_folder() {
    let fixture = fixture(None);
    let (dir, root) = (&fixture.dir, fixture.dir.folder());
    backup(&root, "one");
    let bad = backup(&root, "two");
    dir.refresh().await;
    assert_eq!(dir.backups().len(), 2);
    fs::remove_file(bad.join("bag-info.txt")).unwrap();
    std::os::unix::fs::symlink("bag-info.txt", bad.join("bag-info.txt")).unwrap();
    assert!(dir.scan().is_err());
    dir.refresh().await;
    assert_eq!(dir.backups().len(), 2, "what was known stays listed until it can be read again");
}

#[tokio::test]
async fn a_drive_that_is_disconnected_during_a_verification_is_not_a_changed_backup() {
    let fixture = fixture(None);
    let (dir, root) = (&fixture.dir, fixture.dir.folder());
    dir.prepare(&root).await.unwrap();
    let folder = backup(&root, "one");
    dir.refresh().await;
    dir.verify("Opened exports/one").await.unwrap();
    assert!(matches!(until_checked(dir).await, CheckState::Verified { .. }));
    let away = fixture.root.path().join("disconnected");
    let once = std::sync::Once::new();
    let disconnect = |_| {
        once.call_once(|| {
            fs::rename(&root, &away).unwrap();
            fs::create_dir(&root).unwrap();
        });
    };
    let is_reachable = || dir.folder_of("Opened exports/one").is_some() && dir.scan().is_ok();
    let check = verification::verify(&folder, &CancellationToken::new(), &disconnect, is_reachable);
    assert_eq!(check, Some(CheckState::Unreachable));
    assert!(!CheckState::Unreachable.is_result(), "it is not stored");
    fs::remove_dir(&root).unwrap();
    fs::rename(&away, &root).unwrap();
    fs::write(folder.join("data/archive.zip"), "other").unwrap();
    dir.verify("Opened exports/one").await.unwrap();
    loop {
        if let CheckState::Damaged { .. } = until_checked(dir).await {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn jobs_that_finish_in_the_same_minute_get_different_names() {
    let fixture = fixture(None);
    let now = Timestamp::now();
    let start = Arc::new(std::sync::Barrier::new(8));
    let threads: Vec<_> = (0..8)
        .map(|number| {
            let (dir, start) = (fixture.dir.clone(), Arc::clone(&start));
            std::thread::spawn(move || {
                let source = crate::backup::Source::File { path: "x.zip".into() };
                let job = Job::new(format!("{number}"), source, dir.folder(), now);
                start.wait();
                dir.reserve_name(&job, now)
            })
        })
        .collect();
    let names: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    let different: std::collections::HashSet<_> = names.iter().collect();
    assert_eq!(different.len(), 8, "{names:?}");
}

#[test]
fn a_folder_that_disappears_while_it_is_read_is_not_taken_for_an_empty_one() {
    let Fixture { root, dir } = fixture(None);
    let (folder, away) = (dir.folder(), root.path().join("Away"));
    for name in ["one", "two", "three"] {
        backup(&folder, name);
    }
    let is_over = AtomicBool::new(false);
    let incomplete = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                // It may be open at this moment, which Windows does not allow.
                if fs::rename(&folder, &away).is_ok() {
                    while fs::rename(&away, &folder).is_err() {}
                }
            }
        });
        let incomplete = (0..5000).filter(|_| dir.scan().is_ok_and(|backups| backups.len() != 3)).count();
        is_over.store(true, Ordering::Relaxed);
        incomplete
    });
    assert_eq!(incomplete, 0);
    assert_eq!(dir.scan().unwrap().len(), 3);
}
