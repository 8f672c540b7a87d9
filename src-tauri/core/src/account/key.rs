//! The key with which Satchel names itself to TikTok. None is in the repository.

use std::fmt;

use oauth2::{ClientId, ClientSecret};

/// `client_key` and `client_secret`, as TikTok calls them.
#[derive(Clone)]
pub struct AppKey {
    /// Public: it stands in the address of the consent page.
    pub key: ClientId,
    /// Never shown, logged or handed to the web view.
    pub secret: ClientSecret,
}

impl AppKey {
    /// Takes a pair, unless one half is empty.
    #[must_use]
    pub fn new(key: &str, secret: &str) -> Option<Self> {
        let (key, secret) = (key.trim(), secret.trim());
        (!key.is_empty() && !secret.is_empty()).then(|| Self {
            key: ClientId::new(key.to_owned()),
            secret: ClientSecret::new(secret.to_owned()),
        })
    }
}

impl fmt::Debug for AppKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppKey(…)")
    }
}

/// The key that a distributor built in, if any.
pub struct BuiltKey;

impl BuiltKey {
    /// From `SATCHEL_CLIENT_KEY` and `SATCHEL_CLIENT_SECRET`, as they were when Satchel was compiled.
    #[must_use]
    pub fn get() -> Option<AppKey> {
        AppKey::new(option_env!("SATCHEL_CLIENT_KEY")?, option_env!("SATCHEL_CLIENT_SECRET")?)
    }
}
