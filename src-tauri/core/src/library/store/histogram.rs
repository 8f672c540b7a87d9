//! Histograms: the number of records by section, thread and time slot of 15 minutes. Lists, charts and dates are
//! computed from them.
//!
//! The offsets of all time zones are multiples of 15 minutes, so the counts of every local hour, day and month can be
//! computed without reading records.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, params};

use crate::library::Section;

/// The length of a slot in seconds: 15 minutes.
pub const SLOT_SECONDS: u32 = 900;

/// The counts of one section or thread, oldest first. Slot 0 has the records without a time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Histogram {
    /// Pairs of a slot (Unix seconds divided by [`SLOT_SECONDS`]) and the number of its records, which is never 0.
    pub slots: Vec<(u32, u32)>,
    /// For each slot, the number of records in all earlier slots.
    pub before: Vec<u64>,
    /// The number of all records.
    pub total: u64,
}

impl Histogram {
    fn from_sorted(slots: Vec<(u32, u32)>) -> Self {
        let mut total = 0;
        let before = slots
            .iter()
            .map(|(_, count)| {
                let before = total;
                total += u64::from(*count);
                before
            })
            .collect();
        Self { slots, before, total }
    }

    /// The number of records without a time.
    #[must_use]
    pub fn undated(&self) -> u64 {
        self.slots.first().filter(|(slot, _)| *slot == 0).map_or(0, |(_, count)| u64::from(*count))
    }

    /// The slots of records with a time.
    #[must_use]
    pub fn dated(&self) -> &[(u32, u32)] {
        &self.slots[usize::from(self.undated() > 0)..]
    }

    /// The slot of the record at this index, counted from the oldest, and the number of records in earlier slots.
    #[must_use]
    pub fn slot_at(&self, index: u64) -> Option<(u32, u64)> {
        if index >= self.total {
            return None;
        }
        let at = self.before.partition_point(|before| *before <= index) - 1;
        Some((self.slots[at].0, self.before[at]))
    }

    /// The number of records in slots before this one.
    #[must_use]
    pub fn before_slot(&self, slot: u32) -> u64 {
        let at = self.slots.partition_point(|(q, _)| *q < slot);
        self.before.get(at).copied().unwrap_or(self.total)
    }
}

/// The histograms of all sections and threads.
#[derive(Debug, Clone, Default)]
pub struct Histograms {
    /// By section.
    pub sections: BTreeMap<Section, Histogram>,
    /// By thread: a chat, or a path.
    pub threads: HashMap<i64, Histogram>,
}

impl Histograms {
    /// The histogram of this section; `None` if it has no records.
    #[must_use]
    pub fn of(&self, section: Section) -> Option<&Histogram> {
        self.sections.get(&section)
    }

    /// The number of all records.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.sections.values().map(|counts| counts.total).sum()
    }
}

/// Counts records by section, thread (0 for none) and slot during an import.
#[derive(Debug, Default)]
pub struct HistogramBuilder {
    all: BTreeMap<(u8, i64, u32), u32>,
    fresh: HashMap<(u8, i64, u32), u32>,
    /// The latest key and its count, kept apart because records of one slot are usually added one after another.
    current: Option<((u8, i64, u32), u32)>,
}

impl HistogramBuilder {
    /// Loads the stored counts.
    pub fn load(db: &Connection) -> rusqlite::Result<Self> {
        let mut statement = db.prepare("SELECT section, thread, slot, count FROM histogram")?;
        let rows =
            statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?, row.get(2)?), row.get(3)?)))?;
        Ok(Self { all: rows.collect::<Result<_, _>>()?, ..Self::default() })
    }

    /// Counts one record.
    pub fn add(&mut self, section: Section, thread: Option<i64>, seconds: u32) {
        let key = (section.number(), thread.unwrap_or(0), seconds / SLOT_SECONDS);
        match &mut self.current {
            Some((current, count)) if *current == key => *count += 1,
            current => {
                if let Some((before, count)) = current.replace((key, 1)) {
                    *self.fresh.entry(before).or_default() += count;
                }
            }
        }
    }

    /// Stores the new counts, within the caller's transaction.
    pub fn store(&mut self, db: &Connection) -> rusqlite::Result<()> {
        let mut statement = db.prepare_cached(
            "INSERT INTO histogram VALUES (?1, ?2, ?3, ?4)
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

    /// Converts the counts to histograms.
    #[must_use]
    pub fn histograms(&self) -> Histograms {
        let mut sections: BTreeMap<Section, BTreeMap<u32, u32>> = BTreeMap::new();
        let mut threads: HashMap<i64, Vec<(u32, u32)>> = HashMap::new();
        for ((section, thread, slot), count) in &self.all {
            let Some(section) = Section::from_number(*section) else { continue };
            *sections.entry(section).or_default().entry(*slot).or_default() += count;
            if *thread != 0 {
                threads.entry(*thread).or_default().push((*slot, *count));
            }
        }
        Histograms {
            sections: sections
                .into_iter()
                .map(|(s, q)| (s, Histogram::from_sorted(q.into_iter().collect())))
                .collect(),
            threads: threads.into_iter().map(|(p, q)| (p, Histogram::from_sorted(q))).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indexes_convert_to_slots_and_slots_to_indexes() {
        let counts = Histogram::from_sorted(vec![(0, 2), (100, 3), (101, 1), (500, 4)]);
        assert_eq!((counts.total, counts.undated(), counts.dated().len()), (10, 2, 3));
        assert_eq!(counts.slot_at(0), Some((0, 0)));
        assert_eq!(counts.slot_at(2), Some((100, 2)));
        assert_eq!(counts.slot_at(4), Some((100, 2)));
        assert_eq!(counts.slot_at(5), Some((101, 5)));
        assert_eq!(counts.slot_at(9), Some((500, 6)));
        assert_eq!(counts.slot_at(10), None);
        assert_eq!(counts.before_slot(101), 5);
        assert_eq!(counts.before_slot(102), 6);
        assert_eq!(counts.before_slot(9999), 10);
    }
}
