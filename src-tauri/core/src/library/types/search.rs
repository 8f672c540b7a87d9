//! Searches and their results.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Row;
use crate::library::Group;

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
    pub invalid_operators: Vec<String>,
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
    pub snippet: Vec<SnippetPart>,
    /// The name of the chat, for messages.
    pub chat_name: Option<String>,
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SnippetPart {
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
