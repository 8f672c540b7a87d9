//! Facts (profile, settings), and the paths of an export that belong to no known section.

use serde::Serialize;
use ts_rs::TS;

use crate::library::Section;

/// The facts of one section, for example the profile or the settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FactSheet {
    /// The section.
    pub section: Section,
    /// Its facts, in the order of the newest export.
    pub facts: Vec<Fact>,
}

/// A fact: one value, such as a setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Fact {
    /// The id of the record.
    pub id: String,
    /// Its path in the export, outermost key first.
    pub path: Vec<String>,
    /// The value, as text.
    pub value: String,
    /// Earlier values, newest first.
    pub before: Vec<EarlierFact>,
    /// Whether the newest backup that has this section contains this fact.
    pub current: bool,
}

/// An earlier value of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EarlierFact {
    /// The value.
    pub value: String,
    /// When the last backup with this value was saved, Unix milliseconds.
    #[ts(type = "number")]
    pub until: i64,
}

/// A path in the export that belongs to no known section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PathView {
    /// The id of the path in a `Filter`.
    pub id: String,
    /// The keys of the path, outermost first.
    pub path: Vec<String>,
    /// The number of records at this path.
    #[ts(type = "number")]
    pub records: u64,
}
