//! Records on their way from a reader to the store, many in one piece of memory.

use std::ops::Range;

use crate::library::{Section, SkipReason};

/// Records are handed on in batches of about this many.
pub const BATCH_ROWS: usize = 8192;
/// … or this many bytes of text.
pub const BATCH_BYTES: usize = 4 << 20;

/// A piece of a batch's text. Empty means that there is none.
pub type Span = Range<u32>;

/// Some records.
#[derive(Debug, Default)]
pub struct Batch {
    text: String,
    /// The records.
    pub rows: Vec<RawRecord>,
}

/// One record.
#[derive(Debug, Clone)]
pub struct RawRecord {
    /// Its section.
    pub section: Section,
    /// The list it stands in, by its number within this import.
    pub list: u32,
    /// Unix seconds; 0 if it has no time.
    pub seconds: u32,
    /// Orders records of the same second; facts by their thread.
    pub seq: i32,
    /// Hash of what makes it the one it is.
    pub content: u64,
    /// Number of the video, sound, room; 0 if there is none.
    pub item: u64,
    /// See [`super::super::view::Row::text`].
    pub text: Span,
    /// The other party.
    pub counterparty: Span,
    /// The chat, the path of a fact or of an unknown section.
    pub thread: Span,
    /// The link, unless it follows from the item.
    pub link: Span,
    /// The whole object as JSON, unless it follows from the rest.
    pub fields: Span,
}

impl Batch {
    /// Keeps a text.
    pub fn keep(&mut self, text: &str) -> Span {
        let from = self.text.len();
        self.text.push_str(text);
        #[allow(clippy::cast_possible_truncation, reason = "a batch is handed on long before 4 GB")]
        let span = from as u32..self.text.len() as u32;
        span
    }

    /// A text that was kept; `None` if it is empty.
    #[must_use]
    pub fn text(&self, span: &Span) -> Option<&str> {
        let text = &self.text[span.start as usize..span.end as usize];
        (!text.is_empty()).then_some(text)
    }

    /// Empties it and keeps its memory: batches go round between two threads, and neither makes new ones.
    pub fn clear(&mut self) {
        self.text.clear();
        self.rows.clear();
    }

    /// Whether it should be handed on.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.rows.len() >= BATCH_ROWS || self.text.len() >= BATCH_BYTES
    }
}

/// One list of an export: an entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Its section.
    pub section: Section,
    /// Its keys, outermost first, joined by `/`; or its file.
    pub path: String,
    /// Records in it.
    pub read: u64,
    /// Of these, left out.
    pub skipped: Vec<(SkipReason, u64)>,
}

/// Takes what a reader finds.
pub trait Sink {
    /// A full batch. An empty one comes back, to be filled next; `None` ends the reading.
    fn batch(&mut self, batch: Batch) -> Option<Batch>;
}
