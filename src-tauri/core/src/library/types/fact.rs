//! Facts (profile, settings), and the paths of an export that no section is known for.

use serde::Serialize;
use ts_rs::TS;

use crate::library::Section;

/// Facts of one section: the profile, the settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FactSheet {
    /// Which section.
    pub section: Section,
    /// Its facts, in the order of the newest export.
    pub facts: Vec<Fact>,
}

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Fact {
    /// Names the record.
    pub id: String,
    /// Its name in the export, outermost first.
    pub path: Vec<String>,
    /// Its value, as text.
    pub value: String,
    /// What it was before, newest first.
    pub before: Vec<EarlierFact>,
    /// Whether the newest backup with this section still has it.
    pub current: bool,
}

/// What a fact was before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EarlierFact {
    /// The value.
    pub value: String,
    /// When the backup was saved that had it last.
    #[ts(type = "number")]
    pub until: i64,
}

/// A path in the export that no section is known for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PathView {
    /// Names it in a `Filter`.
    pub id: String,
    /// The keys that lead to it, outermost first.
    pub path: Vec<String>,
    /// Records there.
    #[ts(type = "number")]
    pub records: u64,
}
