//! Lists: which records, in which order, and where each of them stands.
//!
//! Two kinds. A whole section or chat in the order of time is never written down: its counts by quarter of an hour say
//! where any row is. Everything else is a list of numbers, kept as long as it is looked at.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use rusqlite::{Connection, ToSql, params_from_iter};

use super::clock::{Clock, DayNames};
use super::people::Relations;
use super::search::matches;
use super::typed::parse_words;
use crate::library::LibraryError;
use crate::library::read::link;
use crate::library::store::id;
use crate::library::store::tally::{Counts, QUARTER, Tallies};
use crate::view::{DayCount, Filter, Group, ListQuery, Order, Section};

/// A list that is known.
#[derive(Debug, Clone)]
pub enum List {
    /// A section or chat in the order of time.
    Whole(Whole),
    /// Numbers of records, in the list's order; the order may be one of time.
    Chosen(Arc<Vec<i64>>, Option<Order>),
}

/// A section or chat, between two moments.
#[derive(Debug, Clone)]
pub struct Whole {
    /// Which section.
    pub section: Section,
    /// Which chat of it.
    pub place: Option<i64>,
    counts: Counts,
    /// Part of the counts' rows, counted from the oldest.
    part: Range<u64>,
    is_newest_first: bool,
}

impl Whole {
    fn undated(&self) -> u64 {
        self.counts.undated().saturating_sub(self.part.start).min(self.part.end - self.part.start)
    }

    fn total(&self) -> u64 {
        self.part.end - self.part.start
    }

    /// The row at this place of the list, counted from the oldest record of the section.
    fn oldest_first(&self, place: u64) -> u64 {
        let (total, undated) = (self.total(), self.undated());
        self.part.start
            + if self.is_newest_first {
                total - 1 - place
            } else if place < total - undated {
                undated + place
            } else {
                place - (total - undated)
            }
    }

    fn place_of(&self, oldest_first: u64) -> Option<u64> {
        if !self.part.contains(&oldest_first) {
            return None;
        }
        let (total, undated, at) = (self.total(), self.undated(), oldest_first - self.part.start);
        Some(if self.is_newest_first {
            total - 1 - at
        } else if at >= undated {
            at - undated
        } else {
            total - undated + at
        })
    }
}

impl List {
    /// Finds out which records a query means.
    pub fn resolve(
        db: &Connection,
        tallies: &Tallies,
        clock: &Clock,
        relations: &Relations,
        query: &ListQuery,
    ) -> Result<Self, LibraryError> {
        let filter = &query.filter;
        let sections = sections(tallies, query.group, filter);
        let chat = filter.chat.as_ref().or(filter.path.as_ref()).and_then(|chat| chat.parse::<i64>().ok());
        if matches!(query.order, Order::Newest | Order::Oldest) && is_whole(filter) {
            let counts = match (chat, sections.as_slice()) {
                (Some(chat), _) => {
                    let section = db
                        .prepare_cached("SELECT section FROM place WHERE id = ?1")?
                        .query_row([chat], |row| row.get::<_, u8>(0))
                        .map_err(|_| LibraryError::Unknown("chat"))?;
                    let section = Section::from_number(section).unwrap_or(Section::Other);
                    Some((section, tallies.places.get(&chat).cloned().unwrap_or_default()))
                }
                (None, [section]) => Some((*section, tallies.of(*section).cloned().unwrap_or_default())),
                (None, _) => None,
            };
            if let Some((section, counts)) = counts {
                let (from, to) = bounds(clock, filter);
                let start = if from > 0 { counts.before_quarter(from) } else { 0 };
                let end = to.map_or(counts.total, |to| counts.before_quarter(to));
                // With an end only, what has no time does not belong to it.
                let start = if to.is_some() { start.max(counts.undated()) } else { start };
                let part = start..end.max(start);
                let is_newest_first = query.order == Order::Newest;
                return Ok(Self::Whole(Whole { section, place: chat, counts, part, is_newest_first }));
            }
        }
        let ids = choose(db, clock, relations, &sections, chat, filter)?;
        let (ids, order) = arrange(db, ids, query.order)?;
        Ok(Self::Chosen(Arc::new(ids), order))
    }

    /// Rows in all.
    #[must_use]
    pub fn total(&self) -> u64 {
        match self {
            Self::Whole(whole) => whole.total(),
            Self::Chosen(ids, _) => ids.len() as u64,
        }
    }

    /// Rows without a time.
    #[must_use]
    pub fn undated(&self) -> u64 {
        match self {
            Self::Whole(whole) => whole.undated(),
            Self::Chosen(ids, _) => ids.iter().filter(|id| id::seconds(**id) == 0).count() as u64,
        }
    }

    /// The days of the list, in its order; none if that is not one of time.
    #[must_use]
    pub fn days(&self, clock: &Clock) -> Vec<DayCount> {
        let mut days: Vec<(i64, u64)> = Vec::new();
        let mut add = |quarter: u32, count: u64| {
            let day = clock.day(quarter);
            match days.last_mut() {
                Some((last, sum)) if *last == day => *sum += count,
                _ => days.push((day, count)),
            }
        };
        match self {
            Self::Whole(whole) => {
                let dated = whole.counts.dated();
                let skip = whole.counts.quarters.len() - dated.len();
                let inside = dated
                    .iter()
                    .enumerate()
                    .filter(|(index, _)| whole.part.contains(&whole.counts.before[skip + index]));
                let inside: Vec<_> = inside.map(|(_, counted)| *counted).collect();
                let each = |(quarter, count): &(u32, u32)| add(*quarter, u64::from(*count));
                if whole.is_newest_first {
                    inside.iter().rev().for_each(each);
                } else {
                    inside.iter().for_each(each);
                }
            }
            Self::Chosen(ids, Some(_)) => {
                ids.iter().map(|id| id::seconds(*id)).filter(|s| *s > 0).for_each(|s| add(s / QUARTER, 1));
            }
            Self::Chosen(..) => {}
        }
        let mut names = DayNames::default();
        days.into_iter().map(|(day, count)| DayCount { day: names.of(day).to_owned(), count }).collect()
    }

    /// The numbers of the records from `start` on.
    pub fn ids(&self, db: &Connection, start: u64, count: u64) -> Result<Vec<i64>, LibraryError> {
        let end = (start + count).min(self.total());
        if start >= end {
            return Ok(Vec::new());
        }
        match self {
            Self::Chosen(ids, _) => {
                let at = |place: u64| usize::try_from(place).unwrap_or(usize::MAX);
                Ok(ids.get(at(start)..at(end)).unwrap_or_default().to_vec())
            }
            Self::Whole(whole) => {
                let mut out = Vec::new();
                let mut place = start;
                while place < end {
                    // As far as the rows follow one another in the table, too.
                    let break_at =
                        if whole.is_newest_first { whole.total() } else { whole.total() - whole.undated() };
                    let stop = if place < break_at { end.min(break_at) } else { end };
                    let (a, b) = (whole.oldest_first(place), whole.oldest_first(stop - 1));
                    let mut ids = fetch(db, whole, a.min(b), stop - place)?;
                    if a > b {
                        ids.reverse();
                    }
                    out.append(&mut ids);
                    place = stop;
                }
                Ok(out)
            }
        }
    }

    /// Where a record stands.
    pub fn place(&self, db: &Connection, record: i64) -> Result<Option<u64>, LibraryError> {
        match self {
            Self::Chosen(ids, _) => Ok(ids.iter().position(|id| *id == record).map(|place| place as u64)),
            Self::Whole(whole) => {
                let quarter = id::seconds(record) / QUARTER;
                let (from, _) = id::span(whole.section, quarter * QUARTER, 0);
                let (sql, place) = match whole.place {
                    Some(place) => (
                        "SELECT count(*), total(id = ?2) FROM record INDEXED BY by_place WHERE id BETWEEN ?1 AND ?2 AND place = ?3",
                        place,
                    ),
                    None => (
                        "SELECT count(*), total(id = ?2) FROM record WHERE id BETWEEN ?1 AND ?2 AND ?3 = 0",
                        0,
                    ),
                };
                let (upto, found): (i64, f64) = db
                    .prepare_cached(sql)?
                    .query_row([from, record, place], |row| Ok((row.get(0)?, row.get(1)?)))?;
                if found < 1.0 {
                    return Ok(None);
                }
                let oldest_first = whole.counts.before_quarter(quarter) + upto.cast_unsigned() - 1;
                Ok(whole.place_of(oldest_first))
            }
        }
    }
}

/// Numbers of a section or chat in the order of the table.
fn fetch(db: &Connection, whole: &Whole, from: u64, count: u64) -> Result<Vec<i64>, LibraryError> {
    let Some((quarter, before)) = whole.counts.quarter_of(from) else { return Ok(Vec::new()) };
    let (low, _) = id::span(whole.section, quarter * QUARTER, 0);
    let (_, high) = id::all(whole.section);
    let sql = match whole.place {
        Some(_) => {
            "SELECT id FROM record INDEXED BY by_place WHERE place = ?5 AND id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3 OFFSET ?4"
        }
        None => "SELECT id FROM record WHERE id BETWEEN ?1 AND ?2 AND ?5 = 0 ORDER BY id LIMIT ?3 OFFSET ?4",
    };
    let values = [low, high, count.cast_signed(), (from - before).cast_signed(), whole.place.unwrap_or(0)];
    let mut statement = db.prepare_cached(sql)?;
    Ok(statement.query_map(values, |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The sections that a list is about: those asked for, or all of the group that have records.
#[must_use]
pub fn sections(tallies: &Tallies, group: Group, filter: &Filter) -> Vec<Section> {
    group
        .sections()
        .filter(|section| filter.sections.is_empty() || filter.sections.contains(section))
        .filter(|section| tallies.of(*section).is_some())
        .collect()
}

/// Whether nothing but section, chat and days narrows the list.
fn is_whole(filter: &Filter) -> bool {
    let rest =
        Filter { sections: Vec::new(), from: None, to: None, chat: None, path: None, ..filter.clone() };
    rest == Filter::default()
}

/// The first quarter, and the first one after the last. Days that are none do not narrow.
fn bounds(clock: &Clock, filter: &Filter) -> (u32, Option<u32>) {
    let from = filter.from.as_deref().and_then(|day| clock.begin(day)).unwrap_or(0);
    (from, filter.to.as_deref().and_then(|day| clock.end(day)))
}

/// The numbers of all records that fit, in the order of the table.
fn choose(
    db: &Connection,
    clock: &Clock,
    relations: &Relations,
    sections: &[Section],
    chat: Option<i64>,
    filter: &Filter,
) -> Result<Vec<i64>, LibraryError> {
    let (from, to) = bounds(clock, filter);
    let is_bounded = from > 0 || to.is_some();
    let last = to.map_or(u32::MAX, |to| to.saturating_mul(QUARTER).saturating_sub(1));
    let first = if is_bounded { (from * QUARTER).max(1) } else { 0 };
    let mut conditions = vec!["id BETWEEN ?1 AND ?2".to_owned()];
    let mut values: Vec<Box<dyn ToSql>> = vec![Box::new(0), Box::new(0)];
    let mut narrow = |condition: &str, value: Box<dyn ToSql>| {
        values.push(value);
        conditions.push(condition.replace('#', &format!("?{}", values.len())));
    };
    if let Some(chat) = chat {
        narrow("place = #", Box::new(chat));
    }
    if let Some(who) = &filter.who {
        // People are known by their text; chats by the name of the other side.
        let condition = "(who = (SELECT id FROM name WHERE text = #) OR who IS NULL AND text = #
            OR place IN (SELECT id FROM place WHERE text = #))";
        narrow(condition, Box::new(who.clone()));
    }
    if let Some(exact) = &filter.exact {
        narrow("text = #", Box::new(exact.clone()));
    }
    if let Some(item) = filter.item.as_ref().and_then(|item| item.parse::<i64>().ok()) {
        narrow("item = #", Box::new(item));
    }
    if let Some(backup) = &filter.backup {
        let held =
            "(SELECT %(serial) FROM list JOIN backup ON backup.number = list.backup WHERE backup.id = #)";
        narrow(&format!("first <= {}", held.replace('%', "max")), Box::new(backup.clone()));
        narrow(&format!("seen >= {}", held.replace('%', "min")), Box::new(backup.clone()));
    }
    if filter.titled {
        conditions.push("text IS NOT NULL".to_owned());
    }
    let words = parse_words(&filter.text);
    let only_words = conditions.len() == 1;
    let mut ids = Vec::new();
    let spans: Vec<(i64, i64)> = sections.iter().map(|section| id::span(*section, first, last)).collect();
    let found = if words.is_empty() {
        None
    } else {
        let mut found = matches(db, &words, chat.map(|c| format!("c{c}")).as_deref())?;
        found.extend(linked(db, &spans, filter.text.trim())?);
        found.sort_unstable();
        found.dedup();
        Some(found)
    };
    if let (Some(found), true) = (&found, only_words) {
        for (low, high) in spans {
            let from = found.partition_point(|id| *id < low);
            let to = found.partition_point(|id| *id <= high);
            ids.extend_from_slice(&found[from..to]);
        }
    } else {
        let mut statement = db.prepare_cached(&format!(
            "SELECT id FROM record WHERE {} ORDER BY id",
            conditions.join(" AND ")
        ))?;
        for (low, high) in spans {
            values[0] = Box::new(low);
            values[1] = Box::new(high);
            let mut rows = statement.query(params_from_iter(values.iter().map(AsRef::as_ref)))?;
            while let Some(row) = rows.next()? {
                ids.push(row.get(0)?);
            }
        }
        if let Some(found) = found {
            ids.retain(|id| found.binary_search(id).is_ok());
        }
    }
    if let Some(hour) = filter.hour_of_week {
        ids.retain(|id| id::seconds(*id) > 0 && clock.hour(id::seconds(*id) / QUARTER) == hour);
    }
    if let Some(day) = &filter.day_of_year {
        let mut names = DayNames::default();
        ids.retain(|id| {
            let seconds = id::seconds(*id);
            seconds > 0 && names.of(clock.day(seconds / QUARTER)).ends_with(day.as_str())
        });
    }
    if filter.repeated {
        ids = repeated(db, &ids)?;
    }
    if let Some(relation) = filter.relation {
        ids = relations.only(db, &ids, relation)?;
    }
    Ok(ids)
}

/// Those whose link holds this text, or leads to the video of this number.
fn linked(db: &Connection, spans: &[(i64, i64)], text: &str) -> Result<Vec<i64>, LibraryError> {
    let mut found = Vec::new();
    if text.chars().count() < 3 || text.contains(char::is_whitespace) {
        return Ok(found);
    }
    let number = text.parse().ok().filter(|number: &i64| *number > 9_999_999);
    let item = number.or_else(|| link::item(text).map(u64::cast_signed));
    let mut statement = db.prepare_cached(
        "SELECT id FROM record WHERE id BETWEEN ?1 AND ?2 AND (instr(link, ?3) > 0 OR item = ?4)",
    )?;
    for (low, high) in spans {
        let mut rows = statement.query(rusqlite::params![low, high, text, item])?;
        while let Some(row) = rows.next()? {
            found.push(row.get(0)?);
        }
    }
    Ok(found)
}

/// Those whose video occurs more than once among them.
fn repeated(db: &Connection, ids: &[i64]) -> Result<Vec<i64>, LibraryError> {
    let items = items(db, ids)?;
    let mut times: HashMap<i64, u32> = HashMap::new();
    items.iter().flatten().for_each(|item| *times.entry(*item).or_default() += 1);
    let again = ids.iter().zip(items).filter(|(_, item)| item.is_some_and(|item| times[&item] > 1));
    Ok(again.map(|(id, _)| *id).collect())
}

/// The videos of these records, which are in the order of the table.
fn items(db: &Connection, ids: &[i64]) -> Result<Vec<Option<i64>>, LibraryError> {
    let mut statement =
        db.prepare_cached("SELECT id, item FROM record WHERE id BETWEEN ?1 AND ?2 ORDER BY id")?;
    let mut out = vec![None; ids.len()];
    let mut from = 0;
    while from < ids.len() {
        // One walk for each section; gaps between sections are not walked.
        let section = id::section(ids[from]);
        let to = from + ids[from..].partition_point(|id| id::section(*id) == section);
        let mut rows = statement.query([ids[from], ids[to - 1]])?;
        let mut at = from;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            if at < to && ids[at] == id {
                out[at] = row.get(1)?;
                at += 1;
            }
        }
        from = to;
    }
    Ok(out)
}

/// Puts numbers, which are in the order of the table, into the order that is wanted.
fn arrange(
    db: &Connection,
    mut ids: Vec<i64>,
    order: Order,
) -> Result<(Vec<i64>, Option<Order>), LibraryError> {
    match order {
        Order::Newest => {
            ids.sort_by_key(|id| std::cmp::Reverse((id::seconds(*id), *id)));
            Ok((ids, Some(order)))
        }
        Order::Oldest => {
            ids.sort_by_key(|id| (id::seconds(*id) == 0, id::seconds(*id), *id));
            Ok((ids, Some(order)))
        }
        Order::Text => {
            let mut texts: Vec<(Option<String>, i64)> = texts(db, &ids)?
                .into_iter()
                .zip(ids)
                .map(|(text, id)| (text.map(|text| crate::library::store::fold::fold(&text)), id))
                .collect();
            texts.sort_by(|a, b| (a.0.is_none(), &a.0, b.1).cmp(&(b.0.is_none(), &b.0, a.1)));
            Ok((texts.into_iter().map(|(_, id)| id).collect(), None))
        }
        Order::Times => {
            let keys: Vec<Option<String>> = items(db, &ids)?
                .into_iter()
                .zip(texts(db, &ids)?)
                .map(|(item, text)| item.map(|item| item.to_string()).or(text))
                .collect();
            let mut times: HashMap<&str, (u64, i64)> = HashMap::new();
            for (id, key) in ids.iter().zip(&keys) {
                let entry = times.entry(key.as_deref().unwrap_or_default()).or_default();
                *entry = (entry.0 + 1, entry.1.max(*id));
            }
            let mut most: Vec<(u64, i64)> = times.into_values().collect();
            most.sort_by_key(|(count, id)| std::cmp::Reverse((*count, id::seconds(*id), *id)));
            Ok((most.into_iter().map(|(_, id)| id).collect(), None))
        }
    }
}

fn texts(db: &Connection, ids: &[i64]) -> Result<Vec<Option<String>>, LibraryError> {
    let wanted: HashSet<Section> = ids.iter().map(|id| id::section(*id)).collect();
    let mut by_id = HashMap::new();
    let mut statement =
        db.prepare_cached("SELECT id, text FROM record WHERE id BETWEEN ?1 AND ?2 AND text IS NOT NULL")?;
    for section in wanted {
        let (low, high) = id::all(section);
        let mut rows = statement.query([low, high])?;
        while let Some(row) = rows.next()? {
            by_id.insert(row.get::<_, i64>(0)?, row.get::<_, String>(1)?);
        }
    }
    Ok(ids.iter().map(|id| by_id.remove(id)).collect())
}
