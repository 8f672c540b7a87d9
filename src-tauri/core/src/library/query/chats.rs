//! Chats and their statistics.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::calendar::{Calendar, date_of};
use super::rows::{Context, StoredRecord};
use crate::library::LibraryError;
use crate::library::store::histogram::Histograms;
use crate::library::{Chat, ChatFigures, DayCount, Section, Sender};

/// Sections whose threads are chats.
pub const CHATS: [Section; 3] = [Section::Message, Section::GroupMessage, Section::Tako];

/// All chats, the most recently active first.
pub fn chats(db: &Connection, histograms: &Histograms, context: &Context) -> Result<Vec<Chat>, LibraryError> {
    let mut statement =
        db.prepare_cached("SELECT id, section, text FROM thread WHERE section IN (?1, ?2, ?3)")?;
    let found: Vec<(i64, u8, String)> = statement
        .query_map(CHATS.map(Section::number), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    let mut chats = Vec::with_capacity(found.len());
    for (id, section, name) in found {
        let Some(counts) = histograms.threads.get(&id) else { continue };
        let edge = |order: &str| -> Result<Option<StoredRecord>, LibraryError> {
            let sql = format!(
                "SELECT id FROM record INDEXED BY by_thread WHERE thread = ?1 ORDER BY id {order} LIMIT 1"
            );
            let record: Option<i64> = db.prepare_cached(&sql)?.query_row([id], |row| row.get(0)).ok();
            Ok(record.map(|record| StoredRecord::load(db, record)).transpose()?.flatten())
        };
        let last = edge("DESC")?.map(|record| context.row(record, None, false));
        let first = edge("ASC")?.and_then(|record| context.row(record, None, false).time);
        let section = Section::from_number(section).unwrap_or(Section::Message);
        chats.push(Chat { id: id.to_string(), name, section, messages: counts.total, first, last });
    }
    chats.sort_by_key(|chat| std::cmp::Reverse(chat.last.as_ref().and_then(|row| row.time)));
    Ok(chats)
}

/// Statistics of one chat.
pub fn figures(
    db: &Connection,
    histograms: &Histograms,
    context: &Context,
    calendar: &Calendar,
    chat: i64,
) -> Result<ChatFigures, LibraryError> {
    let counts = histograms.threads.get(&chat).ok_or(LibraryError::NotFound("chat"))?;
    let mut days: BTreeMap<i64, u64> = BTreeMap::new();
    for (slot, count) in counts.dated() {
        *days.entry(calendar.day(*slot)).or_default() += u64::from(*count);
    }
    let mut months: BTreeMap<String, u64> = BTreeMap::new();
    let (mut streak, mut longest, mut until, mut before) = (0, 0, None, None);
    for (day, count) in &days {
        streak = if before == Some(day - 1) { streak + 1 } else { 1 };
        before = Some(*day);
        if streak >= longest {
            (longest, until) = (streak, Some(date_of(*day).to_string()));
        }
        *months.entry(date_of(*day).strftime("%Y-%m").to_string()).or_default() += count;
    }
    let busiest = days.iter().max_by_key(|(_, count)| **count);
    let busiest = busiest.map(|(day, count)| DayCount { day: date_of(*day).to_string(), count: *count });
    let mut statement = db.prepare_cached(
        "SELECT n.text, count(*), total(r.item IS NOT NULL), max(r.id) FROM record r INDEXED BY by_thread
         LEFT JOIN name n ON n.id = r.counterparty WHERE r.thread = ?1 GROUP BY r.counterparty ORDER BY count(*) DESC",
    )?;
    let found: Vec<(Option<String>, i64, f64, i64)> = statement
        .query_map([chat], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
        .collect::<Result<_, _>>()?;
    let mut senders = Vec::new();
    let mut shared = 0.0;
    for (name, messages, items, sample) in found {
        shared += items;
        let sample = StoredRecord::load(db, sample)?;
        let mine = sample.is_some_and(|record| context.row(record, None, false).mine);
        senders.push(Sender { name: name.unwrap_or_default(), mine, messages: messages.unsigned_abs() });
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
    let shared = shared as u64;
    Ok(ChatFigures {
        messages: counts.total,
        senders,
        days: days.len() as u64,
        longest_streak: longest,
        streak_until: until,
        busiest,
        shared,
        months: months.into_iter().map(|(day, count)| DayCount { day, count }).collect(),
    })
}
