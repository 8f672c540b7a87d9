//! Selects the records that match a filter.

use std::collections::HashMap;

use rusqlite::{Connection, ToSql, params_from_iter};

use super::sort::items;
use super::sources::Sources;
use super::timeline::Timeline;
use crate::library::LibraryError;
use crate::library::query::calendar::{Calendar, DayNames};
use crate::library::query::find::Finder;
use crate::library::query::named;
use crate::library::query::query_parser::parse_words;
use crate::library::store::histogram::SLOT_SECONDS;
use crate::library::store::id;
use crate::library::{Filter, Section};

/// The first slot of a filter, and the slot after its last one. Invalid dates are ignored.
pub(super) fn bounds(calendar: &Calendar, filter: &Filter) -> (u32, Option<u32>) {
    let from = filter.from.as_deref().and_then(|day| calendar.start_of_day(day)).unwrap_or(0);
    (from, filter.to.as_deref().and_then(|day| calendar.end_of_day(day)))
}

/// The ids of all matching records, ascending.
pub(super) fn select(
    sources: &Sources<'_>,
    sections: &[Section],
    chat: Option<i64>,
    filter: &Filter,
) -> Result<Vec<i64>, LibraryError> {
    let &Sources { db, calendar, .. } = sources;
    let (from, to) = bounds(calendar, filter);
    let is_bounded = from > 0 || to.is_some();
    let last = to.map_or(u32::MAX, |to| to.saturating_mul(SLOT_SECONDS).saturating_sub(1));
    let first = if is_bounded { (from * SLOT_SECONDS).max(1) } else { 0 };
    let mut conditions = vec!["id BETWEEN ?1 AND ?2".to_owned()];
    let mut values: Vec<Box<dyn ToSql>> = vec![Box::new(0), Box::new(0)];
    if let Some(name) = &filter.who {
        values.push(Box::new(name.clone()));
        values.push(Box::new(naming(sources, sections, name)?));
        // For followers, the name is the text; chats are named after the other person.
        conditions.push(
            "(counterparty = (SELECT id FROM name WHERE text = ?3) OR counterparty IS NULL AND text = ?3
            OR thread IN (SELECT id FROM thread WHERE text = ?3) OR id IN (SELECT value FROM json_each(?4)))"
                .to_owned(),
        );
    }
    let mut narrow = |condition: &str, value: Box<dyn ToSql>| {
        values.push(value);
        conditions.push(condition.replace('#', &format!("?{}", values.len())));
    };
    if let Some(exact) = &filter.exact {
        narrow("text = #", Box::new(exact.clone()));
    }
    if let Some(item) = filter.item.as_ref().and_then(|item| item.parse::<i64>().ok()) {
        narrow("item = #", Box::new(item));
    }
    if let Some(backup) = &filter.backup {
        let of_backup = if filter.only_new {
            // Their first list is one of this backup.
            "lists IN (SELECT id FROM list_set GROUP BY id HAVING min(list) IN (SELECT l.serial FROM list l
            JOIN backup b ON b.number = l.backup WHERE b.id = #))"
        } else {
            "lists IN (SELECT s.id FROM list_set s JOIN list l ON l.serial = s.list
            JOIN backup b ON b.number = l.backup WHERE b.id = #)"
        };
        narrow(of_backup, Box::new(backup.clone()));
    }
    if let Some(chat) = chat {
        narrow("thread = #", Box::new(chat));
    }
    if filter.titled {
        conditions.push("text IS NOT NULL".to_owned());
    }
    // The hits of a text search are restricted to the chat below.
    let only_words = conditions.len() == if chat.is_some() { 2 } else { 1 };
    let words = parse_words(&filter.text);
    let mut ids = Vec::new();
    let spans: Vec<(i64, i64)> = sections.iter().map(|section| id::span(*section, first, last)).collect();
    let found = if words.is_empty() {
        None
    } else {
        let mut found = Finder { db, calendar, trigrams_ready: sources.trigrams_ready }.find(&words, true)?;
        if let Some(chat) = chat {
            let mut of_chat = Vec::new();
            Timeline::of_thread(db, sources.histograms, chat)?.each(db, &found, |id, _| of_chat.push(id))?;
            found = of_chat;
        }
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
        ids.retain(|id| id::seconds(*id) > 0 && calendar.hour(id::seconds(*id) / SLOT_SECONDS) == hour);
    }
    if let Some(day) = &filter.day_of_year {
        let mut names = DayNames::default();
        ids.retain(|id| {
            let seconds = id::seconds(*id);
            seconds > 0 && names.of(calendar.day(seconds / SLOT_SECONDS)).ends_with(day.as_str())
        });
    }
    if filter.repeated {
        ids = repeated(db, &ids)?;
    }
    if let Some(relation) = filter.relation {
        ids = sources.relations.only(db, &ids, relation)?;
    }
    Ok(ids)
}

/// The ids of the records that name a person, as a JSON array.
fn naming(sources: &Sources<'_>, sections: &[Section], name: &str) -> Result<String, LibraryError> {
    let earlier = sources.earlier_names.of(name, false).iter().map(String::as_str);
    let names: Vec<&str> = [name].into_iter().chain(earlier).collect();
    let mut ids = Vec::new();
    for section in named::sections().filter(|section| sections.contains(section)) {
        ids.extend(named::naming(sources.db, section, &names)?.iter().map(i64::to_string));
    }
    Ok(format!("[{}]", ids.join(",")))
}

/// The records whose video occurs more than once among these.
fn repeated(db: &Connection, ids: &[i64]) -> Result<Vec<i64>, LibraryError> {
    let items = items(db, ids)?;
    let mut times: HashMap<i64, u32> = HashMap::new();
    items.iter().flatten().for_each(|item| *times.entry(*item).or_default() += 1);
    let again = ids.iter().zip(items).filter(|(_, item)| item.is_some_and(|item| times[&item] > 1));
    Ok(again.map(|(id, _)| *id).collect())
}
