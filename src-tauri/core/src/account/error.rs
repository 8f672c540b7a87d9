//! Errors of accounts, tokens and secrets.

use std::fmt;

use thiserror::Error;

use crate::http::{CallError, Received};

/// Why a sign-in, a token or a secret is not available.
#[derive(Debug, Clone, Error)]
pub enum AccountError {
    /// TikTok's page returned an error.
    #[error("TikTok's page returned: {0}")]
    Refused(AuthorizationError),
    /// The browser did not return in time.
    #[error("the browser did not return in time")]
    TimedOut,
    /// The response does not belong to this sign-in.
    #[error("the state does not match this sign-in")]
    StateMismatch,
    /// TikTok's page refused, but the response does not name the sign-in.
    #[error("a refusal without a state: {0}")]
    RefusalUnclear(AuthorizationError),
    /// The pasted text is not an address of this sign-in.
    #[error("the pasted text is not an address of this sign-in")]
    AddressNotRecognised,
    /// No loopback port could be opened for the listener.
    #[error("could not open a loopback port: {0}")]
    NoPort(String),
    /// The token endpoint returned an error.
    #[error("{received}")]
    TokenRefused {
        /// The error code, for example `invalid_grant`.
        error: String,
        /// The reply.
        received: Box<Received>,
    },
    /// The sign-in has expired or was revoked. With the reply by which TikTok said so, if this is the first notice.
    #[error("signed out")]
    SignedOut(Option<Box<Received>>),
    /// The call failed.
    #[error(transparent)]
    Call(#[from] CallError),
    /// A secret could not be stored or read.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// This copy of Satchel has no app key.
    #[error("no app key")]
    NoAppKey,
}

/// Why a secret could not be stored or read.
#[derive(Debug, Clone, Error)]
pub enum VaultError {
    /// There is no keychain on this computer that Satchel can use.
    #[error("no keychain: {0}")]
    Missing(String),
    /// The system's keychain is locked, and was not unlocked when it asked for that.
    #[error("the keychain is locked: {0}")]
    KeychainLocked(String),
    /// The keychain denied access.
    #[error("the keychain denied access: {0}")]
    Refused(String),
    /// The encrypted file needs its passphrase.
    #[error("the encrypted file of sign-ins is locked")]
    Locked,
    /// The passphrase is wrong.
    #[error("the passphrase is wrong")]
    WrongPassphrase,
    /// The encrypted file could not be read or written.
    #[error("could not use the encrypted file of sign-ins: {0}")]
    File(String),
}

/// An error that TikTok's authorization page returned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorizationError {
    /// The error code, for example `access_denied`.
    pub error: String,
    /// Undocumented; observed values include `client_key`, `scope`, `redirect_uri` and `non_sandbox_target`.
    pub error_type: Option<String>,
    /// TikTok's explanation in English.
    pub description: Option<String>,
}

impl fmt::Display for AuthorizationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.error)?;
        if let Some(kind) = &self.error_type {
            write!(f, " / {kind}")?;
        }
        if let Some(text) = &self.description {
            write!(f, ": {text}")?;
        }
        Ok(())
    }
}
