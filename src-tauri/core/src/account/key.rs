//! The app key, which identifies Satchel to TikTok. The repository does not contain one.

use std::fmt;

use oauth2::{ClientId, ClientSecret};

/// An app key: `client_key` and `client_secret` in TikTok's terms.
#[derive(Clone)]
pub struct AppKey {
    /// Public: part of the URL of the consent page.
    pub key: ClientId,
    /// Secret: never shown, logged or sent to the web view.
    pub secret: ClientSecret,
}

impl AppKey {
    /// Creates an app key. Returns `None` if either part is empty.
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

/// The app key that was compiled into this build, if any.
pub struct BuiltKey;

impl BuiltKey {
    /// Reads `SATCHEL_CLIENT_KEY` and `SATCHEL_CLIENT_SECRET`, which are set at compile time.
    #[must_use]
    pub fn get() -> Option<AppKey> {
        AppKey::new(option_env!("SATCHEL_CLIENT_KEY")?, option_env!("SATCHEL_CLIENT_SECRET")?)
    }
}
