//! Converts single values to records: facts, parts of strings, and unknown values.

use std::borrow::Cow;

use xxhash_rust::xxh3::Xxh3;

use super::collect::{Collector, Columns, SHARED_PATH, Target};
use super::field::{KEYS, RawField};
use super::field_roles::{self, Identity, TIMES};
use super::json_keys::normal;
use super::original::Source;
use super::profile_owners::is_of_owner;
use super::value_type::ValueType;
use super::{link, time};
use crate::library::json::{self, Kind};
use crate::library::limits::{self, shortened};
use crate::library::{Section, SkipReason};

impl Collector<'_> {
    /// Adds a fact: a value and its path.
    pub fn fact(&mut self, list: u32, path: &str, value: &str, position: i32) {
        let name = path.rsplit(KEYS).next().unwrap_or(path);
        self.named_fact(list, path, name, value, position);
    }

    /// Adds a fact that the export names otherwise than its path does.
    pub fn named_fact(&mut self, list: u32, path: &str, name: &str, value: &str, position: i32) {
        let is_other = path.rsplit(KEYS).next() != Some(name);
        self.fact_in(list, path, value, is_other.then_some((name, value)), position);
    }

    /// Adds an item of a fact that is a list. `whole`: the name and the value that the export has.
    pub fn fact_in_list(&mut self, list: u32, path: &str, whole: (&str, &str), item: &str, position: i32) {
        self.fact_in(list, path, item, Some(whole), position);
    }

    /// Adds a fact; `original`: its name and value in the export, if its path and value do not tell them.
    fn fact_in(&mut self, list: u32, path: &str, value: &str, original: Option<(&str, &str)>, position: i32) {
        if self.lists[list as usize].read >= limits::FACTS as u64 {
            return self.skip(list, SkipReason::TooMany);
        }
        let section = self.lists[list as usize].section;
        if section == Section::Profile && is_of_owner(&self.lists[list as usize].path) {
            let name = original.map_or_else(|| path.rsplit(KEYS).next().unwrap_or(path), |(name, _)| name);
            self.profiles.add(list, path, name, value);
        }
        let mut hash = Xxh3::new();
        hash.update(&[section.number()]);
        // Text exports may write names in other cases, or with spaces.
        for key in path.split(KEYS) {
            hash.update(normal(key).as_bytes());
            hash.update(&[KEYS as u8]);
        }
        hash.update(&[0]);
        hash.update(value.as_bytes());
        let original = original.map(|(name, value)| json::object([(name, Cow::Borrowed(value))]));
        let path = shortened(path, limits::PATH_CHARS);
        let at = Target { list, thread: Some(&path) };
        let columns = Columns { text: Some(value), fields: original.as_deref(), ..Columns::default() };
        self.push(at, section, 0, hash.digest(), &columns, Source::Part, Some(position));
    }

    /// Adds each part of a delimited string, `a|b|c` or `a,b,c`, as a record.
    pub fn parts(&mut self, list: u32, text: &str) {
        if json::is_empty_scalar(text) {
            return;
        }
        let by = if text.contains('|') { '|' } else { ',' };
        for part in text.split(by).map(str::trim).filter(|part| !part.is_empty()) {
            if self.is_over {
                return;
            }
            self.fields(Target { list, thread: None }, &[RawField::text("value", part)], Source::Part);
        }
    }

    /// The name of the only value of a row, which the export does not name.
    pub(super) fn name_of_only(&self, list: u32, row: &[u8]) -> &'static str {
        let section = self.lists[list as usize].section;
        let is_link = || json::kind(row) == Kind::String && link::is_link(&json::scalar(row));
        if field_roles::of(section).identity == Identity::Link && is_link() { "Link" } else { "value" }
    }

    /// Adds an entry of a map of rows, or of a list in such a map. Its key is data, too, unless it only counts the rows:
    /// `position` is the place of the entry in the map.
    pub(super) fn entry(&mut self, at: Target<'_>, key: &str, position: Option<usize>, row: &[u8]) {
        let mut fields: Vec<RawField<'_>> =
            json::Pairs::of(row).map(|(name, value)| RawField::json(name, value)).collect();
        let is_count = position.is_some_and(|position| {
            key.parse().is_ok_and(|number: usize| number == position || number == position + 1)
        });
        let is_known = is_count || key.trim().is_empty() || fields.iter().any(|field| field.value == key);
        if is_known || row.len() > limits::RECORD_BYTES {
            return self.json(at, row);
        }
        let name = name_of_key(self.lists[at.list as usize].section, key);
        let is_taken = fields.iter().any(|field| normal(&field.name) == normal(name));
        fields.push(RawField::text(if is_taken { "Key" } else { name }, key));
        let entry = format!("{{{}:{}}}", json::string(key), String::from_utf8_lossy(row));
        self.fields(at, &fields, Source::Json(entry.as_bytes()));
    }

    /// Adds what a known list has besides its rows, such as the name of a chat without messages, to the unknown data.
    pub(super) fn unread(&mut self, keys: &[String], value: &[u8]) {
        let list = self.list_at(Section::Other, keys.join("/"));
        self.unknown(list, &keys.join(&KEYS.to_string()), value, Source::Part);
    }

    /// Adds an unknown value as JSON, which stands like this in the export.
    pub fn unknown(&mut self, list: u32, path: &str, value: &[u8], source: Source<'_>) {
        // What an unknown word means is not known either, so only what is blank is empty.
        let is_empty = match json::kind(value) {
            Kind::Object => {
                json::Pairs::of(value).all(|(name, value)| RawField::json(name, value).is_blank())
            }
            _ => RawField::json(Cow::Borrowed(""), value).is_blank(),
        };
        if is_empty {
            return self.skip(list, SkipReason::Empty);
        }
        if value.len() > limits::RECORD_BYTES {
            return self.skip(list, SkipReason::TooBig);
        }
        let mut kept = json::compact(value);
        let mut path = shortened(path, limits::PATH_CHARS);
        let mut source = source;
        if self.is_shared(list) {
            // Its path would be one too many, so the record itself says it.
            source = Source::Part;
            kept = format!("{{{}:{kept}}}", json::string(&path.replace(KEYS, "/")));
            path = SHARED_PATH.into();
        }
        let mut hash = Xxh3::new();
        hash.update(&[Section::Other.number()]);
        hash.update(path.as_bytes());
        hash.update(&[0]);
        hash.update(kept.as_bytes());
        let of_time = |(name, value): (Cow<'_, str>, &[u8])| {
            TIMES.contains(&normal(&name).as_str()).then(|| time::parse(&json::scalar(value))).flatten()
        };
        // Else the first value that is plainly a time.
        let of_value = |(name, value): (Cow<'_, str>, &[u8])| {
            let text = json::scalar(value);
            let is_time = match json::kind(value) {
                Kind::String if ValueType::of(&text) == ValueType::Time => true,
                Kind::String | Kind::Bare => is_named_like_time(&name) && is_recent_number(&text),
                _ => false,
            };
            is_time.then(|| time::parse(&text)).flatten()
        };
        let seconds = json::Pairs::of(value).find_map(of_time);
        let inferred = || json::Pairs::of(value).find_map(of_value).filter(|_| self.infers);
        let seconds = seconds.or_else(inferred).unwrap_or(0);
        let at = Target { list, thread: Some(&path) };
        let columns = Columns { fields: Some(&kept), ..Columns::default() };
        self.push(at, Section::Other, seconds, hash.digest(), &columns, source, None);
    }
}

/// The name of the field that a key of a map of rows stands for.
fn name_of_key(section: Section, key: &str) -> &'static str {
    match section {
        _ if link::is_link(key) => "Link",
        _ if ValueType::of(key) == ValueType::Time => "Date",
        Section::Follower | Section::Following | Section::Block | Section::ProfileView => "UserName",
        Section::Search => "SearchTerm",
        Section::Order => "OrderNumber",
        Section::Voucher => "VoucherId",
        Section::Transaction => "TransactionId",
        Section::LiveHosted => "RoomId",
        _ => "Key",
    }
}

/// Words that the name of a time may have. A number alone may be an id or a phone number.
const TIME_WORDS: [&str; 8] = ["time", "date", "when", "stamp", "created", "updated", "datum", "zeit"];

fn is_named_like_time(name: &str) -> bool {
    let name = normal(name);
    TIME_WORDS.iter().any(|word| name.contains(word))
}

/// Whether this is a number of seconds or milliseconds since 1970, and a time since there is TikTok.
fn is_recent_number(text: &str) -> bool {
    const FIRST: u32 = 1_451_606_400;
    text.bytes().all(|byte| byte.is_ascii_digit()) && time::parse(text).is_some_and(|time| time >= FIRST)
}
