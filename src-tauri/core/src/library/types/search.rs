//! Searches and their results.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Relation, Row};
use crate::library::Group;

/// A full-text search. `text` may contain the operators `from:`, `in:`, `before:` and `after:`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SearchQuery {
    /// The text as typed.
    pub text: String,
    /// Search only this group and return up to 300 hits; otherwise up to 3 hits of each group. Chats are found with people.
    #[serde(default)]
    pub group: Option<Group>,
}

/// The results of a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    /// The people and chats that were found, the best first. Each person is one of them, in however many lists they are.
    pub names: Vec<FoundName>,
    /// The number of people and chats that were found.
    #[ts(type = "number")]
    pub names_total: u64,
    /// The groups with hits: messages first, then in the order of the sidebar.
    pub groups: Vec<FoundGroup>,
    /// The number of hits in all groups. People and chats are not among them.
    #[ts(type = "number")]
    pub total: u64,
    /// The words of the search, without operators, for highlighting hits elsewhere.
    pub words: Vec<String>,
    /// Operators with an invalid value, as typed (`before:yesterday`).
    pub invalid_operators: Vec<String>,
    /// Whether records are still being imported or indexed, so that more hits may follow.
    pub unfinished: bool,
}

/// A person or a chat whose name was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoundName {
    /// The name.
    pub name: String,
    /// Whether it is that of a person, not of a group or of TikTok's AI.
    pub person: bool,
    /// The id of the chat, if there is one.
    pub chat: Option<String>,
    /// The number of messages in the chat; without one, that of records with the person.
    #[ts(type = "number")]
    pub records: u64,
    /// Who follows whom.
    pub relation: Option<Relation>,
    /// Whether the person is blocked.
    pub blocked: bool,
}

/// The hits of one group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoundGroup {
    /// The group.
    pub group: Group,
    /// The number of hits.
    #[ts(type = "number")]
    pub count: u64,
    /// The newest hits.
    pub hits: Vec<Hit>,
}

/// A hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Hit {
    /// The record.
    pub row: Row,
    /// The text around the first match, split at the matches.
    pub snippet: Vec<SnippetPart>,
    /// The name of the chat, for messages.
    pub chat_name: Option<String>,
}

/// A part of a snippet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SnippetPart {
    /// The text.
    pub text: String,
    /// Whether it matches the search.
    pub hit: bool,
}

/// A completion of the word that is being typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Completion {
    /// The text that replaces the word (`from:"Noor Achterberg"`).
    pub insert: String,
    /// The label to show.
    pub label: String,
    /// The number of records that match.
    #[ts(type = "number | null")]
    pub count: Option<u64>,
}
