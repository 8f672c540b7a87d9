//! Reads text exports: `Field: value` lines in blocks, chats with one message on each line, and facts.
//!
//! TikTok translates the names of folders, files and fields. If the name of a file is unknown, its section is guessed
//! from its structure; if that is ambiguous, the person is asked.

use std::io::{self, BufRead};

use unicode_normalization::UnicodeNormalization;

use super::collect::{Collector, Target};
use super::field::{KEYS, RawField};
use super::json_keys::normal;
use super::text_files::{TextFormat, file};
use super::time;
use crate::library::json;
use crate::library::{Section, SkipReason};

/// Longer lines, in bytes, are split: no field is that long.
const LONGEST_LINE: u64 = 64 << 20;
const CHATS: [&str; 2] = [">>> Chat History with ", ">>> Group Chat with "];

/// The section and format of a file by its name; `None` if the name is unknown.
#[must_use]
pub fn by_name(path: &str) -> Option<(Section, TextFormat)> {
    file(&normal(&stem(path)))
}

/// The name of a file without folders and extension, in Unicode normalisation form C.
#[must_use]
pub fn stem(path: &str) -> String {
    let name: String = path.rsplit('/').next().unwrap_or(path).nfc().collect();
    name.strip_suffix(".txt").or_else(|| name.strip_suffix(".TXT")).unwrap_or(&name).to_owned()
}

/// One `Field: value` line of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The name of the field.
    pub name: String,
    /// The value; continuation lines are appended after a line break.
    pub value: String,
}

/// Calls `each` with every block, until it returns `false`.
pub fn blocks(input: &mut dyn BufRead, mut each: impl FnMut(Vec<Line>) -> bool) -> io::Result<()> {
    let mut block: Vec<Line> = Vec::new();
    let mut line = Vec::new();
    loop {
        line.clear();
        let is_end = io::Read::take(&mut *input, LONGEST_LINE).read_until(b'\n', &mut line)? == 0;
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\n', '\r']);
        let is_rule = !text.is_empty() && text.len() > 2 && text.bytes().all(|b| b == b'-');
        if is_end || text.trim().is_empty() || is_rule {
            if !block.is_empty() && !each(std::mem::take(&mut block)) || is_end {
                return Ok(());
            }
            continue;
        }
        match split(text) {
            Some((name, value)) => {
                let line = Line {
                    name: name.trim_end_matches(':').trim().to_owned(),
                    value: value.trim().to_owned(),
                };
                block.push(line);
            }
            None => {
                if let Some(last) = block.last_mut() {
                    if !last.value.is_empty() {
                        last.value.push('\n');
                    }
                    last.value.push_str(text.trim());
                }
            }
        }
    }
}

/// Splits a line at the first colon that is followed by a space, or else at a colon that ends the line.
fn split(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches('\u{feff}').trim_start_matches(">>");
    let (name, value) = match line.split_once(": ") {
        Some(parts) => parts,
        None => (line.strip_suffix(':')?, ""),
    };
    let length = name.chars().count();
    (1..=60).contains(&length).then_some((name, value))
}

/// Reads a file of this section and format.
pub fn read(
    input: &mut dyn BufRead,
    out: &mut Collector<'_>,
    path: &str,
    section: Section,
    shape: TextFormat,
) -> io::Result<()> {
    let list = out.list(section, path.to_owned());
    match shape {
        TextFormat::Chats => chats(input, out, list),
        TextFormat::Blocks => blocks(input, |block| {
            let fields: Vec<RawField<'_>> =
                block.iter().map(|line| RawField::text(&line.name, &line.value)).collect();
            out.fields(Target { list, thread: None }, &fields, None);
            !out.is_over
        }),
        TextFormat::Facts => {
            let mut position = 0;
            blocks(input, |block| {
                for line in block.iter().filter(|line| !json::is_empty_scalar(&line.value)) {
                    out.fact(list, &line.name, &line.value, position);
                    position += 1;
                }
                !out.is_over
            })
        }
        TextFormat::Parts => blocks(input, |block| {
            for line in &block {
                out.parts(list, &line.value);
            }
            !out.is_over
        }),
    }
}

/// Reads a file in an unknown language as this section. The fields are named by the format of their values.
pub fn read_by_shape(
    input: &mut dyn BufRead,
    out: &mut Collector<'_>,
    path: &str,
    section: Section,
) -> io::Result<()> {
    let list = out.list(section, path.to_owned());
    if section == Section::Other {
        let thread = path.trim_end_matches(".txt").replace('/', &KEYS.to_string());
        return blocks(input, |block| {
            let pairs = block.iter().map(|line| (line.name.as_str(), line.value.as_str().into()));
            out.unknown(list, &thread, json::object(pairs).as_bytes());
            !out.is_over
        });
    }
    let wanted = match section {
        Section::Search => "SearchTerm",
        Section::Follower | Section::Following | Section::Block => "UserName",
        Section::Share => "SharedContent",
        Section::Comment => "Comment",
        _ => "",
    };
    blocks(input, |block| {
        let mut wanted = wanted;
        let fields: Vec<RawField<'_>> = block
            .iter()
            .map(|line| {
                let name = match ValueType::of(&line.value) {
                    ValueType::Time => "Date",
                    ValueType::Link => "Link",
                    ValueType::Address if section == Section::Login => "IP",
                    _ if !wanted.is_empty() => std::mem::take(&mut wanted),
                    _ => &line.name,
                };
                RawField::text(name, &line.value)
            })
            .collect();
        out.fields(Target { list, thread: None }, &fields, None);
        !out.is_over
    })
}

/// The type of a value, detected from its format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    /// A time.
    Time,
    /// A link.
    Link,
    /// An IP address.
    Address,
    /// Anything else.
    Word,
}

impl ValueType {
    /// Detects the type of this value.
    #[must_use]
    pub fn of(value: &str) -> Self {
        if value.len() > 9 && time::parse(value).is_some() {
            Self::Time
        } else if super::link::is_link(value) {
            Self::Link
        } else if value.parse::<std::net::IpAddr>().is_ok() {
            Self::Address
        } else {
            Self::Word
        }
    }
}

/// Reads chats: lines of the form `2026-07-03 23:00:11 UTC sender: text`. Other lines continue the message before them.
fn chats(input: &mut dyn BufRead, out: &mut Collector<'_>, list: u32) -> io::Result<()> {
    let mut chat = String::new();
    let mut message: Option<[String; 3]> = None;
    let mut line = Vec::new();
    while !out.is_over {
        line.clear();
        if io::Read::take(&mut *input, LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\n', '\r']).trim_start_matches('\u{feff}');
        if let Some(name) = CHATS.iter().find_map(|begin| text.strip_prefix(begin)) {
            send(out, list, &chat, message.take());
            name.trim_end().trim_end_matches(':').clone_into(&mut chat);
        } else if let Some(begun) = message_line(text) {
            send(out, list, &chat, message.replace(begun));
        } else if let Some([_, _, content]) = &mut message {
            content.push('\n');
            content.push_str(text);
        } else if !text.trim().is_empty() && !chat.is_empty() {
            out.skip(list, SkipReason::Unreadable);
        }
    }
    send(out, list, &chat, message);
    Ok(())
}

fn message_line(line: &str) -> Option<[String; 3]> {
    let date = line.get(..19).filter(|date| time::parse(date).is_some())?;
    let rest = line[19..].strip_prefix(' ')?;
    let rest = rest.strip_prefix("UTC ").unwrap_or(rest);
    let (sender, content) = rest.split_once(": ").or_else(|| rest.strip_suffix(':').map(|s| (s, "")))?;
    (!sender.is_empty()).then(|| [date.to_owned(), sender.to_owned(), content.to_owned()])
}

fn send(out: &mut Collector<'_>, list: u32, chat: &str, message: Option<[String; 3]>) {
    let Some([date, from, content]) = message else { return };
    let fields = [
        RawField::text("Date", &date),
        RawField::text("From", &from),
        RawField::text("Content", content.trim_end()),
    ];
    out.fields(Target { list, thread: Some(chat) }, &fields, None);
}
