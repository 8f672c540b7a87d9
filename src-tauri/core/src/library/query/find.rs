//! Finds records by what they contain: words and parts of words, numbers, links, times as they are written, and the
//! paths of settings and unknown values.

use rusqlite::{Connection, params};

use super::calendar::Calendar;
use super::written_time::{WrittenTime, written_time};
use crate::library::read::{KEYS, link};
use crate::library::store::fold::{fold, words_into};
use crate::library::store::histogram::SLOT_SECONDS;
use crate::library::store::id;
use crate::library::store::text_index::indexed_part;
use crate::library::{LibraryError, Section};

/// The shortest substring that the trigram index finds, in characters.
const SHORTEST_PART: usize = 3;
/// The fewest digits that are looked for at the beginning of the numbers of videos.
const SHORTEST_NUMBER: usize = 6;
/// The maximum number of paths that a word finds.
const MOST_PATHS: usize = 200;

/// Where to find records.
#[derive(Clone, Copy)]
pub struct Finder<'a> {
    /// The records and their text indexes.
    pub db: &'a Connection,
    /// The person's time zone.
    pub calendar: &'a Calendar,
    /// Whether the index of trigrams is complete.
    pub trigrams_ready: bool,
}

impl Finder<'_> {
    /// The ids of the records that contain all these words, in ascending order. `is_open` means that the last word is
    /// still being typed.
    pub fn find(self, words: &[String], is_open: bool) -> Result<Vec<i64>, LibraryError> {
        let mut found = matches(self.db, words, is_open, self.trigrams_ready)?;
        if let [word] = words {
            found = union(found, about(self.db, word)?);
        }
        found = union(found, at_paths(self.db, words)?);
        if let Some((time, rest)) = written_time(words) {
            found = union(found, self.at_time(time, &rest, is_open)?);
        }
        Ok(found)
    }

    /// The ids of the records of a time that contain all other words.
    fn at_time(self, time: WrittenTime, words: &[String], is_open: bool) -> Result<Vec<i64>, LibraryError> {
        let spans = time.spans(|day| {
            let slots = (self.calendar.start_of_day(day), self.calendar.end_of_day(day));
            Some((
                slots.0?.saturating_mul(SLOT_SECONDS),
                slots.1?.saturating_mul(SLOT_SECONDS).saturating_sub(1),
            ))
        });
        let is_then = |id: &i64| time.contains(id::seconds(*id), &spans);
        if !words.is_empty() {
            let mut found = matches(self.db, words, is_open, self.trigrams_ready)?;
            found.retain(is_then);
            return Ok(found);
        }
        let mut found = Vec::new();
        let mut statement =
            self.db.prepare_cached("SELECT id FROM record WHERE id BETWEEN ?1 AND ?2 ORDER BY id")?;
        let (from, to) =
            spans.iter().fold((u32::MAX, 0), |(from, to), span| (from.min(span.0), to.max(span.1)));
        for section in Section::ALL {
            let (low, high) = id::span(*section, from.max(1), to);
            let ids = statement.query_map([low, high], |row| row.get(0))?;
            for id in ids {
                let id = id?;
                if is_then(&id) {
                    found.push(id);
                }
            }
        }
        found.sort_unstable();
        Ok(found)
    }
}

/// The FTS5 phrase for one word. If `is_open`, it also matches longer words with this prefix, except for a single
/// letter, which would match too many.
fn phrase(word: &str, is_open: bool) -> Option<String> {
    let mut body = String::new();
    words_into(word, &mut body);
    body.retain(|c| c != '"');
    let is_word = body.chars().any(|c| !is_punctuation(c) && !c.is_whitespace());
    let is_beginning = is_open && body.trim().chars().nth(1).is_some();
    is_word.then(|| format!("\"{body}\"{}", if is_beginning { " *" } else { "" }))
}

/// Whether the index of words leaves this character out.
fn is_punctuation(c: char) -> bool {
    let is_wide = || {
        !c.is_alphanumeric()
            && matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3000}'..='\u{303f}')
    };
    c.is_ascii_punctuation() || matches!(c, '¡' | '§' | '«' | '¶' | '·' | '»' | '¿') || is_wide()
}

/// Whether the trigram index finds every record that the word index finds for this word.
fn is_plain(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The ids of the records whose indexed texts contain all these words, or parts of words, in ascending order.
fn matches(
    db: &Connection,
    words: &[String],
    is_open: bool,
    trigrams_ready: bool,
) -> Result<Vec<i64>, LibraryError> {
    let last = words.len().saturating_sub(1);
    let known: Vec<(String, Option<String>)> = words
        .iter()
        .map(|word| indexed_part(word))
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

/// The ids of the records about a video, sound or room: by its link, or by the beginning of its number.
fn about(db: &Connection, word: &str) -> Result<Vec<i64>, LibraryError> {
    if let Some(item) = Some(word).filter(|word| link::is_link(word)).and_then(link::item) {
        let mut statement = db.prepare_cached("SELECT id FROM record WHERE item = ?1 ORDER BY id")?;
        let found = statement.query_map([item.cast_signed()], |row| row.get(0))?;
        return Ok(found.collect::<Result<_, _>>()?);
    }
    let is_number = word.len() >= SHORTEST_NUMBER && word.bytes().all(|byte| byte.is_ascii_digit());
    let Some(number) = word.parse::<i64>().ok().filter(|number| is_number && *number > 0) else {
        return Ok(Vec::new());
    };
    let mut statement = db.prepare_cached("SELECT id FROM record WHERE item BETWEEN ?1 AND ?2")?;
    let mut found = Vec::new();
    let mut scale = Some(1_i64);
    // All numbers that begin with these digits: one range for each length.
    while let Some(low) = scale.and_then(|scale| number.checked_mul(scale)) {
        let high = low.saturating_add(scale.unwrap_or(1) - 1);
        for id in statement.query_map(params![low, high], |row| row.get(0))? {
            found.push(id?);
        }
        scale = scale.and_then(|scale| scale.checked_mul(10));
    }
    found.sort_unstable();
    Ok(found)
}

/// The ids of the settings and unknown values whose path contains all these words.
fn at_paths(db: &Connection, words: &[String]) -> Result<Vec<i64>, LibraryError> {
    let words: Vec<String> = words.iter().map(|word| fold(word)).collect();
    if words.is_empty() || words.iter().any(|word| word.chars().count() < SHORTEST_PART) {
        return Ok(Vec::new());
    }
    let has_path =
        |section: Section| section.is_facts() || matches!(section, Section::Other | Section::Technical);
    let mut statement = db.prepare_cached("SELECT id, section, text FROM thread")?;
    let mut rows = statement.query([])?;
    let mut tags = Vec::new();
    while let Some(row) = rows.next()? {
        if !Section::from_number(row.get(1)?).is_some_and(has_path) {
            continue;
        }
        let path = fold(&row.get_ref(2)?.as_str().unwrap_or_default().replace(KEYS, " "));
        if words.iter().all(|word| path.contains(word.as_str())) {
            tags.push(format!("c{}", row.get::<_, i64>(0)?));
            if tags.len() == MOST_PATHS {
                break;
            }
        }
    }
    tagged(db, &tags)
}

/// The ids of the records with one of these tags, in ascending order.
pub fn tagged(db: &Connection, tags: &[String]) -> Result<Vec<i64>, LibraryError> {
    if tags.is_empty() {
        return Ok(Vec::new());
    }
    let query = format!("tags:({})", tags.join(" OR "));
    ids(db, "SELECT rowid FROM w.words WHERE words MATCH ?1 ORDER BY rowid", &query)
}

/// The ids of a section's records whose indexed texts contain these words one after another, in ascending order; `None` if the
/// index has no words of this text.
pub fn with_words(db: &Connection, section: Section, text: &str) -> Result<Option<Vec<i64>>, LibraryError> {
    let text = text.replace(char::is_control, " ");
    let Some(phrase) = phrase(&text, false) else { return Ok(None) };
    indexed(db, &format!("body:{phrase}"), id::all(section)).map(Some)
}

/// The ids of the records in a range that an FTS5 query finds, in ascending order.
pub fn indexed(db: &Connection, query: &str, (low, high): (i64, i64)) -> Result<Vec<i64>, LibraryError> {
    let mut statement = db.prepare_cached(
        "SELECT rowid FROM w.words WHERE words MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid",
    )?;
    let found = statement.query_map(params![query, low, high], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn ids(db: &Connection, sql: &str, query: &str) -> Result<Vec<i64>, LibraryError> {
    let mut statement = db.prepare_cached(sql)?;
    Ok(statement.query_map([query], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The union of two ascending lists.
#[must_use]
#[expect(clippy::stable_sort_primitive, reason = "the stable sort merges runs that are already sorted")]
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

/// The intersection of two ascending lists.
#[must_use]
pub fn common(a: &[i64], b: &[i64]) -> Vec<i64> {
    let mut b = b.iter().peekable();
    let is_in_b = |id: &&i64| {
        while b.next_if(|other| other < id).is_some() {}
        b.peek() == Some(id)
    };
    a.iter().filter(is_in_b).copied().collect()
}
