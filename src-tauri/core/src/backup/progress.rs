//! The progress of a step: a stream of counts becomes at most ten updates a second, with a smoothed speed.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde::Serialize;
use ts_rs::TS;

use crate::sync::lock;

/// How far a step with something to count is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// Bytes done.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Bytes in all, if known.
    #[ts(type = "number | null")]
    pub bytes_total: Option<u64>,
    /// Bytes per second, once it can be estimated.
    #[ts(type = "number | null")]
    pub bytes_per_second: Option<u64>,
    /// Files done.
    #[ts(type = "number | null")]
    pub files: Option<u64>,
    /// Files in all.
    #[ts(type = "number | null")]
    pub files_total: Option<u64>,
    /// Records read.
    #[ts(type = "number | null")]
    pub records: Option<u64>,
}

const UPDATE_INTERVAL: Duration = Duration::from_millis(100);
/// The time constant of the smoothed speed.
const SMOOTHING: Duration = Duration::from_secs(3);

/// Reports the progress of a step.
pub struct Meter<F> {
    bytes_total: Option<u64>,
    files_total: Option<u64>,
    state: Mutex<State>,
    report: F,
}

struct State {
    last_update: Option<Instant>,
    window_began: Instant,
    window_bytes: u64,
    speed: Option<f64>,
}

impl<F: Fn(Progress) + Send + Sync> Meter<F> {
    /// A meter for a step with these totals, as far as they are known.
    pub fn new(bytes_total: Option<u64>, files_total: Option<u64>, report: F) -> Self {
        let state = State { last_update: None, window_began: Instant::now(), window_bytes: 0, speed: None };
        Self { bytes_total, files_total, state: Mutex::new(state), report }
    }

    /// Takes the counts so far.
    pub fn at(&self, bytes: u64, files: u64) {
        self.update(bytes, self.files_total.map(|_| files), None);
    }

    /// As [`Self::at`], for a step that counts records.
    pub fn with_records(&self, bytes: u64, records: u64) {
        self.update(bytes, None, Some(records));
    }

    fn update(&self, bytes: u64, files: Option<u64>, records: Option<u64>) {
        let mut state = lock(&self.state);
        let now = Instant::now();
        let is_last = self.bytes_total.is_some_and(|total| bytes >= total);
        if !is_last && state.last_update.is_some_and(|last| now - last < UPDATE_INTERVAL) {
            return;
        }
        state.last_update = Some(now);
        let passed = now - state.window_began;
        if passed >= Duration::from_millis(500) {
            #[allow(clippy::cast_precision_loss, reason = "a speed for display")]
            let speed = bytes.saturating_sub(state.window_bytes) as f64 / passed.as_secs_f64();
            let weight = (passed.as_secs_f64() / SMOOTHING.as_secs_f64()).min(1.0);
            state.speed = Some(state.speed.map_or(speed, |old| old + (speed - old) * weight));
            state.window_began = now;
            state.window_bytes = bytes;
        }
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "never negative, far below 2^64"
        )]
        let bytes_per_second = state.speed.map(|s| s as u64);
        (self.report)(Progress {
            bytes,
            bytes_total: self.bytes_total,
            bytes_per_second,
            files,
            files_total: self.files_total,
            records,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_counts_become_few_updates_that_include_the_last() {
        let reported = Mutex::new(Vec::new());
        let meter = Meter::new(Some(1000), Some(3), |p| reported.lock().unwrap().push(p));
        for bytes in 0..=1000 {
            meter.at(bytes, 1);
        }
        let reported = reported.lock().unwrap();
        assert!(reported.len() < 20, "{}", reported.len());
        assert_eq!(reported.last().unwrap().bytes, 1000);
        assert_eq!(reported.last().unwrap().files_total, Some(3));
    }
}
