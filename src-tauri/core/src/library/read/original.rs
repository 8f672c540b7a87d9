//! The text of a record as it stands in the export.
//!
//! The columns of a record already have most of it. What is stored beside them is a template: the text with a mark in place
//! of each value that a column has. Most records of a list have the same template, which is stored once.

use std::borrow::Cow;

use super::time;
use crate::library::json::{self, Token, Tokens};

/// Begins a mark in a template. Two characters follow, or another `MARK` for this character itself:
///
/// 1. how the value is encoded, see [`ENCODINGS`];
/// 2. which value it is: `d` the time, `l` the link, `t` the text, `c` the other party, `F` the JSON of all fields, `f` the
///    next value in it, and `s` nothing, but that value is skipped.
const MARK: char = '\u{1}';

/// How far behind a value in lines the next one is expected, at most: names and line breaks are between them. Bytes.
const NEAR: usize = 4096;

/// The values that marks stand for.
#[derive(Debug, Default, Clone, Copy)]
pub struct Values<'a> {
    /// The time, as [`time::write`] writes it.
    pub time: Option<&'a str>,
    /// The link.
    pub link: Option<&'a str>,
    /// The text.
    pub text: Option<&'a str>,
    /// The other party.
    pub counterparty: Option<&'a str>,
    /// The JSON of all fields.
    pub fields: Option<&'a str>,
}

/// A record before it is converted.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// A value of a JSON export.
    Json(&'a [u8]),
    /// Lines of a text export.
    Text(&'a str),
    /// A part of a value, which has no text of its own.
    Part,
}

/// How a value is encoded in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    /// As it is.
    Plain,
    /// As in a JSON string. The slash may be escaped, too, and so may everything but ASCII.
    Json { escapes_slash: bool, is_ascii: bool },
    /// The other way round: the column has it in JSON, the text does not.
    Decoded,
}

const JSON: [Encoding; 4] = [
    Encoding::Json { escapes_slash: false, is_ascii: false },
    Encoding::Json { escapes_slash: true, is_ascii: false },
    Encoding::Json { escapes_slash: false, is_ascii: true },
    Encoding::Json { escapes_slash: true, is_ascii: true },
];
/// The letters of the encodings in marks: that of `Plain`, those of `JSON`, and that of `Decoded`.
const ENCODINGS: [char; 6] = ['p', 'j', 's', 'a', 'b', 'd'];

impl Encoding {
    fn letter(self) -> char {
        match self {
            Self::Plain => ENCODINGS[0],
            Self::Json { escapes_slash, is_ascii } => {
                ENCODINGS[1 + usize::from(escapes_slash) + 2 * usize::from(is_ascii)]
            }
            Self::Decoded => ENCODINGS[5],
        }
    }

    fn of(letter: char) -> Option<Self> {
        match ENCODINGS.iter().position(|known| *known == letter)? {
            0 => Some(Self::Plain),
            5 => Some(Self::Decoded),
            json => Some(JSON[json - 1]),
        }
    }

    fn encode(self, value: &str) -> Cow<'_, str> {
        match self {
            Self::Plain => Cow::Borrowed(value),
            Self::Decoded => json::unescape(value.as_bytes()).into_owned().into(),
            Self::Json { escapes_slash, is_ascii } => {
                let quoted = json::string(value);
                let mut out = String::with_capacity(quoted.len());
                for c in quoted[1..quoted.len() - 1].chars() {
                    match c {
                        '/' if escapes_slash => out.push_str("\\/"),
                        c if is_ascii && !c.is_ascii() => {
                            let mut units = [0; 2];
                            out.extend(
                                c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")),
                            );
                        }
                        c => out.push(c),
                    }
                }
                Cow::Owned(out)
            }
        }
    }
}

/// Makes the template of a record with these values. `seconds` is its time, 0 for none; [`Values::time`] is not needed.
#[must_use]
pub fn template(source: Source<'_>, values: &Values<'_>, seconds: u32) -> Option<String> {
    let (text, is_json) = match source {
        Source::Json(bytes) => (String::from_utf8_lossy(bytes), true),
        Source::Text(text) => (Cow::Borrowed(text), false),
        Source::Part => return None,
    };
    if text.contains(MARK) {
        return Some(literal(&text));
    }
    let mut maker = Maker { out: String::with_capacity(text.len()), values, seconds };
    match values.fields {
        Some(fields) if fields == text => maker.mark(Encoding::Plain, 'F'),
        _ if is_json => maker.json(&text),
        Some(fields) => maker.lines_of_fields(&text, fields),
        None => maker.lines(&text),
    }
    Some(maker.out)
}

/// A template without marks.
#[must_use]
pub fn literal(text: &str) -> String {
    text.replace(MARK, "\u{1}\u{1}")
}

struct Maker<'v> {
    out: String,
    values: &'v Values<'v>,
    seconds: u32,
}

impl Maker<'_> {
    fn mark(&mut self, encoding: Encoding, value: char) {
        self.out.extend([MARK, encoding.letter(), value]);
    }

    /// The time at the beginning of a text, if it is that of the record and written as [`time::write`] writes it.
    fn written_time<'t>(&self, text: &'t str) -> Option<&'t str> {
        let (time, _) = text.split_at_checked(19).filter(|_| self.seconds > 0)?;
        let is_written = time.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            10 => byte == b' ',
            13 | 16 => byte == b':',
            _ => byte.is_ascii_digit(),
        });
        (is_written && time::parse(time) == Some(self.seconds)).then_some(time)
    }

    /// The columns that may have a value, with their letters in marks.
    fn columns(&self) -> [(char, Option<&str>); 3] {
        [('l', self.values.link), ('t', self.values.text), ('c', self.values.counterparty)]
    }

    /// Replaces the values in a JSON value.
    fn json(&mut self, text: &str) {
        let fields = self.values.fields;
        let mut of_fields = fields.map(|fields| Tokens::new(fields).filter(Token::is_value));
        let mut end = 0;
        for token in Tokens::new(text) {
            self.out.push_str(&text[end..token.at]);
            end = token.at + token.text.len();
            let field = of_fields.as_mut().filter(|_| token.is_value()).map(Iterator::next);
            if !token.is_value() {
                self.out.push_str(token.text);
                continue;
            }
            let Some(inner) = token.inner() else {
                // A number or a word, which is not a value of the columns.
                match field.flatten() {
                    Some(field) if field.text == token.text => self.mark(Encoding::Plain, 'f'),
                    _ => {
                        self.out.push_str(token.text);
                        self.skip(field.is_some());
                    }
                }
                continue;
            };
            self.out.push('"');
            if let Some((encoding, letter)) = self.find(inner) {
                self.mark(encoding, letter);
                self.skip(field.is_some());
            } else if let Some(time) = self.written_time(inner) {
                self.mark(Encoding::Plain, 'd');
                self.out.push_str(&inner[time.len()..]);
                self.skip(field.is_some());
            } else if field.flatten().and_then(|field| field.inner()).is_some_and(|field| field == inner) {
                self.mark(Encoding::Plain, 'f');
            } else {
                self.out.push_str(inner);
                self.skip(field.is_some());
            }
            self.out.push('"');
        }
        self.out.push_str(&text[end..]);
    }

    /// Marks that one of the fields is not written here.
    fn skip(&mut self, has_fields: bool) {
        if has_fields {
            self.mark(Encoding::Plain, 's');
        }
    }

    /// The column that is written like this between quotes.
    fn find(&self, inner: &str) -> Option<(Encoding, char)> {
        if inner.is_empty() {
            return None;
        }
        let has_escapes = inner.contains('\\');
        self.columns().into_iter().find_map(|(letter, value)| {
            // Encoded values are not shorter. Without this, a long text would be encoded for each of many fields.
            let value = value.filter(|value| value.len() <= inner.len())?;
            if !has_escapes {
                return (value == inner).then_some((Encoding::Plain, letter));
            }
            let encoding = JSON.into_iter().find(|encoding| encoding.encode(value) == inner)?;
            Some((encoding, letter))
        })
    }

    /// Replaces the values in lines.
    fn lines(&mut self, text: &str) {
        let mut found: Vec<(usize, usize, char)> = Vec::new();
        let mut add = |at: Option<usize>, length: usize, letter: char| {
            let is_free = |at: usize| found.iter().all(|(from, to, _)| at >= *to || at + length <= *from);
            if let Some(at) = at.filter(|at| length > 0 && is_free(*at)) {
                found.push((at, at + length, letter));
            }
        };
        let mut starts = text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at);
        let time = starts.find_map(|at| Some((at, self.written_time(&text[at..])?.len())));
        if let Some((at, length)) = time {
            add(Some(at), length, 'd');
        }
        for (letter, value) in self.columns() {
            // Names come before values.
            let value = value.unwrap_or_default();
            add(text.rfind(value), value.len(), letter);
        }
        found.sort_unstable();
        let mut end = 0;
        for (from, to, letter) in found {
            self.out.push_str(&text[end..from]);
            self.mark(Encoding::Plain, letter);
            end = to;
        }
        self.out.push_str(&text[end..]);
    }

    /// Replaces the values in lines by those of the fields.
    fn lines_of_fields(&mut self, text: &str, fields: &str) {
        let mut end = 0;
        for field in Tokens::new(fields).filter(Token::is_value) {
            let value = field.inner().map(|inner| json::unescape(inner.as_bytes())).unwrap_or_default();
            // It is soon after the one before, or differs from the text. Each search of the whole rest would take too long.
            let near = text.floor_char_boundary((end + value.len()).saturating_add(NEAR));
            match text[end..near].find(&*value).filter(|_| !value.is_empty()) {
                Some(at) => {
                    self.out.push_str(&text[end..end + at]);
                    self.mark(Encoding::Decoded, 'f');
                    end += at + value.len();
                }
                None => self.mark(Encoding::Plain, 's'),
            }
        }
        self.out.push_str(&text[end..]);
    }
}

/// Replaces the marks of a template.
#[must_use]
pub fn fill(template: &str, values: &Values<'_>) -> String {
    let mut out = String::with_capacity(template.len());
    let mut fields = Tokens::new(values.fields.unwrap_or_default()).filter(Token::is_value);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once(MARK) {
        out.push_str(before);
        let mut letters = after.chars();
        let (encoding, value) = match (letters.next(), letters.next()) {
            (Some(MARK) | None, _) | (_, None) => {
                out.push(MARK);
                rest = after.strip_prefix(MARK).unwrap_or(after);
                continue;
            }
            (Some(encoding), Some(value)) => (Encoding::of(encoding).unwrap_or(Encoding::Plain), value),
        };
        rest = letters.as_str();
        let field = if matches!(value, 'f' | 's') { fields.next() } else { None };
        let value = match value {
            'd' => values.time,
            'l' => values.link,
            't' => values.text,
            'c' => values.counterparty,
            'F' => values.fields,
            'f' => field.map(|field| field.inner().unwrap_or(field.text)),
            _ => None,
        };
        out.push_str(&encoding.encode(value.unwrap_or_default()));
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests;
