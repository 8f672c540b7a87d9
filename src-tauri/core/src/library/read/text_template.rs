//! What the first lines of a text file tell about its records: which field begins a record, which lines are fields, and which
//! continue a text.

use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;

use super::field_roles;
use super::invisible::is_blank;
use super::json_keys::normal;
use super::roles::{Role, by_name};
use super::text_fields::{FieldLine, count_in, is_rule, split};
use super::text_labels::{REVIEWED, is_label, is_one_text, is_person, is_written};
use super::time;
use super::value_type::ValueType;
use crate::library::Section;
use crate::library::json;

/// What the beginning of a file tells about its records.
#[derive(Debug, Default)]
pub struct Template {
    pub(super) section: Option<Section>,
    /// The field that most records begin with.
    lead: String,
    has_lead_time: bool,
    /// The number of records that begin with it.
    pub(super) records: u32,
    /// How the times at the beginnings of records follow each other, if they are in order.
    order: Option<Ordering>,
    /// The field with the text of a record, if its values show it instead of its name.
    text: Option<String>,
    /// Whether a line with its number is before each record.
    pub is_numbered: bool,
    /// How often each name of a field occurs.
    pub(super) names: HashMap<String, u32>,
    /// How often each name follows each on the next line.
    follows: HashMap<(String, String), u32>,
    /// How often each name is that of the last field before an empty line.
    ends: HashMap<String, u32>,
    /// How often each name comes before each in the same record.
    pub(super) precedes: HashMap<(String, String), u32>,
}

/// The name of a field in the first lines of a file.
struct Field {
    name: String,
    is_after_blank: bool,
    time: Option<u32>,
    /// Whether its value is words, and no placeholder for a missing value.
    is_words: bool,
}

/// A line that may begin a record, and what is around it.
#[derive(Debug)]
pub struct Start<'l> {
    /// The normalised name of its field.
    pub name: &'l str,
    /// Its value.
    pub value: &'l str,
    /// Whether it comes after an empty line.
    pub is_after_blank: bool,
    /// The next line, and the next one that is not blank.
    pub next: Option<&'l str>,
    pub next_text: Option<&'l str>,
    /// The time that the record before it begins with.
    pub before: Option<u32>,
    /// The normalised name of the last field of that record.
    pub last: &'l str,
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
        template.find_order(&fields);
        template.find_text(&fields);
        template.count_pairs(&fields);
        template
    }

    /// The lines with fields. Lines of a text that look like fields may have very many names, of which few are counted.
    fn fields<'l>(&mut self, lines: impl Iterator<Item = Cow<'l, str>>) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        let mut is_after_blank = true;
        let mut counted = 0;
        for line in lines {
            let is_count = (fields.is_empty() || counted > 0) && count_in(&line) == Some(counted + 1);
            counted += u32::from(is_count);
            if is_blank(&line) || is_rule(&line) || is_count {
                is_after_blank = true;
                continue;
            }
            let is_after_blank = std::mem::take(&mut is_after_blank);
            let Some(field) = split(&line) else { continue };
            let name = normal(field.name);
            if self.names.len() < NAMES || self.names.contains_key(&name) {
                *self.names.entry(name.clone()).or_default() += 1;
                let value_type = ValueType::of(field.value);
                let time = (value_type == ValueType::Time).then(|| time::parse(field.value)).flatten();
                let is_words = value_type == ValueType::Word && !json::is_empty_scalar(field.value);
                fields.push(Field { name, is_after_blank, time, is_words });
            }
        }
        self.is_numbered = counted > 1;
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
            first.times += u32::from(field.time.is_some());
        }
        if let Some((name, first)) =
            firsts.into_iter().max_by_key(|(_, first)| (first.count, Reverse(first.place)))
        {
            name.clone_into(&mut self.lead);
            self.records = first.count;
            self.has_lead_time = first.times * 2 > first.count;
        }
        self.find_repeats(fields);
    }

    /// Without lines between the records, the first field begins each of them, if there are as many times.
    fn find_repeats(&mut self, fields: &[Field]) {
        let leads = self.names.get(&self.lead).copied().unwrap_or_default();
        let mut times: HashMap<&str, u32> = HashMap::new();
        for field in fields.iter().filter(|field| field.time.is_some()) {
            *times.entry(&field.name).or_default() += 1;
        }
        if self.records == 1 && leads > 1 && times.values().any(|count| *count == leads) {
            self.records = leads;
        }
    }

    /// Finds the order of the records. Some times may be in texts, or wrong.
    fn find_order(&mut self, fields: &[Field]) {
        let is_first = |field: &&Field| field.is_after_blank && field.name == self.lead;
        let times: Vec<u32> = fields.iter().filter(is_first).filter_map(|field| field.time).collect();
        let all = times.len().saturating_sub(1);
        self.order = [Ordering::Less, Ordering::Greater].into_iter().find(|order| {
            let count = times.windows(2).filter(|pair| pair[0].cmp(&pair[1]) != order.reverse()).count();
            all >= 3 && count * 4 >= all * 3
        });
    }

    /// Finds the text among fields with unknown names: the first of those that hold words most often.
    fn find_text(&mut self, fields: &[Field]) {
        let Some(section) = self.section.filter(|section| is_one_text(*section)) else { return };
        let spec = field_roles::of(section);
        let is_often = |count: u32| count.saturating_mul(2) >= self.records;
        let is_known = |(name, count): (&String, &u32)| {
            is_often(*count) && matches!(by_name(&spec, name), Role::Text(_))
        };
        if self.names.iter().any(is_known) {
            return;
        }
        let mut counts: Vec<(&str, u32)> = Vec::new();
        for field in fields.iter().filter(|field| field.is_words && !is_label(section, &field.name)) {
            let at = counts.iter().position(|(name, _)| *name == field.name);
            match at {
                Some(at) => counts[at].1 += 1,
                None if counts.len() < RECORD_NAMES => counts.push((&field.name, 1)),
                None => {}
            }
        }
        // The first of equal ones.
        let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
        self.text = most.filter(|(_, count)| is_often(*count)).map(|(name, _)| name.to_owned());
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

    /// Whether a line inside a text may be the first field of the next record, by the lines after it. A line that only looks
    /// like a field is followed by something else than in the other records.
    #[must_use]
    pub fn starts_with(&self, start: &Start<'_>) -> bool {
        let Some(next) = start.next.filter(|_| !self.follows.is_empty()) else { return true };
        let is_lead = start.name == self.lead && start.is_after_blank;
        let is_text = |line: &&str| !is_rule(line);
        let next_text = start.next_text.filter(is_text).and_then(split);
        if start.next_text.is_some_and(|line| is_text(&line) && next_text.is_none())
            && (is_lead || !is_blank(next))
        {
            return false;
        }
        let next_name = next_text.map(|field| normal(field.name));
        let count = match &next_name {
            Some(next_name) if !is_blank(next) => count(&self.follows, start.name, next_name),
            _ => self.ends.get(start.name).copied().unwrap_or_default(),
        };
        let all = self.names.get(start.name).copied().unwrap_or_default();
        // Records may begin in several ways, but hardly without their first field.
        let is_usual = if is_lead { count > 0 && count * 4 >= all } else { count * 2 > all };
        is_usual
            || start.is_after_blank && self.is_complete(start.last) && self.starts_oddly(start, next_text)
    }

    /// Whether a record may end with this field.
    fn is_complete(&self, last: &str) -> bool {
        let ends = self.ends.get(last).copied().unwrap_or_default();
        ends * 2 >= self.names.get(last).copied().unwrap_or_default()
    }

    /// Whether a record begins here that lacks fields that the others have, or has them in another order.
    fn starts_oddly(&self, start: &Start<'_>, next: Option<FieldLine<'_>>) -> bool {
        let is_in_order = |value: &str| {
            let time = time::parse(value);
            let order = start.before.zip(time).map(|(before, time)| before.cmp(&time));
            time.is_some() && self.order.is_none_or(|usual| order != Some(usual.reverse()))
        };
        let is_followed = start.next.is_some_and(|next| !is_blank(next));
        let next_name = next.map(|field| normal(field.name));
        let is_next_lead = next_name.as_deref() == Some(&self.lead);
        match (start.name == self.lead, self.has_lead_time) {
            // Alone, or with any field.
            (true, true) => is_in_order(start.value) && (is_followed || next.is_none() || is_next_lead),
            (true, false) => {
                let is_later = |name: &String| count(&self.precedes, start.name, name) > 1;
                is_followed && next_name.as_ref().is_some_and(is_later)
            }
            (false, is_time) => {
                let is_timed = next.is_some_and(|field| is_in_order(field.value));
                is_time && is_followed && is_next_lead && is_timed
            }
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

    /// Whether several lines of the file have this name, or records of its section do.
    #[must_use]
    pub fn is_of_records(&self, name: &str) -> bool {
        self.names.get(name).is_some_and(|count| *count > 1)
            || self.section.is_some_and(|section| is_label(section, name))
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
                Role::Other if self.text.as_deref() == Some(name) => Prose::Yes,
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

pub(super) fn count(pairs: &HashMap<(String, String), u32>, first: &str, second: &str) -> u32 {
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
