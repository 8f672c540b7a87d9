//! Updates of Satchel: the update server, its manifest, and the errors of an update.
//!
//! The host installs updates, since only it knows how Satchel was packaged. Core determines the server and which
//! addresses are trusted.

use std::time::Duration;

use reqwest::ClientBuilder;
use reqwest::redirect::Policy;
use thiserror::Error;
use url::Url;

use crate::http::{CallError, bounded_body, install_ciphers, is_loopback};

/// The total timeout of the request for the manifest.
const MANIFEST_TIMEOUT: Duration = Duration::from_secs(30);
/// The maximum number of redirects. Release hosts redirect to the servers that store the files.
const REDIRECTS: usize = 4;

/// The address of the release manifest, and the public key of the signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateServer {
    manifest: Url,
    key: String,
}

impl UpdateServer {
    /// Reads `SATCHEL_UPDATE_URL` and `SATCHEL_UPDATE_KEY`, which are set at compile time.
    #[must_use]
    pub fn built() -> Option<Self> {
        Self::new(option_env!("SATCHEL_UPDATE_URL")?, option_env!("SATCHEL_UPDATE_KEY")?)
    }

    /// Returns `None` unless the address uses HTTPS and the key is not empty.
    fn new(manifest: &str, key: &str) -> Option<Self> {
        let manifest = Url::parse(manifest).ok().filter(|url| url.scheme() == "https")?;
        (!key.trim().is_empty()).then(|| Self { manifest, key: key.trim().to_owned() })
    }

    /// A stand-in server on this computer, for tests. Returns `None` for any other address, so that an environment
    /// variable cannot redirect updates to another host.
    #[must_use]
    pub fn stand_in(manifest: &str, key: &str) -> Option<Self> {
        let manifest = Url::parse(manifest).ok().filter(is_loopback)?;
        Some(Self { manifest, key: key.to_owned() })
    }

    /// The address of the manifest.
    #[must_use]
    pub fn address(&self) -> &Url {
        &self.manifest
    }

    /// The public key that signatures are verified with.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Whether this is a stand-in server on this computer.
    #[must_use]
    pub fn is_stand_in(&self) -> bool {
        is_loopback(&self.manifest)
    }

    /// Whether a package may be downloaded from this address.
    #[must_use]
    pub fn allows(&self, package: &Url) -> bool {
        if self.is_stand_in() { is_loopback(package) } else { package.scheme() == "https" }
    }

    /// Configures a client for updates: HTTPS only, few redirects, timeouts, and a user agent that contains nothing but
    /// Satchel's version.
    pub fn configure(&self, client: ClientBuilder) -> ClientBuilder {
        install_ciphers();
        let client = client
            .user_agent(concat!("Satchel/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(Duration::from_secs(15))
            .read_timeout(Duration::from_secs(30));
        if self.is_stand_in() {
            client.redirect(Policy::none()).no_proxy()
        } else {
            client.redirect(Policy::limited(REDIRECTS)).https_only(true)
        }
    }

    /// Fetches the manifest of the newest release. It is not signed: nothing in it may be trusted unless a signature
    /// confirms it.
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

/// Why an update was not found or not installed. The installed version is unchanged in every case.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UpdateError {
    /// The update server cannot be reached.
    #[error("{0}")]
    Unreachable(String),
    /// The manifest is invalid, or has no package for this system.
    #[error("{0}")]
    Announcement(String),
    /// The download of the package is incomplete.
    #[error("{0}")]
    Broken(String),
    /// The signature of the package is invalid, or was made for another version.
    #[error("{0}")]
    Untrusted(String),
    /// The package could not replace the installed version.
    #[error("{0}")]
    NotWritten(String),
}

impl From<CallError> for UpdateError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::NotSent(_) | CallError::NoAnswer(_) | CallError::TimedOut(_) => {
                Self::Unreachable(error.to_string())
            }
            other => Self::Announcement(other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTTPS: &str = "https://example.org/latest.json";

    #[test]
    fn built_in_server_requires_https_and_a_key() {
        assert!(UpdateServer::new(HTTPS, "key").is_some_and(|server| !server.is_stand_in()));
        for (address, key) in [(HTTPS, " "), ("http://example.org", "key"), ("file:///x", "key"), ("", "key")]
        {
            assert_eq!(UpdateServer::new(address, key), None, "{address} {key}");
        }
    }

    #[test]
    fn stand_in_server_must_be_a_loopback_address() {
        assert!(UpdateServer::stand_in("http://127.0.0.1:9/latest.json", "key").is_some());
        for elsewhere in [HTTPS, "http://192.168.0.1", "http://127.0.0.1.example.org", ""] {
            assert_eq!(UpdateServer::stand_in(elsewhere, "key"), None, "{elsewhere}");
        }
    }

    #[test]
    fn packages_require_https_or_a_stand_in_on_loopback() {
        let allows = |server: &UpdateServer, address| server.allows(&Url::parse(address).unwrap());
        let real = UpdateServer::new(HTTPS, "key").unwrap();
        assert!(allows(&real, "https://files.example.org/a"));
        assert!(!allows(&real, "http://example.org/a") && !allows(&real, "http://127.0.0.1/a"));
        let stand_in = UpdateServer::stand_in("http://127.0.0.1:9", "key").unwrap();
        assert!(allows(&stand_in, "http://127.0.0.1:8/a"));
        assert!(!allows(&stand_in, "https://example.org/a"));
    }

    #[tokio::test]
    async fn unreachable_server_is_distinguished_from_an_invalid_manifest() {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let server = UpdateServer::stand_in(&format!("http://{free}"), "key").unwrap();
        assert!(matches!(server.manifest().await, Err(UpdateError::Unreachable(_))));
        let refused =
            CallError::Unexpected { status: 200, what: "the reply is too large".into(), received: None };
        assert!(matches!(UpdateError::from(refused), UpdateError::Announcement(_)));
    }
}
