//! The overview: statistics of all records.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension};

use super::calendar::{Calendar, date_of};
use super::chats::{CHATS, most_messages};
use super::rows::Context;
use super::search_counts::{SearchCounts, search_counts};
use crate::library::LibraryError;
use crate::library::limits::{self, beginning};
use crate::library::read::chat_name::NAMELESS;
use crate::library::store::histogram::{Histogram, Histograms, SLOT_SECONDS};
use crate::library::store::id;
use crate::library::{
    Counted, DayCount, Gap, Group, GroupCount, Memory, Overview, OverviewQuery, Section, Session,
    WatchMethod, Watching,
};

/// The data that the overview is computed from, besides the records.
#[derive(Debug)]
pub struct Basis<'b> {
    /// The number of records by time.
    pub histograms: &'b Histograms,
    /// The person's time zone.
    pub calendar: &'b Calendar,
    /// Owners and relations.
    pub context: &'b Context,
    /// The number of searches for each term.
    pub searches: &'b SearchCounts,
    /// How watch time is estimated.
    pub method: WatchMethod,
    /// Today.
    pub today: Date,
    /// The library's version.
    pub version: u64,
}

/// Computes the overview.
pub fn overview(db: &Connection, basis: &Basis<'_>, query: &OverviewQuery) -> Result<Overview, LibraryError> {
    let Basis { histograms, calendar, .. } = *basis;
    let from = query.from.as_deref().and_then(|day| calendar.start_of_day(day)).unwrap_or(1);
    let to = query.to.as_deref().and_then(|day| calendar.end_of_day(day)).unwrap_or(u32::MAX / SLOT_SECONDS);
    let span = from.max(1)..to;
    let is_bounded = query.from.is_some() || query.to.is_some();
    let mut days: BTreeMap<i64, u64> = BTreeMap::new();
    let mut hours = vec![0; 168];
    let (mut oldest, mut newest) = (None::<u32>, None::<u32>);
    for section in query.group.sections() {
        for (slot, count) in histograms.of(section).map(Histogram::dated).unwrap_or_default() {
            if !span.contains(slot) {
                continue;
            }
            *days.entry(calendar.day(*slot)).or_default() += u64::from(*count);
            let hour = calendar.hour(*slot);
            hours[usize::from(hour.weekday) * 24 + usize::from(hour.hour)] += u64::from(*count);
            oldest = Some(oldest.map_or(*slot, |q| q.min(*slot)));
            newest = Some(newest.map_or(*slot, |q| q.max(*slot)));
        }
    }
    let moment = |slot: u32| i64::from(slot) * i64::from(SLOT_SECONDS) * 1000;
    let months = months(&days);
    let mut busiest: Vec<(i64, u64)> = days.iter().map(|(day, count)| (*day, *count)).collect();
    busiest.sort_by_key(|(day, count)| (std::cmp::Reverse(*count), *day));
    busiest.truncate(10);
    Ok(Overview {
        version: basis.version,
        groups: groups(histograms, is_bounded.then_some(&span)),
        from: oldest.map(moment),
        to: newest.map(moment),
        gaps: gaps(&months),
        months,
        hours,
        busiest_days: busiest
            .into_iter()
            .map(|(day, count)| DayCount { day: date_of(day).to_string(), count })
            .collect(),
        watching: watching(db, calendar, basis.method, &span)?,
        on_this_day: memories(db, basis)?,
        searches: searches(db, basis.searches, is_bounded.then_some(&span))?,
        chats: most_written(db, basis, is_bounded.then_some(&span))?,
    })
}

/// Groups that have records in the span; without a span, in all.
#[must_use]
pub fn groups(histograms: &Histograms, span: Option<&Range<u32>>) -> Vec<GroupCount> {
    let count = |section: Section| {
        let counts = histograms.of(section)?;
        Some(match span {
            Some(span) => counts.before_slot(span.end) - counts.before_slot(span.start),
            None => counts.total,
        })
    };
    Group::ALL
        .into_iter()
        .map(|group| GroupCount { group, records: group.sections().filter_map(count).sum() })
        .filter(|counted| counted.records > 0)
        .collect()
}

fn month_name(date: Date) -> String {
    format!("{:04}-{:02}", date.year(), date.month())
}

/// Counts by month, from the first to the last, including months without records.
fn months(days: &BTreeMap<i64, u64>) -> Vec<DayCount> {
    let (Some((first, _)), Some((last, _))) = (days.first_key_value(), days.last_key_value()) else {
        return Vec::new();
    };
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let (mut month, last) = (date_of(*first).first_of_month(), date_of(*last));
    while month <= last {
        counts.insert(month_name(month), 0);
        let Ok(next) = month.checked_add(jiff::Span::new().months(1)) else { break };
        month = next;
    }
    for (day, count) in days {
        *counts.entry(month_name(date_of(*day))).or_default() += count;
    }
    counts.into_iter().map(|(day, count)| DayCount { day, count }).collect()
}

/// Runs of months without records between months with records.
fn gaps(months: &[DayCount]) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let mut open: Option<usize> = None;
    for (index, month) in months.iter().enumerate() {
        match (month.count, open) {
            (0, None) => open = Some(index),
            (0, Some(_)) | (_, None) => {}
            (_, Some(from)) => {
                gaps.push(Gap { from: months[from].day.clone(), to: months[index - 1].day.clone() });
                open = None;
            }
        }
    }
    gaps
}

/// The lengths that sessions are counted by, in minutes.
const SESSION_MINUTES: [u64; 5] = [5, 15, 30, 60, 120];

/// Estimates the watch time, since exports have no durations. See [`WatchMethod`].
pub(super) fn watching(
    db: &Connection,
    calendar: &Calendar,
    method: WatchMethod,
    span: &Range<u32>,
) -> Result<Option<Watching>, LibraryError> {
    let last = span.end.saturating_mul(SLOT_SECONDS).saturating_sub(1);
    let (low, high) = id::span(Section::Watch, span.start.saturating_mul(SLOT_SECONDS).max(1), last);
    let mut statement = db.prepare_cached("SELECT id FROM record WHERE id BETWEEN ?1 AND ?2 ORDER BY id")?;
    let mut rows = statement.query([low, high])?;
    let longest_gap = method.gap_minutes.clamp(1, 60) * 60;
    let mut by_day: BTreeMap<i64, u64> = BTreeMap::new();
    let mut sessions = 0;
    let mut session_lengths = vec![0_u64; SESSION_MINUTES.len() + 1];
    let mut longest: Option<Session> = None;
    let mut current: Option<(u32, u32, u64)> = None; // first, last, videos
    let mut names: (u32, i64) = (u32::MAX, 0);
    let mut count = |at: u32, seconds: u32, by_day: &mut BTreeMap<i64, u64>| {
        let slot = at / SLOT_SECONDS;
        if names.0 != slot {
            names = (slot, calendar.day(slot));
        }
        *by_day.entry(names.1).or_default() += u64::from(seconds);
    };
    let mut end = |(first, last, videos): (u32, u32, u64)| {
        let seconds = u64::from(last - first) + u64::from(method.tail_seconds);
        session_lengths[SESSION_MINUTES.iter().filter(|minutes| seconds >= **minutes * 60).count()] += 1;
        if longest.is_none_or(|known| known.seconds < seconds) {
            longest = Some(Session { start: i64::from(first) * 1000, seconds, videos });
        }
    };
    while let Some(row) = rows.next()? {
        let at = id::seconds(row.get(0)?);
        current = match current {
            Some((first, last, videos)) if at - last <= longest_gap => {
                count(last, at - last, &mut by_day);
                Some((first, at, videos + 1))
            }
            before => {
                if let Some(before) = before {
                    count(before.1, method.tail_seconds, &mut by_day);
                    end(before);
                }
                sessions += 1;
                Some((at, at, 1))
            }
        };
    }
    let Some(last) = current else { return Ok(None) };
    count(last.1, method.tail_seconds, &mut by_day);
    end(last);
    let newest = by_day.keys().next_back().copied().unwrap_or_default();
    let oldest = by_day.keys().next().copied().unwrap_or_default();
    let year: u64 = by_day.range(newest - 364..).map(|(_, seconds)| seconds).sum();
    Ok(Some(Watching {
        method,
        seconds: by_day.values().sum(),
        last_year_seconds: year,
        last_year_days: (newest - oldest + 1).min(365).unsigned_abs(),
        sessions,
        session_lengths,
        longest,
        months: months(&by_day),
    }))
}

/// Sections that memories are taken from, the most interesting first.
const MEMORABLE: [Section; 6] =
    [Section::Message, Section::Post, Section::Comment, Section::Search, Section::Like, Section::Watch];
/// The maximum number of memories for one year.
const PER_YEAR: usize = 2;

/// Records of this day, in the person's time zone, in earlier years.
fn memories(db: &Connection, basis: &Basis<'_>) -> Result<Vec<Memory>, LibraryError> {
    let mut memories = Vec::new();
    let mut date = basis.today;
    for _ in 0..20 {
        let Ok(earlier) = date.checked_sub(jiff::Span::new().years(1)) else { break };
        date = earlier;
        // On 29 February, skip years that do not have this day.
        if (date.month(), date.day()) != (basis.today.month(), basis.today.day()) {
            date = Date::new(date.year(), basis.today.month(), 28).unwrap_or(date);
            continue;
        }
        let day = date.to_string();
        let (Some(from), Some(to)) = (basis.calendar.start_of_day(&day), basis.calendar.end_of_day(&day))
        else {
            continue;
        };
        let mut of_year = 0;
        for section in MEMORABLE {
            let Some(counts) = basis.histograms.of(section) else { continue };
            let count = counts.before_slot(to) - counts.before_slot(from);
            if count == 0 || of_year == PER_YEAR || (section == Section::Watch && of_year > 0) {
                continue;
            }
            of_year += 1;
            memories.push(memory(db, section, &day, count, from * SLOT_SECONDS, to * SLOT_SECONDS - 1)?);
        }
    }
    Ok(memories)
}

fn memory(
    db: &Connection,
    section: Section,
    day: &str,
    count: u64,
    from: u32,
    to: u32,
) -> Result<Memory, LibraryError> {
    let (low, high) = id::span(section, from, to);
    let mut memory = Memory { day: day.to_owned(), group: section.group(), count, text: None, chat: None };
    if section == Section::Message {
        // The chat with the most messages of that day.
        let mut statement = db.prepare_cached(
            "SELECT p.text, r.thread, count(*) FROM record r JOIN thread p ON p.id = r.thread
             WHERE r.id BETWEEN ?1 AND ?2 GROUP BY r.thread ORDER BY count(*) DESC LIMIT 1",
        )?;
        let most: Option<(String, i64, i64)> =
            statement.query_row([low, high], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
        if let Some((name, chat, count)) = most {
            memory.text = Some(name).filter(|name| name != NAMELESS);
            memory.chat = Some(chat.to_string());
            memory.count = count.unsigned_abs();
        }
        return Ok(memory);
    }
    let mut statement =
        db.prepare_cached("SELECT text FROM record WHERE id BETWEEN ?1 AND ?2 AND text IS NOT NULL LIMIT 1")?;
    let text = statement.query_row([low, high], |row| {
        Ok(row.get_ref(0)?.as_str().map(|text| beginning(text, limits::PREVIEW_CHARS).to_owned())?)
    });
    memory.text = text.optional()?;
    Ok(memory)
}

/// The most frequent searches.
fn searches(
    db: &Connection,
    all: &SearchCounts,
    span: Option<&Range<u32>>,
) -> Result<Vec<Counted>, LibraryError> {
    let bounded;
    let counts = match span {
        None => all,
        Some(span) => {
            bounded = search_counts(db, span)?;
            &bounded
        }
    };
    let mut most: Vec<(&String, &u64)> = counts.iter().collect();
    most.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    most.truncate(50);
    let (low, high) = id::all(Section::Search);
    let mut statement =
        db.prepare_cached("SELECT max(id) FROM record WHERE id BETWEEN ?1 AND ?2 AND text = ?3")?;
    let mut out = Vec::with_capacity(most.len());
    // Only the first few get the time of the last search, because each requires a scan of all searches.
    for (rank, (text, count)) in most.into_iter().enumerate() {
        let last: Option<i64> = match rank {
            0..10 => statement.query_row(rusqlite::params![low, high, text], |row| row.get(0))?,
            _ => None,
        };
        let last = last.map(|id| i64::from(id::seconds(id)) * 1000).filter(|at| *at > 0);
        out.push(Counted { text: text.clone(), chat: None, count: *count, last });
    }
    Ok(out)
}

/// The chats with the most messages in the span.
fn most_written(
    db: &Connection,
    basis: &Basis<'_>,
    span: Option<&Range<u32>>,
) -> Result<Vec<Counted>, LibraryError> {
    let count = |counts: &Histogram| match span {
        Some(span) => counts.before_slot(span.end) - counts.before_slot(span.start),
        None => counts.total,
    };
    let (chats, _) = most_messages(db, basis.histograms, basis.context, &CHATS, 50, count)?;
    let counted = chats.into_iter().map(|chat| Counted {
        text: chat.name,
        chat: Some(chat.id),
        count: chat.messages,
        last: chat.last.and_then(|row| row.time),
    });
    Ok(counted.collect())
}
