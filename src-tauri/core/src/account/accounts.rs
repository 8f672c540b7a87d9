//! The accounts, their tokens and the app key.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use oauth2::AccessToken;
use tokio_util::task::TaskTracker;
use zeroize::Zeroizing;

use super::{Account, AccountError, AppKey, OpenId, Scope, Secrets, Tokens, VaultError, refresh, revoke};
use crate::data_request::Permission;
use crate::events::{Notifier, Topic};
use crate::http::Endpoints;
use crate::ledger::{Contents, Ledger, Row, used_now};
use crate::sync::lock;

/// The name of the person's own app key in the vault.
const OWN_KEY: &str = "app-key";

/// The configuration of [`Accounts`].
pub struct AccountsConfig {
    /// Where accounts are stored.
    pub ledger: Arc<Ledger>,
    /// Where tokens are stored.
    pub secrets: Secrets,
    /// Notified after each change.
    pub notifier: Notifier,
    /// The client for the token endpoint.
    pub http: reqwest::Client,
    /// TikTok's addresses.
    pub endpoints: Endpoints,
    /// The app key of this build, if it has one.
    pub built_key: Option<AppKey>,
    /// Whether the vault contains the person's own app key.
    pub has_own_key: bool,
    /// Runs refreshes to completion, even if the caller stops waiting.
    pub tasks: TaskTracker,
}

/// Accounts, tokens and the app key. Cheap to clone; all clones share one state.
#[derive(Clone)]
pub struct Accounts(Arc<Inner>);

struct Inner {
    config: AccountsConfig,
    /// The current account first. Never locked during I/O.
    records: Mutex<Vec<Record>>,
    /// One slot per account, locked while its tokens are read, refreshed or removed: a concurrent refresh with the same
    /// refresh token could invalidate the tokens that the first one received.
    slots: Mutex<HashMap<OpenId, Arc<tokio::sync::Mutex<Option<Cached>>>>>,
    own_key: tokio::sync::Mutex<OwnKey>,
}

/// An account, and when it became the current one, in Unix microseconds.
struct Record {
    used_at: i64,
    account: Account,
}

/// Tokens cached in memory.
struct Cached {
    tokens: Tokens,
    /// Set if the tokens are not stored in the vault yet.
    is_unsaved: bool,
}

/// The person's own app key.
enum OwnKey {
    /// It exists and has not been read yet.
    Unread,
    /// It has been read or set; `None` if there is none.
    Known(Option<AppKey>),
}

impl Accounts {
    /// Restores the accounts from the ledger.
    #[must_use]
    pub fn new(config: AccountsConfig, contents: &Contents) -> Self {
        let records = contents.accounts.iter().filter_map(|(used_at, json)| {
            let read = serde_json::from_str(json);
            let read =
                read.inspect_err(|error| tracing::warn!(%error, "an account in the ledger cannot be read"));
            Some(Record { used_at: *used_at, account: read.ok()? })
        });
        let own_key = if config.has_own_key { OwnKey::Unread } else { OwnKey::Known(None) };
        Self(Arc::new(Inner {
            records: Mutex::new(records.collect()),
            slots: Mutex::default(),
            own_key: tokio::sync::Mutex::new(own_key),
            config,
        }))
    }

    /// Where secrets are stored.
    #[must_use]
    pub fn secrets(&self) -> &Secrets {
        &self.0.config.secrets
    }

    // ---- accounts -----------------------------------------------------------------------------------------------

    /// All accounts, the current one first.
    #[must_use]
    pub fn all(&self) -> Vec<Account> {
        lock(&self.0.records).iter().map(|record| record.account.clone()).collect()
    }

    /// The current account.
    #[must_use]
    pub fn current(&self) -> Option<Account> {
        lock(&self.0.records).first().map(|record| record.account.clone())
    }

    /// The account with this id.
    #[must_use]
    pub fn get(&self, id: &OpenId) -> Option<Account> {
        let records = lock(&self.0.records);
        records.iter().map(|record| &record.account).find(|account| account.id == *id).cloned()
    }

    /// Adds or replaces an account and makes it the current one.
    pub fn make_current(&self, account: Account) {
        {
            let mut records = lock(&self.0.records);
            records.retain(|other| other.account.id != account.id);
            let record = Record { used_at: used_now(), account };
            self.store(&record);
            records.insert(0, record);
        }
        self.0.config.notifier.changed(Topic::Accounts);
    }

    /// Changes an account; does nothing if there is none with this id.
    pub fn change(&self, id: &OpenId, change: impl FnOnce(&mut Account)) {
        {
            let mut records = lock(&self.0.records);
            let Some(record) = records.iter_mut().find(|record| record.account.id == *id) else { return };
            change(&mut record.account);
            self.store(record);
        }
        self.0.config.notifier.changed(Topic::Accounts);
    }

    /// Queues the row while the records are locked, so that rows are written in the order of the changes.
    fn store(&self, record: &Record) {
        match serde_json::to_string(&record.account) {
            Ok(json) => {
                let (id, used_at) = (record.account.id.0.clone(), record.used_at);
                drop(self.0.config.ledger.write(Row::Account { id, used_at, json }));
            }
            Err(error) => tracing::error!(%error, "could not store an account"),
        }
    }

    /// Records that a permission can no longer be used.
    pub fn remove_permission(&self, id: &OpenId, scope: Scope) {
        self.change(id, |account| account.allowed.retain(|allowed| *allowed != scope));
    }

    /// Records that a permission was used; a one-time permission is then removed.
    pub fn permission_used(&self, id: &OpenId, scope: Scope) {
        if scope.permission == Permission::Once {
            self.remove_permission(id, scope);
        }
    }

    fn signed_out(&self, id: &OpenId) {
        self.change(id, |account| {
            account.signed_in_until = None;
            account.allowed.clear();
        });
    }

    // ---- tokens -------------------------------------------------------------------------------------------------

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
        let refreshed =
            self.0.config.tasks.spawn(async move { accounts.current_token(&id, rejected.as_ref()).await });
        refreshed.await.map_err(|error| AccountError::Vault(VaultError::File(error.to_string())))?
    }

    async fn current_token(
        &self,
        id: &OpenId,
        rejected: Option<&AccessToken>,
    ) -> Result<AccessToken, AccountError> {
        let slot = self.slot(id);
        let mut slot = slot.lock().await;
        if slot.is_none() {
            let stored = self.secrets().get(vault_name(id)).await?;
            *slot = stored
                .and_then(|s| Tokens::from_secret(&s))
                .map(|tokens| Cached { tokens, is_unsaved: false });
        }
        let Some(cached) = slot.as_mut() else {
            self.signed_out(id);
            return Err(AccountError::SignedOut);
        };
        self.save(cached).await;
        let is_rejected = rejected.is_some_and(|token| token.secret() == cached.tokens.access.secret());
        if cached.tokens.is_fresh(Timestamp::now()) && !is_rejected {
            return Ok(cached.tokens.access.clone());
        }
        let key = self.app_key().await?;
        match refresh(&self.0.config.http, &self.0.config.endpoints, &key, &cached.tokens).await {
            Ok(tokens) => {
                // In memory first: even if storing it fails, only the new refresh token is valid.
                *cached = Cached { tokens, is_unsaved: true };
                self.save(cached).await;
                let (until, scopes) = (cached.tokens.refresh_until, cached.tokens.scopes.clone());
                self.change(id, |account| {
                    account.signed_in_until = Some(until);
                    account.allowed.retain(|scope| scopes.contains(scope));
                });
                Ok(cached.tokens.access.clone())
            }
            Err(AccountError::SignedOut) => {
                *slot = None;
                self.signed_out(id);
                Err(AccountError::SignedOut)
            }
            Err(other) => Err(other),
        }
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

    /// Stores the tokens of a new sign-in in the vault.
    pub async fn take_tokens(&self, tokens: Tokens) -> Result<(), AccountError> {
        let slot = self.slot(&tokens.open_id);
        let mut slot = slot.lock().await;
        self.secrets().set(vault_name(&tokens.open_id), tokens.to_secret()).await?;
        *slot = Some(Cached { tokens, is_unsaved: false });
        Ok(())
    }

    /// Signs out: removes the tokens, then revokes them at TikTok.
    ///
    /// If the vault fails, nothing changes and the error is returned. A failure to revoke the tokens is not an error,
    /// since Satchel no longer has them.
    pub async fn sign_out(&self, id: &OpenId) -> Result<(), AccountError> {
        let slot = self.slot(id);
        let mut slot = slot.lock().await;
        let stored = match self.secrets().get(vault_name(id)).await {
            Ok(stored) => stored.and_then(|secret| Tokens::from_secret(&secret)),
            // The tokens in memory can be revoked; removing the stored ones may still fail below.
            Err(_) if slot.is_some() => None,
            Err(error) => return Err(error.into()),
        };
        self.secrets().remove(vault_name(id)).await?;
        let tokens = slot.take().map(|cached| cached.tokens).or(stored);
        self.signed_out(id);
        drop(slot);
        if let Some(tokens) = tokens {
            let told = match self.app_key().await {
                Ok(key) => revoke(&self.0.config.http, &self.0.config.endpoints, &key, &tokens.access).await,
                Err(error) => Err(error),
            };
            if let Err(error) = told {
                tracing::warn!(%error, "could not revoke the tokens at TikTok");
            }
        }
        Ok(())
    }

    fn slot(&self, id: &OpenId) -> Arc<tokio::sync::Mutex<Option<Cached>>> {
        Arc::clone(lock(&self.0.slots).entry(id.clone()).or_default())
    }

    // ---- app key ------------------------------------------------------------------------------------------------

    /// The app key: the person's own if there is one, otherwise that of this build. The first call reads it from the
    /// vault.
    pub async fn app_key(&self) -> Result<AppKey, AccountError> {
        let mut own = self.0.own_key.lock().await;
        if let OwnKey::Unread = *own {
            match self.secrets().get(OWN_KEY.to_owned()).await {
                Ok(text) => {
                    *own = OwnKey::Known(
                        text.and_then(|text| text.split_once('\n').and_then(|(k, s)| AppKey::new(k, s))),
                    );
                }
                // Do not fall back to the key of this build: it belongs to another app, for which the tokens are not
                // valid.
                Err(error) => return Err(error.into()),
            }
        }
        let OwnKey::Known(known) = &*own else { return Err(AccountError::NoAppKey) };
        known.clone().or_else(|| self.0.config.built_key.clone()).ok_or(AccountError::NoAppKey)
    }

    /// Whether this build has an app key.
    #[must_use]
    pub fn has_built_key(&self) -> bool {
        self.0.config.built_key.is_some()
    }

    /// Stores the person's own app key.
    pub async fn set_own_key(&self, key: &str, secret: &str) -> Result<(), AccountError> {
        let parsed = AppKey::new(key, secret).ok_or(AccountError::NoAppKey)?;
        let text = Zeroizing::new(format!("{}\n{}", key.trim(), secret.trim()));
        let mut own = self.0.own_key.lock().await;
        self.secrets().probe().await?;
        self.secrets().set(OWN_KEY.to_owned(), text).await?;
        *own = OwnKey::Known(Some(parsed));
        Ok(())
    }

    /// Removes the person's own app key.
    pub async fn clear_own_key(&self) -> Result<(), AccountError> {
        let mut own = self.0.own_key.lock().await;
        self.secrets().remove(OWN_KEY.to_owned()).await?;
        *own = OwnKey::Known(None);
        Ok(())
    }
}

fn vault_name(id: &OpenId) -> String {
    format!("account:{}", id.0)
}
