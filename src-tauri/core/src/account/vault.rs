//! Where secrets lie: the system's keychain; where there is none, memory alone or an encrypted file, as the person says.

use std::collections::HashMap;
use std::path::PathBuf;

use keyring::{Entry, Error as KeyringError};
use thiserror::Error;
use zeroize::Zeroizing;

use super::vault_file::VaultFile;

/// The name under which Satchel's secrets stand in the keychain.
const SERVICE: &str = "app.satchel.desktop";

/// Why a secret could not be kept or read.
#[derive(Debug, Clone, Error)]
pub enum VaultError {
    /// There is no keychain on this computer that Satchel can use.
    #[error("no keychain: {0}")]
    Missing(String),
    /// There is one, and it said no (locked, or access denied).
    #[error("the keychain refused: {0}")]
    Refused(String),
    /// The encrypted file waits for its passphrase.
    #[error("the file with the sign-ins is locked")]
    Locked,
    /// The passphrase does not open the file.
    #[error("the passphrase does not open the file")]
    WrongPassphrase,
    /// The file could not be read or written.
    #[error("the file with the sign-ins: {0}")]
    File(String),
}

/// The place where secrets are kept. All calls block; run them off the async threads.
pub enum Vault {
    /// The system's own.
    System {
        /// Set before each name, so that the demo and the real thing never meet.
        prefix: String,
    },
    /// In memory, gone when Satchel is closed.
    Session(HashMap<String, Zeroizing<String>>),
    /// An encrypted file, open.
    File(VaultFile),
    /// An encrypted file that waits for its passphrase.
    Locked(PathBuf),
}

impl Vault {
    /// Whether the system has a keychain that keeps what it is given. Only a round trip tells: some report no error
    /// until something is stored.
    pub fn probe(&self) -> Result<(), VaultError> {
        if !matches!(self, Self::System { .. }) {
            return Ok(());
        }
        let entry = self.entry("probe")?;
        entry.set_secret(b"probe").map_err(from_keyring)?;
        let read = entry.get_secret().map_err(from_keyring);
        let _ = entry.delete_credential();
        if read? == b"probe" {
            Ok(())
        } else {
            Err(VaultError::Missing("it does not keep what it is given".into()))
        }
    }

    /// The secret of this name, if there is one.
    pub fn get(&self, name: &str) -> Result<Option<Zeroizing<String>>, VaultError> {
        match self {
            Self::System { .. } => match self.entry(name)?.get_secret() {
                Ok(secret) => {
                    String::from_utf8(secret).map(|secret| Some(Zeroizing::new(secret))).map_err(|_| {
                        VaultError::Refused("it gives back something else than it was given".into())
                    })
                }
                Err(KeyringError::NoEntry) => Ok(None),
                Err(e) => Err(from_keyring(e)),
            },
            Self::Session(map) => Ok(map.get(name).cloned()),
            Self::File(file) => Ok(file.get(name)),
            Self::Locked(_) => Err(VaultError::Locked),
        }
    }

    /// Keeps a secret, replacing the one of this name.
    pub fn set(&mut self, name: &str, secret: &str) -> Result<(), VaultError> {
        match self {
            // As bytes: Windows would keep text as UTF-16, of which half as much has room (2560 bytes).
            Self::System { .. } => self.entry(name)?.set_secret(secret.as_bytes()).map_err(from_keyring),
            Self::Session(map) => {
                map.insert(name.to_owned(), Zeroizing::new(secret.to_owned()));
                Ok(())
            }
            Self::File(file) => file.set(name, Some(secret)),
            Self::Locked(_) => Err(VaultError::Locked),
        }
    }

    /// Forgets a secret. That there is none is no error.
    pub fn remove(&mut self, name: &str) -> Result<(), VaultError> {
        match self {
            Self::System { .. } => match self.entry(name)?.delete_credential() {
                Ok(()) | Err(KeyringError::NoEntry) => Ok(()),
                Err(e) => Err(from_keyring(e)),
            },
            Self::Session(map) => {
                map.remove(name);
                Ok(())
            }
            Self::File(file) => file.set(name, None),
            Self::Locked(_) => Err(VaultError::Locked),
        }
    }

    fn entry(&self, name: &str) -> Result<Entry, VaultError> {
        let prefix = if let Self::System { prefix } = self { prefix } else { "" };
        Entry::new(SERVICE, &format!("{prefix}{name}")).map_err(from_keyring)
    }
}

fn from_keyring(error: KeyringError) -> VaultError {
    match error {
        KeyringError::NoDefaultStore
        | KeyringError::NotSupportedByStore(_)
        | KeyringError::PlatformFailure(_) => VaultError::Missing(error.to_string()),
        // Without a login keyring or anyone to ask for one, the Secret Service reports no access, not no store.
        KeyringError::NoStorageAccess(_) if cfg!(target_os = "linux") => {
            VaultError::Missing(error.to_string())
        }
        other => VaultError::Refused(other.to_string()),
    }
}
