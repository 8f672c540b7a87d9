//! Chats and their statistics.

use serde::Serialize;
use ts_rs::TS;

use super::{DayCount, Row};
use crate::library::Section;

/// The chats of the library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Chats {
    /// The chats, the most recently active first; at most a few thousand.
    pub chats: Vec<Chat>,
    /// The number of all chats.
    #[ts(type = "number")]
    pub total: u64,
}

/// A chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Chat {
    /// The id of the chat in commands.
    pub id: String,
    /// The name of the other person or of the group.
    pub name: String,
    /// The names that the person or group had before.
    pub earlier_names: Vec<String>,
    /// The kind of chat.
    pub section: Section,
    /// The number of messages.
    #[ts(type = "number")]
    pub messages: u64,
    /// The time of the first message, Unix milliseconds.
    #[ts(type = "number | null")]
    pub first: Option<i64>,
    /// The beginning of the last message.
    pub last: Option<Row>,
}

/// Statistics of a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChatFigures {
    /// The number of messages.
    #[ts(type = "number")]
    pub messages: u64,
    /// The participants, sorted by the number of their messages, highest first; at most 100.
    pub senders: Vec<Sender>,
    /// The number of all participants.
    #[ts(type = "number")]
    pub senders_total: u64,
    /// The number of days with at least one message.
    #[ts(type = "number")]
    pub days: u64,
    /// The largest number of consecutive days with messages.
    #[ts(type = "number")]
    pub longest_streak: u64,
    /// The last day of the longest streak.
    pub streak_until: Option<String>,
    /// The day with the most messages.
    pub busiest: Option<DayCount>,
    /// The number of shared videos.
    #[ts(type = "number")]
    pub shared: u64,
    /// The number of messages by month (`2026-11`), oldest first.
    pub months: Vec<DayCount>,
}

/// A participant of a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Sender {
    /// The participant's name.
    pub name: String,
    /// Whether this is the owner of the account.
    pub mine: bool,
    /// The number of messages this participant wrote.
    #[ts(type = "number")]
    pub messages: u64,
}
