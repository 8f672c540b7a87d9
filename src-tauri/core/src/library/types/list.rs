//! Lists of records: queries and results.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Relation;
use super::Row;
use crate::library::{Group, Section};

/// A group and its number of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupCount {
    /// The group.
    pub group: Group,
    /// The number of records.
    #[ts(type = "number")]
    pub records: u64,
}

/// Selects records of a group. Fields that are absent or empty do not restrict the selection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Filter {
    /// Only these sections of the group; all sections if empty.
    pub sections: Vec<Section>,
    /// Only records that contain all these words, or parts of words.
    pub text: String,
    /// Only from this day on (`2026-11-21`).
    pub from: Option<String>,
    /// Only up to this day, inclusive.
    pub to: Option<String>,
    /// Only this day of every year (`11-22`).
    pub day_of_year: Option<String>,
    /// Only this hour of this weekday.
    pub hour_of_week: Option<HourOfWeek>,
    /// Only records from, to or about the person with this name: also videos and comments that name them.
    pub who: Option<String>,
    /// Only this chat, by id.
    pub chat: Option<String>,
    /// Only records that this backup contains.
    pub backup: Option<String>,
    /// Of these, only records that were new to the library with that backup.
    pub only_new: bool,
    /// Only records with exactly this text (a search, a title).
    pub exact: Option<String>,
    /// Only records about this video.
    pub item: Option<String>,
    /// Only records with a title.
    pub titled: bool,
    /// Only videos that occur more than once.
    pub repeated: bool,
    /// Only people with this relation.
    pub relation: Option<Relation>,
    /// Only records at this path of the export: the id of a `PathView`.
    pub path: Option<String>,
}

/// One hour of the week, in the person's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HourOfWeek {
    /// The weekday, from 0 (Monday) to 6 (Sunday).
    pub weekday: u8,
    /// The hour, from 0 to 23.
    pub hour: u8,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Order {
    /// Newest first; records without a time at the end.
    #[default]
    Newest,
    /// Oldest first; records without a time at the end.
    Oldest,
    /// By text, A to Z; records without a text at the end.
    Text,
    /// Most frequent first; each video or text once.
    Times,
}

/// A query for a list. Equal queries return equal rows while the version of the library is the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ListQuery {
    /// The group.
    pub group: Group,
    /// Selects records of the group.
    #[serde(default)]
    pub filter: Filter,
    /// The order of the list.
    #[serde(default)]
    pub order: Order,
}

/// The length of a list, and its days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Outline {
    /// The version of the library that this was computed from.
    #[ts(type = "number")]
    pub version: u64,
    /// The number of rows.
    #[ts(type = "number")]
    pub total: u64,
    /// The number of rows without a time, which are at the end of the list.
    #[ts(type = "number")]
    pub undated: u64,
    /// The days that have rows, in the order of the list; empty if that is not chronological.
    pub days: Vec<DayCount>,
}

/// A day or month, and a count for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DayCount {
    /// The day (`2026-11-21`) or month (`2026-11`).
    pub day: String,
    /// The count: rows, unless the field that holds this type says otherwise.
    #[ts(type = "number")]
    pub count: u64,
}

/// A range of rows of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Rows {
    /// The version of the library that the rows come from.
    #[ts(type = "number")]
    pub version: u64,
    /// The position of the first row in the list, from 0.
    #[ts(type = "number")]
    pub start: u64,
    /// The rows.
    pub rows: Vec<Row>,
}

/// The file format of exported rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RowFormat {
    /// CSV, in UTF-8 with a byte-order mark, by which spreadsheets recognise the encoding.
    Csv,
    /// A JSON array of objects.
    Json,
}
