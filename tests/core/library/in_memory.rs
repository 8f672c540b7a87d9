//! Reads exports that are in memory, without a library.

use std::collections::BTreeMap;

use satchel_core::library::fuzzing::read_in_memory;
use satchel_core::library::read::ReadReport;
use satchel_core::library::read::batch::{Batch, Sink};
use satchel_core::library::{NoteKind, Section};

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
    let files: Vec<_> = files.iter().map(|(name, content)| (*name, content.as_bytes())).collect();
    read_in_memory(&files, records).unwrap()
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
