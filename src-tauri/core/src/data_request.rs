//! What can be requested from TikTok: one of four kinds of data, once or repeatedly.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The four kinds of data that TikTok's Data Portability API offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// The full archive.
    Everything,
    /// Posts and the profile, or one of the two.
    PostsAndProfile,
    /// Watch history, searches, comments, shares, logins.
    Activity,
    /// Chats.
    DirectMessages,
}

/// How often a granted permission can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Permission {
    /// One request per consent: TikTok's `.single`.
    Once,
    /// Any number of requests on the same consent: TikTok's `.ongoing`.
    Ongoing,
}

/// Which half of [`Kind::PostsAndProfile`] is requested. The other kinds ignore it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Part {
    /// Posts and the profile.
    #[default]
    Both,
    /// Posts only.
    Posts,
    /// The profile only.
    Profile,
}

/// A request for data, as started by one button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DataRequest {
    /// The kind of data.
    pub kind: Kind,
    /// Once or ongoing.
    pub permission: Permission,
    /// Which half of posts and profile.
    #[serde(default)]
    pub part: Part,
}
