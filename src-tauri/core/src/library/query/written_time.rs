//! Dates and times in a search, as exports write them: `2026-08-16 18:18:02`, in UTC.

use jiff::civil::{Date, Time};

/// The seconds of a day.
const DAY: u32 = 86_400;

/// A day, a time of any day, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrittenTime {
    /// The day.
    day: Option<Date>,
    /// The first second of the time in its day, and their number.
    seconds: Option<(u32, u32)>,
    /// The seconds that the time is before UTC, if its offset is written.
    before_utc: i32,
}

/// The time in these words, and the other words; `None` if there is no time.
#[must_use]
pub fn written_time(words: &[String]) -> Option<(WrittenTime, Vec<String>)> {
    let mut time = WrittenTime { day: None, seconds: None, before_utc: 0 };
    let mut rest = Vec::new();
    for word in words {
        let (day, clock) = word.split_once(['T', 't']).unwrap_or((word, ""));
        let day = parse_day(day);
        let (clock, offset) = without_offset(if day.is_some() { clock } else { word });
        let clock = parse_clock(clock);
        if day.is_none() && clock.is_none() && !(word == "UTC" && time.seconds.is_some()) {
            rest.push(word.clone());
        }
        time.day = time.day.or(day);
        if clock.is_some() && time.seconds.is_none() {
            (time.seconds, time.before_utc) = (clock, offset);
        }
    }
    (time.day.is_some() || time.seconds.is_some()).then_some((time, rest))
}

fn parse_day(text: &str) -> Option<Date> {
    let has_form = text.len() == 10 && text.bytes().filter(|byte| *byte == b'-').count() == 2;
    text.parse().ok().filter(|_| has_form)
}

/// A time of day without the offset from UTC behind it, `20:18:02+02:00`, and the offset in seconds.
fn without_offset(text: &str) -> (&str, i32) {
    let found = text.rfind(['+', '-']).filter(|at| text[..*at].contains(':')).and_then(|at| {
        let digits = text[at + 1..].replace(':', "");
        let number: i32 = digits.parse().ok().filter(|_| digits.len() == 4)?;
        let seconds = number / 100 * 3600 + number % 100 * 60;
        Some((&text[..at], if text[at..].starts_with('-') { -seconds } else { seconds }))
    });
    found.unwrap_or((text, 0))
}

/// `18:18` or `18:18:02`, with or without a `Z`.
fn parse_clock(text: &str) -> Option<(u32, u32)> {
    let text = text.trim_end_matches(['Z', 'z']);
    let parts = text.split(':').map(str::len).collect::<Vec<_>>();
    let length = match parts.as_slice() {
        [2, 2] => 60,
        [2, 2, 2] => 1,
        _ => return None,
    };
    let time: Time = text.parse().ok()?;
    let [hour, minute, second] =
        [time.hour(), time.minute(), time.second()].map(|part| u32::from(part.unsigned_abs()));
    let start: u32 = hour * 3600 + minute * 60 + second;
    Some((start, length))
}

impl WrittenTime {
    /// The first and the last seconds since 1970 between which it is. A day without a time is also meant in the person's
    /// time zone, where `local` gives its seconds.
    #[must_use]
    pub fn spans(&self, local: impl Fn(&str) -> Option<(u32, u32)>) -> Vec<(u32, u32)> {
        let Some(day) = self.day else { return vec![(0, u32::MAX)] };
        let midnight = jiff::tz::TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok();
        let Some(midnight) = midnight.and_then(|time| u32::try_from(time.as_second()).ok()) else {
            return Vec::new();
        };
        if let Some((start, length)) = self.seconds {
            let start = (midnight + start).saturating_add_signed(-self.before_utc);
            return vec![(start, start.saturating_add(length - 1))];
        }
        let written = (midnight, midnight.saturating_add(DAY - 1));
        std::iter::once(written).chain(local(&day.to_string())).collect()
    }

    /// Whether a time in seconds since 1970 is meant, given the result of [`WrittenTime::spans`].
    #[must_use]
    pub fn contains(&self, seconds: u32, spans: &[(u32, u32)]) -> bool {
        let of_day = seconds.saturating_add_signed(self.before_utc) % DAY;
        let is_at = |(start, length): (u32, u32)| (start..start + length).contains(&of_day);
        seconds > 0
            && spans.iter().any(|(from, to)| (*from..=*to).contains(&seconds))
            && (self.day.is_some() || self.seconds.is_none_or(is_at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Option<(WrittenTime, Vec<String>)> {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        written_time(&words)
    }

    #[test]
    fn times_are_found_in_all_forms_of_exports() {
        let second = 1_786_904_282;
        for text in [
            "2026-08-16 18:18:02",
            "2026-08-16T18:18:02Z",
            "2026-08-16 18:18:02 UTC",
            "2026-08-16 18:18",
            "2026-08-16T20:18:02+02:00",
            "2026-08-16 20:18:02+0200",
            "2026-08-17 00:18:02+06:00",
            "2026-08-16T13:48:02-04:30",
        ] {
            let (time, rest) = parse(text).unwrap();
            let spans = time.spans(|_| None);
            assert!(rest.is_empty() && time.contains(second, &spans), "{text}");
            assert!(!time.contains(second + 60, &spans), "{text}");
        }
        let (time, rest) = parse("18:18:02 snow").unwrap();
        let spans = time.spans(|_| None);
        assert!(time.contains(second, &spans) && time.contains(second - DAY, &spans));
        assert!(!time.contains(second + 1, &spans));
        assert_eq!(rest, ["snow"]);
    }

    #[test]
    fn a_day_is_meant_in_utc_and_in_the_time_zone_of_the_person() {
        let (time, _) = parse("2026-08-16").unwrap();
        let spans = time.spans(|day| {
            assert_eq!(day, "2026-08-16");
            Some((1_786_831_200, 1_786_917_599))
        });
        for (second, is_meant) in
            [(1_786_831_200, true), (1_786_924_799, true), (1_786_831_199, false), (1_786_924_800, false)]
        {
            assert_eq!(time.contains(second, &spans), is_meant, "{second}");
        }
    }

    #[test]
    fn other_words_are_no_times() {
        for text in
            ["snow", "2026", "12:3", "1:2:3:4", "25:00", "2026-13-01", "a-b-c", "to:do", "2026-08-166"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
