//! The `Field: value` lines of text exports.

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

/// Splits a line at the first colon that is followed by a space, or at a full-width one, which needs none.
#[must_use]
pub fn split_at_colon(line: &str) -> Option<(&str, &str)> {
    match (line.find(": "), line.find('：')) {
        (Some(plain), Some(wide)) if wide < plain => line.split_once('：'),
        (None, Some(_)) => line.split_once('：'),
        _ => line.split_once(": "),
    }
}

/// Splits a line at the colon after its name, which may also end the line.
#[must_use]
pub fn split(line: &str) -> Option<FieldLine<'_>> {
    let product = line.strip_prefix(">>");
    let line = product.unwrap_or(line);
    let (name, value) = match split_at_colon(line) {
        Some(parts) => parts,
        None if product.is_some() => line.split_once(':')?,
        None => (line.trim_end().strip_suffix(':')?, ""),
    };
    let name = name.trim_end_matches(':').trim();
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
        for none in ["https://a.example", "no colon", ": value", "12:30", ""] {
            assert_eq!(parts(none), None, "{none}");
        }
    }
}
