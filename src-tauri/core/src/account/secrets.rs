//! Access to the vault from async code.
//!
//! A keychain may show a prompt and wait for the person. Every call therefore runs on a thread that may block, and the
//! lock that protects the current vault is never held during a call, so that a prompt delays only its caller.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use serde::Serialize;
use ts_rs::TS;
use zeroize::Zeroizing;

use super::vault::Vault;
use super::{VaultError, VaultFile};
use crate::events::{Notifier, Topic};
use crate::sync::lock;

/// Where secrets are stored on this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum KeychainState {
    /// In the system's keychain.
    System,
    /// In the system's keychain, which is locked.
    SystemLocked,
    /// There is no keychain, and the person has not chosen an alternative yet. Signing in asks for it.
    Undecided,
    /// In memory only, until Satchel is closed, as the person chose.
    Session,
    /// In an encrypted file that is unlocked.
    File,
    /// In an encrypted file that needs its passphrase.
    FileLocked,
}

/// The current vault and its state. Cheap to clone; all clones share one state.
#[derive(Clone)]
pub struct Secrets(Arc<Inner>);

struct Inner {
    /// Locked only to read or replace the `Arc`.
    vault: Mutex<Arc<Vault>>,
    state: Mutex<KeychainState>,
    file: PathBuf,
    notifier: Notifier,
}

impl Secrets {
    /// Uses the encrypted file if `use_file` is set and it exists, otherwise the system's keychain, where `prefix` is
    /// prepended to all names.
    #[must_use]
    pub fn new(file: PathBuf, use_file: bool, prefix: String, notifier: Notifier) -> Self {
        let (vault, state) = if use_file && file.exists() {
            (Vault::Locked, KeychainState::FileLocked)
        } else {
            (Vault::System { prefix }, KeychainState::System)
        };
        let vault = Mutex::new(Arc::new(vault));
        Self(Arc::new(Inner { vault, state: Mutex::new(state), file, notifier }))
    }

    /// Where secrets are stored.
    #[must_use]
    pub fn state(&self) -> KeychainState {
        *lock(&self.0.state)
    }

    /// The secret with this name, if there is one.
    pub async fn get(&self, name: String) -> Result<Option<Zeroizing<String>>, VaultError> {
        self.with(move |vault| vault.get(&name)).await
    }

    /// Stores a secret, replacing the one with this name.
    pub async fn set(&self, name: String, secret: Zeroizing<String>) -> Result<(), VaultError> {
        self.with(move |vault| vault.set(&name, &secret)).await
    }

    /// Removes a secret. It is not an error if there is none.
    pub async fn remove(&self, name: String) -> Result<(), VaultError> {
        self.with(move |vault| vault.remove(&name)).await
    }

    /// Checks that secrets can be stored. If there is no keychain, the state becomes [`KeychainState::Undecided`].
    pub async fn probe(&self) -> Result<(), VaultError> {
        let result = self.with(Vault::probe).await;
        match &result {
            Err(VaultError::Missing(_)) => self.set_state(KeychainState::Undecided),
            Ok(()) if self.state() == KeychainState::SystemLocked => self.set_state(KeychainState::System),
            _ => {}
        }
        result
    }

    /// Whether the keychain or the encrypted file is locked. Shows no prompt.
    pub async fn is_locked(&self) -> bool {
        let is_locked = self.with(|vault| Ok(vault.is_locked())).await.unwrap_or(false);
        if !is_locked && self.state() == KeychainState::SystemLocked {
            self.set_state(KeychainState::System);
        }
        is_locked
    }

    /// Stores secrets in memory only, until Satchel is closed.
    pub fn use_memory(&self) {
        self.replace(Vault::Session(Mutex::default()), KeychainState::Session);
    }

    /// Stores secrets in a new file with this passphrase. Secrets that are in memory only are moved to it.
    pub async fn create_file(&self, passphrase: String) -> Result<(), VaultError> {
        let path = self.0.file.clone();
        let current = Arc::clone(&lock(&self.0.vault));
        let file = blocking(move || {
            let carried = match &*current {
                Vault::Session(secrets) => lock(secrets).clone(),
                _ => HashMap::new(),
            };
            let mut file = VaultFile::create(&path, &passphrase)?;
            carried.iter().try_for_each(|(name, secret)| file.set(name, Some(secret)))?;
            Ok(file)
        })
        .await?;
        self.replace(Vault::File(Mutex::new(file)), KeychainState::File);
        Ok(())
    }

    /// Unlocks the file with its passphrase.
    pub async fn unlock_file(&self, passphrase: String) -> Result<(), VaultError> {
        let path = self.0.file.clone();
        let file = blocking(move || VaultFile::open(&path, &passphrase)).await?;
        self.replace(Vault::File(Mutex::new(file)), KeychainState::File);
        Ok(())
    }

    fn replace(&self, vault: Vault, state: KeychainState) {
        *lock(&self.0.vault) = Arc::new(vault);
        self.set_state(state);
    }

    fn set_state(&self, state: KeychainState) {
        *lock(&self.0.state) = state;
        self.0.notifier.changed(Topic::Keychain);
    }

    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Vault) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let vault = Arc::clone(&lock(&self.0.vault));
        let result = blocking(move || work(&vault)).await;
        if matches!(&result, Err(VaultError::KeychainLocked(_))) && self.state() == KeychainState::System {
            self.set_state(KeychainState::SystemLocked);
        }
        result
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, VaultError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(VaultError::File(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// On one thread: a call that blocks it would block the test, too.
    #[tokio::test]
    async fn a_prompt_delays_only_its_own_caller() {
        let folder = tempfile::tempdir().unwrap();
        let secrets = Secrets::new(folder.path().join("secrets"), false, String::new(), Notifier::default());
        secrets.use_memory();
        let vault = Arc::clone(&lock(&secrets.0.vault));
        let (answer, answered) = std::sync::mpsc::channel::<()>();
        let (show, shown) = std::sync::mpsc::channel();
        // As long as the person does not answer, the call for a secret does not return.
        let prompt = std::thread::spawn(move || {
            let Vault::Session(secrets) = &*vault else { panic!("secrets are kept in memory") };
            let _held = lock(secrets);
            show.send(()).unwrap();
            answered.recv().unwrap();
        });
        shown.recv().unwrap();
        let waiting = tokio::spawn({
            let secrets = secrets.clone();
            async move { secrets.get("a".into()).await }
        });
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(!waiting.is_finished());
        assert_eq!(secrets.state(), KeychainState::Session);
        secrets.use_memory();
        secrets.set("b".into(), Zeroizing::new("other".into())).await.unwrap();
        assert!(!waiting.is_finished());
        answer.send(()).unwrap();
        prompt.join().unwrap();
        assert!(waiting.await.unwrap().unwrap().is_none());
    }
}
