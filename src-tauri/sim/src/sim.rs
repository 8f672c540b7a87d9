//! A running stand-in.

use std::io::{self, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::runtime::Runtime;

use crate::archive::Archive;
use crate::http::consent::{self, Consent};
use crate::http::{self, Wire, Wires};
use crate::switches::{AuthorizeFault, Switches};
use crate::world::{Logged, Shared, World};

/// How a stand-in starts.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port on 127.0.0.1; `None` lets the system choose.
    pub port: Option<u16>,
    /// Decides everything that is invented: the same seed gives the same data, byte for byte.
    pub seed: u64,
    /// Roughly the records of a full export.
    pub records: u64,
    /// A fixed start for the stand-in's clock, which then runs on; `None` follows the system's clock.
    pub now: Option<Timestamp>,
    /// Where to keep what must survive a restart; `None` keeps nothing.
    pub state_file: Option<PathBuf>,
    /// Redirects the app has registered. A `*` stands for any port.
    pub redirects: Vec<String>,
    /// The switches at the start.
    pub switches: Switches,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: None,
            seed: 1,
            records: 4_000,
            now: None,
            state_file: None,
            redirects: vec!["http://127.0.0.1:*/callback/".into()],
            switches: Switches::default(),
        }
    }
}

/// Why a stand-in could not be started or changed.
#[derive(Debug, thiserror::Error)]
pub enum SimError {
    /// The port is taken, or loopback cannot be used.
    #[error("the stand-in cannot listen on 127.0.0.1: {0}")]
    Listen(#[source] io::Error),
    /// The threads or files it needs cannot be had.
    #[error("the stand-in cannot run: {0}")]
    Run(#[source] io::Error),
}

/// A running stand-in. It stops when dropped.
pub struct Sim {
    shared: Shared,
    address: SocketAddr,
    /// Its own threads: dropping them closes every connection, even one that is stalled on purpose.
    runtime: Option<Runtime>,
}

impl Sim {
    /// Starts listening; when this returns, calls are answered.
    #[allow(clippy::unused_async, reason = "callers need not know that binding loopback does not wait")]
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

        let shared = Shared::new(World::new(options, format!("http://{address}")));
        let listener = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(listener).map_err(SimError::Listen)?
        };
        let service = http::router(shared.clone()).into_make_service_with_connect_info::<Wire>();
        runtime.spawn(async move {
            if let Err(error) = axum::serve(Wires(listener), service).await {
                tracing::error!(%error, "the stand-in stopped");
            }
        });
        Ok(Self { shared, address, runtime: Some(runtime) })
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end: the API's address.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address of the consent page, without a query.
    #[must_use]
    pub fn authorize_url(&self) -> String {
        format!("{}/v2/auth/authorize/", self.base_url())
    }

    /// Changes switches; the next call meets them.
    pub fn set(&self, change: impl FnOnce(&mut Switches)) {
        change(&mut self.shared.lock().switches);
    }

    /// The switches as they are, counters included.
    #[must_use]
    pub fn switches(&self) -> Switches {
        self.shared.lock().switches.clone()
    }

    /// The calls received so far, oldest first (the last few thousand).
    #[must_use]
    pub fn requests(&self) -> Vec<Logged> {
        self.shared.lock().requests()
    }

    /// Puts the stand-in's clock forward, in whole seconds.
    pub fn advance(&self, time: Duration) {
        let mut world = self.shared.lock();
        let seconds = i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
        world.state.clock_offset = world.state.clock_offset.saturating_add(seconds);
        world.save();
    }

    /// The time on the stand-in's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        Timestamp::from_second(self.shared.lock().now()).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Ends every token, as when the user removes the app in TikTok.
    pub fn revoke_all(&self) {
        self.shared.lock().revoke_all();
    }

    /// Answers an authorize URL as a user would on the consent page, without a browser.
    ///
    /// Gives the address the browser is sent to, or what TikTok's own page would complain about.
    pub fn consent(&self, authorize_url: &str, consent: &Consent) -> Result<String, AuthorizeFault> {
        let mut world = self.shared.lock();
        let ticket = consent::check_url(&world, authorize_url)?;
        Ok(consent::decide(&mut world, ticket, consent))
    }

    /// Hands out these bytes instead of an export; `None` goes back to exports.
    pub fn serve_archive(&self, archive: Option<&[u8]>) -> Result<(), SimError> {
        let staged = match archive {
            Some(bytes) => {
                let made = Archive::made(|mut file| file.write_all(bytes)).map_err(SimError::Run)?;
                Some(Arc::new(made))
            }
            None => None,
        };
        self.shared.lock().archive = staged;
        Ok(())
    }

    /// Stops and waits until the port is free.
    pub async fn stop(mut self) {
        if let Some(runtime) = self.runtime.take() {
            let waited =
                tokio::task::spawn_blocking(move || runtime.shutdown_timeout(Duration::from_secs(5)));
            if waited.await.is_err() {
                tracing::warn!("the stand-in did not stop in time");
            }
        }
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // The only way to end a runtime inside another one without blocking it.
            runtime.shutdown_background();
        }
    }
}

impl std::fmt::Debug for Sim {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Sim").field("address", &self.address).finish_non_exhaustive()
    }
}
