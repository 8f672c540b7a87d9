//! Reads one backup into the library: a reader, the records' writer and the words' writer, each on a thread of its own.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};
use tokio_util::sync::CancellationToken;

use super::LibraryError;
use super::read::batch::{Batch, List, Sink};
use super::read::{Choices, Reading, read};
use super::store::tally::{Growing, Tallies};
use super::store::words::{Indexer, TextBatch, What};
use super::store::write::Writer;

/// Records become visible about this often.
const BETWEEN_COMMITS: Duration = Duration::from_millis(250);
/// … the first ones sooner.
const FIRST_COMMIT: Duration = Duration::from_millis(60);
/// Batches on their way from one thread to the next.
const ON_THE_WAY: usize = 3;

/// A backup to be read.
#[derive(Debug, Clone)]
pub struct Source<'s> {
    /// Its id.
    pub id: &'s str,
    /// When it was saved, Unix milliseconds.
    pub saved_at: i64,
    /// Its archive.
    pub archive: &'s Path,
}

/// Told while a backup is read.
pub trait Watcher: Sync {
    /// Bytes of the export read so far.
    fn bytes(&self, bytes: u64);
    /// Records so far, and the counts that go with what can be seen now.
    fn records(&self, records: u64, tallies: Tallies);
}

/// Reads a backup in. What was read of it before, and what another reading left half done, must have been forgotten.
/// Blocks.
pub fn import(
    records: &Connection,
    words: &mut Connection,
    source: &Source<'_>,
    choices: &Choices,
    watcher: &dyn Watcher,
    cancel: &CancellationToken,
) -> Result<(), LibraryError> {
    let number = begin(records, source)?;
    let base: i64 = records.query_row("SELECT ifnull(max(serial), 0) + 1 FROM list", [], |row| row.get(0))?;
    let writer = Writer::new(records, base, Growing::load(records)?)?;
    let (to_writer, batches) = sync_channel::<Batch>(ON_THE_WAY);
    let (to_reader, emptied) = sync_channel::<Batch>(ON_THE_WAY * 2);
    let (to_words, texts) = sync_channel::<TextBatch>(ON_THE_WAY);
    let (from_words, read_texts) = sync_channel::<TextBatch>(ON_THE_WAY * 2);
    std::thread::scope(|scope| {
        let reader = scope.spawn(move || {
            let mut sink = Pipe { to: to_writer, emptied, cancel };
            read(source.archive, choices, &mut sink, &|bytes| watcher.bytes(bytes))
        });
        let indexing = scope.spawn(move || index_words(words, number, &texts, &from_words));
        let words = Texts { to: &to_words, emptied: &read_texts };
        let written = write_all(records, writer, &batches, &to_reader, &words, watcher);
        // No more texts will come.
        drop(to_words);
        // A writer that failed leaves nobody to write to: the reader must notice, not wait.
        drop(batches);
        let reading = reader.join().map_err(|_| LibraryError::Unknown("end of the reading"))?;
        let indexed = indexing.join().map_err(|_| LibraryError::Unknown("end of the indexing"))?;
        let writer = written?;
        if cancel.is_cancelled() {
            return Err(LibraryError::Stopped);
        }
        finish(records, number, base, &reading?, &writer, watcher)?;
        indexed.map_err(LibraryError::from)
    })
}

struct Pipe<'c> {
    to: SyncSender<Batch>,
    emptied: Receiver<Batch>,
    cancel: &'c CancellationToken,
}

impl Sink for Pipe<'_> {
    fn batch(&mut self, batch: Batch) -> Option<Batch> {
        if self.cancel.is_cancelled() || self.to.send(batch).is_err() {
            return None;
        }
        Some(self.emptied.try_recv().unwrap_or_default())
    }
}

/// Texts on their way to the index of words, and their emptied batches on the way back.
struct Texts<'t> {
    to: &'t SyncSender<TextBatch>,
    emptied: &'t Receiver<TextBatch>,
}

fn begin(db: &Connection, source: &Source<'_>) -> Result<i64, LibraryError> {
    let number = db
        .prepare_cached("INSERT INTO backup(id, saved_at, is_read) VALUES (?1, ?2, 0)")?
        .insert(params![source.id, source.saved_at])?;
    db.execute("DELETE FROM was", [])?;
    Ok(number)
}

/// Takes batches until the reader is done; what is committed can be seen at once.
fn write_all<'db>(
    db: &'db Connection,
    mut writer: Writer<'db>,
    batches: &Receiver<Batch>,
    to_reader: &SyncSender<Batch>,
    words: &Texts<'_>,
    watcher: &dyn Watcher,
) -> Result<Writer<'db>, LibraryError> {
    let mut count = 0;
    let mut last = Instant::now();
    let mut wait = FIRST_COMMIT;
    let mut transaction = None;
    for mut batch in batches {
        if transaction.is_none() {
            transaction = Some(db.unchecked_transaction()?);
        }
        let mut texts = words.emptied.try_recv().unwrap_or_default();
        writer.write(&batch, &mut texts)?;
        count += batch.rows.len() as u64;
        if !texts.is_empty() {
            // If the words cannot be written, that is told at the end; records are worth more.
            let _ = words.to.send(texts);
        }
        batch.clear();
        let _ = to_reader.try_send(batch);
        if last.elapsed() >= wait {
            writer.tally.store(db)?;
            transaction.take().map(rusqlite::Transaction::commit).transpose()?;
            let begun = Instant::now();
            watcher.records(count, writer.tally.tallies());
            last = Instant::now();
            // Showing how far it is must not take more than a tenth of the time.
            wait = BETWEEN_COMMITS.max((last - begun) * 10);
        }
    }
    if let Some(transaction) = transaction {
        writer.tally.store(db)?;
        transaction.commit()?;
    }
    watcher.records(count, writer.tally.tallies());
    Ok(writer)
}

fn index_words(
    db: &mut Connection,
    number: i64,
    texts: &Receiver<TextBatch>,
    emptied: &SyncSender<TextBatch>,
) -> rusqlite::Result<()> {
    let mut indexer = Indexer::new(db, What::Words);
    let mut failed = None;
    for mut batch in texts {
        // Even if it fails the channel is emptied: the writer must not wait for ever.
        if failed.is_none() {
            failed = indexer.add(&batch).err();
        }
        batch.clear();
        let _ = emptied.try_send(batch);
    }
    if let Some(error) = failed {
        Err(error)
    } else {
        indexer.flush()?;
        mark_done(db, number, What::Words)
    }
}

/// Notes that an index holds all of a backup.
pub fn mark_done(db: &Connection, number: i64, what: What) -> rusqlite::Result<()> {
    db.execute("INSERT OR REPLACE INTO done VALUES (?1, ?2)", params![number, what.table()])?;
    Ok(())
}

/// Writes the ledger of the backup; with it the backup counts as read.
fn finish(
    db: &Connection,
    number: i64,
    base: i64,
    reading: &Reading,
    writer: &Writer<'_>,
    watcher: &dyn Watcher,
) -> Result<(), LibraryError> {
    let transaction = db.unchecked_transaction()?;
    {
        let mut insert = transaction.prepare("INSERT INTO list VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
        for (index, list) in (0i64..).zip(&reading.lists) {
            let at = usize::try_from(index).unwrap_or_default();
            let [stored, known] = writer.outcome.get(at).copied().unwrap_or_default();
            let List { section, path, read, skipped } = list;
            let values = params![
                base + index,
                number,
                section.number(),
                path,
                read.cast_signed(),
                stored.cast_signed(),
                known.cast_signed(),
                json(skipped)?
            ];
            insert.execute(values)?;
        }
    }
    transaction.execute(
        "UPDATE backup SET is_read = 1, layout = ?2, notes = ?3, unsure = ?4, enriched = ?5 WHERE number = ?1",
        params![number, reading.layout, json(&reading.notes)?, json(&reading.unsure)?, writer.enriched],
    )?;
    transaction.commit()?;
    watcher.records(writer.outcome.iter().flatten().sum(), writer.tally.tallies());
    Ok(())
}

fn json(value: &impl serde::Serialize) -> Result<String, LibraryError> {
    serde_json::to_string(value).map_err(|error| LibraryError::Read(error.into()))
}
