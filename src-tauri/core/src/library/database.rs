//! [`Library`]: the two databases, one writer, as many readers as ask.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use jiff::tz::TimeZone;
use rusqlite::{Connection, OptionalExtension, params};
use tokio_util::sync::CancellationToken;

use super::LibraryError;
use super::import::{ImportObserver, ImportSource, import};
use super::maintenance::{
    RemoveOutcome, Writers, forget, forget_half_read, index_all, index_backup, missing, open_both,
    reset_index,
};
use super::query::calendar::Calendar;
use super::query::import_details;
use super::query::list::List;
use super::query::overview::{self, SearchCounts};
use super::query::rows::Context;
use super::read::Choices;
use super::store::histogram::{HistogramBuilder, Histograms};
use super::store::schema;
use super::store::text_index::TextIndex;
use crate::library::{GroupCount, ImportCounts, ListQuery};

mod queries;

pub use queries::MAX_ROWS;

/// The library.
pub struct Library {
    records: PathBuf,
    words: PathBuf,
    calendar: Calendar,
    /// One backup is read at a time.
    writer: Mutex<Writers>,
    readers: Mutex<Vec<Connection>>,
    now: RwLock<Now>,
    lists: Mutex<Vec<(ListQuery, u64, Arc<List>)>>,
    known: Mutex<Option<Arc<Known>>>,
}

/// TextIndex can be seen at this moment.
#[derive(Debug, Clone, Default)]
struct Now {
    version: u64,
    histograms: Arc<Histograms>,
    words_ready: bool,
    trigrams_ready: bool,
}

/// TextIndex is derived of all records, for one version.
struct Known {
    version: u64,
    context: Context,
    searches: SearchCounts,
}

/// The library in few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Rises with every change.
    pub version: u64,
    /// Records in all.
    pub records: u64,
    /// Seconds of the oldest and the newest.
    pub span: Option<(i64, i64)>,
    /// Backups in it.
    pub backups: u64,
    /// Groups with records.
    pub groups: Vec<GroupCount>,
    /// Whether all words are indexed.
    pub words_ready: bool,
    /// Whether all parts of words are.
    pub trigrams_ready: bool,
}

/// A backup that the library knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedBackup {
    /// Its id.
    pub id: String,
    /// Whether it is read to its end.
    pub is_read: bool,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Library {
    /// Opens the library in this folder; makes it if it is not there, and anew if it is damaged or of another version.
    pub fn open(folder: &Path, zone: TimeZone) -> Result<Self, LibraryError> {
        std::fs::create_dir_all(folder)?;
        let (records, words) = (folder.join("records.db"), folder.join("words.db"));
        let writers = match open_both(&records, &words) {
            Err(error) if error.is_damage() => {
                tracing::warn!(%error, "the library is damaged; it is made anew");
                schema::remove(&records);
                schema::remove(&words);
                open_both(&records, &words)?
            }
            other => other?,
        };
        let library = Self {
            records,
            words,
            calendar: Calendar::new(zone),
            writer: Mutex::new(writers),
            readers: Mutex::default(),
            now: RwLock::default(),
            lists: Mutex::default(),
            known: Mutex::default(),
        };
        library.refresh(&lock(&library.writer))?;
        Ok(library)
    }

    /// Looks anew what there is.
    fn refresh(&self, writers: &Writers) -> Result<(), LibraryError> {
        let histograms = HistogramBuilder::load(&writers.records)?.histograms();
        let is_done =
            |what: TextIndex| -> Result<bool, LibraryError> { Ok(missing(writers, what)?.is_empty()) };
        let (words_ready, trigrams_ready) = (is_done(TextIndex::Words)?, is_done(TextIndex::Trigrams)?);
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        *now =
            Now { version: now.version + 1, histograms: Arc::new(histograms), words_ready, trigrams_ready };
        Ok(())
    }

    fn now(&self) -> Now {
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn show(&self, histograms: Histograms) {
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        now.version += 1;
        now.words_ready = false;
        now.trigrams_ready = false;
        now.histograms = Arc::new(histograms);
    }

    /// The library in few words.
    pub fn summary(&self) -> Result<Summary, LibraryError> {
        let now = self.now();
        let dated = |counts: &super::store::histogram::Histogram| {
            let slots = counts.dated();
            Some((slots.first()?.0, slots.last()?.0))
        };
        let spans: Vec<_> = now.histograms.sections.values().filter_map(dated).collect();
        let oldest = spans.iter().map(|(first, _)| *first).min();
        let newest = spans.iter().map(|(_, last)| *last).max();
        let slot = i64::from(super::store::histogram::SLOT_SECONDS);
        let backups = self.with(|db| {
            Ok(db
                .prepare_cached("SELECT count(*) FROM backup WHERE is_read = 1")?
                .query_row([], |row| row.get::<_, i64>(0))?)
        })?;
        Ok(Summary {
            version: now.version,
            records: now.histograms.total(),
            span: oldest.zip(newest).map(|(a, b)| (i64::from(a) * slot, i64::from(b) * slot)),
            backups: backups.unsigned_abs(),
            groups: overview::groups(&now.histograms, None),
            words_ready: now.words_ready,
            trigrams_ready: now.trigrams_ready,
        })
    }

    /// Backups that the library knows.
    pub fn backups(&self) -> Result<Vec<ImportedBackup>, LibraryError> {
        self.with(|db| {
            let mut statement = db.prepare_cached("SELECT id, is_read FROM backup ORDER BY number")?;
            let rows = statement
                .query_map([], |row| Ok(ImportedBackup { id: row.get(0)?, is_read: row.get(1)? }))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Reads a backup in; what was there of it from before is forgotten first, as [`Self::forget`] does. Others that want
    /// to read one wait. `progress` gets the bytes and the records so far. Blocks.
    pub fn import(
        &self,
        source: &ImportSource<'_>,
        choices: &Choices,
        cancel: &CancellationToken,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<ImportCounts, LibraryError> {
        struct ProgressReporter<'t> {
            library: &'t Library,
            progress: &'t (dyn Fn(u64, u64) + Sync),
            counts: Mutex<(u64, u64)>,
        }
        impl ImportObserver for ProgressReporter<'_> {
            fn bytes(&self, bytes: u64) {
                let counts = {
                    let mut counts = lock(&self.counts);
                    counts.0 = bytes;
                    *counts
                };
                (self.progress)(counts.0, counts.1);
            }
            fn records(&self, records: u64, histograms: Histograms) {
                self.library.show(histograms);
                let counts = {
                    let mut counts = lock(&self.counts);
                    counts.1 = records;
                    *counts
                };
                (self.progress)(counts.0, counts.1);
            }
        }
        let mut writers = lock(&self.writer);
        if cancel.is_cancelled() {
            return Err(LibraryError::Cancelled);
        }
        forget_half_read(&mut writers)?;
        forget(&mut writers, source.id)?;
        let telling = ProgressReporter { library: self, progress, counts: Mutex::default() };
        let Writers { records, words } = &mut *writers;
        let read = import(records, words, source, choices, &telling, cancel);
        if read.is_err() {
            // TextIndex came in half is taken out again: a backup is in the library, or it is not.
            forget_half_read(&mut writers)?;
        }
        self.refresh(&writers)?;
        read?;
        import_details::counts(&writers.records, source.id)?.ok_or(LibraryError::NotFound("backup"))
    }

    /// Makes what searching and counting need beyond the words, a portion at a time; what a crash left undone, too.
    /// `true` if something was done. Blocks.
    pub fn complete_index(&self, cancel: &CancellationToken) -> Result<bool, LibraryError> {
        let mut is_changed = false;
        for what in [TextIndex::Words, TextIndex::Trigrams] {
            loop {
                let mut writers = lock(&self.writer);
                let Some(backup) = missing(&writers, what)?.first().copied() else { break };
                if cancel.is_cancelled() {
                    return Ok(is_changed);
                }
                is_changed = true;
                // A part of a portion that a crash left behind would be counted twice.
                let is_begun: bool = writers.words.query_row(
                    "SELECT count(*) FROM done WHERE backup = ?1 AND what = ?2",
                    params![-1, what.table()],
                    |row| row.get::<_, i64>(0).map(|count| count > 0),
                )?;
                // Nor does it have what records of other backups say since this one was read.
                let says_more = writers.records.query_row(
                    "SELECT count(*) FROM backup WHERE number >= ?1 AND enriched > 0",
                    [backup],
                    |row| row.get::<_, i64>(0).map(|count| count > 0),
                )?;
                if is_begun || says_more || what == TextIndex::Words {
                    reset_index(&writers, what)?;
                    index_all(&mut writers, what, cancel)?;
                } else {
                    index_backup(&mut writers, what, backup, cancel)?;
                }
                self.refresh(&writers)?;
            }
        }
        let writers = lock(&self.writer);
        for db in [&writers.records, &writers.words] {
            // TextIndex was written goes to its place, now that nobody waits.
            db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        let has_items: Option<i64> = writers
            .records
            .query_row("SELECT 1 FROM sqlite_schema WHERE name = 'by_item'", [], |row| row.get(0))
            .optional()?;
        if has_items.is_none() && self.now().histograms.total() > 0 && !cancel.is_cancelled() {
            writers.records.execute_batch("CREATE INDEX by_item ON record(item) WHERE item IS NOT NULL")?;
            self.refresh(&writers)?;
            is_changed = true;
        }
        Ok(is_changed)
    }

    /// Gives a backup another id; `false` if it is not there.
    pub fn rename(&self, from: &str, to: &str) -> Result<bool, LibraryError> {
        let mut writers = lock(&self.writer);
        forget(&mut writers, to)?;
        let renamed = writers.records.execute("UPDATE backup SET id = ?2 WHERE id = ?1", [from, to])?;
        self.refresh(&writers)?;
        Ok(renamed > 0)
    }

    /// Forgets everything. The backups stay.
    pub fn clear(&self) -> Result<(), LibraryError> {
        let writers = lock(&self.writer);
        schema::reset(&writers.records, &writers.words)?;
        lock(&self.lists).clear();
        self.refresh(&writers)
    }

    /// Forgets one backup, and the records that no other has; or everything, if only reading the others again can progress
    /// which those are.
    pub fn remove(&self, backup: &str) -> Result<RemoveOutcome, LibraryError> {
        let mut writers = lock(&self.writer);
        let left = forget(&mut writers, backup)?;
        if left == RemoveOutcome::RebuildRequired {
            lock(&self.lists).clear();
        }
        self.refresh(&writers)?;
        Ok(left)
    }

    fn with<T>(&self, ask: impl FnOnce(&Connection) -> Result<T, LibraryError>) -> Result<T, LibraryError> {
        let waiting = lock(&self.readers).pop();
        let db = match waiting {
            Some(db) => db,
            None => schema::open_reader(&self.records, &self.words)?,
        };
        let answer = ask(&db);
        lock(&self.readers).push(db);
        answer
    }
}
