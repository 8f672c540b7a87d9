//! Archives: downloading, checking and unpacking them, and storing them as BagIt bags. All input is untrusted.

mod bag;
mod changes;
mod contents;
mod data;
mod directory;
mod early_writing;
mod entry_names;
mod entry_path;
mod fetch;
mod format;
#[doc(hidden)]
pub mod fuzzing;
mod hash;
mod inflate;
pub mod limits;
mod local_entries;
mod loose;
mod pack;
mod parts;
mod positioned;
mod restore;
mod unpack;
mod unreadable;

pub use bag::{
    ARCHIVE, Bag, BagInfo, EXPORT, UNREADABLE_COUNT, Verdict, count_files, read_info, read_left_out,
    read_unreadable, verify,
};
pub use changes::{ChangeKind, FileChange, is_left_by_file_manager};
pub use contents::{Archive, ENTRIES, Entry, EntryReader};
pub use entry_path::{EntryPath, UnsafeName, file_name_for};
pub use fetch::{Fetched, fetch};
pub use format::OtherFormat;
pub use hash::{copy_file, copy_parts, hash_file};
pub use loose::{LeftOut, Loose, LooseFile, find_loose, is_loose};
pub use pack::pack;
pub use parts::{missing_part, next_part, parts_of};
pub use restore::restore;
pub use unpack::{Unpacked, Unpacking, Written};
pub use unreadable::{Unreadable, UnreadableReason};

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;
use tokio_util::sync::CancellationToken;

use crate::files;
use crate::http::CallError;

/// Why an archive could not be processed.
#[derive(Debug, Error)]
pub enum ArchiveError {
    /// The file is not a zip.
    #[error("not a zip archive")]
    NotAnArchive,
    /// The file is something else than a whole zip.
    #[error("not a zip archive: {0:?}")]
    OtherFormat(OtherFormat),
    /// Nothing in the zip can be read.
    #[error("damaged archive: {0}")]
    Damaged(String),
    /// An entry must not be written.
    #[error("{0}")]
    Unsafe(#[from] UnsafeName),
    /// All entries are encrypted with a password.
    #[error("the entries are encrypted")]
    Encrypted,
    /// The archive exceeds a limit.
    #[error("limit exceeded: {found} {what}, at most {most}")]
    TooBig {
        /// What was counted.
        what: &'static str,
        /// The value found.
        found: u64,
        /// The maximum allowed.
        most: u64,
    },
    /// The zip is valid but not a TikTok export.
    #[error("no TikTok data in {entries} entries ({pictures} of them pictures)")]
    NotAnExport {
        /// The number of entries.
        entries: u64,
        /// The number of entries that are pictures.
        pictures: u64,
    },
    /// The exports in it are of different accounts.
    #[error("the exports are of several accounts")]
    SeveralAccounts,
    /// The archive was split, and one of its parts is missing.
    #[error("the part {name} is missing")]
    PartMissing {
        /// The name of the part.
        name: String,
    },
    /// There is not enough free space on the volume.
    #[error("disk full: {needed:?} bytes needed, {free:?} free")]
    DiskFull {
        /// Bytes needed, if known.
        needed: Option<u64>,
        /// Bytes free, if known.
        free: Option<u64>,
    },
    /// The download was interrupted.
    #[error("the download was interrupted: {0}")]
    Broken(CallError),
    /// A file or folder cannot be written, since something else is in its place.
    #[error("something else is in the place of {}", .0.display())]
    PlaceTaken(PathBuf),
    /// A file could not be read or written.
    #[error("{doing} {path}: {source}")]
    File {
        /// The operation: `read` or `write`.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// The person cancelled.
    #[error("cancelled")]
    Cancelled,
}

/// Why an open file could not be used as an archive.
#[derive(Debug, thiserror::Error)]
pub enum ContentsError {
    /// It could not be read.
    #[error(transparent)]
    Read(#[from] io::Error),
    /// It is no archive, or must not be used.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

impl ContentsError {
    fn or_file(self, doing: &'static str, path: &Path) -> ArchiveError {
        match self {
            Self::Read(error) => ArchiveError::file(doing, path)(error),
            Self::Archive(error) => error,
        }
    }
}

impl ArchiveError {
    /// Returns a function that converts an I/O error of a file; a full disk becomes [`ArchiveError::DiskFull`].
    pub fn file(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::DiskFull { needed: None, free: files::free_bytes(&path) }
            }
            _ => Self::File { doing, path, source },
        }
    }

    /// Whether another program has the file open and does not share it.
    #[must_use]
    pub fn is_in_use(&self) -> bool {
        matches!(self, Self::File { source, .. } if files::is_in_use(source))
    }
}

/// Reports the progress of a step: (bytes, files).
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Send + Sync);

/// Fails if the volume has less than `needed` bytes plus [`limits::MIN_FREE_BYTES`] free.
pub fn ensure_room(path: &Path, needed: u64) -> Result<(), ArchiveError> {
    // The person is told the sum: the smaller figure may be less than what is free.
    let needed = needed.saturating_add(limits::MIN_FREE_BYTES);
    match files::free_bytes(path) {
        Some(free) if free < needed => Err(ArchiveError::DiskFull { needed: Some(needed), free: Some(free) }),
        _ => Ok(()),
    }
}

fn check_cancel(cancel: &CancellationToken) -> Result<(), ArchiveError> {
    if cancel.is_cancelled() { Err(ArchiveError::Cancelled) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn more_room_is_needed_than_there_is_if_there_is_not_enough() {
        let folder = tempfile::tempdir().unwrap();
        let almost = crate::files::free_bytes(folder.path()).unwrap().saturating_sub(1 << 20);
        let error = super::ensure_room(folder.path(), almost).unwrap_err();
        let super::ArchiveError::DiskFull { needed: Some(needed), free: Some(free) } = error else {
            panic!("{error:?}")
        };
        assert!(needed > free, "{needed} bytes are needed and {free} are free");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn full_disk_is_distinguished_from_other_write_errors() {
        use std::io::Write;
        use std::path::Path;

        use super::ArchiveError;

        let path = Path::new("/dev/full");
        let full = std::fs::File::create(path).and_then(|mut file| file.write_all(b"x"));
        let error = full.map_err(ArchiveError::file("write", path)).expect_err("the device is always full");
        assert!(matches!(error, ArchiveError::DiskFull { .. }), "{error}");
        let gone = std::fs::File::create("/nowhere/at/all").map_err(ArchiveError::file("write", path));
        assert!(matches!(gone, Err(ArchiveError::File { .. })));
    }
}
