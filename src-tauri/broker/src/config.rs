//! What a broker is built from.

use std::num::NonZeroU32;
use std::time::Duration;

use ipnet::IpNet;
use url::Url;

use crate::secret::Secret;

/// What a broker is built from.
#[derive(Debug, Clone)]
pub struct Config {
    /// The key of the app.
    pub client_key: String,
    /// The secret of the app.
    pub client_secret: Secret,
    /// TikTok's base address, without a path.
    pub tiktok: Url,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// The limits.
    pub limits: Limits,
}

impl Config {
    /// TikTok's own address.
    ///
    /// # Panics
    /// Never: the address is a constant.
    #[must_use]
    pub fn tiktok() -> Url {
        Url::parse("https://open.tiktokapis.com").expect("a valid constant URL")
    }
}

/// Limits of calls, and of what is kept.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Calls of `/v1/token` and `/v1/revoke` that one client address may make in a minute.
    pub token_calls: NonZeroU32,
    /// Calls of `/v1/events` that one client address may make in a minute.
    pub polls: NonZeroU32,
    /// Calls of `/webhooks` that one client address may make in a minute.
    pub webhooks: NonZeroU32,
    /// How long a poll waits for an event at most. Longer than most proxies allow would end in an error.
    pub longest_poll: Duration,
    /// How long TikTok may take for a reply. Shorter than the app's own limit of 30 s.
    pub upstream_timeout: Duration,
    /// How long an event is kept.
    pub event_lifetime: Duration,
    /// How long an events ticket is valid. An access token lasts for 24 h, and the next one comes with a new ticket.
    pub ticket_lifetime: Duration,
}

const fn per_minute(calls: u32) -> NonZeroU32 {
    match NonZeroU32::new(calls) {
        Some(calls) => calls,
        None => NonZeroU32::MIN,
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            token_calls: per_minute(30),
            polls: per_minute(120),
            webhooks: per_minute(6_000),
            longest_poll: Duration::from_secs(55),
            upstream_timeout: Duration::from_secs(25),
            event_lifetime: Duration::from_mins(10),
            ticket_lifetime: Duration::from_hours(48),
        }
    }
}
