//! The stand-in's one mutable state: switches, clock, what it remembers, and what it was asked.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use jiff::Timestamp;

use crate::Options;
use crate::archive::Archive;
use crate::http::consent::Ticket;
use crate::state::State;
use crate::switches::{Fault, Switches};

/// Calls that are remembered for [`crate::Sim::requests`]; the demo account runs for days.
const LOG_LIMIT: usize = 4000;
/// Tickets of consent pages that were opened and not answered.
const TICKET_LIMIT: usize = 64;

/// A call the stand-in received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// `GET`, `POST`, …
    pub method: String,
    /// The path without the query.
    pub path: String,
    /// The query as it was sent, without the question mark.
    pub query: String,
    /// The answer's status; `None` while it is worked on, or if the connection was closed without an answer.
    pub status: Option<u16>,
    /// The body, if it was text of at most 4 KiB. It may hold the invented secrets.
    pub body: Option<String>,
}

/// What all connections share.
#[derive(Clone)]
pub(crate) struct Shared(Arc<Mutex<World>>);

impl Shared {
    pub(crate) fn new(world: World) -> Self {
        Self(Arc::new(Mutex::new(world)))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, World> {
        // A panic elsewhere must not hide the assertion that caused it behind a second one.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) struct World {
    pub(crate) base_url: String,
    pub(crate) redirects: Vec<String>,
    pub(crate) seed: u64,
    pub(crate) records: u64,
    pub(crate) switches: Switches,
    pub(crate) state: State,
    /// Open consent pages, oldest first. Not kept: a page does not survive a restart.
    pub(crate) tickets: VecDeque<(String, Ticket)>,
    /// An archive to hand out instead of the export.
    pub(crate) archive: Option<Arc<Archive>>,
    /// The export that was asked for last, so that a second try need not make it again.
    pub(crate) made: Option<(String, Arc<Archive>)>,
    state_file: Option<PathBuf>,
    fixed_start: Option<Timestamp>,
    started: Instant,
    log: VecDeque<Logged>,
    logged: usize,
    calls: BTreeMap<String, VecDeque<i64>>,
}

impl World {
    pub(crate) fn new(options: Options, base_url: String) -> Self {
        let state = options.state_file.as_deref().map(State::load).unwrap_or_default();
        Self {
            base_url,
            redirects: options.redirects,
            seed: options.seed,
            records: options.records,
            switches: options.switches,
            state,
            tickets: VecDeque::new(),
            archive: None,
            made: None,
            state_file: options.state_file,
            fixed_start: options.now,
            started: Instant::now(),
            log: VecDeque::new(),
            logged: 0,
            calls: BTreeMap::new(),
        }
    }

    /// Milliseconds since 1970 on the stand-in's clock.
    fn now_millis(&self) -> i64 {
        let base = match self.fixed_start {
            Some(start) => {
                let passed = i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX);
                start.as_millisecond().saturating_add(passed)
            }
            // The system's own clock, because it goes on while a laptop sleeps.
            None => Timestamp::now().as_millisecond(),
        };
        base.saturating_add(self.state.clock_offset.saturating_mul(1000))
    }

    /// Unix seconds on the stand-in's clock.
    pub(crate) fn now(&self) -> i64 {
        self.now_millis().div_euclid(1000)
    }

    /// Keeps the state, if there is a file for it.
    pub(crate) fn save(&self) {
        if let Some(path) = &self.state_file
            && let Err(error) = self.state.save(path)
        {
            tracing::warn!(%error, "the stand-in's state was not kept");
        }
    }

    /// A generator that never repeats: its seed is a number that is used once.
    pub(crate) fn fresh(&mut self) -> fastrand::Rng {
        self.state.serial += 1;
        fastrand::Rng::with_seed(
            self.seed.rotate_left(32) ^ self.state.serial.wrapping_mul(0x9e37_79b9_7f4a_7c15),
        )
    }

    /// `YYYYMMDDhhmmss` and 20 hex digits, as documented examples show.
    pub(crate) fn log_id(&mut self) -> String {
        let now = Timestamp::from_second(self.now()).unwrap_or(Timestamp::UNIX_EPOCH);
        let mut rng = fastrand::Rng::with_seed(self.now_millis().cast_unsigned() ^ self.logged as u64);
        let tail: String = (0..20).map(|_| rng.digit(16).to_ascii_uppercase()).collect();
        format!("{}{tail}", now.strftime("%Y%m%d%H%M%S"))
    }

    /// Remembers a call; the number finds it again for [`Self::answered`].
    pub(crate) fn log(&mut self, call: Logged) -> usize {
        if self.log.len() == LOG_LIMIT {
            self.log.pop_front();
        }
        self.log.push_back(call);
        self.logged += 1;
        self.logged - 1
    }

    pub(crate) fn answered(&mut self, number: usize, status: u16) {
        let first = self.logged - self.log.len();
        if let Some(entry) = number.checked_sub(first).and_then(|index| self.log.get_mut(index)) {
            entry.status = Some(status);
        }
    }

    pub(crate) fn requests(&self) -> Vec<Logged> {
        self.log.iter().cloned().collect()
    }

    /// Counts a call; false if the last minute already had `limit` of its kind (`tiktok-api-v2-rate-limit`).
    pub(crate) fn within_rate(&mut self, path: &str, limit: u32) -> bool {
        let now = self.now_millis();
        let recent = self.calls.entry(path.to_owned()).or_default();
        while recent.front().is_some_and(|at| *at <= now - 60_000) {
            recent.pop_front();
        }
        let within = recent.len() < limit as usize;
        if within {
            recent.push_back(now);
        }
        within
    }

    /// Takes one use of the first fault that applies to the path.
    pub(crate) fn take_fault(&mut self, path: &str) -> Option<Fault> {
        let fault = self.switches.faults.iter_mut().find(|f| f.next > 0 && path.starts_with(&f.path))?;
        fault.next -= 1;
        let fault = fault.clone();
        self.switches.faults.retain(|f| f.next > 0);
        Some(fault)
    }

    pub(crate) fn open_ticket(&mut self, ticket: Ticket) -> String {
        let mut rng = self.fresh();
        let name: String = (0..32).map(|_| rng.alphanumeric()).collect();
        if self.tickets.len() == TICKET_LIMIT {
            self.tickets.pop_front();
        }
        self.tickets.push_back((name.clone(), ticket));
        name
    }

    pub(crate) fn take_ticket(&mut self, name: &str) -> Option<Ticket> {
        let index = self.tickets.iter().position(|(known, _)| known == name)?;
        self.tickets.remove(index).map(|(_, ticket)| ticket)
    }

    /// Ends every token and every code, as when the user removes the app in TikTok.
    pub(crate) fn revoke_all(&mut self) {
        self.state.tokens.clear();
        self.state.codes.clear();
        self.save();
    }
}
