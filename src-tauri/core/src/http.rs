//! Shared by all calls to TikTok: endpoints, the HTTP client, and how replies are read.
//!
//! `account` and `portability` depend on this module, not on each other.

mod error;
pub mod lenient;
mod redact;
mod reply;

pub use error::{CallError, Received};
pub use reply::{GZIP, Reply, bounded_body, call, call_for, call_for_logged, extend, retry_after};

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use thiserror::Error;
use url::{Host, Url};

/// TikTok's addresses. Other hosts are allowed on loopback only, for tests and the demo account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoints {
    /// The consent page.
    pub authorize: Url,
    /// The base URL of all calls, without a path.
    pub api: Url,
}

/// A stand-in address that is not a loopback address. Holds the name of the environment variable.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0} may only point to this computer (127.0.0.1 or localhost)")]
pub struct NotLoopback(pub &'static str);

impl Endpoints {
    /// TikTok's own addresses.
    ///
    /// # Panics
    /// Never: both addresses are constants.
    #[must_use]
    pub fn tiktok() -> Self {
        Self {
            authorize: Url::parse("https://www.tiktok.com/v2/auth/authorize/").expect("a valid constant URL"),
            api: Url::parse("https://open.tiktokapis.com").expect("a valid constant URL"),
        }
    }

    /// A stand-in server on this computer. Fails if either address is not a loopback address.
    pub fn stand_in(authorize: &str, api: &str) -> Result<Self, NotLoopback> {
        let parse = |text: &str, name| Url::parse(text).ok().filter(is_loopback).ok_or(NotLoopback(name));
        Ok(Self {
            authorize: parse(authorize, "SATCHEL_AUTHORIZE_URL")?,
            api: parse(api, "SATCHEL_API_URL")?,
        })
    }

    /// The URL of one call.
    #[must_use]
    pub fn call(&self, path: &str) -> Url {
        let mut url = self.api.clone();
        url.set_path(path);
        url
    }

    /// Whether this is a stand-in server on this computer.
    #[must_use]
    pub fn is_stand_in(&self) -> bool {
        is_loopback(&self.api)
    }
}

pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        None => false,
    }
}

/// The HTTP client of all calls and downloads: TLS only (except for a stand-in), and no redirects. Each call states its
/// total timeout; downloads limit the wait for the first byte and between two chunks instead.
///
/// It is created when it is first used, since reading the system's certificates would delay the window by about 0.1 s. Cheap
/// to clone; all clones share one client.
#[derive(Debug, Clone)]
pub struct HttpClient(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    is_stand_in: bool,
    client: OnceLock<reqwest::Client>,
}

impl HttpClient {
    /// A client for these endpoints.
    #[must_use]
    pub fn new(endpoints: &Endpoints) -> Self {
        install_ciphers();
        Self(Arc::new(Shared { is_stand_in: endpoints.is_stand_in(), client: OnceLock::new() }))
    }

    /// The client. Blocks while it is created; fails if the system's certificates cannot be used.
    pub fn client(&self) -> Result<&reqwest::Client, CallError> {
        if let Some(client) = self.0.client.get() {
            return Ok(client);
        }
        let builder = reqwest::Client::builder()
            .user_agent(concat!("Satchel/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT);
        let builder = if self.0.is_stand_in { builder.no_proxy() } else { builder.https_only(true) };
        let client = builder.build()?;
        Ok(self.0.client.get_or_init(|| client))
    }
}

/// Installs the TLS crypto provider of the process, which clients need; does nothing if one is already installed.
pub(crate) fn install_ciphers() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// The timeout for making a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// The total timeout of a call with a short reply.
pub const CALL_TIMEOUT: Duration = Duration::from_secs(30);

/// The total timeout of a call that cannot be repeated and whose reply must not be lost.
pub const PATIENT_TIMEOUT: Duration = Duration::from_mins(3);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_in_endpoints_must_be_loopback_addresses() {
        assert!(Endpoints::stand_in("http://127.0.0.1:9/a/", "http://localhost:9").is_ok());
        assert!(Endpoints::stand_in("http://[::1]:9/a/", "http://127.8.8.8:9").is_ok());
        for elsewhere in
            ["http://192.168.0.1", "https://example.org", "http://127.0.0.1.example.org", "file:///x", ""]
        {
            assert!(Endpoints::stand_in(elsewhere, "http://127.0.0.1").is_err(), "{elsewhere}");
            assert!(Endpoints::stand_in("http://127.0.0.1", elsewhere).is_err(), "{elsewhere}");
        }
    }
}
