//! The two databases as one thing to write to: opening them, indexing what is missing, taking a backup out again.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};
use tokio_util::sync::CancellationToken;

use super::LibraryError;
use super::import::mark_done;
use super::store::histogram::HistogramBuilder;
use super::store::text_index::{Indexer, TextBatch, TextIndex};
use super::store::{id, schema};

/// Records whose texts are indexed at a time.
const PORTION: usize = 20_000;

/// Both databases, for whoever writes.
pub(super) struct Writers {
    pub(super) records: Connection,
    pub(super) words: Connection,
}

/// Opens both, or makes them.
pub(super) fn open_both(records: &Path, words: &Path) -> Result<Writers, LibraryError> {
    Ok(Writers { records: schema::open_records(records)?, words: schema::open_words(words)? })
}

/// Backups whose texts an index lacks.
pub(super) fn missing(writers: &Writers, what: TextIndex) -> rusqlite::Result<Vec<i64>> {
    let mut statement = writers.words.prepare_cached("SELECT backup FROM done WHERE what = ?1")?;
    let done: Vec<i64> = statement.query_map([what.table()], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut statement = writers.records.prepare_cached("SELECT number FROM backup ORDER BY number")?;
    let all: Vec<i64> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(all.into_iter().filter(|number| !done.contains(number)).collect())
}

/// Empties an index.
pub(super) fn reset_index(writers: &Writers, what: TextIndex) -> rusqlite::Result<()> {
    let table = what.table();
    writers.words.execute(&format!("INSERT INTO {table}({table}) VALUES ('delete-all')"), [])?;
    writers.words.execute("DELETE FROM done WHERE what = ?1", [table])?;
    Ok(())
}

/// Indexes the texts of all records.
pub(super) fn index_all(
    writers: &mut Writers,
    what: TextIndex,
    cancel: &CancellationToken,
) -> Result<(), LibraryError> {
    let all = "SELECT id, text, fields, counterparty, thread FROM record WHERE id > ?1 ORDER BY id LIMIT ?2";
    index(writers, what, all, cancel)?;
    for number in missing(writers, what)? {
        mark_done(&writers.words, number, what)?;
    }
    Ok(())
}

/// Indexes the texts of those that one backup had first.
pub(super) fn index_backup(
    writers: &mut Writers,
    what: TextIndex,
    number: i64,
    cancel: &CancellationToken,
) -> Result<(), LibraryError> {
    let serials = "SELECT ifnull(min(serial), 0), ifnull(max(serial), -1) FROM list WHERE backup = ?1";
    let (from, to): (i64, i64) =
        writers.records.query_row(serials, [number], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let of_backup = format!(
        "SELECT id, text, fields, counterparty, thread FROM record WHERE id > ?1 AND first_list BETWEEN {from} AND {to} ORDER BY id LIMIT ?2"
    );
    index(writers, what, &of_backup, cancel)?;
    Ok(mark_done(&writers.words, number, what)?)
}

fn index(
    writers: &mut Writers,
    what: TextIndex,
    sql: &str,
    cancel: &CancellationToken,
) -> Result<(), LibraryError> {
    mark_done(&writers.words, -1, what)?;
    let mut indexer = Indexer::new(&writers.words, what);
    let mut statement = writers.records.prepare(sql)?;
    let mut last = 0_i64;
    loop {
        if cancel.is_cancelled() {
            return Err(LibraryError::Cancelled);
        }
        let mut rows = statement.query(params![last, i64::try_from(PORTION).unwrap_or(i64::MAX)])?;
        let mut texts = TextBatch::default();
        let mut count = 0;
        while let Some(row) = rows.next()? {
            last = row.get(0)?;
            let (text, fields) = (row.get_ref(1)?.as_str().ok(), row.get_ref(2)?.as_str().ok());
            texts.add(last, text, fields, row.get(3)?, row.get(4)?);
            count += 1;
        }
        indexer.add(&texts)?;
        if count < PORTION {
            break;
        }
    }
    indexer.flush()?;
    writers.words.execute("DELETE FROM done WHERE backup = -1 AND what = ?1", [what.table()])?;
    Ok(())
}

/// TextIndex is left after a backup was forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemoveOutcome {
    /// The library as it was before that backup was read, or as it is, if it did not know it.
    Removed,
    /// Nothing: what the others have can only be told by reading them again.
    RebuildRequired,
}

/// Takes a backup out again, with the records that only it had. That can be done for the one that was read last; a record
/// knows its first and its last backup and not those between, so for any other the library is emptied, to be read again.
pub(super) fn forget(writers: &mut Writers, backup: &str) -> Result<RemoveOutcome, LibraryError> {
    let sql = "SELECT number, is_read, enriched, (SELECT max(number) FROM backup) FROM backup WHERE id = ?1";
    let found = writers.records.query_row(sql, [backup], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, bool>(1)?, row.get::<_, bool>(2)?, row.get::<_, i64>(3)?))
    });
    let Some((number, is_read, is_enriched, last)) = found.optional()? else {
        return Ok(RemoveOutcome::Removed);
    };
    if is_read && (number != last || is_enriched) {
        schema::reset(&writers.records, &writers.words)?;
        return Ok(RemoveOutcome::RebuildRequired);
    }
    take_out(writers, number, is_read)?;
    Ok(RemoveOutcome::Removed)
}

/// Takes out what a reading left half done when the computer went off.
pub(super) fn forget_half_read(writers: &mut Writers) -> Result<(), LibraryError> {
    let half = "SELECT number FROM backup WHERE is_read = 0 ORDER BY number DESC";
    while let Some(number) = writers.records.query_row(half, [], |row| row.get(0)).optional()? {
        take_out(writers, number, false)?;
    }
    Ok(())
}

/// Takes out the backup that was read last.
fn take_out(writers: &mut Writers, number: i64, is_read: bool) -> Result<(), LibraryError> {
    let Writers { records, words } = writers;
    // A half-read backup has no lists yet: its serials follow the last that there are.
    let from: i64 = records.query_row(
        "SELECT ifnull(min(serial), (SELECT ifnull(max(serial), 0) + 1 FROM list)) FROM list WHERE backup = ?1",
        [number],
        |row| row.get(0),
    )?;
    let transaction = records.unchecked_transaction()?;
    let gone = transaction.execute("DELETE FROM record WHERE first_list >= ?1", [from])?;
    transaction.execute(
        "UPDATE record SET last_list =
           ifnull((SELECT p.last_list FROM previous_list p WHERE p.record = record.id), first_list)
         WHERE last_list >= ?1",
        [from],
    )?;
    transaction.execute("DELETE FROM previous_list", [])?;
    transaction.execute("DELETE FROM list WHERE backup = ?1", [number])?;
    transaction.execute("DELETE FROM backup WHERE number = ?1", [number])?;
    if gone > 0 {
        recount(&transaction)?;
    }
    transaction.commit()?;
    words.execute("DELETE FROM done WHERE backup = ?1", [number])?;
    // Whether records of others say more since a half-read one is not known.
    if gone > 0 || !is_read {
        // The index keeps no texts, so it cannot forget single ones: it is made again.
        reset_index(writers, TextIndex::Words)?;
        reset_index(writers, TextIndex::Trigrams)?;
    }
    Ok(())
}

/// Histogram all records anew.
fn recount(db: &Connection) -> rusqlite::Result<()> {
    db.execute("DELETE FROM histogram", [])?;
    let mut growing = HistogramBuilder::default();
    let mut statement = db.prepare("SELECT id, thread FROM record")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        growing.add(id::section(number), row.get(1)?, id::seconds(number));
    }
    growing.store(db)
}
