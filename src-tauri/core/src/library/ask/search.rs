//! One box over everything: words and parts of words, and the few operators that narrow.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::clock::Clock;
use super::overview::SearchCounts;
use super::rows::{Context, Stored};
use crate::library::LibraryError;
use crate::library::store::fold::{Folded, fold, words_into};
use crate::library::store::id;
use crate::library::store::tally::QUARTER;
use crate::view::{Completion, Found, FoundGroup, Group, Hit, Piece, SearchQuery, Section};

/// Hits of each group among everything, and of one group alone.
const FEW: usize = 3;
const MANY: usize = 300;
/// Pieces show about so many characters around the first hit.
const AROUND: usize = 60;
/// Parts of words are looked for from this length on.
const SHORTEST_PART: usize = 3;

/// What was typed, understood.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Words and phrases, as typed.
    pub words: Vec<String>,
    from: Option<String>,
    within: Option<String>,
    before: Option<String>,
    after: Option<String>,
    /// Operators whose value makes no sense.
    pub unclear: Vec<String>,
}

/// Splits at blanks; what stands in quotes stays together.
fn split(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut is_quoted = false;
    for c in text.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            c if c.is_whitespace() && !is_quoted => parts.push(String::new()),
            c => parts.last_mut().into_iter().for_each(|part| part.push(c)),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// The words of a filter: no operators.
#[must_use]
pub fn parse_words(text: &str) -> Vec<String> {
    split(text)
}

impl Typed {
    /// Understands what was typed in the search box.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut typed = Self::default();
        for part in split(text) {
            let (operator, value) = part.split_once(':').unwrap_or(("", ""));
            let is_day = value.parse::<jiff::civil::Date>().is_ok();
            let day = || match value.len() {
                4 if value.parse::<u16>().is_ok() => Some(format!("{value}-01-01")),
                7 => Some(format!("{value}-01")).filter(|day| day.parse::<jiff::civil::Date>().is_ok()),
                _ => is_day.then(|| value.to_owned()),
            };
            match operator.to_lowercase().as_str() {
                "from" | "in" | "before" | "after" if value.is_empty() => {}
                "from" => typed.from = Some(value.to_owned()),
                "in" => typed.within = Some(value.to_owned()),
                "before" if day().is_some() => typed.before = day(),
                "after" if day().is_some() => typed.after = day(),
                "before" | "after" => typed.unclear.push(part),
                _ => typed.words.push(part),
            }
        }
        typed
    }
}

/// One word or phrase for the index of words: its last word may be a beginning.
fn phrase(word: &str) -> Option<String> {
    let mut body = String::new();
    words_into(word, &mut body);
    body.retain(|c| c != '"');
    body.chars().any(|c| !c.is_ascii_punctuation() && !c.is_whitespace()).then(|| format!("\"{body}\" *"))
}

/// Numbers of the records that have all these words, or parts of words; in the order of the table.
pub fn matches(db: &Connection, words: &[String], tag: Option<&str>) -> Result<Vec<i64>, LibraryError> {
    let phrases: Vec<String> = words.iter().filter_map(|word| phrase(word)).collect();
    if phrases.is_empty() {
        return Ok(Vec::new());
    }
    let tagged = tag.map_or_else(String::new, |tag| format!(" AND tags:{tag}"));
    let query = format!("body:({}){tagged}", phrases.join(" AND "));
    let found = ids(db, "SELECT rowid FROM w.words WHERE words MATCH ?1 ORDER BY rowid", &query)?;
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    let (long, short): (Vec<_>, Vec<_>) =
        folded.iter().zip(words).partition(|(folded, _)| folded.chars().count() >= SHORTEST_PART);
    if long.is_empty() {
        return Ok(found);
    }
    let parts: Vec<String> =
        long.iter().map(|(folded, _)| format!("\"{}\"", folded.replace('"', ""))).collect();
    let mut by_parts =
        ids(db, "SELECT rowid FROM w.parts WHERE parts MATCH ?1 ORDER BY rowid", &parts.join(" AND "))?;
    let others: Vec<String> = short.iter().filter_map(|(_, word)| phrase(word)).collect();
    if (!others.is_empty() || tag.is_some()) && !by_parts.is_empty() {
        let body = if others.is_empty() { String::new() } else { format!("body:({})", others.join(" AND ")) };
        let query = if others.is_empty() {
            format!("tags:{}", tag.unwrap_or_default())
        } else {
            format!("{body}{tagged}")
        };
        let narrow = ids(db, "SELECT rowid FROM w.words WHERE words MATCH ?1 ORDER BY rowid", &query)?;
        by_parts.retain(|id| narrow.binary_search(id).is_ok());
    }
    Ok(union(found, by_parts))
}

fn ids(db: &Connection, sql: &str, query: &str) -> Result<Vec<i64>, LibraryError> {
    let mut statement = db.prepare_cached(sql)?;
    Ok(statement.query_map([query], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Both, each once, in order.
fn union(a: Vec<i64>, b: Vec<i64>) -> Vec<i64> {
    if b.is_empty() || a == b {
        return a;
    }
    let mut out = a;
    out.extend(b);
    out.sort_unstable();
    out.dedup();
    out
}

/// Where the words stand in a text: parts of it, in order, none overlapping.
#[must_use]
pub fn marks(text: &str, words: &[String]) -> Vec<std::ops::Range<usize>> {
    let folded = Folded::new(text);
    let mut marks: Vec<std::ops::Range<usize>> = Vec::new();
    for word in words {
        let word = fold(word);
        if word.is_empty() {
            continue;
        }
        marks.extend(
            folded.text.match_indices(&word).map(|(at, found)| folded.original(&(at..at + found.len()))),
        );
    }
    marks.sort_by_key(|mark| (mark.start, std::cmp::Reverse(mark.end)));
    let mut out: Vec<std::ops::Range<usize>> = Vec::new();
    for mark in marks {
        match out.last_mut() {
            Some(last) if mark.start < last.end => last.end = last.end.max(mark.end),
            _ => out.push(mark),
        }
    }
    out
}

/// The text around the first hit, with the hits in it told apart.
#[must_use]
pub fn pieces(text: &str, words: &[String]) -> Vec<Piece> {
    let marks = marks(text, words);
    let first = marks.first().map_or(0, |mark| mark.start);
    // In characters: so much before the first hit, the rest after it.
    let skip = text[..first].chars().count().saturating_sub(AROUND / 2);
    let start = text.char_indices().nth(if skip < 12 { 0 } else { skip }).map_or(0, |(at, _)| at);
    let end = text[start..].char_indices().nth(AROUND * 4).map_or(text.len(), |(at, _)| start + at);
    let mut pieces = Vec::new();
    let mut at = start;
    let mut push = |text: &str, hit: bool| {
        if !text.is_empty() {
            pieces.push(Piece { text: text.split_whitespace_kept(), hit });
        }
    };
    if start > 0 {
        push("…", false);
    }
    for mark in marks.into_iter().filter(|mark| mark.start >= start && mark.start < end) {
        push(&text[at..mark.start], false);
        let stop = mark.end.min(end).max(mark.start);
        push(&text[mark.start..stop], true);
        at = stop;
    }
    push(&text[at..end], false);
    if end < text.len() {
        push("…", false);
    }
    pieces
}

/// Line breaks would tear a row apart.
trait OneLine {
    fn split_whitespace_kept(&self) -> String;
}

impl OneLine for str {
    fn split_whitespace_kept(&self) -> String {
        self.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
    }
}

/// Searches everything.
pub fn search(
    db: &Connection,
    clock: &Clock,
    context: &Context,
    searches: &SearchCounts,
    query: &SearchQuery,
) -> Result<Found, LibraryError> {
    let typed = Typed::parse(&query.text);
    let Typed { words, unclear, .. } = &typed;
    let mut found = Found {
        groups: Vec::new(),
        total: 0,
        words: words.clone(),
        unclear: unclear.clone(),
        unfinished: false,
    };
    let is_narrowed = typed.from.is_some() || typed.within.is_some();
    if words.is_empty() && !is_narrowed {
        return Ok(found);
    }
    let before = typed.before.as_deref().and_then(|day| clock.begin(day)).map_or(u32::MAX, |q| q * QUARTER);
    let after = typed.after.as_deref().and_then(|day| clock.begin(day)).map_or(0, |q| q * QUARTER);
    let tags = tags(db, &typed)?;
    let sections = typed.within.as_deref().map(groups_named).unwrap_or_default();
    let mut ids = if words.is_empty() { Vec::new() } else { matches(db, words, None)? };
    if let Some(number) = number(words) {
        // The number of a video finds what is about it.
        ids = union(ids, about(db, number)?);
    }
    let is_by_number = number(words).is_some();
    if is_narrowed && !is_by_number {
        ids = narrowed(db, words, &tags, &sections, ids)?;
    }
    let is_bounded = typed.before.is_some() || typed.after.is_some();
    let mut by_group: BTreeMap<Group, Vec<i64>> = BTreeMap::new();
    for id in ids {
        let seconds = id::seconds(id);
        let group = id::section(id).group();
        if is_bounded && !(after..before).contains(&seconds)
            || query.group.is_some_and(|wanted| wanted != group)
        {
            continue;
        }
        by_group.entry(group).or_default().push(id);
    }
    for (group, mut ids) in by_group {
        found.total += ids.len() as u64;
        let count = ids.len() as u64;
        // Sections lie one after the other in the table; a group's hits are shown by time.
        ids.sort_by_key(|id| std::cmp::Reverse((id::seconds(*id), *id)));
        let most = if query.group.is_some() { MANY } else { FEW };
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
    for id in ids.iter().take(most * 40) {
        if hits.len() == most {
            break;
        }
        let Some(record) = Stored::load(db, *id)? else { continue };
        let is_once = matches!(record.section(), Section::Search | Section::Watch);
        if is_once && hits.iter().any(|hit| hit.row.text.is_some() && hit.row.text == record.text) {
            continue;
        }
        let chat_name = record.place_name.clone().filter(|_| record.section().group() == Group::Messages);
        let text = shown(&record, words);
        let rows = context.rows(db, &[*id], searches)?;
        let Some(row) = rows.into_iter().next() else { continue };
        hits.push(Hit { row, pieces: pieces(&text, words), chat_name });
    }
    Ok(hits)
}

/// The text in which the words are shown: the record's own, or the field that has them.
fn shown(record: &Stored, words: &[String]) -> String {
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

/// Tags of the people and chats that `from:` and `in:` name; several if a name is only begun.
fn tags(db: &Connection, typed: &Typed) -> Result<[Option<Vec<String>>; 2], LibraryError> {
    let named = |table: &str, mark: char, name: &str| -> Result<Vec<String>, LibraryError> {
        let name = fold(name);
        let mut statement = db.prepare_cached(&format!("SELECT id, text FROM {table}"))?;
        let mut rows = statement.query([])?;
        let mut tags = Vec::new();
        while let Some(row) = rows.next()? {
            if fold(row.get_ref(1)?.as_str().unwrap_or_default()).contains(&name) {
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
        Some(name) if groups_named(name).is_empty() => Some(named("place", 'c', name)?),
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
    for tags in [from, within].into_iter().flatten() {
        if tags.is_empty() {
            return Ok(Vec::new());
        }
        let query = format!("tags:({})", tags.join(" OR "));
        let tagged = ids(db, "SELECT rowid FROM w.words WHERE words MATCH ?1 ORDER BY rowid", &query)?;
        if found.is_empty() && words.is_empty() {
            found = tagged;
        } else {
            found.retain(|id| tagged.binary_search(id).is_ok());
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

/// The words by which groups are named after `in:`.
const GROUPS: [(&str, Group); 16] = [
    ("watched", Group::Watch),
    ("likes", Group::Likes),
    ("favourites", Group::Favourites),
    ("shares", Group::Shares),
    ("searches", Group::Searches),
    ("comments", Group::Comments),
    ("messages", Group::Messages),
    ("posts", Group::Posts),
    ("people", Group::People),
    ("logins", Group::Logins),
    ("live", Group::Live),
    ("shop", Group::Shop),
    ("wallet", Group::Wallet),
    ("ads", Group::Ads),
    ("settings", Group::Facts),
    ("other", Group::Other),
];

fn groups_named(name: &str) -> Vec<Group> {
    let name = name.to_lowercase();
    GROUPS.iter().filter(|(known, _)| *known == name).map(|(_, group)| *group).collect()
}

/// Ways to complete the word that is being typed.
pub fn complete(db: &Connection, word: &str) -> Result<Vec<Completion>, LibraryError> {
    let plain =
        |insert: &str| Completion { insert: insert.to_owned(), label: insert.to_owned(), count: None };
    let Some((operator, value)) = word.split_once(':') else {
        let lower = word.to_lowercase();
        let operators = ["from:", "in:", "before:", "after:"];
        return Ok(operators
            .into_iter()
            .filter(|o| !lower.is_empty() && o.starts_with(&lower))
            .map(plain)
            .collect());
    };
    let value = fold(value.trim_matches('"'));
    let mut out = Vec::new();
    let mut named = |sql: &str, operator: &str| -> Result<(), LibraryError> {
        let mut statement = db.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let name: String = row.get(0)?;
            if fold(&name).contains(&value) && out.len() < 8 {
                let insert = if name.contains(char::is_whitespace) {
                    format!("{operator}\"{name}\"")
                } else {
                    format!("{operator}{name}")
                };
                let count: i64 = row.get(1)?;
                out.push(Completion { insert, label: name, count: Some(count.cast_unsigned()) });
            }
        }
        Ok(())
    };
    match operator.to_lowercase().as_str() {
        "from" => named(
            "SELECT n.text, ifnull((SELECT sum(count) FROM tally t JOIN place p ON p.id = t.place WHERE p.text = n.text), 0) AS c
             FROM name n ORDER BY c DESC",
            "from:",
        )?,
        "in" => {
            named(
                "SELECT p.text, sum(t.count) AS c FROM place p JOIN tally t ON t.place = p.id
                 WHERE p.section IN (21, 22, 23) GROUP BY p.id ORDER BY c DESC",
                "in:",
            )?;
            let groups = GROUPS.iter().filter(|(name, _)| name.starts_with(&value));
            out.splice(0..0, groups.map(|(name, _)| plain(&format!("in:{name}"))));
            out.truncate(8);
        }
        "before" | "after" => {
            let years: Vec<i64> = db
                .prepare_cached("SELECT DISTINCT quarter / 35063 + 1970 AS year FROM tally WHERE quarter > 0 ORDER BY year DESC")?
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            let years = years.into_iter().map(|year| format!("{operator}:{year}"));
            out.extend(years.filter(|year| year.ends_with(&value) || year.contains(&format!(":{value}"))).take(8).map(|y| plain(&y)));
        }
        _ => {}
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_are_told_from_words() {
        let typed = Typed::parse(
            "lantern from:\"Noor Achterberg\" in:messages before:2024 after:2023-05 re:port after:soon",
        );
        assert_eq!(typed.words, ["lantern", "re:port"]);
        assert_eq!(typed.from.as_deref(), Some("Noor Achterberg"));
        assert_eq!(typed.within.as_deref(), Some("messages"));
        assert_eq!(typed.before.as_deref(), Some("2024-01-01"));
        assert_eq!(typed.after.as_deref(), Some("2023-05-01"));
        assert_eq!(typed.unclear, ["after:soon"]);
    }

    #[test]
    fn hits_are_marked_whatever_their_case_and_marks() {
        let shown = |text: &str, words: &[&str]| -> String {
            let words: Vec<String> = words.iter().map(|w| (*w).to_owned()).collect();
            pieces(text, &words)
                .iter()
                .map(|p| if p.hit { format!("[{}]", p.text) } else { p.text.clone() })
                .collect()
        };
        assert_eq!(shown("Die Straße nach ŁÓDŹ", &["lodz", "STRASSE"]), "Die [Straße] nach [ŁÓDŹ]");
        assert_eq!(shown("お手紙を書く", &["手紙"]), "お[手紙]を書く");
        assert_eq!(shown("<b>x</b>\nnext", &["next"]), "<b>x</b> [next]");
        assert_eq!(shown("aaa", &["aa"]), "[aa]a");
        let long = format!("{} lantern {}", "word ".repeat(100), "more ".repeat(100));
        let cut = shown(&long, &["lantern"]);
        assert!(cut.starts_with('…') && cut.ends_with('…') && cut.contains("[lantern]"), "{cut}");
    }
}
