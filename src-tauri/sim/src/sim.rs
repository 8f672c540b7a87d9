//! A running stand-in.

use std::io::{self, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::runtime::Runtime;

use crate::archive::Archive;
use crate::http::{self, AbortHandle, AbortableListener, Consent};
use crate::options::Options;
use crate::state::{LoggedRequest, SharedState, State};
use crate::switches::{AuthorizeFault, Switches};
use crate::webhooks::SentWebhook;

/// Why a stand-in could not be started or changed.
#[derive(Debug, thiserror::Error)]
pub enum SimError {
    /// The port is taken, or loopback cannot be used.
    #[error("the stand-in cannot listen on 127.0.0.1: {0}")]
    Listen(#[source] io::Error),
    /// Threads or files could not be created.
    #[error("the stand-in cannot run: {0}")]
    Run(#[source] io::Error),
}

/// How often the stand-in looks for archives that became ready, if webhooks are to be sent.
const WEBHOOK_INTERVAL: Duration = Duration::from_millis(25);

/// A running stand-in. It stops when dropped.
pub struct Sim {
    shared: SharedState,
    address: SocketAddr,
    /// A runtime of its own. Shutting it down closes all connections, including stalled ones.
    runtime: Option<Runtime>,
}

impl Sim {
    /// Starts listening. Requests are answered as soon as this returns.
    #[allow(clippy::unused_async, reason = "the interface should not depend on that binding does not wait")]
    pub async fn start(options: Options) -> Result<Self, SimError> {
        let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port.unwrap_or(0)));
        let listener = TcpListener::bind(wanted).map_err(SimError::Listen)?;
        listener.set_nonblocking(true).map_err(SimError::Listen)?;
        let address = listener.local_addr().map_err(SimError::Listen)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("satchel-sim")
            .enable_all()
            .build()
            .map_err(SimError::Run)?;

        let shared = SharedState::new(State::new(options, format!("http://{address}")));
        let listener = {
            let _guard = runtime.enter();
            tokio::net::TcpListener::from_std(listener).map_err(SimError::Listen)?
        };
        let service = http::router(shared.clone()).into_make_service_with_connect_info::<AbortHandle>();
        runtime.spawn(async move {
            if let Err(error) = axum::serve(AbortableListener(listener), service).await {
                tracing::error!(%error, "the stand-in stopped serving");
            }
        });
        runtime.spawn(send_webhooks(shared.clone()));
        Ok(Self { shared, address, runtime: Some(runtime) })
    }

    /// The API's address: `http://127.0.0.1:PORT`, without a trailing slash.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address of the consent page, without a query.
    #[must_use]
    pub fn authorize_url(&self) -> String {
        format!("{}/v2/auth/authorize/", self.base_url())
    }

    /// Changes switches. They apply from the next request on.
    pub fn set(&self, change: impl FnOnce(&mut Switches)) {
        change(&mut self.shared.lock().switches);
    }

    /// The current switches, including their counters.
    #[must_use]
    pub fn switches(&self) -> Switches {
        self.shared.lock().switches.clone()
    }

    /// The received requests, oldest first. Only the last 4,000 are logged.
    #[must_use]
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.shared.lock().requests()
    }

    /// Advances the stand-in's clock, in whole seconds.
    pub fn advance(&self, time: Duration) {
        let mut state = self.shared.lock();
        let seconds = i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
        state.stored.clock_offset = state.stored.clock_offset.saturating_add(seconds);
        state.save();
    }

    /// The time on the stand-in's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        Timestamp::from_second(self.shared.lock().now()).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Revokes all tokens, as when the user removes the app in TikTok.
    pub fn revoke_all(&self) {
        http::revoke_all(&mut self.shared.lock());
    }

    /// The webhooks that were sent, oldest first.
    #[must_use]
    pub fn webhooks(&self) -> Vec<SentWebhook> {
        self.shared.lock().webhooks.sent()
    }

    /// Answers an authorization request as a user would on the consent page, without a browser.
    ///
    /// Returns the address to which the browser is redirected, or the error that TikTok's page would show.
    pub fn consent(&self, authorize_url: &str, consent: &Consent) -> Result<String, AuthorizeFault> {
        let mut state = self.shared.lock();
        let request = http::check_url(&state, authorize_url)?;
        Ok(http::decide(&mut state, request, consent))
    }

    /// Serves these bytes in place of all archives, or, with `None`, the archives again.
    pub fn serve_archive(&self, archive: Option<&[u8]>) -> Result<(), SimError> {
        let archive = match archive {
            Some(bytes) => {
                let archive = Archive::create(|mut file| file.write_all(bytes)).map_err(SimError::Run)?;
                Some(Arc::new(archive))
            }
            None => None,
        };
        self.shared.lock().fixed_archive = archive;
        Ok(())
    }

    /// Stops, and waits until the port is free.
    pub async fn stop(mut self) {
        if let Some(runtime) = self.runtime.take() {
            let stopped =
                tokio::task::spawn_blocking(move || runtime.shutdown_timeout(Duration::from_secs(5)));
            if stopped.await.is_err() {
                tracing::warn!("the stand-in could not be stopped");
            }
        }
    }
}

/// Sends webhooks as events happen.
async fn send_webhooks(shared: SharedState) {
    loop {
        tokio::time::sleep(WEBHOOK_INTERVAL).await;
        let mut state = shared.lock();
        if state.switches.webhook_url.is_empty() {
            continue;
        }
        http::announce_ready(&mut state);
        while let Some(webhook) = state.webhooks.take() {
            let shared = shared.clone();
            tokio::spawn(webhook.send(move |sent| shared.lock().webhooks.note(sent)));
        }
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // A runtime must not be dropped in the async context of another one.
            runtime.shutdown_background();
        }
    }
}

impl std::fmt::Debug for Sim {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Sim").field("address", &self.address).finish_non_exhaustive()
    }
}
