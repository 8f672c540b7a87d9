//! Splits a JSON text into its strings, numbers and words.

use super::Extent;

/// A string, number or word of a JSON text.
#[derive(Debug, Clone, Copy)]
pub struct Token<'t> {
    /// Where it begins. Bytes.
    pub at: usize,
    /// The token, with its quotes.
    pub text: &'t str,
    /// Whether it is the key of a pair.
    pub is_key: bool,
}

impl<'t> Token<'t> {
    /// Whether it is not a key.
    #[must_use]
    pub fn is_value(&self) -> bool {
        !self.is_key
    }

    /// What is between the quotes of a string.
    #[must_use]
    pub fn inner(&self) -> Option<&'t str> {
        self.text.strip_prefix('"')?.strip_suffix('"')
    }
}

/// The strings, numbers and words of a JSON text, in order. What is between them is skipped.
#[derive(Debug)]
pub struct Tokens<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Tokens<'t> {
    /// The tokens of this text.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        let is_between = |byte: &u8| {
            matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b',' | b':' | b'{' | b'}' | b'[' | b']')
        };
        let at = self.at + bytes[self.at..].iter().position(|byte| !is_between(byte))?;
        let rest = &bytes[at..];
        let length = if rest[0] == b'"' {
            let mut extent = Extent::default();
            extent.feed(rest).or_else(|| extent.end())
        } else {
            rest.iter().position(|byte| is_between(byte) || *byte == b'"')
        };
        let end = at + length.unwrap_or(rest.len());
        self.at = end;
        let next = bytes[end..].iter().find(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t'));
        let is_key = rest[0] == b'"' && next == Some(&b':');
        Some(Token { at, text: &self.text[at..end], is_key })
    }
}
