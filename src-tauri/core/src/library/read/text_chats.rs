//! Reads chats of text exports: lines of the form `2026-07-03 23:00:11 UTC sender: text`, in exports of 2021
//! `[2021-03-01 10:00:00] sender: text`. Other lines continue the message before them.

use std::collections::{BTreeSet, HashSet};
use std::io;

use super::chat_line::{after_date, bracketed};
use super::chat_message::{Form, Message, Zone};
use super::chat_name::{
    Heading, HeadingStyle, NAMELESS, heading, is_group_heading, name_among, translated_heading, words_of,
};
use super::collect::{Collector, Target};
use super::field::RawField;
use super::heading_words::HeadingWords;
use super::invisible::{from_visible, is_blank};
use super::line_counts::{LineCounts, thread};
use super::original::Source;
use super::text_lines::{Lines, TextFile};
use super::time::{self, DayOrder};
use crate::library::json;
use crate::library::limits;
use crate::library::{Section, SkipReason};

/// The first heading and message are looked for in this many lines: some chats have no messages.
const HEAD_LINES: usize = 100;

/// Whether a file holds chats, by its first lines.
#[must_use]
pub fn holds_chats(file: &TextFile<'_>) -> bool {
    let mut lines = file.first_lines().filter(|line| !is_blank(line));
    let Some(Heading { style, .. }) = lines.next().and_then(|line| heading(&line)) else { return false };
    // Anyone may begin a text like this.
    style.has_arrows
        || lines.next().is_none_or(|line| heading(&line).is_some() || Message::parse(&line).is_some())
}

/// Whether a file seems to hold chats with headings in a language that is not known, by its first lines: a heading and a message.
#[must_use]
pub fn seems_to_hold_chats(file: &TextFile<'_>) -> bool {
    let mut is_after_heading = false;
    file.first_lines().filter(|line| !is_blank(line)).take(HEAD_LINES).any(|line| {
        let is_after = std::mem::replace(&mut is_after_heading, translated_heading(&line).is_some());
        is_after && Message::parse(&line).is_some()
    })
}

/// The time that a message begins with.
#[must_use]
pub fn date_of(line: &str) -> Option<&str> {
    let line = from_visible(line);
    bracketed(line).or_else(|| after_date(line)).map(|(date, _)| date)
}

/// What the headings among the first lines of a file have in common, if they are in a language that is not known.
#[must_use]
pub fn common_words(file: &TextFile<'_>) -> Option<HeadingWords> {
    let mut headings = BTreeSet::new();
    let mut usual = None;
    let mut last: Option<String> = None;
    for line in file.first_lines().filter(|line| !is_blank(line)) {
        let before = last.replace(line.into_owned());
        let Some((before, line)) = before.zip(last.as_deref()) else { continue };
        if let Some(Heading { style, .. }) = translated_heading(&before)
            && *usual.get_or_insert(style) == style
            && Message::parse(line).is_some()
        {
            headings.insert(words_of(&before).to_owned());
        }
    }
    HeadingWords::common(&headings)
}

/// The chats of a file, as they are read.
struct Chats<'r, 'p> {
    section: Section,
    /// What its headings have in common, if their language is not known.
    words: Option<HeadingWords>,
    /// The order of days and months, if it is known.
    order: Option<DayOrder>,
    /// The list of the file, and that of groups among its chats.
    list: u32,
    groups: Option<u32>,
    path: &'r str,
    line_counts: &'r mut LineCounts<'p>,
    /// The name of the current chat, and whether its heading is that of a group.
    chat: String,
    is_group: bool,
    /// Its heading, until it has a message.
    bare_heading: Option<String>,
    /// The form of the messages in this chat, by the first of them. Lines in another form are text, such as messages that
    /// were copied from elsewhere.
    form: Option<Form>,
    /// Who has sent messages in this chat.
    senders: HashSet<String>,
    /// How the first heading is written.
    style: Option<HeadingStyle>,
    /// The number of chats so far.
    count: usize,
    message: Option<Message>,
}

/// Reads the chats of a file; `words`: see [`common_words`]; `order`: that of days and months in its times.
pub fn read(
    lines: &mut Lines<'_>,
    (words, order): (Option<HeadingWords>, Option<DayOrder>),
    out: &mut Collector<'_>,
    path: &str,
    section: Section,
    line_counts: &mut LineCounts<'_>,
) -> io::Result<()> {
    let list = out.list(section, path.to_owned());
    let mut chats = Chats {
        section,
        words,
        order,
        list,
        groups: None,
        path,
        line_counts,
        chat: NAMELESS.to_owned(),
        is_group: false,
        bare_heading: None,
        form: None,
        senders: HashSet::new(),
        style: None,
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
        match heading(&line.text).or_else(|| translated_heading(&line.text)) {
            Some(heading) => {
                let text = line.text.into_owned();
                let is_heading = if heading.style.is_translated {
                    chats.is_translated_heading(&heading.style, lines.peek_text().as_deref())
                } else {
                    chats.is_heading(&heading.style, lines.peek().as_deref())
                };
                let heading = Some(heading).filter(|_| is_heading);
                chats.line(out, &text, blanks, heading);
            }
            None => chats.line(out, &line.text, blanks, None),
        }
        if let (true, Some(message)) = (is_cut, &mut chats.message) {
            message.is_too_big = true;
        }
        blanks = 0;
    };
    chats.send(out);
    chats.keep_heading(out);
    result
}

impl Chats<'_, '_> {
    /// Whether a line that is written like this is a heading, and not part of a text that quotes one. `next`: the line after
    /// it.
    fn is_heading(&self, style: &HeadingStyle, next: Option<&str>) -> bool {
        if self.message.is_none() {
            return self.style.is_none_or(|usual| {
                (usual.has_arrows, usual.is_translated) == (style.has_arrows, style.is_translated)
            });
        }
        let goes_on = next
            .is_some_and(|next| !is_blank(next) && heading(next).is_none() && Message::parse(next).is_none());
        !goes_on && self.style.map_or(style.has_arrows, |usual| usual == *style)
    }

    /// The same for a heading in another language. `next`: the next line that is not blank.
    fn is_translated_heading(&self, style: &HeadingStyle, next: Option<&str>) -> bool {
        let is_usual = self.style.map_or(self.message.is_none(), |usual| usual == *style);
        is_usual && next.is_some_and(|next| Message::parse(next).is_some())
    }

    fn line(&mut self, out: &mut Collector<'_>, line: &str, blanks: usize, heading: Option<Heading>) {
        if let Some(Heading { name, style }) = heading {
            self.style.get_or_insert(style);
            self.send(out);
            self.keep_heading(out);
            self.line_counts.place(out, 1);
            self.bare_heading = Some(line.to_owned());
            self.is_group = self.section == Section::GroupMessage || is_group_heading(line);
            // Groups may have any name.
            let words = self.words.as_ref().filter(|_| style.is_translated && !self.is_group);
            self.chat = words.and_then(|words| name_among(line, words)).unwrap_or(name);
            self.count += 1;
            (self.form, self.senders) = (None, HashSet::new());
        } else if let Some((message, form)) = Message::parse(line)
            && self.begins(&message, form)
        {
            if self.senders.len() < limits::SENDERS && !self.senders.contains(&message.from) {
                self.senders.insert(message.from.clone());
            }
            self.send(out);
            self.bare_heading = None;
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

    /// Whether the first line of a message is one, and not part of the text before it. Those of older messages may not say
    /// in which time zone their times are.
    fn begins(&mut self, message: &Message, form: Form) -> bool {
        let usual = *self.form.get_or_insert(form);
        let is_of_chat = || message.from == self.chat || self.senders.contains(&message.from);
        // What is quoted is older than the message with it.
        let is_newer = || {
            let before = self.message.as_ref().and_then(|before| time::parse(&before.date));
            (usual.zone, form.zone) == (Zone::None, Zone::Named) && before <= time::parse(&message.date)
        };
        usual == form || Form { zone: usual.zone, ..form } == usual && (is_of_chat() || is_newer())
    }

    /// Keeps the heading of a chat without messages, as is done in JSON exports.
    fn keep_heading(&mut self, out: &mut Collector<'_>) {
        let Some(heading) = self.bare_heading.take() else { return };
        let list = out.list_at(Section::Other, self.path.to_owned());
        if self.count > limits::CHATS {
            return out.skip(list, SkipReason::TooMany);
        }
        out.unknown(list, &thread(self.path), json::string(&heading).as_bytes(), Source::Text(&heading));
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
        let date = time::told(&date, self.order);
        let fields = [
            RawField::text("Date", &date),
            RawField::text("From", &from),
            RawField::text("Content", content.trim_end()),
        ];
        out.fields(Target { list, thread: Some(&self.chat) }, &fields, Source::Text(&text));
    }
}
