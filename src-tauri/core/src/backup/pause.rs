//! The length of a pause, measured by two clocks.

use std::time::Duration;

use jiff::Timestamp;

/// A pause before the next call.
///
/// It is measured by the monotonic clock, so setting the wall clock back does not extend it. The monotonic clock may stop
/// while the computer sleeps; then the wall clock tells that the pause is over.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pause {
    /// How long it lasts.
    pub(super) length: Duration,
    /// How long it lasts at least, by the monotonic clock, whatever ends it.
    pub(super) least: Duration,
    /// When it ends, by the wall clock.
    pub(super) until: Timestamp,
}

impl Pause {
    /// How much longer it lasts; `None` if it is over. `passed` is the time since its beginning by the monotonic clock.
    pub(super) fn left(&self, passed: Duration, now: Timestamp, is_woken: bool) -> Option<Duration> {
        let is_over = is_woken || passed >= self.length || now >= self.until;
        let length = if is_over { self.least } else { self.length.max(self.least) };
        length.checked_sub(passed).filter(|left| !left.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    const BEGAN: Timestamp = Timestamp::UNIX_EPOCH;

    fn pause(length: u64, least: u64) -> Pause {
        let length = Duration::from_secs(length);
        Pause { length, least: Duration::from_secs(least), until: BEGAN + length }
    }

    /// What is left, in seconds, after so many seconds of the monotonic and of the wall clock.
    fn left(pause: Pause, passed: u64, wall: i64, is_woken: bool) -> Option<u64> {
        let now = BEGAN + SignedDuration::from_secs(wall);
        pause.left(Duration::from_secs(passed), now, is_woken).map(|left| left.as_secs())
    }

    #[test]
    fn a_pause_ends_after_its_length() {
        assert_eq!(left(pause(300, 3), 0, 0, false), Some(300));
        assert_eq!(left(pause(300, 3), 299, 299, false), Some(1));
        assert_eq!(left(pause(300, 3), 300, 300, false), None);
    }

    #[test]
    fn a_clock_that_is_set_back_does_not_extend_a_pause() {
        assert_eq!(left(pause(300, 3), 299, -1_000_000, false), Some(1));
        assert_eq!(left(pause(300, 3), 300, -1_000_000, false), None);
    }

    #[test]
    fn a_pause_ends_when_the_computer_wakes_up_or_the_clock_is_set_forward() {
        assert_eq!(left(pause(300, 3), 10, 300, false), None);
        assert_eq!(left(pause(300, 3), 2, 40_000, false), Some(1), "not before the shortest pause");
    }

    #[test]
    fn a_wake_up_does_not_cut_the_shortest_pause() {
        assert_eq!(left(pause(300, 3), 0, 0, true), Some(3));
        assert_eq!(left(pause(300, 3), 3, 3, true), None);
    }

    #[test]
    fn neither_a_wake_up_nor_the_clock_ends_a_pause_that_tiktok_asked_for() {
        assert_eq!(left(pause(60, 60), 1, 1, true), Some(59));
        assert_eq!(left(pause(60, 60), 1, 1_000_000, false), Some(59));
        assert_eq!(left(pause(60, 60), 60, 60, false), None);
    }
}
