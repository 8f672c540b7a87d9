//! Everything that the library has about somebody else.

use serde::Serialize;
use ts_rs::TS;

use super::{BackupRef, DayCount, Row};
use crate::library::Section;

/// What the library has about the person with a name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonPage {
    /// The version of the library that this was computed from.
    #[ts(type = "number")]
    pub version: u64,
    /// The person's latest name.
    pub name: String,
    /// The names that the person had before.
    pub earlier_names: Vec<String>,
    /// Whether this is a name of the owner of the account, of whom the rest tells nothing.
    pub is_owner: bool,
    /// The first message, gift or comment that has a time: between the owner and the person, or one of the person's in a group.
    pub first: Option<Row>,
    /// The last one.
    pub last: Option<Row>,
    /// The chat with the person.
    pub chat: Option<PersonChat>,
    /// The group chats in which the person wrote, the ones with most of their messages first; at most 50.
    pub groups: Vec<PersonGroup>,
    /// The number of all group chats in which the person wrote.
    #[ts(type = "number")]
    pub groups_total: u64,
    /// The entries of the person among followers, people followed, people blocked and views of the profile; newest first; at
    /// most 50.
    pub relations: Vec<PersonRelation>,
    /// Records from, to or about the person, by section, apart from the others on this page.
    pub records: Vec<PersonRecords>,
    /// Whether records are still being imported or indexed, so that more may follow.
    pub unfinished: bool,
}

/// The chat with a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonChat {
    /// The id of the chat.
    pub id: String,
    /// The number of messages.
    #[ts(type = "number")]
    pub messages: u64,
    /// The number of messages that the person wrote.
    #[ts(type = "number")]
    pub theirs: u64,
    /// The number of messages of each month, from the first month with messages to the last.
    pub months: Vec<DayCount>,
    /// The number of messages with a link: shared videos, and others.
    #[ts(type = "number")]
    pub links: u64,
    /// The number of these that the person wrote.
    #[ts(type = "number")]
    pub their_links: u64,
    /// The newest messages with a link; at most 5.
    pub shared: Vec<Row>,
}

/// A group chat in which a person wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonGroup {
    /// The id of the chat.
    pub id: String,
    /// The name of the group.
    pub name: String,
    /// The number of the person's messages.
    #[ts(type = "number")]
    pub messages: u64,
    /// The id of the person's last message.
    pub last: String,
    /// The time of that message, Unix milliseconds.
    #[ts(type = "number | null")]
    pub last_time: Option<i64>,
}

/// An entry of a person in a list of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonRelation {
    /// The record.
    pub row: Row,
    /// The oldest backup that contains it.
    pub first: BackupRef,
    /// The newest backup that contains it.
    pub last: BackupRef,
    /// The next newer backup that has such a list, without this entry.
    pub missing: Option<BackupRef>,
}

/// The records of one section from, to or about a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonRecords {
    /// The section.
    pub section: Section,
    /// The number of records.
    #[ts(type = "number")]
    pub records: u64,
    /// The time of the first one that has a time, Unix milliseconds.
    #[ts(type = "number | null")]
    pub first: Option<i64>,
    /// The time of the last one, Unix milliseconds.
    #[ts(type = "number | null")]
    pub last: Option<i64>,
}
