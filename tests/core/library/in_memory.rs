//! Reads exports that are in memory, without a library.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};

use satchel_core::library::read::batch::{Batch, Sink};
use satchel_core::library::read::{Choices, ExportFile, ExportFiles, ReadContext, ReadReport, read};
use satchel_core::library::{NoteKind, Section};
use tokio_util::sync::CancellationToken;

/// The names and contents of files.
struct InMemory<'f>(&'f [(&'f str, &'f str)]);

impl ExportFiles for InMemory<'_> {
    fn files(&self) -> Vec<ExportFile> {
        let file = |(name, content): &(&str, &str)| ExportFile {
            name: (*name).to_owned(),
            bytes: content.len() as u64,
        };
        self.0.iter().map(file).collect()
    }

    fn unreadable(&self) -> Vec<String> {
        Vec::new()
    }

    fn read(&self, index: usize, take: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>) -> io::Result<()> {
        take(&mut self.0[index].1.as_bytes())
    }

    fn nested(&self, _: File, _: &CancellationToken) -> io::Result<Box<dyn ExportFiles>> {
        Err(io::ErrorKind::InvalidData.into())
    }
}

/// How often each record was read, by its section and chat, and by its content.
#[derive(Default)]
pub struct Records(pub BTreeMap<(String, String), i32>);

impl Sink for Records {
    fn batch(&mut self, mut batch: Batch) -> Option<Batch> {
        for row in &batch.rows {
            let text = |span| batch.text(span).unwrap_or_default();
            // The path of what is not known may lack a key.
            let thread = if row.section == Section::Other { "" } else { text(&row.thread) };
            let content = [text(&row.text), text(&row.counterparty), text(&row.link), text(&row.fields)];
            let record = format!("{} {} {}", row.seconds, row.item, content.join("|"));
            *self.0.entry((format!("{:?} {thread}", row.section), record)).or_default() += 1;
        }
        batch.clear();
        Some(batch)
    }
}

fn read_into(files: &[(&str, &str)], records: &mut Records) -> ReadReport {
    let context = ReadContext {
        choices: &Choices::default(),
        scratch: &std::env::temp_dir(),
        cancel: &CancellationToken::new(),
        infers: true,
        progress: &|_| {},
    };
    read(&InMemory(files), records, &context).unwrap()
}

/// The records of an export with these files, and the notes about them.
pub fn records(files: &[(&str, &str)]) -> (Records, Vec<NoteKind>) {
    let mut records = Records::default();
    let report = read_into(files, &mut records);
    (records, report.notes.iter().map(|note| note.kind).collect())
}

/// Whether an export with these files has the profiles of several people.
pub fn has_several_owners(files: &[(&str, &str)]) -> bool {
    read_into(files, &mut Records::default()).has_several_owners
}
