//! What became of the records of one import.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::library::Section;

/// What became of records. Always `read = stored + known + skipped`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportCounts {
    /// Records that the export holds.
    #[ts(type = "number")]
    pub read: u64,
    /// Of these, new to the library.
    #[ts(type = "number")]
    pub stored: u64,
    /// Of these, known from another backup, or from another place of the same one.
    #[ts(type = "number")]
    pub known: u64,
    /// Of these, skipped, each for a reason.
    #[ts(type = "number")]
    pub skipped: u64,
}

impl ImportCounts {
    /// Adds another one.
    pub fn add(&mut self, other: Self) {
        self.read += other.read;
        self.stored += other.stored;
        self.known += other.known;
        self.skipped += other.skipped;
    }
}

/// One section of one backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SectionLine {
    /// Which one; [`Section::Other`] if it is unknown.
    pub section: Section,
    /// Its path in the export, if it is unknown.
    pub path: Option<String>,
    /// How it was found.
    pub state: SectionState,
    /// Whether the backup was expected to have it.
    pub expected: bool,
    /// Its records.
    pub counts: ImportCounts,
    /// Why records were left out.
    pub reasons: Vec<SkipCount>,
}

/// How a section was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SectionState {
    /// With records.
    Found,
    /// There, with nothing in it.
    Empty,
    /// Missing, though it was expected.
    Absent,
    /// Unknown to Satchel; kept as JSON.
    Unknown,
}

/// Records left out for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SkipCount {
    /// The reason.
    pub reason: SkipReason,
    /// How many.
    #[ts(type = "number")]
    pub count: u64,
}

/// Why a record was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SkipReason {
    /// It holds nothing: null, or only empty fields.
    Empty,
    /// Its text is damaged.
    Unreadable,
    /// It is larger than 64 MB.
    TooBig,
}

/// An irregularity of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReadNote {
    /// The file, below the export.
    pub file: String,
    /// What it was.
    pub kind: NoteKind,
}

/// Kinds of irregularities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum NoteKind {
    /// The file ends in the middle; what came before is read.
    Truncated,
    /// The file holds its content twice; the second copy adds nothing.
    Doubled,
    /// Not valid JSON (extra or missing commas, mismatched brackets), but read.
    Irregular,
    /// Encoded in UTF-16.
    Utf16,
    /// Some bytes were not valid text and were replaced.
    NotText,
    /// Read from a zip inside the zip.
    Nested,
}

/// A text file of which Satchel cannot tell what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnsureFile {
    /// The file, below the export.
    pub file: String,
    /// Records in it.
    #[ts(type = "number")]
    pub records: u64,
    /// The first record, as it stands there; at most 300 characters.
    pub sample: String,
    /// What it is read as now: the person's choice, or a guess by its shape.
    pub section: Section,
    /// What it can be, the likeliest first.
    pub choices: Vec<Section>,
}
