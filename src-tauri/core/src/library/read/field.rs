//! The fields of a row, before their roles are known.

use std::borrow::Cow;

use super::json_keys::normal;
use crate::library::json::{self, Kind};

/// Separates the keys of a path.
pub const KEYS: char = '\u{1f}';

/// One field of a row.
#[derive(Debug, Clone)]
pub struct RawField<'a> {
    /// The name in the export.
    pub name: Cow<'a, str>,
    /// The text; for objects and arrays, their JSON.
    pub value: Cow<'a, str>,
    /// The JSON of the value, unless it is a string.
    pub raw: Option<&'a [u8]>,
}

impl<'a> RawField<'a> {
    /// A field with a JSON value.
    #[must_use]
    pub fn json(name: Cow<'a, str>, value: &'a [u8]) -> Self {
        let raw = (json::kind(value) != Kind::String).then_some(value);
        Self { name, value: json::scalar(value), raw }
    }

    /// A field of a text export.
    #[must_use]
    pub fn text(name: &'a str, value: &'a str) -> Self {
        Self { name: Cow::Borrowed(name), value: Cow::Borrowed(value), raw: None }
    }

    /// Whether the value is empty or a placeholder for a missing value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self.raw {
            Some(raw) => match json::kind(raw) {
                Kind::Object => json::Pairs::of(raw).next().is_none(),
                Kind::Array => json::Items::of(raw).next().is_none(),
                _ => json::is_empty_scalar(&self.value),
            },
            None => json::is_empty_scalar(&self.value),
        }
    }
}

/// The names of the items in a record's lists, such as the products of an order.
#[must_use]
pub fn item_names(fields: &[RawField<'_>], names: &[&str]) -> Option<String> {
    if names.is_empty() {
        return None;
    }
    let lists = fields.iter().filter_map(|field| field.raw.filter(|raw| json::kind(raw) == Kind::Array));
    let found: Vec<_> = lists
        .flat_map(json::Items::of)
        .filter(|thing| json::kind(thing) == Kind::Object)
        .flat_map(json::Pairs::of)
        .filter(|(name, _)| names.contains(&normal(name).as_str()))
        .map(|(_, value)| json::scalar(value))
        .filter(|name| !json::is_empty_scalar(name))
        .collect();
    (!found.is_empty()).then(|| found.join(" · "))
}

/// Formats the fields as a JSON object.
#[must_use]
pub fn as_json(fields: &[RawField<'_>]) -> String {
    let mut out = String::from("{");
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push_str(&json::string(&field.name));
        out.push(':');
        match field.raw {
            Some(raw) => out.push_str(&json::compact(raw)),
            None => out.push_str(&json::string(&field.value)),
        }
    }
    out.push('}');
    out
}
