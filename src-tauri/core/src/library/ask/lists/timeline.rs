//! A section or chat in the order of the table. How many records each quarter of an hour has says where any of them is.

use rusqlite::Connection;

use super::ties;
use crate::library::LibraryError;
use crate::library::Section;
use crate::library::store::id;
use crate::library::store::tally::{Counts, QUARTER, Tallies};

/// Rows between two that are looked for are walked over, up to so many; then the next one is sought anew.
const WALKED: u64 = 40;

/// A section, or one chat of it.
#[derive(Debug, Clone)]
pub(super) struct Timeline {
    section: Section,
    place: Option<i64>,
    pub(super) counts: Counts,
}

impl Timeline {
    /// All of a section.
    pub(super) fn of_section(tallies: &Tallies, section: Section) -> Self {
        Self { section, place: None, counts: tallies.of(section).cloned().unwrap_or_default() }
    }

    /// A chat, or what stands at one path.
    pub(super) fn of_place(db: &Connection, tallies: &Tallies, place: i64) -> Result<Self, LibraryError> {
        let section = db
            .prepare_cached("SELECT section FROM place WHERE id = ?1")?
            .query_row([place], |row| row.get::<_, u8>(0))
            .map_err(|_| LibraryError::Unknown("chat"))?;
        Ok(Self {
            section: Section::from_number(section).unwrap_or(Section::Other),
            place: Some(place),
            counts: tallies.places.get(&place).cloned().unwrap_or_default(),
        })
    }

    /// So many numbers of records from one on, counted from the first; those of one second in their true order.
    pub(super) fn fetch(&self, db: &Connection, from: u64, count: u64) -> Result<Vec<i64>, LibraryError> {
        let Some((quarter, before)) = self.counts.quarter_of(from) else { return Ok(Vec::new()) };
        let (low, _) = id::span(self.section, quarter * QUARTER, 0);
        let (_, high) = id::all(self.section);
        let values = [low, high, self.place.unwrap_or(0), count.cast_signed(), (from - before).cast_signed()];
        let mut statement = db.prepare_cached(&format!("{} LIMIT ?4 OFFSET ?5", self.between()))?;
        let mut ids: Vec<i64> = statement.query_map(values, |row| row.get(0))?.collect::<Result<_, _>>()?;
        let count = ids.len();
        let mut at = 0;
        for run in ids.chunk_by_mut(|a, b| ties::is_tied(*a, *b)) {
            let is_at_an_end = at == 0 || at + run.len() == count;
            at += run.len();
            if is_at_an_end {
                self.settle_part(db, run)?;
            } else {
                ties::settle(db, run)?;
            }
        }
        Ok(ids)
    }

    /// Puts some records of one second, which follow one another in the table, where they stand among all of it.
    fn settle_part(&self, db: &Connection, part: &mut [i64]) -> Result<(), LibraryError> {
        let seconds = id::seconds(part[0]);
        if seconds == 0 {
            return Ok(());
        }
        let (low, high) = id::span(self.section, seconds, seconds);
        let mut statement = db.prepare_cached(&format!("{} LIMIT ?4", self.between()))?;
        let most = i64::try_from(ties::MOST + 1).unwrap_or(i64::MAX);
        let values = [low, high, self.place.unwrap_or(0), most];
        let mut all: Vec<i64> = statement.query_map(values, |row| row.get(0))?.collect::<Result<_, _>>()?;
        let Some(from) = all.iter().position(|id| *id == part[0]) else { return Ok(()) };
        ties::settle(db, &mut all)?;
        if let Some(settled) = all.get(from..from + part.len()) {
            part.copy_from_slice(settled);
        }
        Ok(())
    }

    /// Says of each of these records, which are in the order of the table, how many stand before it. Those of other sections
    /// and chats are left out.
    pub(super) fn each(
        &self,
        db: &Connection,
        records: &[i64],
        mut each: impl FnMut(i64, u64),
    ) -> Result<(), LibraryError> {
        let mut statement = db.prepare_cached(self.between())?;
        let before = |id: i64| self.counts.before_quarter(id::seconds(id) / QUARTER);
        let near = |a: &i64, b: &i64| before(*b).saturating_sub(before(*a)) <= WALKED;
        let all = id::all(self.section);
        let from = records.partition_point(|id| *id < all.0);
        let to = records.partition_point(|id| *id <= all.1);
        let mut run = Run::default();
        for group in records[from..to].chunk_by(near) {
            let last = id::seconds(group[group.len() - 1]);
            let (low, _) = id::span(self.section, id::seconds(group[0]) / QUARTER * QUARTER, 0);
            // To the end of that second: what is tied to the last one, too.
            let high = if last == 0 { group[group.len() - 1] } else { id::span(self.section, last, last).1 };
            let mut rows = statement.query([low, high, self.place.unwrap_or(0)])?;
            let (mut at, mut wanted) = (before(group[0]), group.iter().peekable());
            while let Some(row) = rows.next()? {
                let id: i64 = row.get(0)?;
                if !run.ids.last().is_some_and(|last| ties::is_tied(*last, id)) {
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

    /// The numbers of its records between two.
    fn between(&self) -> &'static str {
        match self.place {
            Some(_) => {
                "SELECT id FROM record INDEXED BY by_place WHERE place = ?3 AND id BETWEEN ?1 AND ?2 ORDER BY id"
            }
            None => "SELECT id FROM record WHERE id BETWEEN ?1 AND ?2 AND ?3 = 0 ORDER BY id",
        }
    }
}

/// Records of one second, on the way through the table.
#[derive(Default)]
struct Run {
    /// How many stand before the first.
    start: u64,
    ids: Vec<i64>,
    wanted: Vec<i64>,
}

impl Run {
    /// Says where the wanted ones stand, and begins anew.
    fn end(&mut self, db: &Connection, each: &mut impl FnMut(i64, u64)) -> Result<(), LibraryError> {
        if !self.wanted.is_empty() {
            ties::settle(db, &mut self.ids)?;
            for id in self.wanted.drain(..) {
                // Too many to have been settled are still in the order of the table.
                let at = if self.ids.len() > ties::MOST {
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
