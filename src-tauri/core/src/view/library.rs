//! The state of the library.

use serde::Serialize;
use ts_rs::TS;

use crate::library::GroupCount;
use crate::problem::Problem;

/// The library at one moment, small enough to be sent whenever it changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LibraryView {
    /// Rises whenever records were added: what was asked for before may be out of date.
    #[ts(type = "number")]
    pub version: u64,
    /// What is being read in now, if anything.
    pub building: Option<BuildingView>,
    /// All records.
    #[ts(type = "number")]
    pub records: u64,
    /// The time of the oldest one.
    #[ts(type = "number | null")]
    pub from: Option<i64>,
    /// The time of the newest one.
    #[ts(type = "number | null")]
    pub to: Option<i64>,
    /// Backups that are in it.
    #[ts(type = "number")]
    pub backups: u64,
    /// Groups that have records, in the order of the sidebar.
    pub groups: Vec<GroupCount>,
    /// Whether every word can be searched for.
    pub words_ready: bool,
    /// Whether parts of words can be searched for, too.
    pub trigrams_ready: bool,
    /// Why the library cannot be used, if so.
    pub problem: Option<Problem>,
}

/// How far the reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BuildingView {
    /// Backups done of those that have to be read.
    #[ts(type = "number")]
    pub backups: u64,
    /// How many there are to read.
    #[ts(type = "number")]
    pub backups_total: u64,
    /// Records read so far.
    #[ts(type = "number")]
    pub records: u64,
    /// Bytes of the exports read so far.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Bytes in all.
    #[ts(type = "number")]
    pub bytes_total: u64,
}
