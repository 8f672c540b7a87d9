//! What the first lines of a text file tell about its records: which field begins a record, which lines are fields, and which
//! continue a text.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;

use super::field_roles::{self, TIMES};
use super::json_keys::normal;
use super::roles::{Role, by_name};
use super::text_fields::{is_rule, split};
use super::text_lines::is_blank;
use super::value_type::ValueType;
use crate::library::Section;
use crate::library::json;

/// What the beginning of a file tells about its records.
#[derive(Debug, Default)]
pub struct Template {
    section: Option<Section>,
    /// The field that most records begin with.
    lead: String,
    has_lead_time: bool,
    /// The number of records that begin with it.
    records: u32,
    /// How often each name of a field occurs.
    names: HashMap<String, u32>,
    /// How often each name follows each on the next line.
    follows: HashMap<(String, String), u32>,
    /// How often each name is that of the last field before an empty line.
    ends: HashMap<String, u32>,
    /// How often each name comes before each in the same record.
    precedes: HashMap<(String, String), u32>,
}

/// The name of a field in the first lines of a file.
struct Field {
    name: String,
    is_after_blank: bool,
    is_time: bool,
}

/// A field after an empty line.
#[derive(Debug, Default)]
struct First {
    /// Its place among the others.
    place: usize,
    count: u32,
    /// How often its value is a time.
    times: u32,
}

/// The largest number of names that are counted. Lines of a text that look like fields may have very many.
const NAMES: usize = 2000;
/// The largest number of names of one record that are compared with each other.
const RECORD_NAMES: usize = 24;

impl Template {
    /// Learns from the first lines of a file; `section` is what the file's name says.
    #[must_use]
    pub fn of<'l>(section: Option<Section>, lines: impl Iterator<Item = Cow<'l, str>>) -> Self {
        let mut template = Self { section, ..Self::default() };
        let fields = template.fields(lines);
        template.find_lead(&fields);
        template.count_pairs(&fields);
        template
    }

    /// The lines with fields. Lines of a text that look like fields may have very many names, of which few are counted.
    fn fields<'l>(&mut self, lines: impl Iterator<Item = Cow<'l, str>>) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        let mut is_after_blank = true;
        for line in lines {
            if is_blank(&line) || is_rule(&line) {
                is_after_blank = true;
                continue;
            }
            let is_after_blank = std::mem::take(&mut is_after_blank);
            let Some(field) = split(&line) else { continue };
            let name = normal(field.name);
            if self.names.len() < NAMES || self.names.contains_key(&name) {
                *self.names.entry(name.clone()).or_default() += 1;
                let is_time = ValueType::of(field.value) == ValueType::Time;
                fields.push(Field { name, is_after_blank, is_time });
            }
        }
        fields
    }

    /// Finds the field that most records begin with: the most frequent one after empty lines, and of equally frequent ones
    /// the earliest.
    fn find_lead(&mut self, fields: &[Field]) {
        let mut firsts: HashMap<&str, First> = HashMap::new();
        for field in fields.iter().filter(|field| field.is_after_blank) {
            let place = firsts.len();
            let first = firsts.entry(&field.name).or_insert(First { place, count: 0, times: 0 });
            first.count += 1;
            first.times += u32::from(field.is_time);
        }
        if let Some((name, first)) =
            firsts.into_iter().max_by_key(|(_, first)| (first.count, Reverse(first.place)))
        {
            name.clone_into(&mut self.lead);
            self.records = first.count;
            self.has_lead_time = first.times * 2 > first.count;
        }
    }

    /// Counts which names follow and precede which.
    fn count_pairs(&mut self, fields: &[Field]) {
        // The names of the current record.
        let mut record: Vec<&str> = Vec::new();
        for (index, field) in fields.iter().enumerate() {
            if field.name == self.lead {
                record.clear();
            }
            for earlier in &record {
                add(&mut self.precedes, earlier, &field.name);
            }
            if record.len() < RECORD_NAMES && !record.contains(&&*field.name) {
                record.push(&field.name);
            }
            match fields.get(index + 1) {
                Some(next) if !next.is_after_blank => add(&mut self.follows, &field.name, &next.name),
                _ => *self.ends.entry(field.name.clone()).or_default() += 1,
            }
        }
    }

    /// Whether the records of the file all begin with the same field, as far as is known.
    #[must_use]
    pub fn has_records(&self) -> bool {
        self.section.is_some() || self.records > 1
    }

    /// Whether this field begins a record; `follows_blank`: after an empty line.
    #[must_use]
    pub fn begins(&self, name: &str, value: &str, follows_blank: bool) -> bool {
        name == self.lead
            && (follows_blank
                || !self.has_lead_time && self.records > 1
                || self.has_lead_time && json::is_empty_scalar(value)
                || self.has_lead_time && ValueType::of(value) == ValueType::Time)
    }

    /// Whether one field comes after another in the same record. If all lines are apart, any does.
    #[must_use]
    pub fn goes_on(&self, before: &str, name: &str) -> bool {
        self.follows.is_empty() || count(&self.follows, before, name) > 0
    }

    /// Whether a line inside a text may be the first field of the next record, by the line after it. A line that only looks
    /// like a field is followed by something else than in the other records.
    #[must_use]
    pub fn starts_with(&self, name: &str, is_after_blank: bool, next: Option<&str>) -> bool {
        let Some(next) = next.filter(|_| !self.follows.is_empty()) else { return true };
        let count = match split(next) {
            Some(field) => count(&self.follows, name, &normal(field.name)),
            None if is_blank(next) => self.ends.get(name).copied().unwrap_or_default(),
            None => return false,
        };
        let all = self.names.get(name).copied().unwrap_or_default();
        // Records may begin in several ways, but hardly without their first field.
        if name == self.lead && is_after_blank { count > 0 && count * 4 >= all } else { count * 2 > all }
    }

    /// Whether a field may come after a text in the same record, so that a line that begins with its name ends the text.
    #[must_use]
    pub fn may_follow(&self, text: &str, name: &str) -> bool {
        let (after, before) = (count(&self.precedes, text, name), count(&self.precedes, name, text));
        match (after, before) {
            (_, 0) if after >= 2 => true,
            (_, 0) => !self.section.is_some_and(|section| comes_before_text(section, name)),
            _ => after > before,
        }
    }

    /// Whether records of this file have a field with this normalised name, instead of a line of text with a colon.
    #[must_use]
    pub fn is_field(&self, name: &str) -> bool {
        let count = self.names.get(name).copied().unwrap_or_default();
        if count >= 2 && count.saturating_mul(4) >= self.records {
            return true;
        }
        match self.section {
            Some(section) => is_label(section, name),
            None => self.records < 2,
        }
    }

    /// Whether its records have texts that people write.
    #[must_use]
    pub fn has_texts(&self) -> bool {
        self.section.is_some_and(is_written)
    }

    /// Whether a field may hold several lines or paragraphs of text.
    #[must_use]
    pub fn prose(&self, name: &str, value: &str) -> Prose {
        let is_word = value.is_empty() || ValueType::of(value) == ValueType::Word;
        let maybe =
            if is_word { Prose::Maybe { is_likely: self.records >= MANY_RECORDS } } else { Prose::No };
        match self.section {
            None => maybe,
            Some(section) if is_person(section) => Prose::No,
            Some(section) => match by_name(&field_roles::of(section), name) {
                Role::Text(_) if is_written(section) && !REVIEWED.contains(&name) => Prose::Yes,
                Role::Text(_) => maybe,
                Role::Other if !is_label(section, name) => maybe,
                _ => Prose::No,
            },
        }
    }
}

/// Counts a pair. There may be too many different ones to count them all.
fn add(pairs: &mut HashMap<(String, String), u32>, first: &str, second: &str) {
    let pair = (first.to_owned(), second.to_owned());
    if pairs.len() < NAMES || pairs.contains_key(&pair) {
        *pairs.entry(pair).or_default() += 1;
    }
}

fn count(pairs: &HashMap<(String, String), u32>, first: &str, second: &str) -> u32 {
    pairs.get(&(first.to_owned(), second.to_owned())).copied().unwrap_or_default()
}

/// Whether a field may hold several lines or paragraphs of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prose {
    /// It holds a time, a link or a name.
    No,
    /// Its name is not known, and its value is a text.
    Maybe {
        /// Whether there are so many records that what occurs only once is no field.
        is_likely: bool,
    },
    /// It holds what a person wrote.
    Yes,
}

/// From this many records on, a name that occurs only once is no field.
const MANY_RECORDS: u32 = 4;

/// Sections with texts that people write, which may have paragraphs.
fn is_written(section: Section) -> bool {
    use Section as S;
    matches!(
        section,
        S::Comment
            | S::FavouriteComment
            | S::Post
            | S::DeletedPost
            | S::Story
            | S::PlaceReview
            | S::ProductReview
            | S::LiveComment
            | S::LiveQuestion
            | S::ShopMessage
    )
}

/// Names of fields with the name of what a review is about.
const REVIEWED: [&str; 3] = ["placename", "productname", "productnaam"];

fn is_person(section: Section) -> bool {
    matches!(section, Section::Follower | Section::Following | Section::Block | Section::ProfileView)
}

/// Whether this is the normalised name of a field of this section.
fn is_label(section: Section, name: &str) -> bool {
    let is_other = match section {
        Section::Comment => ["photo", "foto", "фото", "video", "sticker"].contains(&name),
        Section::Post | Section::DeletedPost | Section::Story => {
            BEFORE_TITLE.contains(&name) || AFTER_TITLE.contains(&name)
        }
        Section::Share => ["method", "methode", "метод"].contains(&name),
        _ => false,
    };
    is_other || by_name(&field_roles::of(section), name) != Role::Other
}

/// Whether TikTok writes this field before the text of a record.
fn comes_before_text(section: Section, name: &str) -> bool {
    let is_time = TIMES.contains(&name);
    match section {
        Section::Post | Section::DeletedPost | Section::Story => {
            is_time || by_name(&field_roles::of(section), name) == Role::Link || BEFORE_TITLE.contains(&name)
        }
        Section::Comment | Section::LiveComment | Section::LiveQuestion => is_time,
        _ => false,
    }
}

/// Names of fields of posts that come before the title.
const BEFORE_TITLE: [&str; 14] = [
    "likes",
    "whocanview",
    "allowcomments",
    "allowstitches",
    "allowduets",
    "allowstickers",
    "allowsharingtostory",
    "contentdisclosure",
    "aigeneratedcontent",
    "sound",
    "geluid",
    "location",
    "locatie",
    "datedeleted",
];

/// Names of fields of posts that come after the title.
const AFTER_TITLE: [&str; 5] =
    ["addyourstext", "addsyourstext", "alternatetext", "coverimage", "numberofcollections"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_first_field_begins_records() {
        let lines = "Comment: the end of a cut record\n\nDate: 2026-01-01 10:00:00\nComment: a\n\nmilk: two\n\n\
                     Date: 2026-01-02 10:00:00\nComment: b";
        let template = Template::of(Some(Section::Comment), lines.lines().map(Cow::Borrowed));
        assert!(
            template.begins("date", "2026-01-03 10:00:00", false) && template.begins("date", "soon", true)
        );
        assert!(!template.begins("date", "soon", false) && !template.begins("comment", "x", true));
        assert!(template.is_field("comment") && !template.is_field("milk"));
        assert_eq!([template.prose("comment", "a"), template.prose("date", "x")], [Prose::Yes, Prose::No]);
    }
}
