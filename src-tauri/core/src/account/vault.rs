//! The store of secrets: the system's keychain or, if there is none, memory or an encrypted file.

use std::collections::HashMap;
use std::sync::Mutex;

use keyring::{Entry, Error as KeyringError};
use zeroize::Zeroizing;

use super::VaultError;
use super::vault_file::VaultFile;
use crate::sync::lock;

/// The service name of Satchel's secrets in the keychain.
const SERVICE: &str = "app.satchel.desktop";

/// A store of secrets. All methods block, some until the person answers a prompt.
pub enum Vault {
    /// The system's keychain.
    System {
        /// Prepended to each name, so that the demo account cannot read real secrets.
        prefix: String,
    },
    /// Memory; secrets are lost when Satchel is closed.
    Session(Mutex<HashMap<String, Zeroizing<String>>>),
    /// An open encrypted file.
    File(Mutex<VaultFile>),
    /// An encrypted file that needs its passphrase.
    Locked,
}

impl Vault {
    /// Checks that secrets can be stored by storing one, since some keychains report no error before that.
    pub fn probe(&self) -> Result<(), VaultError> {
        match self {
            Self::Locked => return Err(VaultError::Locked),
            Self::Session(_) | Self::File(_) => return Ok(()),
            Self::System { .. } => {}
        }
        let entry = self.entry("probe")?;
        entry.set_secret(b"probe").map_err(from_keyring)?;
        let read = entry.get_secret().map_err(from_keyring);
        let _ = entry.delete_credential();
        if read? == b"probe" {
            Ok(())
        } else {
            Err(VaultError::Missing("it did not return the stored value".into()))
        }
    }

    /// The secret with this name, if there is one.
    pub fn get(&self, name: &str) -> Result<Option<Zeroizing<String>>, VaultError> {
        match self {
            Self::System { .. } => match self.entry(name)?.get_secret() {
                Ok(secret) => String::from_utf8(secret)
                    .map(|secret| Some(Zeroizing::new(secret)))
                    .map_err(|_| VaultError::Refused("the secret is not valid UTF-8".into())),
                Err(KeyringError::NoEntry) => Ok(None),
                Err(e) => Err(from_keyring(e)),
            },
            Self::Session(map) => Ok(lock(map).get(name).cloned()),
            Self::File(file) => Ok(lock(file).get(name)),
            Self::Locked => Err(VaultError::Locked),
        }
    }

    /// Stores a secret, replacing the one with this name.
    pub fn set(&self, name: &str, secret: &str) -> Result<(), VaultError> {
        match self {
            // As bytes, since Windows stores text as UTF-16 and has a limit of 2560 bytes.
            Self::System { .. } => self.entry(name)?.set_secret(secret.as_bytes()).map_err(from_keyring),
            Self::Session(map) => {
                lock(map).insert(name.to_owned(), Zeroizing::new(secret.to_owned()));
                Ok(())
            }
            Self::File(file) => lock(file).set(name, Some(secret)),
            Self::Locked => Err(VaultError::Locked),
        }
    }

    /// Removes a secret. It is not an error if there is none.
    pub fn remove(&self, name: &str) -> Result<(), VaultError> {
        match self {
            Self::System { .. } => match self.entry(name)?.delete_credential() {
                Ok(()) | Err(KeyringError::NoEntry) => Ok(()),
                Err(e) => Err(from_keyring(e)),
            },
            Self::Session(map) => {
                lock(map).remove(name);
                Ok(())
            }
            Self::File(file) => lock(file).set(name, None),
            Self::Locked => Err(VaultError::Locked),
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
        // If there is no login keyring and no prompt to create one, the Secret Service reports `NoStorageAccess`.
        KeyringError::NoStorageAccess(_) if cfg!(target_os = "linux") => {
            VaultError::Missing(error.to_string())
        }
        other => VaultError::Refused(other.to_string()),
    }
}

#[cfg(all(test, windows))]
mod tests {
    use super::*;

    #[test]
    fn credential_manager_stores_secrets_of_realistic_size() {
        let vault = Vault::System { prefix: "test of Satchel:".into() };
        vault.probe().unwrap();
        // About the size of three tokens and a list of scopes; the limit is 2560 bytes.
        let secret = "ä1".repeat(800);
        vault.set("secret", &secret).unwrap();
        assert_eq!(vault.get("secret").unwrap().unwrap().as_str(), secret);
        vault.remove("secret").unwrap();
        assert!(vault.get("secret").unwrap().is_none());
    }
}
