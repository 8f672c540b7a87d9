//! Start options.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::archive::ArchiveSource;
use crate::switches::Switches;

/// How a stand-in starts.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port on 127.0.0.1; `None` lets the system choose one.
    pub port: Option<u16>,
    /// Seed of all generated data: the same seed gives the same bytes.
    pub seed: u64,
    /// Approximate number of records of a full export.
    pub records: u64,
    /// Start of the stand-in's clock, which then runs on; `None` follows the system's clock.
    pub now: Option<Timestamp>,
    /// File for the state that survives a restart; `None` stores nothing.
    pub state_file: Option<PathBuf>,
    /// The app's registered redirects. A `*` stands for any port.
    pub redirects: Vec<String>,
    /// The switches at the start.
    pub switches: Switches,
    /// Writes the archives of data requests; `None` writes JSON exports and refuses requests for text.
    pub archive_source: Option<ArchiveSource>,
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
            archive_source: None,
        }
    }
}
