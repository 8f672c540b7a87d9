//! The demo account: the same program, with the stand-in for TikTok that runs inside it.

use satchel_core::Endpoints;
use satchel_core::account::AppKey;
use satchel_core::paths::Paths;
use satchel_sim::{CLIENT_KEY, CLIENT_SECRET, Options, Sim};

/// Records of the demo account: a few years of an ordinary one.
const RECORDS: u64 = 60_000;
/// Long enough to see what preparing looks like, short enough to wait for. Seconds.
const PREPARING: u64 = 9;
/// Bytes a second: the download of the demo takes some seconds, so that it can be watched.
const RATE: u64 = 400_000;

/// A running stand-in, and how to reach it.
pub(crate) struct Demo {
    pub(crate) endpoints: Endpoints,
    pub(crate) key: Option<AppKey>,
    /// Ends when this is dropped.
    _stand_in: Sim,
}

impl Demo {
    /// Starts the stand-in. What it was asked and what it handed out lies in the demo's own folder, so that jobs
    /// survive a restart.
    pub(crate) async fn start(home: &Paths) -> Result<Self, String> {
        std::fs::create_dir_all(home.folder()).map_err(|e| e.to_string())?;
        let mut options = Options {
            records: RECORDS,
            state_file: Some(home.folder().join("stand-in.json")),
            ..Options::default()
        };
        options.switches.prepare_seconds = PREPARING;
        options.switches.rate = RATE;
        let stand_in = Sim::start(options).await.map_err(|e| e.to_string())?;
        let endpoints = Endpoints::stand_in(&stand_in.authorize_url(), &stand_in.base_url())
            .map_err(|e| e.to_string())?;
        Ok(Self { endpoints, key: AppKey::new(CLIENT_KEY, CLIENT_SECRET), _stand_in: stand_in })
    }
}
