//! The demo account: a simulator of TikTok that runs inside the app.

use satchel_core::Endpoints;
use satchel_core::account::AppKey;
use satchel_core::paths::Paths;
use satchel_sim::{CLIENT_KEY, CLIENT_SECRET, Options, Sim};

/// Number of records in an export of the demo account: a few years of ordinary use.
const RECORDS: u64 = 60_000;
/// How long the simulator prepares an export, in seconds: long enough to see the step, short enough to wait for it.
const PREPARE_SECONDS: u64 = 9;
/// Download rate in bytes per second: the download takes a few seconds, so that its progress is visible.
const DOWNLOAD_RATE: u64 = 400_000;

/// A running simulator and how to reach it. It stops when this is dropped.
pub(crate) struct Demo {
    pub(crate) endpoints: Endpoints,
    pub(crate) key: Option<AppKey>,
    _simulator: Sim,
}

impl Demo {
    /// Starts the simulator. Its state is stored in the demo's own folder, so that jobs survive a restart.
    pub(crate) async fn start(paths: &Paths) -> Result<Self, String> {
        std::fs::create_dir_all(paths.folder()).map_err(|e| e.to_string())?;
        let mut options = Options {
            records: RECORDS,
            state_file: Some(paths.folder().join("stand-in.json")),
            ..Options::default()
        };
        options.switches.prepare_seconds = PREPARE_SECONDS;
        options.switches.rate = DOWNLOAD_RATE;
        let simulator = Sim::start(options).await.map_err(|e| e.to_string())?;
        let endpoints = Endpoints::stand_in(&simulator.authorize_url(), &simulator.base_url())
            .map_err(|e| e.to_string())?;
        Ok(Self { endpoints, key: AppKey::new(CLIENT_KEY, CLIENT_SECRET), _simulator: simulator })
    }
}
