//! Time zones that are named behind a time, as in `2026-08-16 20:18:02 Europe/Berlin`, and punctuation behind a zone.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::time_words::is_zone;

/// The longest name of a zone, in bytes.
const LONGEST: usize = 40;
/// What may follow the zone of a time.
const PUNCTUATION: [char; 3] = [',', '.', ';'];

/// A time without the name of the zone behind it, and that zone.
#[must_use]
pub fn split(text: &str) -> Option<(&str, TimeZone)> {
    let (rest, name) = at_name(text)?;
    Some((rest, TimeZone::get(name).ok()?))
}

/// Whether a word is the name of a zone: `Europe/Berlin`, or `[Europe/Berlin]`.
#[must_use]
pub fn is_name(word: &str) -> bool {
    at_name(word).is_some_and(|(rest, name)| rest.is_empty() && TimeZone::get(name).is_ok())
}

/// Splits a text before what may be the name of a zone.
fn at_name(text: &str) -> Option<(&str, &str)> {
    // Nearly all values are none of these.
    if !text.ends_with(|last: char| last.is_ascii_alphanumeric() || [']', ')', '_'].contains(&last)) {
        return None;
    }
    let inner = text.strip_suffix([']', ')']);
    let name = inner.unwrap_or(text);
    let name = &name[name
        .rfind([' ', '[', '(', '\u{a0}', '\u{202f}', '\t'])
        .map_or(0, |at| at + name[at..].chars().next().map_or(0, char::len_utf8))..];
    let is_name = name.len() <= LONGEST
        && name.contains('/')
        && name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/_-+".contains(&byte));
    let rest = &text[..text.len() - name.len() - usize::from(inner.is_some())];
    let rest = if inner.is_some() { rest.strip_suffix(['[', '('])? } else { rest };
    is_name.then(|| (rest.trim_end(), name))
}

/// A time in this zone, of which these would be the Unix seconds in UTC. Within the hour that is there twice, the first.
#[must_use]
pub fn in_zone(seconds: u32, zone: &TimeZone) -> Option<u32> {
    let civil = TimeZone::UTC.to_datetime(Timestamp::from_second(i64::from(seconds)).ok()?);
    u32::try_from(zone.to_timestamp(civil).ok()?.as_second()).ok()
}

/// A text without the punctuation behind the zone that it ends with.
#[must_use]
pub fn without_punctuation(text: &str) -> &str {
    let Some(rest) = text.strip_suffix(PUNCTUATION) else { return text };
    let word = rest.rsplit([' ', '\u{a0}', '\u{202f}']).next().unwrap_or_default();
    // A zone may have no space before it.
    let is_joined_zone = || word.ends_with("UTC") || word.ends_with('Z') || word.ends_with(']');
    if is_zone(word) || at_name(word).is_some() || is_joined_zone() { rest } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_told_from_other_words() {
        for (text, rest) in [
            ("2026-08-16 20:18:02 Europe/Berlin", "2026-08-16 20:18:02"),
            ("2026-08-16 20:18:02 [Europe/Berlin]", "2026-08-16 20:18:02"),
            ("2026-08-16T20:18:02+02:00[America/Port-au-Prince]", "2026-08-16T20:18:02+02:00"),
            ("20:18 (America/New_York)", "20:18"),
            ("20:18 Etc/GMT+5", "20:18"),
        ] {
            assert_eq!(split(text).map(|(rest, _)| rest), Some(rest), "{text}");
        }
        for text in ["20:18 Mars/Phobos", "20:18 UTC", "20:18", "Europe/Berlin]", "a/b", "", "see Europe/"] {
            assert!(split(text).is_none(), "{text}");
        }
        assert!(is_name("Europe/Berlin") && is_name("[Europe/Berlin]") && !is_name("Europe/Nowhere"));
    }

    #[test]
    fn only_punctuation_behind_a_zone_is_left_out() {
        for (text, rest) in [
            ("18:18:02 UTC,", "18:18:02 UTC"),
            ("18:18:02 CEST.", "18:18:02 CEST"),
            ("18:18:02 Europe/Berlin;", "18:18:02 Europe/Berlin"),
            ("18:18:02,", "18:18:02,"),
            ("6:18 p. m.", "6:18 p. m."),
            ("", ""),
        ] {
            assert_eq!(without_punctuation(text), rest, "{text}");
        }
    }
}
