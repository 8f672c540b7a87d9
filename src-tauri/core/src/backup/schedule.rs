//! How often TikTok is asked for the status of a request.

use std::time::Duration;

use jiff::SignedDuration;

/// The pause at first, while the person watches.
const FASTEST: Duration = Duration::from_secs(5);
/// The longest pause.
const SLOWEST: Duration = Duration::from_mins(5);
/// The shortest and the longest pause while a broker tells when the archive is ready. Short enough that little time is lost
/// if it does not.
const WATCHED: (Duration, Duration) = (Duration::from_mins(2), Duration::from_mins(15));
/// The shortest pause between two calls, whatever asks for the next one.
pub const LEAST_PAUSE: Duration = Duration::from_secs(3);

/// How long a request may have a status that Satchel does not know before the person is asked.
pub const UNKNOWN_STATUS_LIMIT: SignedDuration = SignedDuration::from_hours(24);

/// The pause before the next status check, by the age of the request: 5 s for two minutes, then growing to 5 minutes.
/// `random` (0 to 1) moves it by up to 15 % each way, so that clients do not call at the same time.
///
/// It depends on the age alone, so a restart continues at the same rate. TikTok's quota is 1000 calls a minute for all
/// users of the app together.
#[must_use]
pub fn next_pause(waiting_for: Duration, random: f64) -> Duration {
    varied((waiting_for / 24).clamp(FASTEST, SLOWEST), random)
}

/// The same while a broker tells when the archive is ready: as long as the request has been waiting for, from 2 to 15
/// minutes.
#[must_use]
pub fn watched_pause(waiting_for: Duration, random: f64) -> Duration {
    varied(waiting_for.clamp(WATCHED.0, WATCHED.1), random)
}

fn varied(pause: Duration, random: f64) -> Duration {
    pause.mul_f64(0.85 + 0.3 * random.clamp(0.0, 1.0))
}

/// The pause before a failed call is repeated: 2 s, 4 s, 8 s, … up to 5 minutes.
#[must_use]
pub fn retry_pause(tries: u32) -> Duration {
    Duration::from_secs(2u64.saturating_pow(tries.clamp(1, 12))).min(SLOWEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_from_five_seconds_to_five_minutes() {
        let pause = |minutes: u64| next_pause(Duration::from_secs(minutes * 60), 0.5);
        assert_eq!(pause(0), FASTEST);
        assert_eq!(pause(2), FASTEST);
        assert!(pause(10) > pause(5));
        assert_eq!(pause(24 * 60), SLOWEST);
        assert!(next_pause(Duration::ZERO, 0.0) < next_pause(Duration::ZERO, 1.0));
        assert_eq!(watched_pause(Duration::from_secs(20), 0.5), WATCHED.0);
        assert_eq!(watched_pause(Duration::from_hours(5), 0.5), WATCHED.1);
        assert_eq!(retry_pause(0), Duration::from_secs(2));
        assert_eq!(retry_pause(u32::MAX), SLOWEST);
    }
}
