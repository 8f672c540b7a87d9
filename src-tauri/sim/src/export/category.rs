//! Categories of data.

use serde::{Deserialize, Serialize};

/// A category of a data request, spelt as Add and Check spell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Everything. Includes the others.
    AllData,
    /// Own posts.
    Video,
    /// Profile, followers and followed accounts.
    Profile,
    /// Watch history, searches and logins.
    Activity,
    /// Chats.
    DirectMessage,
}
