//! Samples of the records in the parts of an export: the exports in it. An account that was renamed has the same records in an
//! older and a newer one.

use std::collections::{BTreeMap, BinaryHeap, HashSet};

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::library::Section;

/// The largest number of records in a sample.
const SAMPLE: usize = 20_000;
/// No more parts than this are told apart.
const MOST_PARTS: usize = 64;
/// Parts with this number of records in common are of one account, whatever else they have.
const MANY: usize = 20;
/// The same if it is half of the smaller part.
const FEW: usize = 3;

/// The parts of an export.
#[derive(Debug, Default)]
pub struct Parts {
    /// The hashes of some records of each part: the smallest ones, so that equal records are in all samples.
    samples: Vec<BinaryHeap<u64>>,
    current: usize,
    /// The parts of text files, by the folder that their files are in.
    folders: BTreeMap<String, usize>,
}

/// How many records two parts have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InCommon {
    /// So many that nobody else can have them.
    Many,
    /// Half of the smaller part.
    Half,
    /// Fewer.
    Few,
}

impl Parts {
    /// The part that is read now.
    #[must_use]
    pub fn current(&self) -> usize {
        self.current
    }

    /// Begins a part.
    pub fn begin(&mut self) {
        if self.samples.get(self.current).is_some_and(|sample| !sample.is_empty()) {
            self.current = self.samples.len().min(MOST_PARTS - 1);
        }
    }

    /// Begins the text files of another export.
    pub fn begin_export(&mut self) {
        self.folders.clear();
    }

    /// Continues with the part that a text file at this path belongs to.
    pub fn enter_text(&mut self, path: &str) {
        let folder = root(path);
        self.current = self.folders.get(&folder).copied().unwrap_or_else(|| {
            // Further files of the folder belong to it even if this one is empty.
            let part = self.samples.len().min(MOST_PARTS - 1);
            self.samples.resize_with(part + 1, BinaryHeap::new);
            part
        });
        self.folders.insert(folder, self.current);
    }

    /// Adds a record. Messages do not count: whoever is in the chat has them, too.
    pub fn add(&mut self, section: Section, seconds: u32, content: u64) {
        if seconds == 0 || matches!(section, Section::Message | Section::GroupMessage) {
            return;
        }
        if self.samples.len() <= self.current {
            self.samples.resize_with(self.current + 1, BinaryHeap::new);
        }
        let sample = &mut self.samples[self.current];
        let hash = xxh3_64_with_seed(&content.to_le_bytes(), u64::from(seconds));
        if sample.len() < SAMPLE {
            sample.push(hash);
        } else if let Some(mut largest) = sample.peek_mut().filter(|largest| **largest > hash) {
            *largest = hash;
        }
    }

    /// How many records two parts have in common.
    #[must_use]
    pub fn in_common(&self, one: usize, other: usize) -> InCommon {
        let (Some(one), Some(other)) = (self.samples.get(one), self.samples.get(other)) else {
            return InCommon::Few;
        };
        let last = |sample: &BinaryHeap<u64>| {
            sample.peek().filter(|_| sample.len() == SAMPLE).copied().unwrap_or(u64::MAX)
        };
        // Up to here, both samples have all records.
        let end = last(one).min(last(other));
        let of = |sample: &BinaryHeap<u64>| -> HashSet<u64> {
            sample.iter().copied().filter(|hash| *hash <= end).collect()
        };
        let (one, other) = (of(one), of(other));
        let shared = one.intersection(&other).count();
        if shared >= MANY {
            InCommon::Many
        } else if shared >= FEW && shared * 2 >= one.len().min(other.len()) {
            InCommon::Half
        } else {
            InCommon::Few
        }
    }
}

/// The folder of the export that a text file belongs to: what `TikTok/<folder>/<file>.txt` is in.
fn root(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').collect();
    let folders = &parts[..parts.len() - 1];
    let named = folders.iter().rposition(|folder| folder.eq_ignore_ascii_case("tiktok"));
    folders[..named.unwrap_or(folders.len().saturating_sub(1))].join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(of: &[std::ops::Range<u64>]) -> Parts {
        let mut parts = Parts::default();
        for records in of {
            parts.begin();
            records.clone().for_each(|content| parts.add(Section::Watch, 1_700_000_000, content));
        }
        parts
    }

    #[test]
    fn records_in_common_are_counted_in_samples_of_parts_of_any_size() {
        for (records, expected) in [
            ([0..30, 0..30], InCommon::Many),
            ([0..10_000, 0..90_000], InCommon::Many),
            ([0..100, 79..9000], InCommon::Many),
            ([0..100, 81..9000], InCommon::Few),
            ([0..6, 3..90], InCommon::Half),
            ([0..7, 4..90], InCommon::Few),
            ([0..2, 0..2], InCommon::Few),
            ([0..9000, 9000..18_000], InCommon::Few),
        ] {
            assert_eq!(parts(&records).in_common(0, 1), expected, "{records:?}");
        }
    }

    #[test]
    fn text_files_belong_to_the_export_whose_folder_they_are_in() {
        let mut parts = Parts::default();
        let mut of = |path: &str| {
            parts.enter_text(path);
            parts.current()
        };
        let maren = of("maren/TikTok/Activity/Like List.txt");
        let jonas = of("jonas/TikTok/Activity/Like List.txt");
        assert_ne!(maren, jonas);
        assert_eq!(of("maren/TikTok/Profile/Profile Info.txt"), maren);
        let older = of("older/Activity/Like List.txt");
        assert_eq!(of("older/Profile/Profile Info.txt"), older);
        assert!(older != maren && older != jonas);
    }
}
