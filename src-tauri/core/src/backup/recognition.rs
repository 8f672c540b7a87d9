//! Recognises archives as exports, and says why one is refused.

use std::io;
use std::path::Path;

use tokio_util::sync::CancellationToken;

use super::export::ArchivedExport;
use crate::archive::{Archive, ArchiveError, UnreadableReason};
use crate::files;
use crate::library::read::{self, ExportFiles, Recognition, is_readable, recognise};

/// File extensions of pictures.
const PICTURES: [&str; 7] = [".jpg", ".jpeg", ".png", ".heic", ".gif", ".webp", ".dng"];

/// Fails unless an archive has an export. Blocks.
pub(super) fn check_archive(path: &Path, cancel: &CancellationToken) -> Result<(), ArchiveError> {
    let export = ArchivedExport(Archive::open(path, cancel)?);
    let scratch = std::env::temp_dir();
    match recognise(&export, &scratch, cancel).map_err(|error| failure(error, path, cancel))? {
        Recognition::Export => Ok(()),
        Recognition::Damaged => Err(ArchiveError::Damaged("what may be an export cannot be read".into())),
        Recognition::Other => Err(refusal(&export.0)),
    }
}

/// Whether at least one record can be read of an export, however damaged it is. Blocks.
pub(super) fn has_records(
    export: &dyn ExportFiles,
    path: &Path,
    cancel: &CancellationToken,
) -> Result<bool, ArchiveError> {
    read::has_records(export, &std::env::temp_dir(), cancel).map_err(|error| failure(error, path, cancel))
}

/// Why nothing of an export was found in an archive.
fn refusal(archive: &Archive) -> ArchiveError {
    let unreadable = archive.unreadable();
    let mut candidates = unreadable
        .iter()
        .filter(|entry| is_readable(&entry.name) && entry.reason != UnreadableReason::NoDirectory);
    match candidates.next() {
        Some(entry) if entry.reason == UnreadableReason::Encrypted => ArchiveError::Encrypted,
        Some(entry) => ArchiveError::Damaged(entry.reason.to_string()),
        None if archive.entries().is_empty() && !unreadable.is_empty() => {
            ArchiveError::Damaged("no entry can be read".into())
        }
        // What is missing may be the export.
        None if !archive.is_whole() => ArchiveError::Damaged(UnreadableReason::NoDirectory.to_string()),
        None => {
            let names = archive.entries().iter().map(|entry| entry.name.as_str());
            ArchiveError::NotAnExport { entries: archive.entries().len() as u64, pictures: pictures(names) }
        }
    }
}

/// How many of these files are pictures.
pub(super) fn pictures<'n>(names: impl Iterator<Item = &'n str>) -> u64 {
    names.filter(|name| is_picture(name)).count() as u64
}

pub(super) fn is_picture(name: &str) -> bool {
    let name = name.to_lowercase();
    PICTURES.iter().any(|ending| name.ends_with(ending))
}

/// An error that ended the recognition.
pub(super) fn failure(error: io::Error, path: &Path, cancel: &CancellationToken) -> ArchiveError {
    if cancel.is_cancelled() {
        return ArchiveError::Cancelled;
    }
    if error.kind() == io::ErrorKind::StorageFull {
        return ArchiveError::DiskFull { needed: None, free: files::free_bytes(&std::env::temp_dir()) };
    }
    ArchiveError::file("read", path)(error)
}
