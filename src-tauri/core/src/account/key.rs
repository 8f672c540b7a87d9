//! The app key, which identifies Satchel to TikTok. The repository does not contain one.

use std::fmt;

use oauth2::{ClientId, ClientSecret};
use url::Url;

use crate::http::is_loopback;

/// An app key: what TikTok calls `client_key`, and who has the secret to it.
#[derive(Clone)]
pub struct AppKey {
    /// Public: part of the URL of the consent page.
    pub key: ClientId,
    pub(super) secret: SecretHolder,
}

/// Who has the client secret, which the token endpoint asks for.
#[derive(Clone)]
pub(super) enum SecretHolder {
    /// This copy of Satchel: it calls TikTok. Never shown, logged or sent to the web view.
    Satchel(ClientSecret),
    /// The distributor's broker at this address, which calls TikTok.
    Broker(Url),
}

impl AppKey {
    /// An app key with its secret. Returns `None` if either part is empty.
    #[must_use]
    pub fn new(key: &str, secret: &str) -> Option<Self> {
        let secret = secret.trim();
        let holder =
            (!secret.is_empty()).then(|| SecretHolder::Satchel(ClientSecret::new(secret.to_owned())));
        Self::with_holder(key, holder?)
    }

    /// An app key whose secret a broker has. Returns `None` if the key is empty, or if the broker's address is neither
    /// an `https` address nor one of this computer.
    #[must_use]
    pub fn with_broker(key: &str, broker: &str) -> Option<Self> {
        let url = Url::parse(broker.trim()).ok()?;
        let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url));
        if !is_safe || !url.has_host() {
            tracing::error!("the address of the broker must begin with https://");
            return None;
        }
        Self::with_holder(key, SecretHolder::Broker(url))
    }

    fn with_holder(key: &str, secret: SecretHolder) -> Option<Self> {
        let key = key.trim();
        (!key.is_empty()).then(|| Self { key: ClientId::new(key.to_owned()), secret })
    }

    /// The broker that has the secret, if one has.
    #[must_use]
    pub fn broker(&self) -> Option<&Url> {
        match &self.secret {
            SecretHolder::Satchel(_) => None,
            SecretHolder::Broker(url) => Some(url),
        }
    }
}

impl fmt::Debug for AppKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppKey(…)")
    }
}

/// The app key that was compiled into this build, if any.
pub struct BuiltKey;

const KEY: Option<&str> = option_env!("SATCHEL_CLIENT_KEY");
const SECRET: Option<&str> = option_env!("SATCHEL_CLIENT_SECRET");
const BROKER: Option<&str> = option_env!("SATCHEL_BROKER_URL");

const _: () = assert!(
    !is_set(BROKER) || begins_with(BROKER, "https://") || begins_with(BROKER, "http://127.0.0.1:"),
    "SATCHEL_BROKER_URL must begin with https://, or for tests with http://127.0.0.1:"
);
const _: () = assert!(
    !is_set(BROKER) || !is_set(SECRET),
    "SATCHEL_CLIENT_SECRET must not be set together with SATCHEL_BROKER_URL: anyone could extract it from the program"
);

impl BuiltKey {
    /// Reads `SATCHEL_CLIENT_KEY` and either `SATCHEL_BROKER_URL` or `SATCHEL_CLIENT_SECRET`, which are set at compile
    /// time.
    #[must_use]
    pub fn get() -> Option<AppKey> {
        if is_set(BROKER) { AppKey::with_broker(KEY?, BROKER?) } else { AppKey::new(KEY?, SECRET?) }
    }
}

/// Build environments set variables to nothing where a value is missing.
const fn is_set(variable: Option<&str>) -> bool {
    matches!(variable, Some(value) if !value.is_empty())
}

const fn begins_with(variable: Option<&str>, prefix: &str) -> bool {
    let Some(text) = variable else { return false };
    let (text, prefix) = (text.as_bytes(), prefix.as_bytes());
    let mut index = 0;
    while index < prefix.len() {
        if index >= text.len() || text[index] != prefix[index] {
            return false;
        }
        index += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broker_is_reached_over_https_or_on_this_computer() {
        for broker in ["https://broker.example.org", "https://example.org/satchel/", "http://127.0.0.1:8080"]
        {
            let key = AppKey::with_broker("key", broker).unwrap();
            assert_eq!(key.broker(), Some(&Url::parse(broker).unwrap()));
        }
        for broker in ["http://broker.example.org", "broker.example.org", "ftp://127.0.0.1", "", "data:text"]
        {
            assert!(AppKey::with_broker("key", broker).is_none(), "{broker}");
        }
        assert!(AppKey::with_broker(" ", "https://broker.example.org").is_none());
        assert!(AppKey::new("key", "secret").unwrap().broker().is_none());
        assert!(AppKey::new("key", " ").is_none());
    }

    #[test]
    fn variables_of_the_build_are_checked() {
        assert!(is_set(Some("a")) && !is_set(Some("")) && !is_set(None));
        assert!(begins_with(Some("https://a"), "https://"));
        assert!(!begins_with(Some("http://a"), "https://") && !begins_with(Some("https:"), "https://"));
    }
}
