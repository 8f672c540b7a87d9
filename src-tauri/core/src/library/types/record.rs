//! Records, as rows of a list and with all details.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Relation;
use crate::library::Section;

/// A record as a row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// The id of the record in commands.
    pub id: String,
    /// Its section.
    pub section: Section,
    /// When it happened, Unix milliseconds.
    #[ts(type = "number | null")]
    pub time: Option<i64>,
    /// The text: a title, a message, a search, a user's name. It is untrusted and must not be shown as markup.
    pub text: Option<String>,
    /// Whether the text or a field is shortened. [`Record`] has more of them.
    pub cut: bool,
    /// The name of the other party: the sender, or the recipient.
    pub who: Option<String>,
    /// Whether the owner of the account wrote it (messages).
    pub mine: bool,
    /// The id of the chat, for messages.
    pub chat: Option<String>,
    /// The number of the video, sound or hashtag that it is about.
    pub item: Option<String>,
    /// When the video was posted, Unix milliseconds; decoded from its number.
    #[ts(type = "number | null")]
    pub posted_at: Option<i64>,
    /// How often the same video or search occurs, if more than once.
    #[ts(type = "number | null")]
    pub times: Option<u64>,
    /// The URL to open in a browser, if it points to a known host.
    pub address: Option<String>,
    /// The kind of message that the text is only a placeholder for.
    pub stands_for: Option<Placeholder>,
    /// The relation to the person (followers and following).
    pub relation: Option<Relation>,
    /// All other fields, unchanged.
    pub fields: Vec<Field>,
}

/// The kind of a message for which the export has only a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Placeholder {
    /// A shared video.
    SharedVideo,
    /// Another shared link.
    SharedLink,
    /// A picture.
    Picture,
    /// A sticker or an animation.
    Sticker,
    /// A voice message.
    Voice,
    /// Another kind of media that the export does not contain.
    Media,
}

/// A field of a record, as it is in the export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Field {
    /// The name of the field in the export.
    pub name: String,
    /// The value, as text.
    pub value: String,
}

/// A record with all its details.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// The record as a row, with its full text.
    pub row: Row,
    /// Whether a text or the original is so long that it is shortened here as well. An exported list has all of it.
    pub cut: bool,
    /// The record as it stands in the export; JSON is pretty-printed.
    pub original: String,
    /// The values of a record of an unknown section, as JSON.
    pub values: Option<String>,
    /// The link as it is in the export.
    pub link: Option<String>,
    /// The first backup that contains it.
    pub first: Option<BackupRef>,
    /// The last backup that contains it.
    pub last: Option<BackupRef>,
    /// Other records about the same video, newest first; at most 50.
    pub elsewhere: Vec<Row>,
}

/// A reference to a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupRef {
    /// The id of the backup.
    pub id: String,
    /// The time of its data, Unix milliseconds.
    #[ts(type = "number")]
    pub as_of: i64,
}
