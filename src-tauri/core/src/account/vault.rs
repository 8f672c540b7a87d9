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

    /// Whether it is known to be locked. Shows no prompt.
    pub fn is_locked(&self) -> bool {
        match self {
            Self::Locked => true,
            Self::System { .. } => is_keychain_locked(),
            Self::Session(_) | Self::File(_) => false,
        }
    }

    fn entry(&self, name: &str) -> Result<Entry, VaultError> {
        let prefix = if let Self::System { prefix } = self { prefix } else { "" };
        Entry::new(SERVICE, &format!("{prefix}{name}")).map_err(from_keyring)
    }
}

fn from_keyring(error: KeyringError) -> VaultError {
    match error {
        KeyringError::PlatformFailure(source) | KeyringError::NoStorageAccess(source) => {
            from_platform(&*source)
        }
        KeyringError::NoDefaultStore | KeyringError::NotSupportedByStore(_) => {
            VaultError::Missing(error.to_string())
        }
        other => VaultError::Refused(other.to_string()),
    }
}

/// On Linux, a keychain may be absent, and one that is locked asks for its password in a window that can be dismissed.
#[cfg(target_os = "linux")]
fn from_platform(error: &(dyn std::error::Error + Send + Sync + 'static)) -> VaultError {
    use secret_service::Error as ServiceError;
    match error.downcast_ref() {
        Some(ServiceError::Locked | ServiceError::Prompt | ServiceError::PromptDisconnected) => {
            VaultError::KeychainLocked(error.to_string())
        }
        // Among them `NoResult`: there is no login keyring.
        _ => VaultError::Missing(error.to_string()),
    }
}

/// On macOS and Windows, the keychain is a part of the system.
#[cfg(not(target_os = "linux"))]
fn from_platform(error: &(dyn std::error::Error + Send + Sync + 'static)) -> VaultError {
    VaultError::Refused(error.to_string())
}

#[cfg(target_os = "linux")]
fn is_keychain_locked() -> bool {
    use secret_service::EncryptionType;
    use secret_service::blocking::SecretService;
    // Secrets are not read here, so they need no encryption on their way.
    let is_locked = SecretService::connect(EncryptionType::Plain)
        .and_then(|service| service.get_default_collection()?.is_locked());
    is_locked.unwrap_or(false)
}

#[cfg(not(target_os = "linux"))]
fn is_keychain_locked() -> bool {
    false
}

#[cfg(all(test, target_os = "linux"))]
mod linux_tests {
    use secret_service::Error as ServiceError;

    use super::*;

    #[test]
    fn a_locked_keychain_is_not_an_absent_one() {
        for error in [ServiceError::Locked, ServiceError::Prompt, ServiceError::PromptDisconnected] {
            let read = from_keyring(KeyringError::NoStorageAccess(Box::new(error)));
            assert!(matches!(read, VaultError::KeychainLocked(_)), "{read}");
        }
        for error in [ServiceError::NoResult, ServiceError::Unavailable] {
            let read = from_keyring(KeyringError::NoStorageAccess(Box::new(error)));
            assert!(matches!(read, VaultError::Missing(_)), "{read}");
        }
        let refused = from_keyring(KeyringError::BadEncoding(Vec::new()));
        assert!(matches!(refused, VaultError::Refused(_)));
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
