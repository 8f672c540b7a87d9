//! The hash of what identifies a record.

use xxhash_rust::xxh3::Xxh3;

use super::field::RawField;
use super::field_roles::{ATTACHMENTS, Identity, Spec, TIMES};
use super::json_keys::normal;
use super::link;
use super::value_type::ValueType;
use crate::library::Section;
use crate::library::json::{self, Kind};

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
    let place = if item > 0 { None } else { href.map(link::unsigned) };
    let target = number.as_deref().or(place.as_deref());
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
        Identity::Text => match text {
            Some(text) => Some(vec![without_margins(text)]),
            // Not all formats have what comes with a comment without words.
            None if section == Section::Comment && seconds > 0 => Some(Vec::new()),
            None if section == Section::Comment => Some(attachments(fields)).filter(|all| !all.is_empty()),
            None => None,
        },
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
        Identity::AddressOrNamed(keys) => {
            let addresses = fields.iter().filter(|field| ValueType::of(&field.value) == ValueType::Address);
            let addresses: Vec<_> = addresses.map(|field| field.value.to_string()).collect();
            Some(if addresses.is_empty() { named(keys) } else { addresses }).filter(|found| !found.is_empty())
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
            .map(|field| (normal(&field.name), value_of(field)))
            .collect();
        all.sort();
        for (name, value) in &all {
            add(name);
            add(value);
        }
    }
    hash.digest()
}

/// What a comment without words consists of.
fn attachments(fields: &[RawField<'_>]) -> Vec<String> {
    let is_attachment = |field: &&RawField<'_>| ATTACHMENTS.contains(&&*normal(&field.name));
    fields.iter().filter(is_attachment).filter(|field| !field.is_empty()).map(value_of).collect()
}

/// The value of a field as far as it is the same in all exports.
fn value_of(field: &RawField<'_>) -> String {
    let is_text = |item: &[u8]| json::kind(item) == Kind::String;
    let texts = field.raw.filter(|raw| json::Items::of(raw).all(is_text)).map(|raw| {
        let texts: Vec<_> = json::Items::of(raw).map(json::scalar).collect();
        texts.join("\n")
    });
    match (field.raw, texts) {
        (Some(_), Some(texts)) if link::are_links(&texts) => link::unsigned(&texts).into_owned(),
        (Some(raw), _) => json::compact(raw),
        (None, _) => link::unsigned(&field.value).into_owned(),
    }
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
