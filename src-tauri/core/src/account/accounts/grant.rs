//! The tokens of a new sign-in, which may permit less than those that Satchel already has.
//!
//! TikTok's page can be answered for another account than expected, and each permission on it can be unticked. So the
//! new tokens do not always replace the stored ones:
//!
//! 1. The account is the one that TikTok's reply names, whichever was expected.
//! 2. Tokens that running jobs cannot continue with are not taken while they can continue with the stored ones.
//! 3. Tokens that permit everything that the stored ones permit are taken.
//! 4. Tokens that permit less and nothing new are not taken.
//! 5. Tokens that permit something new, but lack something, are taken if all ongoing permissions that they lack were asked
//!    for: the person saw them on the page and unticked them. What was not asked for was not decided about, and the stored
//!    tokens are kept. One-time permissions do not count here: a new one is as good as one that was not used.
//!
//! Stored tokens are kept only if TikTok still accepts them, since a new consent may have ended them.

use oauth2::AccessToken;

use super::tokens::vault_name;
use super::{Accounts, Cached};
use crate::account::{Account, AccountError, OpenId, PastPermission, Scope, Tokens};
use crate::data_request::Permission;
use crate::http::CallError;

/// What the running jobs of an account need from its tokens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JobNeeds {
    /// Permissions under which data is still to be requested.
    pub scopes: Vec<Scope>,
    /// Whether requests are open. Their status and archive are available under any permission for data.
    pub any: bool,
}

impl JobNeeds {
    fn are_met_by(&self, scopes: &[Scope]) -> bool {
        self.scopes.iter().all(|scope| scopes.contains(scope)) && (!self.any || !scopes.is_empty())
    }
}

/// The result of a sign-in.
pub struct NewGrant {
    /// The new tokens.
    pub tokens: Tokens,
    /// The account's name, if it could be fetched.
    pub name: Option<String>,
    /// The granted permissions.
    pub granted: Vec<Scope>,
    /// The permissions that TikTok's page asked for.
    pub asked: Vec<Scope>,
    /// Those of them that are recorded as refused if they are not granted.
    pub wanted: Vec<Scope>,
}

/// Which tokens an account has after a sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// The new ones. Holds the permissions that ended by that.
    New(Vec<Scope>),
    /// The stored ones. Holds the permissions that the new ones lack.
    Stored(Vec<Scope>),
}

impl Accounts {
    /// Takes the tokens of a new sign-in, unless the stored ones permit more, and makes the account the current one.
    pub async fn take_grant(
        &self,
        grant: NewGrant,
        jobs: &JobNeeds,
    ) -> Result<(Account, Taken), AccountError> {
        let id = grant.tokens.open_id.clone();
        let slot = self.slot(&id);
        let mut slot = slot.lock().await;
        let known = self.get(&id);
        let usable = known.as_ref().filter(|known| known.signed_in_until.is_some());
        let is_signed_in = usable.is_some();
        let usable = usable.map(|known| known.allowed.clone()).unwrap_or_default();
        let lacking: Vec<Scope> =
            usable.iter().filter(|scope| !grant.granted.contains(scope)).copied().collect();
        if is_signed_in && !is_better(&usable, &grant, jobs) && self.is_accepted(&id, &mut slot).await? {
            // The new tokens are not revoked: at TikTok, that may end the permissions of the stored ones, too.
            tracing::warn!("a new sign-in permits less than the stored one, which is kept");
            let mut account = self.get(&id).or(known).ok_or(AccountError::SignedOut(None))?;
            account.name = grant.name.unwrap_or(account.name);
            self.make_current(account.clone());
            return Ok((account, Taken::Stored(lacking)));
        }
        let until = grant.tokens.refresh_until;
        self.secrets().set(vault_name(&id), grant.tokens.to_secret()).await?;
        *slot = Some(Cached { tokens: grant.tokens, is_unsaved: false });
        let mut account = known.unwrap_or_else(|| Account {
            id,
            name: "TikTok account".into(),
            signed_in_until: None,
            allowed: Vec::new(),
            past: std::collections::BTreeMap::new(),
        });
        if let Some(name) = grant.name {
            account.name = name;
        }
        account.signed_in_until = Some(until);
        account.grant(&grant.granted);
        for refused in grant.wanted.into_iter().filter(|scope| !grant.granted.contains(scope)) {
            account.lose(refused, PastPermission::Refused);
        }
        self.make_current(account.clone());
        Ok((account, Taken::New(lacking)))
    }

    /// Whether TikTok still accepts the stored tokens of an account. If it cannot be reached, that is assumed.
    async fn is_accepted(&self, id: &OpenId, slot: &mut Option<Cached>) -> Result<bool, AccountError> {
        let mut rejected: Option<AccessToken> = None;
        loop {
            let token = match self.current_token(id, slot, rejected.as_ref()).await {
                Ok(token) => token,
                Err(AccountError::SignedOut(_)) => return Ok(false),
                Err(AccountError::Call(_)) => return Ok(true),
                Err(error) => return Err(error),
            };
            match self.api().display_name(&token).await {
                Err(CallError::Refused(received)) if received.code == "access_token_invalid" => {
                    if rejected.is_some() {
                        return Ok(false);
                    }
                    rejected = Some(token);
                }
                _ => return Ok(true),
            }
        }
    }
}

/// Whether the new tokens replace stored ones that permit `old`. The rule is described at the top of this file.
fn is_better(old: &[Scope], new: &NewGrant, jobs: &JobNeeds) -> bool {
    if !jobs.are_met_by(&new.granted) {
        return false;
    }
    let mut lacking = old.iter().filter(|scope| !new.granted.contains(scope)).peekable();
    if lacking.peek().is_none() {
        return true;
    }
    let adds = new.granted.iter().any(|scope| !old.contains(scope));
    adds && lacking.all(|scope| scope.permission == Permission::Once || new.asked.contains(scope))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use oauth2::RefreshToken;

    use super::*;
    use crate::data_request::Kind;

    const ACTIVITY: Scope = Scope { kind: Kind::Activity, permission: Permission::Ongoing };
    const POSTS: Scope = Scope { kind: Kind::PostsAndProfile, permission: Permission::Ongoing };
    const CHATS: Scope = Scope { kind: Kind::DirectMessages, permission: Permission::Once };

    fn grant(granted: &[Scope], asked: &[Scope]) -> NewGrant {
        let tokens = Tokens {
            open_id: OpenId("a".into()),
            access: AccessToken::new("a".into()),
            access_until: Timestamp::UNIX_EPOCH,
            refresh: RefreshToken::new("r".into()),
            refresh_until: Timestamp::UNIX_EPOCH,
            scopes: granted.to_vec(),
            events_ticket: None,
        };
        let (granted, asked) = (granted.to_vec(), asked.to_vec());
        NewGrant { tokens, name: None, granted, wanted: asked.clone(), asked }
    }

    #[test]
    fn a_grant_is_taken_unless_the_stored_one_permits_more() {
        for (old, granted, asked, is_taken) in [
            (&[][..], &[][..], &[][..], true),
            (&[ACTIVITY], &[ACTIVITY], &[ACTIVITY], true),
            (&[ACTIVITY], &[ACTIVITY, CHATS], &[ACTIVITY, CHATS], true),
            // Less, and nothing new.
            (&[ACTIVITY], &[], &[], false),
            (&[ACTIVITY], &[], &[ACTIVITY], false),
            (&[ACTIVITY, POSTS], &[POSTS], &[ACTIVITY, POSTS], false),
            // Something new: what was unticked has ended, what was not asked for has not.
            (&[ACTIVITY], &[CHATS], &[ACTIVITY, CHATS], true),
            (&[ACTIVITY], &[CHATS], &[CHATS], false),
            (&[ACTIVITY, POSTS], &[CHATS], &[ACTIVITY, CHATS], false),
            (&[CHATS], &[ACTIVITY], &[ACTIVITY], true),
            (&[CHATS], &[], &[], false),
        ] {
            let taken = is_better(old, &grant(granted, asked), &JobNeeds::default());
            assert_eq!(taken, is_taken, "{old:?}, {granted:?} of {asked:?}");
        }
    }

    #[test]
    fn a_grant_that_running_jobs_cannot_use_is_not_taken() {
        let open = JobNeeds { scopes: Vec::new(), any: true };
        assert!(!is_better(&[], &grant(&[], &[]), &open), "the status needs some permission");
        assert!(is_better(&[], &grant(&[CHATS], &[CHATS]), &open));
        let unasked = JobNeeds { scopes: vec![ACTIVITY], any: false };
        assert!(!is_better(&[ACTIVITY], &grant(&[CHATS], &[ACTIVITY, CHATS]), &unasked));
        assert!(is_better(&[ACTIVITY], &grant(&[ACTIVITY], &[ACTIVITY]), &unasked));
    }
}
