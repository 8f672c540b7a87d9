//! What the stand-in remembers, and the file it may keep it in.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::scope::Category;

/// Everything that survives a restart. Times are Unix seconds on the stand-in's clock.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct State {
    /// Seconds the clock was put forward.
    pub(crate) clock_offset: i64,
    /// Rises with every id and secret handed out, so that none is handed out twice.
    pub(crate) serial: u64,
    pub(crate) codes: BTreeMap<String, Code>,
    pub(crate) grants: BTreeMap<u64, Grant>,
    pub(crate) tokens: BTreeMap<String, Token>,
    pub(crate) requests: BTreeMap<i64, DataRequest>,
}

/// An authorization code that was not exchanged yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Code {
    pub(crate) client_key: String,
    pub(crate) account: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: String,
    pub(crate) expires: i64,
}

/// One consent: what one account allowed one app.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub(crate) client_key: String,
    pub(crate) account: String,
    pub(crate) scopes: Vec<String>,
    /// One-time scopes that were used up.
    pub(crate) spent: BTreeSet<String>,
}

impl Grant {
    /// The scopes that are not used up.
    pub(crate) fn live(&self) -> Vec<String> {
        self.scopes.iter().filter(|scope| !self.spent.contains(*scope)).cloned().collect()
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
    pub(crate) data_format: String,
    pub(crate) apply_time: i64,
    /// Once ready, a request stays ready, whatever the switches say later.
    pub(crate) ready_at: Option<i64>,
    pub(crate) cancelled: bool,
    pub(crate) spent: Vec<String>,
}

impl State {
    /// Reads the file. A missing or damaged one starts fresh: nothing in it is anyone's data.
    pub(crate) fn load(path: &Path) -> Self {
        match fs::read(path) {
            Ok(bytes) => serde_json::from_slice(&bytes).unwrap_or_else(|error| {
                tracing::warn!(%error, "the stand-in's state cannot be read and starts fresh");
                Self::default()
            }),
            Err(_) => Self::default(),
        }
    }

    /// Replaces the file in one step, so that a crash leaves the old or the new one.
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
