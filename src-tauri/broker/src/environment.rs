//! The configuration in environment variables.

use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;

use ipnet::IpNet;
use thiserror::Error;
use url::{Host, Url};

use crate::config::{Config, Limits};
use crate::secret::Secret;

/// What the environment says.
#[derive(Debug, Clone)]
pub struct Environment {
    /// Where to listen.
    pub listen: SocketAddr,
    /// What to build the broker from.
    pub config: Config,
}

/// Why the environment is not usable.
#[derive(Debug, Error)]
pub enum EnvironmentError {
    /// A variable is missing.
    #[error("{0} is not set; it is on the page of your app in TikTok's developer portal")]
    Missing(&'static str),
    /// The secret is given twice.
    #[error("{SECRET} and {SECRET_FILE} are both set; keep one of them")]
    TwoSecrets,
    /// The secret cannot be read.
    #[error("{SECRET_FILE}: {path} cannot be read: {source}")]
    SecretFile {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A variable is not valid.
    #[error("{name} is \"{value}\", but must be {expected}")]
    Invalid {
        /// The variable.
        name: &'static str,
        /// Its value.
        value: String,
        /// What is allowed.
        expected: &'static str,
    },
}

const KEY: &str = "SATCHEL_BROKER_CLIENT_KEY";
const SECRET: &str = "SATCHEL_BROKER_CLIENT_SECRET";
const SECRET_FILE: &str = "SATCHEL_BROKER_CLIENT_SECRET_FILE";
const LISTEN: &str = "SATCHEL_BROKER_LISTEN";
const TIKTOK: &str = "SATCHEL_BROKER_TIKTOK_URL";
const PROXIES: &str = "SATCHEL_BROKER_TRUSTED_PROXIES";
const TOKEN_CALLS: &str = "SATCHEL_BROKER_TOKEN_CALLS_PER_MINUTE";
const POLLS: &str = "SATCHEL_BROKER_POLLS_PER_MINUTE";

/// Where the broker listens unless the environment says otherwise.
const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

impl Environment {
    /// Reads the variables. `variable` returns the value of one, if it is set.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, EnvironmentError> {
        let variable =
            |name| variable(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let client_key = variable(KEY).ok_or(EnvironmentError::Missing(KEY))?;
        let client_secret = match (variable(SECRET), variable(SECRET_FILE)) {
            (Some(_), Some(_)) => return Err(EnvironmentError::TwoSecrets),
            (Some(text), None) => Secret::new(&text),
            (None, Some(path)) => read_secret(path.into())?,
            (None, None) => None,
        };
        let defaults = Limits::default();
        let number = |name, default| match variable(name) {
            Some(value) => parsed(name, value, "a number above 0", |text| text.parse::<NonZeroU32>().ok()),
            None => Ok(default),
        };
        let limits = Limits {
            token_calls: number(TOKEN_CALLS, defaults.token_calls)?,
            polls: number(POLLS, defaults.polls)?,
            ..defaults
        };
        let listen = match variable(LISTEN) {
            Some(value) => {
                parsed(LISTEN, value, "an IP address and a port, such as 127.0.0.1:8080", |t| t.parse().ok())?
            }
            None => DEFAULT_LISTEN,
        };
        let tiktok = match variable(TIKTOK) {
            Some(value) => parsed(TIKTOK, value, "an address of this computer, for tests", loopback_url)?,
            None => Config::tiktok(),
        };
        let trusted_proxies = match variable(PROXIES) {
            Some(value) => parsed(PROXIES, value, "IP addresses or networks, separated by commas", networks)?,
            None => Vec::new(),
        };
        Ok(Self {
            listen,
            config: Config {
                client_key,
                client_secret: client_secret.ok_or(EnvironmentError::Missing(SECRET))?,
                tiktok,
                trusted_proxies,
                limits,
            },
        })
    }
}

fn parsed<T>(
    name: &'static str,
    value: String,
    expected: &'static str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T, EnvironmentError> {
    parse(&value).ok_or(EnvironmentError::Invalid { name, value, expected })
}

fn read_secret(path: PathBuf) -> Result<Option<Secret>, EnvironmentError> {
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Secret::new(&text)),
        Err(source) => Err(EnvironmentError::SecretFile { path, source }),
    }
}

/// Another address than TikTok's may only be on this computer, so that the secret is never sent elsewhere.
fn loopback_url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let is_loopback = match url.host()? {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
    };
    (is_loopback && matches!(url.scheme(), "http" | "https")).then_some(url)
}

fn networks(text: &str) -> Option<Vec<IpNet>> {
    let network = |text: &str| {
        text.parse::<IpNet>().ok().or_else(|| Some(IpNet::from(text.parse::<std::net::IpAddr>().ok()?)))
    };
    text.split(',').map(|part| network(part.trim())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Environment, EnvironmentError> {
        Environment::read(|name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn key_and_secret_suffice() {
        let read = read(&[(KEY, "key"), (SECRET, " hidden\n")]).unwrap();
        assert_eq!(read.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(read.config.client_secret.expose(), "hidden");
        assert_eq!(read.config.tiktok.as_str(), "https://open.tiktokapis.com/");
        assert!(read.config.trusted_proxies.is_empty());
        assert!(!format!("{read:?}").contains("hidden"), "{read:?}");
    }

    #[test]
    fn the_secret_can_be_in_a_file() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "hidden\n").unwrap();
        let path = file.path().to_str().unwrap();
        let found = read(&[(KEY, "key"), (SECRET_FILE, path)]).unwrap();
        assert_eq!(found.config.client_secret.expose(), "hidden");
        let both = read(&[(KEY, "key"), (SECRET_FILE, path), (SECRET, "hidden")]);
        assert!(matches!(both, Err(EnvironmentError::TwoSecrets)));
        std::fs::write(file.path(), "\n").unwrap();
        assert!(matches!(read(&[(KEY, "key"), (SECRET_FILE, path)]), Err(EnvironmentError::Missing(SECRET))));
        let absent = read(&[(KEY, "key"), (SECRET_FILE, "/nonexistent/secret")]);
        assert!(matches!(absent, Err(EnvironmentError::SecretFile { .. })));
    }

    #[test]
    fn invalid_variables_are_named() {
        for (name, value) in [
            (LISTEN, "8080"),
            (TIKTOK, "https://example.org"),
            (TIKTOK, "http://127.0.0.1.example.org"),
            (PROXIES, "10.0.0.0/8,proxy"),
            (POLLS, "0"),
            (TOKEN_CALLS, "many"),
        ] {
            let error = read(&[(KEY, "key"), (SECRET, "hidden"), (name, value)]).unwrap_err().to_string();
            assert!(error.contains(name) && error.contains(value), "{error}");
        }
        assert!(read(&[(SECRET, "hidden")]).unwrap_err().to_string().contains(KEY));
        assert!(read(&[(KEY, "key")]).unwrap_err().to_string().contains(SECRET));
    }

    #[test]
    fn proxies_are_addresses_or_networks() {
        let found =
            read(&[(KEY, "key"), (SECRET, "hidden"), (PROXIES, "127.0.0.1, 10.0.0.0/8,::1")]).unwrap();
        let found: Vec<String> = found.config.trusted_proxies.iter().map(ToString::to_string).collect();
        assert_eq!(found, ["127.0.0.1/32", "10.0.0.0/8", "::1/128"]);
    }
}
