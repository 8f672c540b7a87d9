//! Chats and their statistics.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::calendar::{Calendar, date_of};
use super::rows::{Context, Detail, StoredRecord};
use crate::library::LibraryError;
use crate::library::limits::{self, Budget};
use crate::library::read::chat_name::shown;
use crate::library::store::histogram::{Histogram, Histograms};
use crate::library::{Chat, ChatFigures, Chats, DayCount, Section, Sender};

/// Sections whose threads are chats.
pub const CHATS: [Section; 3] = [Section::Message, Section::GroupMessage, Section::Tako];

/// A chat that has messages, before they are read.
struct Found<'h> {
    id: i64,
    section: u8,
    name: String,
    counts: &'h Histogram,
}

fn found<'h>(db: &Connection, histograms: &'h Histograms) -> Result<Vec<Found<'h>>, LibraryError> {
    let mut statement =
        db.prepare_cached("SELECT id, section, text FROM thread WHERE section IN (?1, ?2, ?3)")?;
    let mut rows = statement.query(CHATS.map(Section::number))?;
    let mut chats = Vec::new();
    while let Some(row) = rows.next()? {
        let id = row.get(0)?;
        if let Some(counts) = histograms.threads.get(&id) {
            chats.push(Found { id, section: row.get(1)?, name: row.get(2)?, counts });
        }
    }
    Ok(chats)
}

impl Found<'_> {
    /// Reads the first and the last message.
    fn read(self, db: &Connection, context: &Context) -> Result<Chat, LibraryError> {
        let edge = |order: &str| -> Result<Option<StoredRecord>, LibraryError> {
            let sql = format!(
                "SELECT id FROM record INDEXED BY by_thread WHERE thread = ?1 ORDER BY id {order} LIMIT 1"
            );
            let record: Option<i64> = db.prepare_cached(&sql)?.query_row([self.id], |row| row.get(0)).ok();
            Ok(record.map(|record| StoredRecord::load_part(db, record)).transpose()?.flatten())
        };
        let last = edge("DESC")?.map(|record| context.row(record, None, Detail::Preview));
        let first = edge("ASC")?.and_then(|record| context.row(record, None, Detail::Preview).time);
        let section = Section::from_number(self.section).unwrap_or(Section::Message);
        Ok(Chat {
            id: self.id.to_string(),
            name: shown(&self.name).to_owned(),
            earlier_names: context.earlier_names.of(&self.name, section == Section::GroupMessage).to_vec(),
            section,
            messages: self.counts.total,
            first,
            last,
        })
    }
}

/// The chats, the most recently active first. If there are very many, the rest is only counted.
pub fn chats(db: &Connection, histograms: &Histograms, context: &Context) -> Result<Chats, LibraryError> {
    let mut found = found(db, histograms)?;
    let total = found.len() as u64;
    found.sort_by_key(|chat| std::cmp::Reverse(chat.counts.slots.last().map(|(slot, _)| *slot)));
    let mut budget = Budget::default();
    let mut chats = Vec::new();
    for chat in found {
        let chat = chat.read(db, context)?;
        let text = chat.last.as_ref().and_then(|row| row.text.as_ref()).map_or(0, String::len);
        if !budget.takes(chat.name.len() + text) {
            break;
        }
        chats.push(chat);
    }
    chats.sort_by_key(|chat| std::cmp::Reverse(chat.last.as_ref().and_then(|row| row.time)));
    Ok(Chats { chats, total })
}

/// The chats of these sections with the most messages by this count, and the number of all that have any.
pub fn most_messages(
    db: &Connection,
    histograms: &Histograms,
    context: &Context,
    sections: &[Section],
    most: usize,
    count: impl Fn(&Histogram) -> u64,
) -> Result<(Vec<Chat>, u64), LibraryError> {
    let is_of = |chat: &Found<'_>| sections.iter().any(|section| section.number() == chat.section);
    let mut found: Vec<(u64, Found<'_>)> =
        found(db, histograms)?.into_iter().filter(is_of).map(|chat| (count(chat.counts), chat)).collect();
    found.retain(|(messages, _)| *messages > 0);
    let all = found.len() as u64;
    let latest = |chat: &Found<'_>| chat.counts.slots.last().map(|(slot, _)| *slot);
    found.sort_by_key(|(messages, chat)| std::cmp::Reverse((*messages, latest(chat))));
    found.truncate(most);
    let read = |(messages, chat): (u64, Found<'_>)| Ok(Chat { messages, ..chat.read(db, context)? });
    Ok((found.into_iter().map(read).collect::<Result<_, LibraryError>>()?, all))
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
    let shared: f64 = found.iter().map(|(_, _, items, _)| items).sum();
    let senders_total = found.len() as u64;
    for (name, messages, _, sample) in found.into_iter().take(limits::SENDERS) {
        let sample = StoredRecord::load_part(db, sample)?;
        let mine = sample.is_some_and(|record| context.row(record, None, Detail::Preview).mine);
        senders.push(Sender { name: name.unwrap_or_default(), mine, messages: messages.unsigned_abs() });
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
    let shared = shared as u64;
    Ok(ChatFigures {
        messages: counts.total,
        senders,
        senders_total,
        days: days.len() as u64,
        longest_streak: longest,
        streak_until: until,
        busiest,
        shared,
        months: months.into_iter().map(|(day, count)| DayCount { day, count }).collect(),
    })
}
