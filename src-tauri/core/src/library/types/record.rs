//! One record, as a list shows it and in full.

use serde::Serialize;
use ts_rs::TS;

use super::Relation;
use crate::library::Section;

/// One record, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// Names the record in commands.
    pub id: String,
    /// Its section.
    pub section: Section,
    /// When it happened.
    #[ts(type = "number | null")]
    pub time: Option<i64>,
    /// Its text: a title, a message, a search, a user's name. Text from the export: never markup.
    pub text: Option<String>,
    /// Whether the text was cut here; the whole is in [`Record`].
    pub cut: bool,
    /// The person it comes from or goes to.
    pub who: Option<String>,
    /// Whether the account's owner wrote it (messages).
    pub mine: bool,
    /// The chat it stands in.
    pub chat: Option<String>,
    /// Number of the video (or sound, or hashtag) it is about.
    pub item: Option<String>,
    /// When that video was posted: its number holds the time.
    #[ts(type = "number | null")]
    pub posted_at: Option<i64>,
    /// How often the same occurs (videos, searches), if more than once.
    #[ts(type = "number | null")]
    pub times: Option<u64>,
    /// An address that opens on TikTok, if it leads to a known host.
    pub address: Option<String>,
    /// What stands in for the text, where the export has none.
    pub stands_for: Option<Placeholder>,
    /// How the person is related (followers and following).
    pub relation: Option<Relation>,
    /// All other fields, as they were.
    pub fields: Vec<Field>,
}

/// What a message was, of which the export keeps only a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Placeholder {
    /// A video that was passed on.
    SharedVideo,
    /// Another link.
    SharedLink,
    /// A picture.
    Picture,
    /// A sticker or an animation.
    Sticker,
    /// A voice message.
    Voice,
    /// Another kind that the export does not contain.
    Media,
}

/// One field of a record, as it was in the export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Field {
    /// Its name there.
    pub name: String,
    /// Its value, as text.
    pub value: String,
}

/// One record with all there is to know of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// The record; its text is whole here.
    pub row: Row,
    /// The original object as JSON, with line breaks.
    pub original: String,
    /// The address as the export has it.
    pub link: Option<String>,
    /// The backup that had it first.
    pub first: Option<BackupRef>,
    /// The backup that had it last.
    pub last: Option<BackupRef>,
    /// Other records of the same video, newest first; at most 50.
    pub elsewhere: Vec<Row>,
}

/// A backup, named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupRef {
    /// Its id.
    pub id: String,
    /// When it was saved.
    #[ts(type = "number")]
    pub saved_at: i64,
}
