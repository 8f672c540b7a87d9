//! Batches of records, passed from the reader to the writer.

use std::collections::HashMap;
use std::ops::Range;

use crate::library::json::is_empty_scalar;
use crate::library::{Section, SkipReason};

/// A batch is full when it has this many records.
pub const BATCH_ROWS: usize = 8192;
/// A batch is also full when it has this many bytes of text.
pub const BATCH_BYTES: usize = 4 << 20;

/// A range of a batch's text; empty if there is no text.
pub type Span = Range<u32>;

/// A batch of records.
#[derive(Debug, Default)]
pub struct Batch {
    text: String,
    /// The records.
    pub rows: Vec<RawRecord>,
    /// The templates of the records, and where each is.
    templates: Vec<String>,
    template_at: HashMap<String, u32>,
    /// That of the previous record: the records of a list mostly have the same one.
    last_template: u32,
    template_bytes: usize,
}

/// A record as the reader produces it. Its texts are ranges of the batch's text.
#[derive(Debug, Clone)]
pub struct RawRecord {
    /// The section.
    pub section: Section,
    /// The index of its list within this import.
    pub list: u32,
    /// The time in Unix seconds; 0 if it has none.
    pub seconds: u32,
    /// The order within one second; of facts, their position in the export.
    pub seq: i32,
    /// The hash of the fields that identify the record.
    pub content: u64,
    /// The number of the video, sound or room; 0 for none.
    pub item: u64,
    /// See [`Row::text`](crate::library::Row::text).
    pub text: Span,
    /// The other party.
    pub counterparty: Span,
    /// The chat, or the path of a fact or of an unknown value.
    pub thread: Span,
    /// The link, unless it can be derived from the item.
    pub link: Span,
    /// The whole object as JSON, unless it can be derived from the other fields.
    pub fields: Span,
    /// The index of its template, see [`original`](super::original).
    pub template: Option<u32>,
}

impl Batch {
    /// Whether a record of a video does not say which: once it is deleted, its link leads to TikTok's sign-in, or is missing.
    #[must_use]
    pub fn lacks_its_video(&self, record: &RawRecord) -> bool {
        use Section as S;
        let is_of_video = matches!(record.section, S::Watch | S::Like | S::FavouriteVideo | S::Repost);
        let leads_nowhere = |link: &str| is_empty_scalar(link) || link.contains("tiktok.com/login");
        is_of_video
            && record.item == 0
            && record.seconds > 0
            && self.text(&record.link).is_none_or(leads_nowhere)
    }

    /// Appends a text and returns its range.
    pub fn keep(&mut self, text: &str) -> Span {
        let from = self.text.len();
        self.text.push_str(text);
        #[allow(clippy::cast_possible_truncation, reason = "a batch is passed on long before 4 GiB")]
        let span = from as u32..self.text.len() as u32;
        span
    }

    /// Adds a template if it is new, and returns its index.
    pub fn keep_template(&mut self, template: String) -> u32 {
        if self.templates.get(self.last_template as usize) == Some(&template) {
            return self.last_template;
        }
        if let Some(at) = self.template_at.get(&template) {
            self.last_template = *at;
            return *at;
        }
        let at = u32::try_from(self.templates.len()).unwrap_or(u32::MAX);
        self.template_bytes += 2 * template.len();
        self.last_template = at;
        self.templates.push(template.clone());
        self.template_at.insert(template, at);
        at
    }

    /// The templates, by index.
    #[must_use]
    pub fn templates(&self) -> &[String] {
        &self.templates
    }

    /// The text of a range; `None` if it is empty.
    #[must_use]
    pub fn text(&self, span: &Span) -> Option<&str> {
        let text = &self.text[span.start as usize..span.end as usize];
        (!text.is_empty()).then_some(text)
    }

    /// Clears the batch and keeps its memory for reuse, unless a very large record has been in it.
    pub fn clear(&mut self) {
        self.text.clear();
        self.text.shrink_to(2 * BATCH_BYTES);
        self.rows.clear();
        self.templates.clear();
        self.template_at.clear();
        self.template_bytes = 0;
    }

    /// Whether the batch is full and should be passed to the writer.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.rows.len() >= BATCH_ROWS || self.text.len() + self.template_bytes >= BATCH_BYTES
    }
}

/// One list of an export, with its counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The section.
    pub section: Section,
    /// The path of its keys, outermost first, joined by `/`; or its file.
    pub path: String,
    /// The number of records in the list.
    pub read: u64,
    /// The numbers of skipped records, by reason.
    pub skipped: Vec<(SkipReason, u64)>,
}

/// Receives the records of a reader.
pub trait Sink {
    /// Takes a full batch and returns an empty one, or `None` to stop reading.
    fn batch(&mut self, batch: Batch) -> Option<Batch>;
}
