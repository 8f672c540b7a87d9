//! The times of exports: `2026-11-21 23:41:07`. They are in UTC, although most exports do not say so. Lists that are not known
//! may have other forms.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::time_words::{self, ZONES, is_zone};
use super::{month_names, zone_names};

/// Parses a time as exports write it, to Unix seconds. `None` if it is not a time, or not between 1970 and 2106.
#[must_use]
pub fn parse(text: &str) -> Option<u32> {
    parse_with(text, None)
}

fn parse_with(text: &str, order: Option<DayOrder>) -> Option<u32> {
    let text = zone_names::without_punctuation(text.trim());
    let parse = |text: &str| parse_usual(text).or_else(|| parse_numbers(text, order));
    let parse = |text: &str| parse(text).or_else(|| parse(&time_words::plain(text)?));
    let Some((rest, zone)) = zone_names::split(text) else { return parse(text) };
    let seconds = parse(rest)?;
    // What comes before the name may tell the time in UTC already.
    if is_in_utc(rest) { Some(seconds) } else { zone_names::in_zone(seconds, &zone) }
}

/// Whether a time ends with a zone or an offset, or is a number of seconds.
fn is_in_utc(text: &str) -> bool {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_number
        || has_offset(text.as_bytes())
        || ZONES.iter().any(|(zone, _)| *zone != "Uhr" && text.ends_with(zone))
}

/// In which order a file writes days and months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrder {
    /// `16/08/2026`.
    DayFirst,
    /// `8/16/2026`.
    MonthFirst,
}

impl DayOrder {
    /// The order in a file in which some times have these orders. `None` if there are none, or both.
    pub fn of(mut orders: impl Iterator<Item = Self>) -> Option<Self> {
        let first = orders.next()?;
        orders.all(|order| order == first).then_some(first)
    }

    /// The order in a time of which one number can only be the day.
    #[must_use]
    pub fn in_time(text: &str) -> Option<Self> {
        let order = match numbers(text)? {
            (13.., ..13) => Self::DayFirst,
            (..13, 13..) => Self::MonthFirst,
            _ => return None,
        };
        parse(text).map(|_| order)
    }

    /// Whether one has to know the order in this time, or in others of its kind.
    #[must_use]
    pub fn is_open_in(text: &str) -> bool {
        numbers(text).is_some() && is_time(text)
    }
}

/// The two numbers before the year in a time of the form `16/08/2026 18:18:02`.
fn numbers(text: &str) -> Option<(u8, u8)> {
    let text = text.trim();
    let plain = time_words::plain(text);
    let text = plain.as_deref().unwrap_or(text);
    let day = text.split([' ', 'T', ',', '\u{a0}', '\u{202f}']).next()?;
    let [first, second, year] = day.split(['/', '-']).collect::<Vec<_>>()[..] else { return None };
    let numbers = (first.parse().ok()?, second.parse().ok()?);
    (year.len() == 4).then_some(numbers)
}

/// A time whose day may be the month, as exports usually write it if the order is known; any other value as it is.
#[must_use]
pub fn told(value: &str, order: Option<DayOrder>) -> Cow<'_, str> {
    let seconds = order.filter(|_| parse(value).is_none()).and_then(|order| parse_in(value, order));
    seconds.map_or(Cow::Borrowed(value), |seconds| Cow::Owned(write(seconds)))
}

/// Parses a time whose day may be the month, with the order that the rest of its file has.
fn parse_in(text: &str, order: DayOrder) -> Option<u32> {
    parse_with(text, Some(order))
}

/// Whether a text is a time, even if its day may be the month.
#[must_use]
pub fn is_time(text: &str) -> bool {
    parse_in(text, DayOrder::DayFirst).is_some()
}

/// Parses a time of the forms that exports have.
fn parse_usual(text: &str) -> Option<u32> {
    let text = ["UTC", "GMT"].iter().find_map(|zone| text.strip_suffix(zone)).map_or(text, str::trim_end);
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return since_1970(text);
    }
    let bytes = text.as_bytes();
    let begins_with_year = bytes.len() > 4 && bytes[..4].iter().all(u8::is_ascii_digit);
    if !begins_with_year || !matches!(bytes[4], b'-' | b'/') {
        return parse_other_form(text);
    }
    let dashes: String;
    let text = if bytes[4] == b'/' {
        dashes = text.replace('/', "-");
        &dashes
    } else {
        text
    };
    let seconds = if has_offset(text.as_bytes()) {
        // Some write the zone or a space before the offset.
        let joined = text.replacen("UTC", "", 1).replacen("GMT", "", 1);
        let joined = joined.replacen(" +", "+", 1).replacen(" -", "-", 1);
        let joined = with_two_digits(joined);
        joined.parse::<Timestamp>().ok()?.as_second()
    } else {
        let time: DateTime = text.strip_suffix('Z').unwrap_or(text).parse().ok()?;
        time.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second()
    };
    u32::try_from(seconds).ok().filter(|s| *s > 0)
}

/// A time whose offset has an hour of two digits: `+02` for `+2`.
fn with_two_digits(mut time: String) -> String {
    if let Some(at) = time.rfind(['+', '-'])
        && time[at + 1..].split(':').next().is_some_and(|hour| hour.len() == 1)
    {
        time.insert(at + 1, '0');
    }
    time
}

/// Seconds, milliseconds or microseconds since 1970.
fn since_1970(digits: &str) -> Option<u32> {
    let number: u64 = digits.parse().ok()?;
    match digits.len() {
        9..=10 => u32::try_from(number).ok(),
        13 => u32::try_from(number / 1000).ok(),
        16 => u32::try_from(number / 1_000_000).ok(),
        _ => None,
    }
}

/// Whether a word behind a time is part of it: its zone, or the half of the day.
#[must_use]
pub fn is_end(word: &str) -> bool {
    let word = zone_names::without_punctuation(word);
    word.eq_ignore_ascii_case("am")
        || word.eq_ignore_ascii_case("pm")
        || is_zone(word)
        || zone_names::is_name(word)
}

/// Parses a time that begins with a number, in forms that other programs write: `8/16/2026, 6:18:02 PM`.
fn parse_numbers(text: &str, order: Option<DayOrder>) -> Option<u32> {
    // Nearly all values are none of these.
    if !(11..=40).contains(&text.len()) || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Some((whole, fraction)) = text.split_once('.')
        && [whole, fraction].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return since_1970(whole);
    }
    let text = text.replace(['\u{a0}', '\u{202f}'], " ");
    let mut text = text.as_str();
    let mut hours_from_utc = 0;
    if let Some((rest, hours)) =
        ZONES.iter().find_map(|(zone, hours)| Some((text.strip_suffix(zone)?, *hours)))
    {
        (text, hours_from_utc) = (rest.trim_end(), hours);
    }
    let (day, clock) = text.split_once([' ', 'T'])?;
    let date = parse_day(day.trim_end_matches(','), order)?;
    let time = date.to_datetime(parse_clock(clock.trim_start())?).to_zoned(TimeZone::UTC).ok()?;
    u32::try_from(time.timestamp().as_second() - 3600 * hours_from_utc).ok().filter(|seconds| *seconds > 0)
}

/// `2026.08.16`, `20260816`, `16/08/2026` or `8/16/2026`. None where the day may be the month, unless the order is known.
fn parse_day(text: &str, order: Option<DayOrder>) -> Option<Date> {
    let parts: Vec<&str> = text.split(['.', '/', '-']).collect();
    let number = |part: &str| part.parse::<i16>().ok();
    let (year, month, day) = match parts.as_slice() {
        [all] if all.len() == 8 && all.is_ascii() => {
            (number(&all[..4])?, number(&all[4..6])?, number(&all[6..])?)
        }
        [year, month, day] if year.len() == 4 => (number(year)?, number(month)?, number(day)?),
        [first, second, year] if year.len() == 4 => match (number(first)?, number(second)?, order) {
            (month, day @ 13.., _) if month < 13 => (number(year)?, month, day),
            (day, month, _) if day > 12 || day == month || text.contains('.') => (number(year)?, month, day),
            (day, month, Some(DayOrder::DayFirst)) | (month, day, Some(DayOrder::MonthFirst)) => {
                (number(year)?, month, day)
            }
            _ => return None,
        },
        _ => return None,
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `18:18:02`, `18:18`, `181802Z` or `6:18:02 PM`.
fn parse_clock(text: &str) -> Option<Time> {
    let half = |letter: char| {
        let end = text.len().checked_sub(2).and_then(|at| text.get(at..))?;
        let is_half =
            end.starts_with([letter, letter.to_ascii_uppercase()]) && end[1..].eq_ignore_ascii_case("m");
        is_half.then(|| text[..text.len() - 2].trim_end())
    };
    let (text, hours, offset) = match (half('a'), half('p')) {
        (Some(text), _) => (text, 1..=12, 0),
        (_, Some(text)) => (text, 1..=12, 12),
        _ => (text.strip_suffix(['Z', 'z']).unwrap_or(text), 0..=23, 0),
    };
    let is_short = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts = if is_short { vec![&text[..2], &text[2..4], &text[4..]] } else { text.split(':').collect() };
    let (hour, minute, second) = match parts.as_slice() {
        [hour, minute] => (hour, minute, &"0"),
        [hour, minute, second] => (hour, minute, second),
        _ => return None,
    };
    let fraction = second
        .split_once('.')
        .filter(|(_, rest)| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()));
    let second = fraction.map_or(*second, |(second, _)| second);
    let hour: i8 = hour.parse().ok().filter(|hour| hours.contains(hour))?;
    let hour = if hours.contains(&0) { hour } else { hour % 12 + offset };
    Time::new(hour, minute.parse().ok()?, second.parse().ok()?, 0).ok()
}

/// Forms of times that begin with something else than a year and a dash. Those with numbers only are unambiguous.
const FORMS: [&str; 8] = [
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y, %H:%M:%S",
    "%B %d, %Y %I:%M:%S %p",
    "%b %d, %Y, %I:%M:%S %p",
    "%d %B %Y %H:%M:%S",
    "%d-%b-%Y %H:%M:%S",
    "%Y年%m月%d日 %H:%M:%S",
    "%Y년 %m월 %d일 %H:%M:%S",
];

/// Parses a time of one of [`FORMS`], or of an e-mail.
fn parse_other_form(text: &str) -> Option<u32> {
    // Nearly all values are none of these.
    let may_be = (14..=60).contains(&text.len()) && text.contains(':');
    if !may_be || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let seconds = if let Ok(zoned) = jiff::fmt::rfc2822::parse(text) {
        zoned.timestamp().as_second()
    } else {
        let form = FORMS.iter().find_map(|form| DateTime::strptime(form, text).ok());
        let time = form.or_else(|| {
            let (date, clock) = month_names::split(text)?;
            Some(date.to_datetime(parse_clock(&clock)?))
        })?;
        time.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second()
    };
    u32::try_from(seconds).ok().filter(|s| *s > 0)
}

/// Whether a time of day is followed by an offset from UTC, such as `+02:00`.
fn has_offset(text: &[u8]) -> bool {
    text.get(16..).is_some_and(|end| end.iter().any(|byte| matches!(byte, b'+' | b'-')))
}

/// Formats Unix seconds as exports write times.
#[must_use]
pub fn write(seconds: u32) -> String {
    let time = Timestamp::from_second(i64::from(seconds)).unwrap_or_default();
    time.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_known_formats_are_parsed_as_utc() {
        for text in [
            "2026-08-16 18:18:02",
            "2026-08-16 18:18:02 UTC",
            " 2026-08-16T18:18:02Z ",
            "1786904282",
            "1786904282123",
            "2026-08-16 20:18:02+02:00",
            "2026-08-16 20:18:02 +0200",
            "2026-08-16T13:48:02-04:30",
            "2026-08-16 18:18:02 GMT",
            "2026-08-16 20:18:02 UTC+02:00",
            "2026-08-16 20:18:02 GMT+2",
            "2026-08-16 23:48:02 UTC+5:30",
            "2026/08/16 18:18:02",
            "16.08.2026 18:18:02",
            "16.8.2026, 18:18:02",
            "August 16, 2026 06:18:02 PM",
            "Aug 16, 2026, 6:18:02 PM",
            "16 August 2026 18:18:02",
            "2026年8月16日 18:18:02",
            "2026년 8월 16일 18:18:02",
            "16. August 2026 18:18:02",
            "16 августа 2026 г., 18:18:02 UTC",
            "Sun, 16 Aug 2026 20:18:02 +0200",
            "1786904282.5",
            "1786904282123456",
            "2026-08-16\u{a0}18:18:02",
            "2026.08.16 18:18:02",
            "16/08/2026 18:18:02",
            "8/16/2026, 6:18:02 PM",
            "8/16/2026, 6:18:02\u{202f}PM",
            "2026-08-16 06:18:02 PM",
            "2026-08-16 18:18:02 (UTC)",
            "2026-08-16 20:18:02 CEST",
            "2026-08-16 13:18:02 EST",
            "20260816T181802Z",
            "2026-08-16 18:18:02.250 (UTC)",
            "16/8/2026, 6:18:02 p. m.",
            "16/8/2026, 6:18:02\u{a0}p.\u{a0}m. UTC",
            "2026年8月16日 午後6:18:02",
            "2026年8月16日18:18:02",
            "2026年8月16日 18時18分2秒",
            "2026/8/16 下午 6:18:02",
            "2026년 8월 16일 오후 6:18:02",
            "١٦/٠٨/٢٠٢٦ ١٨:١٨:٠٢",
            "١٦ أغسطس ٢٠٢٦، ٦:١٨:٠٢ م",
            "16 de agosto de 2026, 6:18:02 p. m.",
        ] {
            assert_eq!(parse(text), Some(1_786_904_282), "{text}");
        }
        for text in [
            "2026-08-16 18:18",
            "2026-08-16 18:18 UTC",
            "16/08/2026 18:18",
            "16.08.2026, 18:18",
            "8/16/2026, 6:18 PM",
            "16. August 2026 18:18",
            "16 août 2026 à 18:18 UTC",
            "2026年8月16日 18:18",
            "16/8/2026 6:18 p. m.",
            "2026/8/16 午後6:18",
        ] {
            assert_eq!(parse(text), Some(1_786_904_280), "{text}");
        }
        assert_eq!(parse("2026-01-05 12:00:00 AM"), parse("2026-01-05 00:00:00"));
        assert_eq!(parse("1/13/2026, 12:30:00 PM"), parse("2026-01-13 12:30:00"));
        assert_eq!(write(1_786_904_282), "2026-08-16 18:18:02");
    }

    #[test]
    fn the_rest_of_a_file_tells_the_day_from_the_month() {
        let order =
            |values: &[&str]| DayOrder::of(values.iter().filter_map(|value| DayOrder::in_time(value)));
        assert_eq!(order(&["08/09/2026 10:00:00", "16/08/2026 10:00:00"]), Some(DayOrder::DayFirst));
        assert_eq!(order(&["8/9/2026, 6:18:02 PM", "8/16/2026, 6:18:02 PM"]), Some(DayOrder::MonthFirst));
        for none in [
            &["08/09/2026 10:00:00"][..],
            &["16/08/2026 10:00:00", "08/16/2026 10:00:00"],
            &["2026-08-16 10:00:00", "16/13/2026 10:00:00", "16/08/2026"],
        ] {
            assert_eq!(order(none), None, "{none:?}");
        }
        let text = "08/09/2026 18:18:02";
        assert_eq!(parse_in(text, DayOrder::DayFirst), parse("2026-09-08 18:18:02"));
        assert_eq!(parse_in(text, DayOrder::MonthFirst), parse("2026-08-09 18:18:02"));
        assert!(is_time(text) && is_time("2026-08-16 18:18:02") && !is_time("08/40/2026 18:18:02"));
    }

    #[test]
    fn unparsable_times_are_none() {
        for text in [
            "",
            "N/A",
            "yesterday",
            "12-Apr-1996",
            "16.08.2026",
            "at 10:00:00: see you there",
            "2026-13-40 00:00:00",
            "1950-01-01 00:00:00",
            "7",
            "0",
            "8/9/2026, 6:18:02 PM",
            "08/09/2026 18:18:02",
            "2026-08-16 13:18:02 PM",
            "192.168.100.200 1:2:3",
            "1.2.3 10:00:00 snow",
            "7500000000000000001",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
