//! Newer versions of Satchel itself: where they are announced, and what may go wrong on the way to one.
//!
//! The host installs them, since only it knows how it was packaged; core says where to look and how far to trust that.

use std::time::Duration;

use reqwest::ClientBuilder;
use reqwest::redirect::Policy;
use thiserror::Error;
use url::Url;

use crate::http::{CallError, bounded_body, is_loopback, with_ciphers};

/// How long the announcement may take in all.
const MANIFEST_TIMEOUT: Duration = Duration::from_secs(30);
/// Where releases lie hands on to where their files lie, and no further.
const REDIRECTS: usize = 4;

/// Where releases are announced, and the key with which they are signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateServer {
    manifest: Url,
    key: String,
}

impl UpdateServer {
    /// From `SATCHEL_UPDATE_URL` and `SATCHEL_UPDATE_KEY`, as they were when Satchel was compiled.
    #[must_use]
    pub fn built() -> Option<Self> {
        Self::new(option_env!("SATCHEL_UPDATE_URL")?, option_env!("SATCHEL_UPDATE_KEY")?)
    }

    /// An address that is encrypted, and a key.
    fn new(manifest: &str, key: &str) -> Option<Self> {
        let manifest = Url::parse(manifest).ok().filter(|url| url.scheme() == "https")?;
        (!key.trim().is_empty()).then(|| Self { manifest, key: key.trim().to_owned() })
    }

    /// A stand-in on this computer, for tests. Any other address is refused, so that a variable cannot lead elsewhere.
    #[must_use]
    pub fn stand_in(manifest: &str, key: &str) -> Option<Self> {
        let manifest = Url::parse(manifest).ok().filter(is_loopback)?;
        Some(Self { manifest, key: key.to_owned() })
    }

    /// Where releases are announced.
    #[must_use]
    pub fn address(&self) -> &Url {
        &self.manifest
    }

    /// The public key that signatures must fit.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Whether this is a stand-in on this computer.
    #[must_use]
    pub fn is_stand_in(&self) -> bool {
        is_loopback(&self.manifest)
    }

    /// Whether a package may be fetched from there.
    #[must_use]
    pub fn allows(&self, package: &Url) -> bool {
        if self.is_stand_in() { is_loopback(package) } else { package.scheme() == "https" }
    }

    /// What every connection for an update keeps to: encrypted throughout, few redirects, bounded waits, and no word
    /// about this computer but Satchel's version.
    pub fn configure(&self, client: ClientBuilder) -> ClientBuilder {
        let client = with_ciphers(client)
            .user_agent(concat!("Satchel/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(Duration::from_secs(15))
            .read_timeout(Duration::from_secs(30));
        if self.is_stand_in() {
            client.redirect(Policy::none()).no_proxy()
        } else {
            client.redirect(Policy::limited(REDIRECTS)).https_only(true)
        }
    }

    /// The newest release, as its announcement says. It is not signed: nothing in it is to be believed but what a
    /// signature bears out.
    pub async fn manifest(&self) -> Result<serde_json::Value, UpdateError> {
        let client = self.configure(ClientBuilder::new()).build().map_err(CallError::from)?;
        let response = client.get(self.manifest.clone()).timeout(MANIFEST_TIMEOUT).send().await;
        let response = response.map_err(CallError::from)?;
        if !response.status().is_success() {
            return Err(UpdateError::Announcement(format!("HTTP {}", response.status().as_u16())));
        }
        let body = bounded_body(response).await?;
        serde_json::from_slice(&body).map_err(|error| UpdateError::Announcement(error.to_string()))
    }
}

/// Why a newer version was not found or not installed. The version there is stays as it was in every case.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UpdateError {
    /// Where releases are announced cannot be reached.
    #[error("{0}")]
    Unreachable(String),
    /// What is announced there makes no sense, or has nothing for this system.
    #[error("{0}")]
    Announcement(String),
    /// The package did not come over whole.
    #[error("{0}")]
    Broken(String),
    /// The package is not what Satchel's makers signed, or not under this version.
    #[error("{0}")]
    Untrusted(String),
    /// The package could not be put in the place of this version.
    #[error("{0}")]
    NotWritten(String),
}

impl From<CallError> for UpdateError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::NotSent(_) | CallError::NoAnswer(_) => Self::Unreachable(error.to_string()),
            other => Self::Announcement(other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTTPS: &str = "https://example.org/latest.json";

    #[test]
    fn what_is_built_in_is_encrypted_and_has_a_key() {
        assert!(UpdateServer::new(HTTPS, "key").is_some_and(|server| !server.is_stand_in()));
        for (address, key) in [(HTTPS, " "), ("http://example.org", "key"), ("file:///x", "key"), ("", "key")]
        {
            assert_eq!(UpdateServer::new(address, key), None, "{address} {key}");
        }
    }

    #[test]
    fn a_stand_in_lives_on_this_computer_only() {
        assert!(UpdateServer::stand_in("http://127.0.0.1:9/latest.json", "key").is_some());
        for elsewhere in [HTTPS, "http://192.168.0.1", "http://127.0.0.1.example.org", ""] {
            assert_eq!(UpdateServer::stand_in(elsewhere, "key"), None, "{elsewhere}");
        }
    }

    #[test]
    fn packages_come_encrypted_or_from_the_stand_in_itself() {
        let allows = |server: &UpdateServer, address| server.allows(&Url::parse(address).unwrap());
        let real = UpdateServer::new(HTTPS, "key").unwrap();
        assert!(allows(&real, "https://files.example.org/a"));
        assert!(!allows(&real, "http://example.org/a") && !allows(&real, "http://127.0.0.1/a"));
        let stand_in = UpdateServer::stand_in("http://127.0.0.1:9", "key").unwrap();
        assert!(allows(&stand_in, "http://127.0.0.1:8/a"));
        assert!(!allows(&stand_in, "https://example.org/a"));
    }

    #[tokio::test]
    async fn nobody_there_is_told_apart_from_an_answer_without_sense() {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let server = UpdateServer::stand_in(&format!("http://{free}"), "key").unwrap();
        assert!(matches!(server.manifest().await, Err(UpdateError::Unreachable(_))));
        let refused =
            CallError::Unexpected { status: 200, what: "far larger than any reply should be".into() };
        assert!(matches!(UpdateError::from(refused), UpdateError::Announcement(_)));
    }
}
