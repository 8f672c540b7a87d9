//! [`Library`]: the database of all imported records, with one writer and any number of concurrent readers.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use jiff::tz::TimeZone;
use rusqlite::Connection;

use super::LibraryError;
use super::maintenance::unindexed;
use super::query::calendar::Calendar;
use super::query::list::List;
use super::query::overview;
use super::query::rows::Context;
use super::query::search_counts::SearchCounts;
use super::store::connections::{Connections, Writer, has_folder_as_file, remove_files, write_error};
use super::store::histogram::{Histogram, HistogramBuilder, Histograms, SLOT_SECONDS};
use super::store::text_index::TextIndex;
use crate::library::{GroupCount, ListQuery};
use crate::sync::lock;

mod queries;
mod rebuild_folder;
mod update;

pub use queries::MAX_ROWS;
pub use update::{ImportProgress, RebuildSource};

/// The latest version of any library.
static VERSION: AtomicU64 = AtomicU64::new(0);

/// A version later than all others: those of two libraries differ, so that answers of one are not taken for the other's.
fn next_version() -> u64 {
    VERSION.fetch_add(1, Ordering::Relaxed) + 1
}

/// The library: the records of all imported backups of one person.
pub struct Library {
    connections: Connections,
    calendar: Calendar,
    state: RwLock<State>,
    /// Cached lists, the most recently used first, each with the version that it was computed from.
    lists: Mutex<Vec<(ListQuery, u64, Arc<List>)>>,
    derived: Mutex<Option<Arc<Derived>>>,
}

/// The state that queries use. Replaced as a whole after every change.
#[derive(Debug, Clone, Default)]
struct State {
    version: u64,
    histograms: Arc<Histograms>,
    words_ready: bool,
    trigrams_ready: bool,
}

/// Values computed from all records, once for each version.
struct Derived {
    version: u64,
    context: Context,
    searches: SearchCounts,
}

/// The size and state of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Increases with every change, and is that of no other library.
    pub version: u64,
    /// The number of records.
    pub records: u64,
    /// The times of the oldest and the newest record, in Unix seconds with a precision of 15 minutes.
    pub span: Option<(i64, i64)>,
    /// The number of imported backups.
    pub backups: u64,
    /// The groups that have records.
    pub groups: Vec<GroupCount>,
    /// Whether the index of words is complete.
    pub words_ready: bool,
    /// Whether the index of trigrams is complete.
    pub trigrams_ready: bool,
}

/// A backup whose import has started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedBackup {
    /// The id of the backup.
    pub id: String,
    /// Whether the import is complete.
    pub is_read: bool,
    /// The time of its data, Unix milliseconds.
    pub as_of: i64,
}

impl Library {
    /// Opens the library in this folder, for a person in this time zone. Creates it if it is missing, and recreates it
    /// if it is damaged or its schema version differs. What is in the place of its folder is renamed.
    pub fn open(folder: &Path, zone: TimeZone) -> Result<Self, LibraryError> {
        set_aside_file(folder).map_err(LibraryError::Files)?;
        match Self::open_existing(folder, zone.clone()) {
            Err(error) if error.is_damage() || has_folder_as_file(folder) => {
                tracing::warn!(%error, "the library is damaged and will be rebuilt");
                remove_files(folder).map_err(LibraryError::Files)?;
                Self::open_existing(folder, zone)
            }
            Err(error) => Err(write_error(folder).map_or(error, LibraryError::Files)),
            opened => opened,
        }
    }

    /// Prepares the folder that has the folders of all libraries: renames what is in its place, and removes the library
    /// that earlier versions had in it for all people together.
    pub fn prepare_parent(folder: &Path) -> Result<(), LibraryError> {
        set_aside_file(folder).map_err(LibraryError::Files)?;
        rebuild_folder::remove_unfinished_rebuild(folder);
        remove_files(folder).map_err(LibraryError::Files)
    }

    fn open_existing(folder: &Path, zone: TimeZone) -> Result<Self, LibraryError> {
        let library = Self {
            connections: Connections::open(folder)?,
            calendar: Calendar::new(zone),
            state: RwLock::default(),
            lists: Mutex::default(),
            derived: Mutex::default(),
        };
        rebuild_folder::remove_unfinished_rebuild(folder);
        library.refresh(library.connections.writer().get()?)?;
        Ok(library)
    }

    /// Loads the state from the database files and publishes it to queries.
    fn refresh(&self, writer: &Writer) -> Result<(), LibraryError> {
        let histograms = HistogramBuilder::load(&writer.records)?.histograms();
        let is_complete =
            |index: TextIndex| -> Result<bool, LibraryError> { Ok(unindexed(writer, index)?.is_empty()) };
        let (words_ready, trigrams_ready) =
            (is_complete(TextIndex::Words)?, is_complete(TextIndex::Trigrams)?);
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let version = next_version();
        *state = State { version, histograms: Arc::new(histograms), words_ready, trigrams_ready };
        lock(&self.lists).clear();
        Ok(())
    }

    /// Runs a query. The state is loaded while the files cannot be replaced, so that the two are consistent.
    fn query<T>(
        &self,
        query: impl FnOnce(&Connection, &State) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        self.connections.read(|db| {
            let state = self.state.read().unwrap_or_else(PoisonError::into_inner).clone();
            query(db, &state)
        })
    }

    /// Publishes the committed records of an import that is not yet complete.
    fn publish(&self, histograms: Histograms) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let version = next_version();
        *state =
            State { version, histograms: Arc::new(histograms), words_ready: false, trigrams_ready: false };
    }

    /// Gives the library a later version than any other has, because it is shown from now on.
    pub fn renew_version(&self) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.version = next_version();
        lock(&self.lists).clear();
    }

    /// The size and state of the library.
    pub fn summary(&self) -> Result<Summary, LibraryError> {
        self.query(|db, state| {
            let dated = |counts: &Histogram| {
                let slots = counts.dated();
                Some((slots.first()?.0, slots.last()?.0))
            };
            let spans: Vec<_> = state.histograms.sections.values().filter_map(dated).collect();
            let oldest = spans.iter().map(|(first, _)| *first).min();
            let newest = spans.iter().map(|(_, last)| *last).max();
            let seconds = |slot: u32| i64::from(slot) * i64::from(SLOT_SECONDS);
            let backups: i64 = db
                .prepare_cached("SELECT count(*) FROM backup WHERE is_read = 1")?
                .query_row([], |row| row.get(0))?;
            Ok(Summary {
                version: state.version,
                records: state.histograms.total(),
                span: oldest.zip(newest).map(|(oldest, newest)| (seconds(oldest), seconds(newest))),
                backups: backups.unsigned_abs(),
                groups: overview::groups(&state.histograms, None),
                words_ready: state.words_ready,
                trigrams_ready: state.trigrams_ready,
            })
        })
    }

    /// The backups in the library, in the order of their imports.
    pub fn backups(&self) -> Result<Vec<ImportedBackup>, LibraryError> {
        self.connections.read(|db| {
            let mut statement = db.prepare_cached("SELECT id, is_read, as_of FROM backup ORDER BY number")?;
            let rows = statement.query_map([], |row| {
                Ok(ImportedBackup { id: row.get(0)?, is_read: row.get(1)?, as_of: row.get(2)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Whether a backup has changed texts that a backup with newer data has, too. Texts of the newest data should remain.
    pub fn has_overwritten_newer(&self, backup: &str) -> Result<bool, LibraryError> {
        self.connections.read(|db| {
            let sql = "SELECT EXISTS (SELECT 1 FROM backup b WHERE b.id = ?1 AND b.enriched > 0
                AND b.as_of < (SELECT max(as_of) FROM backup WHERE number < b.number))";
            Ok(db.prepare_cached(sql)?.query_row([backup], |row| row.get(0))?)
        })
    }
}

/// Renames a file that is in the place of the library's folder.
fn set_aside_file(folder: &Path) -> std::io::Result<()> {
    if !folder.exists() || folder.is_dir() {
        return Ok(());
    }
    tracing::warn!("a file is in the place of the library's folder; renaming it");
    let aside = format!("damaged-{}", jiff::Timestamp::now().as_millisecond());
    std::fs::rename(folder, folder.with_extension(aside))
}
