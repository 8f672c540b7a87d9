//! Full-text search over all records, by words and substrings.

use std::collections::BTreeMap;
use std::ops::Range;

use rusqlite::{Connection, OptionalExtension};

use super::calendar::Calendar;
use super::earlier_names::EarlierNames;
use super::find::{Finder, common, tagged};
use super::found_names::{SoughtNames, found_names};
use super::query_parser::{ParsedQuery, groups_named};
use super::relations;
use super::rows::{Context, StoredRecord};
use super::search_counts::SearchCounts;
use super::snippet::{marks, snippet};
use crate::library::LibraryError;
use crate::library::read::chat_name;
use crate::library::store::fold::{fold, stands_alone};
use crate::library::store::histogram::{Histograms, SLOT_SECONDS};
use crate::library::store::id;
use crate::library::{Found, FoundGroup, Group, Hit, SearchQuery, Section};

/// The maximum number of hits of each group in a search of all groups.
const FEW: usize = 3;
/// The maximum number of hits in a search of a single group.
const MANY: usize = 300;
/// The number of candidates for each hit, since equal titles are shown once.
const TRIED: usize = 40;
/// The maximum number of people and chats in a search of all groups.
const FEW_NAMES: usize = 4;

/// The words to search for, and whether the last one is still being typed. A single letter at the end is left out, as
/// the start of the next word.
fn searchable_words(parsed: &ParsedQuery, text: &str) -> (Vec<String>, bool) {
    let mut words = parsed.words.clone();
    let mut is_open = !text.ends_with(char::is_whitespace);
    let is_begun = |word: &String| {
        let mut letters = word.chars();
        letters.next().is_some_and(|c| c.is_alphabetic() && !stands_alone(c)) && letters.next().is_none()
    };
    if words.len() > 1 && is_open && words.last().is_some_and(is_begun) {
        words.pop();
        is_open = false;
    }
    (words, is_open)
}

/// The data sources for a search.
pub struct SearchContext<'a> {
    /// The records and their text indexes.
    pub db: &'a Connection,
    /// The number of records by time.
    pub histograms: &'a Histograms,
    /// The person's time zone.
    pub calendar: &'a Calendar,
    /// The values that rows need from all records.
    pub rows: &'a Context,
    /// The number of searches for each term.
    pub searches: &'a SearchCounts,
    /// Whether the index of trigrams is complete.
    pub trigrams_ready: bool,
}

/// The number of hits of a group, and the ids of the newest.
type GroupHits = (u64, Vec<i64>);

/// Searches all records.
pub fn search(context: &SearchContext<'_>, query: &SearchQuery) -> Result<Found, LibraryError> {
    let &SearchContext { db, calendar, .. } = context;
    let parsed = ParsedQuery::parse(&query.text);
    let (words, is_open) = &searchable_words(&parsed, &query.text);
    let mut found = Found {
        names: Vec::new(),
        names_total: 0,
        groups: Vec::new(),
        total: 0,
        words: words.clone(),
        invalid_operators: parsed.invalid_operators.clone(),
        unfinished: false,
    };
    let is_narrowed = parsed.from.is_some() || parsed.within.is_some();
    if words.is_empty() && !is_narrowed {
        return Ok(found);
    }
    let before = parsed.before.as_deref().and_then(|day| calendar.start_of_day(day));
    let after = parsed.after.as_deref().and_then(|day| calendar.start_of_day(day)).unwrap_or(0);
    // If there is an end, records without a time (slot 0) are excluded, as in lists.
    let slots = if before.is_some() { after.max(1) } else { after }..before.unwrap_or(u32::MAX);
    let groups = parsed.within.as_deref().map(groups_named).unwrap_or_default();
    let limit = if query.group.is_some() { MANY } else { FEW };
    let mut by_group: BTreeMap<Group, GroupHits> = BTreeMap::new();
    let mut ids = Vec::new();
    if words.is_empty() && parsed.from.is_none() && !groups.is_empty() {
        let wanted = groups.into_iter().filter(|group| query.group.is_none_or(|only| only == *group));
        for section in wanted.flat_map(Group::sections) {
            if section.group() == Group::People {
                ids.extend(newest_ids(db, section, &slots, usize::MAX)?);
            } else {
                all_of_section(context, section, &slots, limit * TRIED, &mut by_group)?;
            }
        }
        ids.sort_unstable();
    } else {
        let finder = Finder { db, calendar, trigrams_ready: context.trigrams_ready };
        if !words.is_empty() {
            ids = finder.find(words, *is_open)?;
        }
        if is_narrowed {
            ids = narrowed(db, words, &tags(db, &context.rows.earlier_names, &parsed)?, &groups, ids)?;
        }
    }
    let is_nothing_else_found = !ids.iter().any(|id| is_within(*id, &slots));
    let wants_people = query.group.is_none_or(|only| only == Group::People);
    let listed = if wants_people { take_people(db, &mut ids, &slots)? } else { BTreeMap::new() };
    group_hits(&ids, query.group, &slots, limit * TRIED, &mut by_group);
    for (group, (count, mut ids)) in by_group {
        found.total += count;
        ids.sort_unstable_by_key(|id| std::cmp::Reverse((id::seconds(*id), *id)));
        ids.truncate(limit * TRIED);
        let hits = hits(context, words, &ids, limit)?;
        found.groups.push(FoundGroup { group, count, hits });
    }
    if wants_people {
        // A part of a name is what was meant only if nothing else has it.
        let sought = SoughtNames {
            words: if is_narrowed { &[] } else { words },
            parts: is_nothing_else_found,
            listed,
        };
        let most = if query.group.is_some() { MANY } else { FEW_NAMES };
        (found.names, found.names_total) = found_names(db, context.histograms, context.rows, &sought, most)?;
    }
    // Messages come first, because people search for them most.
    found.groups.sort_by_key(|found| (found.group != Group::Messages, found.group));
    Ok(found)
}

/// Adds all records of a section within these slots. The histogram gives their number; only the newest ids are read.
fn all_of_section(
    context: &SearchContext<'_>,
    section: Section,
    slots: &Range<u32>,
    limit: usize,
    by_group: &mut BTreeMap<Group, GroupHits>,
) -> Result<(), LibraryError> {
    let Some(histogram) = context.histograms.of(section) else { return Ok(()) };
    let count = histogram.before_slot(slots.end).saturating_sub(histogram.before_slot(slots.start));
    if count == 0 {
        return Ok(());
    }
    let (total, ids) = by_group.entry(section.group()).or_default();
    *total += count;
    ids.extend(newest_ids(context.db, section, slots, limit)?);
    Ok(())
}

/// The newest ids of a section within these slots.
fn newest_ids(
    db: &Connection,
    section: Section,
    slots: &Range<u32>,
    limit: usize,
) -> Result<Vec<i64>, LibraryError> {
    let last = slots.end.saturating_mul(SLOT_SECONDS).saturating_sub(u32::from(slots.end < u32::MAX));
    let (low, high) = id::span(section, slots.start.saturating_mul(SLOT_SECONDS), last);
    let mut statement =
        db.prepare_cached("SELECT id FROM record WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT ?3")?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    Ok(statement.query_map([low, high, limit], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Whether a record is within these slots.
fn is_within(id: i64, slots: &Range<u32>) -> bool {
    slots.contains(&(id::seconds(id) / SLOT_SECONDS))
}

/// Takes the entries in lists of people out of these ids, and counts them by name. Entries without a name stay.
fn take_people(
    db: &Connection,
    ids: &mut Vec<i64>,
    slots: &Range<u32>,
) -> Result<BTreeMap<String, u64>, LibraryError> {
    let mut statement = db.prepare_cached("SELECT text FROM record WHERE id = ?1")?;
    let mut people = BTreeMap::new();
    let mut rest = Vec::with_capacity(ids.len());
    for id in ids.drain(..) {
        if id::section(id).group() != Group::People || !is_within(id, slots) {
            rest.push(id);
            continue;
        }
        let name = statement.query_row([id], |row| row.get::<_, Option<String>>(0)).optional()?.flatten();
        match name.filter(|name| relations::is_name(name)) {
            Some(name) => *people.entry(name).or_default() += 1,
            None => rest.push(id),
        }
    }
    *ids = rest;
    Ok(people)
}

/// Counts ids, which are in ascending order, by group, and keeps the newest of each section. Ids are ascending by
/// section, then by time.
fn group_hits(
    ids: &[i64],
    only: Option<Group>,
    slots: &Range<u32>,
    limit: usize,
    by_group: &mut BTreeMap<Group, GroupHits>,
) {
    for run in ids.chunk_by(|a, b| id::section(*a) == id::section(*b)) {
        let group = id::section(run[0]).group();
        let from = run.partition_point(|id| id::seconds(*id) / SLOT_SECONDS < slots.start);
        let to = run.partition_point(|id| id::seconds(*id) / SLOT_SECONDS < slots.end).max(from);
        if from == to || only.is_some_and(|only| only != group) {
            continue;
        }
        let (count, newest) = by_group.entry(group).or_default();
        *count += (to - from) as u64;
        newest.extend_from_slice(&run[from.max(to.saturating_sub(limit))..to]);
    }
}

/// The newest hits; equal searches and titles occur once.
fn hits(
    context: &SearchContext<'_>,
    words: &[String],
    ids: &[i64],
    limit: usize,
) -> Result<Vec<Hit>, LibraryError> {
    let &SearchContext { db, searches, .. } = context;
    let mut hits: Vec<Hit> = Vec::new();
    for id in ids {
        if hits.len() == limit {
            break;
        }
        let Some(record) = StoredRecord::load_part(db, *id)? else { continue };
        let is_once = matches!(record.section(), Section::Search | Section::Watch);
        if is_once && hits.iter().any(|hit| hit.row.text.is_some() && hit.row.text == record.text) {
            continue;
        }
        let chat_name = record.thread_name.as_deref().map(|name| chat_name::shown(name).to_owned());
        let chat_name = chat_name.filter(|_| record.section().group() == Group::Messages);
        let text = shown(&record, words);
        let rows = context.rows.rows(db, &[*id], searches)?;
        let Some(row) = rows.into_iter().next() else { continue };
        hits.push(Hit { row, snippet: snippet(&text, words), chat_name });
    }
    Ok(hits)
}

/// The text for the snippet: the text of the record, or the field that contains the words.
fn shown(record: &StoredRecord, words: &[String]) -> String {
    let text = record.text.clone().unwrap_or_default();
    if !text.is_empty() && (record.fields.is_none() || !marks(&text, words).is_empty()) {
        return text;
    }
    let fields = record.fields.as_deref().unwrap_or_default();
    let values: Vec<String> = crate::library::json::Pairs::of(fields.as_bytes())
        .map(|(_, value)| crate::library::json::scalar(value).into_owned())
        .collect();
    let best = values.iter().find(|value| !marks(value, words).is_empty()).cloned();
    best.unwrap_or_else(|| if text.is_empty() { values.join(" · ") } else { text })
}

/// The tags of the people and chats in `from:` and `in:`. There may be several, since parts of names of more than one
/// letter match too.
fn tags(
    db: &Connection,
    earlier: &EarlierNames,
    parsed: &ParsedQuery,
) -> Result<[Option<Vec<String>>; 2], LibraryError> {
    let named = |table: &str, mark: char, name: &str| -> Result<Vec<String>, LibraryError> {
        let name = fold(name);
        let is_part = name.chars().nth(1).is_some();
        let fits = |known: &str| {
            let known = fold(known);
            known == name || is_part && known.contains(&name)
        };
        let mut statement = db.prepare_cached(&format!("SELECT id, text FROM {table}"))?;
        let mut rows = statement.query([])?;
        let mut tags = Vec::new();
        while let Some(row) = rows.next()? {
            let known = row.get_ref(1)?.as_str().unwrap_or_default();
            let mut before = earlier.of(known, false).iter().chain(earlier.of(known, true));
            if fits(known) || before.any(|name| fits(name)) {
                tags.push(format!("{mark}{}", row.get::<_, i64>(0)?));
            }
            if tags.len() == 200 {
                break;
            }
        }
        Ok(tags)
    };
    let from = parsed.from.as_deref().map(|name| named("name", 'p', name)).transpose()?;
    let within = match parsed.within.as_deref() {
        Some(name) if groups_named(name).is_empty() => Some(named("thread", 'c', name)?),
        _ => None,
    };
    Ok([from, within])
}

/// Restricts hits to these people, chats and groups.
fn narrowed(
    db: &Connection,
    words: &[String],
    [from, within]: &[Option<Vec<String>>; 2],
    groups: &[Group],
    mut found: Vec<i64>,
) -> Result<Vec<i64>, LibraryError> {
    let mut is_all = words.is_empty();
    for tags in [from, within].into_iter().flatten() {
        if tags.is_empty() {
            return Ok(Vec::new());
        }
        let tagged = tagged(db, tags)?;
        if std::mem::take(&mut is_all) {
            found = tagged;
        } else {
            found = common(&found, &tagged);
        }
    }
    if !groups.is_empty() {
        found.retain(|id| groups.contains(&id::section(*id).group()));
    }
    Ok(found)
}
