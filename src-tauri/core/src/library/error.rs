//! What can go wrong in the library.

use std::io;

use thiserror::Error;

/// Why the library could not do it.
#[derive(Debug, Error)]
pub enum LibraryError {
    /// The export cannot be read.
    #[error("the export cannot be read: {0}")]
    Read(#[from] io::Error),
    /// The database failed.
    #[error("the library's database: {0}")]
    Database(#[from] rusqlite::Error),
    /// A record, chat or backup that is not there (any more).
    #[error("there is no such {0} in the library")]
    Unknown(&'static str),
    /// The work was stopped.
    #[error("stopped")]
    Stopped,
}

impl LibraryError {
    /// Whether the database itself is damaged, so that only making it anew helps.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Database(error) if matches!(
            error.sqlite_error_code(),
            Some(rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt)
        ))
    }

    /// Whether the disk is full.
    #[must_use]
    pub fn is_full(&self) -> bool {
        match self {
            Self::Database(error) => error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull),
            Self::Read(error) => error.kind() == io::ErrorKind::StorageFull,
            _ => false,
        }
    }
}
