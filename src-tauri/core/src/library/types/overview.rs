//! Statistics: the overview, and the numbers of followers.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DayCount, GroupCount};
use crate::library::Group;

/// What the overview is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OverviewQuery {
    /// Which group its charts are about.
    pub group: Group,
    /// From this day on.
    #[serde(default)]
    pub from: Option<String>,
    /// Up to this day, inclusive.
    #[serde(default)]
    pub to: Option<String>,
}

/// The overview: statistics of all records.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    /// The library's version that it speaks of.
    #[ts(type = "number")]
    pub version: u64,
    /// Records by group within the span.
    pub groups: Vec<GroupCount>,
    /// Time of the oldest record of the charts' group.
    #[ts(type = "number | null")]
    pub from: Option<i64>,
    /// Time of the newest one.
    #[ts(type = "number | null")]
    pub to: Option<i64>,
    /// Records of the charts' group by month, oldest first, months without any included with 0.
    pub months: Vec<DayCount>,
    /// Stretches of whole months without a record between months that have some (`2023-06` to `2023-09`).
    pub gaps: Vec<Gap>,
    /// Records by weekday (Monday first) and hour: 168 numbers.
    #[ts(type = "number[]")]
    pub hours: Vec<u64>,
    /// The busiest days, most first; at most 10.
    pub busiest_days: Vec<DayCount>,
    /// What was watched, as time.
    pub watching: Option<Watching>,
    /// What happened on this day in earlier years, newest first.
    pub on_this_day: Vec<Memory>,
    /// The commonest searches; at most 50.
    pub searches: Vec<Counted>,
    /// The chats with the most messages; at most 50.
    pub chats: Vec<Counted>,
}

/// Months without records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Gap {
    /// The first one.
    pub from: String,
    /// The last one.
    pub to: String,
}

/// An estimate: the export has no durations.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Watching {
    /// How it was estimated.
    pub method: WatchMethod,
    /// Seconds in all within the span.
    #[ts(type = "number")]
    pub seconds: u64,
    /// Seconds of the last 12 months before the newest record.
    #[ts(type = "number")]
    pub last_year_seconds: u64,
    /// Days that those 12 months have in the data: 365, or fewer if it begins later.
    #[ts(type = "number")]
    pub last_year_days: u64,
    /// Videos in a row without a longer pause.
    #[ts(type = "number")]
    pub sessions: u64,
    /// The longest of them.
    pub longest: Option<Session>,
    /// Seconds by month, oldest first, in `count`.
    pub months: Vec<DayCount>,
}

/// How watch time is estimated: from one video to the next, unless the pause is longer than `gap_minutes`; the last
/// video before such a pause counts `tail_seconds`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WatchMethod {
    /// Minutes, 1 to 60.
    pub gap_minutes: u32,
    /// Seconds, 0 to 300.
    pub tail_seconds: u32,
}

impl Default for WatchMethod {
    fn default() -> Self {
        Self { gap_minutes: 10, tail_seconds: 15 }
    }
}

/// Videos in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// When it began.
    #[ts(type = "number")]
    pub start: i64,
    /// How long it took, in seconds.
    #[ts(type = "number")]
    pub seconds: u64,
    /// Videos in it.
    #[ts(type = "number")]
    pub videos: u64,
}

/// Something of the same day in an earlier year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Memory {
    /// That day.
    pub day: String,
    /// Which group it belongs to.
    pub group: Group,
    /// How many records there are of it.
    #[ts(type = "number")]
    pub count: u64,
    /// One of them: the chat's name, the search, the title, the comment.
    pub text: Option<String>,
    /// The chat, for messages.
    pub chat: Option<String>,
}

/// Something and how often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Counted {
    /// A search, or the name of a chat.
    pub text: String,
    /// The chat.
    pub chat: Option<String>,
    /// How often.
    #[ts(type = "number")]
    pub count: u64,
    /// The last time.
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
    /// Both.
    #[ts(type = "number")]
    pub mutual: u64,
    /// Followed, and do not follow back.
    #[ts(type = "number")]
    pub not_back: u64,
    /// Follow, and are not followed back.
    #[ts(type = "number")]
    pub not_followed: u64,
    /// Blocked.
    #[ts(type = "number")]
    pub blocked: u64,
}
