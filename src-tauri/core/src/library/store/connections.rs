//! The two files of a library, the one connection pair that writes, and the pool of connections that read.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, TryLockError};
use std::time::Duration;

use rusqlite::Connection;
use tokio_util::sync::CancellationToken;

use super::schema;
use super::text_index::{TextIndex, reset_index};
use crate::files;
use crate::library::LibraryError;

/// How often waiting for the writer checks whether it was cancelled.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// The connections that write.
pub struct Writer {
    /// Records.
    pub records: Connection,
    /// Text indexes.
    pub words: Connection,
}

impl Writer {
    /// Opens or creates the files in this folder.
    pub fn open(folder: &Path) -> Result<Self, LibraryError> {
        create_private_folder(folder).map_err(LibraryError::Files)?;
        let path = words_path(folder);
        let records = schema::open_records(&records_path(folder))?;
        let words = match schema::open_words(&path, &records).map_err(LibraryError::from) {
            // The text indexes can be built from the records.
            Err(error) if error.is_damage() => {
                tracing::warn!(%error, "the text index is damaged and will be rebuilt");
                schema::remove(&path).map_err(LibraryError::Files)?;
                schema::open_words(&path, &records)?
            }
            other => other?,
        };
        let writer = Self { records, words };
        writer.reset_stale_indexes()?;
        Ok(writer)
    }

    /// Empties the indexes if they cover backups that the records do not hold: a power cut may have lost the last commits
    /// to the records but not those to the indexes.
    fn reset_stale_indexes(&self) -> rusqlite::Result<()> {
        let numbers = |db: &Connection, sql: &str| -> rusqlite::Result<HashSet<i64>> {
            db.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
        };
        let imported = numbers(&self.records, "SELECT number FROM backup")?;
        let indexed = numbers(&self.words, "SELECT DISTINCT backup FROM done WHERE backup >= 0")?;
        if !indexed.is_subset(&imported) {
            reset_index(&self.words, TextIndex::Words)?;
            reset_index(&self.words, TextIndex::Trigrams)?;
        }
        Ok(())
    }

    /// Moves everything from the write-ahead logs into the database files.
    pub fn checkpoint(&self) -> rusqlite::Result<()> {
        for db in [&self.records, &self.words] {
            db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        Ok(())
    }
}

/// The connections to the files in one folder.
pub struct Connections {
    folder: PathBuf,
    /// Serialises writing. `None` after the files could not be opened again; the next use tries once more. Locked before
    /// `files`.
    writer: Mutex<Option<Writer>>,
    /// Shared by queries, exclusive while files are replaced: no connection may be open to a file that is replaced.
    files: RwLock<()>,
    /// Idle connections for reading.
    idle: Mutex<Vec<Connection>>,
}

/// Publishes the content of replaced files.
pub type Publish<'p> = &'p dyn Fn(&Writer) -> Result<(), LibraryError>;

/// The locked writer.
pub struct WriterGuard<'c> {
    connections: &'c Connections,
    guard: MutexGuard<'c, Option<Writer>>,
}

impl Connections {
    /// Opens or creates the files in this folder.
    pub fn open(folder: &Path) -> Result<Self, LibraryError> {
        let writer = Some(Writer::open(folder)?);
        Ok(Self {
            folder: folder.to_owned(),
            writer: Mutex::new(writer),
            files: RwLock::default(),
            idle: Mutex::default(),
        })
    }

    /// The folder of the files.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Waits for the writer.
    pub fn writer(&self) -> WriterGuard<'_> {
        WriterGuard { connections: self, guard: lock(&self.writer) }
    }

    /// Waits for the writer until cancelled.
    pub fn writer_unless(&self, cancel: &CancellationToken) -> Result<WriterGuard<'_>, LibraryError> {
        loop {
            if cancel.is_cancelled() {
                return Err(LibraryError::Cancelled);
            }
            match self.writer.try_lock() {
                Ok(guard) => return Ok(WriterGuard { connections: self, guard }),
                Err(TryLockError::Poisoned(error)) => {
                    return Ok(WriterGuard { connections: self, guard: error.into_inner() });
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(POLL_INTERVAL),
            }
        }
    }

    /// Runs a query.
    pub fn read<T>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        let _files = self.files.read().unwrap_or_else(PoisonError::into_inner);
        let idle = lock(&self.idle).pop();
        let db = match idle {
            Some(db) => db,
            None => schema::open_reader(&records_path(&self.folder), &words_path(&self.folder))?,
        };
        let answer = query(&db);
        lock(&self.idle).push(db);
        answer
    }
}

impl WriterGuard<'_> {
    /// The writer.
    pub fn get(&mut self) -> Result<&mut Writer, LibraryError> {
        let writer = match self.guard.take() {
            Some(writer) => writer,
            None => Writer::open(&self.connections.folder)?,
        };
        Ok(self.guard.insert(writer))
    }

    /// Closes all connections, deletes the files, whatever their state, and creates empty ones. `publish` is called before
    /// the next query runs.
    pub fn reset(&mut self, publish: Publish<'_>) -> Result<(), LibraryError> {
        self.replace(remove_files, publish)
    }

    /// Replaces the files by those in another folder on the same volume, to which no connection may be open. `publish` is
    /// called before the next query runs.
    pub fn replace_with(&mut self, other: &Path, publish: Publish<'_>) -> Result<(), LibraryError> {
        let change = |folder: &Path| {
            // A write-ahead log must not survive the database that it belongs to. The rename replaces the records in one
            // step; if the indexes do not follow, they are built again.
            schema::remove(&words_path(folder))?;
            schema::remove_logs(&records_path(folder))?;
            files::rename_with_retry(&records_path(other), &records_path(folder))?;
            files::rename_with_retry(&words_path(other), &words_path(folder))
        };
        self.replace(change, publish)
    }

    fn replace(
        &mut self,
        change: impl FnOnce(&Path) -> io::Result<()>,
        publish: Publish<'_>,
    ) -> Result<(), LibraryError> {
        let Connections { folder, files, idle, .. } = self.connections;
        let _files = files.write().unwrap_or_else(PoisonError::into_inner);
        *self.guard = None;
        lock(idle).clear();
        let changed = change(folder).map_err(LibraryError::Files);
        publish(self.guard.insert(Writer::open(folder)?))?;
        changed
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Deletes the files in this folder.
pub fn remove_files(folder: &Path) -> io::Result<()> {
    schema::remove(&records_path(folder))?;
    schema::remove(&words_path(folder))
}

fn records_path(folder: &Path) -> PathBuf {
    folder.join("records.db")
}

fn words_path(folder: &Path) -> PathBuf {
    folder.join("words.db")
}

/// Creates a folder that only its owner can read.
fn create_private_folder(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}
