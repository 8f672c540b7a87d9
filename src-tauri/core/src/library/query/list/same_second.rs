//! The order of records of the same section and second: their ids order them by hash, but the order in the export
//! counts.

use std::ops::Range;

use rusqlite::Connection;

use crate::library::LibraryError;
use crate::library::store::id;

/// The longest run of records of one second that is sorted. In longer runs, the times are not meaningful.
pub(super) const MOST: usize = 1_000;

/// Whether two records have the same section and second. Records without a time have no order.
pub(super) fn is_same_second(a: i64, b: i64) -> bool {
    let key = |id| (id::section(id), id::seconds(id));
    key(a) == key(b) && id::seconds(a) > 0
}

/// Sorts a complete run of records of one second chronologically.
pub(super) fn sort_by_seq(db: &Connection, run: &mut [i64]) -> Result<(), LibraryError> {
    if run.len() < 2 || run.len() > MOST {
        return Ok(());
    }
    let mut statement = db.prepare_cached("SELECT seq FROM record WHERE id = ?1")?;
    let mut by_seq = Vec::with_capacity(run.len());
    for id in run.iter() {
        by_seq.push((statement.query_row([id], |row| row.get::<_, i64>(0))?, *id));
    }
    by_seq.sort_unstable();
    for (slot, (_, id)) in run.iter_mut().zip(by_seq) {
        *slot = id;
    }
    Ok(())
}

/// A range of a chronological list, widened to whole runs of one second, but by no more than is needed to see that a
/// run is too long to be sorted.
pub(super) fn widen_to_runs(ids: &[i64], part: Range<usize>) -> Range<usize> {
    let tied = |at: &usize| is_same_second(ids[*at], ids[*at - 1]);
    let before = (1..=part.start).rev().take(MOST).take_while(tied).count();
    let after = (part.end..ids.len()).take(MOST).take_while(tied).count();
    part.start - before..part.end + after
}

/// A range of a chronological list, with the records of each second sorted.
pub(super) fn part(
    db: &Connection,
    ids: &[i64],
    part: Range<usize>,
    is_newest_first: bool,
) -> Result<Vec<i64>, LibraryError> {
    if part.is_empty() {
        return Ok(Vec::new());
    }
    let whole = widen_to_runs(ids, part.clone());
    let mut out = ids[whole.clone()].to_vec();
    for run in out.chunk_by_mut(|a, b| is_same_second(*a, *b)) {
        sort_by_seq(db, run)?;
        if is_newest_first && run.len() > 1 && run.len() <= MOST {
            run.reverse();
        }
    }
    out.truncate(part.end - whole.start);
    Ok(out.split_off(part.start - whole.start))
}
