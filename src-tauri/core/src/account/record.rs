//! The stored data of an account. It contains no secrets.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{OpenId, Scope};

/// An account, stored as a row of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// TikTok's id of the person, specific to the app.
    pub id: OpenId,
    /// The display name.
    pub name: String,
    /// When the sign-in expires; `None` when signed out.
    pub signed_in_until: Option<Timestamp>,
    /// Granted permissions that are not used up.
    pub allowed: Vec<Scope>,
}

impl Account {
    /// Whether this permission can be used without a new sign-in.
    #[must_use]
    pub fn may_use(&self, scope: Scope) -> bool {
        self.signed_in_until.is_some() && self.allowed.contains(&scope)
    }
}
