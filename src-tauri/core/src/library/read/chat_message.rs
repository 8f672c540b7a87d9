//! The first line of a message in a chat of a text export, in any form of its time.

use super::chat_line::{after_date, bracketed};
use super::invisible::from_visible;
use super::text_fields::split_at_colon;
use super::time;

/// A message, as its lines are read.
pub struct Message {
    /// Its time, as it is written.
    pub date: String,
    /// Who sent it; empty if the account was removed.
    pub from: String,
    /// Its text.
    pub content: String,
    /// All of its lines.
    pub text: String,
    /// How many lines it has.
    pub lines: u64,
    /// Whether it is too large to be kept.
    pub is_too_big: bool,
}

impl Message {
    /// Parses the first line of a message, and returns its form. The sender is missing if the account was removed.
    pub fn parse(whole: &str) -> Option<(Self, Form)> {
        let line = from_visible(whole);
        let is_bracketed = line.starts_with('[');
        let (date, rest) = if is_bracketed { bracketed(line)? } else { after_date(line)? };
        if !time::is_time(date) || is_number(date) {
            return None;
        }
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        // Other programs write chats like this.
        if rest.starts_with("- ") {
            return None;
        }
        let (from, content) = match split_at_colon(rest) {
            Some(parts) => parts,
            None => (rest.trim_end().strip_suffix(':')?, ""),
        };
        let form = Form {
            is_indented: whole.starts_with(char::is_whitespace),
            is_bracketed,
            zone: Zone::of(date),
            first: DateFirst::of(date),
            has_seconds: date.matches([':', '：']).count() > 1,
        };
        let message = Self {
            date: date.trim().to_owned(),
            from: from_visible(from).trim_end().to_owned(),
            content: content.to_owned(),
            text: whole.to_owned(),
            lines: 1,
            is_too_big: false,
        };
        Some((message, form))
    }
}

/// How the first line of a message is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// Whether white space is before it.
    pub is_indented: bool,
    /// Whether its time is in brackets.
    pub is_bracketed: bool,
    /// How its time says in which time zone it is.
    pub zone: Zone,
    /// What its time begins with.
    pub first: DateFirst,
    /// Whether its time has seconds.
    pub has_seconds: bool,
}

/// What a time begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateFirst {
    /// A year.
    Year,
    /// A day, or the name of a month.
    Other,
}

impl DateFirst {
    fn of(date: &str) -> Self {
        let year = date.as_bytes().first_chunk::<4>();
        if year.is_some_and(|year| year.iter().all(u8::is_ascii_digit)) { Self::Year } else { Self::Other }
    }
}

/// Whether a time is only a number of seconds.
fn is_number(date: &str) -> bool {
    date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// How a time says in which time zone it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// `UTC`.
    Named,
    /// An offset, such as `+02:00`.
    Offset,
    /// Not at all.
    None,
}

impl Zone {
    fn of(date: &str) -> Self {
        match date.trim_end().trim_end_matches([',', '.', ';', ']', ')']).as_bytes() {
            [.., b'C' | b'Z'] => Self::Named,
            [.., _] if date.len() > 19 => Self::Offset,
            _ => Self::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_all_layouts_are_parsed() {
        let cases = [
            ("2026-07-03 23:00:11 UTC noor: hi: there", Some(("noor", "hi: there"))),
            ("2021-03-01 10:00:00 noor: hi", Some(("noor", "hi"))),
            ("[2021-03-01 10:00:00] noor: [photo]", Some(("noor", "[photo]"))),
            ("[2021-03-01 10:00:00 UTC] noor:", Some(("noor", ""))),
            ("2026-07-03 23:00:11 UTC : from a removed account", Some(("", "from a removed account"))),
            ("2026-07-03 23:00:11 UTC: from a removed account", Some(("", "from a removed account"))),
            ("[2021-03-01 10:00:00] : gone", Some(("", "gone"))),
            ("2026-07-03 23:00:11 UTC noor：hi: there", Some(("noor", "hi: there"))),
            ("2026-07-03 23:00:11+02:00 noor: hi", Some(("noor", "hi"))),
            ("2026-07-03 23:00:11 GMT+2 noor: hi", Some(("noor", "hi"))),
            ("2026-07-03 23:00:11 UTC+02:00 noor: hi", Some(("noor", "hi"))),
            ("2026-07-03 23:00:11 UTC +2 noor: hi", Some(("+2 noor", "hi"))),
            ("\u{200e}2026-07-03 23:00:11 UTC \u{200f}noor: hi", Some(("noor", "hi"))),
            ("\u{200e}[2021-03-01 10:00:00] noor: hi", Some(("noor", "hi"))),
            ("2026-07-03 23:00:11 MESZ noor: hi", Some(("noor", "hi"))),
            ("2026-07-03 23:00:11 Uhr noor: hi", Some(("noor", "hi"))),
            ("2026-07-03 23:00:11 Z noor: hi", Some(("noor", "hi"))),
            ("2026-07-03 23:00:11 UTC\tnoor: hi", Some(("noor", "hi"))),
            ("2026-07-03T23:00:11.123Z noor: hi", Some(("noor", "hi"))),
            ("2026-07-03 23:00:11.5 UTC noor: hi", Some(("noor", "hi"))),
            ("01/25/2026 03:04:05 PM noor: hi", Some(("noor", "hi"))),
            ("2026-01-25 03:04:05 pm UTC noor: hi", Some(("noor", "hi"))),
            ("2026-01-25 03:04:05 PST noor: hi", Some(("noor", "hi"))),
            ("2026-01-25 23:04:05 PM noor: hi", Some(("PM noor", "hi"))),
            ("2026-01-25 03:04:05 pm: hi", Some(("pm", "hi"))),
            ("25/01/2026 10:00:00 UTC noor: hi: there", Some(("noor", "hi: there"))),
            ("25/1/2026, 10:00:00 UTC noor: hi", Some(("noor", "hi"))),
            ("25/1/2026 3:04 PM noor: hi", Some(("noor", "hi"))),
            ("25/1/2026 3:04:05 p. m. noor: hi", Some(("noor", "hi"))),
            ("25. Januar 2026 10:00:00 UTC noor: hi", Some(("noor", "hi"))),
            ("January 25, 2026 3:04:05 PM UTC: from a removed account", Some(("", "from a removed account"))),
            ("2026年1月25日 10:00:00 UTC noor: hi", Some(("noor", "hi"))),
            ("2026年1月25日 午後3:04 noor: hi", Some(("noor", "hi"))),
            ("٢٥/٠١/٢٠٢٦ ١٠:٠٠:٠٠ noor: hi", Some(("noor", "hi"))),
            ("2026-01-25 10:00 noor: hi", Some(("noor", "hi"))),
            ("10:00 noor: hi", None),
            ("25/01/2026, 10:00 - noor: hi", None),
            ("1786904282 noor: hi", None),
            ("2026-07-03 23:00:11. noor: hi", None),
            ("2026-07-03 23:00:11 was the day", None),
            ("[sticker] noor: hi", None),
        ];
        for (line, expected) in cases {
            let parsed = Message::parse(line);
            let parsed =
                parsed.as_ref().map(|(message, _)| (message.from.as_str(), message.content.as_str()));
            assert_eq!(parsed, expected, "{line}");
        }
    }
}
