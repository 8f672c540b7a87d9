//! Maintenance of the database files: building missing indexes and removing imports.

use rusqlite::{Connection, OptionalExtension, params};
use tokio_util::sync::CancellationToken;

use super::LibraryError;
use super::store::connections::Writer;
use super::store::histogram::HistogramBuilder;
use super::store::id;
use super::store::text_index::{Indexer, Tags, TextBatch, TextIndex, Texts, mark_done, reset_index};

/// The number of records whose texts are indexed at a time.
const PORTION: usize = 20_000;
/// A portion also ends when it has this many bytes of text.
const PORTION_BYTES: usize = 4 << 20;
/// The backup number in the table `done` that marks an index that is being built.
const IN_PROGRESS: i64 = -1;

/// The numbers of the backups that an index does not cover yet.
pub(super) fn unindexed(writer: &Writer, index: TextIndex) -> rusqlite::Result<Vec<i64>> {
    let mut statement = writer.words.prepare_cached("SELECT backup FROM done WHERE what = ?1")?;
    let done: Vec<i64> = statement.query_map([index.table()], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut statement = writer.records.prepare_cached("SELECT number FROM backup ORDER BY number")?;
    let all: Vec<i64> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(all.into_iter().filter(|number| !done.contains(number)).collect())
}

/// Indexes the texts of the next backup that an index does not cover, or of all backups if the index has to be rebuilt.
/// `false` if the index is complete.
pub(super) fn index_next(
    writer: &mut Writer,
    index: TextIndex,
    cancel: &CancellationToken,
) -> Result<bool, LibraryError> {
    let Some(backup) = unindexed(writer, index)?.first().copied() else { return Ok(false) };
    // After a crash, part of a backup may have been indexed; indexing it again would duplicate the entries.
    let was_interrupted: bool = writer.words.query_row(
        "SELECT count(*) > 0 FROM done WHERE backup = ?1 AND what = ?2",
        params![IN_PROGRESS, index.table()],
        |row| row.get(0),
    )?;
    // If a backup changed the texts of earlier backups' records, indexing only its own new records is not enough.
    let is_enriched: bool = writer.records.query_row(
        "SELECT count(*) > 0 FROM backup WHERE number >= ?1 AND enriched > 0",
        [backup],
        |row| row.get(0),
    )?;
    if was_interrupted || is_enriched || index == TextIndex::Words {
        reset_index(&writer.words, index)?;
        index_all(writer, index, cancel)?;
    } else {
        index_backup(writer, index, backup, cancel)?;
    }
    Ok(true)
}

fn index_all(writer: &Writer, index: TextIndex, cancel: &CancellationToken) -> Result<(), LibraryError> {
    let all = "SELECT id, text, fields, link, counterparty, thread, item FROM record WHERE id > ?1 ORDER BY id LIMIT ?2";
    index_records(writer, index, all, cancel)?;
    for number in unindexed(writer, index)? {
        mark_done(&writer.words, number, index)?;
    }
    Ok(())
}

/// Indexes the texts of the records that this backup added.
fn index_backup(
    writer: &Writer,
    index: TextIndex,
    number: i64,
    cancel: &CancellationToken,
) -> Result<(), LibraryError> {
    let serials = "SELECT ifnull(min(serial), 0), ifnull(max(serial), -1) FROM list WHERE backup = ?1";
    let (from, to): (i64, i64) =
        writer.records.query_row(serials, [number], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let of_backup = format!(
        "SELECT id, text, fields, link, counterparty, thread, item FROM record
         WHERE id > ?1 AND lists IN (SELECT id FROM list_set GROUP BY id HAVING min(list) BETWEEN {from} AND {to})
         ORDER BY id LIMIT ?2"
    );
    index_records(writer, index, &of_backup, cancel)?;
    Ok(mark_done(&writer.words, number, index)?)
}

fn index_records(
    writer: &Writer,
    index: TextIndex,
    sql: &str,
    cancel: &CancellationToken,
) -> Result<(), LibraryError> {
    mark_done(&writer.words, IN_PROGRESS, index)?;
    let mut indexer = Indexer::new(&writer.words, index);
    let mut statement = writer.records.prepare(sql)?;
    let mut last = 0_i64;
    loop {
        if cancel.is_cancelled() {
            return Err(LibraryError::Cancelled);
        }
        let mut rows = statement.query(params![last, i64::try_from(PORTION).unwrap_or(i64::MAX)])?;
        let mut texts = TextBatch::default();
        let mut is_last = true;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            last = row.get(0)?;
            let [text, fields, link] =
                [row.get_ref(1)?, row.get_ref(2)?, row.get_ref(3)?].map(|value| value.as_str().ok());
            let tags = Tags { counterparty: row.get(4)?, thread: row.get(5)?, item: row.get(6)? };
            texts.add(last, Texts { text, link, fields }, tags);
            count += 1;
            if count == PORTION || texts.bytes() >= PORTION_BYTES {
                is_last = false;
                break;
            }
        }
        drop(rows);
        indexer.add(&texts)?;
        if is_last {
            break;
        }
    }
    indexer.flush()?;
    let sql = "DELETE FROM done WHERE backup = ?1 AND what = ?2";
    writer.words.execute(sql, params![IN_PROGRESS, index.table()])?;
    Ok(())
}

/// Creates the index over videos, sounds and rooms, which is needed to count repeats. It is created after the imports,
/// because it would slow them down. `false` if it exists already.
pub(super) fn create_item_index(writer: &Writer) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM record) AND NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'by_item')";
    let is_missing: bool = writer.records.query_row(sql, [], |row| row.get(0))?;
    if is_missing {
        writer.records.execute_batch("CREATE INDEX by_item ON record(item) WHERE item IS NOT NULL")?;
    }
    Ok(is_missing)
}

/// The outcome of a request to remove a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemoveOutcome {
    /// The backup is not in the library (any more).
    Removed,
    /// Nothing was changed: which records the other backups contain can only be determined by importing them again
    /// ([`Library::rebuild`](super::Library::rebuild)).
    RebuildRequired,
}

/// Whether a backup has been imported completely.
pub(super) fn is_imported(writer: &Writer, backup: &str) -> rusqlite::Result<bool> {
    let sql = "SELECT count(*) > 0 FROM backup WHERE id = ?1 AND is_read = 1";
    writer.records.query_row(sql, [backup], |row| row.get(0))
}

/// Removes a backup and the records that only it contains. This is possible for the backup imported last, unless it
/// added to records of others.
pub(super) fn remove(writer: &Writer, backup: &str) -> Result<RemoveOutcome, LibraryError> {
    remove_incomplete(writer)?;
    let sql = "SELECT number, enriched, (SELECT max(number) FROM backup) FROM backup WHERE id = ?1";
    let found = writer.records.query_row(sql, [backup], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, bool>(1)?, row.get::<_, i64>(2)?))
    });
    let Some((number, is_enriched, last)) = found.optional()? else { return Ok(RemoveOutcome::Removed) };
    if number != last || is_enriched {
        return Ok(RemoveOutcome::RebuildRequired);
    }
    remove_last(writer, number, true)?;
    Ok(RemoveOutcome::Removed)
}

/// Removes imports that were interrupted when the program ended.
pub(super) fn remove_incomplete(writer: &Writer) -> Result<(), LibraryError> {
    let incomplete = "SELECT number FROM backup WHERE is_read = 0 ORDER BY number DESC";
    while let Some(number) = writer.records.query_row(incomplete, [], |row| row.get(0)).optional()? {
        remove_last(writer, number, false)?;
    }
    Ok(())
}

/// Removes the backup that was imported last.
fn remove_last(writer: &Writer, number: i64, is_complete: bool) -> Result<(), LibraryError> {
    let Writer { records, words } = writer;
    // An incomplete import has no lists yet: the serials of its records follow the last stored list.
    let from: i64 = records.query_row(
        "SELECT ifnull(min(serial), (SELECT ifnull(max(serial), 0) + 1 FROM list)) FROM list WHERE backup = ?1",
        [number],
        |row| row.get(0),
    )?;
    let transaction = records.unchecked_transaction()?;
    let deleted = transaction.execute(
        "DELETE FROM record WHERE lists IN (SELECT id FROM list_set GROUP BY id HAVING min(list) >= ?1)",
        [from],
    )?;
    transaction.execute("DELETE FROM list_set WHERE list >= ?1", [from])?;
    transaction.execute("DELETE FROM list WHERE backup = ?1", [number])?;
    transaction.execute("DELETE FROM backup WHERE number = ?1", [number])?;
    if deleted > 0 {
        // They may have parts of the removed records.
        let unused = "DELETE FROM template WHERE id NOT IN (SELECT template FROM record WHERE template > 0)";
        transaction.execute(unused, [])?;
        recount(&transaction)?;
    }
    transaction.commit()?;
    words.execute("DELETE FROM done WHERE backup = ?1", [number])?;
    // An incomplete import may have changed the texts of other records.
    if deleted > 0 || !is_complete {
        // A contentless index cannot delete entries without their text.
        reset_index(words, TextIndex::Words)?;
        reset_index(words, TextIndex::Trigrams)?;
    }
    Ok(())
}

/// Rebuilds the histogram from the records.
fn recount(db: &Connection) -> rusqlite::Result<()> {
    db.execute("DELETE FROM histogram", [])?;
    let mut builder = HistogramBuilder::default();
    let mut statement = db.prepare("SELECT id, thread FROM record")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        builder.add(id::section(number), row.get(1)?, id::seconds(number));
    }
    builder.store(db)
}
