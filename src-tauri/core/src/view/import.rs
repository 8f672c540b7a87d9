//! What one backup holds, and where it comes from.

use serde::Serialize;
use ts_rs::TS;

use crate::library::{ImportCounts, ReadNote, SectionLine, UnsureFile};

/// The accounts of one backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportSummary {
    /// The backup.
    pub backup_id: String,
    /// Whether its records have been read; if not, the rest is empty.
    pub is_read: bool,
    /// All sections together.
    pub total: ImportCounts,
    /// A line each: expected ones first, then those Satchel does not know.
    pub sections: Vec<SectionLine>,
    /// What the reader had to put up with.
    pub notes: Vec<ReadNote>,
    /// The layout, for diagnostics: `V6`, `TXT-C`.
    pub layout: Option<String>,
    /// Text files of an unknown language, of which the person may say what they are.
    pub unsure: Vec<UnsureFile>,
    /// Where the backup comes from, in the order in which it is shown.
    pub provenance: Vec<Provenance>,
}

/// One line of where a backup comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Provenance {
    /// Which.
    pub label: ProvenanceLabel,
    /// Its value: a name, a number, a hash; times as Unix milliseconds.
    pub value: String,
}

/// What a line of the provenance is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ProvenanceLabel {
    /// `tiktok` (by request) or `file`.
    Source,
    /// The account.
    Account,
    /// The kind of data and how long it was allowed for: `everything/once`.
    Scope,
    /// The file it was opened from.
    OriginalName,
    /// TikTok's number of the request.
    Request,
    /// When TikTok was asked (a time).
    Asked,
    /// When TikTok had it ready (a time).
    Ready,
    /// When it was saved (a time).
    Saved,
    /// Bytes of the archive as received.
    Archive,
    /// Its SHA-256.
    Sha256,
    /// The layout of the export and of the folder.
    Format,
    /// The program that wrote it.
    WrittenBy,
}
