//! What can go wrong with the ledger.

use thiserror::Error;

/// Why the ledger could not be read or written.
#[derive(Debug, Error)]
pub enum LedgerError {
    /// SQLite's own message.
    #[error("ledger: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The file, or its folder, could not be opened or created.
    #[error("ledger file: {0}")]
    File(#[from] std::io::Error),
    /// A value could not be turned into its stored form.
    #[error("ledger row: {0}")]
    Row(#[from] serde_json::Error),
    /// The file was written by a newer version of Satchel.
    #[error("ledger: written by a newer version of Satchel (format {0})")]
    TooNew(i64),
    /// The file is damaged; SQLite's description.
    #[error("ledger: damaged: {0}")]
    Damaged(String),
    /// The ledger has been closed.
    #[error("ledger: closed")]
    Closed,
}

impl LedgerError {
    /// Whether the disk that holds the ledger is full.
    #[must_use]
    pub fn is_full(&self) -> bool {
        match self {
            Self::Sqlite(error) => error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull),
            Self::File(error) => error.kind() == std::io::ErrorKind::StorageFull,
            _ => false,
        }
    }
}
