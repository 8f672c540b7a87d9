//! Who the person is to TikTok: signing in through the browser, the permissions given, the tokens and where they are kept.

mod accounts;
mod authorize;
mod callback;
mod key;
mod profile;
mod record;
mod scope;
mod secrets;
mod token;
mod vault;
mod vault_file;

pub use accounts::{Accounts, AccountsConfig};
pub use authorize::{AuthorizationError, AuthorizationRequest, AuthorizationResponse};
pub use callback::{Listener, Pages};
pub use key::{AppKey, BuiltKey};
pub use profile::display_name;
pub use record::Account;
pub use scope::{Scope, scope_names};
pub use secrets::{KeychainState, Secrets};
pub use token::{OpenId, Tokens, exchange, refresh, revoke};
pub use vault::VaultError;
pub use vault_file::VaultFile;

use thiserror::Error;

use crate::http::CallError;

/// Why signing in, or staying signed in, did not work.
#[derive(Debug, Clone, Error)]
pub enum AccountError {
    /// The browser brought a refusal.
    #[error("TikTok's page answered: {0}")]
    Refused(AuthorizationError),
    /// Nothing came back in time.
    #[error("nothing came back from the browser in time")]
    TimedOut,
    /// What came back is not the answer to this attempt.
    #[error("the state does not match this sign-in")]
    StateMismatch,
    /// What was pasted is no address of this sign-in.
    #[error("the pasted text is no address of this sign-in")]
    AddressNotRecognised,
    /// The loopback listener could not be opened.
    #[error("no loopback port: {0}")]
    NoPort(String),
    /// The token endpoint said no.
    #[error("{error} ({description})")]
    TokenRefused {
        /// TikTok's code, for example `invalid_grant`.
        error: String,
        /// Its English explanation.
        description: String,
    },
    /// The sign-in is over.
    #[error("signed out")]
    SignedOut,
    /// The call itself failed.
    #[error(transparent)]
    Call(#[from] CallError),
    /// The place where tokens are kept failed.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// This copy of Satchel has no app key.
    #[error("no app key")]
    NoAppKey,
}
