//! What a correct reader reports of an export.

use std::collections::BTreeMap;

/// The tallies of a first import into an empty library.
///
/// A row of a list is a record unless it is empty; a scalar of a fact section is one if it is not empty. Where the
/// rules leave a choice, nothing of the user's is lost:
/// - what is complete before the cut of a truncated file counts, even if what surrounds it (a chat, a room) is not;
/// - a list that lies directly under a section's name instead of its list's is read as an unknown section;
/// - each unknown list, object of scalars, or scalar of a mixed object has its own path in `unknown`;
/// - the sections of `user_data_lemon8.json` are unknown ones;
/// - a file of a text export that is unknown is named by its folder and itself, without `.txt`;
/// - so are those files of an unknown language whose shape fits several sections (likes, searches, followers).
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Expected {
    /// By the section's canonical name; sections of which nothing is read are left out.
    pub sections: BTreeMap<&'static str, Tally>,
    /// Paths of what no known export has, in order.
    pub unknown: Vec<String>,
}

/// What became of a section's rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    /// Met in the export.
    pub read: u64,
    /// New.
    pub stored: u64,
    /// Had already, from another list of the same export.
    pub known: u64,
    /// Empty.
    pub skipped: u64,
}

/// What a row turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Stored,
    Known,
    Skipped,
}

impl Expected {
    /// All stored records.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.sections.values().map(|tally| tally.stored).sum()
    }

    /// The stored records of a section; 0 if it is empty or absent.
    #[must_use]
    pub fn of(&self, section: &str) -> u64 {
        self.sections.get(section).map_or(0, |tally| tally.stored)
    }

    pub(super) fn add(&mut self, section: &'static str, fate: Fate) {
        let tally = self.sections.entry(section).or_default();
        tally.read += 1;
        match fate {
            Fate::Stored => tally.stored += 1,
            Fate::Known => tally.known += 1,
            Fate::Skipped => tally.skipped += 1,
        }
    }

    pub(super) fn unknown(&mut self, path: &str) {
        if let Err(place) = self.unknown.binary_search_by(|known| known.as_str().cmp(path)) {
            self.unknown.insert(place, path.to_owned());
        }
    }

    /// Adds what another file of the same export gives.
    pub(super) fn merge(&mut self, other: Self) {
        for (section, tally) in other.sections {
            let mine = self.sections.entry(section).or_default();
            mine.read += tally.read;
            mine.stored += tally.stored;
            mine.known += tally.known;
            mine.skipped += tally.skipped;
        }
        other.unknown.iter().for_each(|path| self.unknown(path));
    }
}
