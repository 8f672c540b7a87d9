use std::path::PathBuf;

use super::file::with_suffix;
use super::*;

fn job(id: &str) -> Row {
    Row::Job { id: id.into(), started_at: 1, json: format!("{{\"id\":\"{id}\"}}"), request: None }
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

/// A ledger of an earlier format.
fn create_old(path: &Path, statements: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let old = Connection::open(path).unwrap();
    old.execute_batch(statements).unwrap();
    old.close().unwrap();
}

/// Requests of an account, as JSON.
fn requests(ledger: &Ledger, account: &str) -> Vec<serde_json::Value> {
    let query = RequestQuery { account: account.into(), before: None, limit: 100 };
    let page = ledger.requests(query).wait().unwrap();
    assert_eq!((page.total, page.next), (page.requests.len() as u64, None));
    page.requests.iter().map(|request| serde_json::from_str(request).unwrap()).collect()
}

#[test]
fn a_ledger_of_format_1_is_upgraded() {
    let (_folder, path) = folder_with_ledger();
    create_old(&path, include_str!("../../tests/ledger-format-1.sql"));
    let (ledger, contents, problem) = Ledger::open(&path);
    assert!(problem.is_none(), "{problem:?}");
    let jobs: Vec<serde_json::Value> =
        contents.jobs.iter().map(|job| serde_json::from_str(job).unwrap()).collect();
    assert_eq!(jobs[0]["requestId"], 7_400_000_000_000_000_123_i64);
    assert_eq!(jobs[0]["source"]["tikTok"]["request"]["kind"], "activity");
    assert!(jobs[0].get("request").is_none() && jobs[0]["source"]["tikTok"].get("wish").is_none());
    assert_eq!(jobs[1]["source"]["file"]["path"], "/exports/mine.zip");
    assert_eq!(contents.accounts.len(), 1);
    assert_eq!(contents.checks.len(), 1);
    let history = requests(&ledger, "open-id-1");
    assert_eq!(history.len(), 1);
    assert_eq!(history[0]["requestId"], 7_400_000_000_000_000_123_i64);
    assert_eq!(history[0]["request"]["kind"], "activity");
}

#[test]
fn the_jobs_of_a_ledger_of_format_2_become_its_history() {
    let (_folder, path) = folder_with_ledger();
    create_old(&path, include_str!("../../tests/ledger-format-2.sql"));
    let (ledger, contents, problem) = Ledger::open(&path);
    assert!(problem.is_none(), "{problem:?}");
    assert_eq!((contents.jobs.len(), contents.accounts.len(), contents.checks.len()), (4, 1, 1));
    let first = requests(&ledger, "open-id-1");
    let ids: Vec<_> = first.iter().map(|request| request["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["00000000000000ab", "00000000000000aa"], "the newest first, also dismissed ones");
    assert_eq!(
        first[0],
        serde_json::json!({
            "id": "00000000000000ab",
            "request": {"kind": "postsAndProfile", "permission": "once", "part": "posts"},
            "addedAt": "2026-01-01T00:00:01Z", "sentAt": "2026-01-01T00:00:03Z", "requestId": null,
            "endedAt": "2026-01-01T00:00:09Z", "step": "asking", "outcome": "failed", "cancelAsked": false,
            "problem": "requestUncertain", "backupId": null,
        })
    );
    assert_eq!(first[1]["requestId"], 7_400_000_000_000_000_123_i64);
    let second = requests(&ledger, "open-id-2");
    assert_eq!(second.len(), 1);
    assert_eq!(second[0]["backupId"], "Jonas Lindqvist/2026-01-01 00-00 Direct messages");
    // A change of a job that was carried over changes its row.
    let request = RequestRow { account: "open-id-1".into(), json: "{\"id\":\"changed\"}".into() };
    let (id, started_at, json) = ("00000000000000aa".into(), 1_767_225_600_000, "{}".into());
    ledger.write(Row::Job { id, started_at, json, request: Some(request) }).wait().unwrap();
    assert_eq!(requests(&ledger, "open-id-1")[1]["id"], "changed");
}

/// A job of account `a` with a request.
fn request_of(id: &str, started_at: i64) -> Row {
    let request = RequestRow { account: "a".into(), json: format!("\"{id}\"") };
    Row::Job { id: id.into(), started_at, json: "{}".into(), request: Some(request) }
}

#[test]
fn the_history_is_read_in_parts_and_new_requests_do_not_disturb_that() {
    let (_folder, path) = folder_with_ledger();
    let (ledger, ..) = Ledger::open(&path);
    // Some were added in the same millisecond.
    for number in 0..7 {
        ledger.write(request_of(&number.to_string(), number / 3)).wait().unwrap();
    }
    let part = |before: Option<String>| {
        ledger.requests(RequestQuery { account: "a".into(), before, limit: 3 }).wait().unwrap()
    };
    let mut read = Vec::new();
    let mut next = None;
    loop {
        let page = part(next);
        assert!(page.requests.len() <= 3);
        read.extend(page.requests);
        next = page.next;
        if next.is_none() {
            break;
        }
        ledger.write(request_of(&format!("new {}", read.len()), 9)).wait().unwrap();
    }
    assert_eq!(read, (0..7).rev().map(|number| format!("\"{number}\"")).collect::<Vec<_>>());
    assert_eq!(part(None).total, 9);
    assert_eq!(part(Some("no such job".into())).requests, Vec::<String>::new());
}

#[test]
fn a_job_and_its_request_are_written_together_or_not_at_all() {
    let (_folder, path) = folder_with_ledger();
    let (ledger, ..) = Ledger::open(&path);
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch("CREATE TRIGGER full BEFORE INSERT ON requests BEGIN SELECT RAISE(ABORT, 'full'); END")
        .unwrap();
    assert!(ledger.write(request_of("1", 1)).wait().is_err());
    let jobs = || other.query_row("SELECT count(*) FROM jobs", [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(jobs(), 0);
    other.execute_batch("DROP TRIGGER full").unwrap();
    // Reading the history writes what is left over first.
    assert_eq!(requests(&ledger, "a"), ["1"]);
    assert_eq!(jobs(), 1);
    ledger.write(Row::DismissedJob { id: "1".into() }).wait().unwrap();
    assert_eq!(requests(&ledger, "a"), ["1"]);
    ledger.write(Row::UncreatedJob { id: "1".into() }).wait().unwrap();
    assert!(requests(&ledger, "a").is_empty());
    assert_eq!(jobs(), 0);
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
    let changed = |text: &str| Row::Job { id: "a".into(), started_at: 1, json: text.into(), request: None };
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
