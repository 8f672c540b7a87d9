//! Batches of records, passed from the reader to the writer.

use std::ops::Range;

use crate::library::{Section, SkipReason};

/// A batch is full with this many records,
pub const BATCH_ROWS: usize = 8192;
/// or with this many bytes of text.
pub const BATCH_BYTES: usize = 4 << 20;

/// A range of a batch's text. Empty for none.
pub type Span = Range<u32>;

/// A batch of records.
#[derive(Debug, Default)]
pub struct Batch {
    text: String,
    /// The records.
    pub rows: Vec<RawRecord>,
}

/// Loads one record.
#[derive(Debug, Clone)]
pub struct RawRecord {
    /// Its section.
    pub section: Section,
    /// The index of its list within this import.
    pub list: u32,
    /// Unix seconds; 0 if it has no time.
    pub seconds: u32,
    /// The order within one second; of facts, their position in the export.
    pub seq: i32,
    /// Hash of the fields that identify it.
    pub content: u64,
    /// Number of the video, sound or room; 0 for none.
    pub item: u64,
    /// See [`Row::text`](crate::library::Row::text).
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
    /// Adds a text.
    pub fn keep(&mut self, text: &str) -> Span {
        let from = self.text.len();
        self.text.push_str(text);
        #[allow(clippy::cast_possible_truncation, reason = "a batch is handed on long before 4 GB")]
        let span = from as u32..self.text.len() as u32;
        span
    }

    /// A text; `None` if it is empty.
    #[must_use]
    pub fn text(&self, span: &Span) -> Option<&str> {
        let text = &self.text[span.start as usize..span.end as usize];
        (!text.is_empty()).then_some(text)
    }

    /// Clears it and keeps its memory, since batches are reused.
    pub fn clear(&mut self) {
        self.text.clear();
        self.rows.clear();
    }

    /// Whether it should be passed on.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.rows.len() >= BATCH_ROWS || self.text.len() >= BATCH_BYTES
    }
}

/// One list of an export, with its counts.
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

/// Receives what a reader finds.
pub trait Sink {
    /// Takes a full batch and returns an empty one. `None` ends the reading.
    fn batch(&mut self, batch: Batch) -> Option<Batch>;
}
