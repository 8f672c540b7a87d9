//! The fields of a row, before their roles are known.

use std::borrow::Cow;

use super::field_roles::USERS;
use super::json_keys::normal;
use super::{link, split_time, time};
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

    /// Whether there is no value at all, not even a placeholder for a missing one.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self.raw.map(json::kind) {
            Some(Kind::Object | Kind::Array) => self.is_empty(),
            Some(Kind::Null) => true,
            _ => self.value.trim().is_empty(),
        }
    }

    /// The time that it is, in Unix seconds: also one in an object or a list.
    #[must_use]
    pub fn time(&self) -> Option<u32> {
        let inside = |raw: &[u8]| {
            let parse = |value: &[u8]| time::parse(&json::scalar(value));
            let mut times = split_time::in_object(raw).into_iter();
            let mut named = json::Pairs::of(raw).filter(|(key, _)| SECONDS.contains(&normal(key).as_str()));
            let of_object = times.find_map(|time| time::parse(&time));
            let of_name = of_object.or_else(|| named.find_map(|(_, value)| parse(value)));
            of_name.or_else(|| parse(json::Items::of(raw).next()?))
        };
        time::parse(&self.value).or_else(|| inside(self.raw?))
    }

    /// The name of a person: of an object, its field for that, or its first text.
    #[must_use]
    pub fn person(&self) -> Cow<'_, str> {
        let Some(raw) = self.raw.filter(|raw| json::kind(raw) == Kind::Object) else {
            return Cow::Borrowed(&self.value);
        };
        let texts: Vec<_> =
            json::Pairs::of(raw).filter(|(_, value)| json::kind(value) == Kind::String).collect();
        let is_name = |(name, _): &&(Cow<'_, str>, &[u8])| USERS.contains(&normal(name).as_str());
        let found = texts.iter().find(is_name).or(texts.first());
        found.map_or_else(
            || Cow::Owned(json::compact(raw)),
            |(_, name)| Cow::Owned(json::scalar(name).into_owned()),
        )
    }

    /// The value as a link; of an object, the link in it; of a list of links, one a line.
    #[must_use]
    pub fn links(&self) -> Cow<'_, str> {
        let lines = self
            .raw
            .filter(|raw| matches!(json::kind(raw), Kind::Object | Kind::Array))
            .map(|_| self.readable());
        lines.filter(|lines| link::are_links(lines)).unwrap_or(Cow::Borrowed(&self.value))
    }

    /// The value as a text to read: of an object or a list, the texts in it.
    #[must_use]
    pub fn readable(&self) -> Cow<'_, str> {
        match self.raw.filter(|raw| matches!(json::kind(raw), Kind::Object | Kind::Array)) {
            Some(raw) => {
                let mut texts = Vec::new();
                texts_in(raw, 0, Some(&TEXT_KEYS), &mut texts);
                if texts.is_empty() {
                    texts_in(raw, 0, None, &mut texts);
                }
                Cow::Owned(if texts.is_empty() { json::compact(raw) } else { texts.join("\n") })
            }
            None => Cow::Borrowed(&self.value),
        }
    }
}

/// Normalised keys of a time in an object, besides those of times in rows.
const SECONDS: [&str; 5] = ["seconds", "value", "iso", "unix", "utc"];
/// Objects and lists nested deeper than this are shown as JSON.
const READABLE_DEPTH: usize = 8;
/// Normalised keys of the text in a message that is an object.
const TEXT_KEYS: [&str; 4] = ["text", "content", "message", "answer"];

/// The strings in a value, in order; if `keys` are given, only those that one of them holds.
fn texts_in(value: &[u8], depth: usize, keys: Option<&[&str]>, out: &mut Vec<String>) {
    let is_deep = depth >= READABLE_DEPTH;
    match json::kind(value) {
        Kind::Object if !is_deep => {
            for (key, value) in json::Pairs::of(value) {
                let keys = keys.filter(|keys| !keys.contains(&normal(&key).as_str()));
                texts_in(value, depth + 1, keys, out);
            }
        }
        Kind::Array if !is_deep => {
            json::Items::of(value).for_each(|item| texts_in(item, depth + 1, keys, out));
        }
        Kind::Object | Kind::Array if keys.is_none() => out.push(json::compact(value)),
        Kind::String if keys.is_none() => {
            out.extend(Some(json::scalar(value).into_owned()).filter(|text| !text.is_empty()));
        }
        _ => {}
    }
}

/// The names of the items in a record's lists, such as the products of an order.
#[must_use]
pub fn item_names(fields: &[RawField<'_>], names: &[&str]) -> Option<String> {
    if names.is_empty() {
        return None;
    }
    let lists = fields.iter().filter_map(|field| field.raw.filter(|raw| json::kind(raw) == Kind::Array));
    let found: Vec<String> = lists
        .flat_map(json::Items::of)
        .filter(|thing| json::kind(thing) == Kind::Object)
        .flat_map(json::Pairs::of)
        .filter(|(name, _)| names.contains(&normal(name).as_str()))
        .map(|(_, value)| json::scalar(value))
        // Further lines of a name are its variation.
        .filter_map(|name| name.lines().next().map(str::trim).map(str::to_owned))
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
