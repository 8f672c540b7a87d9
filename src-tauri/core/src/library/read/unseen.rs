//! Characters that are not seen: white space, those without width, and marks of the direction of writing.

/// Whether a character is not seen: it has no width, or only says in which direction those around it are written.
#[must_use]
pub fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{200b}'..='\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

/// Whether a line has nothing to read.
#[must_use]
pub fn is_blank(line: &str) -> bool {
    line.chars().all(|character| character.is_whitespace() || is_unseen(character))
}

/// A line without the white space that it begins with, and other characters that are not seen.
#[must_use]
pub fn without_marks(line: &str) -> &str {
    line.trim_start_matches(|character: char| character.is_whitespace() || is_unseen(character))
}
