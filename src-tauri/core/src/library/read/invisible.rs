//! Invisible characters: those without width, and marks of the direction of writing.

/// Whether a character is invisible: it has no width, or only says in which direction those around it are written.
#[must_use]
pub fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{200b}'..='\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

/// Whether a line has nothing to read.
#[must_use]
pub fn is_blank(line: &str) -> bool {
    line.chars().all(|character| character.is_whitespace() || is_invisible(character))
}

/// A line from its first character that is visible and no white space.
#[must_use]
pub fn from_visible(line: &str) -> &str {
    line.trim_start_matches(|character: char| character.is_whitespace() || is_invisible(character))
}
