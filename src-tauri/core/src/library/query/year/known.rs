//! The days of a year that the lists of a section cover: those of a backup cover the time from their oldest record to the
//! time of the backup's data.

use std::collections::HashSet;
use std::ops::Range;

use rusqlite::Connection;

use crate::library::query::calendar::{Calendar, date_of};
use crate::library::store::histogram::SLOT_SECONDS;
use crate::library::store::id;
use crate::library::{DaySpan, LibraryError, Section};

/// The seconds that the lists of these sections cover, within these slots: in order, and apart from each other.
pub fn known(
    db: &Connection,
    sections: &[Section],
    slots: &Range<u32>,
) -> Result<Vec<Range<u32>>, LibraryError> {
    let year = slots.start * SLOT_SECONDS..slots.end * SLOT_SECONDS;
    let mut covered = Vec::new();
    for section in sections {
        of_section(db, *section, &year, &mut covered)?;
    }
    Ok(united(covered, &year))
}

/// As days.
#[must_use]
pub fn days(known: &[Range<u32>], calendar: &Calendar) -> Vec<DaySpan> {
    let day = |second: u32| calendar.day(second / SLOT_SECONDS);
    let mut spans: Vec<(i64, i64)> = Vec::new();
    for (from, to) in known.iter().map(|span| (day(span.start), day(span.end - 1))) {
        match spans.last_mut() {
            Some(last) if from <= last.1 + 1 => last.1 = to,
            _ => spans.push((from, to)),
        }
    }
    let span = |(from, to)| DaySpan { from: date_of(from).to_string(), to: date_of(to).to_string() };
    spans.into_iter().map(span).collect()
}

/// Adds the times from the oldest record of the section in each backup, to the time of the backup's data.
fn of_section(
    db: &Connection,
    section: Section,
    year: &Range<u32>,
    covered: &mut Vec<Range<u32>>,
) -> Result<(), LibraryError> {
    let mut missing: i64 = db
        .prepare_cached(
            "SELECT count(DISTINCT b.number) FROM list l JOIN backup b ON b.number = l.backup
             WHERE l.section = ?1 AND l.read > 0 AND b.as_of >= ?2",
        )?
        .query_row([i64::from(section.number()), i64::from(year.start) * 1000], |row| row.get(0))?;
    let mut backups_of = db.prepare_cached(
        "SELECT DISTINCT b.number, b.as_of FROM list_set s JOIN list l ON l.serial = s.list
         JOIN backup b ON b.number = l.backup WHERE s.id = ?1 AND b.as_of >= ?2",
    )?;
    let mut records =
        db.prepare_cached("SELECT id, lists FROM record WHERE id BETWEEN ?1 AND ?2 ORDER BY id")?;
    let (low, high) = id::span(section, 1, year.end - 1);
    let mut rows = records.query([low, high])?;
    let (mut met, mut sets) = (HashSet::new(), HashSet::new());
    let mut last = None;
    while let Some(row) = rows.next()? {
        let set: i64 = row.get(1)?;
        // Neighbours mostly are in the same lists.
        if last.replace(set) == Some(set) || !sets.insert(set) {
            continue;
        }
        let mut backups = backups_of.query([set, i64::from(year.start) * 1000])?;
        while let Some(backup) = backups.next()? {
            if !met.insert(backup.get::<_, i64>(0)?) {
                continue;
            }
            let as_of = u32::try_from(backup.get::<_, i64>(1)? / 1000).unwrap_or(u32::MAX);
            // The second of the newest record is covered, too.
            covered.push(id::seconds(row.get(0)?)..as_of.saturating_add(1));
            missing -= 1;
        }
        if missing <= 0 {
            break;
        }
    }
    Ok(())
}

/// The union of these spans, within a year.
fn united(mut spans: Vec<Range<u32>>, year: &Range<u32>) -> Vec<Range<u32>> {
    spans.sort_by_key(|span| span.start);
    let mut out: Vec<Range<u32>> = Vec::new();
    for span in spans {
        let span = span.start.max(year.start)..span.end.min(year.end);
        match out.last_mut() {
            _ if span.is_empty() => {}
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_spans_are_united_and_cut_to_the_year() {
        assert_eq!(united(vec![60..90, 10..40, 30..50, 95..120], &(20..100)), [20..50, 60..90, 95..100]);
        assert_eq!(united(vec![0..10, 200..300], &(20..100)), []);
    }

    #[test]
    fn spans_of_neighbouring_days_are_one() {
        let calendar = Calendar::new(jiff::tz::TimeZone::UTC);
        let day = 86_400;
        let days = days(&[10..day + 5, 2 * day + 9..2 * day + 10, 9 * day..10 * day], &calendar);
        let days: Vec<_> = days.iter().map(|span| (span.from.as_str(), span.to.as_str())).collect();
        assert_eq!(days, [("1970-01-01", "1970-01-03"), ("1970-01-10", "1970-01-10")]);
    }
}
