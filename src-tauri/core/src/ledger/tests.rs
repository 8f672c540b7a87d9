use std::path::PathBuf;

use super::file::with_suffix;
use super::*;

fn job(id: &str) -> Row {
    Row::Job { id: id.into(), started_at: 1, json: format!("{{\"id\":\"{id}\"}}") }
}

fn folder_with_ledger() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own").join("ledger.sqlite");
    (folder, path)
}

/// Opens, writes one job and closes.
fn fill(path: &Path) {
    let (ledger, _, problem) = Ledger::open(path);
    assert!(problem.is_none(), "{problem:?}");
    ledger.write(job("a")).wait().unwrap();
    ledger.write(Row::Account { id: "o".into(), used_at: 2, json: "{}".into() }).wait().unwrap();
    ledger.write(Row::Check { backup: "b".into(), json: "\"ok\"".into() }).wait().unwrap();
    close(&ledger);
}

fn close(ledger: &Ledger) {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(ledger.close());
}

#[test]
fn rows_are_there_after_a_restart() {
    let (_folder, path) = folder_with_ledger();
    fill(&path);
    let (ledger, contents, problem) = Ledger::open(&path);
    assert!(problem.is_none());
    assert_eq!(contents.jobs, ["{\"id\":\"a\"}"]);
    assert_eq!(contents.accounts, [(2, "{}".to_owned())]);
    assert_eq!(contents.checks, [("b".to_owned(), "\"ok\"".to_owned())]);
    ledger.write(Row::DismissedJob { id: "a".into() }).wait().unwrap();
    close(&ledger);
    assert_eq!(Ledger::open(&path).1.jobs, Vec::<String>::new());
}

#[test]
fn writing_after_closing_is_an_error() {
    let (_folder, path) = folder_with_ledger();
    let (ledger, ..) = Ledger::open(&path);
    close(&ledger);
    assert!(matches!(ledger.write(job("a")).wait(), Err(LedgerError::Closed)));
}

#[test]
fn a_ledger_of_a_newer_version_is_left_alone_and_said() {
    let (_folder, path) = folder_with_ledger();
    fill(&path);
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = std::fs::read(&path).unwrap();
    let (ledger, _, problem) = Ledger::open(&path);
    let problem = problem.expect("a problem");
    assert!(matches!(problem.error, LedgerError::TooNew(99)));
    assert!(problem.in_memory && problem.set_aside.is_none());
    ledger.write(job("b")).wait().unwrap();
    close(&ledger);
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

/// Damages the ledger in some way; returns a name for messages.
type Damage = (&'static str, fn(&Path));

const DAMAGES: [Damage; 6] = [
    ("overwritten from the first page on", |path| overwrite(path, 0)),
    ("overwritten from the second page on", |path| overwrite(path, 4096)),
    ("overwritten in the last page", |path| {
        let length = std::fs::metadata(path).unwrap().len();
        overwrite(path, length - 4096);
    }),
    ("cut to nothing", |path| drop(std::fs::File::create(path).unwrap())),
    ("a folder", |path| {
        std::fs::remove_file(path).unwrap();
        std::fs::create_dir(path).unwrap();
    }),
    ("with a write-ahead log of garbage", |path| {
        std::fs::write(with_suffix(path, "-wal"), [0xa5; 9000]).unwrap();
    }),
];

fn overwrite(path: &Path, from: u64) {
    use std::io::{Seek, SeekFrom, Write};
    let length = std::fs::metadata(path).unwrap().len();
    let mut file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(from)).unwrap();
    file.write_all(&vec![0xa5; usize::try_from(length - from).unwrap()]).unwrap();
}

#[test]
fn a_damaged_ledger_is_set_aside_with_its_companions_and_a_new_one_works() {
    for (name, damage) in DAMAGES {
        let (folder, path) = folder_with_ledger();
        fill(&path);
        damage(&path);
        let (ledger, contents, problem) = Ledger::open(&path);
        let problem = problem.unwrap_or_else(|| panic!("{name}: the damage went unnoticed"));
        assert!(!problem.in_memory, "{name}: {problem:?}");
        assert!(problem.set_aside.is_some_and(|aside| aside.exists()), "{name}: nothing was set aside");
        assert!(!with_suffix(&path, "-wal").exists(), "{name}: the old write-ahead log would be replayed");
        assert_eq!(contents, Contents::default(), "{name}");
        ledger.write(job("new")).wait().unwrap();
        close(&ledger);
        let (_, contents, problem) = Ledger::open(&path);
        assert!(problem.is_none(), "{name}: {problem:?}");
        assert_eq!(contents.jobs.len(), 1, "{name}");
        drop(folder);
    }
}

#[test]
fn a_ledger_of_format_1_is_upgraded() {
    let (_folder, path) = folder_with_ledger();
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let old = Connection::open(&path).unwrap();
    old.execute_batch(include_str!("../../tests/ledger-format-1.sql")).unwrap();
    old.close().unwrap();
    let (_, contents, problem) = Ledger::open(&path);
    assert!(problem.is_none(), "{problem:?}");
    let jobs: Vec<serde_json::Value> =
        contents.jobs.iter().map(|job| serde_json::from_str(job).unwrap()).collect();
    assert_eq!(jobs[0]["requestId"], 7_400_000_000_000_000_123_i64);
    assert_eq!(jobs[0]["source"]["tikTok"]["request"]["kind"], "activity");
    assert!(jobs[0].get("request").is_none() && jobs[0]["source"]["tikTok"].get("wish").is_none());
    assert_eq!(jobs[1]["source"]["file"]["path"], "/exports/mine.zip");
    assert_eq!(contents.accounts.len(), 1);
    assert_eq!(contents.checks.len(), 1);
}

#[test]
fn rows_that_cannot_be_written_are_written_in_order_once_they_can() {
    let (_folder, path) = folder_with_ledger();
    fill(&path);
    let (ledger, ..) = Ledger::open(&path);
    let other = Connection::open(&path).unwrap();
    // SQLite refuses every change of a job, as it does when the disk is full.
    other
        .execute_batch("CREATE TRIGGER full BEFORE UPDATE ON jobs BEGIN SELECT RAISE(ABORT, 'full'); END")
        .unwrap();
    let changed = |text: &str| Row::Job { id: "a".into(), started_at: 1, json: text.into() };
    assert!(ledger.write(changed("1")).wait().is_err());
    assert!(ledger.write(changed("2")).wait().is_err());
    other.execute_batch("DROP TRIGGER full").unwrap();
    ledger.write(Row::Check { backup: "c".into(), json: "\"ok\"".into() }).wait().unwrap();
    close(&ledger);
    let (_, contents, _) = Ledger::open(&path);
    assert_eq!(contents.jobs, ["2"], "the newest version of the row is stored");
    assert_eq!(contents.checks.len(), 2);
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_the_ledger_and_its_folder() {
    use std::os::unix::fs::PermissionsExt;

    let (_folder, path) = folder_with_ledger();
    let own = path.parent().unwrap();
    std::fs::create_dir_all(own).unwrap();
    std::fs::set_permissions(own, std::fs::Permissions::from_mode(0o755)).unwrap();
    fill(&path);
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(own), 0o700);
    assert_eq!(mode(&path), 0o600);
}
