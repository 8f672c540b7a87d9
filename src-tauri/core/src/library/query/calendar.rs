//! Days and hours in the person's time zone, computed from slots of 15 minutes.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use crate::library::HourOfWeek;
use crate::library::store::histogram::SLOT_SECONDS;

const DAY: i64 = 86_400;

/// Converts slots of 15 minutes to days and hours of one time zone.
#[derive(Debug, Clone)]
pub struct Calendar {
    zone: TimeZone,
}

impl Calendar {
    /// Creates a calendar for this time zone.
    #[must_use]
    pub fn new(zone: TimeZone) -> Self {
        Self { zone }
    }

    /// The time zone.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    fn local(&self, seconds: u32) -> i64 {
        let moment = Timestamp::from_second(i64::from(seconds)).unwrap_or_default();
        i64::from(seconds) + i64::from(self.zone.to_offset(moment).seconds())
    }

    /// The local day of a slot, in days since 1 January 1970.
    #[must_use]
    pub fn day(&self, slot: u32) -> i64 {
        self.local(slot * SLOT_SECONDS).div_euclid(DAY)
    }

    /// The local weekday and hour of a slot.
    #[must_use]
    pub fn hour(&self, slot: u32) -> HourOfWeek {
        let local = self.local(slot * SLOT_SECONDS);
        // 1 January 1970 was a Thursday.
        let weekday = (local.div_euclid(DAY) + 3).rem_euclid(7);
        let hour = local.rem_euclid(DAY) / 3600;
        HourOfWeek { weekday: u8::try_from(weekday).unwrap_or(0), hour: u8::try_from(hour).unwrap_or(0) }
    }

    /// The first slot of a day (`2026-11-21`); `None` if it is not a date.
    #[must_use]
    pub fn start_of_day(&self, day: &str) -> Option<u32> {
        let date: Date = day.parse().ok()?;
        self.start_of(date)
    }

    /// The first slot after a day; `None` if it is not a date.
    #[must_use]
    pub fn end_of_day(&self, day: &str) -> Option<u32> {
        let date: Date = day.parse().ok()?;
        self.start_of(date.tomorrow().ok()?)
    }

    fn start_of(&self, date: Date) -> Option<u32> {
        let seconds = self.zone.to_ambiguous_zoned(date.into()).compatible().ok()?.timestamp().as_second();
        u32::try_from(seconds.max(0)).ok().map(|s| s.div_ceil(SLOT_SECONDS))
    }

    /// Today's date.
    #[must_use]
    pub fn today(&self, now: Timestamp) -> Date {
        now.to_zoned(self.zone.clone()).date()
    }
}

/// The date of a day, given in days since 1 January 1970.
#[must_use]
pub fn date_of(day: i64) -> Date {
    let days = jiff::Span::new().try_days(day).unwrap_or_default();
    date(1970, 1, 1).checked_add(days).unwrap_or(date(1970, 1, 1))
}

/// Formats days as `2026-11-21` and caches the last result.
#[derive(Debug, Default)]
pub struct DayNames {
    last: Option<(i64, String)>,
}

impl DayNames {
    /// Formats this day, given in days since 1 January 1970.
    pub fn of(&mut self, day: i64) -> &str {
        if self.last.as_ref().is_none_or(|(known, _)| *known != day) {
            self.last = Some((day, date_of(day).to_string()));
        }
        self.last.as_ref().map_or("", |(_, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(zone: &str) -> Calendar {
        Calendar::new(TimeZone::get(zone).unwrap())
    }

    fn slot(time: &str) -> u32 {
        u32::try_from(time.parse::<Timestamp>().unwrap().as_second()).unwrap() / SLOT_SECONDS
    }

    #[test]
    fn days_and_hours_are_in_the_local_time_zone() {
        let at = slot("2026-11-21T23:30:00Z");
        let shown = |zone: &str| {
            let calendar = calendar(zone);
            let HourOfWeek { weekday, hour } = calendar.hour(at);
            (date_of(calendar.day(at)).to_string(), weekday, hour)
        };
        assert_eq!(shown("UTC"), ("2026-11-21".into(), 5, 23));
        assert_eq!(shown("Europe/Berlin"), ("2026-11-22".into(), 6, 0));
        assert_eq!(shown("Asia/Kathmandu"), ("2026-11-22".into(), 6, 5));
        assert_eq!(shown("America/Los_Angeles"), ("2026-11-21".into(), 5, 15));
    }

    #[test]
    fn days_of_clock_changes_have_fewer_or_more_slots() {
        let calendar = calendar("Europe/Berlin");
        let length = |day: &str| calendar.end_of_day(day).unwrap() - calendar.start_of_day(day).unwrap();
        assert_eq!(length("2026-11-21"), 96);
        assert_eq!(length("2026-03-29"), 92);
        assert_eq!(length("2026-10-25"), 100);
        assert_eq!(calendar.start_of_day("2026-11-21").unwrap(), slot("2026-11-20T23:00:00Z"));
        assert_eq!(calendar.start_of_day("yesterday"), None);
    }
}
