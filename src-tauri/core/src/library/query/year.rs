//! A year in review: figures of one year, each with what it can be checked by.

mod known;
mod words;

use std::collections::BTreeMap;
use std::ops::Range;

use rusqlite::Connection;

use super::calendar::{Calendar, date_of};
use super::chats::most_messages;
use super::overview::{groups, watching};
use super::rows::{Context, Detail, StoredRecord};
use super::search_counts::search_counts;
use crate::library::store::histogram::{Histogram, Histograms, SLOT_SECONDS};
use crate::library::store::id;
use crate::library::{
    Counted, DayCount, Group, LibraryError, Section, WatchMethod, YearCount, YearFirst, YearPeople,
    YearReview, YearRhythm, YearSearches, YearWatched, Years,
};

/// The data that a review is computed from, besides the records.
#[derive(Debug)]
pub struct Basis<'b> {
    /// The number of records by time.
    pub histograms: &'b Histograms,
    /// The person's time zone.
    pub calendar: &'b Calendar,
    /// Owners and relations.
    pub context: &'b Context,
    /// How watch time is estimated.
    pub method: WatchMethod,
    /// The library's version.
    pub version: u64,
}

/// How many searches and chats are named.
const NAMED: usize = 10;
/// The hours of a night after midnight.
const LATE_HOURS: Range<u8> = 0..5;
/// The groups of which the rhythm is shown: that of the first one that has records.
const RHYTHMIC: [Group; 6] =
    [Group::Watch, Group::Likes, Group::Messages, Group::Comments, Group::Searches, Group::Posts];
/// The sections whose first records are named.
const FIRSTS: [Section; 7] = [
    Section::Watch,
    Section::Search,
    Section::Like,
    Section::Message,
    Section::Comment,
    Section::Post,
    Section::Following,
];

/// The years that have records, and this one in review; the newest one if it is `None` or has none.
pub fn years(db: &Connection, basis: &Basis<'_>, year: Option<i16>) -> Result<Years, LibraryError> {
    let years = with_records(basis.histograms, basis.calendar);
    let chosen = years.iter().find(|known| Some(known.year) == year).or(years.first()).copied();
    let review = chosen.map(|chosen| review(db, basis, chosen)).transpose()?.flatten();
    Ok(Years { version: basis.version, years, review })
}

/// The slots of a year; `None` if it is outside the range of times.
fn slots_of(calendar: &Calendar, year: i16) -> Option<Range<u32>> {
    let from = calendar.start_of_day(&format!("{year:04}-01-01"))?;
    let to = calendar.end_of_day(&format!("{year:04}-12-31"))?;
    // Slot 0 has the records without a time. Later seconds have no id.
    (to > from && to <= u32::MAX / SLOT_SECONDS).then_some(from.max(1)..to)
}

fn within(histogram: Option<&Histogram>, slots: &Range<u32>) -> u64 {
    histogram.map_or(0, |counts| counts.before_slot(slots.end) - counts.before_slot(slots.start))
}

/// The slots with records of this section.
fn counted<'h>(
    histograms: &'h Histograms,
    section: Section,
    slots: &Range<u32>,
) -> impl Iterator<Item = (u32, u64)> + use<'h> {
    let dated = histograms.of(section).map(Histogram::dated).unwrap_or_default();
    let from = dated.partition_point(|(slot, _)| *slot < slots.start);
    let to = dated.partition_point(|(slot, _)| *slot < slots.end);
    dated[from..to].iter().map(|(slot, count)| (*slot, u64::from(*count)))
}

/// The years that have dated records, newest first.
fn with_records(histograms: &Histograms, calendar: &Calendar) -> Vec<YearCount> {
    let dated = || histograms.sections.values().map(Histogram::dated);
    let oldest = dated().filter_map(|slots| slots.first()).map(|(slot, _)| *slot).min();
    let newest = dated().filter_map(|slots| slots.last()).map(|(slot, _)| *slot).max();
    let (Some(oldest), Some(newest)) = (oldest, newest) else { return Vec::new() };
    let year = |slot: u32| date_of(calendar.day(slot)).year();
    let count = |year: i16| {
        let slots = slots_of(calendar, year)?;
        let records = histograms.sections.values().map(|counts| within(Some(counts), &slots)).sum();
        (records > 0).then_some(YearCount { year, records })
    };
    (year(oldest)..=year(newest)).rev().filter_map(count).collect()
}

fn review(db: &Connection, basis: &Basis<'_>, chosen: YearCount) -> Result<Option<YearReview>, LibraryError> {
    let YearCount { year, records } = chosen;
    let Some(slots) = slots_of(basis.calendar, year) else { return Ok(None) };
    Ok(Some(YearReview {
        year,
        records,
        groups: groups(basis.histograms, Some(&slots)),
        until: until(db, basis.calendar, &slots)?,
        watched: watched(db, basis, &slots)?,
        rhythm: rhythm(db, basis, year, &slots)?,
        searches: searches(db, basis, &slots)?,
        people: people(db, basis, &slots)?,
        firsts: firsts(db, basis, &slots)?,
        words: words::words(db, basis.context, &slots)?,
    }))
}

/// The day of the newest data, if the year goes on after it.
fn until(db: &Connection, calendar: &Calendar, slots: &Range<u32>) -> Result<Option<String>, LibraryError> {
    let newest: Option<i64> =
        db.prepare_cached("SELECT max(as_of) FROM backup")?.query_row([], |row| row.get(0))?;
    let slot =
        newest.and_then(|newest| u32::try_from(newest / 1000).ok()).map(|second| second / SLOT_SECONDS);
    Ok(slot.filter(|slot| slots.contains(slot)).map(|slot| date_of(calendar.day(slot)).to_string()))
}

fn watched(
    db: &Connection,
    basis: &Basis<'_>,
    slots: &Range<u32>,
) -> Result<Option<YearWatched>, LibraryError> {
    let Some(watching) = watching(db, basis.calendar, basis.method, slots)? else { return Ok(None) };
    let mut days: BTreeMap<i64, u64> = BTreeMap::new();
    let mut late: BTreeMap<i64, u64> = BTreeMap::new();
    for (slot, count) in counted(basis.histograms, Section::Watch, slots) {
        let day = basis.calendar.day(slot);
        *days.entry(day).or_default() += count;
        if LATE_HOURS.contains(&basis.calendar.hour(slot).hour) {
            *late.entry(day).or_default() += count;
        }
    }
    let mut first_at = db.prepare_cached("SELECT min(id) FROM record WHERE id BETWEEN ?1 AND ?2")?;
    let longest_from = match watching.longest.and_then(|session| u32::try_from(session.start / 1000).ok()) {
        Some(start) => {
            let (low, high) = id::span(Section::Watch, start, start);
            first_at.query_row([low, high], |row| row.get::<_, Option<i64>>(0))?
        }
        None => None,
    };
    Ok(Some(YearWatched {
        known: known::days(&known::known(db, &[Section::Watch], slots)?, basis.calendar),
        videos: days.values().sum(),
        days: days.len() as u64,
        watching,
        longest_from: longest_from.map(|id| id.to_string()),
        late_videos: late.values().sum(),
        late_nights: late.into_iter().map(day_count).collect(),
    }))
}

fn day_count((day, count): (i64, u64)) -> DayCount {
    DayCount { day: date_of(day).to_string(), count }
}

fn rhythm(
    db: &Connection,
    basis: &Basis<'_>,
    year: i16,
    slots: &Range<u32>,
) -> Result<Option<YearRhythm>, LibraryError> {
    for group in RHYTHMIC {
        let mut hours = vec![0; 168];
        let mut months = [0; 12];
        let mut days: BTreeMap<i64, u64> = BTreeMap::new();
        for (slot, count) in group.sections().flat_map(|section| counted(basis.histograms, section, slots)) {
            let (day, hour) = (basis.calendar.day(slot), basis.calendar.hour(slot));
            hours[usize::from(hour.weekday) * 24 + usize::from(hour.hour)] += count;
            months[usize::from(date_of(day).month().unsigned_abs()) - 1] += count;
            *days.entry(day).or_default() += count;
        }
        let busiest = days.into_iter().max_by_key(|(day, count)| (*count, std::cmp::Reverse(*day)));
        let Some(busiest) = busiest.map(day_count) else { continue };
        let sections: Vec<Section> = group.sections().collect();
        let months = (1..).zip(months);
        return Ok(Some(YearRhythm {
            group,
            known: known::days(&known::known(db, &sections, slots)?, basis.calendar),
            hours,
            months: months
                .map(|(month, count)| DayCount { day: format!("{year:04}-{month:02}"), count })
                .collect(),
            busiest,
        }));
    }
    Ok(None)
}

fn searches(
    db: &Connection,
    basis: &Basis<'_>,
    slots: &Range<u32>,
) -> Result<Option<YearSearches>, LibraryError> {
    let searches = within(basis.histograms.of(Section::Search), slots);
    if searches == 0 {
        return Ok(None);
    }
    let counts = search_counts(db, slots)?;
    let terms = counts.len() as u64;
    let mut most: Vec<(String, u64)> = counts.into_iter().collect();
    most.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    most.truncate(NAMED);
    Ok(Some(YearSearches {
        known: known::days(&known::known(db, &[Section::Search], slots)?, basis.calendar),
        searches,
        terms,
        most: most.into_iter().map(|(text, count)| Counted { text, chat: None, count, last: None }).collect(),
    }))
}

fn people(
    db: &Connection,
    basis: &Basis<'_>,
    slots: &Range<u32>,
) -> Result<Option<YearPeople>, LibraryError> {
    let chats = [Section::Message, Section::GroupMessage];
    let new = |section| within(basis.histograms.of(section), slots);
    let messages = chats.into_iter().map(new).sum();
    let (followers, following) = (new(Section::Follower), new(Section::Following));
    if messages + followers + following == 0 {
        return Ok(None);
    }
    let count = |counts: &Histogram| within(Some(counts), slots);
    let (most, number) = most_messages(db, basis.histograms, basis.context, &chats, NAMED, count)?;
    let most = most.into_iter().map(|chat| Counted {
        text: chat.name,
        chat: Some(chat.id),
        count: chat.messages,
        last: None,
    });
    Ok(Some(YearPeople {
        known: known::days(&known::known(db, &chats, slots)?, basis.calendar),
        messages,
        chats: number,
        most: most.collect(),
        followers,
        following,
    }))
}

fn firsts(db: &Connection, basis: &Basis<'_>, slots: &Range<u32>) -> Result<Vec<YearFirst>, LibraryError> {
    let mut first_in = db.prepare_cached("SELECT min(id) FROM record WHERE id BETWEEN ?1 AND ?2")?;
    let mut firsts = Vec::new();
    let from = slots.start * SLOT_SECONDS;
    for section in FIRSTS {
        let (low, high) = id::span(section, from, slots.end * SLOT_SECONDS - 1);
        let Some(first) = first_in.query_row([low, high], |row| row.get::<_, Option<i64>>(0))? else {
            continue;
        };
        let Some(record) = StoredRecord::load_part(db, first)? else { continue };
        let known = known::known(db, &[section], slots)?;
        let is_certain =
            known.first().is_some_and(|span| span.start == from && span.contains(&id::seconds(first)));
        let row = basis.context.row(record, None, Detail::Preview);
        firsts.push(YearFirst { row, is_uncertain: !is_certain });
    }
    firsts.sort_by_key(|first| first.row.time);
    Ok(firsts)
}
