//! Limits of the library on untrusted exports, and on its replies to the window. The longest text that TikTok allows is a
//! few kilobytes; real exports are far below each of these limits. What exceeds one is counted as skipped, or shortened
//! where it is shown.

use std::collections::HashMap;

/// How many bytes of a file are read to find out whether it belongs to an export.
pub const RECOGNISED_BYTES: u64 = 256 << 20;
/// The largest JSON value that is read at once, in bytes. A LIVE room with all its comments and a conversation with all
/// its messages are such values.
pub const VALUE_BYTES: usize = 16 << 20;
/// The largest record, in bytes. Also the longest line and the largest block of a text file.
pub const RECORD_BYTES: usize = 2 << 20;
/// The largest number of fields of a record, and of lines in a block of a text file.
pub const RECORD_FIELDS: usize = 20_000;
/// The largest JSON key that is read, in bytes.
pub const KEY_BYTES: usize = 64 << 10;
/// The longest name of a person, chat or key, in characters; longer ones are shortened.
pub const NAME_CHARS: usize = 500;
/// The longest path of keys, in characters; longer ones are shortened.
pub const PATH_CHARS: usize = 2000;
/// The largest number of lists of an export. Further ones share one list for each section.
pub const LISTS: usize = 5000;
/// The largest number of chats, or of conversations, of one list.
pub const CHATS: usize = 20_000;
/// The largest number of facts of one list.
pub const FACTS: usize = 5000;
/// The largest number of equal records of one list.
pub const EQUAL_RECORDS: u64 = 10_000;
/// The number of ids that are tried for a record. Records of one section and second share 2^24 ids; at this number of
/// attempts, about two thirds of them are in use.
pub const ID_ATTEMPTS: u64 = 256;
/// As [`ID_ATTEMPTS`], for the records of a section and second of which one found no id.
pub const ID_ATTEMPTS_WHEN_FULL: u64 = 16;
/// The largest number of irregularities that are stored for an export, and of files that the person is asked about.
pub const NOTES: usize = 1000;
/// The largest number of names, and of chats, whose ids an import caches.
pub const CACHED_IDS: usize = 50_000;

/// The largest part of a record's text that lists and searches read, in bytes.
pub const PART_BYTES: usize = 64 << 10;
/// The longest text of a row, in characters.
pub const ROW_CHARS: usize = 2000;
/// The longest value of a field in a row, in characters.
pub const ROW_VALUE_CHARS: usize = 500;
/// The largest number of fields of a row.
pub const ROW_FIELDS: usize = 40;
/// The longest names and values of all fields of a row together, in characters.
pub const ROW_FIELDS_CHARS: usize = 8000;
/// The longest text of a record in its sheet, in characters; also that of all its fields together.
pub const SHEET_CHARS: usize = 1_000_000;
/// The largest original of a record in its sheet, in bytes.
pub const SHEET_BYTES: usize = 4 << 20;
/// The longest preview of a text, in characters: the last message of a chat, a memory, a fact.
pub const PREVIEW_CHARS: usize = 1000;
/// The longest search term that is counted, in bytes.
pub const TERM_BYTES: usize = 1000;
/// The longest text that is searched for, in characters.
pub const QUERY_CHARS: usize = 1000;
/// The largest number of words that are searched for.
pub const QUERY_WORDS: usize = 32;
/// The largest number of chats, facts, paths and people in a reply. The reply has their total number as well.
pub const REPLY_ITEMS: usize = 5000;
/// The largest size of the texts of such a reply, in bytes.
pub const REPLY_BYTES: usize = 4 << 20;
/// The largest number of unknown paths in the results of an import; the others are added up.
pub const REPLY_PATHS: usize = 500;
/// The largest number of participants of a chat in its statistics.
pub const SENDERS: usize = 100;
/// The largest number of keys and paths in a report.
pub const REPORT_KEYS: usize = 5000;

/// Empties a cache of ids that has become too large.
pub(super) fn make_room<K, V>(cache: &mut HashMap<K, V>) {
    if cache.len() >= CACHED_IDS {
        cache.clear();
    }
}

/// Cuts a text to this number of characters. Returns whether it was longer.
pub fn cut(text: &mut String, chars: usize) -> bool {
    // A character has at least one byte.
    if text.len() <= chars {
        return false;
    }
    match text.char_indices().nth(chars) {
        Some((at, _)) => {
            text.truncate(at);
            true
        }
        None => false,
    }
}

/// The longest beginning of a text that has at most this number of bytes.
#[must_use]
pub fn beginning(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// Shortens a name or a path that is longer than this number of characters. Names that differ still do so afterwards:
/// a hash of the whole name is added.
#[must_use]
pub fn shortened(name: &str, chars: usize) -> std::borrow::Cow<'_, str> {
    if name.len() <= chars {
        return name.into();
    }
    match name.char_indices().nth(chars) {
        Some((at, _)) => {
            let hash = xxhash_rust::xxh3::xxh3_64(name.as_bytes());
            format!("{}… ({hash:016x})", &name[..at]).into()
        }
        None => name.into(),
    }
}

/// What is left of a reply of at most [`REPLY_ITEMS`] items and [`REPLY_BYTES`] bytes of text.
#[derive(Debug)]
pub struct Budget {
    items: usize,
    bytes: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { items: REPLY_ITEMS, bytes: REPLY_BYTES }
    }
}

impl Budget {
    /// Takes an item with this number of bytes of text; `false` if it does not fit any more.
    pub fn takes(&mut self, bytes: usize) -> bool {
        let fits = self.items > 0 && bytes <= self.bytes;
        if fits {
            self.items -= 1;
            self.bytes -= bytes;
        } else {
            self.items = 0;
        }
        fits
    }
}
