//! Statistics: the overview, and the numbers of followers.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DayCount, GroupCount};
use crate::library::Group;

/// A query for the overview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OverviewQuery {
    /// The group that the charts show.
    pub group: Group,
    /// The first day (`2026-11-21`); no limit if absent.
    #[serde(default)]
    pub from: Option<String>,
    /// The last day, inclusive; no limit if absent.
    #[serde(default)]
    pub to: Option<String>,
}

/// The overview: statistics of all records.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    /// The version of the library that this was computed from.
    #[ts(type = "number")]
    pub version: u64,
    /// The number of records by group within the time span.
    pub groups: Vec<GroupCount>,
    /// The time of the oldest record of the group, Unix milliseconds.
    #[ts(type = "number | null")]
    pub from: Option<i64>,
    /// The time of the newest record of the group, Unix milliseconds.
    #[ts(type = "number | null")]
    pub to: Option<i64>,
    /// The number of records of the group by month, oldest first; months without records have 0.
    pub months: Vec<DayCount>,
    /// Runs of months without records between months with records (`2023-06` to `2023-09`).
    pub gaps: Vec<Gap>,
    /// The number of records of the group by weekday (Monday first) and hour: 168 numbers.
    #[ts(type = "number[]")]
    pub hours: Vec<u64>,
    /// The days with the most records of the group, highest first; at most 10.
    pub busiest_days: Vec<DayCount>,
    /// The estimated watch time.
    pub watching: Option<Watching>,
    /// Records of this day in earlier years, newest first.
    pub on_this_day: Vec<Memory>,
    /// The most frequent searches; at most 50.
    pub searches: Vec<Counted>,
    /// The chats with the most messages; at most 50.
    pub chats: Vec<Counted>,
}

/// A run of months without records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Gap {
    /// The first month (`2023-06`).
    pub from: String,
    /// The last month, inclusive.
    pub to: String,
}

/// The watch time. It is an estimate, since exports have no durations.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Watching {
    /// The parameters of the estimate.
    pub method: WatchMethod,
    /// Seconds within the time span.
    #[ts(type = "number")]
    pub seconds: u64,
    /// Seconds in the 12 months before the newest record.
    #[ts(type = "number")]
    pub last_year_seconds: u64,
    /// The number of days of these 12 months that the data covers: 365, or fewer if it starts later.
    #[ts(type = "number")]
    pub last_year_days: u64,
    /// The number of sessions: runs of videos without a longer pause.
    #[ts(type = "number")]
    pub sessions: u64,
    /// The number of sessions shorter than 5, 15, 30, 60 and 120 minutes, each without the shorter ones, and of longer
    /// ones: 6 numbers.
    #[ts(type = "number[]")]
    pub session_lengths: Vec<u64>,
    /// The longest session.
    pub longest: Option<Session>,
    /// Seconds by month, oldest first.
    pub months: Vec<DayCount>,
}

/// The parameters of the watch time estimate. A video counts until the next one starts; if that takes longer than
/// `gap_minutes`, the session ends and the video counts `tail_seconds`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WatchMethod {
    /// The longest pause within a session, in minutes: 1 to 60.
    pub gap_minutes: u32,
    /// The assumed duration of the last video of a session, in seconds: 0 to 300.
    pub tail_seconds: u32,
}

impl Default for WatchMethod {
    fn default() -> Self {
        Self { gap_minutes: 10, tail_seconds: 15 }
    }
}

/// A session: videos watched without a longer pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// When it started, Unix milliseconds.
    #[ts(type = "number")]
    pub start: i64,
    /// Its duration in seconds.
    #[ts(type = "number")]
    pub seconds: u64,
    /// The number of videos.
    #[ts(type = "number")]
    pub videos: u64,
}

/// Records of the same day in an earlier year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Memory {
    /// The day.
    pub day: String,
    /// The group of the records.
    pub group: Group,
    /// The number of records.
    #[ts(type = "number")]
    pub count: u64,
    /// An example: the name of the chat, the search, the title or the comment.
    pub text: Option<String>,
    /// The id of the chat, for messages.
    pub chat: Option<String>,
}

/// A search or a chat, with its count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Counted {
    /// The search, or the name of the chat.
    pub text: String,
    /// The id of the chat.
    pub chat: Option<String>,
    /// The number of searches or messages.
    #[ts(type = "number")]
    pub count: u64,
    /// The time of the last one, Unix milliseconds.
    #[ts(type = "number | null")]
    pub last: Option<i64>,
}

/// The numbers of followers and people followed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PeopleFigures {
    /// Followers.
    #[ts(type = "number")]
    pub followers: u64,
    /// People followed.
    #[ts(type = "number")]
    pub following: u64,
    /// People who follow the account and are followed back.
    #[ts(type = "number")]
    pub mutual: u64,
    /// People followed who do not follow back.
    #[ts(type = "number")]
    pub not_back: u64,
    /// Followers who are not followed back.
    #[ts(type = "number")]
    pub not_followed: u64,
    /// People blocked.
    #[ts(type = "number")]
    pub blocked: u64,
}
