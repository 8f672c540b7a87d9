//! The archive: fetched to a file, looked through before anything is believed, unpacked, packed into a bag that anyone
//! can check. Everything that comes in is untrusted.

mod bag;
mod entry_path;
mod fetch;
mod hash;
mod inspect;
pub mod limits;
mod pack;
mod recognise;
mod unpack;

pub use bag::{ARCHIVE, Bag, BagInfo, EXPORT, Verdict, count_files, read_info, verify};
pub use entry_path::{EntryPath, UnsafeName, file_name_for};
pub use fetch::{Fetched, fetch};
pub use hash::{copy_file, hash_file};
pub use inspect::{ENTRIES, Listing, inspect, list};
pub use pack::{Loose, find_loose, is_loose, pack};
pub use recognise::recognise;
pub use unpack::{Written, unpack};

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;
use tokio_util::sync::CancellationToken;

use crate::files;
use crate::http::CallError;

/// Why an archive did not become a backup.
#[derive(Debug, Error)]
pub enum ArchiveError {
    /// Something other than a zip came.
    #[error("not a zip archive")]
    NotAnArchive,
    /// The zip is broken: its directory, a checksum, a size.
    #[error("damaged: {0}")]
    Damaged(String),
    /// An entry that must not be written.
    #[error("{0}")]
    Unsafe(#[from] UnsafeName),
    /// Locked with a password.
    #[error("an entry is encrypted")]
    Encrypted,
    /// Beyond a limit.
    #[error("beyond the limit: {what} {found}, at most {most}")]
    TooBig {
        /// What was counted.
        what: &'static str,
        /// What was found.
        found: u64,
        /// What is allowed.
        most: u64,
    },
    /// A sound zip without TikTok's data.
    #[error("no TikTok data among {entries} entries ({pictures} of them pictures)")]
    NotAnExport {
        /// How many entries it has.
        entries: u64,
        /// How many of them are pictures.
        pictures: u64,
    },
    /// Not enough room on the volume.
    #[error("disk full: {needed:?} bytes needed, {free:?} free")]
    DiskFull {
        /// Bytes needed, if known.
        needed: Option<u64>,
        /// Bytes free, if known.
        free: Option<u64>,
    },
    /// The stream broke.
    #[error("the download broke off: {0}")]
    Broken(CallError),
    /// A file could not be read or written.
    #[error("{doing} {path}: {source}")]
    File {
        /// What was tried.
        doing: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The person cancelled.
    #[error("cancelled")]
    Cancelled,
}

impl ArchiveError {
    /// A file error; a full disk becomes [`ArchiveError::DiskFull`].
    pub fn file(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::DiskFull { needed: None, free: free_bytes(&path) }
            }
            _ => Self::File { doing, path, source },
        }
    }

    /// Whether another program is in the way, which has the file open.
    #[must_use]
    pub fn is_in_use(&self) -> bool {
        matches!(self, Self::File { source, .. } if files::is_in_use(source))
    }
}

/// How far a step is: (bytes, files).
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Send + Sync);

/// Bytes free on the volume that holds this path (or its nearest folder that exists, and whose path is short enough to
/// be asked about: Windows answers up to 260 characters).
#[must_use]
pub fn free_bytes(path: &Path) -> Option<u64> {
    path.ancestors().filter(|p| p.exists()).find_map(|p| fs4::available_space(p).ok())
}

/// Fails if there is less room than needed, keeping some for everybody else.
pub fn ensure_room(path: &Path, needed: u64) -> Result<(), ArchiveError> {
    match free_bytes(path) {
        Some(free) if free < needed.saturating_add(limits::MIN_FREE_BYTES) => {
            Err(ArchiveError::DiskFull { needed: Some(needed), free: Some(free) })
        }
        _ => Ok(()),
    }
}

fn check_cancel(cancel: &CancellationToken) -> Result<(), ArchiveError> {
    if cancel.is_cancelled() { Err(ArchiveError::Cancelled) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    #[cfg(target_os = "linux")]
    #[test]
    fn a_disk_that_fills_up_while_writing_is_told_apart_from_other_faults() {
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
