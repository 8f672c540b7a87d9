//! Reads of an export only what tells whose it is: the user name in its profile, and a sample of its records.

use std::collections::BinaryHeap;
use std::io;
use std::path::Path;

use tokio_util::sync::CancellationToken;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::batch::{Batch, RawRecord, Sink};
use super::chat_name::is_group;
use super::context::{Choices, ReadContext};
use super::export::ExportFiles;
use super::fact_names::is_owner_name;
use super::files;
use crate::library::{Section, json};

/// The largest number of records in a sample.
const SAMPLE_RECORDS: usize = 2000;

/// What identifies a record, of whichever export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SampledRecord {
    /// The section.
    pub section: Section,
    /// The time in Unix seconds.
    pub seconds: u32,
    /// The hash of the fields that identify it.
    pub content: u64,
    /// A hash of the chat, if it is a message; otherwise 0.
    pub chat: u64,
}

/// What tells whose an export is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample {
    /// The user names in its profiles.
    pub user_names: Vec<String>,
    /// Some of its records; which ones depends on their content, not on their place in the export. Only records that no
    /// other person can have: dated ones, and no messages in groups. Incomplete if the reading ended early.
    pub records: Vec<SampledRecord>,
}

/// Reads an export, until `is_enough` returns `true` for a user name in its profile. `scratch` is a folder for temporary
/// files. Damaged files say nothing about the others. Blocks.
pub fn sample(
    export: &dyn ExportFiles,
    scratch: &Path,
    cancel: &CancellationToken,
    is_enough: &dyn Fn(&str) -> bool,
) -> io::Result<Sample> {
    let mut sampler = Sampler { user_names: Vec::new(), records: BinaryHeap::new(), is_enough };
    let context =
        ReadContext { choices: &Choices::default(), scratch, cancel, progress: &|_| {}, infers: true };
    files::read(export, &mut sampler, &context)?;
    let records = sampler.records.into_iter().map(|(_, record)| record).collect();
    Ok(Sample { user_names: sampler.user_names, records })
}

/// Whether an export has at least one record. Stops at the first one. Damaged files are read as far as possible. Blocks.
pub fn has_records(export: &dyn ExportFiles, scratch: &Path, cancel: &CancellationToken) -> io::Result<bool> {
    let mut first = FirstRecord { is_found: false };
    let context =
        ReadContext { choices: &Choices::default(), scratch, cancel, progress: &|_| {}, infers: true };
    files::read(export, &mut first, &context)?;
    Ok(first.is_found)
}

struct FirstRecord {
    is_found: bool,
}

impl Sink for FirstRecord {
    fn batch(&mut self, batch: Batch) -> Option<Batch> {
        self.is_found |= !batch.rows.is_empty();
        (!self.is_found).then_some(batch)
    }
}

/// Keeps the records with the smallest hashes. So two exports of the same records have the same sample.
struct Sampler<'e> {
    user_names: Vec<String>,
    records: BinaryHeap<(u64, SampledRecord)>,
    is_enough: &'e dyn Fn(&str) -> bool,
}

impl Sink for Sampler<'_> {
    fn batch(&mut self, mut batch: Batch) -> Option<Batch> {
        for record in &batch.rows {
            if let Some(name) = user_name(&batch, record) {
                if (self.is_enough)(name) {
                    self.user_names.push(name.to_owned());
                    return None;
                }
                if !self.user_names.iter().any(|known| known == name) {
                    self.user_names.push(name.to_owned());
                }
            }
            self.add(&batch, record);
        }
        batch.clear();
        Some(batch)
    }
}

impl Sampler<'_> {
    fn add(&mut self, batch: &Batch, record: &RawRecord) {
        let chat = batch.text(&record.thread).filter(|_| record.section == Section::Message);
        // Everybody has most of the undated records, such as settings; all members of a group have its messages.
        if record.seconds == 0 || record.section == Section::GroupMessage || chat.is_some_and(is_group) {
            return;
        }
        let hash = xxh3_64_with_seed(&record.content.to_le_bytes(), u64::from(record.seconds));
        let is_full = self.records.len() >= SAMPLE_RECORDS;
        if is_full && self.records.peek().is_some_and(|(largest, _)| *largest <= hash) {
            return;
        }
        let chat = chat.map_or(0, |chat| xxhash_rust::xxh3::xxh3_64(chat.as_bytes()));
        let (section, seconds, content) = (record.section, record.seconds, record.content);
        self.records.push((hash, SampledRecord { section, seconds, content, chat }));
        if self.records.len() > SAMPLE_RECORDS {
            self.records.pop();
        }
    }
}

/// The user name, if the record is that of the profile.
fn user_name<'b>(batch: &'b Batch, record: &RawRecord) -> Option<&'b str> {
    if record.section != Section::Profile {
        return None;
    }
    let is_name = batch.text(&record.thread).is_some_and(is_owner_name);
    batch.text(&record.text).filter(|name| is_name && !json::is_empty_scalar(name))
}
