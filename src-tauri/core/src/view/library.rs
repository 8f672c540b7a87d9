//! The state of the library.

use serde::Serialize;
use ts_rs::TS;

use crate::library::GroupCount;
use crate::problem::Problem;

/// A snapshot of the library, small enough to be sent whenever it changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LibraryView {
    /// Increases whenever records are added; earlier query results may then be outdated.
    #[ts(type = "number")]
    pub version: u64,
    /// The progress of the import, if one is running.
    pub building: Option<BuildingView>,
    /// The number of records.
    #[ts(type = "number")]
    pub records: u64,
    /// The time of the oldest record in Unix milliseconds.
    #[ts(type = "number | null")]
    pub from: Option<i64>,
    /// The time of the newest record in Unix milliseconds.
    #[ts(type = "number | null")]
    pub to: Option<i64>,
    /// The number of imported backups.
    #[ts(type = "number")]
    pub backups: u64,
    /// Groups that have records, in sidebar order.
    pub groups: Vec<GroupCount>,
    /// Whether the index for searching whole words is complete.
    pub words_ready: bool,
    /// Whether the index for searching parts of words is complete.
    pub trigrams_ready: bool,
    /// Why the library cannot be used, if it cannot.
    pub problem: Option<Problem>,
}

/// The progress of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BuildingView {
    /// Backups imported so far.
    #[ts(type = "number")]
    pub backups: u64,
    /// Backups to import.
    #[ts(type = "number")]
    pub backups_total: u64,
    /// Records imported so far.
    #[ts(type = "number")]
    pub records: u64,
    /// Bytes of the exports read so far.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Bytes to read.
    #[ts(type = "number")]
    pub bytes_total: u64,
}

/// A list that was saved to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SavedList {
    /// The name of the file.
    pub name: String,
    /// The folder that it is in.
    pub folder: String,
    /// The number of records.
    #[ts(type = "number")]
    pub records: u64,
    /// The SHA-256 of the file.
    pub sha256: String,
}
