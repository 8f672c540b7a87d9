//! The two databases: records, and the words in them. Both can be made anew from the backups at any time, so a version
//! that does not fit is simply dropped.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

/// Raised with every change to the tables, to what identifies a record, or to what is its text.
pub const VERSION: i64 = 5;

const RECORDS: &str = "
CREATE TABLE record(
  id INTEGER PRIMARY KEY,       -- section, time and hash, see id.rs
  first_list INTEGER NOT NULL,  -- the first list that held it
  last_list INTEGER NOT NULL,   -- the last list that held it
  hash INTEGER NOT NULL,        -- hash of the fields that identify it
  seq INTEGER NOT NULL,         -- order within one second; of facts, their position in the export
  item INTEGER,                 -- number of the video, sound or room
  counterparty INTEGER,         -- the other person: name.id
  thread INTEGER,               -- the chat, or the path of a fact or unknown value: thread.id
  text TEXT, link TEXT, fields TEXT);
CREATE INDEX by_thread ON record(thread) WHERE thread IS NOT NULL;
CREATE TABLE name(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE thread(id INTEGER PRIMARY KEY, section INTEGER NOT NULL, text TEXT NOT NULL, UNIQUE(section, text));
CREATE TABLE backup(
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, saved_at INTEGER NOT NULL, is_read INTEGER NOT NULL,
  layout TEXT, notes TEXT NOT NULL DEFAULT '[]', unsure TEXT NOT NULL DEFAULT '[]',
  enriched INTEGER NOT NULL DEFAULT 0);  -- whether it added text or fields to records of other backups
CREATE TABLE previous_list(     -- last_list as it was before the newest import, where it differed from first_list
  record INTEGER PRIMARY KEY, last_list INTEGER NOT NULL);
CREATE TABLE list(
  serial INTEGER PRIMARY KEY, backup INTEGER NOT NULL, section INTEGER NOT NULL, path TEXT NOT NULL,
  read INTEGER NOT NULL, stored INTEGER NOT NULL, known INTEGER NOT NULL, skipped TEXT NOT NULL);
CREATE TABLE histogram(         -- records by section, thread (0 for none) and slot of 15 minutes (0 for no time)
  section INTEGER NOT NULL, thread INTEGER NOT NULL, slot INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY(section, thread, slot)) WITHOUT ROWID;
";

/// `words` knows whole words and their beginnings, `parts` every three letters in a row. Neither keeps the texts.
const WORDS: &str = "
CREATE VIRTUAL TABLE words USING fts5(
  body, tags, content='', columnsize=0, prefix='2', tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co M* S*'\");
CREATE VIRTUAL TABLE trigrams USING fts5(body, tags UNINDEXED, content='', columnsize=0, tokenize='trigram case_sensitive 1');
CREATE TABLE done(backup INTEGER NOT NULL, what TEXT NOT NULL, PRIMARY KEY(backup, what)) WITHOUT ROWID;
";

/// Opens the records for writing, made anew if they are of another version.
pub fn open_records(path: &Path) -> rusqlite::Result<Connection> {
    open(path, RECORDS)
}

/// Opens the words for writing, made anew if they are of another version.
pub fn open_words(path: &Path) -> rusqlite::Result<Connection> {
    open(path, WORDS)
}

fn open(path: &Path, tables: &str) -> rusqlite::Result<Connection> {
    let mut db = Connection::open(path)?;
    db.busy_timeout(Duration::from_secs(30))?;
    if version(&db)? != VERSION {
        drop(db);
        remove(path);
        db = Connection::open(path)?;
        db.busy_timeout(Duration::from_secs(30))?;
        db.pragma_update(None, "page_size", 8192)?;
        set_up(&db)?;
        db.execute_batch(&format!("BEGIN; {tables} PRAGMA user_version={VERSION}; COMMIT"))?;
    }
    set_up(&db)?;
    Ok(db)
}

fn set_up(db: &Connection) -> rusqlite::Result<()> {
    db.pragma_update(None, "journal_mode", "WAL")?;
    // A power cut may cost the last commits, never the file; what is missing is read again from the backups.
    db.pragma_update(None, "synchronous", "NORMAL")?;
    db.pragma_update(None, "cache_size", -12_000)?;
    // An index over millions of records is sorted in a file, not in hundreds of megabytes of memory.
    db.pragma_update(None, "temp_store", "FILE")?;
    // Some 128 MB: most exports are read in without waiting for the disk once.
    db.pragma_update(None, "wal_autocheckpoint", 16_000)
}

fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Empties both.
pub fn reset(records: &Connection, words: &Connection) -> rusqlite::Result<()> {
    let tables = ["record", "name", "thread", "backup", "previous_list", "list", "histogram"]
        .map(|name| format!("DROP TABLE IF EXISTS {name};"));
    records.execute_batch(&format!("BEGIN; {} {RECORDS} COMMIT", tables.join(" ")))?;
    let tables = ["words", "trigrams", "done"].map(|name| format!("DROP TABLE IF EXISTS {name};"));
    words.execute_batch(&format!("BEGIN; {} {WORDS} COMMIT", tables.join(" ")))
}

/// Opens both for reading.
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

/// Removes a database with what lies beside it.
pub fn remove(path: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        let _ = std::fs::remove_file(name);
    }
}
