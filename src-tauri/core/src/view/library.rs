//! What the window is told of the library: the sum of all backups, as records.
//!
//! Ids of records and numbers of videos cross as text: they exceed 2^53. Times are Unix milliseconds in UTC; days
//! (`2026-11-21`) and months (`2026-11`) are the person's own, in the zone of this computer.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Group, Section};
use crate::problem::Problem;

/// The library at one moment, small enough to be sent whenever it changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LibraryView {
    /// Rises whenever records were added: what was asked for before may be out of date.
    #[ts(type = "number")]
    pub version: u64,
    /// What is being read in now, if anything.
    pub building: Option<BuildingView>,
    /// All records.
    #[ts(type = "number")]
    pub records: u64,
    /// The time of the oldest one.
    #[ts(type = "number | null")]
    pub from: Option<i64>,
    /// The time of the newest one.
    #[ts(type = "number | null")]
    pub to: Option<i64>,
    /// Backups that are in it.
    #[ts(type = "number")]
    pub backups: u64,
    /// Groups that have records, in the order of the sidebar.
    pub groups: Vec<GroupCount>,
    /// Whether every word can be searched for.
    pub words_ready: bool,
    /// Whether parts of words can be searched for, too.
    pub parts_ready: bool,
    /// Why the library cannot be used, if so.
    pub problem: Option<Problem>,
}

/// How far the reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BuildingView {
    /// Backups done of those that have to be read.
    #[ts(type = "number")]
    pub backups: u64,
    /// How many there are to read.
    #[ts(type = "number")]
    pub backups_total: u64,
    /// Records read so far.
    #[ts(type = "number")]
    pub records: u64,
    /// Bytes of the exports read so far.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Bytes in all.
    #[ts(type = "number")]
    pub bytes_total: u64,
}

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
    /// Only what stood at this place of the export: the id of a [`PathView`].
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

/// How somebody and the account follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Relation {
    /// Each follows the other.
    Mutual,
    /// Followed, and does not follow back.
    NotBack,
    /// Follows, and is not followed back.
    NotFollowed,
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

/// How long a list is, and where its days are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Outline {
    /// The library's version that it speaks of.
    #[ts(type = "number")]
    pub version: u64,
    /// Rows in all.
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

/// Figures of one chat.
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

/// Somebody who writes.
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

/// Facts of one section: the profile, the settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FactSheet {
    /// Which section.
    pub section: Section,
    /// Its facts, in the order of the newest export.
    pub facts: Vec<Fact>,
}

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Fact {
    /// Names the record.
    pub id: String,
    /// Its name in the export, outermost first.
    pub path: Vec<String>,
    /// Its value, as text.
    pub value: String,
    /// What it was before, newest first.
    pub before: Vec<EarlierFact>,
    /// Whether the newest backup with this section still has it.
    pub current: bool,
}

/// What a fact was before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EarlierFact {
    /// The value.
    pub value: String,
    /// When the backup was saved that had it last.
    #[ts(type = "number")]
    pub until: i64,
}

/// A place in the export that Satchel does not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PathView {
    /// Names it in a [`Filter`].
    pub id: String,
    /// The keys that lead to it, outermost first.
    pub path: Vec<String>,
    /// Records there.
    #[ts(type = "number")]
    pub records: u64,
}

/// What is searched for. `text` may hold `from:`, `in:`, `before:` and `after:`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SearchQuery {
    /// What was typed.
    pub text: String,
    /// Only in this group, with up to 300 hits; otherwise 3 of each.
    #[serde(default)]
    pub group: Option<Group>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    /// Groups with hits, in the order of the sidebar, messages first.
    pub groups: Vec<FoundGroup>,
    /// Hits in all groups.
    #[ts(type = "number")]
    pub total: u64,
    /// The words that were understood, without the operators: for highlighting elsewhere.
    pub words: Vec<String>,
    /// Operators that were not understood, as typed (`before:yesterday`).
    pub unclear: Vec<String>,
    /// Whether the library is still being read, so that more may come.
    pub unfinished: bool,
}

/// Hits of one group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoundGroup {
    /// Which group.
    pub group: Group,
    /// How many there are.
    #[ts(type = "number")]
    pub count: u64,
    /// The newest of them.
    pub hits: Vec<Hit>,
}

/// One hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Hit {
    /// The record.
    pub row: Row,
    /// The text around the first hit, in pieces.
    pub pieces: Vec<Piece>,
    /// The name of the chat, for messages.
    pub chat_name: Option<String>,
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it is what was searched for.
    pub hit: bool,
}

/// A way to complete what is being typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Completion {
    /// The whole word to put in place (`from:"Noor Achterberg"`).
    pub insert: String,
    /// What to show.
    pub label: String,
    /// Records it would leave.
    #[ts(type = "number | null")]
    pub count: Option<u64>,
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
