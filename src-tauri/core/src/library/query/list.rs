//! Lists: their records, their order, and the positions of records.
//!
//! There are two kinds. A whole section or chat in chronological order is never materialised: positions are computed
//! from its histogram. All other lists are vectors of record ids, cached while they are in use.

mod filter;
mod same_second;
mod sort;
mod sources;
mod timeline;

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use filter::{bounds, select};
use rusqlite::Connection;
use sort::sort;
pub use sources::Sources;
use timeline::Timeline;

use super::calendar::{Calendar, DayNames};
use crate::library::LibraryError;
use crate::library::store::histogram::{Histograms, SLOT_SECONDS};
use crate::library::store::id;
use crate::library::{DayCount, Filter, Group, ListQuery, Order, Section};

/// A resolved list.
#[derive(Debug, Clone)]
pub enum List {
    /// A section or chat in chronological order.
    Whole(Whole),
    /// Record ids in the order of the list, and that order if it is chronological.
    Chosen(Arc<Vec<i64>>, Option<Order>),
}

/// A section or chat within a time span.
#[derive(Debug, Clone)]
pub struct Whole {
    of: Timeline,
    /// The range of rows, counted from the oldest.
    part: Range<u64>,
    is_newest_first: bool,
}

impl Whole {
    fn undated(&self) -> u64 {
        self.of.counts.undated().saturating_sub(self.part.start).min(self.part.end - self.part.start)
    }

    fn total(&self) -> u64 {
        self.part.end - self.part.start
    }

    /// Converts a position in the list to a position counted from the oldest record.
    fn oldest_first(&self, position: u64) -> u64 {
        let (total, undated) = (self.total(), self.undated());
        self.part.start
            + if self.is_newest_first {
                total - 1 - position
            } else if position < total - undated {
                undated + position
            } else {
                position - (total - undated)
            }
    }

    fn position_of(&self, oldest_first: u64) -> Option<u64> {
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
    /// Resolves a query.
    pub fn resolve(from: &Sources<'_>, query: &ListQuery) -> Result<Self, LibraryError> {
        let &Sources { db, histograms, calendar, .. } = from;
        let filter = &query.filter;
        let sections = sections(histograms, query.group, filter);
        let chat = filter.chat.as_ref().or(filter.path.as_ref()).and_then(|chat| chat.parse::<i64>().ok());
        if matches!(query.order, Order::Newest | Order::Oldest) && is_whole(filter) {
            let timeline = match (chat, sections.as_slice()) {
                (Some(chat), _) => Some(Timeline::of_thread(db, histograms, chat)?),
                (None, [section]) => Some(Timeline::of_section(histograms, *section)),
                (None, _) => None,
            };
            if let Some(of) = timeline {
                let counts = &of.counts;
                let (from, to) = bounds(calendar, filter);
                let start = if from > 0 { counts.before_slot(from) } else { 0 };
                let end = to.map_or(counts.total, |to| counts.before_slot(to));
                // If there is an end, records without a time are excluded.
                let start = if to.is_some() { start.max(counts.undated()) } else { start };
                let part = start..end.max(start);
                let is_newest_first = query.order == Order::Newest;
                return Ok(Self::Whole(Whole { of, part, is_newest_first }));
            }
        }
        let ids = select(from, &sections, chat, filter)?;
        let (ids, order) = sort(db, ids, query.order)?;
        Ok(Self::Chosen(Arc::new(ids), order))
    }

    /// The number of rows.
    #[must_use]
    pub fn total(&self) -> u64 {
        match self {
            Self::Whole(whole) => whole.total(),
            Self::Chosen(ids, _) => ids.len() as u64,
        }
    }

    /// Whether the order is chronological.
    #[must_use]
    pub fn is_chronological(&self) -> bool {
        !matches!(self, Self::Chosen(_, None))
    }

    /// The number of rows without a time.
    #[must_use]
    pub fn undated(&self) -> u64 {
        match self {
            Self::Whole(whole) => whole.undated(),
            Self::Chosen(ids, _) => ids.iter().filter(|id| id::seconds(**id) == 0).count() as u64,
        }
    }

    /// The days of the list, in its order; empty if the order is not chronological.
    #[must_use]
    pub fn days(&self, calendar: &Calendar) -> Vec<DayCount> {
        let mut days: Vec<(i64, u64)> = Vec::new();
        let mut add = |slot: u32, count: u64| {
            let day = calendar.day(slot);
            match days.last_mut() {
                Some((last, sum)) if *last == day => *sum += count,
                _ => days.push((day, count)),
            }
        };
        match self {
            Self::Whole(whole) => {
                let dated = whole.of.counts.dated();
                let skip = whole.of.counts.slots.len() - dated.len();
                let inside = dated
                    .iter()
                    .enumerate()
                    .filter(|(index, _)| whole.part.contains(&whole.of.counts.before[skip + index]));
                let inside: Vec<_> = inside.map(|(_, counted)| *counted).collect();
                let each = |(slot, count): &(u32, u32)| add(*slot, u64::from(*count));
                if whole.is_newest_first {
                    inside.iter().rev().for_each(each);
                } else {
                    inside.iter().for_each(each);
                }
            }
            Self::Chosen(ids, Some(_)) => {
                ids.iter()
                    .map(|id| id::seconds(*id))
                    .filter(|s| *s > 0)
                    .for_each(|s| add(s / SLOT_SECONDS, 1));
            }
            Self::Chosen(..) => {}
        }
        let mut names = DayNames::default();
        days.into_iter().map(|(day, count)| DayCount { day: names.of(day).to_owned(), count }).collect()
    }

    /// The ids of up to `count` records from `start` on.
    pub fn ids(&self, db: &Connection, start: u64, count: u64) -> Result<Vec<i64>, LibraryError> {
        let end = (start + count).min(self.total());
        if start >= end {
            return Ok(Vec::new());
        }
        match self {
            Self::Chosen(ids, order) => {
                let at = |position: u64| usize::try_from(position).unwrap_or(usize::MAX);
                let part = at(start)..at(end);
                match order {
                    Some(order) => same_second::part(db, ids, part, *order == Order::Newest),
                    None => Ok(ids[part].to_vec()),
                }
            }
            Self::Whole(whole) => {
                let mut out = Vec::new();
                let mut position = start;
                while position < end {
                    // If the oldest is first, records without a time are last in the list but first in the table, so
                    // they are read separately.
                    let break_at =
                        if whole.is_newest_first { whole.total() } else { whole.total() - whole.undated() };
                    let stop = if position < break_at { end.min(break_at) } else { end };
                    let (a, b) = (whole.oldest_first(position), whole.oldest_first(stop - 1));
                    let mut ids = whole.of.fetch(db, a.min(b), stop - position)?;
                    if a > b {
                        ids.reverse();
                    }
                    out.append(&mut ids);
                    position = stop;
                }
                Ok(out)
            }
        }
    }

    /// The position of a record, from 0.
    pub fn position(&self, db: &Connection, record: i64) -> Result<Option<u64>, LibraryError> {
        match self {
            Self::Chosen(ids, _) => {
                let Some(position) = ids.iter().position(|id| *id == record) else { return Ok(None) };
                self.position_in_second(db, record, position).map(Some)
            }
            Self::Whole(whole) => {
                let mut found = None;
                whole.of.each(db, &[record], |_, at| found = whole.position_of(at))?;
                Ok(found)
            }
        }
    }

    /// The position of a record that is stored at `position`, after the records of its second are sorted.
    fn position_in_second(&self, db: &Connection, record: i64, position: usize) -> Result<u64, LibraryError> {
        let Self::Chosen(ids, Some(order)) = self else { return Ok(position as u64) };
        let whole = same_second::widen_to_runs(ids, position..position + 1);
        if whole.len() == 1 {
            return Ok(position as u64);
        }
        let run = same_second::part(db, ids, whole.clone(), *order == Order::Newest)?;
        let at = run.iter().position(|id| *id == record).unwrap_or(position - whole.start);
        Ok((whole.start + at) as u64)
    }

    /// The positions of those of `records` that are in the list, ascending. Faster than calling [`List::position`] for
    /// each.
    pub fn positions(&self, db: &Connection, records: &[i64]) -> Result<Vec<u64>, LibraryError> {
        let mut positions = Vec::with_capacity(records.len());
        match self {
            Self::Chosen(ids, _) => {
                let wanted: HashSet<i64> = records.iter().copied().collect();
                for (at, id) in ids.iter().enumerate().filter(|(_, id)| wanted.contains(id)) {
                    positions.push(self.position_in_second(db, *id, at)?);
                }
                positions.sort_unstable();
            }
            Self::Whole(whole) => {
                let mut records = records.to_vec();
                records.sort_unstable();
                whole.of.each(db, &records, |_, at| positions.extend(whole.position_of(at)))?;
                positions.sort_unstable();
            }
        }
        Ok(positions)
    }
}

/// The sections of a list: those of the filter, or all of the group that have records.
#[must_use]
pub fn sections(histograms: &Histograms, group: Group, filter: &Filter) -> Vec<Section> {
    group
        .sections()
        .filter(|section| filter.sections.is_empty() || filter.sections.contains(section))
        .filter(|section| histograms.of(*section).is_some())
        .collect()
}

/// Whether the filter has only sections, a chat and days.
fn is_whole(filter: &Filter) -> bool {
    let rest =
        Filter { sections: Vec::new(), from: None, to: None, chat: None, path: None, ..filter.clone() };
    rest == Filter::default()
}
