//! The errors of the library.

use std::io;

use thiserror::Error;

use crate::files;

/// An error of a library operation.
#[derive(Debug, Error)]
pub enum LibraryError {
    /// The export cannot be read.
    #[error("the export cannot be read: {0}")]
    Read(#[from] io::Error),
    /// A file of the library cannot be created, replaced or deleted.
    #[error("cannot create, replace or delete a library file: {0}")]
    Files(io::Error),
    /// SQLite returned an error.
    #[error("library database error: {0}")]
    Database(#[from] rusqlite::Error),
    /// The library has no such record, chat or backup (any more).
    #[error("no such {0} in the library")]
    NotFound(&'static str),
    /// A backup with this id has already been imported.
    #[error("the backup has already been imported")]
    AlreadyImported,
    /// The export has several owners, whose records would be mixed.
    #[error("the export has several owners")]
    SeveralOwners,
    /// A thread of the import panicked.
    #[error("the {0} thread panicked")]
    Panicked(&'static str),
    /// The operation was cancelled.
    #[error("cancelled")]
    Cancelled,
}

impl LibraryError {
    /// Whether the database files are damaged and [`Library::reset`](super::Library::reset) is required.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Database(error) if matches!(
            error.sqlite_error_code(),
            Some(rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt)
        ))
    }

    /// Whether the export is the cause, and neither the library nor its disk, so that other exports can be imported.
    #[must_use]
    pub fn is_of_export(&self) -> bool {
        match self {
            Self::Read(_) => !self.is_full(),
            Self::Panicked(_) => true,
            Self::Database(error) => matches!(
                error.sqlite_error_code(),
                Some(rusqlite::ErrorCode::TooBig | rusqlite::ErrorCode::ConstraintViolation)
            ),
            _ => false,
        }
    }

    /// Whether the system does not permit to write the files of the library, which rebuilding it would not change.
    #[must_use]
    pub fn is_not_permitted(&self) -> bool {
        match self {
            Self::Files(error) => files::is_not_permitted(error),
            Self::Database(error) => error.sqlite_error_code() == Some(rusqlite::ErrorCode::ReadOnly),
            _ => false,
        }
    }

    /// Whether the disk is full.
    #[must_use]
    pub fn is_full(&self) -> bool {
        match self {
            Self::Database(rusqlite::Error::SqliteFailure(error, _)) => {
                // The memory that connections share is a file, which could not be extended.
                error.code == rusqlite::ErrorCode::DiskFull
                    || error.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE
            }
            Self::Read(error) | Self::Files(error) => error.kind() == io::ErrorKind::StorageFull,
            _ => false,
        }
    }
}
