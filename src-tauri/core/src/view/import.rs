//! The records found in a backup, and its provenance.

use serde::Serialize;
use ts_rs::TS;

use crate::backup::Provenance;
use crate::library::{ImportCounts, ReadNote, SectionLine, UnsureFile};

/// A summary of the records found in a backup, and its provenance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportSummary {
    /// The id of the backup.
    pub backup_id: String,
    /// Whether its records have been imported; if not, all fields except the provenance are empty.
    pub is_read: bool,
    /// The totals of all sections.
    pub total: ImportCounts,
    /// One line per section: expected ones first, unknown ones last.
    pub sections: Vec<SectionLine>,
    /// Irregularities in the files.
    pub notes: Vec<ReadNote>,
    /// The layout, for diagnostics: `V6`, `TXT-C`.
    pub layout: Option<String>,
    /// Text files in an unknown language; the person can say what they are.
    pub unsure: Vec<UnsureFile>,
    /// Where the backup comes from, in display order.
    pub provenance: Vec<Provenance>,
}
