//! What is known of the library, for display.

use crate::library::{ImportCounts, Summary};
use crate::problem::Problem;

/// The backups that are being imported, and how far that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Building {
    /// Backups done.
    pub backups: u64,
    /// Backups to import in all.
    pub backups_total: u64,
    /// Records of the current one so far.
    pub records: u64,
    /// Bytes of the current one so far.
    pub bytes: u64,
    /// Bytes of the current one in all.
    pub bytes_total: u64,
}

/// What is known of an imported backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// How many records were imported.
    pub counts: ImportCounts,
    /// The time of its data, Unix milliseconds.
    pub as_of: i64,
}

/// What is known of the library that is shown. Reading it touches no disk.
#[derive(Debug, Clone, Default)]
pub struct LibraryStatus {
    /// `None` until the library is open.
    pub summary: Option<Summary>,
    /// The import in progress.
    pub building: Option<Building>,
    /// Why the library cannot be used, if so.
    pub problem: Option<Problem>,
}
