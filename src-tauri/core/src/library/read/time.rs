//! The times of exports: `2026-11-21 23:41:07`. They are in UTC, although most exports do not say so. Lists that are not known
//! may have other forms.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Parses a time as exports write it, to Unix seconds. `None` if it is not a time, or not between 1970 and 2106.
#[must_use]
pub fn parse(text: &str) -> Option<u32> {
    let text = text.trim();
    let text = ["UTC", "GMT"].iter().find_map(|zone| text.strip_suffix(zone)).map_or(text, str::trim_end);
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        // Seconds or milliseconds since 1970.
        let number: u64 = text.parse().ok()?;
        return match text.len() {
            9..=10 => u32::try_from(number).ok(),
            13 => u32::try_from(number / 1000).ok(),
            _ => None,
        };
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
        joined.parse::<Timestamp>().ok()?.as_second()
    } else {
        let time: DateTime = text.strip_suffix('Z').unwrap_or(text).parse().ok()?;
        time.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second()
    };
    u32::try_from(seconds).ok().filter(|s| *s > 0)
}

/// Forms of times that begin with something else than a year and a dash. Those with numbers only are unambiguous.
const FORMS: [&str; 7] = [
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y, %H:%M:%S",
    "%B %d, %Y %I:%M:%S %p",
    "%b %d, %Y, %I:%M:%S %p",
    "%d %B %Y %H:%M:%S",
    "%d-%b-%Y %H:%M:%S",
    "%Y年%m月%d日 %H:%M:%S",
];

/// Parses a time of one of [`FORMS`], or of an e-mail.
fn parse_other_form(text: &str) -> Option<u32> {
    // Nearly all values are none of these.
    let may_be = (18..=40).contains(&text.len()) && text.bytes().filter(|byte| *byte == b':').count() >= 2;
    if !may_be || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let seconds = if let Ok(zoned) = jiff::fmt::rfc2822::parse(text) {
        zoned.timestamp().as_second()
    } else {
        let time = FORMS.iter().find_map(|form| DateTime::strptime(form, text).ok())?;
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
            "2026/08/16 18:18:02",
            "16.08.2026 18:18:02",
            "16.8.2026, 18:18:02",
            "August 16, 2026 06:18:02 PM",
            "Aug 16, 2026, 6:18:02 PM",
            "16 August 2026 18:18:02",
            "2026年8月16日 18:18:02",
            "Sun, 16 Aug 2026 20:18:02 +0200",
        ] {
            assert_eq!(parse(text), Some(1_786_904_282), "{text}");
        }
        assert_eq!(write(1_786_904_282), "2026-08-16 18:18:02");
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
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
