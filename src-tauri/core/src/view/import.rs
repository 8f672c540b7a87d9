//! What was found in one backup, and where it comes from.

use serde::Serialize;
use ts_rs::TS;

use crate::backup::Provenance;
use crate::library::{ImportCounts, ReadNote, SectionLine, UnsureFile};

/// What was found in one backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportSummary {
    /// The backup.
    pub backup_id: String,
    /// Whether its records have been imported; if not, all but the provenance is empty.
    pub is_read: bool,
    /// All sections together.
    pub total: ImportCounts,
    /// One line per section: expected ones first, unknown ones last.
    pub sections: Vec<SectionLine>,
    /// Irregularities in the files.
    pub notes: Vec<ReadNote>,
    /// The layout, for diagnostics: `V6`, `TXT-C`.
    pub layout: Option<String>,
    /// Text files in an unknown language; the person can say what they are.
    pub unsure: Vec<UnsureFile>,
    /// Where the backup comes from, in the order in which it is shown.
    pub provenance: Vec<Provenance>,
}
