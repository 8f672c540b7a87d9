//! Records of text exports: `Field: value` lines, mostly with an empty line between records. Values may contain empty lines,
//! too.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashSet;
use std::io;

use xxhash_rust::xxh3::xxh3_64;

use super::invisible::is_blank;
use super::json_keys::normal;
use super::text_fields::{FieldLine, count_in, is_rule, split};
use super::text_lines::Lines;
use super::text_template::{Prose, Start, Template};
use super::time;
use super::value_type::ValueType;
use crate::library::Section;
use crate::library::limits;

/// One field of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The name of the field.
    pub name: String,
    /// The value; continuation lines are appended after a line break.
    pub value: String,
    /// Whether it describes a product.
    pub is_product: bool,
    /// The normalised name.
    pub normal: String,
    /// Where its line begins in the text of the record.
    at: usize,
}

/// What is found in a file, in order, with the number of lines that it consists of.
#[derive(Debug, PartialEq, Eq)]
pub enum Block {
    /// A record, with its text.
    Record(Vec<Line>, u64, String),
    /// A record that is larger than the limit.
    TooBig(u64),
    /// A line that belongs to no record.
    Stray(String),
}

/// The block that is being read.
#[derive(Default)]
struct Builder {
    fields: Vec<Line>,
    /// The hashes of their normalised names.
    names: HashSet<u64>,
    /// Its text.
    text: String,
    /// The number of its lines, without blank ones.
    lines: u64,
    is_too_big: bool,
    /// The number of empty lines since the last line.
    blanks: usize,
}

/// Calls `each` with everything that is found in a file, until it returns `false`.
pub fn blocks(
    lines: &mut Lines<'_>,
    template: &Template,
    section: Section,
    mut each: impl FnMut(Block) -> bool,
) -> io::Result<()> {
    let records = Cell::new(0);
    let mut each = |block: Block| {
        records.set(records.get() + u64::from(!matches!(block, Block::Stray(_))));
        each(block)
    };
    let mut builder = Builder::default();
    let mut counted = 0;
    loop {
        let next = lines.next();
        let line = match next {
            Ok(Some(line)) => line,
            other => {
                builder.take(template).map(&mut each);
                return other.map(|_| ());
            }
        };
        let mut text = &*line.text;
        if is_blank(text) {
            builder.blanks += 1;
            continue;
        }
        if is_rule(text) && (section == Section::ShopFavourite || builder.prose(template) != Prose::Yes) {
            drop(line);
            lines.read -= 1;
            if builder.take(template).is_some_and(|block| !each(block)) {
                return Ok(());
            }
            continue;
        }
        if template.is_numbered && count_in(text) == Some(counted + 1) {
            let text = line.text.into_owned();
            let goes_on = if lines.peek_text().is_some_and(|next| split(&next).is_some()) {
                counted += 1;
                lines.read -= 1;
                builder.take(template).is_none_or(&mut each)
            } else if builder.fields.is_empty() {
                each(Block::Stray(text))
            } else {
                builder.continued(&text);
                builder.blanks = 0;
                true
            };
            if !goes_on {
                return Ok(());
            }
            continue;
        }
        let (is_cut, is_joined) = (line.is_cut, line.is_joined);
        let all = records.get() + u64::from(builder.is_open());
        let total;
        if (builder.blanks > 0 || !builder.is_open()) && may_be_total(text, all, template) {
            total = line.text.into_owned();
            if lines.peek_text().is_none() {
                let before = builder.take(template);
                if before.is_none_or(&mut each) && each(Block::Stray(total)) {
                    continue;
                }
                return Ok(());
            }
            text = &total;
        }
        let mut place = builder.place(template, text, has_products(section));
        let copy;
        if let Place::Begins(_) = place
            && builder.prose(template) != Prose::No
        {
            // It may be a line of the text. What follows tells.
            copy = text.to_owned();
            place = match split(&copy) {
                Some(field) if builder.is_start(template, field, lines) => Place::Begins(field),
                _ => Place::Continues,
            };
            text = &copy;
        }
        let is_going_on = match place {
            Place::Begins(field) => {
                let before = builder.take(template);
                builder.field(field, text);
                before.is_none_or(&mut each)
            }
            Place::Field(field) => {
                builder.field(field, text);
                true
            }
            Place::Continues => {
                builder.continued(text);
                true
            }
            Place::Stray => each(Block::Stray(text.to_owned())),
        };
        builder.is_too_big |= is_cut;
        builder.lines += u64::from(is_joined);
        builder.blanks = 0;
        if !is_going_on {
            return Ok(());
        }
    }
}

/// Whether a line may be the number of all records, in whatever words: no record has such a field.
fn may_be_total(line: &str, records: u64, template: &Template) -> bool {
    // Nearly all lines are none of these.
    records > 0
        && line.trim_end().ends_with(|last: char| last.is_ascii_digit())
        && split(line).is_some_and(|field| {
            field.value.parse() == Ok(records)
                && !field.is_product
                && !template.is_of_records(&normal(field.name))
        })
}

/// Where a line belongs.
enum Place<'l> {
    /// It is the first field of the next record.
    Begins(FieldLine<'l>),
    /// It is a field of the current record.
    Field(FieldLine<'l>),
    /// It continues the value before it.
    Continues,
    /// It belongs to no record.
    Stray,
}

/// Sections whose rows have lines such as `>>Name:` for each product.
fn has_products(section: Section) -> bool {
    use Section as S;
    matches!(
        section,
        S::Order | S::CartItem | S::Refund | S::Dispute | S::ProductReview | S::CustomerSupport | S::Other
    )
}

impl Builder {
    /// Whether the value before may go on.
    fn prose(&self, template: &Template) -> Prose {
        match self.fields.last() {
            Some(field) if template.has_records() => template.prose(&field.normal, &field.value),
            _ => Prose::No,
        }
    }

    fn is_open(&self) -> bool {
        !self.fields.is_empty() || self.is_too_big
    }

    fn has(&self, name: &str) -> bool {
        self.names.contains(&xxh3_64(name.as_bytes()))
    }

    /// Whether a field that comes after an empty line belongs to the same record.
    fn goes_on(&self, template: &Template, name: &str) -> bool {
        let last = self.fields.last();
        template.has_records() && last.is_some_and(|last| template.goes_on(&last.normal, name))
    }

    fn place<'l>(&self, template: &Template, line: &'l str, has_products: bool) -> Place<'l> {
        let is_after_blank = self.blanks > 0;
        let is_open = self.is_open();
        let prose = self.prose(template);
        let Some(field) = split(line).filter(|field| has_products || !field.is_product) else {
            let is_part = !is_after_blank || prose != Prose::No || !template.has_records();
            return if is_open && (is_part || self.is_too_big) { Place::Continues } else { Place::Stray };
        };
        if !is_open {
            return Place::Begins(field);
        }
        let name = normal(field.name);
        if template.begins(&name, field.value, is_after_blank) && (is_after_blank || self.has(&name)) {
            return Place::Begins(field);
        }
        if field.is_product {
            return Place::Field(field);
        }
        // The name of a product is on the lines after `>>Name:`.
        let is_in_product =
            !is_after_blank && self.fields.last().is_some_and(|last| last.is_product) && !self.has(&name);
        if is_in_product && !template.is_field(&name) {
            return Place::Continues;
        }
        let is_text = self.is_too_big || matches!(prose, Prose::Yes | Prose::Maybe { is_likely: true });
        match (template.is_field(&name), self.has(&name), is_after_blank) {
            // A record without its first field.
            (true, true, true) => Place::Begins(field),
            (true, false, _) if prose == Prose::Yes && !self.may_follow(template, &name, field.value) => {
                Place::Continues
            }
            (true, false, false) if template.has_records() => Place::Field(field),
            (true, false, true) if prose != Prose::No || self.goes_on(template, &name) => Place::Field(field),
            _ if is_text => Place::Continues,
            (_, _, true) => Place::Begins(field),
            (_, _, false) => Place::Field(field),
        }
    }

    /// Whether a field after a text begins the next record. What follows tells.
    fn is_start(&self, template: &Template, field: FieldLine<'_>, lines: &mut Lines<'_>) -> bool {
        let next = lines.peek().map(Cow::into_owned);
        let next_text = lines.peek_text();
        let is_time = |field: &&Line| ValueType::of(&field.value) == ValueType::Time;
        template.starts_with(&Start {
            name: &normal(field.name),
            value: field.value,
            is_after_blank: self.blanks > 0,
            next: next.as_deref(),
            next_text: next_text.as_deref(),
            before: self.fields.iter().find(is_time).and_then(|field| time::parse(&field.value)),
            last: self.fields.last().map_or("", |last| &last.normal),
        })
    }

    fn may_follow(&self, template: &Template, name: &str, value: &str) -> bool {
        self.fields.last().is_none_or(|text| template.may_follow(&text.normal, name, value))
    }

    fn grow(&mut self, line: &str) -> bool {
        self.lines += 1;
        let bytes = self.text.len() + self.blanks + line.len();
        self.is_too_big |= bytes > limits::RECORD_BYTES || self.fields.len() >= limits::RECORD_FIELDS;
        if self.is_too_big {
            (self.fields, self.text) = (Vec::new(), String::new());
        } else {
            let breaks = if self.lines == 1 { 0 } else { self.blanks + 1 };
            self.text.extend(std::iter::repeat_n('\n', breaks));
            self.text.push_str(line);
        }
        !self.is_too_big
    }

    fn field(&mut self, field: FieldLine<'_>, line: &str) {
        if self.grow(line) {
            let at = self.text.len() - line.len();
            let FieldLine { name, value, is_product } = field;
            let normal = normal(name);
            self.names.insert(xxh3_64(normal.as_bytes()));
            self.fields.push(Line { name: name.to_owned(), value: value.to_owned(), is_product, normal, at });
        }
    }

    fn continued(&mut self, text: &str) {
        let blanks = self.blanks;
        if self.grow(text)
            && let Some(last) = self.fields.last_mut()
        {
            if !last.value.is_empty() {
                last.value.extend(std::iter::repeat_n('\n', blanks + 1));
            }
            last.value.push_str(text.trim());
        }
    }

    fn take(&mut self, template: &Template) -> Option<Block> {
        let Self { mut fields, text, lines, is_too_big, .. } = std::mem::take(self);
        if is_too_big {
            return Some(Block::TooBig(lines));
        }
        if template.has_texts() {
            rejoin_text(&mut fields, &text, template);
        }
        (!fields.is_empty()).then_some(Block::Record(fields, lines, text))
    }
}

/// Lines of a text that look like fields come before these fields: each name is that of a field where it occurs last.
fn rejoin_text(fields: &mut Vec<Line>, text: &str, template: &Template) {
    let is_text = |field: &Line| template.prose(&field.normal, &field.value) == Prose::Yes;
    let Some(at) = fields.iter().position(is_text) else { return };
    let after = &fields[at + 1..];
    let is_repeated = |index: usize| {
        !after[index].is_product && after[index + 1..].iter().any(|later| later.normal == after[index].normal)
    };
    let count = (0..after.len()).take_while(|index| is_repeated(*index)).count();
    if count == 0 {
        return;
    }
    let start = after[0].at;
    let end = after.get(count).map_or(text.len(), |next| next.at);
    let value = &mut fields[at].value;
    let breaks = start - text[..start].trim_end_matches('\n').len();
    value.extend(std::iter::repeat_n('\n', breaks));
    let lines: Vec<&str> = text[start..end].trim_end().split('\n').map(str::trim).collect();
    value.push_str(&lines.join("\n"));
    fields.drain(at + 1..=at + count);
}
