//! Times whose day and time of day are in two fields of a row.

use std::borrow::Cow;

use super::field_roles::TIMES;
use super::json_keys::normal;
use super::time::{self, DayOrder};
use crate::library::json;

/// Normalised names of fields with a time of day only, besides [`TIMES`].
const CLOCKS: [&str; 12] = [
    "clock",
    "hour",
    "hours",
    "timeofday",
    "localtime",
    "uhrzeit",
    "heure",
    "hora",
    "orario",
    "godzina",
    "saat",
    "時刻",
];
/// A longer value is neither a day nor a time of day. Bytes.
const LONGEST: usize = 30;

/// The time of a row of these names and values, of which one has the day and another the time of day.
pub fn of<'f>(
    fields: impl Iterator<Item = (&'f str, &'f str)> + Clone,
    order: Option<DayOrder>,
) -> Option<u32> {
    time::parse(&time::told(&joined(fields)?, order))
}

/// The times of an object of JSON. If its day and its time of day are in two fields, both together are one.
pub fn in_object(object: &[u8]) -> Vec<String> {
    let pairs: Vec<(Cow<'_, str>, Cow<'_, str>)> =
        json::Pairs::of(object).map(|(name, value)| (name, json::scalar(value))).collect();
    if let Some(joined) = joined(pairs.iter().map(|(name, value)| (&**name, &**value))) {
        return vec![joined];
    }
    let times = pairs.into_iter().filter(|(name, _)| TIMES.contains(&normal(name).as_str()));
    times.map(|(_, value)| value.into_owned()).collect()
}

/// The day and the time of day of these names and values, as one time.
fn joined<'f>(fields: impl Iterator<Item = (&'f str, &'f str)> + Clone) -> Option<String> {
    let is_named = |name: &str, others: &[&str]| {
        let name = normal(name);
        TIMES.contains(&name.as_str()) || others.contains(&name.as_str())
    };
    let (_, day) = fields.clone().find(|(name, value)| may_be_day(value) && is_named(name, &[]))?;
    let mut clocks = fields.filter(|(name, value)| is_clock(value) && is_named(name, &CLOCKS));
    clocks.next().map(|(_, clock)| format!("{} {}", day.trim(), clock.trim()))
}

/// Whether this may be a day without a time of day. Nearly all values are not.
fn may_be_day(value: &str) -> bool {
    value.len() <= LONGEST
        && !value.contains(':')
        && value.bytes().any(|byte| byte.is_ascii_digit())
        && value.bytes().any(|byte| !byte.is_ascii_digit())
}

/// Whether this is a time of day.
fn is_clock(value: &str) -> bool {
    value.len() <= LONGEST
        && value.contains(':')
        && time::parse(&format!("2026-01-31 {}", value.trim())).is_some()
}
