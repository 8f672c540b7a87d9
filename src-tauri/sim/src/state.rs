//! The stand-in's state: switches, clock, stored state and request log.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use jiff::Timestamp;

use crate::archive::{Archive, ArchiveSource};
use crate::authorization::AuthorizationRequest;
use crate::faults::Fault;
use crate::options::Options;
use crate::persistence::StoredState;
use crate::switches::Switches;
use crate::webhooks::Webhooks;

/// Maximum number of logged requests.
const LOG_LIMIT: usize = 4000;
/// Maximum number of open consent pages.
const AUTHORIZATION_LIMIT: usize = 64;

/// A request that the stand-in received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedRequest {
    /// `GET`, `POST`, …
    pub method: String,
    /// The path without the query.
    pub path: String,
    /// The query as it was sent, without the question mark.
    pub query: String,
    /// Status of the response; `None` if there is none yet, or if the connection was closed without one.
    pub status: Option<u16>,
    /// The body, if it is text of at most 4 KiB.
    pub body: Option<String>,
}

/// The state, shared by all connections.
#[derive(Clone)]
pub(crate) struct SharedState(Arc<Mutex<State>>);

impl SharedState {
    pub(crate) fn new(state: State) -> Self {
        Self(Arc::new(Mutex::new(state)))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        // A poisoned lock would only hide the panic that caused it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) struct State {
    pub(crate) base_url: String,
    pub(crate) redirects: Vec<String>,
    pub(crate) seed: u64,
    pub(crate) records: u64,
    pub(crate) switches: Switches,
    pub(crate) stored: StoredState,
    /// Open consent pages by id, oldest first. They are not stored.
    authorizations: VecDeque<(String, AuthorizationRequest)>,
    pub(crate) archive_source: Option<ArchiveSource>,
    /// Is served in place of every archive.
    pub(crate) fixed_archive: Option<Arc<Archive>>,
    pub(crate) webhooks: Webhooks,
    /// The archive that was written last and its key, so that a repeated download does not write it again.
    pub(crate) last_archive: Option<(String, Arc<Archive>)>,
    /// Path of the state file.
    file: Option<PathBuf>,
    fixed_start: Option<Timestamp>,
    started: Instant,
    log: VecDeque<LoggedRequest>,
    logged: usize,
    recent_requests: BTreeMap<String, VecDeque<i64>>,
}

impl State {
    pub(crate) fn new(options: Options, base_url: String) -> Self {
        let stored = options.state_file.as_deref().map(StoredState::load).unwrap_or_default();
        Self {
            base_url,
            redirects: options.redirects,
            seed: options.seed,
            records: options.records,
            switches: options.switches,
            stored,
            authorizations: VecDeque::new(),
            archive_source: options.archive_source,
            fixed_archive: None,
            webhooks: Webhooks::default(),
            last_archive: None,
            file: options.state_file,
            fixed_start: options.now,
            started: Instant::now(),
            log: VecDeque::new(),
            logged: 0,
            recent_requests: BTreeMap::new(),
        }
    }

    /// Milliseconds since 1970 on the stand-in's clock.
    fn now_millis(&self) -> i64 {
        let base = match self.fixed_start {
            Some(start) => {
                let passed = i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX);
                start.as_millisecond().saturating_add(passed)
            }
            // Unlike `Instant`, the system's clock advances while the computer sleeps.
            None => Timestamp::now().as_millisecond(),
        };
        base.saturating_add(self.stored.clock_offset.saturating_mul(1000))
    }

    /// Unix seconds on the stand-in's clock.
    pub(crate) fn now(&self) -> i64 {
        self.now_millis().div_euclid(1000)
    }

    /// Writes the state file, if there is one.
    pub(crate) fn save(&self) {
        if let Some(path) = &self.file
            && let Err(error) = self.stored.save(path)
        {
            tracing::warn!(%error, "failed to write the state file");
        }
    }

    /// A random number generator with a seed that is used once.
    pub(crate) fn next_rng(&mut self) -> fastrand::Rng {
        self.stored.serial += 1;
        fastrand::Rng::with_seed(
            self.seed.rotate_left(32) ^ self.stored.serial.wrapping_mul(0x9e37_79b9_7f4a_7c15),
        )
    }

    /// A log id: `YYYYMMDDhhmmss` and 20 hex digits, as in the documentation's examples.
    pub(crate) fn log_id(&mut self) -> String {
        let now = Timestamp::from_second(self.now()).unwrap_or(Timestamp::UNIX_EPOCH);
        let mut rng = fastrand::Rng::with_seed(self.now_millis().cast_unsigned() ^ self.logged as u64);
        let tail: String = (0..20).map(|_| rng.digit(16).to_ascii_uppercase()).collect();
        format!("{}{tail}", now.strftime("%Y%m%d%H%M%S"))
    }

    /// Logs a request, and returns its number for [`Self::set_status`].
    pub(crate) fn log(&mut self, request: LoggedRequest) -> usize {
        if self.log.len() == LOG_LIMIT {
            self.log.pop_front();
        }
        self.log.push_back(request);
        self.logged += 1;
        self.logged - 1
    }

    /// Sets the status of the response to a logged request.
    pub(crate) fn set_status(&mut self, number: usize, status: u16) {
        let first = self.logged - self.log.len();
        if let Some(entry) = number.checked_sub(first).and_then(|index| self.log.get_mut(index)) {
            entry.status = Some(status);
        }
    }

    pub(crate) fn requests(&self) -> Vec<LoggedRequest> {
        self.log.iter().cloned().collect()
    }

    /// Counts a request; false if the last minute already had `limit` of its path (`tiktok-api-v2-rate-limit`).
    pub(crate) fn within_rate(&mut self, path: &str, limit: u32) -> bool {
        let now = self.now_millis();
        let recent = self.recent_requests.entry(path.to_owned()).or_default();
        while recent.front().is_some_and(|at| *at <= now - 60_000) {
            recent.pop_front();
        }
        let within = recent.len() < limit as usize;
        if within {
            recent.push_back(now);
        }
        within
    }

    /// The first fault that applies to the path. Its counter is decremented.
    pub(crate) fn take_fault(&mut self, path: &str) -> Option<Fault> {
        let fault = self.switches.faults.iter_mut().find(|f| f.next > 0 && path.starts_with(&f.path))?;
        fault.next -= 1;
        let fault = fault.clone();
        self.switches.faults.retain(|f| f.next > 0);
        Some(fault)
    }

    /// Stores an authorization request, and returns its id.
    pub(crate) fn add_authorization(&mut self, request: AuthorizationRequest) -> String {
        let mut rng = self.next_rng();
        let id: String = (0..32).map(|_| rng.alphanumeric()).collect();
        if self.authorizations.len() == AUTHORIZATION_LIMIT {
            self.authorizations.pop_front();
        }
        self.authorizations.push_back((id.clone(), request));
        id
    }

    /// Removes an authorization request by its id.
    pub(crate) fn take_authorization(&mut self, id: &str) -> Option<AuthorizationRequest> {
        let index = self.authorizations.iter().position(|(known, _)| known == id)?;
        self.authorizations.remove(index).map(|(_, request)| request)
    }

    /// Revokes all tokens and codes, as when the user removes the app in TikTok.
    pub(crate) fn revoke_all(&mut self) {
        self.stored.tokens.clear();
        self.stored.codes.clear();
        self.save();
    }
}
