//! Chats and their statistics.

use serde::Serialize;
use ts_rs::TS;

use super::{DayCount, Row};
use crate::library::Section;

/// One chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Chat {
    /// Names it in commands.
    pub id: String,
    /// The other person, or the group.
    pub name: String,
    /// What kind of chat.
    pub section: Section,
    /// Messages in it.
    #[ts(type = "number")]
    pub messages: u64,
    /// Time of the first one.
    #[ts(type = "number | null")]
    pub first: Option<i64>,
    /// The last one.
    pub last: Option<Row>,
}

/// Statistics of one chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChatFigures {
    /// Messages in it.
    #[ts(type = "number")]
    pub messages: u64,
    /// Who wrote how many, most first.
    pub senders: Vec<Sender>,
    /// Days with a message.
    #[ts(type = "number")]
    pub days: u64,
    /// The most days in a row.
    #[ts(type = "number")]
    pub longest_streak: u64,
    /// The last day of that run.
    pub streak_until: Option<String>,
    /// The day with the most messages.
    pub busiest: Option<DayCount>,
    /// Videos that were passed on.
    #[ts(type = "number")]
    pub shared: u64,
    /// Messages by month, oldest first (`2026-11`).
    pub months: Vec<DayCount>,
}

/// A participant of a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Sender {
    /// Their name.
    pub name: String,
    /// Whether it is the owner of the account.
    pub mine: bool,
    /// Messages they wrote.
    #[ts(type = "number")]
    pub messages: u64,
}
