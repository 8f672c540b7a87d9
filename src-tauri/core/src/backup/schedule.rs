//! When TikTok is asked again how a request stands.

use std::time::Duration;

/// At the start, while the person watches.
const FASTEST: Duration = Duration::from_secs(5);
/// Later on.
const SLOWEST: Duration = Duration::from_mins(5);
/// "Check now" and a window that comes to the front ask at once, but not more often than this.
pub const LEAST_PAUSE: Duration = Duration::from_secs(3);

/// The pause before the next question, by how long the request has been waiting: every 5 s for two minutes, then ever
/// less often, up to 5 minutes. `spread` (0 to 1) moves it by up to 15 % each way, so that not everybody asks at once.
///
/// It depends on nothing but the age, so that a restart goes on in the same rhythm. The quota is 1000 a minute for all
/// users of the app together.
#[must_use]
pub fn next_pause(waiting_for: Duration, spread: f64) -> Duration {
    let pause = (waiting_for / 24).clamp(FASTEST, SLOWEST);
    pause.mul_f64(0.85 + 0.3 * spread.clamp(0.0, 1.0))
}

/// The pause before a call that failed is tried again: 2 s, 4 s, 8 s, … up to 5 minutes.
#[must_use]
pub fn retry_pause(tries: u32) -> Duration {
    Duration::from_secs(2u64.saturating_pow(tries.clamp(1, 12))).min(SLOWEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quick_at_first_then_slower_and_never_slower_than_five_minutes() {
        let pause = |minutes: u64| next_pause(Duration::from_secs(minutes * 60), 0.5);
        assert_eq!(pause(0), FASTEST);
        assert_eq!(pause(2), FASTEST);
        assert!(pause(10) > pause(5));
        assert_eq!(pause(24 * 60), SLOWEST);
        assert!(next_pause(Duration::ZERO, 0.0) < next_pause(Duration::ZERO, 1.0));
        assert_eq!(retry_pause(0), Duration::from_secs(2));
        assert_eq!(retry_pause(u32::MAX), SLOWEST);
    }
}
