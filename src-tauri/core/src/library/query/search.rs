//! One box over everything: words and parts of words.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::calendar::Calendar;
use super::overview::SearchCounts;
use super::query_parser::{ParsedQuery, groups_named};
use super::rows::{Context, StoredRecord};
use super::snippet::{marks, snippet};
use crate::library::LibraryError;
use crate::library::store::fold::{fold, stands_alone, words_into};
use crate::library::store::histogram::SLOT_SECONDS;
use crate::library::store::id;
use crate::library::{Found, FoundGroup, Group, Hit, SearchQuery, Section};

/// Hits of each group among everything, and of one group alone.
const FEW: usize = 3;
const MANY: usize = 300;
/// For each hit so many are tried: the same title shows once.
const TRIED: usize = 40;
/// Parts of words are looked for from this length on.
const SHORTEST_PART: usize = 3;

/// One word or phrase for the index of words. It may be the beginning of one, but for a single letter, with which a good
/// part of all words begins.
fn phrase(word: &str, is_open: bool) -> Option<String> {
    let mut body = String::new();
    words_into(word, &mut body);
    body.retain(|c| c != '"');
    let is_word = body.chars().any(|c| !c.is_ascii_punctuation() && !c.is_whitespace());
    let is_beginning = is_open && body.trim().chars().nth(1).is_some();
    is_word.then(|| format!("\"{body}\"{}", if is_beginning { " *" } else { "" }))
}

/// The words to look for, and whether the last one is still being typed: a single letter at the end is the next word, just
/// begun.
fn settled(typed: &ParsedQuery, text: &str) -> (Vec<String>, bool) {
    let mut words = typed.words.clone();
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

/// Whether every record that has this as a word, or as its beginning, has it as a part, too.
fn is_plain(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Numbers of the records that have all these words, or parts of words; in the order of the table. An open last word is
/// still being typed.
pub fn matches(
    db: &Connection,
    words: &[String],
    is_open: bool,
    trigrams_ready: bool,
) -> Result<Vec<i64>, LibraryError> {
    let last = words.len().saturating_sub(1);
    let known: Vec<(String, Option<String>)> = words
        .iter()
        .enumerate()
        .map(|(at, word)| (fold(word), phrase(word, is_open && at == last)))
        .collect();
    if known.iter().all(|(_, phrase)| phrase.is_none()) {
        return Ok(Vec::new());
    }
    let by_words = |known: &[&(String, Option<String>)]| {
        let phrases: Vec<&str> = known.iter().filter_map(|(_, phrase)| phrase.as_deref()).collect();
        let query = format!("body:({})", phrases.join(" AND "));
        ids(db, "SELECT rowid FROM w.words WHERE words MATCH ?1 ORDER BY rowid", &query)
    };
    let whole: Vec<_> = known.iter().collect();
    let (long, short): (Vec<_>, Vec<_>) =
        known.iter().partition(|(folded, _)| folded.chars().count() >= SHORTEST_PART);
    if long.is_empty() {
        return by_words(&whole);
    }
    let parts: Vec<String> =
        long.iter().map(|(folded, _)| format!("\"{}\"", folded.replace('"', ""))).collect();
    let mut by_parts =
        ids(db, "SELECT rowid FROM w.trigrams WHERE trigrams MATCH ?1 ORDER BY rowid", &parts.join(" AND "))?;
    if !by_parts.is_empty() && short.iter().any(|(_, phrase)| phrase.is_some()) {
        by_parts = common(&by_parts, &by_words(&short)?);
    }
    if trigrams_ready && long.iter().all(|(folded, _)| is_plain(folded)) {
        return Ok(by_parts);
    }
    Ok(union(by_words(&whole)?, by_parts))
}

fn ids(db: &Connection, sql: &str, query: &str) -> Result<Vec<i64>, LibraryError> {
    let mut statement = db.prepare_cached(sql)?;
    Ok(statement.query_map([query], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Both, which are in order, each once, in order.
#[must_use]
#[expect(clippy::stable_sort_primitive, reason = "it merges what is in order already, the other sorts anew")]
pub fn union(a: Vec<i64>, b: Vec<i64>) -> Vec<i64> {
    if b.is_empty() || a == b {
        return a;
    }
    let mut out = a;
    out.extend(b);
    out.sort();
    out.dedup();
    out
}

/// TextIndex is in both, which are in order.
fn common(a: &[i64], b: &[i64]) -> Vec<i64> {
    let mut b = b.iter().peekable();
    let is_in_b = |id: &&i64| {
        while b.next_if(|other| other < id).is_some() {}
        b.peek() == Some(id)
    };
    a.iter().filter(is_in_b).copied().collect()
}

/// Searches everything.
pub fn search(
    db: &Connection,
    calendar: &Calendar,
    context: &Context,
    searches: &SearchCounts,
    query: &SearchQuery,
    trigrams_ready: bool,
) -> Result<Found, LibraryError> {
    let typed = ParsedQuery::parse(&query.text);
    let (words, is_open) = &settled(&typed, &query.text);
    let mut found = Found {
        groups: Vec::new(),
        total: 0,
        words: words.clone(),
        invalid_operators: typed.invalid_operators.clone(),
        unfinished: false,
    };
    let is_narrowed = typed.from.is_some() || typed.within.is_some();
    if words.is_empty() && !is_narrowed {
        return Ok(found);
    }
    let before =
        typed.before.as_deref().and_then(|day| calendar.begin(day)).map_or(u32::MAX, |q| q * SLOT_SECONDS);
    let after = typed.after.as_deref().and_then(|day| calendar.begin(day)).map_or(0, |q| q * SLOT_SECONDS);
    let tags = tags(db, &typed)?;
    let sections = typed.within.as_deref().map(groups_named).unwrap_or_default();
    let mut ids = if words.is_empty() { Vec::new() } else { matches(db, words, *is_open, trigrams_ready)? };
    if let Some(number) = number(words) {
        // The number of a video finds what is about it.
        ids = union(ids, about(db, number)?);
    }
    let is_by_number = number(words).is_some();
    if is_narrowed && !is_by_number {
        ids = narrowed(db, words, &tags, &sections, ids)?;
    }
    let most = if query.group.is_some() { MANY } else { FEW };
    // Sections lie one after the other in the table, each in the order of time; only the newest are shown.
    let mut by_group: BTreeMap<Group, (u64, Vec<i64>)> = BTreeMap::new();
    for run in ids.chunk_by(|a, b| id::section(*a) == id::section(*b)) {
        let group = id::section(run[0]).group();
        let from = run.partition_point(|id| id::seconds(*id) < after);
        let to = run.partition_point(|id| id::seconds(*id) < before).max(from);
        if from == to || query.group.is_some_and(|wanted| wanted != group) {
            continue;
        }
        let (count, newest) = by_group.entry(group).or_default();
        *count += (to - from) as u64;
        newest.extend_from_slice(&run[from.max(to.saturating_sub(most * TRIED))..to]);
    }
    for (group, (count, mut ids)) in by_group {
        found.total += count;
        ids.sort_unstable_by_key(|id| std::cmp::Reverse((id::seconds(*id), *id)));
        ids.truncate(most * TRIED);
        let hits = hits(db, context, searches, words, &ids, most)?;
        found.groups.push(FoundGroup { group, count, hits });
    }
    // Messages are what people look for first.
    found.groups.sort_by_key(|found| (found.group != Group::Messages, found.group));
    Ok(found)
}

/// The newest hits; the same search or title shows once.
fn hits(
    db: &Connection,
    context: &Context,
    searches: &SearchCounts,
    words: &[String],
    ids: &[i64],
    most: usize,
) -> Result<Vec<Hit>, LibraryError> {
    let mut hits: Vec<Hit> = Vec::new();
    for id in ids {
        if hits.len() == most {
            break;
        }
        let Some(record) = StoredRecord::load(db, *id)? else { continue };
        let is_once = matches!(record.section(), Section::Search | Section::Watch);
        if is_once && hits.iter().any(|hit| hit.row.text.is_some() && hit.row.text == record.text) {
            continue;
        }
        let chat_name = record.thread_name.clone().filter(|_| record.section().group() == Group::Messages);
        let text = shown(&record, words);
        let rows = context.rows(db, &[*id], searches)?;
        let Some(row) = rows.into_iter().next() else { continue };
        hits.push(Hit { row, snippet: snippet(&text, words), chat_name });
    }
    Ok(hits)
}

/// The text in which the words are shown: the record's own, or the field that has them.
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

/// A single word that is the number of a video.
fn number(words: &[String]) -> Option<i64> {
    let [word] = words else { return None };
    (word.len() >= 15).then(|| word.parse().ok()).flatten()
}

fn about(db: &Connection, item: i64) -> Result<Vec<i64>, LibraryError> {
    let mut statement = db.prepare_cached("SELECT id FROM record WHERE item = ?1 ORDER BY id")?;
    Ok(statement.query_map([item], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Tags of the people and chats that `from:` and `in:` name; several if only a part of a name is said, of more than one
/// letter.
fn tags(db: &Connection, typed: &ParsedQuery) -> Result<[Option<Vec<String>>; 2], LibraryError> {
    let named = |table: &str, mark: char, name: &str| -> Result<Vec<String>, LibraryError> {
        let name = fold(name);
        let is_part = name.chars().nth(1).is_some();
        let mut statement = db.prepare_cached(&format!("SELECT id, text FROM {table}"))?;
        let mut rows = statement.query([])?;
        let mut tags = Vec::new();
        while let Some(row) = rows.next()? {
            let known = fold(row.get_ref(1)?.as_str().unwrap_or_default());
            if known == name || is_part && known.contains(&name) {
                tags.push(format!("{mark}{}", row.get::<_, i64>(0)?));
            }
            if tags.len() == 200 {
                break;
            }
        }
        Ok(tags)
    };
    let from = typed.from.as_deref().map(|name| named("name", 'p', name)).transpose()?;
    let within = match typed.within.as_deref() {
        Some(name) if groups_named(name).is_empty() => Some(named("thread", 'c', name)?),
        _ => None,
    };
    Ok([from, within])
}

/// Hits that also are by these people and in these chats or groups.
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
        let query = format!("tags:({})", tags.join(" OR "));
        let tagged = ids(db, "SELECT rowid FROM w.words WHERE words MATCH ?1 ORDER BY rowid", &query)?;
        if std::mem::take(&mut is_all) {
            found = tagged;
        } else {
            found = common(&found, &tagged);
        }
    }
    if !groups.is_empty() {
        if words.is_empty() && from.is_none() {
            let mut statement = db.prepare_cached(
                "SELECT id FROM record WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT 5000",
            )?;
            for section in groups.iter().flat_map(|group| group.sections()) {
                let (low, high) = id::all(section);
                let rows = statement.query_map([low, high], |row| row.get(0))?;
                found.extend(rows.collect::<Result<Vec<i64>, _>>()?);
            }
        }
        found.retain(|id| groups.contains(&id::section(*id).group()));
    }
    Ok(found)
}
