//! Parses one JSON value: the pairs of an object, the items of an array, the text of a scalar.

use std::borrow::Cow;

use super::Extent;

/// The kind of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `{…}`
    Object,
    /// `[…]`
    Array,
    /// `"…"`
    String,
    /// `null`
    Null,
    /// A number, `true`, `false`, or a bare word that JSON does not define.
    Bare,
}

/// The kind of this value, by its first byte.
#[must_use]
pub fn kind(value: &[u8]) -> Kind {
    match value.first() {
        Some(b'{') => Kind::Object,
        Some(b'[') => Kind::Array,
        Some(b'"') => Kind::String,
        _ if value == b"null" || value.is_empty() => Kind::Null,
        _ => Kind::Bare,
    }
}

/// The text of a scalar, or the JSON of an object or array.
#[must_use]
pub fn scalar(value: &[u8]) -> Cow<'_, str> {
    match kind(value) {
        Kind::String => unescape(value.get(1..value.len().saturating_sub(1)).unwrap_or_default()),
        Kind::Null => Cow::Borrowed(""),
        Kind::Object | Kind::Array | Kind::Bare => String::from_utf8_lossy(value),
    }
}

/// Whether exports use this text for a missing value.
#[must_use]
pub fn is_empty_scalar(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || matches!(text, "N/A" | "n/a" | "None" | "N.v.t." | "null")
}

/// The pairs of an object, in order.
#[derive(Debug, Clone)]
pub struct Pairs<'a>(Items<'a>);

impl<'a> Pairs<'a> {
    /// The pairs of this object; none if the value is not an object.
    #[must_use]
    pub fn of(object: &'a [u8]) -> Self {
        Self(if kind(object) == Kind::Object { Items::inside(object) } else { Items { rest: &[] } })
    }
}

impl<'a> Iterator for Pairs<'a> {
    type Item = (Cow<'a, str>, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let first = self.0.next()?;
        if kind(first) != Kind::String || !self.0.take_colon() {
            return Some((Cow::Borrowed(""), first));
        }
        Some((scalar(first), self.0.next().unwrap_or(b"null")))
    }
}

/// The items of an array, in order.
#[derive(Debug, Clone)]
pub struct Items<'a> {
    rest: &'a [u8],
}

impl<'a> Items<'a> {
    /// The items of this array; none if the value is not an array.
    #[must_use]
    pub fn of(array: &'a [u8]) -> Self {
        if kind(array) == Kind::Array { Self::inside(array) } else { Self { rest: &[] } }
    }

    /// The items of an array without its brackets.
    #[must_use]
    pub fn within(items: &'a [u8]) -> Self {
        Self { rest: items }
    }

    fn inside(value: &'a [u8]) -> Self {
        let end = value.len() - usize::from(matches!(value.last(), Some(b'}' | b']')) && value.len() > 1);
        Self { rest: &value[1..end] }
    }

    fn skip_space(&mut self) {
        let skip = self.rest.iter().position(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b','));
        self.rest = &self.rest[skip.unwrap_or(self.rest.len())..];
    }

    fn take_colon(&mut self) -> bool {
        self.skip_space();
        let is_there = self.rest.first() == Some(&b':');
        if is_there {
            self.rest = &self.rest[1..];
        }
        is_there
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        self.skip_space();
        // Stray brackets and colons are skipped.
        while let Some(b'}' | b']' | b':') = self.rest.first() {
            self.rest = &self.rest[1..];
            self.skip_space();
        }
        if self.rest.is_empty() {
            return None;
        }
        let mut extent = Extent::default();
        let length = extent.feed(self.rest).or_else(|| extent.end()).unwrap_or(self.rest.len()).max(1);
        let (item, rest) = self.rest.split_at(length);
        self.rest = rest;
        Some(item)
    }
}

/// Decodes the text between the quotes of a JSON string. Invalid `\u` escapes become U+FFFD; others are kept unchanged.
#[must_use]
pub fn unescape(text: &[u8]) -> Cow<'_, str> {
    if memchr::memchr(b'\\', text).is_none() {
        return String::from_utf8_lossy(text);
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..at]);
        let escape = rest.get(at + 1).copied();
        rest = rest.get(at + 2..).unwrap_or_default();
        match escape {
            Some(b'n') => out.push(b'\n'),
            Some(b't') => out.push(b'\t'),
            Some(b'r') => out.push(b'\r'),
            Some(b'b') => out.push(8),
            Some(b'f') => out.push(12),
            Some(b'u') => {
                let unit;
                (unit, rest) = hex(rest);
                push_unit(&mut out, unit, &mut rest);
            }
            Some(byte @ (b'"' | b'\\' | b'/')) => out.push(byte),
            Some(byte) => out.extend([b'\\', byte]),
            None => out.push(b'\\'),
        }
    }
    out.extend_from_slice(rest);
    Cow::Owned(match String::from_utf8(out) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    })
}

/// Parses four hex digits. Returns their value, if they are valid, and the rest of the text.
fn hex(text: &[u8]) -> (Option<u32>, &[u8]) {
    let digits = text.get(..4).and_then(|digits| std::str::from_utf8(digits).ok());
    match digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
        Some(unit) => (Some(unit), &text[4..]),
        None => (None, text),
    }
}

/// Appends a UTF-16 code unit, together with the low surrogate that may follow it.
fn push_unit(out: &mut Vec<u8>, unit: Option<u32>, rest: &mut &[u8]) {
    let mut code = unit.and_then(char::from_u32);
    if let Some(high @ 0xD800..=0xDBFF) = unit
        && let Some(after) = rest.strip_prefix(b"\\u")
        && let (Some(low @ 0xDC00..=0xDFFF), behind) = hex(after)
    {
        code = char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
        *rest = behind;
    }
    let mut bytes = [0; 4];
    out.extend_from_slice(code.unwrap_or(char::REPLACEMENT_CHARACTER).encode_utf8(&mut bytes).as_bytes());
}
