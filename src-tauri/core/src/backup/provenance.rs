//! Where a backup comes from, as its details show it.

use serde::Serialize;
use ts_rs::TS;

/// One line of the provenance of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Provenance {
    /// What the line is about.
    pub label: ProvenanceLabel,
    /// Its value as text; a time is Unix milliseconds.
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
    /// The kind of data and the permission: `everything/once`.
    Scope,
    /// The file it was opened from.
    OriginalName,
    /// TikTok's id of the request.
    Request,
    /// When the request was sent (a time).
    Asked,
    /// When the archive was ready (a time).
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
