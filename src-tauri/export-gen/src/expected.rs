//! What a correct reader reports of an export.

use std::collections::BTreeMap;

/// The record counts of a first import into an empty library.
///
/// A row of a list is a record unless it is empty, and so is a scalar of a fact section. In doubt, no data is lost:
/// - records that are complete before the end of a truncated file count, even if their chat or room is not complete;
/// - a list directly below a section's name, not its list's, is read as an unknown section;
/// - each unknown list, object of scalars, or scalar of a mixed object has its own path in `unknown`;
/// - the sections of `user_data_lemon8.json` are unknown;
/// - an unknown file of a text export is named by its folder and name, without `.txt`, and so is a file in an unknown
///   language whose fields fit several sections (likes, searches, followers).
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Expected {
    /// Counts by the section's canonical name. Sections without rows are left out.
    pub sections: BTreeMap<&'static str, Counts>,
    /// Paths of unknown sections, sorted.
    pub unknown: Vec<String>,
}

/// Number of a section's rows by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// All rows.
    pub read: u64,
    /// New records.
    pub stored: u64,
    /// Records that another list of the same export has, too.
    pub repeated: u64,
    /// Empty rows.
    pub skipped: u64,
}

/// What a reader does with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Stored,
    Repeated,
    Skipped,
}

impl Expected {
    /// Number of all stored records.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.sections.values().map(|counts| counts.stored).sum()
    }

    /// Number of stored records of a section; 0 if it is empty or absent.
    #[must_use]
    pub fn of(&self, section: &str) -> u64 {
        self.sections.get(section).map_or(0, |counts| counts.stored)
    }

    /// Counts a row.
    pub(crate) fn add(&mut self, section: &'static str, outcome: Outcome) {
        let counts = self.sections.entry(section).or_default();
        counts.read += 1;
        match outcome {
            Outcome::Stored => counts.stored += 1,
            Outcome::Repeated => counts.repeated += 1,
            Outcome::Skipped => counts.skipped += 1,
        }
    }

    /// Adds the path of an unknown section.
    pub(crate) fn add_unknown(&mut self, path: &str) {
        if let Err(index) = self.unknown.binary_search_by(|known| known.as_str().cmp(path)) {
            self.unknown.insert(index, path.to_owned());
        }
    }

    /// Adds the counts of another file of the same export.
    pub(crate) fn merge(&mut self, other: Self) {
        for (section, counts) in other.sections {
            let sum = self.sections.entry(section).or_default();
            sum.read += counts.read;
            sum.stored += counts.stored;
            sum.repeated += counts.repeated;
            sum.skipped += counts.skipped;
        }
        other.unknown.iter().for_each(|path| self.add_unknown(path));
    }
}
