//! The `Field: value` lines of text exports.

use super::field_roles;
use super::invisible::{from_visible, is_invisible};
use super::json_keys::normal;
use super::known_fields::is_known;
use super::roles::{Role, by_name};
use super::value_type::ValueType;
use crate::library::Section;

/// A line with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldLine<'l> {
    /// The name of the field.
    pub name: &'l str,
    /// The value, up to the end of the line.
    pub value: &'l str,
    /// Whether it describes a product: `>>Name: …`.
    pub is_product: bool,
}

/// The longest name of a field, in characters.
const NAME_CHARS: usize = 90;
/// The longest name of a known field, in bytes.
const KNOWN_BYTES: usize = 100;

/// Splits a line at the first colon that is followed by white space, or at a full-width one, which needs none.
#[must_use]
pub fn split_at_colon(line: &str) -> Option<(&str, &str)> {
    let ends_name = |(at, colon): &(usize, char)| {
        *colon == '：' || *colon == ':' && line[at + 1..].starts_with(|next: char| next.is_whitespace())
    };
    let (at, colon) = line.char_indices().find(ends_name)?;
    let value = &line[at + colon.len_utf8()..];
    // The white space after a full-width colon is part of the value.
    let skipped = value.chars().next().filter(|_| colon == ':').map_or(0, char::len_utf8);
    Some((&line[..at], &value[skipped..]))
}

/// Splits a line at a colon without a space after it, if a known name or a time shows that it is a field.
fn split_tightly(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':').filter(|(name, _)| name.len() <= KNOWN_BYTES)?;
    let is_text = value.is_empty() || value.starts_with("//") || !name.contains(char::is_alphanumeric);
    let is_field = || ValueType::of(value) == ValueType::Time || is_known_name(name);
    (!is_text && is_field()).then_some((name, value))
}

/// Whether a field of any section has this name.
#[must_use]
pub fn is_known_name(name: &str) -> bool {
    let name = normal(name);
    Section::ALL.iter().any(|section| is_field_of(*section, &name))
}

/// Whether the records of a section have fields with both names.
#[must_use]
pub fn are_known_together(first: &str, second: &str) -> bool {
    let (first, second) = (normal(first), normal(second));
    Section::ALL.iter().any(|section| is_field_of(*section, &first) && is_field_of(*section, &second))
}

fn is_field_of(section: Section, normal: &str) -> bool {
    is_known(section, normal) || by_name(&field_roles::of(section), normal) != Role::Other
}

/// Splits a line at the colon after its name, which may also end the line.
#[must_use]
pub fn split(line: &str) -> Option<FieldLine<'_>> {
    let line = line.trim_start_matches(is_invisible);
    let product = line.strip_prefix(">>");
    let line = product.unwrap_or(line);
    let (name, value) = match split_at_colon(line) {
        Some(parts) if !parts.0.trim_end_matches(':').contains(':') => parts,
        None if product.is_some() => line.split_once(':')?,
        parts => match split_tightly(line).or(parts) {
            Some(parts) => parts,
            None => (line.trim_end().strip_suffix(':')?, ""),
        },
    };
    let name = from_visible(name.trim_end_matches(':')).trim_end();
    let is_name = !name.is_empty() && name.chars().nth(NAME_CHARS).is_none();
    // `https:` is no name.
    (is_name && !value.starts_with("//")).then(|| FieldLine {
        name,
        value: value.trim(),
        is_product: product.is_some(),
    })
}

/// Whether a line separates records.
#[must_use]
pub fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() > 2 && line.bytes().all(|byte| byte == b'-')
}

/// The number in a line that only counts the records: `#2`, `2.` or `Item 2`.
#[must_use]
pub fn count_in(line: &str) -> Option<u32> {
    const DIGITS: usize = 8;
    const WORD: usize = 20;
    let line = line.trim().trim_end_matches(['.', ')', ']', ':']);
    let digits = line.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (word, number) = line.split_at(line.len() - digits);
    let word = word.trim_start_matches(['(', '[']).trim_end_matches(['#', ' ', '.']);
    let is_word = word.chars().nth(WORD).is_none() && word.chars().all(char::is_alphabetic);
    number.parse().ok().filter(|_| is_word && digits <= DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str) -> Option<(&str, &str)> {
        split(line).map(|field| (field.name, field.value))
    }

    #[test]
    fn lines_are_split_into_names_and_values() {
        assert_eq!(parts("Date: 2026-01-01 10:00:00 UTC"), Some(("Date", "2026-01-01 10:00:00 UTC")));
        assert_eq!(parts("HashTag Link:: https://a.example"), Some(("HashTag Link", "https://a.example")));
        assert_eq!(parts(">>Quantity:2"), Some(("Quantity", "2")));
        assert_eq!(parts("Product information:"), Some(("Product information", "")));
        assert_eq!(parts("日付：2026-01-01 10:00:00 UTC"), Some(("日付", "2026-01-01 10:00:00 UTC")));
        assert_eq!(parts("Lien : https://a.example/：x"), Some(("Lien", "https://a.example/：x")));
        assert_eq!(parts("Date:2026-01-01 10:00:00"), Some(("Date", "2026-01-01 10:00:00")));
        assert_eq!(parts("Wann:2026-01-01 10:00:00"), Some(("Wann", "2026-01-01 10:00:00")));
        assert_eq!(parts("Search Term:cats: two"), Some(("Search Term", "cats: two")));
        assert_eq!(parts("Zoekterm:katten"), Some(("Zoekterm", "katten")));
        assert_eq!(parts("Search Term:\tcats"), Some(("Search Term", "cats")));
        assert_eq!(parts("Search Term:\u{a0}cats"), Some(("Search Term", "cats")));
        for none in ["https://a.example", "no colon", ": value", "12:30", "milk:two", ""] {
            assert_eq!(parts(none), None, "{none}");
        }
    }

    #[test]
    fn lines_that_count_records_are_known() {
        for line in ["2", "#2", "2.", "(2)", "[2]", "Item 2", "Eintrag 2:", "No. 2", "2:"] {
            assert_eq!(count_in(line), Some(2), "{line}");
        }
        for line in ["", "#", "Item", "two", "a b 2", "2 owls", "1.2", "https://a.example/2"] {
            assert_eq!(count_in(line), None, "{line}");
        }
    }
}
