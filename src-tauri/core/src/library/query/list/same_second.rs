//! Records of one section and second stand in the table by chance; their order in the export is the true one.

use std::ops::Range;

use rusqlite::Connection;

use crate::library::LibraryError;
use crate::library::store::id;

/// More of one second than these are left as they stand: such an export has no times worth the name.
pub(super) const MOST: usize = 1_000;

/// Whether two records stand by chance: they are of one section and second. What has no time has no order.
pub(super) fn is_same_second(a: i64, b: i64) -> bool {
    let key = |id| (id::section(id), id::seconds(id));
    key(a) == key(b) && id::seconds(a) > 0
}

/// Puts records that are tied, all there are of them, into the order in which they happened.
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

/// The part of a list in the order of time, widened by what is tied to its first and its last record; by no more than it
/// takes to know that a run is left as it stands.
pub(super) fn widen_to_runs(ids: &[i64], part: Range<usize>) -> Range<usize> {
    let tied = |at: &usize| is_same_second(ids[*at], ids[*at - 1]);
    let before = (1..=part.start).rev().take(MOST).take_while(tied).count();
    let after = (part.end..ids.len()).take(MOST).take_while(tied).count();
    part.start - before..part.end + after
}

/// Part of a list in the order of time, settled. The list itself may have the newest or the oldest first.
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
