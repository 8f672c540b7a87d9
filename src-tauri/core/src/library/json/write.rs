//! Formats JSON values: compact for storage, pretty-printed for display.

use std::borrow::Cow;

use super::{Extent, Items, Kind, Pairs, kind};

/// Removes the white space between the parts of a value, and puts commas and colons right that are missing or doubled.
#[must_use]
pub fn compact(value: &[u8]) -> String {
    let mut out = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some(&byte) = rest.first() {
        let last = out.last().copied();
        let is_string = byte == b'"';
        if (is_string || matches!(byte, b'{' | b'[')) && last.is_some_and(|last| !is_before_value(last)) {
            out.push(b',');
        }
        if is_string {
            let length = Extent::default().feed(rest).unwrap_or(rest.len());
            out.extend_from_slice(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        match byte {
            b' ' | b'\n' | b'\r' | b'\t' => {}
            b',' | b':' if last == Some(byte) => {}
            b'}' | b']' if last == Some(b',') => {
                out.pop();
                out.push(byte);
            }
            _ => out.push(byte),
        }
        rest = &rest[1..];
    }
    match String::from_utf8(out) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    }
}

fn is_before_value(byte: u8) -> bool {
    matches!(byte, b',' | b':' | b'{' | b'[')
}

/// Encodes a text as a JSON string.
#[must_use]
pub fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Builds an object of strings.
#[must_use]
pub fn object<'a>(pairs: impl IntoIterator<Item = (&'a str, Cow<'a, str>)>) -> String {
    let pairs: Vec<String> =
        pairs.into_iter().map(|(k, v)| format!("{}:{}", string(k), string(&v))).collect();
    format!("{{{}}}", pairs.join(","))
}

/// Formats a value with line breaks and an indentation of two spaces for each level.
#[must_use]
pub fn pretty(value: &str) -> String {
    pretty_within(value, usize::MAX).0
}

/// As [`pretty`], but ends after this number of bytes. Returns whether that left something out.
#[must_use]
pub fn pretty_within(value: &str, limit: usize) -> (String, bool) {
    let mut out = String::with_capacity(value.len().min(limit));
    write(&mut out, value.as_bytes(), 0, limit);
    let is_cut = out.len() > limit;
    if is_cut {
        out.truncate(out.floor_char_boundary(limit));
    }
    (out, is_cut)
}

/// Deeper levels are written on one line, which bounds the recursion.
const DEEPEST: usize = 64;

/// Stops at the first item that begins behind the limit.
fn write(out: &mut String, value: &[u8], level: usize, limit: usize) {
    let (open, close) = match kind(value) {
        Kind::Object => ('{', '}'),
        Kind::Array => ('[', ']'),
        _ => return out.push_str(&String::from_utf8_lossy(value)),
    };
    if level == DEEPEST {
        return out.push_str(&compact(value));
    }
    let line = |out: &mut String, level: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", level));
    };
    out.push(open);
    let mut is_first = true;
    let mut begin = |out: &mut String| {
        if !std::mem::take(&mut is_first) {
            out.push(',');
        }
        line(out, level + 1);
    };
    if open == '{' {
        for (key, item) in Pairs::of(value) {
            if out.len() > limit {
                return;
            }
            begin(out);
            out.push_str(&string(&key));
            out.push_str(": ");
            write(out, item, level + 1, limit);
        }
    } else {
        for item in Items::of(value) {
            if out.len() > limit {
                return;
            }
            begin(out);
            write(out, item, level + 1, limit);
        }
    }
    if !is_first {
        line(out, level);
    }
    out.push(close);
}
