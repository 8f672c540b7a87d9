//! Reads one file of a text export as a section.
//!
//! TikTok translates the names of folders, files and fields. If the name of a file is unknown, its section is guessed
//! from its structure; if that is ambiguous, the person is asked.

use std::io;

use super::collect::{Collector, Target};
use super::field::RawField;
use super::json_keys::normal;
use super::line_counts::{LineCounts, thread};
use super::original::Source;
use super::text_blocks::{Block, Line, blocks};
use super::text_facts::{self, NameCounts};
use super::text_fields::split;
use super::text_files::TextFormat;
use super::text_lines::TextFile;
use super::text_template::Template;
use super::time::{self, DayOrder};
use super::{text_chats, text_products};
use crate::library::json;
use crate::library::{NoteKind, Section, SkipReason};

/// What reading a file has shown, besides its records.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Irregularities of the file.
    pub notes: Vec<NoteKind>,
    /// The only line of the file, if it may say that there is no data.
    pub sentence: Option<String>,
}

/// Reads a file of this section and format.
pub fn read(
    mut file: TextFile<'_>,
    out: &mut Collector<'_>,
    path: &str,
    section: Section,
    format: TextFormat,
    outcome: &mut Outcome,
) -> io::Result<()> {
    if format != TextFormat::Chats {
        file.join_values();
    }
    let mut line_counts = LineCounts::new(path);
    let template = Template::of((section != Section::Other).then_some(section), file.first_lines());
    let decode_notes = file.notes.clone();
    let names = NameCounts::of(section, file.first_lines());
    let order = day_order(&file, format);
    let words = (format == TextFormat::Chats).then(|| text_chats::common_words(&file)).flatten();
    let mut lines = file.into_lines();
    let read = match format {
        TextFormat::Chats => {
            text_chats::read(&mut lines, (words, order), out, path, section, &mut line_counts)
        }
        TextFormat::Facts => {
            let list = out.list(section, path.to_owned());
            text_facts::read(&mut lines, names, out, list, section, &mut line_counts)
        }
        TextFormat::Blocks | TextFormat::Parts => {
            let records = Records { order, ..Records::new(out, path, section, format) };
            blocks(&mut lines, &template, section, |block| {
                records.add(out, &mut line_counts, &template, block);
                !out.is_over
            })
        }
    };
    outcome.notes.extend(decode_notes.kinds());
    if out.is_over {
        return read;
    }
    // Every line is in a record or kept; anything else would be lost without a trace.
    if line_counts.lines() != lines.read {
        outcome.notes.push(NoteKind::Unaccounted);
    }
    if line_counts.kept > 0 {
        outcome.notes.push(NoteKind::Unassigned);
    }
    outcome.sentence = line_counts.sentence;
    read
}

/// The lists that the records of a file go into.
struct Records<'p> {
    path: &'p str,
    section: Section,
    format: TextFormat,
    /// The order of days and months, if it is known.
    order: Option<DayOrder>,
    list: u32,
    /// The list of gifts sent, which are in the same file as those bought.
    gifts_sent: Option<u32>,
}

impl<'p> Records<'p> {
    fn new(out: &mut Collector<'_>, path: &'p str, section: Section, format: TextFormat) -> Self {
        let list = out.list(section, path.to_owned());
        let gifts_sent =
            (section == Section::GiftBought).then(|| out.list(Section::GiftSent, path.to_owned()));
        Self { path, section, format, order: None, list, gifts_sent }
    }

    fn add(
        &self,
        out: &mut Collector<'_>,
        line_counts: &mut LineCounts<'_>,
        template: &Template,
        block: Block,
    ) {
        let is_label = |line: &Line| self.section != Section::Other && template.is_field(&line.normal);
        match block {
            // Lines that only end with a colon are no fields.
            Block::Record(lines, ..) if lines.iter().all(|line| line.value.is_empty() && !is_label(line)) => {
                for line in &lines {
                    line_counts.stray(out, &format!("{}:", line.name));
                }
            }
            Block::Stray(line) if self.format == TextFormat::Parts && line_counts.lines() > 0 => {
                if let Some(first) = line_counts.sentence.take() {
                    line_counts.place(out, 1);
                    out.parts(self.list, &first);
                }
                line_counts.place(out, 1);
                out.parts(self.list, &line);
            }
            Block::Stray(line) => line_counts.stray(out, &line),
            Block::TooBig(lines) => {
                line_counts.place(out, lines);
                out.skip(self.list, SkipReason::TooBig);
            }
            Block::Record(fields, lines, text) => {
                line_counts.place(out, lines);
                self.record(out, &fields, &text);
            }
        }
    }

    fn record(&self, out: &mut Collector<'_>, lines: &[Line], text: &str) {
        if self.format == TextFormat::Parts {
            return lines.iter().for_each(|line| out.parts(self.list, &line.value));
        }
        if self.section == Section::Other {
            let pairs = lines.iter().map(|line| (line.name.as_str(), line.value.as_str().into()));
            let object = json::object(pairs);
            return out.unknown(self.list, &thread(self.path), object.as_bytes(), Source::Text(text));
        }
        let list = self.gifts_sent.filter(|_| is_gift_sent(lines)).unwrap_or(self.list);
        let products = text_products::products(lines);
        let mut fields: Vec<RawField<'_>> =
            lines.iter().filter(|line| !line.is_product).map(|line| self.field(line)).collect();
        match &products {
            Some(products) => {
                // No product comes before the heading, so its position is the same.
                let heading = text_products::heading(lines);
                let name = heading.map_or(">>".into(), |at| fields.remove(at).name);
                fields.push(RawField::json(name, products.as_bytes()));
            }
            None => fields.extend(lines.iter().filter(|line| line.is_product).map(text_field)),
        }
        out.text_fields(Target { list, thread: None }, &fields, text);
    }

    /// A field, whose day is told from the month.
    fn field<'l>(&self, line: &'l Line) -> RawField<'l> {
        RawField { value: time::told(&line.value, self.order), ..text_field(line) }
    }
}

/// The order of days and months in a file, by its first lines.
fn day_order(file: &TextFile<'_>, format: TextFormat) -> Option<DayOrder> {
    let lines = file.first_lines();
    match format {
        TextFormat::Chats => {
            DayOrder::of(lines.filter_map(|line| DayOrder::in_time(text_chats::date_of(&line)?)))
        }
        TextFormat::Blocks => DayOrder::of(lines.filter_map(|line| DayOrder::in_time(split(&line)?.value))),
        TextFormat::Facts | TextFormat::Parts => None,
    }
}

fn text_field(line: &Line) -> RawField<'_> {
    RawField::text(&line.name, &line.value)
}

/// Gifts that were sent have a recipient; those that were bought have a price.
fn is_gift_sent(lines: &[Line]) -> bool {
    lines.iter().any(|line| {
        let name = normal(&line.name);
        super::field_roles::USERS.contains(&name.as_str()) || name.contains("gift") || name.contains("подар")
    })
}
