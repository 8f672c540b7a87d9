//! The `Field: value` lines of text exports: which lines begin a record, which are fields, and which continue a value.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::field_roles;
use super::json_keys::normal;
use super::roles::{Role, by_name};
use super::text_lines::is_blank;
use super::value_type::ValueType;
use crate::library::Section;
use crate::library::json;

/// A line with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldLine<'l> {
    /// The name of the field.
    pub name: &'l str,
    /// The value, up to the end of the line.
    pub value: &'l str,
    /// Whether it describes a product: `>>Name: …`.
    pub is_product: bool,
}

/// The longest name of a field, in characters.
const NAME_CHARS: usize = 90;

/// Splits a line at the first colon that is followed by a space, or at a full-width one, which needs none.
#[must_use]
pub fn split_at_colon(line: &str) -> Option<(&str, &str)> {
    match (line.find(": "), line.find('：')) {
        (Some(plain), Some(wide)) if wide < plain => line.split_once('：'),
        (None, Some(_)) => line.split_once('：'),
        _ => line.split_once(": "),
    }
}

/// Splits a line at the colon after its name, which may also end the line.
#[must_use]
pub fn split(line: &str) -> Option<FieldLine<'_>> {
    let product = line.strip_prefix(">>");
    let line = product.unwrap_or(line);
    let (name, value) = match split_at_colon(line) {
        Some(parts) => parts,
        None if product.is_some() => line.split_once(':')?,
        None => (line.trim_end().strip_suffix(':')?, ""),
    };
    let name = name.trim_end_matches(':').trim();
    let is_name = !name.is_empty() && name.chars().nth(NAME_CHARS).is_none();
    // `https:` is no name.
    (is_name && !value.starts_with("//")).then(|| FieldLine {
        name,
        value: value.trim(),
        is_product: product.is_some(),
    })
}

/// Whether a line separates records.
#[must_use]
pub fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() > 2 && line.bytes().all(|byte| byte == b'-')
}

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
    /// Which name follows which on the next line.
    follows: HashSet<(String, String)>,
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

impl Template {
    /// Learns from the first lines of a file; `section` is what the file's name says.
    #[must_use]
    pub fn of<'l>(section: Option<Section>, lines: impl Iterator<Item = Cow<'l, str>>) -> Self {
        let mut names: HashMap<String, u32> = HashMap::new();
        // Fields after an empty line: how often each occurs, with a time, and which came first.
        let mut firsts: HashMap<String, First> = HashMap::new();
        let mut follows = HashSet::new();
        let mut before: Option<String> = None;
        let mut is_first = true;
        for line in lines {
            if is_blank(&line) || is_rule(&line) {
                is_first = true;
                before = None;
                continue;
            }
            let is_after_blank = std::mem::take(&mut is_first);
            let Some(field) = split(&line).filter(|_| names.len() < NAMES) else { continue };
            let name = normal(field.name);
            *names.entry(name.clone()).or_default() += 1;
            if let Some(before) = before.replace(name.clone())
                && follows.len() < NAMES
            {
                follows.insert((before, name.clone()));
            }
            if is_after_blank {
                let place = firsts.len();
                let first = firsts.entry(name).or_insert(First { place, count: 0, times: 0 });
                first.count += 1;
                first.times += u32::from(ValueType::of(field.value) == ValueType::Time);
            }
        }
        // Of equally frequent ones the earliest.
        let lead = firsts.into_iter().max_by_key(|(_, first)| (first.count, Reverse(first.place)));
        let (lead, first) = lead.unwrap_or_default();
        let has_lead_time = first.times * 2 > first.count;
        Self { section, has_lead_time, lead, records: first.count, names, follows }
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
        self.follows.is_empty() || self.follows.contains(&(before.to_owned(), name.to_owned()))
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
                Role::Text(_) if is_written(section) => Prose::Yes,
                Role::Text(_) => maybe,
                Role::Other if !is_label(section, name) => maybe,
                _ => Prose::No,
            },
        }
    }
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

fn is_person(section: Section) -> bool {
    matches!(section, Section::Follower | Section::Following | Section::Block | Section::ProfileView)
}

/// Whether this is the normalised name of a field of this section.
fn is_label(section: Section, name: &str) -> bool {
    let others: &[&str] = match section {
        Section::Comment => &["photo", "foto", "фото", "video", "sticker"],
        Section::Post | Section::DeletedPost | Section::Story => POST,
        Section::Share => &["method", "methode", "метод"],
        _ => &[],
    };
    others.contains(&name) || by_name(&field_roles::of(section), name) != Role::Other
}

/// Names of fields of posts, besides time, link and title.
const POST: &[&str] = &[
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
    "addyourstext",
    "addsyourstext",
    "alternatetext",
    "coverimage",
    "numberofcollections",
    "datedeleted",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str) -> Option<(&str, &str)> {
        split(line).map(|field| (field.name, field.value))
    }

    #[test]
    fn lines_are_split_into_names_and_values() {
        assert_eq!(parts("Date: 2026-01-01 10:00:00 UTC"), Some(("Date", "2026-01-01 10:00:00 UTC")));
        assert_eq!(parts("HashTag Link:: https://a.example"), Some(("HashTag Link", "https://a.example")));
        assert_eq!(parts(">>Quantity:2"), Some(("Quantity", "2")));
        assert_eq!(parts("Product information:"), Some(("Product information", "")));
        assert_eq!(parts("日付：2026-01-01 10:00:00 UTC"), Some(("日付", "2026-01-01 10:00:00 UTC")));
        assert_eq!(parts("Lien : https://a.example/：x"), Some(("Lien", "https://a.example/：x")));
        for none in ["https://a.example", "no colon", ": value", "12:30", ""] {
            assert_eq!(parts(none), None, "{none}");
        }
    }

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
