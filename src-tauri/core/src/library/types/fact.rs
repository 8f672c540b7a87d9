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
    /// Its facts, in the order of the newest export; of all sections at most a few thousand.
    pub facts: Vec<Fact>,
    /// The things that its facts are about, instead of the facts; the last seen first.
    pub things: Vec<Thing>,
    /// The number of all its facts, or things.
    #[ts(type = "number")]
    pub total: u64,
}

/// A thing that facts are about: a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Thing {
    /// What tells it from others; empty if nothing does.
    pub id: String,
    /// Its properties, in the order of the newest export.
    pub properties: Vec<Property>,
    /// The time of the oldest data about it, Unix milliseconds.
    #[ts(type = "number")]
    pub from: i64,
    /// The time of the newest data about it, Unix milliseconds.
    #[ts(type = "number")]
    pub until: i64,
    /// Whether the newest backup that has this section contains it.
    pub current: bool,
}

/// A property of a thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Property {
    /// Its name in the export.
    pub name: String,
    /// Its values, each once; those of the newest backup first. One export may have several.
    pub values: Vec<PropertyValue>,
}

/// A value of a property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PropertyValue {
    /// The id of the record.
    pub record: String,
    /// The value, as text.
    pub value: String,
    /// The time of the oldest data with this value, Unix milliseconds.
    #[ts(type = "number")]
    pub from: i64,
    /// The time of the newest data with this value, Unix milliseconds.
    #[ts(type = "number")]
    pub until: i64,
}

/// A fact: one value, such as a setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Fact {
    /// The id of the record.
    pub id: String,
    /// Its path in the export, outermost key first.
    pub path: Vec<String>,
    /// The value, as text. A very long one ends with an ellipsis; its record has more of it.
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
    /// The time of the newest data with this value, Unix milliseconds.
    #[ts(type = "number")]
    pub until: i64,
}

/// The paths in the exports that belong to no known section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Paths {
    /// The paths, in their order; at most a few thousand.
    pub paths: Vec<PathView>,
    /// The number of all paths.
    #[ts(type = "number")]
    pub total: u64,
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
