//! The people whose backups are in the folder.

use serde::Serialize;
use ts_rs::TS;

use crate::account::Account;
use crate::person::{Certainty, Person};

/// A person whose backups are in the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonView {
    /// The id in commands.
    pub id: String,
    /// The name of the account, or the user name in the latest profile; `None` if neither is known.
    pub name: Option<String>,
    /// The user name in the latest profile.
    pub user_name: Option<String>,
    /// The account that was used last; `None` if there are only opened exports.
    pub account_id: Option<String>,
    /// Whether this is the person who is shown.
    pub current: bool,
    /// The number of backups.
    #[ts(type = "number")]
    pub backups: u64,
    /// The number of records in the library; `None` until it has been read.
    #[ts(type = "number | null")]
    pub records: Option<u64>,
    /// Whether this may be one of the other people, so that the window asks.
    pub is_unsure: bool,
}

/// What a [`PersonView`] is made of.
#[derive(Debug)]
pub struct PersonFacts<'p> {
    /// The person.
    pub person: &'p Person,
    /// The account that was used last.
    pub account: Option<Account>,
    /// Whether this is the person who is shown.
    pub is_current: bool,
    /// The number of backups in the folder.
    pub backups: u64,
    /// The number of records in the library.
    pub records: Option<u64>,
}

impl PersonView {
    /// The view of a person.
    #[must_use]
    pub fn new(facts: PersonFacts<'_>) -> Self {
        let PersonFacts { person, account, is_current, backups, records } = facts;
        let user_name = person.user_names.last().cloned();
        let account_name = account.as_ref().map(|account| account.name.clone());
        Self {
            id: person.id.clone(),
            name: account_name.or_else(|| user_name.clone()),
            user_name,
            account_id: account.map(|account| account.id.0),
            current: is_current,
            backups,
            records,
            // Until it is saved, an export can still be cancelled.
            is_unsure: person.certainty == Certainty::Unsure && backups > 0,
        }
    }
}
