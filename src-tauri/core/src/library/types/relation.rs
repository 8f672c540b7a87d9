//! How an account relates to the person.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

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
