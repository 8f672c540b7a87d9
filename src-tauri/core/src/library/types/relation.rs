//! The relation between the account and another person.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Who follows whom: the owner of the account, the other person, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Relation {
    /// They follow each other.
    Mutual,
    /// The account follows the person, who does not follow back.
    NotBack,
    /// The person follows the account and is not followed back.
    NotFollowed,
}
