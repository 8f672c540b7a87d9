//! Reads one backup into the library: a reader, the records' writer and the words' writer, each on a thread of its own.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};
use tokio_util::sync::CancellationToken;

use super::LibraryError;
use super::read::batch::{Batch, List, Sink};
use super::read::{Choices, ReadReport, read};
use super::store::histogram::{HistogramBuilder, Histograms};
use super::store::record_writer::RecordWriter;
use super::store::text_index::{Indexer, TextBatch, TextIndex};

/// Records become visible about this often.
const COMMIT_INTERVAL: Duration = Duration::from_millis(250);
/// … the first ones sooner.
const FIRST_COMMIT_AFTER: Duration = Duration::from_millis(60);
/// Batches on their way from one thread to the next.
const CHANNEL_CAPACITY: usize = 3;

/// A backup to be read.
#[derive(Debug, Clone)]
pub struct ImportSource<'s> {
    /// Its id.
    pub id: &'s str,
    /// When it was saved, Unix milliseconds.
    pub saved_at: i64,
    /// Its archive.
    pub archive: &'s Path,
}

/// Told while a backup is read.
pub trait ImportObserver: Sync {
    /// Bytes of the export read so far.
    fn bytes(&self, bytes: u64);
    /// Records so far, and the counts that go with what can be seen now.
    fn records(&self, records: u64, histograms: Histograms);
}

/// Reads a backup in. TextIndex was read of it before, and what another reading left half done, must have been forgotten.
/// Blocks.
pub fn import(
    records: &Connection,
    words: &mut Connection,
    source: &ImportSource<'_>,
    choices: &Choices,
    observer: &dyn ImportObserver,
    cancel: &CancellationToken,
) -> Result<(), LibraryError> {
    let number = begin(records, source)?;
    let base: i64 = records.query_row("SELECT ifnull(max(serial), 0) + 1 FROM list", [], |row| row.get(0))?;
    let writer = RecordWriter::new(records, base, HistogramBuilder::load(records)?)?;
    let (to_writer, batches) = sync_channel::<Batch>(CHANNEL_CAPACITY);
    let (to_reader, emptied) = sync_channel::<Batch>(CHANNEL_CAPACITY * 2);
    let (to_words, texts) = sync_channel::<TextBatch>(CHANNEL_CAPACITY);
    let (from_words, read_texts) = sync_channel::<TextBatch>(CHANNEL_CAPACITY * 2);
    std::thread::scope(|scope| {
        let reader = scope.spawn(move || {
            let mut sink = Pipe { to: to_writer, emptied, cancel };
            read(source.archive, choices, &mut sink, &|bytes| observer.bytes(bytes))
        });
        let indexing = scope.spawn(move || index_words(words, number, &texts, &from_words));
        let words = Texts { to: &to_words, emptied: &read_texts };
        let written = write_all(records, writer, &batches, &to_reader, &words, observer);
        // No more texts will come.
        drop(to_words);
        // A writer that failed leaves nobody to write to: the reader must notice, not wait.
        drop(batches);
        let reading = reader.join().map_err(|_| LibraryError::Panicked("reader"))?;
        let indexed = indexing.join().map_err(|_| LibraryError::Panicked("indexer"))?;
        let writer = written?;
        if cancel.is_cancelled() {
            return Err(LibraryError::Cancelled);
        }
        finish(records, number, base, &reading?, &writer, observer)?;
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

fn begin(db: &Connection, source: &ImportSource<'_>) -> Result<i64, LibraryError> {
    let number = db
        .prepare_cached("INSERT INTO backup(id, saved_at, is_read) VALUES (?1, ?2, 0)")?
        .insert(params![source.id, source.saved_at])?;
    db.execute("DELETE FROM previous_list", [])?;
    Ok(number)
}

/// Takes batches until the reader is done; what is committed can be seen at once.
fn write_all<'db>(
    db: &'db Connection,
    mut writer: RecordWriter<'db>,
    batches: &Receiver<Batch>,
    to_reader: &SyncSender<Batch>,
    words: &Texts<'_>,
    observer: &dyn ImportObserver,
) -> Result<RecordWriter<'db>, LibraryError> {
    let mut count = 0;
    let mut last = Instant::now();
    let mut wait = FIRST_COMMIT_AFTER;
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
            writer.histogram.store(db)?;
            transaction.take().map(rusqlite::Transaction::commit).transpose()?;
            let begun = Instant::now();
            observer.records(count, writer.histogram.histograms());
            last = Instant::now();
            // Showing how far it is must not take more than a tenth of the time.
            wait = COMMIT_INTERVAL.max((last - begun) * 10);
        }
    }
    if let Some(transaction) = transaction {
        writer.histogram.store(db)?;
        transaction.commit()?;
    }
    observer.records(count, writer.histogram.histograms());
    Ok(writer)
}

fn index_words(
    db: &mut Connection,
    number: i64,
    texts: &Receiver<TextBatch>,
    emptied: &SyncSender<TextBatch>,
) -> rusqlite::Result<()> {
    let mut indexer = Indexer::new(db, TextIndex::Words);
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
        mark_done(db, number, TextIndex::Words)
    }
}

/// Notes that an index holds all of a backup.
pub fn mark_done(db: &Connection, number: i64, what: TextIndex) -> rusqlite::Result<()> {
    db.execute("INSERT OR REPLACE INTO done VALUES (?1, ?2)", params![number, what.table()])?;
    Ok(())
}

/// Writes the ledger of the backup; with it the backup counts as read.
fn finish(
    db: &Connection,
    number: i64,
    base: i64,
    reading: &ReadReport,
    writer: &RecordWriter<'_>,
    observer: &dyn ImportObserver,
) -> Result<(), LibraryError> {
    let transaction = db.unchecked_transaction()?;
    {
        let mut insert = transaction.prepare("INSERT INTO list VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
        for (index, list) in (0i64..).zip(&reading.lists) {
            let at = usize::try_from(index).unwrap_or_default();
            let [stored, known] = writer.counts.get(at).copied().unwrap_or_default();
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
    observer.records(writer.counts.iter().flatten().sum(), writer.histogram.histograms());
    Ok(())
}

fn json(value: &impl serde::Serialize) -> Result<String, LibraryError> {
    serde_json::to_string(value).map_err(|error| LibraryError::Read(error.into()))
}
