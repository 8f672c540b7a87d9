//! The import pipeline of one backup: a reader, a writer of records and an indexer of words, each on its own thread.
//! Batches are passed through channels and returned for reuse.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};
use tokio_util::sync::CancellationToken;

use super::limits;
use super::read::batch::{Batch, List, Sink};
use super::read::{Choices, ExportFiles, ReadContext, ReadReport, read};
use super::store::connections::Writer;
use super::store::histogram::{HistogramBuilder, Histograms};
use super::store::record_writer::RecordWriter;
use super::store::text_index::{Indexer, TextBatch, TextIndex, mark_done};
use super::{LaterNames, LibraryError, SkipReason};

/// The minimum time between two commits, after which records become visible.
const COMMIT_INTERVAL: Duration = Duration::from_millis(250);
/// The first commit is earlier, so that the first records are shown soon.
const FIRST_COMMIT_AFTER: Duration = Duration::from_millis(60);
/// The capacity of each channel, in batches.
const CHANNEL_CAPACITY: usize = 3;

/// A backup to be imported.
#[derive(Clone, Copy)]
pub struct ImportSource<'s> {
    /// The id of the backup.
    pub id: &'s str,
    /// Its dates.
    pub dates: ExportDates,
    /// Its files.
    pub export: &'s dyn ExportFiles,
}

/// The dates of an export that are known before it is read, in Unix milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportDates {
    /// When its data was requested, if known.
    pub requested: Option<i64>,
    /// When it was saved.
    pub saved: i64,
}

impl ExportDates {
    /// The dates of an export of which only the time is known at which it was saved.
    #[must_use]
    pub fn saved(at: i64) -> Self {
        Self { requested: None, saved: at }
    }

    /// The time of its data: that of the request or of its newest record, whichever is later; if neither is known, when
    /// it was saved. It is not later than that.
    #[must_use]
    pub fn as_of(self, newest: Option<i64>) -> i64 {
        newest.max(self.requested).map_or(self.saved, |as_of| as_of.min(self.saved))
    }
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
    store_names(records, &choices.names)?;
    let base: i64 = records.query_row("SELECT ifnull(max(serial), 0) + 1 FROM list", [], |row| row.get(0))?;
    let record_writer = RecordWriter::new(records, base, latest(source), HistogramBuilder::load(records)?)?;
    let (to_writer, batches) = sync_channel::<Batch>(CHANNEL_CAPACITY);
    let (to_reader, emptied) = sync_channel::<Batch>(CHANNEL_CAPACITY * 2);
    let (to_words, texts) = sync_channel::<TextBatch>(CHANNEL_CAPACITY);
    let (from_words, read_texts) = sync_channel::<TextBatch>(CHANNEL_CAPACITY * 2);
    std::thread::scope(|scope| {
        let reader = scope.spawn(move || {
            let mut sink = Pipe { to: to_writer, emptied, cancel };
            let progress = |bytes| observer.bytes(bytes);
            read(
                source.export,
                &mut sink,
                &ReadContext { choices, scratch, cancel, infers: true, progress: &progress },
            )
        });
        let indexer = scope.spawn(move || index_words(words, number, &texts, &from_words, cancel));
        let words = Texts { to: &to_words, emptied: &read_texts };
        let written = write_all(records, record_writer, &batches, &to_reader, &words, observer, cancel);
        // Closing the channels ends the other threads: the indexer after the last text, the reader if writing failed.
        drop(to_words);
        drop(batches);
        let report = reader.join().map_err(|_| LibraryError::Panicked("reader"))?;
        let index_result = indexer.join().map_err(|_| LibraryError::Panicked("indexer"))?;
        let record_writer = written?;
        if cancel.is_cancelled() {
            return Err(LibraryError::Cancelled);
        }
        let report = report?;
        if choices.refuses_several_owners && report.has_several_owners {
            return Err(LibraryError::SeveralOwners);
        }
        finish(records, (number, source), base, &report, &record_writer, observer)?;
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

/// The latest time that a record of an export can have, in Unix seconds: TikTok's clock may differ from this one.
fn latest(source: &ImportSource<'_>) -> u32 {
    const DAY: i64 = 86_400;
    u32::try_from(source.dates.saved / 1000 + DAY).unwrap_or(u32::MAX)
}

fn begin(db: &Connection, source: &ImportSource<'_>) -> Result<i64, LibraryError> {
    let number = db
        .prepare_cached("INSERT INTO backup(id, as_of, is_read) VALUES (?1, ?2, 0)")?
        .insert(params![source.id, source.dates.as_of(None)])?;
    Ok(number)
}

/// Stores the earlier names, by which people and groups are found, too.
fn store_names(db: &Connection, names: &LaterNames) -> Result<(), LibraryError> {
    let mut insert = db.prepare_cached("INSERT OR REPLACE INTO renamed VALUES (?1, ?2, ?3)")?;
    for (earlier, later, is_group) in names.all() {
        insert.execute(params![earlier, later, is_group])?;
    }
    Ok(())
}

/// Writes batches until the reader is done.
fn write_all<'db>(
    db: &'db Connection,
    mut writer: RecordWriter<'db>,
    batches: &Receiver<Batch>,
    to_reader: &SyncSender<Batch>,
    words: &Texts<'_>,
    observer: &dyn ImportObserver,
    cancel: &CancellationToken,
) -> Result<RecordWriter<'db>, LibraryError> {
    let mut count = 0;
    let mut last = Instant::now();
    let mut wait = FIRST_COMMIT_AFTER;
    let mut transaction = None;
    for mut batch in batches {
        if cancel.is_cancelled() {
            return Err(LibraryError::Cancelled);
        }
        if transaction.is_none() {
            transaction = Some(db.unchecked_transaction()?);
        }
        let mut texts = words.emptied.try_recv().unwrap_or_default();
        let mut send = |texts: &mut TextBatch| {
            if !texts.is_empty() {
                // Fails only if the indexer has stopped; its error is returned at the end.
                let _ = words.to.send(std::mem::take(texts));
            }
        };
        writer.write(&batch, &mut texts, &mut send)?;
        count += batch.rows.len() as u64;
        send(&mut texts);
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
    cancel: &CancellationToken,
) -> rusqlite::Result<()> {
    let mut indexer = Indexer::new(db, TextIndex::Words);
    let mut failed = None;
    for mut batch in texts {
        // The channel is drained in any case, so that the writer does not block.
        if failed.is_none() && !cancel.is_cancelled() {
            failed = indexer.add(&batch).err();
        }
        batch.clear();
        let _ = emptied.try_send(batch);
    }
    if let Some(error) = failed {
        Err(error)
    } else if cancel.is_cancelled() {
        Ok(())
    } else {
        indexer.flush()?;
        mark_done(db, number, TextIndex::Words)
    }
}

/// Stores the result of the import and marks it as complete.
fn finish(
    db: &Connection,
    (number, source): (i64, &ImportSource<'_>),
    base: i64,
    report: &ReadReport,
    writer: &RecordWriter<'_>,
    observer: &dyn ImportObserver,
) -> Result<(), LibraryError> {
    let newest = Some(i64::from(writer.newest) * 1000).filter(|newest| *newest > 0);
    let transaction = db.unchecked_transaction()?;
    {
        let mut insert =
            transaction.prepare("INSERT INTO list VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
        for (index, list) in (0i64..).zip(&report.lists) {
            let at = usize::try_from(index).unwrap_or_default();
            let counts = writer.counts.get(at).copied().unwrap_or_default();
            let List { section, path, read, skipped } = list;
            let mut skipped = skipped.clone();
            if counts.skipped > 0 {
                skipped.push((SkipReason::TooMany, counts.skipped));
            }
            let values = params![
                base + index,
                number,
                section.number(),
                path,
                read.cast_signed(),
                counts.stored.cast_signed(),
                counts.known.cast_signed(),
                counts.repeated.cast_signed(),
                json(&skipped)?
            ];
            insert.execute(values)?;
        }
    }
    transaction.execute(
        "UPDATE backup SET is_read = 1, layout = ?2, notes = ?3, unsure = ?4, enriched = ?5, as_of = ?6 WHERE number = ?1",
        params![
            number,
            report.layout,
            json(&first(&report.notes))?,
            json(&first(&report.unsure))?,
            writer.enriched,
            source.dates.as_of(newest)
        ],
    )?;
    transaction.commit()?;
    let written = writer.counts.iter().map(|counts| counts.stored + counts.known + counts.repeated).sum();
    observer.records(written, writer.histogram.histograms());
    Ok(())
}

fn first<T>(all: &[T]) -> &[T] {
    &all[..all.len().min(limits::NOTES)]
}

fn json(value: &impl serde::Serialize) -> Result<String, LibraryError> {
    serde_json::to_string(value).map_err(|error| LibraryError::Read(error.into()))
}
