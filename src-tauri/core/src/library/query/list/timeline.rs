//! A section or chat in the order of the table, with positions computed from its histogram.

use rusqlite::Connection;

use super::same_second;
use crate::library::LibraryError;
use crate::library::Section;
use crate::library::store::histogram::{Histogram, Histograms, SLOT_SECONDS};
use crate::library::store::id;

/// Up to this many rows between two wanted records are scanned; beyond that, a new range query starts.
const WALKED: u64 = 40;

/// A section, or one chat of it.
#[derive(Debug, Clone)]
pub(super) struct Timeline {
    section: Section,
    thread: Option<i64>,
    pub(super) counts: Histogram,
}

impl Timeline {
    /// A whole section.
    pub(super) fn of_section(histograms: &Histograms, section: Section) -> Self {
        Self { section, thread: None, counts: histograms.of(section).cloned().unwrap_or_default() }
    }

    /// A chat, or the records at one path.
    pub(super) fn of_thread(
        db: &Connection,
        histograms: &Histograms,
        thread: i64,
    ) -> Result<Self, LibraryError> {
        let section = db
            .prepare_cached("SELECT section FROM thread WHERE id = ?1")?
            .query_row([thread], |row| row.get::<_, u8>(0))
            .map_err(|_| LibraryError::NotFound("chat"))?;
        Ok(Self {
            section: Section::from_number(section).unwrap_or(Section::Other),
            thread: Some(thread),
            counts: histograms.threads.get(&thread).cloned().unwrap_or_default(),
        })
    }

    /// The ids of `count` records from position `from` on, the oldest first, with the records of each second sorted.
    pub(super) fn fetch(&self, db: &Connection, from: u64, count: u64) -> Result<Vec<i64>, LibraryError> {
        let Some((slot, before)) = self.counts.slot_at(from) else { return Ok(Vec::new()) };
        let (low, _) = id::span(self.section, slot * SLOT_SECONDS, 0);
        let (_, high) = id::all(self.section);
        let values =
            [low, high, self.thread.unwrap_or(0), count.cast_signed(), (from - before).cast_signed()];
        let mut statement = db.prepare_cached(&format!("{} LIMIT ?4 OFFSET ?5", self.between()))?;
        let mut ids: Vec<i64> = statement.query_map(values, |row| row.get(0))?.collect::<Result<_, _>>()?;
        let count = ids.len();
        let mut at = 0;
        for run in ids.chunk_by_mut(|a, b| same_second::is_same_second(*a, *b)) {
            let is_at_an_end = at == 0 || at + run.len() == count;
            at += run.len();
            if is_at_an_end {
                self.sort_part(db, run)?;
            } else {
                same_second::sort_by_seq(db, run)?;
            }
        }
        Ok(ids)
    }

    /// Sorts adjacent records that are part of a longer run of one second.
    fn sort_part(&self, db: &Connection, part: &mut [i64]) -> Result<(), LibraryError> {
        let seconds = id::seconds(part[0]);
        if seconds == 0 {
            return Ok(());
        }
        let (low, high) = id::span(self.section, seconds, seconds);
        let mut statement = db.prepare_cached(&format!("{} LIMIT ?4", self.between()))?;
        let most = i64::try_from(same_second::MOST + 1).unwrap_or(i64::MAX);
        let values = [low, high, self.thread.unwrap_or(0), most];
        let mut all: Vec<i64> = statement.query_map(values, |row| row.get(0))?.collect::<Result<_, _>>()?;
        let Some(from) = all.iter().position(|id| *id == part[0]) else { return Ok(()) };
        same_second::sort_by_seq(db, &mut all)?;
        if let Some(sorted) = all.get(from..from + part.len()) {
            part.copy_from_slice(sorted);
        }
        Ok(())
    }

    /// Calls `each` with each of these records and its position, counted from the oldest. `records` are ascending;
    /// those of other sections and chats are skipped.
    pub(super) fn each(
        &self,
        db: &Connection,
        records: &[i64],
        mut each: impl FnMut(i64, u64),
    ) -> Result<(), LibraryError> {
        let mut statement = db.prepare_cached(self.between())?;
        let before = |id: i64| self.counts.before_slot(id::seconds(id) / SLOT_SECONDS);
        let near = |a: &i64, b: &i64| before(*b).saturating_sub(before(*a)) <= WALKED;
        let all = id::all(self.section);
        let from = records.partition_point(|id| *id < all.0);
        let to = records.partition_point(|id| *id <= all.1);
        let mut run = Run::default();
        for group in records[from..to].chunk_by(near) {
            let last = id::seconds(group[group.len() - 1]);
            let (low, _) = id::span(self.section, id::seconds(group[0]) / SLOT_SECONDS * SLOT_SECONDS, 0);
            // Up to the end of that second, to include the rest of its run.
            let high = if last == 0 { group[group.len() - 1] } else { id::span(self.section, last, last).1 };
            let mut rows = statement.query([low, high, self.thread.unwrap_or(0)])?;
            let (mut at, mut wanted) = (before(group[0]), group.iter().peekable());
            while let Some(row) = rows.next()? {
                let id: i64 = row.get(0)?;
                if !run.ids.last().is_some_and(|last| same_second::is_same_second(*last, id)) {
                    run.end(db, &mut each)?;
                    run.start = at;
                }
                while wanted.next_if(|other| **other < id).is_some() {}
                if wanted.next_if_eq(&&id).is_some() {
                    run.wanted.push(id);
                }
                run.ids.push(id);
                at += 1;
            }
            run.end(db, &mut each)?;
        }
        Ok(())
    }

    /// The SQL query for the ids between two ids, both inclusive.
    fn between(&self) -> &'static str {
        match self.thread {
            Some(_) => {
                "SELECT id FROM record INDEXED BY by_thread WHERE thread = ?3 AND id BETWEEN ?1 AND ?2 ORDER BY id"
            }
            None => "SELECT id FROM record WHERE id BETWEEN ?1 AND ?2 AND ?3 = 0 ORDER BY id",
        }
    }
}

/// A run of records of one second.
#[derive(Default)]
struct Run {
    /// The position of the first.
    start: u64,
    ids: Vec<i64>,
    wanted: Vec<i64>,
}

impl Run {
    /// Reports the positions of the wanted records and clears the run.
    fn end(&mut self, db: &Connection, each: &mut impl FnMut(i64, u64)) -> Result<(), LibraryError> {
        if !self.wanted.is_empty() {
            same_second::sort_by_seq(db, &mut self.ids)?;
            for id in self.wanted.drain(..) {
                // Runs that are too long to be sorted keep the order of the table.
                let at = if self.ids.len() > same_second::MOST {
                    self.ids.binary_search(&id).ok()
                } else {
                    self.ids.iter().position(|other| *other == id)
                };
                each(id, self.start + at.unwrap_or_default() as u64);
            }
        }
        self.ids.clear();
        Ok(())
    }
}
