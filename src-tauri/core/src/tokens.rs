//! Accounts and their tokens: kept in the vault, renewed one at a time, gone when signed out.

use jiff::Timestamp;
use oauth2::AccessToken;

use crate::account::{AccountError, AppKey, OpenId, Scope, Tokens, Vault, VaultError, refresh};
use crate::backup::{Account, Job};
use crate::core::{Core, OWN_KEY, lock};
use crate::error::Error;
use crate::view::{Change, KeychainView, Permission};

impl Core {
    /// The current account.
    pub(crate) fn account(&self) -> Option<Account> {
        lock(&self.ledger).accounts().ok()?.into_iter().next()
    }

    /// A token for calls, refreshed if it is about to end or (`anew`) was refused. One refresh at a time: a second
    /// could kill the token of the first.
    pub(crate) async fn access_token(&self, account: &OpenId, anew: bool) -> Result<AccessToken, Error> {
        let mut cache = self.tokens.lock().await;
        if !cache.contains_key(account) {
            let name = vault_name(account);
            let secret = self.with_vault(move |vault| vault.get(&name)).await?;
            let tokens = secret.and_then(|s| Tokens::from_secret(&s));
            let Some(tokens) = tokens else {
                drop(cache);
                self.signed_out(account);
                return Err(AccountError::SignedOut.into());
            };
            cache.insert(account.clone(), tokens);
        }
        let tokens = cache.get(account).cloned().ok_or(AccountError::SignedOut)?;
        if tokens.is_fresh(Timestamp::now()) && !anew {
            return Ok(tokens.access);
        }
        let key = self.app_key().ok_or(AccountError::NoAppKey)?;
        match refresh(&self.http, &self.config.endpoints, &key, &tokens).await {
            Ok(new) => {
                // Kept before it is used: the old refresh token may be dead already.
                self.keep_tokens(&new).await?;
                let (access, scopes) = (new.access.clone(), new.scopes.clone());
                let until = new.refresh_until;
                cache.insert(account.clone(), new);
                drop(cache);
                self.change_account(account, |a| {
                    a.signed_in_until = Some(until);
                    a.allowed.retain(|scope| scopes.contains(scope));
                });
                Ok(access)
            }
            Err(AccountError::SignedOut) => {
                cache.remove(account);
                drop(cache);
                self.signed_out(account);
                Err(AccountError::SignedOut.into())
            }
            Err(other) => Err(other.into()),
        }
    }

    /// Keeps tokens in the vault, and for this run.
    pub(crate) async fn take_tokens(&self, tokens: Tokens) -> Result<(), Error> {
        self.keep_tokens(&tokens).await?;
        self.tokens.lock().await.insert(tokens.open_id.clone(), tokens);
        Ok(())
    }

    /// Forgets the tokens of an account.
    pub(crate) async fn drop_tokens(&self, account: &OpenId) -> Option<Tokens> {
        let cached = self.tokens.lock().await.remove(account);
        let name = vault_name(account);
        let stored = self
            .with_vault(move |vault| {
                let stored = vault.get(&name)?;
                vault.remove(&name)?;
                Ok(stored)
            })
            .await;
        self.signed_out(account);
        cached.or_else(|| Tokens::from_secret(&stored.ok().flatten()?))
    }

    async fn keep_tokens(&self, tokens: &Tokens) -> Result<(), Error> {
        let (name, secret) = (vault_name(&tokens.open_id), tokens.to_secret());
        self.with_vault(move |vault| vault.set(&name, &secret)).await
    }

    fn signed_out(&self, account: &OpenId) {
        self.change_account(account, |a| {
            a.signed_in_until = None;
            a.allowed.clear();
        });
    }

    /// A one-time permission was spent.
    pub(crate) fn permission_used(&self, account: &OpenId, scope: Scope) {
        if scope.permission == Permission::Once {
            self.change_account(account, |a| a.allowed.retain(|s| *s != scope));
        }
    }

    /// TikTok says that the permission of this job is not there.
    pub(crate) fn permission_spent(&self, job: &Job) {
        if let (Some(account), Some(request)) = (job.account(), job.request()) {
            let scope = Scope { kind: request.kind, permission: request.permission };
            self.change_account(account, |a| a.allowed.retain(|s| *s != scope));
        }
    }

    pub(crate) fn change_account(&self, account: &OpenId, change: impl FnOnce(&mut Account)) {
        if let Err(error) = lock(&self.ledger).change_account(account, change) {
            tracing::error!(%error, "an account could not be changed");
        }
        self.emit_accounts();
    }

    /// Remembers where sign-ins are kept, and tells. Apart from the vault itself, which may be waiting for the person.
    pub(crate) fn set_keychain(&self, place: KeychainView) {
        *lock(&self.keychain) = place;
        self.hub.publish(|| Some(Change::Keychain(place)));
    }

    pub(crate) fn emit_accounts(&self) {
        self.hub.publish(|| Some(Change::Accounts(self.account_views())));
    }

    /// Works with the vault off the async threads: keychains may ask the person, and wait.
    pub(crate) async fn with_vault<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Vault) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, Error> {
        let core = self.clone();
        let result = tokio::task::spawn_blocking(move || work(&mut lock(&core.vault))).await;
        result.map_err(|e| Error::Bug(e.to_string()))?.map_err(|e| AccountError::from(e).into())
    }

    /// The key for TikTok: the person's own before the one that came along.
    pub(crate) fn app_key(&self) -> Option<AppKey> {
        lock(&self.own_key).clone().or_else(|| self.config.key.clone())
    }

    /// Reads the person's own key from the vault, if there is one. A locked vault gives it when it is opened.
    pub(crate) async fn load_own_key(&self) {
        if !lock(&self.settings).own_key || self.config.demo {
            return;
        }
        match self.with_vault(|vault| vault.get(OWN_KEY)).await {
            Ok(Some(text)) => {
                *lock(&self.own_key) = text.split_once('\n').and_then(|(k, s)| AppKey::new(k, s));
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "the app key could not be read"),
        }
        self.hub.publish(|| Some(Change::Settings(self.settings_view())));
    }
}

fn vault_name(account: &OpenId) -> String {
    format!("account:{}", account.0)
}
