//! The hash of what identifies a record.

use xxhash_rust::xxh3::Xxh3;

use super::field::RawField;
use super::field_roles::{Identity, Spec};
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
        let value = |name: &&str| fields.iter().find(|f| normal(&f.name) == **name && !f.is_empty());
        names.iter().filter_map(value).map(|f| f.value.to_string()).collect()
    };
    let parts = match spec.identity {
        Identity::Time if seconds > 0 => Some(Vec::new()),
        Identity::Link => target.map(|t| vec![t.to_owned()]),
        Identity::Text => text.map(|t| vec![t.trim_end().to_owned()]),
        Identity::LinkOrText => target.or(text).map(|t| vec![t.to_owned()]),
        Identity::LinkAndText if target.or(text).is_some() => {
            Some(vec![target.unwrap_or_default().to_owned(), text.unwrap_or_default().to_owned()])
        }
        Identity::CounterpartyAndText if counterparty.or(text).is_some() => {
            // Text exports do not show white space at the end.
            let text = text.unwrap_or_default().trim_end();
            Some(vec![counterparty.unwrap_or_default().to_owned(), text.to_owned()])
        }
        // Text exports do not show white space at the end.
        Identity::Message if counterparty.or(text).is_some() => {
            Some(vec![text.unwrap_or_default().trim_end().to_owned()])
        }
        Identity::Named(keys) => Some(named(keys)).filter(|found| !found.is_empty()),
        _ => None,
    };
    if let Some(parts) = parts {
        for part in &parts {
            add(part);
        }
    } else {
        let mut all: Vec<(String, String)> = fields
            .iter()
            .filter(|field| !field.is_empty())
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
