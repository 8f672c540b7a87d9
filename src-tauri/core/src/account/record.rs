//! The stored data of an account. It contains no secrets.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{OpenId, Scope};
use crate::data_request::Permission;

/// What became of a permission that cannot be used now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PastPermission {
    /// A request used it up.
    Spent,
    /// It may be used up, or was taken back at TikTok.
    Unclear,
    /// Satchel asked for it, and it was not granted.
    Refused,
    /// It ended without a decision of the person, for example because TikTok ended the sign-in.
    Ended,
    /// It ended when the person signed out.
    SignedOut,
}

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
    /// What became of the other permissions. One that was never asked for is not listed.
    #[serde(default)]
    pub past: BTreeMap<Scope, PastPermission>,
}

impl Account {
    /// Whether this permission can be used without a new sign-in.
    #[must_use]
    pub fn may_use(&self, scope: Scope) -> bool {
        self.signed_in_until.is_some() && self.allowed.contains(&scope)
    }

    /// The ongoing permissions that a new sign-in asks for again: those in use, and those that ended by themselves.
    pub fn lasting(&self) -> impl Iterator<Item = Scope> {
        let ended =
            self.past.iter().filter(|(_, past)| **past == PastPermission::Ended).map(|(scope, _)| scope);
        self.allowed.iter().chain(ended).copied().filter(|scope| scope.permission == Permission::Ongoing)
    }

    /// Replaces the granted permissions after a sign-in or a refresh. Those that are no longer granted have ended.
    pub(super) fn grant(&mut self, scopes: &[Scope]) {
        for scope in std::mem::replace(&mut self.allowed, scopes.to_vec()) {
            self.past.insert(scope, PastPermission::Ended);
        }
        self.past.retain(|scope, _| !scopes.contains(scope));
    }

    /// Records that a permission cannot be used any more.
    pub(super) fn lose(&mut self, scope: Scope, how: PastPermission) {
        self.allowed.retain(|allowed| *allowed != scope);
        self.past.insert(scope, how);
    }

    /// Records that a request was accepted under this permission.
    pub(super) fn spend(&mut self, scope: Scope) {
        match scope.used_up_by_request(&self.allowed)[..] {
            [spent] => self.lose(spent, PastPermission::Spent),
            ref candidates => {
                for candidate in candidates {
                    self.lose(*candidate, PastPermission::Unclear);
                }
            }
        }
    }

    /// Records that the sign-in is over.
    pub(super) fn sign_out(&mut self, how: PastPermission) {
        self.signed_in_until = None;
        for scope in std::mem::take(&mut self.allowed) {
            self.past.insert(scope, how);
        }
        if how == PastPermission::SignedOut {
            // The person ended these, too.
            for past in self.past.values_mut().filter(|past| **past == PastPermission::Ended) {
                *past = how;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data_request::Kind;

    fn scope(kind: Kind, permission: Permission) -> Scope {
        Scope { kind, permission }
    }

    fn account(allowed: &[Scope]) -> Account {
        Account {
            id: OpenId("a".into()),
            name: "A".into(),
            signed_in_until: Some(Timestamp::UNIX_EPOCH),
            allowed: allowed.to_vec(),
            past: BTreeMap::new(),
        }
    }

    #[test]
    fn accounts_of_earlier_versions_can_be_read() {
        let stored = r#"{"id":"a","name":"A","signedInUntil":"1970-01-01T00:00:00Z",
            "allowed":["portability.activity.ongoing"]}"#;
        let read: Account = serde_json::from_str(stored).unwrap();
        assert_eq!(read, account(&[scope(Kind::Activity, Permission::Ongoing)]));
    }

    #[test]
    fn the_stored_form_can_be_read_back() {
        let mut account = account(&[scope(Kind::Everything, Permission::Once)]);
        account.lose(scope(Kind::Activity, Permission::Once), PastPermission::Refused);
        let text = serde_json::to_string(&account).unwrap();
        assert_eq!(serde_json::from_str::<Account>(&text).unwrap(), account);
    }

    #[test]
    fn ended_ongoing_permissions_are_asked_for_again_unless_the_person_signed_out() {
        let ongoing = scope(Kind::Activity, Permission::Ongoing);
        let mut account = account(&[ongoing, scope(Kind::DirectMessages, Permission::Once)]);
        account.sign_out(PastPermission::Ended);
        assert!(account.allowed.is_empty() && account.signed_in_until.is_none());
        assert_eq!(account.lasting().collect::<Vec<_>>(), [ongoing]);
        account.sign_out(PastPermission::SignedOut);
        assert_eq!(account.lasting().count(), 0);
        assert_eq!(account.past[&ongoing], PastPermission::SignedOut);
    }

    #[test]
    fn a_new_grant_ends_what_it_does_not_contain() {
        let (old, new) =
            (scope(Kind::Activity, Permission::Ongoing), scope(Kind::DirectMessages, Permission::Ongoing));
        let mut account = account(&[old]);
        account.lose(new, PastPermission::Refused);
        account.grant(&[new]);
        assert_eq!(account.allowed, [new]);
        assert_eq!(account.past, BTreeMap::from([(old, PastPermission::Ended)]));
    }

    #[test]
    fn a_request_uses_up_one_permission_or_one_of_two() {
        let (part, all) =
            (scope(Kind::Activity, Permission::Once), scope(Kind::Everything, Permission::Once));
        let mut one = account(&[part]);
        one.spend(part);
        assert_eq!(one.past, BTreeMap::from([(part, PastPermission::Spent)]));
        let mut both = account(&[part, all]);
        both.spend(part);
        assert!(both.allowed.is_empty());
        assert_eq!(both.past[&all], PastPermission::Unclear);
        assert_eq!(both.past[&part], PastPermission::Unclear);
    }
}
