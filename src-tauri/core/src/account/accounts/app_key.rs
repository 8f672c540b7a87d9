//! The app key in use: the person's own, or that of this build.

use url::Url;
use zeroize::Zeroizing;

use super::{Accounts, OwnKey};
use crate::account::{AccountError, AppKey};

/// The name of the person's own app key in the vault.
const OWN_KEY: &str = "app-key";

impl Accounts {
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

    /// The broker of the app key. `None` if the person's own key, which has no broker, may not have been read yet.
    pub(super) async fn broker(&self) -> Option<Url> {
        match &*self.0.own_key.lock().await {
            OwnKey::Known(None) => self.0.config.built_key.as_ref()?.broker().cloned(),
            OwnKey::Known(Some(_)) | OwnKey::Unread => None,
        }
    }

    /// Whether the app key of this build has a broker.
    #[must_use]
    pub fn has_built_broker(&self) -> bool {
        self.0.config.built_key.as_ref().is_some_and(|key| key.broker().is_some())
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
