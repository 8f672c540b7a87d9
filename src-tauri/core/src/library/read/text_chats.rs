//! Reads chats of text exports: lines of the form `2026-07-03 23:00:11 UTC sender: text`, in exports of 2021
//! `[2021-03-01 10:00:00] sender: text`. Other lines continue the message before them.

use std::io;

use super::chat_name::{NAMELESS, heading, is_group_heading};
use super::collect::{Collector, Target};
use super::field::RawField;
use super::line_counts::LineCounts;
use super::original::Source;
use super::text_fields::split_at_colon;
use super::text_lines::{Lines, TextFile, is_blank};
use super::time;
use crate::library::limits;
use crate::library::{Section, SkipReason};

/// Whether a file holds chats, by its first line.
#[must_use]
pub fn holds_chats(file: &TextFile<'_>) -> bool {
    let mut lines = file.first_lines();
    lines.find(|line| !is_blank(line)).is_some_and(|line| heading(&line).is_some())
}

/// The chats of a file, as they are read.
struct Chats<'r, 'p> {
    section: Section,
    /// The list of the file, and that of groups among its chats.
    list: u32,
    groups: Option<u32>,
    path: &'r str,
    line_counts: &'r mut LineCounts<'p>,
    /// The name of the current chat, and whether its heading is that of a group.
    chat: String,
    is_group: bool,
    /// The form of the messages in this file, by the first of them. Lines in another form are text, such as messages that
    /// were copied from elsewhere.
    form: Option<Form>,
    /// The number of colons at the end of the first heading. Those of the others are alike.
    colons: Option<usize>,
    /// The number of chats so far.
    count: usize,
    message: Option<Message>,
}

/// A message, as its lines are read.
struct Message {
    date: String,
    from: String,
    content: String,
    /// All of its lines.
    text: String,
    lines: u64,
    is_too_big: bool,
}

/// Reads the chats of a file.
pub fn read(
    lines: &mut Lines<'_>,
    out: &mut Collector<'_>,
    path: &str,
    section: Section,
    line_counts: &mut LineCounts<'_>,
) -> io::Result<()> {
    let list = out.list(section, path.to_owned());
    let mut chats = Chats {
        section,
        list,
        groups: None,
        path,
        line_counts,
        chat: NAMELESS.to_owned(),
        is_group: false,
        form: None,
        colons: None,
        count: 0,
        message: None,
    };
    let mut blanks = 0;
    let result = loop {
        if out.is_over {
            break Ok(());
        }
        let line = match lines.next() {
            Ok(Some(line)) => line,
            other => break other.map(|_| ()),
        };
        if is_blank(&line.text) {
            blanks += 1;
            continue;
        }
        let is_cut = line.is_cut;
        if chats.message.is_some() && heading(&line.text).is_some() {
            let text = line.text.into_owned();
            let is_heading = chats.is_heading(&text, lines.peek().as_deref());
            chats.line(out, &text, blanks, is_heading);
        } else {
            chats.line(out, &line.text, blanks, true);
        }
        if let (true, Some(message)) = (is_cut, &mut chats.message) {
            message.is_too_big = true;
        }
        blanks = 0;
    };
    chats.send(out);
    result
}

impl Chats<'_, '_> {
    /// Whether a line after a message is a heading, and not part of a text that quotes one. `next`: the line after it.
    fn is_heading(&self, line: &str, next: Option<&str>) -> bool {
        let goes_on = next
            .is_some_and(|next| !is_blank(next) && heading(next).is_none() && Message::parse(next).is_none());
        !goes_on && self.colons.is_none_or(|count| count == colons(line))
    }

    fn line(&mut self, out: &mut Collector<'_>, line: &str, blanks: usize, may_be_heading: bool) {
        if let Some(name) = heading(line).filter(|_| may_be_heading) {
            self.colons.get_or_insert_with(|| colons(line));
            self.send(out);
            self.line_counts.place(out, 1);
            self.chat = name;
            self.is_group = is_group_heading(line);
            self.count += 1;
        } else if let Some((message, form)) = Message::parse(line)
            && *self.form.get_or_insert(form) == form
        {
            self.send(out);
            self.message = Some(message);
        } else if let Some(message) = &mut self.message {
            message.lines += 1;
            message.is_too_big |= message.text.len() + blanks + line.len() > limits::RECORD_BYTES;
            if !message.is_too_big {
                for part in [&mut message.content, &mut message.text] {
                    part.extend(std::iter::repeat_n('\n', blanks + 1));
                    part.push_str(line);
                }
            }
        } else {
            self.line_counts.stray(out, line);
        }
    }

    /// Adds the current message.
    fn send(&mut self, out: &mut Collector<'_>) {
        let Some(message) = self.message.take() else { return };
        let Message { date, from, content, text, lines, is_too_big } = message;
        self.line_counts.place(out, lines);
        let mut list = self.list;
        if self.section == Section::Message && self.is_group {
            let path = self.path;
            list = *self.groups.get_or_insert_with(|| out.list(Section::GroupMessage, path.to_owned()));
        }
        if is_too_big || self.count > limits::CHATS {
            return out.skip(list, if is_too_big { SkipReason::TooBig } else { SkipReason::TooMany });
        }
        let fields = [
            RawField::text("Date", &date),
            RawField::text("From", &from),
            RawField::text("Content", content.trim_end()),
        ];
        out.fields(Target { list, thread: Some(&self.chat) }, &fields, Source::Text(&text));
    }
}

impl Message {
    /// Parses the first line of a message, and returns its form. The sender is missing if the account was removed.
    fn parse(whole: &str) -> Option<(Self, Form)> {
        let line = whole.trim_start();
        let is_bracketed = line.starts_with('[');
        let (date, rest) = if is_bracketed { line[1..].split_once(']')? } else { after_date(line)? };
        time::parse(date).filter(|_| date.len() >= 19)?;
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let (from, content) = match split_at_colon(rest) {
            Some(parts) => parts,
            None => (rest.trim_end().strip_suffix(':')?, ""),
        };
        let form = Form { is_indented: line.len() < whole.len(), is_bracketed, zone: Zone::of(date) };
        let message = Self {
            date: date.trim().to_owned(),
            from: from.trim().to_owned(),
            content: content.to_owned(),
            text: whole.to_owned(),
            lines: 1,
            is_too_big: false,
        };
        Some((message, form))
    }
}

/// The number of colons at the end of a line.
fn colons(line: &str) -> usize {
    let line = line.trim_end();
    line.len() - line.trim_end_matches(':').len()
}

/// How the first line of a message is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Form {
    is_indented: bool,
    is_bracketed: bool,
    zone: Zone,
}

/// How a time says in which time zone it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zone {
    Named,
    Offset,
    None,
}

impl Zone {
    fn of(date: &str) -> Self {
        match date.trim_end().as_bytes() {
            [.., b'C' | b'Z'] => Self::Named,
            [.., _] if date.len() > 19 => Self::Offset,
            _ => Self::None,
        }
    }
}

/// Splits a line behind the time that it begins with.
fn after_date(line: &str) -> Option<(&str, &str)> {
    let (seconds, rest) = line.split_at_checked(19)?;
    let zone = [" UTC", "Z", ""].iter().find(|zone| rest.starts_with(*zone))?.len();
    let offset = rest[zone..].trim_start();
    let has_offset = zone == 0
        && offset
            .strip_prefix(['+', '-'])
            .is_some_and(|hours| hours.starts_with(|c: char| c.is_ascii_digit()));
    let end = if has_offset {
        let digits =
            offset[1..].find(|c: char| !c.is_ascii_digit() && c != ':').map_or(offset.len(), |at| at + 1);
        line.len() - offset.len() + digits.min(6)
    } else {
        seconds.len() + zone
    };
    let (date, rest) = line.split_at_checked(end)?;
    // The time ends here, and not in the middle of a number.
    rest.starts_with([' ', ':']).then_some((date, rest))
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
            ("2026-07-03 23:00:11 was the day", None),
            ("2026-07-03", None),
            ("[sticker] noor: hi", None),
            ("no date: hi", None),
        ];
        for (line, expected) in cases {
            let parsed = Message::parse(line);
            let parsed =
                parsed.as_ref().map(|(message, _)| (message.from.as_str(), message.content.as_str()));
            assert_eq!(parsed, expected, "{line}");
        }
    }
}
