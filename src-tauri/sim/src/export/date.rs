//! The date format of exports.

use jiff::Timestamp;

/// Formats Unix seconds as `YYYY-MM-DD HH:MM:SS` in UTC, without a zone, as exports do.
#[must_use]
pub fn date(seconds: i64) -> String {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH).strftime("%Y-%m-%d %H:%M:%S").to_string()
}
