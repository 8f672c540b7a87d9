//! The accounts, their tokens and the app key.

mod app_key;
mod grant;
mod tokens;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tokio_util::task::TaskTracker;

use super::{Account, AccountApi, AppKey, OpenId, PastPermission, Scope, Secrets, Tokens};
use crate::events::{Notifier, Topic};
use crate::ledger::{Contents, Ledger, Row, used_now};
use crate::sync::lock;

pub use grant::{JobNeeds, NewGrant, Taken};
pub use tokens::SignOut;

/// The configuration of [`Accounts`].
pub struct AccountsConfig {
    /// Where accounts are stored.
    pub ledger: Arc<Ledger>,
    /// Where tokens are stored.
    pub secrets: Secrets,
    /// Notified after each change.
    pub notifier: Notifier,
    /// TikTok's calls about accounts.
    pub api: AccountApi,
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
    slots: Mutex<HashMap<OpenId, Slot>>,
    own_key: tokio::sync::Mutex<OwnKey>,
    /// Whether no account is current, because a person without one is shown.
    is_none_current: AtomicBool,
}

/// An account, and when it became the current one, in Unix microseconds.
struct Record {
    used_at: i64,
    account: Account,
}

/// The tokens of one account in memory. Locked while they are read, refreshed or removed.
type Slot = Arc<tokio::sync::Mutex<Option<Cached>>>;

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
            is_none_current: AtomicBool::new(false),
            config,
        }))
    }

    /// TikTok's calls about accounts.
    #[must_use]
    pub fn api(&self) -> &AccountApi {
        &self.0.config.api
    }

    /// Where secrets are stored.
    #[must_use]
    pub fn secrets(&self) -> &Secrets {
        &self.0.config.secrets
    }

    // ---- accounts -----------------------------------------------------------------------------------------------

    /// All accounts, the current one first, or the one that was current last.
    #[must_use]
    pub fn all(&self) -> Vec<Account> {
        lock(&self.0.records).iter().map(|record| record.account.clone()).collect()
    }

    /// The current account.
    #[must_use]
    pub fn current(&self) -> Option<Account> {
        if self.0.is_none_current.load(Ordering::Relaxed) {
            return None;
        }
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
        self.0.is_none_current.store(false, Ordering::Relaxed);
        self.0.config.notifier.changed(Topic::Accounts);
    }

    /// Makes no account the current one, until [`Accounts::make_current`] or the next start.
    pub fn make_none_current(&self) {
        self.0.is_none_current.store(true, Ordering::Relaxed);
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

    /// Records that TikTok did not accept a permission: it is used up, or was taken back.
    pub fn remove_permission(&self, id: &OpenId, scope: Scope) {
        self.change(id, |account| {
            // After a sign-out, all permissions have ended, which says more.
            if account.signed_in_until.is_some() {
                account.lose(scope, PastPermission::Unclear);
            }
        });
    }

    /// Records that TikTok accepted a request. A one-time permission is used up by it.
    pub fn permission_used(&self, id: &OpenId, scope: Scope) {
        self.change(id, |account| account.spend(scope));
    }

    /// Records that the sign-in is over. `how`: what becomes of its permissions.
    fn signed_out(&self, id: &OpenId, how: PastPermission) {
        self.change(id, |account| account.sign_out(how));
    }
}
