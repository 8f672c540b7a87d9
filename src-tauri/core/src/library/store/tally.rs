//! How many records there are of each section, chat and quarter of an hour: what lists, charts and dates are made of.
//!
//! All time zones lie whole quarters of an hour apart, so these counts give every local hour, day and month without
//! touching a record.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, params};

use crate::library::Section;

/// Seconds of a quarter of an hour.
pub const QUARTER: u32 = 900;

/// The counts of one section or chat, oldest first. Quarter 0 holds the records without a time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Quarter (Unix seconds by [`QUARTER`]) and records in it; never 0.
    pub quarters: Vec<(u32, u32)>,
    /// For each quarter, records in all quarters before it.
    pub before: Vec<u64>,
    /// All records.
    pub total: u64,
}

impl Counts {
    fn from_sorted(quarters: Vec<(u32, u32)>) -> Self {
        let mut total = 0;
        let before = quarters
            .iter()
            .map(|(_, count)| {
                let before = total;
                total += u64::from(*count);
                before
            })
            .collect();
        Self { quarters, before, total }
    }

    /// Records without a time.
    #[must_use]
    pub fn undated(&self) -> u64 {
        self.quarters.first().filter(|(quarter, _)| *quarter == 0).map_or(0, |(_, count)| u64::from(*count))
    }

    /// The quarters of records with a time.
    #[must_use]
    pub fn dated(&self) -> &[(u32, u32)] {
        &self.quarters[usize::from(self.undated() > 0)..]
    }

    /// The quarter in which the record with this number stands, counted from the oldest, and how many come before it.
    #[must_use]
    pub fn quarter_of(&self, index: u64) -> Option<(u32, u64)> {
        if index >= self.total {
            return None;
        }
        let at = self.before.partition_point(|before| *before <= index) - 1;
        Some((self.quarters[at].0, self.before[at]))
    }

    /// Records in quarters before this one.
    #[must_use]
    pub fn before_quarter(&self, quarter: u32) -> u64 {
        let at = self.quarters.partition_point(|(q, _)| *q < quarter);
        self.before.get(at).copied().unwrap_or(self.total)
    }
}

/// All counts at one moment.
#[derive(Debug, Clone, Default)]
pub struct Tallies {
    /// By section.
    pub sections: BTreeMap<Section, Counts>,
    /// By chat or path.
    pub places: HashMap<i64, Counts>,
}

impl Tallies {
    /// Of this section.
    #[must_use]
    pub fn of(&self, section: Section) -> Option<&Counts> {
        self.sections.get(&section)
    }

    /// All records.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.sections.values().map(|counts| counts.total).sum()
    }
}

/// The counts while they grow: by section, place (0 for none) and quarter.
#[derive(Debug, Default)]
pub struct Growing {
    all: BTreeMap<(u8, i64, u32), u32>,
    fresh: HashMap<(u8, i64, u32), u32>,
    /// The count that grows now: records of one quarter come together.
    current: Option<((u8, i64, u32), u32)>,
}

impl Growing {
    /// Loads what is stored.
    pub fn load(db: &Connection) -> rusqlite::Result<Self> {
        let mut statement = db.prepare("SELECT section, place, quarter, count FROM tally")?;
        let rows =
            statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?, row.get(2)?), row.get(3)?)))?;
        Ok(Self { all: rows.collect::<Result<_, _>>()?, ..Self::default() })
    }

    /// Counts one more record.
    pub fn add(&mut self, section: Section, place: Option<i64>, seconds: u32) {
        let key = (section.number(), place.unwrap_or(0), seconds / QUARTER);
        match &mut self.current {
            Some((current, count)) if *current == key => *count += 1,
            current => {
                if let Some((before, count)) = current.replace((key, 1)) {
                    *self.fresh.entry(before).or_default() += count;
                }
            }
        }
    }

    /// Stores what is new, within the caller's transaction.
    pub fn store(&mut self, db: &Connection) -> rusqlite::Result<()> {
        let mut statement = db.prepare_cached(
            "INSERT INTO tally VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET count = count + excluded.count",
        )?;
        if let Some((before, count)) = self.current.take() {
            *self.fresh.entry(before).or_default() += count;
        }
        for (key, count) in self.fresh.drain() {
            statement.execute(params![key.0, key.1, key.2, count])?;
            *self.all.entry(key).or_default() += count;
        }
        Ok(())
    }

    /// The counts as lists need them.
    #[must_use]
    pub fn tallies(&self) -> Tallies {
        let mut sections: BTreeMap<Section, BTreeMap<u32, u32>> = BTreeMap::new();
        let mut places: HashMap<i64, Vec<(u32, u32)>> = HashMap::new();
        for ((section, place, quarter), count) in &self.all {
            let Some(section) = Section::from_number(*section) else { continue };
            *sections.entry(section).or_default().entry(*quarter).or_default() += count;
            if *place != 0 {
                places.entry(*place).or_default().push((*quarter, *count));
            }
        }
        Tallies {
            sections: sections
                .into_iter()
                .map(|(s, q)| (s, Counts::from_sorted(q.into_iter().collect())))
                .collect(),
            places: places.into_iter().map(|(p, q)| (p, Counts::from_sorted(q))).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_list_leads_to_its_quarter_and_back() {
        let counts = Counts::from_sorted(vec![(0, 2), (100, 3), (101, 1), (500, 4)]);
        assert_eq!((counts.total, counts.undated(), counts.dated().len()), (10, 2, 3));
        assert_eq!(counts.quarter_of(0), Some((0, 0)));
        assert_eq!(counts.quarter_of(2), Some((100, 2)));
        assert_eq!(counts.quarter_of(4), Some((100, 2)));
        assert_eq!(counts.quarter_of(5), Some((101, 5)));
        assert_eq!(counts.quarter_of(9), Some((500, 6)));
        assert_eq!(counts.quarter_of(10), None);
        assert_eq!(counts.before_quarter(101), 5);
        assert_eq!(counts.before_quarter(102), 6);
        assert_eq!(counts.before_quarter(9999), 10);
    }
}
