//! The schema of the two database files: records, and the text indexes over them. Both can be built from the backups at
//! any time, so a file of another schema version is deleted instead of migrated.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

/// Schema version (`PRAGMA user_version`). Raise it with every change to the tables, to what identifies a record, or to
/// what is indexed.
pub const VERSION: i64 = 18;

const RECORDS: &str = "
CREATE TABLE record(
  id INTEGER PRIMARY KEY,       -- section, time and hash, see id.rs
  lists INTEGER NOT NULL,       -- the lists that contain it: list_set.id
  hash INTEGER NOT NULL,        -- hash of the fields that identify it
  seq INTEGER NOT NULL,         -- order within one second; of facts, their position in the export
  item INTEGER,                 -- number of the video, sound or room
  counterparty INTEGER,         -- the other person: name.id
  thread INTEGER,               -- the chat, or the path of a fact or unknown value: thread.id
  text TEXT, link TEXT, fields TEXT,
  template INTEGER);            -- how it stands in the export: template.id
CREATE TABLE template(id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, text TEXT NOT NULL);  -- see read/original.rs
CREATE INDEX template_by_hash ON template(hash);
CREATE INDEX by_thread ON record(thread) WHERE thread IS NOT NULL;
CREATE TABLE name(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE thread(id INTEGER PRIMARY KEY, section INTEGER NOT NULL, text TEXT NOT NULL, UNIQUE(section, text));
CREATE TABLE renamed(           -- earlier names, see types/rename.rs
  earlier TEXT NOT NULL, later TEXT NOT NULL, is_group INTEGER NOT NULL, PRIMARY KEY(earlier, is_group)) WITHOUT ROWID;
CREATE TABLE backup(
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, is_read INTEGER NOT NULL,
  as_of INTEGER NOT NULL,       -- the time of its data: ExportDates::as_of, Unix milliseconds
  layout TEXT, notes TEXT NOT NULL DEFAULT '[]', unsure TEXT NOT NULL DEFAULT '[]',
  enriched INTEGER NOT NULL DEFAULT 0);  -- whether it added text or fields to records of other backups
CREATE TABLE list_set(id INTEGER NOT NULL, list INTEGER NOT NULL, PRIMARY KEY(id, list)) WITHOUT ROWID;
CREATE TABLE list(
  serial INTEGER PRIMARY KEY, backup INTEGER NOT NULL, section INTEGER NOT NULL, path TEXT NOT NULL,
  read INTEGER NOT NULL, stored INTEGER NOT NULL, known INTEGER NOT NULL, repeated INTEGER NOT NULL,
  skipped TEXT NOT NULL);
CREATE TABLE histogram(         -- records by section, thread (0 for none) and slot of 15 minutes (0 for no time)
  section INTEGER NOT NULL, thread INTEGER NOT NULL, slot INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY(section, thread, slot)) WITHOUT ROWID;
";

/// `words` finds words and their prefixes, `trigrams` any substring of three or more characters. Both are contentless.
const WORDS: &str = "
CREATE VIRTUAL TABLE words USING fts5(
  body, tags, content='', columnsize=0, prefix='2', tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co M* S*'\");
CREATE VIRTUAL TABLE trigrams USING fts5(body, tags UNINDEXED, content='', columnsize=0, tokenize='trigram case_sensitive 1');
CREATE TABLE done(backup INTEGER NOT NULL, what TEXT NOT NULL, PRIMARY KEY(backup, what)) WITHOUT ROWID;
";

/// Opens the records for writing. Creates the file if it is missing, and recreates it if its schema version differs.
pub fn open_records(path: &Path) -> rusqlite::Result<Connection> {
    open(path, RECORDS, None)
}

/// Opens the text indexes of these records for writing. Creates the file if it is missing, and recreates it if its
/// schema version differs or it belongs to other records.
pub fn open_words(path: &Path, records: &Connection) -> rusqlite::Result<Connection> {
    open(path, WORDS, Some(application_id(records)?))
}

/// Both files of a library have the same random application id, so that an index is not used with other records.
fn open(path: &Path, tables: &str, expected_id: Option<i32>) -> rusqlite::Result<Connection> {
    let mut db = connect(path)?;
    let is_current = version(&db)? == VERSION && expected_id.is_none_or(|id| application_id(&db) == Ok(id));
    if !is_current {
        drop(db);
        remove(path).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
        db = connect(path)?;
        db.pragma_update(None, "page_size", 8192)?;
        db.pragma_update(None, "application_id", expected_id.unwrap_or_else(new_id))?;
        set_up(&db)?;
        db.execute_batch(&format!("BEGIN; {tables} PRAGMA user_version={VERSION}; COMMIT"))?;
    }
    set_up(&db)?;
    Ok(db)
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    create_private(path);
    let db = Connection::open(path)?;
    db.busy_timeout(Duration::from_secs(30))?;
    Ok(db)
}

/// Makes a file readable only by its owner. `SQLite` gives the files beside it the same permissions. Errors are
/// ignored: if the file cannot be used, opening the database reports it.
fn create_private(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        let _ = std::fs::OpenOptions::new().append(true).create(true).mode(0o600).open(path);
        for file in files_of(path).iter().filter(|file| file.is_file()) {
            let _ = std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600));
        }
    }
    #[cfg(not(unix))]
    let _ = path;
}

fn application_id(db: &Connection) -> rusqlite::Result<i32> {
    db.pragma_query_value(None, "application_id", |row| row.get(0))
}

fn new_id() -> i32 {
    let mut bytes = [0; 4];
    // Without a source of randomness both files still have equal ids; only mixed-up files would not be detected.
    let _ = getrandom::fill(&mut bytes);
    i32::from_ne_bytes(bytes)
}

fn set_up(db: &Connection) -> rusqlite::Result<()> {
    db.pragma_update(None, "journal_mode", "WAL")?;
    // A power cut may lose the last commits, but does not corrupt the file; lost imports are repeated from the backups.
    db.pragma_update(None, "synchronous", "NORMAL")?;
    db.pragma_update(None, "cache_size", -12_000)?;
    // Sorting an index over millions of records would take hundreds of megabytes of memory.
    db.pragma_update(None, "temp_store", "FILE")?;
    // 16,000 pages of 8 KiB, 125 MiB: most imports finish without a checkpoint.
    db.pragma_update(None, "wal_autocheckpoint", 16_000)
}

fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Opens both files for reading: the records as the main database, the text indexes as `w`.
pub fn open_reader(records: &Path, words: &Path) -> rusqlite::Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let db = Connection::open_with_flags(records, flags)?;
    db.busy_timeout(Duration::from_secs(30))?;
    db.execute("ATTACH ?1 AS w", [words.to_string_lossy()])?;
    db.pragma_update(None, "query_only", true)?;
    db.pragma_update(None, "cache_size", -8_000)?;
    db.pragma_update(None, "temp_store", "FILE")?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(db)
}

/// A database and the files that `SQLite` keeps beside it.
fn files_of(path: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|ending| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        name.into()
    })
}

/// Whether a database, or one of the files beside it, is a folder.
#[must_use]
pub fn has_folder_as_file(path: &Path) -> bool {
    files_of(path).iter().any(|file| file.is_dir())
}

/// Removes a database and the files beside it, even if there are folders in their place.
pub fn remove(path: &Path) -> io::Result<()> {
    remove_all(&files_of(path))
}

/// Removes the write-ahead log and the shared-memory file of a database that no connection has open.
pub fn remove_logs(path: &Path) -> io::Result<()> {
    remove_all(&files_of(path)[1..])
}

fn remove_all(files: &[PathBuf]) -> io::Result<()> {
    for file in files {
        let removed = if file.is_dir() { fs::remove_dir_all(file) } else { fs::remove_file(file) };
        match removed {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
