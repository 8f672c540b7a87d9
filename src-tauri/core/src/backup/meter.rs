//! Turns a stream of counts into at most ten messages a second, with a speed that does not flicker.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::view::ProgressView;

const BETWEEN_MESSAGES: Duration = Duration::from_millis(100);
/// The speed is taken over about this long.
const WINDOW: Duration = Duration::from_secs(3);

/// Counts what a step does.
pub struct Meter<F> {
    bytes_total: Option<u64>,
    files_total: Option<u64>,
    state: Mutex<State>,
    tell: F,
}

struct State {
    last_message: Option<Instant>,
    window_began: Instant,
    window_bytes: u64,
    speed: Option<f64>,
}

impl<F: Fn(ProgressView) + Send + Sync> Meter<F> {
    /// A meter for a step of this size, as far as it is known.
    pub fn new(bytes_total: Option<u64>, files_total: Option<u64>, tell: F) -> Self {
        let state = State { last_message: None, window_began: Instant::now(), window_bytes: 0, speed: None };
        Self { bytes_total, files_total, state: Mutex::new(state), tell }
    }

    /// Takes the counts so far.
    pub fn at(&self, bytes: u64, files: u64) {
        self.tell(bytes, self.files_total.map(|_| files), None);
    }

    /// The same, for a step that counts records.
    pub fn with_records(&self, bytes: u64, records: u64) {
        self.tell(bytes, None, Some(records));
    }

    fn tell(&self, bytes: u64, files: Option<u64>, records: Option<u64>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let is_last = self.bytes_total.is_some_and(|total| bytes >= total);
        if !is_last && state.last_message.is_some_and(|last| now - last < BETWEEN_MESSAGES) {
            return;
        }
        state.last_message = Some(now);
        let passed = now - state.window_began;
        if passed >= Duration::from_millis(500) {
            #[allow(clippy::cast_precision_loss, reason = "a speed for people to read")]
            let speed = bytes.saturating_sub(state.window_bytes) as f64 / passed.as_secs_f64();
            let weight = (passed.as_secs_f64() / WINDOW.as_secs_f64()).min(1.0);
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
        (self.tell)(ProgressView {
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
    fn many_counts_become_few_messages_and_the_last_is_among_them() {
        let told = Mutex::new(Vec::new());
        let meter = Meter::new(Some(1000), Some(3), |p| told.lock().unwrap().push(p));
        for bytes in 0..=1000 {
            meter.at(bytes, 1);
        }
        let told = told.lock().unwrap();
        assert!(told.len() < 20, "{}", told.len());
        assert_eq!(told.last().unwrap().bytes, 1000);
        assert_eq!(told.last().unwrap().files_total, Some(3));
    }
}
