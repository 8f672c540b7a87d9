//! The tokens of the accounts: refreshing, storing and revoking them.

use std::sync::Arc;

use oauth2::AccessToken;
use url::Url;

use super::{Accounts, Cached, Slot};
use crate::account::{AccountError, EventsTicket, OpenId, PastPermission, Tokens, VaultError};
use crate::events::Topic;
use crate::ledger::Row;
use crate::sync::lock;

/// How a sign-out ended. The account is signed out on this computer in any case.
#[derive(Debug)]
pub enum SignOut {
    /// TikTok confirmed it, or had ended the sign-in before.
    Told,
    /// TikTok could not be told, so Satchel's permissions there may still be valid.
    NotTold(AccountError),
}

impl Accounts {
    /// Returns an access token. It is refreshed first if it is about to expire, or if it is the one that TikTok
    /// `rejected`.
    ///
    /// The refresh runs to completion even if the caller stops waiting: TikTok may have replaced the refresh token
    /// already, and the new one must not be lost.
    pub async fn access_token(
        &self,
        id: &OpenId,
        rejected: Option<&AccessToken>,
    ) -> Result<AccessToken, AccountError> {
        let (accounts, id, rejected) = (self.clone(), id.clone(), rejected.cloned());
        let refreshed = self.0.config.tasks.spawn(async move {
            let slot = accounts.slot(&id);
            let mut slot = slot.lock().await;
            accounts.current_token(&id, &mut slot, rejected.as_ref()).await
        });
        refreshed.await.map_err(|error| AccountError::Vault(VaultError::File(error.to_string())))?
    }

    /// The same for an account whose slot is locked.
    pub(super) async fn current_token(
        &self,
        id: &OpenId,
        slot: &mut Option<Cached>,
        rejected: Option<&AccessToken>,
    ) -> Result<AccessToken, AccountError> {
        self.load(id, slot).await?;
        let Some(cached) = slot.as_mut() else {
            self.signed_out(id, PastPermission::Ended);
            return Err(AccountError::SignedOut(None));
        };
        self.save(cached).await;
        let is_rejected = rejected.is_some_and(|token| token.secret() == cached.tokens.access.secret());
        if self.api().is_fresh(&cached.tokens) && !is_rejected {
            return Ok(cached.tokens.access.clone());
        }
        let key = self.app_key().await?;
        match self.api().refresh(&key, &cached.tokens).await {
            Ok(tokens) => {
                // In memory first: even if storing it fails, only the new refresh token is valid.
                *cached = Cached { tokens, is_unsaved: true };
                self.save(cached).await;
                let (until, scopes) = (cached.tokens.refresh_until, cached.tokens.scopes.clone());
                self.change(id, |account| {
                    account.signed_in_until = Some(until);
                    for gone in account.allowed.clone().into_iter().filter(|scope| !scopes.contains(scope)) {
                        account.lose(gone, PastPermission::Unclear);
                    }
                });
                Ok(cached.tokens.access.clone())
            }
            Err(AccountError::SignedOut(received)) => {
                *slot = None;
                self.signed_out(id, PastPermission::Ended);
                Err(AccountError::SignedOut(received))
            }
            Err(other) => Err(other),
        }
    }

    /// The broker, and the ticket with which it tells of the account's events. `None` without a broker, and as long as the
    /// tokens are not in memory: this must not show the prompt of a keychain.
    pub async fn events_access(&self, id: &OpenId) -> Option<(Url, EventsTicket)> {
        let broker = self.broker().await?;
        let slot = self.slot(id);
        let ticket = slot.lock().await.as_ref()?.tokens.events_ticket.clone()?;
        Some((broker, ticket))
    }

    /// Reads the tokens from the vault if they are not in memory.
    pub(super) async fn load(&self, id: &OpenId, slot: &mut Option<Cached>) -> Result<(), VaultError> {
        if slot.is_none() {
            let stored = self.secrets().get(vault_name(id)).await?;
            *slot = stored
                .and_then(|secret| Tokens::from_secret(&secret))
                .map(|tokens| Cached { tokens, is_unsaved: false });
        }
        Ok(())
    }

    /// Stores the tokens in the vault if they are not stored yet. If that fails, they stay in memory and the next use
    /// tries again.
    async fn save(&self, cached: &mut Cached) {
        if !cached.is_unsaved {
            return;
        }
        match self.secrets().set(vault_name(&cached.tokens.open_id), cached.tokens.to_secret()).await {
            Ok(()) => cached.is_unsaved = false,
            Err(error) => {
                tracing::error!(%error, "could not store refreshed tokens; keeping them in memory");
            }
        }
    }

    /// Signs out: removes the tokens, then revokes them at TikTok. Expired tokens are refreshed for that, since TikTok
    /// only revokes by a valid access token.
    ///
    /// If the vault fails, nothing changes and the error is returned.
    pub async fn sign_out(&self, id: &OpenId) -> Result<SignOut, AccountError> {
        let slot = self.slot(id);
        let mut slot = slot.lock().await;
        match self.load(id, &mut slot).await {
            Ok(()) => {}
            // The tokens in memory can be revoked; removing the stored ones may still fail below.
            Err(_) if slot.is_some() => {}
            Err(error) => return Err(error.into()),
        }
        self.secrets().remove(vault_name(id)).await?;
        let tokens = slot.take().map(|cached| cached.tokens);
        self.signed_out(id, PastPermission::SignedOut);
        drop(slot);
        let Some(tokens) = tokens else { return Ok(SignOut::Told) };
        match self.revoke_at_tiktok(tokens).await {
            // A refused refresh: the sign-in was over before.
            Ok(()) | Err(AccountError::SignedOut(_)) => Ok(SignOut::Told),
            Err(error) => {
                tracing::warn!(%error, "could not revoke the tokens at TikTok");
                Ok(SignOut::NotTold(error))
            }
        }
    }

    /// Removes an account that is signed out, and what is stored of it. Its jobs must have ended.
    ///
    /// If the vault fails, nothing changes and the error is returned.
    pub async fn remove(&self, id: &OpenId) -> Result<(), AccountError> {
        let slot = self.slot(id);
        let mut slot = slot.lock().await;
        // A refresh that TikTok refused leaves the tokens there.
        self.secrets().remove(vault_name(id)).await?;
        *slot = None;
        let removed = {
            let mut records = lock(&self.0.records);
            let before = records.len();
            records.retain(|record| record.account.id != *id || record.account.signed_in_until.is_some());
            let is_removed = records.len() < before;
            is_removed.then(|| self.0.config.ledger.write(Row::RemovedAccount { id: id.0.clone() }))
        };
        let Some(removed) = removed else { return Ok(()) };
        self.0.config.notifier.changed(Topic::Accounts);
        // What cannot be written now is written later.
        if let Err(error) = removed.stored().await {
            tracing::warn!(%error, "the removal of an account could not be stored yet");
        }
        Ok(())
    }

    async fn revoke_at_tiktok(&self, mut tokens: Tokens) -> Result<(), AccountError> {
        let api = self.api();
        let key = self.app_key().await?;
        let is_refreshed = !api.is_fresh(&tokens);
        if is_refreshed {
            tokens = api.refresh(&key, &tokens).await?;
        }
        match api.revoke(&key, &tokens.access).await {
            // TikTok's clock decides whether a token has expired.
            Err(AccountError::TokenRefused { error, .. }) if !is_refreshed && !is_about_the_key(&error) => {
                let tokens = api.refresh(&key, &tokens).await?;
                api.revoke(&key, &tokens.access).await
            }
            other => other,
        }
    }

    pub(super) fn slot(&self, id: &OpenId) -> Slot {
        Arc::clone(lock(&self.0.slots).entry(id.clone()).or_default())
    }
}

fn is_about_the_key(error: &str) -> bool {
    matches!(error, "invalid_client" | "unauthorized_client")
}

pub(super) fn vault_name(id: &OpenId) -> String {
    format!("account:{}", id.0)
}
