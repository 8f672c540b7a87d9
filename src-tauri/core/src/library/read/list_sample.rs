//! What the first rows of a list have in common: the names of their fields, and the kinds of their values.

use std::collections::BTreeSet;

use super::json_keys::normal;
use super::value_type::ValueType;
use crate::library::json::{self, Kind};
use crate::library::limits;

/// The number of rows that are looked at.
const ROWS: u64 = 50;
/// The number of names that are kept.
const NAMES: usize = 100;

/// A sample of a list. All numbers but that of the rows are about the first rows only.
#[derive(Debug, Default)]
pub struct ListSample {
    /// The number of all rows.
    pub rows: u64,
    /// The number of rows that were looked at and are objects.
    pub objects: u64,
    /// Rows with a time.
    pub timed: u64,
    /// Rows with an IP address.
    pub addresses: u64,
    /// Rows with a link to a video or photo.
    pub videos: u64,
    /// Rows with a link to a sound.
    pub sounds: u64,
    /// Rows with a link to a hashtag.
    pub hashtags: u64,
    /// Rows with a link to an effect.
    pub effects: u64,
    names: BTreeSet<String>,
}

impl ListSample {
    /// Adds a row.
    pub fn add(&mut self, row: &[u8]) {
        self.rows += 1;
        if self.rows > ROWS || json::kind(row) != Kind::Object || row.len() > limits::RECORD_BYTES {
            return;
        }
        self.objects += 1;
        let (mut is_timed, mut has_address) = (false, false);
        let mut link = None;
        for (name, value) in json::Pairs::of(row) {
            if self.names.len() < NAMES {
                self.names.insert(normal(&name));
            }
            if json::kind(value) != Kind::String {
                continue;
            }
            let value = json::scalar(value);
            match ValueType::of(&value) {
                ValueType::Time => is_timed = true,
                ValueType::Address => has_address = true,
                ValueType::Link => link = link.or(Some(value)),
                ValueType::Word => {}
            }
        }
        self.timed += u64::from(is_timed);
        self.addresses += u64::from(has_address);
        let has = |part: &str| u64::from(link.as_ref().is_some_and(|link| link.contains(part)));
        self.videos += has("/share/video/").max(has("/video/")).max(has("/photo/"));
        self.sounds += has("/music/");
        self.hashtags += has("/tag/");
        self.effects += has("/stickers/detail/");
    }

    /// The normalised names of the fields.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.names.iter().cloned().collect()
    }

    /// The number of different names.
    #[must_use]
    pub fn fields(&self) -> usize {
        self.names.len()
    }

    /// Whether most of the rows that were looked at are among these.
    #[must_use]
    pub fn most(&self, of: u64) -> bool {
        of > 0 && of * 2 > self.objects
    }
}
