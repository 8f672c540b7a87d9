//! The hash of what identifies a record.

use xxhash_rust::xxh3::Xxh3;

use super::field::RawField;
use super::field_roles::{Identity, Spec, TIMES};
use super::json_keys::normal;
use crate::library::Section;
use crate::library::json;

/// Hashes the fields that identify a record of this section, besides its time.
#[allow(clippy::too_many_arguments, reason = "all values that may identify a record")]
#[must_use]
pub fn identity(
    section: Section,
    spec: &Spec,
    thread: Option<&str>,
    item: u64,
    href: Option<&str>,
    counterparty: Option<&str>,
    text: Option<&str>,
    fields: &[RawField<'_>],
    seconds: u32,
) -> u64 {
    let mut hash = Xxh3::new();
    hash.update(&[section.number()]);
    hash.update(thread.unwrap_or_default().as_bytes());
    let mut add = |part: &str| {
        hash.update(&[0]);
        hash.update(part.as_bytes());
    };
    let number = if item > 0 { Some(item.to_string()) } else { None };
    let target = number.as_deref().or(href);
    let named = |names: &[&str]| -> Vec<String> {
        let value = |name: &&str| {
            let field = fields.iter().find(|f| normal(&f.name) == **name && !f.is_empty())?;
            // Formats write the time in different ways.
            let time = TIMES.contains(name).then(|| field.time()).flatten();
            Some(time.map_or_else(|| field.value.to_string(), |time| time.to_string()))
        };
        names.iter().filter_map(value).collect()
    };
    let parts = match spec.identity {
        Identity::Time if seconds > 0 => Some(Vec::new()),
        Identity::Link => target.map(|t| vec![t.to_owned()]),
        Identity::Text => text.map(|t| vec![without_margins(t)]),
        Identity::LinkOrText => {
            target.map(str::to_owned).or_else(|| text.map(without_margins)).map(|t| vec![t])
        }
        Identity::LinkAndText if target.or(text).is_some() => {
            Some(vec![target.unwrap_or_default().to_owned(), without_margins(text.unwrap_or_default())])
        }
        Identity::CounterpartyAndText if counterparty.or(text).is_some() => {
            Some(vec![counterparty.unwrap_or_default().to_owned(), without_margins(text.unwrap_or_default())])
        }
        Identity::Message if counterparty.or(text).is_some() => {
            Some(vec![without_margins(text.unwrap_or_default())])
        }
        Identity::Named(keys) => Some(named(keys)).filter(|found| !found.is_empty()),
        _ => None,
    };
    if let Some(parts) = parts {
        for part in &parts {
            add(part);
        }
    } else {
        let is_time = |field: &RawField<'_>| {
            TIMES.contains(&normal(&field.name).as_str()) && field.time() == Some(seconds)
        };
        let mut all: Vec<(String, String)> = fields
            .iter()
            .filter(|field| !field.is_empty() && !is_time(field))
            .map(|f| (normal(&f.name), f.raw.map_or_else(|| f.value.to_string(), json::compact)))
            .collect();
        all.sort();
        for (name, value) in &all {
            add(name);
            add(value);
        }
    }
    hash.digest()
}

/// A text as both kinds of exports have it: those of text files do not show white space around lines, nor empty lines at
/// the beginning and the end.
fn without_margins(text: &str) -> String {
    let lines: Vec<&str> = text.trim().lines().map(str::trim).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::without_margins;

    #[test]
    fn white_space_around_lines_does_not_identify_a_text() {
        for text in ["one\ntwo", "  one\n  two ", "\none\r\ntwo\r\n", "one  \n\ttwo\n\n"] {
            assert_eq!(without_margins(text), "one\ntwo", "{text:?}");
        }
        assert_ne!(without_margins("one two"), without_margins("one  two"));
        assert_ne!(without_margins("one\n\ntwo"), without_margins("one\ntwo"));
    }
}
