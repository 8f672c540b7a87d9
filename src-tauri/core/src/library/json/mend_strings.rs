//! Finds faults in strings and bare words: quotes and colons that are missing, one too many, or not escaped.

use super::extent::is_space;
use super::mend::{Edit, Expected, Mender, Step, note_key};

/// No more quotes than this are looked at to find out which of them ends a string.
const MOST_QUOTES: usize = 32;
/// The same for the commas and brackets before a key.
const MOST_CHARACTERS: usize = 64;
/// A text that lacks its first quote is looked for in this many bytes.
const LONGEST_WORDS: usize = 4 << 10;

/// Whether this is a number, `true`, `false` or `null`.
#[must_use]
pub fn is_literal(text: &[u8]) -> bool {
    let is_sign = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    matches!(text, b"true" | b"false" | b"null")
        || text.iter().all(is_sign) && text.iter().any(u8::is_ascii_digit)
}

fn is_structure(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b',' | b'{' | b'}' | b'[' | b']')
}

impl<'t> Mender<'t> {
    /// Reads a string that begins here and is a value.
    pub(super) fn string_value(&mut self, begin: usize) -> Step {
        // The first and the last quote that does not end it.
        let mut inner: Option<(usize, usize)> = None;
        let mut from = begin + 1;
        for _ in 0..MOST_QUOTES {
            let Some(quote) = self.quote_from(from) else { return Err(self.end_of_text(begin)) };
            let next = self.skip_space(quote + 1);
            let is_adjacent = next == quote + 1;
            let is_end = match (self.text.get(next), inner) {
                (None, _) => true,
                (Some(b',' | b'}' | b']'), None) => self.may_end_value(quote + 1),
                (Some(b',' | b'}' | b']'), Some(_)) => self.fits(self.open.clone(), quote + 1),
                (Some(b':'), None) if self.is_in_object() => return Err(Some(Edit::Insert(begin, b'{'))),
                (Some(b':'), None) => return Err(self.key_in_list(begin)),
                (Some(b':'), Some((_, last))) => match self.end_before(begin, last) {
                    Some(end) => return Err(Some(Edit::Insert(end, b'"'))),
                    None => false,
                },
                (Some(b'"'), None) if is_adjacent && self.may_end_value(next + 1) => {
                    return Err(Some(Edit::Remove(next)));
                }
                (Some(b'"'), None) if self.colon_after(next).is_some() || !self.is_in_object() => {
                    return Err(Some(Edit::Insert(quote + 1, b',')));
                }
                (Some(b'{' | b'['), None) if !self.is_in_object() => {
                    return Err(Some(Edit::Insert(quote + 1, b',')));
                }
                (Some(_), None) if is_adjacent && quote == begin + 1 => {
                    let end = self.quote_from(quote + 1);
                    if end.is_some_and(|end| self.may_end_value(end + 1)) {
                        return Err(Some(Edit::Remove(begin)));
                    }
                    false
                }
                _ => false,
            };
            match (is_end, inner) {
                (true, None) => return Ok((quote + 1, Expected::Comma)),
                (true, Some((first, _))) => return Err(Some(Edit::Insert(first, b'\\'))),
                (false, _) => inner = Some((inner.map_or(quote, |(first, _)| first), quote)),
            }
            from = quote + 1;
        }
        Err(None)
    }

    /// Where a string ends that lacks its quote, before the key that begins at `key`.
    fn end_before(&self, begin: usize, key: usize) -> Option<usize> {
        let text = &self.text[begin + 1..key];
        let run = text.iter().rev().take(MOST_CHARACTERS).take_while(|byte| is_structure(**byte)).count();
        let mut ends = (key - run..key).filter(|at| !is_space(self.text[*at]));
        ends.find(|at| self.fits(self.open.clone(), *at)).map(|at| self.after_text(at))
    }

    /// Where a string ends that lacks its quote, if it is the last of the file.
    fn end_of_text(&self, begin: usize) -> Option<Edit> {
        let end = self.is_whole.then(|| self.end_before(begin, self.text.len())).flatten();
        end.map(|end| Edit::Insert(end, b'"'))
    }

    /// The position behind what is before the white space before this position.
    fn after_text(&self, at: usize) -> usize {
        self.text[..at].iter().rposition(|byte| !is_space(*byte)).map_or(0, |last| last + 1)
    }

    /// Reads a string that begins here and is a key, and the colon behind it.
    pub(super) fn string_key(&mut self, begin: usize) -> Step {
        let quote = self.quote_from(begin + 1);
        let end = quote.unwrap_or(self.text.len());
        let next = self.skip_space(end + 1);
        let character = self.text.get(next);
        if let (Some(_), Some(b':')) = (quote, character) {
            note_key(&mut self.open, &self.text[begin + 1..end]);
            return Ok((next + 1, Expected::Value));
        }
        if quote.is_some() && next == end + 1 && character == Some(&b'"') && self.is_doubled_quote(next) {
            return Err(Some(Edit::Remove(next)));
        }
        let is_container = matches!(character, Some(b'{' | b'[')) && !self.begins_text(next);
        if !is_container && let Some(colon) = self.colon_within(begin + 1, end) {
            return Err(Some(Edit::Insert(colon, b'"')));
        }
        Err(match character {
            Some(b'"' | b'{' | b'[') => Some(Edit::Insert(end + 1, b':')),
            None | Some(b',' | b'}' | b']') => None,
            Some(_) if end == begin + 1 => Some(Edit::Remove(begin)),
            Some(_) if is_literal(self.bare_at(next)) => Some(Edit::Insert(end + 1, b':')),
            Some(_) => Some(Edit::Insert(end, b'\\')),
        })
    }

    /// Whether a colon and a value follow the quote here.
    fn is_doubled_quote(&self, quote: usize) -> bool {
        let colon = self.skip_space(quote + 1);
        let value = self.skip_space(colon + 1);
        self.text.get(colon) == Some(&b':')
            && (matches!(self.text.get(value), Some(b'"' | b'{' | b'[')) || is_literal(self.bare_at(value)))
    }

    /// Whether the bracket here begins a text that lacks its quote, such as `[sticker]`.
    pub(super) fn begins_text(&self, at: usize) -> bool {
        let next = self.skip_space(at + 1);
        let is_structure =
            self.text.get(next).is_none_or(|character| is_structure(*character) || *character == b'"');
        let is_key = || self.text[at] == b'{' && self.bare_key(next).is_some();
        !is_structure && !is_literal(self.bare_at(next)) && !is_key()
    }

    /// The colon behind a key that lacks its quote: only brackets, commas and a number may follow it there.
    fn colon_within(&self, from: usize, to: usize) -> Option<usize> {
        let colon = from + self.text[from..to].iter().rposition(|byte| *byte == b':')?;
        let rest = self.text[colon + 1..to].trim_ascii();
        let bare = rest.iter().position(|byte| is_structure(*byte)).unwrap_or(rest.len());
        let is_value = bare == 0 || is_literal(&rest[..bare]);
        let is_key = colon > from && is_value && rest[bare..].iter().all(|byte| is_structure(*byte));
        is_key.then_some(colon)
    }

    /// A word instead of a key: it lacks its quote.
    pub(super) fn bare_key(&self, at: usize) -> Option<Edit> {
        let quote = self.quote_from(at)?;
        let has_bracket = self.text[at..quote].iter().any(|byte| matches!(byte, b'{' | b'}' | b'[' | b']'));
        let is_key = !has_bracket && self.text.get(self.skip_space(quote + 1)) == Some(&b':');
        is_key.then_some(Edit::Insert(at, b'"'))
    }

    /// Reads a word that is a value: a number, or a text that lacks its quote.
    pub(super) fn bare_value(&mut self, at: usize) -> Step {
        let word = self.bare_at(at);
        let end = at + word.len();
        let quote = self.quote_within(at, LONGEST_WORDS).filter(|quote| *quote == end || !is_literal(word));
        let lacks_quote = quote.is_some_and(|quote| self.may_end_value(quote + 1));
        if lacks_quote { Err(Some(Edit::Insert(at, b'"'))) } else { Ok((end.max(at + 1), Expected::Comma)) }
    }

    /// What comes before the next quote, comma or bracket.
    fn bare_at(&self, at: usize) -> &'t [u8] {
        let rest = self.text.get(at..).unwrap_or_default();
        let is_end = |byte: &u8| matches!(byte, b'"' | b',' | b'{' | b'}' | b'[' | b']');
        rest[..rest.iter().position(is_end).unwrap_or(rest.len())].trim_ascii_end()
    }

    /// What is between the quotes of the string that begins here.
    pub(super) fn string_at(&self, begin: usize) -> Option<&'t [u8]> {
        self.text.get(begin).filter(|character| **character == b'"')?;
        Some(&self.text[begin + 1..self.quote_from(begin + 1)?])
    }

    /// The colon behind the string that begins here, if it is a key.
    pub(super) fn colon_after(&self, begin: usize) -> Option<usize> {
        let next = self.skip_space(self.quote_from(begin + 1)? + 1);
        (self.text.get(next) == Some(&b':')).then_some(next)
    }

    /// The next quote from here on that is not escaped.
    fn quote_from(&self, at: usize) -> Option<usize> {
        self.quote_within(at, self.text.len())
    }

    /// The same within this many bytes.
    fn quote_within(&self, mut at: usize, bytes: usize) -> Option<usize> {
        let text = &self.text[..self.text.len().min(at.saturating_add(bytes))];
        loop {
            at += memchr::memchr2(b'"', b'\\', text.get(at..)?)?;
            if self.text[at] == b'"' {
                return Some(at);
            }
            at += 2;
        }
    }
}
