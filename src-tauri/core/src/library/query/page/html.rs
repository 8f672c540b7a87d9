//! HTML that holds texts of others: everything is escaped.

use std::io::{self, Write};

/// Writes a text with all that HTML gives a meaning replaced, as content or within a quoted attribute. Control characters,
/// which HTML does not allow, are replaced, too.
pub fn escaped(out: &mut dyn Write, text: &str) -> io::Result<()> {
    let mut done = 0;
    for (at, char) in text.char_indices() {
        let replacement = match char {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            '\n' | '\t' => continue,
            _ if char.is_control() => "\u{fffd}",
            _ => continue,
        };
        out.write_all(&text.as_bytes()[done..at])?;
        out.write_all(replacement.as_bytes())?;
        done = at + char.len_utf8();
    }
    out.write_all(&text.as_bytes()[done..])
}

/// Writes an element that has only a text. `attributes` begin with a space and are not escaped.
pub fn element(out: &mut dyn Write, name: &str, attributes: &str, text: &str) -> io::Result<()> {
    write!(out, "<{name}{attributes}>")?;
    escaped(out, text)?;
    write!(out, "</{name}>")
}

/// Replaces each `{name}` of a pattern with its value. Braces in values stay as they are.
#[must_use]
pub fn filled(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some(start) = rest.find('{') {
        text.push_str(&rest[..start]);
        rest = &rest[start..];
        let known = values.iter().find_map(|(name, value)| {
            let after = rest[1..].strip_prefix(name)?.strip_prefix('}')?;
            Some((value, after))
        });
        if let Some((value, after)) = known {
            text.push_str(value);
            rest = after;
        } else {
            text.push('{');
            rest = &rest[1..];
        }
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let mut out = Vec::new();
        escaped(&mut out, text).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn markup_and_control_characters_are_escaped() {
        assert_eq!(
            shown("<script>alert('1')</script> & \"é\""),
            "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;é&quot;"
        );
        assert_eq!(shown("a\u{0}b\r\nc\u{1b}\u{85}"), "a\u{fffd}b\u{fffd}\nc\u{fffd}\u{fffd}");
        assert_eq!(shown("plain 😀"), "plain 😀");
    }

    #[test]
    fn values_are_filled_in_once() {
        let values = [("day", "{name}"), ("name", "Noor")];
        assert_eq!(filled("from {day} by {name}, {other} {", &values), "from {name} by Noor, {other} {");
    }
}
