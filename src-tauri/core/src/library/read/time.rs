//! The times of exports: `2026-11-21 23:41:07`. They are in UTC, although most exports do not say so.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Parses a time as exports write it, to Unix seconds. `None` if it is not a time, or not between 1970 and 2106.
#[must_use]
pub fn parse(text: &str) -> Option<u32> {
    let text = text.trim();
    let text = text.strip_suffix("UTC").map_or(text, str::trim_end);
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
    if !matches!(bytes, [_, _, _, _, b'-', ..] if bytes[..4].iter().all(u8::is_ascii_digit)) {
        return None;
    }
    let seconds = if has_offset(bytes) {
        // Some write a space before the offset.
        let joined = text.replacen(" +", "+", 1).replacen(" -", "-", 1);
        joined.parse::<Timestamp>().ok()?.as_second()
    } else {
        let time: DateTime = text.strip_suffix('Z').unwrap_or(text).parse().ok()?;
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
        ] {
            assert_eq!(parse(text), Some(1_786_904_282), "{text}");
        }
        assert_eq!(write(1_786_904_282), "2026-08-16 18:18:02");
    }

    #[test]
    fn unparsable_times_are_none() {
        for text in
            ["", "N/A", "yesterday", "12-Apr-1996", "2026-13-40 00:00:00", "1950-01-01 00:00:00", "7", "0"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
