//! The state that survives a restart, and its file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::export::{Category, Format};

/// The state that survives a restart. Times are Unix seconds on the stand-in's clock.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct StoredState {
    /// Seconds by which the clock was advanced.
    pub(crate) clock_offset: i64,
    /// Incremented with each id and secret, so that all are different.
    pub(crate) serial: u64,
    pub(crate) codes: BTreeMap<String, Code>,
    pub(crate) grants: BTreeMap<u64, Grant>,
    pub(crate) tokens: BTreeMap<String, Token>,
    pub(crate) requests: BTreeMap<i64, DataRequest>,
}

/// An authorization code that has not been exchanged.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Code {
    pub(crate) client_key: String,
    pub(crate) account: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: String,
    pub(crate) expires: i64,
}

/// The scopes that one account granted to one app.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub(crate) client_key: String,
    pub(crate) account: String,
    pub(crate) scopes: Vec<String>,
    /// One-time scopes that were used.
    pub(crate) used_scopes: BTreeSet<String>,
}

impl Grant {
    /// The scopes that can still be used.
    pub(crate) fn usable_scopes(&self) -> Vec<String> {
        self.scopes.iter().filter(|scope| !self.used_scopes.contains(*scope)).cloned().collect()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum TokenKind {
    Access,
    Refresh,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) grant: u64,
    pub(crate) expires: i64,
}

/// A request for an export.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct DataRequest {
    pub(crate) client_key: String,
    pub(crate) account: String,
    pub(crate) grant: u64,
    pub(crate) categories: Vec<Category>,
    pub(crate) format: Format,
    pub(crate) apply_time: i64,
    /// When the archive became ready. It stays ready if the switches change later.
    pub(crate) ready_at: Option<i64>,
    pub(crate) cancelled: bool,
    /// One-time scopes that the request used.
    pub(crate) used_scopes: Vec<String>,
}

impl StoredState {
    /// Reads the file. The state is empty if the file is missing or damaged.
    pub(crate) fn load(path: &Path) -> Self {
        match fs::read(path) {
            Ok(bytes) => serde_json::from_slice(&bytes).unwrap_or_else(|error| {
                tracing::warn!(%error, "the state file is damaged and is ignored");
                Self::default()
            }),
            Err(_) => Self::default(),
        }
    }

    /// Replaces the file atomically.
    pub(crate) fn save(&self, path: &Path) -> io::Result<()> {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&mut file, self)?;
        file.flush()?;
        file.persist(path)?;
        Ok(())
    }
}
