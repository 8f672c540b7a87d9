//! What reading an export needs, and what it results in.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::Path;

use tokio_util::sync::CancellationToken;

use super::batch::List;
use super::counted::Cancellable;
use super::export::{ExportFiles, is_damage};
use crate::library::{LaterNames, NoteKind, ReadNote, Section, UnsureFile};

/// The sections that the person chose for unrecognised text files, by their path in the export.
pub type FileSections = BTreeMap<String, Section>;

/// What is known of an export beside its content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// The sections that the person chose for its unrecognised files.
    pub files: FileSections,
    /// The later names of people and groups in it.
    pub names: LaterNames,
    /// Whether it is refused if it has several owners. One that is in the backup folder already is not.
    pub refuses_several_owners: bool,
}

/// The parameters of reading an export.
#[derive(Clone, Copy)]
pub struct ReadContext<'c> {
    /// What is known beside its content.
    pub choices: &'c Choices,
    /// A folder for temporary files.
    pub scratch: &'c Path,
    /// Cancels reading.
    pub cancel: &'c CancellationToken,
    /// Whether sections and fields with unknown names are inferred.
    pub infers: bool,
    /// Called with the number of uncompressed bytes read so far of the current file.
    pub progress: &'c (dyn Fn(u64) + Sync),
}

/// The result of reading an export.
#[derive(Debug, Default)]
pub struct ReadReport {
    /// Its lists, each with its counts.
    pub lists: Vec<List>,
    /// Irregularities of the files.
    pub notes: Vec<ReadNote>,
    /// The layout, for diagnostics.
    pub layout: Option<String>,
    /// Files whose section the person may be asked for.
    pub unsure: Vec<UnsureFile>,
    /// Whether its profiles are those of more than one account.
    pub has_several_owners: bool,
}

/// Reads the content of a file. If it is damaged, what could be read of it is kept, and a note says so.
pub(super) fn with_file(
    export: &dyn ExportFiles,
    index: usize,
    name: &str,
    context: &ReadContext<'_>,
    report: &mut ReadReport,
    mut take: impl FnMut(Cancellable<'_, &mut dyn Read>, &mut ReadReport) -> io::Result<()>,
) -> io::Result<()> {
    let result = export
        .read(index, &mut |content| take(Cancellable { inner: content, cancel: context.cancel }, report));
    match result {
        Err(error) if is_damage(&error) => {
            tracing::info!(%error, "a file of an export is damaged");
            report.notes.push(ReadNote::new(name.to_owned(), NoteKind::Damaged));
            Ok(())
        }
        other => other,
    }
}
