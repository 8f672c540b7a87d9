//! Days and times of a page, in the person's time zone and as their window writes them.

use jiff::Timestamp;
use jiff::Zoned;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

use super::html::filled;
use crate::library::PageDates;

/// Writes times in one time zone.
#[derive(Debug, Clone, Copy)]
pub struct Dates<'a> {
    /// The time zone.
    pub zone: &'a TimeZone,
    /// The patterns.
    pub texts: &'a PageDates,
}

impl Dates<'_> {
    /// The local time of Unix seconds.
    pub fn local(&self, seconds: u32) -> Zoned {
        Timestamp::from_second(i64::from(seconds)).unwrap_or_default().to_zoned(self.zone.clone())
    }

    /// A day in full.
    pub fn day(&self, day: Date) -> String {
        let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default();
        let weekday = self.texts.weekdays.get(weekday).map_or("", String::as_str);
        written(&self.texts.days, day, weekday)
    }

    /// A day in short.
    pub fn short_day(&self, day: Date) -> String {
        written(&self.texts.short_days, day, "")
    }

    /// A time of day, with seconds or without.
    pub fn time(&self, local: &Zoned, with_seconds: bool) -> String {
        let minutes = if with_seconds {
            format!("{:02}:{:02}", local.minute(), local.second())
        } else {
            format!("{:02}", local.minute())
        };
        let hour = usize::try_from(local.hour()).unwrap_or_default();
        let pattern = self.texts.hours.get(hour).map_or("", String::as_str);
        filled(pattern, &[("minutes", &minutes)])
    }
}

fn written(months: &[String], day: Date, weekday: &str) -> String {
    let month = usize::try_from(day.month() - 1).unwrap_or_default();
    let pattern = months.get(month).map_or("", String::as_str);
    let (date, year) = (day.day().to_string(), day.year().to_string());
    filled(pattern, &[("weekday", weekday), ("day", &date), ("year", &year)])
}

/// `UTC+1`, `UTC−3:30`.
#[must_use]
pub fn offset_name(offset: Offset) -> String {
    let seconds = offset.seconds();
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() / 60 % 60);
    match (seconds, minutes) {
        (0, _) => "UTC".to_owned(),
        (_, 0) => format!("UTC{}{hours}", if seconds < 0 { '−' } else { '+' }),
        _ => format!("UTC{}{hours}:{minutes:02}", if seconds < 0 { '−' } else { '+' }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_named_as_people_write_them() {
        let shown =
            [0, 3600, -12_600, 20_700].map(|seconds| offset_name(Offset::from_seconds(seconds).unwrap()));
        assert_eq!(shown, ["UTC", "UTC+1", "UTC−3:30", "UTC+5:45"]);
    }
}
