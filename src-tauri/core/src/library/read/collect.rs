//! Converts fields to records, for all file formats.

use std::borrow::Cow;
use std::collections::HashMap;

use xxhash_rust::xxh3::Xxh3;

use super::batch::{Batch, List, RawRecord, Sink};
use super::field::{RawField, as_json, item_names};
use super::field_roles::{self, Spec, TIMES};
use super::identity::identity;
use super::json_keys::normal;
use super::{link, time};
use crate::library::json::{self, Kind};
use crate::library::{Section, SkipReason};

/// The role of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Time,
    Link,
    Text(usize),
    Counterparty,
    Other,
}

/// Collects records into batches and counts them by list.
pub struct Collector<'s> {
    sink: &'s mut dyn Sink,
    batch: Batch,
    /// The lists read so far.
    pub lists: Vec<List>,
    roles: HashMap<(Section, String), Role>,
    seq: SeqCounter,
    /// Whether the sink has stopped the reading.
    pub is_over: bool,
    /// Whether any text was not valid UTF-8.
    pub not_text: bool,
}

/// Numbers the records of the same second chronologically.
#[derive(Default)]
struct SeqCounter {
    list: u32,
    thread: u64,
    seconds: u32,
    count: i32,
    is_ascending: bool,
}

/// Where a record belongs.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The index of its list, from [`Collector::list`].
    pub list: u32,
    /// The chat, the path of a fact, or the LIVE room.
    pub thread: Option<&'a str>,
}

impl<'s> Collector<'s> {
    /// Creates a collector that passes batches to `sink`.
    pub fn new(sink: &'s mut dyn Sink) -> Self {
        Self {
            sink,
            batch: Batch::default(),
            lists: Vec::new(),
            roles: HashMap::new(),
            seq: SeqCounter::default(),
            is_over: false,
            not_text: false,
        }
    }

    /// Starts a list. Returns its index.
    pub fn list(&mut self, section: Section, path: String) -> u32 {
        self.lists.push(List { section, path, read: 0, skipped: Vec::new() });
        u32::try_from(self.lists.len() - 1).unwrap_or(u32::MAX)
    }

    /// Counts a skipped record.
    pub fn skip(&mut self, list: u32, reason: SkipReason) {
        let list = &mut self.lists[list as usize];
        list.read += 1;
        match list.skipped.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, count)) => *count += 1,
            None => list.skipped.push((reason, 1)),
        }
    }

    /// Adds a row of JSON.
    pub fn json(&mut self, at: Target<'_>, row: &[u8]) {
        let fields: Vec<RawField<'_>> = match json::kind(row) {
            Kind::Object => json::Pairs::of(row).map(|(name, value)| RawField::json(name, value)).collect(),
            Kind::Array if json::Items::of(row).next().is_none() => Vec::new(),
            _ => vec![RawField::json(Cow::Borrowed("value"), row)],
        };
        self.fields(at, &fields, None);
    }

    /// Adds a row of fields. `original` is the JSON to store instead of the fields.
    pub fn fields(&mut self, at: Target<'_>, fields: &[RawField<'_>], original: Option<String>) {
        if fields.iter().all(RawField::is_empty) {
            return self.skip(at.list, SkipReason::Empty);
        }
        let section = self.lists[at.list as usize].section;
        let spec = field_roles::of(section);
        let mut seconds = 0;
        let (mut text, mut counterparty, mut href) = (None::<(usize, &str)>, None::<&str>, None::<&str>);
        // Whether the row can be reconstructed from the columns.
        let mut is_plain = original.is_none();
        for field in fields.iter().filter(|field| !field.is_empty()) {
            match self.role(section, &spec, &field.name) {
                Role::Time => match time::parse(&field.value) {
                    Some(parsed) if seconds == 0 => seconds = parsed,
                    _ => is_plain = false,
                },
                Role::Link if href.is_none() => href = Some(&field.value),
                Role::Counterparty if counterparty.is_none() => counterparty = Some(&field.value),
                Role::Text(rank) if text.is_none_or(|(best, _)| rank < best) => {
                    is_plain &= text.is_none();
                    text = Some((rank, &field.value));
                }
                _ => is_plain = false,
            }
            is_plain &= field.raw.is_none();
        }
        let items = item_names(fields, field_roles::item_name_fields(section));
        let text = items.as_deref().or(text.map(|(_, text)| text));
        // If the row is a string instead of an object, it is the text of the record.
        let text = text.or_else(|| match fields {
            [only] if only.name == "value" => Some(only.value.as_ref()),
            _ => None,
        });
        let item = href
            .or_else(|| text.filter(|t| is_message(section) && link::is_link(t)))
            .and_then(link::item)
            .unwrap_or(0);
        let content = identity(section, &spec, at.thread, item, href, counterparty, text, fields, seconds);
        let kept_link = href.filter(|l| item == 0 || **l != link::of_video(item));
        let kept = if is_plain { String::new() } else { original.unwrap_or_else(|| as_json(fields)) };
        self.push(at, section, seconds, content, [text, counterparty, kept_link, Some(&kept)], item, None);
    }

    /// Adds a fact: a value and its path.
    pub fn fact(&mut self, list: u32, path: &str, value: &str, position: i32) {
        let section = self.lists[list as usize].section;
        let mut hash = Xxh3::new();
        hash.update(&[section.number()]);
        hash.update(path.as_bytes());
        hash.update(&[0]);
        hash.update(value.as_bytes());
        let at = Target { list, thread: Some(path) };
        self.push(at, section, 0, hash.digest(), [Some(value), None, None, None], 0, Some(position));
    }

    /// Adds each part of a delimited string, `a|b|c` or `a,b,c`, as a record.
    pub fn parts(&mut self, list: u32, text: &str) {
        let by = if text.contains('|') { '|' } else { ',' };
        for part in text.split(by).map(str::trim).filter(|part| !json::is_empty_scalar(part)) {
            self.fields(Target { list, thread: None }, &[RawField::text("value", part)], None);
        }
    }

    /// Adds an unknown value as JSON.
    pub fn unknown(&mut self, list: u32, path: &str, value: &[u8]) {
        let is_empty = match json::kind(value) {
            Kind::Object => {
                json::Pairs::of(value).all(|(name, value)| RawField::json(name, value).is_empty())
            }
            _ => RawField::json(Cow::Borrowed(""), value).is_empty(),
        };
        if is_empty {
            return self.skip(list, SkipReason::Empty);
        }
        let kept = json::compact(value);
        let mut hash = Xxh3::new();
        hash.update(&[Section::Other.number()]);
        hash.update(path.as_bytes());
        hash.update(&[0]);
        hash.update(kept.as_bytes());
        let seconds = json::Pairs::of(value)
            .filter(|(name, _)| TIMES.contains(&normal(name).as_str()))
            .find_map(|(_, value)| time::parse(&json::scalar(value)))
            .unwrap_or(0);
        let at = Target { list, thread: Some(path) };
        let columns = [None, None, None, Some(kept.as_str())];
        self.push(at, Section::Other, seconds, hash.digest(), columns, 0, None);
    }

    #[allow(clippy::too_many_arguments, reason = "the columns of a record")]
    fn push(
        &mut self,
        at: Target<'_>,
        section: Section,
        seconds: u32,
        content: u64,
        columns: [Option<&str>; 4],
        item: u64,
        position: Option<i32>,
    ) {
        self.lists[at.list as usize].read += 1;
        let seq = position.unwrap_or_else(|| self.seq.next(at.list, at.thread, seconds));
        let [text, counterparty, link, fields] = columns.map(std::option::Option::unwrap_or_default);
        let batch = &mut self.batch;
        let record = RawRecord {
            section,
            list: at.list,
            seconds,
            seq,
            content,
            item,
            text: batch.keep(text),
            counterparty: batch.keep(counterparty),
            thread: batch.keep(at.thread.unwrap_or_default()),
            link: batch.keep(link),
            fields: batch.keep(fields),
        };
        batch.rows.push(record);
        if self.batch.is_full() {
            self.flush();
        }
    }

    /// Passes the current batch to the sink.
    pub fn flush(&mut self) {
        if self.batch.rows.is_empty() {
            return;
        }
        match self.sink.batch(std::mem::take(&mut self.batch)) {
            Some(empty) => self.batch = empty,
            None => self.is_over = true,
        }
    }

    fn role(&mut self, section: Section, spec: &Spec, name: &str) -> Role {
        if let Some(role) = self.roles.get(&(section, name) as &dyn Key) {
            return *role;
        }
        let normal = normal(name);
        let is = |names: &[&str]| names.contains(&normal.as_str());
        let role = if is(TIMES) {
            Role::Time
        } else if let Some(rank) = spec.text.iter().position(|known| *known == normal) {
            Role::Text(rank)
        } else if is(spec.counterparty) {
            Role::Counterparty
        } else if is(spec.links) {
            Role::Link
        } else {
            Role::Other
        };
        // The cache is bounded, since keys may be data.
        if self.roles.len() < 4096 {
            self.roles.insert((section, name.to_owned()), role);
        }
        role
    }
}

/// A borrowed key for the map of roles, so that a lookup does not copy the name.
trait Key {
    fn parts(&self) -> (Section, &str);
}

impl Key for (Section, String) {
    fn parts(&self) -> (Section, &str) {
        (self.0, &self.1)
    }
}

impl Key for (Section, &str) {
    fn parts(&self) -> (Section, &str) {
        *self
    }
}

impl<'a> std::borrow::Borrow<dyn Key + 'a> for (Section, String) {
    fn borrow(&self) -> &(dyn Key + 'a) {
        self
    }
}

impl std::hash::Hash for dyn Key + '_ {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

impl PartialEq for dyn Key + '_ {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for dyn Key + '_ {}

impl SeqCounter {
    fn next(&mut self, list: u32, thread: Option<&str>, seconds: u32) -> i32 {
        let thread = thread.map_or(0, |thread| xxhash_rust::xxh3::xxh3_64(thread.as_bytes()));
        if (self.list, self.thread) != (list, thread) {
            *self = Self { list, thread, seconds, count: 0, is_ascending: false };
            return 0;
        }
        if seconds == self.seconds {
            self.count = self.count.saturating_add(1);
        } else {
            // Most lists are newest first.
            if seconds > 0 && self.seconds > 0 {
                self.is_ascending = seconds > self.seconds;
            }
            self.seconds = seconds;
            self.count = 0;
        }
        if self.is_ascending { self.count } else { -self.count }
    }
}

fn is_message(section: Section) -> bool {
    matches!(section, Section::Message | Section::GroupMessage)
}
