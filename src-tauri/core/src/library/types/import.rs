//! The results of importing a backup.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::library::{GroupCount, Section};

/// Counts of imported records. `read` is always the sum of `stored`, `known`, `repeated` and
/// `skipped`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportCounts {
    /// Records in the export.
    #[ts(type = "number")]
    pub read: u64,
    /// Records that were added to the library.
    #[ts(type = "number")]
    pub stored: u64,
    /// Records that were already in the library, from another backup.
    #[ts(type = "number")]
    pub known: u64,
    /// Records that are also in another list of the same export.
    #[ts(type = "number")]
    pub repeated: u64,
    /// Records that were skipped.
    #[ts(type = "number")]
    pub skipped: u64,
}

impl ImportCounts {
    /// Adds other counts to these.
    pub fn add(&mut self, other: Self) {
        self.read += other.read;
        self.stored += other.stored;
        self.known += other.known;
        self.repeated += other.repeated;
        self.skipped += other.skipped;
    }
}

/// What would be lost from the library with one backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OnlyIn {
    /// Records that no other backup contains.
    #[ts(type = "number")]
    pub records: u64,
    /// The same by group, without those that have none.
    pub groups: Vec<GroupCount>,
    /// Whether it contains texts or fields of records that other backups contain without these.
    pub adds_details: bool,
}

/// One section of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SectionLine {
    /// The section; [`Section::Other`] if it is unknown.
    pub section: Section,
    /// The path in the export, if the section is unknown.
    pub path: Option<String>,
    /// Whether it was found, and how.
    pub state: SectionState,
    /// Whether the backup was expected to contain it.
    pub expected: bool,
    /// The counts of its records.
    pub counts: ImportCounts,
    /// The reasons why records were skipped.
    pub reasons: Vec<SkipCount>,
}

/// From when to when the records of a section are in a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SectionSpan {
    /// The section.
    pub section: Section,
    /// The time of the oldest record, Unix milliseconds.
    #[ts(type = "number")]
    pub from: i64,
    /// The time of the newest record, Unix milliseconds.
    #[ts(type = "number")]
    pub to: i64,
}

/// Whether a section was found, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SectionState {
    /// Present, with records.
    Found,
    /// Present, without records.
    Empty,
    /// Expected, but missing.
    Absent,
    /// Not recognised; kept as JSON.
    Unknown,
}

/// The number of records skipped for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SkipCount {
    /// The reason.
    pub reason: SkipReason,
    /// The number of records.
    #[ts(type = "number")]
    pub count: u64,
}

/// Why a record was skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SkipReason {
    /// It is null or has only empty fields.
    Empty,
    /// It could not be parsed.
    Unreadable,
    /// It is larger than the limit: 2 MiB, or 16 MiB for a chat or LIVE room that the export holds as one value.
    TooBig,
    /// There are too many of its kind, such as equal records in one list. See
    /// [`limits`](crate::library::limits).
    TooMany,
}

/// An irregularity found in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReadNote {
    /// The path of the file in the export.
    pub file: String,
    /// The kind of irregularity.
    pub kind: NoteKind,
    /// What was inferred, if that is the irregularity.
    #[serde(default)]
    pub inference: Option<Inference>,
}

impl ReadNote {
    /// A note about a file.
    #[must_use]
    pub fn new(file: String, kind: NoteKind) -> Self {
        Self { file, kind, inference: None }
    }
}

/// What was inferred about a part of an export whose key is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Inference {
    /// The path of its keys, outermost first, joined by `/`.
    pub path: String,
    /// The name of the field, if it is about a field of the records at this path.
    pub field: Option<String>,
    /// The section that it was read as.
    pub section: Section,
    /// What it was inferred from, or what a field was read as.
    pub by: InferredBy,
}

/// What something was inferred from, or what a field was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum InferredBy {
    /// The section from what holds it.
    Holder,
    /// The section from its key.
    Name,
    /// The section from the names of its fields.
    Fields,
    /// The section from its values.
    Values,
    /// The section because the export has no other list of it.
    Missing,
    /// The field is the time.
    Time,
    /// The field is the link.
    Link,
    /// The field is the text.
    Text,
}

/// Kinds of irregularities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum NoteKind {
    /// The file is incomplete; the part before its end was read.
    Truncated,
    /// The file contains the same content twice; the second copy adds no records.
    Doubled,
    /// The file is not valid JSON (extra or missing commas, mismatched brackets), but was read.
    Irregular,
    /// The file is not encoded in UTF-8, but in UTF-16 or the encoding of an old system.
    OtherEncoding,
    /// Some bytes were not valid text and were replaced.
    NotText,
    /// The file was read from a zip inside the zip.
    Nested,
    /// The file is damaged in the archive; what could be read of it was.
    Damaged,
    /// Some lines of the text file belong to no record; they are kept as unknown data.
    Unassigned,
    /// Some lines of the text file were neither read into a record nor kept: an error of Satchel.
    Unaccounted,
    /// A key is not known; what its value is was inferred.
    Inferred,
}

/// A text file whose section is uncertain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnsureFile {
    /// The path of the file in the export.
    pub file: String,
    /// The number of records in it.
    #[ts(type = "number")]
    pub records: u64,
    /// The first record, verbatim; at most 300 characters.
    pub sample: String,
    /// The section it is read as: the person's choice, or a guess from its structure.
    pub section: Section,
    /// The possible sections, the most likely first.
    pub choices: Vec<Section>,
}
