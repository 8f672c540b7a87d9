//! A section or chat in the order of the table. How many records each quarter of an hour has says where any of them is.

use rusqlite::Connection;

use crate::library::LibraryError;
use crate::library::store::id;
use crate::library::store::tally::{Counts, QUARTER, Tallies};
use crate::view::Section;

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

    /// So many numbers of records from one on, counted from the first.
    pub(super) fn fetch(&self, db: &Connection, from: u64, count: u64) -> Result<Vec<i64>, LibraryError> {
        let Some((quarter, before)) = self.counts.quarter_of(from) else { return Ok(Vec::new()) };
        let (low, _) = id::span(self.section, quarter * QUARTER, 0);
        let (_, high) = id::all(self.section);
        let values = [low, high, self.place.unwrap_or(0), count.cast_signed(), (from - before).cast_signed()];
        let mut statement = db.prepare_cached(&format!("{} LIMIT ?4 OFFSET ?5", self.between()))?;
        Ok(statement.query_map(values, |row| row.get(0))?.collect::<Result<_, _>>()?)
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
        for group in records[from..to].chunk_by(near) {
            let (low, _) = id::span(self.section, id::seconds(group[0]) / QUARTER * QUARTER, 0);
            let mut rows = statement.query([low, group[group.len() - 1], self.place.unwrap_or(0)])?;
            let (mut at, mut wanted) = (before(group[0]), group.iter().peekable());
            while let Some(row) = rows.next()? {
                let id: i64 = row.get(0)?;
                while wanted.next_if(|other| **other < id).is_some() {}
                if wanted.next_if_eq(&&id).is_some() {
                    each(id, at);
                }
                at += 1;
            }
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
