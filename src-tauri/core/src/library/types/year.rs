//! A year in review.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Counted, DayCount, GroupCount, Row, Watching};
use crate::library::Group;

/// The years that have records, and one of them in review.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Years {
    /// The version of the library that this was computed from.
    #[ts(type = "number")]
    pub version: u64,
    /// The years that have dated records, newest first.
    pub years: Vec<YearCount>,
    /// The year that was asked for, if it has records; else the newest one. `None` if no record has a date.
    pub review: Option<YearReview>,
}

/// A year and its number of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct YearCount {
    /// The year.
    pub year: i16,
    /// The number of records that are dated in it.
    #[ts(type = "number")]
    pub records: u64,
}

/// A year in review. What has no records in it is left out.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct YearReview {
    /// The year.
    pub year: i16,
    /// The number of records.
    #[ts(type = "number")]
    pub records: u64,
    /// The number of records by group.
    pub groups: Vec<GroupCount>,
    /// The last day that the newest backup can tell about, if the year goes on after it.
    pub until: Option<String>,
    /// The videos that were watched.
    pub watched: Option<YearWatched>,
    /// When things happened.
    pub rhythm: Option<YearRhythm>,
    /// The searches.
    pub searches: Option<YearSearches>,
    /// The chats and new relations.
    pub people: Option<YearPeople>,
    /// The first record of some sections, oldest first.
    pub firsts: Vec<YearFirst>,
    /// The words of the person's own messages and comments.
    pub words: Option<YearWords>,
}

/// Days that the data covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DaySpan {
    /// The first day (`2026-11-21`).
    pub from: String,
    /// The last day, inclusive.
    pub to: String,
}

/// The videos that were watched in a year.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct YearWatched {
    /// The days of the year that the lists of watched videos cover, in order.
    pub known: Vec<DaySpan>,
    /// The number of videos.
    #[ts(type = "number")]
    pub videos: u64,
    /// The number of days with videos.
    #[ts(type = "number")]
    pub days: u64,
    /// The estimated time.
    pub watching: Watching,
    /// The id of the first video of the longest session.
    pub longest_from: Option<String>,
    /// The number of videos between midnight and 5:00.
    #[ts(type = "number")]
    pub late_videos: u64,
    /// The days that have such videos, and their number, oldest first.
    pub late_nights: Vec<DayCount>,
}

/// When things happened in a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct YearRhythm {
    /// The group that is counted: watched videos, or else the first one of the others that has records.
    pub group: Group,
    /// The days of the year that its lists cover, in order.
    pub known: Vec<DaySpan>,
    /// The number of records by weekday (Monday first) and hour: 168 numbers.
    #[ts(type = "number[]")]
    pub hours: Vec<u64>,
    /// The number of records by month, from January to December.
    pub months: Vec<DayCount>,
    /// The day with the most records.
    pub busiest: DayCount,
}

/// The searches of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct YearSearches {
    /// The days of the year that the lists of searches cover, in order.
    pub known: Vec<DaySpan>,
    /// The number of searches.
    #[ts(type = "number")]
    pub searches: u64,
    /// The number of different search terms.
    #[ts(type = "number")]
    pub terms: u64,
    /// The most frequent ones; at most 10.
    pub most: Vec<Counted>,
}

/// The chats of a year, and its new relations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct YearPeople {
    /// The days of the year that the lists of messages cover, in order.
    pub known: Vec<DaySpan>,
    /// The number of messages, not counting those with TikTok's AI.
    #[ts(type = "number")]
    pub messages: u64,
    /// The number of chats that have such messages.
    #[ts(type = "number")]
    pub chats: u64,
    /// Those with the most messages; at most 10.
    pub most: Vec<Counted>,
    /// The number of people who are known to have followed the account since that year.
    #[ts(type = "number")]
    pub followers: u64,
    /// The number of people whom the account is known to have followed since that year.
    #[ts(type = "number")]
    pub following: u64,
}

/// The first record of a section in a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct YearFirst {
    /// The record, with the beginning of its text.
    pub row: Row,
    /// Whether the data begins with it, or after a gap: there may have been earlier ones in that year.
    pub is_uncertain: bool,
}

/// The words of the person's own messages and comments of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct YearWords {
    /// The number of messages and comments.
    #[ts(type = "number")]
    pub texts: u64,
    /// The most frequent words in lower case, without the most common ones of the language; at most 20.
    pub most: Vec<Counted>,
}

/// The form in which a year in review is saved. The window makes the content: a PNG in Base64, or a page in HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum YearForm {
    /// A picture as wide as high.
    Square,
    /// A picture that is higher than wide.
    Upright,
    /// A page for any browser.
    Page,
}
