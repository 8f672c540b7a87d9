//! The wall clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

/// The wall clock of the computer, which the person or the network may set at any time. Pauses are measured by the
/// monotonic clock instead.
///
/// Tests set it without setting that of the computer. All clones are the same clock.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// Difference from the clock of the computer, in milliseconds.
    shift: Arc<AtomicI64>,
}

impl Clock {
    /// The time now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        Timestamp::now() + SignedDuration::from_millis(self.shift.load(Ordering::Relaxed))
    }

    /// Sets the clock forward, or back.
    pub fn set_by(&self, difference: SignedDuration) {
        let millis = i64::try_from(difference.as_millis()).unwrap_or_default();
        self.shift.fetch_add(millis, Ordering::Relaxed);
    }
}
