//! The parts of a running broker.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use tokio_util::sync::CancellationToken;

use crate::address::client_address;
use crate::config::Config;
use crate::events::Events;
use crate::rates::Rates;
use crate::signature::Signatures;
use crate::ticket::Tickets;
use crate::upstream::TikTok;

/// The parts of a running broker.
pub(crate) struct App {
    pub(crate) config: Config,
    pub(crate) tiktok: TikTok,
    pub(crate) tickets: Tickets,
    pub(crate) signatures: Signatures,
    pub(crate) events: Events,
    pub(crate) rates: Rates,
    /// Cancelled when the broker shuts down.
    pub(crate) closing: CancellationToken,
}

impl App {
    pub(crate) fn new(config: Config) -> Result<Self, reqwest::Error> {
        let (key, secret, limits) = (config.client_key.clone(), config.client_secret.clone(), &config.limits);
        Ok(Self {
            tiktok: TikTok::new(config.tiktok.clone(), key, secret.clone(), limits.upstream_timeout)?,
            tickets: Tickets::new(&secret, limits.ticket_lifetime),
            signatures: Signatures::new(&secret),
            events: Events::new(limits.event_lifetime),
            rates: Rates::new(limits),
            closing: CancellationToken::new(),
            config,
        })
    }
}

/// The time in Unix seconds.
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// The address of the client that calls.
pub(crate) struct Client(pub(crate) IpAddr);

impl FromRequestParts<Arc<App>> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        // Every connection has a peer; without one, all would count as the same client.
        let peer = peer.unwrap_or(IpAddr::from([0, 0, 0, 0]));
        Ok(Self(client_address(peer, &parts.headers, &app.config.trusted_proxies)))
    }
}
