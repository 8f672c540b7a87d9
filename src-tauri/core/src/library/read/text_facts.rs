//! Reads text files with one fact on each line: the profile, settings, the device.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io;

use super::collect::Collector;
use super::device;
use super::fact_list::{self, Item};
use super::fact_names::{
    canonical, canonical_group, has_groups, has_link, is_named_once, is_own_words, is_owner_name, is_prose,
};
use super::field::KEYS;
use super::guess::is_birthday;
use super::invisible::is_blank;
use super::line_counts::LineCounts;
use super::link;
use super::text_fields::{is_rule, split};
use super::text_lines::Lines;
use super::value_type::ValueType;
use crate::library::json;
use crate::library::limits;
use crate::library::{Section, SkipReason};

/// A fact, as its lines are read.
struct Fact {
    name: String,
    value: String,
    lines: u64,
    is_own_words: bool,
    is_prose: bool,
    is_too_big: bool,
}

/// The facts of a file, as they are read.
struct Facts<'r, 'p> {
    section: Section,
    list: u32,
    position: i32,
    /// The heading of the current block.
    heading: Option<String>,
    /// Whether a fact has followed it.
    is_heading_used: bool,
    fact: Option<Fact>,
    /// Whether a profile has named its owner, and then a platform, whose properties follow.
    has_owner: bool,
    is_in_platform: bool,
    /// The properties of the current device, by name.
    device: Vec<(String, String)>,
    names: NameCounts,
    line_counts: &'r mut LineCounts<'p>,
}

/// How often the facts that a profile has once are named in the rest of the file, and what was named already. Lines of a
/// biography may begin with such a name, too.
#[derive(Debug, Default)]
pub struct NameCounts {
    later: HashMap<&'static str, u32>,
    earlier: HashSet<&'static str>,
}

impl NameCounts {
    /// Counts the names in the first lines of a file of this section.
    #[must_use]
    pub fn of<'l>(section: Section, lines: impl Iterator<Item = Cow<'l, str>>) -> Self {
        let mut later = HashMap::new();
        for name in lines.filter_map(|line| once_named(section, &line)) {
            *later.entry(name).or_default() += 1;
        }
        Self { later, earlier: HashSet::new() }
    }

    /// Notes that this name was read.
    fn pass(&mut self, name: &'static str) {
        if let Some(count) = self.later.get_mut(name) {
            *count = count.saturating_sub(1);
        }
    }

    /// Whether the fact with this name is elsewhere in the file; `here`: the number of those that were not passed yet.
    fn is_elsewhere(&self, name: &str, here: u32) -> bool {
        self.earlier.contains(name) || self.later.get(name).is_some_and(|count| *count > here)
    }
}

fn once_named(section: Section, line: &str) -> Option<&'static str> {
    canonical(section, split(without_brackets(line))?.name).filter(|name| is_named_once(section, name))
}

/// A line without the brackets around a remark: `(Note: …)`.
fn without_brackets(line: &str) -> &str {
    line.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(line)
}

/// Reads the facts of a file into a list. `names`: those in its first lines.
pub fn read(
    lines: &mut Lines<'_>,
    names: NameCounts,
    out: &mut Collector<'_>,
    list: u32,
    section: Section,
    line_counts: &mut LineCounts<'_>,
) -> io::Result<()> {
    let mut facts = Facts {
        section,
        list,
        position: 0,
        heading: None,
        is_heading_used: false,
        fact: None,
        has_owner: false,
        is_in_platform: false,
        device: Vec::new(),
        names,
        line_counts,
    };
    // As if after an empty line.
    let mut blanks = 0;
    let mut is_first = true;
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
        if is_rule(&line.text) {
            let rule = line.text.into_owned();
            let is_text = lines.peek_text().is_some_and(|next| facts.is_prose(&next));
            if is_text {
                facts.continued(&rule, blanks);
                blanks = 0;
                continue;
            }
            lines.read -= 1;
            blanks += 1;
            continue;
        }
        facts.line(out, &line.text, blanks, is_first);
        if let Some(fact) = &mut facts.fact {
            fact.is_too_big |= line.is_cut;
            fact.lines += u64::from(line.is_joined);
        }
        (blanks, is_first) = (0, false);
    };
    facts.end_block(out);
    result
}

impl Facts<'_, '_> {
    fn line(&mut self, out: &mut Collector<'_>, line: &str, blanks: usize, is_first: bool) {
        let is_new_block = blanks > 0 || is_first;
        let Some(field) = split(without_brackets(line)) else {
            return self.without_name(out, line, blanks, is_new_block);
        };
        let name = canonical(self.section, field.name);
        let once = once_named(self.section, line);
        if let Some(name) = once {
            self.names.pass(name);
        }
        if self.is_text(field.value, name, once.is_some_and(|name| self.names.is_elsewhere(name, 0))) {
            return self.continued(line, blanks);
        }
        self.names.earlier.extend(once);
        self.is_in_platform |= name == Some("PlatformInfo");
        if is_new_block {
            self.end_block(out);
        } else {
            self.send(out);
        }
        if has_groups(self.section) && is_new_block && field.value.is_empty() {
            self.heading = Some(field.name.to_owned());
            return;
        }
        self.fact = Some(Fact {
            name: field.name.to_owned(),
            value: field.value.to_owned(),
            lines: 1,
            is_own_words: is_own_words(self.section, name.unwrap_or_default()),
            is_prose: is_prose(self.section, name.unwrap_or_default()),
            is_too_big: false,
        });
    }

    /// Whether a line with this value and name is part of the text before it; `is_elsewhere`: the file has this fact
    /// elsewhere. A biography may have lines with a colon, and its own name may be unknown. In all languages, the date of
    /// birth is written in the same way, which nobody else uses.
    fn is_text(&self, value: &str, name: Option<&str>, is_elsewhere: bool) -> bool {
        let Some(fact) = &self.fact else { return false };
        let may_be_prose = self.section == Section::Profile
            && canonical(self.section, &fact.name).is_none()
            && ValueType::of(&fact.value) == ValueType::Word;
        let only_looks_like_field = name.is_some_and(|name| {
            has_link(name) && !json::is_empty_scalar(value) && !link::is_link(value)
                || name.starts_with("PlatformInfo\u{1f}") && !self.is_in_platform
        });
        fact.is_prose && (name.is_none() || only_looks_like_field) && !is_birthday(value)
            || is_elsewhere && (fact.is_prose || may_be_prose)
    }

    /// Whether the next line is part of a text that has paragraphs.
    fn is_prose(&self, next: &str) -> bool {
        self.fact.as_ref().is_some_and(|fact| fact.is_prose)
            && split(without_brackets(next)).is_none_or(|field| {
                let once = once_named(self.section, next);
                let is_elsewhere = once.is_some_and(|name| self.names.is_elsewhere(name, 1));
                self.is_text(field.value, canonical(self.section, field.name), is_elsewhere)
            })
    }

    fn without_name(&mut self, out: &mut Collector<'_>, line: &str, blanks: usize, is_new_block: bool) {
        let is_word = |fact: &Fact| ValueType::of(&fact.value) == ValueType::Word;
        let goes_on = match &self.fact {
            Some(fact) => fact.is_prose || !is_new_block || !has_groups(self.section) && is_word(fact),
            None => false,
        };
        if goes_on {
            return self.continued(line, blanks);
        }
        self.end_block(out);
        if has_groups(self.section) {
            self.heading = Some(line.to_owned());
        } else {
            self.line_counts.stray(out, line);
        }
    }

    fn continued(&mut self, line: &str, blanks: usize) {
        let Some(fact) = &mut self.fact else { return };
        fact.lines += 1;
        fact.is_too_big |= fact.value.len() + blanks + line.len() > limits::RECORD_BYTES;
        if !fact.is_too_big {
            if !fact.value.is_empty() {
                fact.value.extend(std::iter::repeat_n('\n', blanks + 1));
            }
            fact.value.push_str(line.trim());
        }
    }

    /// Adds the current fact.
    fn send(&mut self, out: &mut Collector<'_>) {
        let Some(Fact { name, value, lines, is_own_words, is_too_big, .. }) = self.fact.take() else {
            return;
        };
        let heading = self.heading.as_ref().filter(|_| !self.is_heading_used);
        self.line_counts.place(out, lines + u64::from(heading.is_some()));
        self.is_heading_used = true;
        if is_too_big {
            return out.skip(self.list, SkipReason::TooBig);
        }
        let is_absent = if is_own_words { value.is_empty() } else { json::is_empty_scalar(&value) };
        if is_absent || matches!(value.as_str(), "[]" | "{}") {
            return;
        }
        if self.section == Section::Device {
            // A property that the device has already is that of another one.
            if self.device.iter().any(|(known, _)| *known == name) {
                self.end_device(out);
            }
            return self.device.push((name, value));
        }
        let is_name = self.section == Section::Profile && is_owner_name(&name);
        let path = match &self.heading {
            Some(heading) => format!("{}{KEYS}{name}", canonical_group(heading)),
            None if is_name && self.is_in_platform && self.has_owner => {
                format!("PlatformInfo{KEYS}{name}")
            }
            None => canonical(self.section, &name).unwrap_or(&name).to_owned(),
        };
        self.has_owner |= is_name;
        let may_be_list = has_groups(self.section) || path == "PlatformInfo";
        let Some(items) = may_be_list.then(|| fact_list::items(&value)).flatten() else {
            out.named_fact(self.list, &path, &name, &value, self.position);
            self.position += 1;
            return;
        };
        // As in JSON: a word in a list of the settings is never a placeholder.
        let may_be_placeholder =
            |item: &Item| item.key.is_some() && !(item.is_quoted && has_groups(self.section));
        let is_absent = |item: &Item| may_be_placeholder(item) && json::is_empty_scalar(&item.text);
        for Item { key, text, .. } in items.into_iter().filter(|item| !is_absent(item)) {
            let path = key.map_or_else(|| path.clone(), |key| format!("{path}{KEYS}{key}"));
            out.fact_in_list(self.list, &path, (&name, &value), &text, self.position);
            self.position += 1;
        }
    }

    /// Adds the properties of the current device.
    fn end_device(&mut self, out: &mut Collector<'_>) {
        let device = std::mem::take(&mut self.device);
        let id = device::id(device.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        for (name, value) in device {
            let path = id.as_ref().map_or_else(|| name.clone(), |id| format!("{id}{KEYS}{name}"));
            out.named_fact(self.list, &path, &name, &value, self.position);
            self.position += 1;
        }
    }

    /// Ends a block of lines. A heading without facts is a line like any other.
    fn end_block(&mut self, out: &mut Collector<'_>) {
        self.send(out);
        self.end_device(out);
        if let Some(heading) = self.heading.take().filter(|_| !self.is_heading_used) {
            self.line_counts.stray(out, &heading);
        }
        self.is_heading_used = false;
        self.is_in_platform = false;
    }
}
