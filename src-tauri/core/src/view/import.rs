//! The records found in a backup, and its provenance.

use serde::Serialize;
use ts_rs::TS;

use crate::archive::{LeftOut, Unreadable, UnreadableReason};
use crate::backup::{FolderQuestion, Provenance};
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
    /// The entries of the archive that could not be unpacked; at most 100 of them.
    pub unreadable: Vec<UnreadableView>,
    /// The files of the opened folder that were not copied.
    pub left_out: LeftOutView,
}

/// Files in an opened folder that do not belong to an export.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LeftOutView {
    /// How many there are.
    #[ts(type = "number")]
    pub count: u64,
    /// Their paths in the folder; at most 100 of them.
    pub names: Vec<String>,
}

/// The maximum number of files that are named as left out.
const MOST_NAMED: usize = 100;

impl From<&LeftOut> for LeftOutView {
    fn from(left_out: &LeftOut) -> Self {
        let names = left_out.names.iter().take(MOST_NAMED).cloned().collect();
        Self { count: left_out.count, names }
    }
}

/// An entry of an archive that could not be unpacked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnreadableView {
    /// Its name.
    pub name: String,
    /// Why.
    pub reason: UnreadableKind,
}

/// Why an entry of an archive could not be unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum UnreadableKind {
    /// Its data are damaged or incomplete.
    Damaged,
    /// It is encrypted with a password.
    Encrypted,
    /// It is compressed by a method that Satchel cannot read.
    Method,
    /// It stands for all entries that the missing end of the archive would list.
    NoEnd,
}

impl From<Unreadable> for UnreadableView {
    fn from(entry: Unreadable) -> Self {
        let reason = match entry.reason {
            UnreadableReason::Damaged(_) => UnreadableKind::Damaged,
            UnreadableReason::Encrypted => UnreadableKind::Encrypted,
            UnreadableReason::Method(_) => UnreadableKind::Method,
            UnreadableReason::NoDirectory => UnreadableKind::NoEnd,
        };
        Self { name: entry.name, reason }
    }
}

/// Asks whether to go on although the opened folder holds files that do not belong to an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FolderQuestionView {
    /// How many files belong to the export.
    #[ts(type = "number")]
    pub taken: u64,
    /// The other files.
    pub left_out: LeftOutView,
}

impl From<&FolderQuestion> for FolderQuestionView {
    fn from(question: &FolderQuestion) -> Self {
        Self { taken: question.taken, left_out: (&question.left_out).into() }
    }
}
