//! Forms of replies that differ from the documentation's examples, and that a client should accept all the same.

use serde::{Deserialize, Serialize};

/// How request ids are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdForm {
    /// As numbers, as documented.
    Number,
    /// As text.
    Text,
}

/// How times and durations are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeForm {
    /// As numbers of seconds, as documented.
    Number,
    /// The number as text.
    Text,
    /// As a date in text.
    Date,
    /// `null`.
    Null,
    /// Left out.
    Missing,
}

/// The `error` object of a successful reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorObject {
    /// With the code `ok`, as documented.
    Ok,
    /// With the code 0.
    Zero,
    /// `{}`.
    Empty,
    /// `null`.
    Null,
    /// Left out.
    Missing,
}

/// How statuses are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusForm {
    /// As documented.
    Documented,
    /// In capitals.
    Capitals,
    /// Between spaces.
    Padded,
    /// With other words: `in progress`, `completed`, `canceled`.
    Synonyms,
}

/// How the token endpoint lists scopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScopeForm {
    /// Separated by commas, as documented.
    Text,
    /// As a list.
    List,
    /// Left out.
    Missing,
}

/// Which replies are compressed with gzip although the client did not ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gzip {
    /// None.
    Off,
    /// Those in JSON.
    Calls,
    /// Those in JSON, and archives.
    All,
}
