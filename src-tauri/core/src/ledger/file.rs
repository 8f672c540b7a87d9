//! Opens the ledger's file: checks it, upgrades it, and sets it aside if it cannot be used.

use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::Connection;

use super::error::LedgerError;
use crate::files;

/// Steps from one format of the file to the next; `PRAGMA user_version` is the number of those applied.
const MIGRATIONS: [&str; 3] = [
    "CREATE TABLE jobs (id TEXT PRIMARY KEY, started_at INTEGER NOT NULL, dismissed INTEGER NOT NULL DEFAULT 0, job TEXT NOT NULL) STRICT;
     CREATE TABLE accounts (id TEXT PRIMARY KEY, used_at INTEGER NOT NULL, account TEXT NOT NULL) STRICT;
     CREATE TABLE checks (backup TEXT PRIMARY KEY, result TEXT NOT NULL) STRICT;",
    // Format 2 calls what was asked of TikTok `request`, and TikTok's number of it `requestId`.
    "UPDATE jobs SET job = json_set(json_remove(job, '$.request'), '$.requestId', json_extract(job, '$.request'))
     WHERE json_valid(job);
     UPDATE jobs SET job = json_set(json_remove(job, '$.source.tikTok.wish'), '$.source.tikTok.request',
                                    json(json_extract(job, '$.source.tikTok.wish')))
     WHERE json_valid(job) AND json_type(job, '$.source.tikTok.wish') IS NOT NULL;",
    // Format 3 keeps a history of requests. A job that was dismissed while it was running was never created.
    "CREATE TABLE requests (job TEXT PRIMARY KEY, account TEXT NOT NULL, added_at INTEGER NOT NULL, request TEXT NOT NULL) STRICT;
     CREATE INDEX requests_by_account ON requests (account, added_at, job);
     INSERT INTO requests (job, account, added_at, request)
     SELECT id, job ->> '$.source.tikTok.account', started_at, json_object(
         'id', id, 'request', job -> '$.source.tikTok.request', 'addedAt', job -> '$.startedAt',
         'sentAt', job -> '$.askSentAt', 'requestId', job -> '$.requestId', 'endedAt', job -> '$.endedAt',
         'step', job -> '$.step', 'outcome', job -> '$.outcome',
         'cancelAsked', json(coalesce(job -> '$.cancelAsked', 'false')),
         'problem', job -> '$.problem.code', 'backupId', job -> '$.backupId')
     FROM jobs
     WHERE json_valid(job) AND json_type(job, '$.source.tikTok.account') = 'text'
         AND NOT (dismissed AND job ->> '$.outcome' = 'running');",
];

/// SQLite's companions of a database file. All of them belong to it and move with it.
const SUFFIXES: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// Everything in the ledger at the moment it was opened, as stored.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Jobs that have not been dismissed, oldest first.
    pub jobs: Vec<String>,
    /// Accounts with the time of their last use, the current one first.
    pub accounts: Vec<(i64, String)>,
    /// Verification results by backup.
    pub checks: Vec<(String, String)>,
}

/// What was wrong with the file that was found.
#[derive(Debug)]
pub struct OpenProblem {
    /// The cause.
    pub error: LedgerError,
    /// Where the unusable file was moved; `None` if it was left in place.
    pub set_aside: Option<PathBuf>,
    /// Whether the ledger of this run is kept in memory only, since no file could be written.
    pub in_memory: bool,
}

/// Opens the file. One that is damaged is set aside and replaced; one that must not be touched (written by a newer
/// version) or cannot be replaced is left alone, and the ledger lives in memory until Satchel is closed.
pub(super) fn open_or_replace(path: &Path) -> (Connection, Contents, Option<OpenProblem>) {
    let error = match open(path) {
        Ok((db, contents)) => return (db, contents, None),
        Err(error) => error,
    };
    tracing::error!(%error, "the ledger cannot be used");
    if !matches!(error, LedgerError::TooNew(_)) && !error.is_full() {
        match set_aside(path).map_err(LedgerError::from).and_then(|aside| Ok((open(path)?, aside))) {
            Ok(((db, contents), set_aside)) => {
                return (db, contents, Some(OpenProblem { error, set_aside, in_memory: false }));
            }
            Err(second) => tracing::error!(error = %second, "the ledger cannot be replaced"),
        }
    }
    let db = in_memory();
    (db, Contents::default(), Some(OpenProblem { error, set_aside: None, in_memory: true }))
}

/// # Panics
/// If SQLite cannot create an empty database in memory: there is no memory left at all.
fn in_memory() -> Connection {
    let mut db = Connection::open_in_memory().expect("an empty database fits into memory");
    migrate(&mut db).expect("the tables of an empty database fit into memory");
    db
}

fn open(path: &Path) -> Result<(Connection, Contents), LedgerError> {
    if let Some(folder) = path.parent() {
        files::create_private_folder(folder)?;
    }
    match std::fs::symlink_metadata(path) {
        Ok(found) if !found.is_file() => return Err(LedgerError::Damaged("not a file".into())),
        // Satchel creates the file under another name and renames it, so it is never empty by itself.
        Ok(found) if found.len() == 0 => return Err(LedgerError::Damaged("empty".into())),
        Ok(_) => check_wal(&with_suffix(path, "-wal"))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => create(path)?,
        Err(error) => return Err(error.into()),
    }
    files::make_private(path);
    let mut db = Connection::open(path)?;
    // FULL: a write counts as done only once it is on the disk. DELETE: everything is in the one file.
    db.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")?;
    let found: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if found != "ok" {
        return Err(LedgerError::Damaged(found));
    }
    migrate(&mut db)?;
    let contents = read(&db)?;
    Ok((db, contents))
}

/// Creates the file under a temporary name first: a crash leaves either none or a complete one.
fn create(path: &Path) -> Result<(), LedgerError> {
    let file = files::temp_sibling(path)?;
    let mut db = Connection::open(file.path())?;
    migrate(&mut db)?;
    db.close().map_err(|(_, error)| error)?;
    files::persist(file, path)?;
    Ok(())
}

/// Format 1 kept its latest writes in a write-ahead log. SQLite ignores one that does not begin like one, and with it
/// every write in it.
fn check_wal(wal: &Path) -> Result<(), LedgerError> {
    const MAGIC: [[u8; 4]; 2] = [[0x37, 0x7f, 0x06, 0x82], [0x37, 0x7f, 0x06, 0x83]];
    let mut head = [0; 4];
    match std::fs::File::open(wal).and_then(|mut file| {
        if file.metadata()?.len() == 0 {
            return Ok(true);
        }
        io::Read::read_exact(&mut file, &mut head)?;
        Ok(MAGIC.contains(&head))
    }) {
        Ok(true) => Ok(()),
        Ok(false) => Err(LedgerError::Damaged("its write-ahead log is not one".into())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            Err(LedgerError::Damaged("its write-ahead log is cut off".into()))
        }
        Err(error) => Err(error.into()),
    }
}

fn migrate(db: &mut Connection) -> Result<(), LedgerError> {
    let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let current = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if version > current {
        return Err(LedgerError::TooNew(version));
    }
    if version == current {
        return Ok(());
    }
    let change = db.transaction()?;
    for step in MIGRATIONS.iter().skip(usize::try_from(version).unwrap_or(0)) {
        change.execute_batch(step)?;
    }
    change.pragma_update(None, "user_version", current)?;
    change.commit()?;
    Ok(())
}

fn read(db: &Connection) -> Result<Contents, LedgerError> {
    let mut jobs = db.prepare("SELECT job FROM jobs WHERE NOT dismissed ORDER BY started_at")?;
    let mut accounts = db.prepare("SELECT used_at, account FROM accounts ORDER BY used_at DESC")?;
    let mut checks = db.prepare("SELECT backup, result FROM checks")?;
    Ok(Contents {
        jobs: jobs.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?,
        accounts: accounts.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?,
        checks: checks.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?,
    })
}

/// Moves the file and its companions out of the way. Returns the new name of the file itself.
fn set_aside(path: &Path) -> io::Result<Option<PathBuf>> {
    let stamp = Timestamp::now().as_millisecond();
    let aside = path.with_extension(format!("damaged-{stamp}.sqlite"));
    for suffix in SUFFIXES {
        match std::fs::rename(with_suffix(path, suffix), with_suffix(&aside, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(Some(aside))
}

pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
