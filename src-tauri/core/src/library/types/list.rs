//! Lists of records: what is asked for, and what a list answers.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Relation;

use super::Row;
use crate::library::{Group, Section};

/// A group and how many records it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupCount {
    /// Which group.
    pub group: Group,
    /// Records in it.
    #[ts(type = "number")]
    pub records: u64,
}

/// Which records of a group are wanted. What is left out does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Filter {
    /// Only these sections of the group; empty: all.
    pub sections: Vec<Section>,
    /// Only those that hold all these words, or parts of words.
    pub text: String,
    /// From this day on (`2026-11-21`).
    pub from: Option<String>,
    /// Up to this day, inclusive.
    pub to: Option<String>,
    /// Only this day of every year (`11-22`).
    pub day_of_year: Option<String>,
    /// Only this hour of this weekday.
    pub hour_of_week: Option<HourOfWeek>,
    /// Only those by or with this person: a name.
    pub who: Option<String>,
    /// Only this chat.
    pub chat: Option<String>,
    /// Only those that this backup held.
    pub backup: Option<String>,
    /// Only exactly this text (a search, a title).
    pub exact: Option<String>,
    /// Only this video.
    pub item: Option<String>,
    /// Only those with a title.
    pub titled: bool,
    /// Only videos that occur more than once.
    pub repeated: bool,
    /// Only people of this relation.
    pub relation: Option<Relation>,
    /// Only what stood at this place of the export: the id of a `PathView`.
    pub path: Option<String>,
}

/// One hour of the week, in the person's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HourOfWeek {
    /// 0 is Monday.
    pub weekday: u8,
    /// 0 to 23.
    pub hour: u8,
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Order {
    /// Newest first; those without a time at the end.
    #[default]
    Newest,
    /// Oldest first; those without a time at the end.
    Oldest,
    /// By their text, A to Z; those without one at the end.
    Text,
    /// Most often first; each video or text once.
    Times,
}

/// A list that the window shows: the same three always give the same rows, until the version rises.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ListQuery {
    /// Which group.
    pub group: Group,
    /// Which of its records.
    #[serde(default)]
    pub filter: Filter,
    /// In which order.
    #[serde(default)]
    pub order: Order,
}

/// The length of a list and its days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Outline {
    /// The library's version that it speaks of.
    #[ts(type = "number")]
    pub version: u64,
    /// The number of rows.
    #[ts(type = "number")]
    pub total: u64,
    /// Rows without a time, at the end of the list.
    #[ts(type = "number")]
    pub undated: u64,
    /// Days that have rows, in the list's order; empty if the list is not in the order of time.
    pub days: Vec<DayCount>,
}

/// A day and how many rows it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DayCount {
    /// For example `2026-11-21`.
    pub day: String,
    /// Rows of that day.
    #[ts(type = "number")]
    pub count: u64,
}

/// Some rows of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Rows {
    /// The library's version that they come from.
    #[ts(type = "number")]
    pub version: u64,
    /// The place of the first one in the list, from 0.
    #[ts(type = "number")]
    pub start: u64,
    /// The rows.
    pub rows: Vec<Row>,
}

/// In which form rows are written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RowFormat {
    /// A table, UTF-8 with a byte-order mark so that spreadsheets read it.
    Csv,
    /// A JSON array of objects.
    Json,
}
