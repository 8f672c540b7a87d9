//! The import pipeline of one backup: a reader, a writer of records and an indexer of words, each on its own thread.
//! Batches are passed through channels and returned for reuse.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};
use tokio_util::sync::CancellationToken;

use super::LibraryError;
use super::read::batch::{Batch, List, Sink};
use super::read::{Choices, ReadContext, ReadReport, read};
use super::store::connections::Writer;
use super::store::histogram::{HistogramBuilder, Histograms};
use super::store::record_writer::RecordWriter;
use super::store::text_index::{Indexer, TextBatch, TextIndex, mark_done};

/// The minimum time between two commits, after which records become visible.
const COMMIT_INTERVAL: Duration = Duration::from_millis(250);
/// The first commit is earlier, so that the first records are shown soon.
const FIRST_COMMIT_AFTER: Duration = Duration::from_millis(60);
/// The capacity of each channel, in batches.
const CHANNEL_CAPACITY: usize = 3;

/// A backup to be imported.
#[derive(Debug, Clone)]
pub struct ImportSource<'s> {
    /// The id of the backup.
    pub id: &'s str,
    /// When it was saved, Unix milliseconds.
    pub saved_at: i64,
    /// The path of its archive.
    pub archive: &'s Path,
}

/// Receives the progress of an import.
pub trait ImportObserver: Sync {
    /// Called with the number of bytes of the export read so far.
    fn bytes(&self, bytes: u64);
    /// Called with the number of records written so far, and the histograms of all committed records.
    fn records(&self, records: u64, histograms: Histograms);
}

/// Imports a backup. No other import may be incomplete, and no backup with this id may exist. `scratch` is a folder for
/// temporary files. If the import fails, some of the records may have been written. Blocks.
pub fn import(
    writer: &mut Writer,
    source: &ImportSource<'_>,
    choices: &Choices,
    scratch: &Path,
    observer: &dyn ImportObserver,
    cancel: &CancellationToken,
) -> Result<(), LibraryError> {
    let Writer { records, words } = writer;
    let number = begin(records, source)?;
    let base: i64 = records.query_row("SELECT ifnull(max(serial), 0) + 1 FROM list", [], |row| row.get(0))?;
    let record_writer = RecordWriter::new(records, base, HistogramBuilder::load(records)?)?;
    let (to_writer, batches) = sync_channel::<Batch>(CHANNEL_CAPACITY);
    let (to_reader, emptied) = sync_channel::<Batch>(CHANNEL_CAPACITY * 2);
    let (to_words, texts) = sync_channel::<TextBatch>(CHANNEL_CAPACITY);
    let (from_words, read_texts) = sync_channel::<TextBatch>(CHANNEL_CAPACITY * 2);
    std::thread::scope(|scope| {
        let reader = scope.spawn(move || {
            let mut sink = Pipe { to: to_writer, emptied, cancel };
            let progress = |bytes| observer.bytes(bytes);
            read(source.archive, &mut sink, &ReadContext { choices, scratch, cancel, progress: &progress })
        });
        let indexer = scope.spawn(move || index_words(words, number, &texts, &from_words));
        let words = Texts { to: &to_words, emptied: &read_texts };
        let written = write_all(records, record_writer, &batches, &to_reader, &words, observer);
        // Closing the channels ends the other threads: the indexer after the last text, the reader if writing failed.
        drop(to_words);
        drop(batches);
        let report = reader.join().map_err(|_| LibraryError::Panicked("reader"))?;
        let index_result = indexer.join().map_err(|_| LibraryError::Panicked("indexer"))?;
        let record_writer = written?;
        if cancel.is_cancelled() {
            return Err(LibraryError::Cancelled);
        }
        finish(records, number, base, &report?, &record_writer, observer)?;
        index_result.map_err(LibraryError::from)
    })
}

/// Passes batches to the writer.
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

/// The channels to and from the indexer of words.
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

/// Writes batches until the reader is done.
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
            // Fails only if the indexer has stopped; its error is returned at the end.
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
            // Publishing must not take more than about a tenth of the time.
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
        // After an error the channel is still drained, so that the writer does not block.
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

/// Stores the result of the import and marks it as complete.
fn finish(
    db: &Connection,
    number: i64,
    base: i64,
    report: &ReadReport,
    writer: &RecordWriter<'_>,
    observer: &dyn ImportObserver,
) -> Result<(), LibraryError> {
    let transaction = db.unchecked_transaction()?;
    {
        let mut insert = transaction.prepare("INSERT INTO list VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
        for (index, list) in (0i64..).zip(&report.lists) {
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
        params![number, report.layout, json(&report.notes)?, json(&report.unsure)?, writer.enriched],
    )?;
    transaction.commit()?;
    observer.records(writer.counts.iter().flatten().sum(), writer.histogram.histograms());
    Ok(())
}

fn json(value: &impl serde::Serialize) -> Result<String, LibraryError> {
    serde_json::to_string(value).map_err(|error| LibraryError::Read(error.into()))
}
