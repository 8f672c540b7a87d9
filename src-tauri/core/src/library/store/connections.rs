//! The connections to the two database files of a library: one pair for writing, and a pool for reading.

use std::collections::HashSet;
use std::fs::OpenOptions;
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

/// How often a thread that waits for the writer checks for cancellation.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// The connections for writing.
pub struct Writer {
    /// The records.
    pub records: Connection,
    /// The text indexes.
    pub words: Connection,
}

impl Writer {
    /// Opens or creates the files in this folder.
    pub fn open(folder: &Path) -> Result<Self, LibraryError> {
        create_private_folder(folder).map_err(LibraryError::Files)?;
        let path = words_path(folder);
        let records = schema::open_records(&records_path(folder))?;
        let words = match schema::open_words(&path, &records).map_err(LibraryError::from) {
            // The text indexes can be rebuilt from the records.
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

    /// Empties the indexes if they cover backups that the records do not contain: after a power cut, the last commits
    /// to the records may be lost, but not those to the indexes.
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
    /// Serialises writes. `None` if the files could not be reopened; the next use tries again. Locked before `files`.
    writer: Mutex<Option<Writer>>,
    /// Locked for reading by queries, and for writing while files are replaced, since no connection may be open then.
    files: RwLock<()>,
    /// Idle connections for reading.
    idle: Mutex<Vec<Connection>>,
}

/// Called to publish the content of replaced files.
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

    /// Locks the writer. Blocks while another thread uses it.
    pub fn writer(&self) -> WriterGuard<'_> {
        WriterGuard { connections: self, guard: lock(&self.writer) }
    }

    /// Locks the writer, as [`Connections::writer`], but fails with [`LibraryError::Cancelled`] once cancelled.
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

    /// Runs a query on a connection from the pool.
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
    /// The writer. Reopens the files if an earlier attempt failed.
    pub fn get(&mut self) -> Result<&mut Writer, LibraryError> {
        let writer = match self.guard.take() {
            Some(writer) => writer,
            None => Writer::open(&self.connections.folder)?,
        };
        Ok(self.guard.insert(writer))
    }

    /// Closes all connections, deletes the files, whatever their state, and creates empty ones. `publish` is called
    /// before the next query runs.
    pub fn reset(&mut self, publish: Publish<'_>) -> Result<(), LibraryError> {
        self.replace(remove_files, publish)
    }

    /// Replaces the files with those in another folder on the same volume, to which no connection may be open.
    /// `publish` is called before the next query runs.
    pub fn replace_with(&mut self, other: &Path, publish: Publish<'_>) -> Result<(), LibraryError> {
        let change = |folder: &Path| {
            // A write-ahead log must not outlive its database. The rename replaces the records atomically; if the
            // indexes cannot be replaced too, they are rebuilt.
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

/// Whether a folder has the name of a library file. `SQLite` reports it like a file that cannot be opened for now.
#[must_use]
pub fn has_folder_as_file(folder: &Path) -> bool {
    schema::has_folder_as_file(&records_path(folder)) || schema::has_folder_as_file(&words_path(folder))
}

/// Why files in this folder cannot be written, if the system does not permit it. `SQLite` does not tell this from other
/// reasons why it cannot open a file.
#[must_use]
pub fn write_error(folder: &Path) -> Option<io::Error> {
    let open = |path: &Path| OpenOptions::new().read(true).write(true).open(path).map(drop);
    let created = tempfile::tempfile_in(folder).map(drop);
    let tried = [created, open(&records_path(folder)), open(&words_path(folder))];
    tried.into_iter().filter_map(Result::err).find(files::is_not_permitted)
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
