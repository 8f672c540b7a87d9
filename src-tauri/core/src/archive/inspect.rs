//! Inspects a zip before anything is written: central directory, names, limits and checksums.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use tokio_util::sync::CancellationToken;
use zip::ZipArchive;
use zip::result::ZipError;

use super::{ArchiveError, EntryPath, Progress, UnsafeName, check_cancel, limits};
use crate::files;

/// The `what` of [`ArchiveError::TooBig`] if a zip has too many entries.
pub const ENTRIES: &str = "entries";

/// The files of a zip whose central directory is valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The index and path of each file. Folders are omitted, since writing a file creates its folders.
    pub files: Vec<(usize, EntryPath)>,
    /// Total unpacked size of the files in bytes, as declared; [`inspect`] verifies it.
    pub bytes: u64,
}

/// Reads every entry of a zip and verifies its checksum and its size. Blocks.
pub fn inspect(
    path: &Path,
    listed: &Listing,
    cancel: &CancellationToken,
    progress: Progress<'_>,
) -> Result<(), ArchiveError> {
    let mut zip = open(path)?;
    let mut bytes = 0u64;
    let mut buffer = vec![0; 128 * 1024];
    for (done, (index, _)) in listed.files.iter().enumerate() {
        let mut entry = zip.by_index(*index).map_err(from_zip)?;
        let size = entry.size();
        // Reading one byte more than declared detects an entry that is longer than declared.
        let mut rest = (&mut entry).take(size.saturating_add(1));
        let mut read = 0u64;
        loop {
            check_cancel(cancel)?;
            let n = rest.read(&mut buffer).map_err(damaged)?;
            if n == 0 {
                break;
            }
            read += n as u64;
            progress(bytes + read, done as u64);
        }
        if read != size {
            return Err(ArchiveError::Damaged(format!("an entry has {read} bytes instead of {size}")));
        }
        bytes += read;
    }
    progress(bytes, listed.files.len() as u64);
    Ok(())
}

/// Opens the zip and checks its central directory against the limits, without reading any entry. Blocks.
pub fn list(path: &Path) -> Result<Listing, ArchiveError> {
    let mut zip = open(path)?;
    let packed = path.metadata().map_err(ArchiveError::file("read", path))?.len();
    let (files, bytes) = directory(&mut zip, packed)?;
    Ok(Listing { files, bytes })
}

/// Opens a zip and parses its central directory.
pub(super) fn open(path: &Path) -> Result<ZipArchive<BufReader<File>>, ArchiveError> {
    let file = files::open(path).map_err(ArchiveError::file("read", path))?;
    ZipArchive::new(BufReader::with_capacity(64 * 1024, file)).map_err(|error| match error {
        ZipError::InvalidArchive(_) if !begins_like_a_zip(path) => ArchiveError::NotAnArchive,
        other => from_zip(other),
    })
}

fn begins_like_a_zip(path: &Path) -> bool {
    let mut head = [0; 2];
    File::open(path).and_then(|mut f| f.read_exact(&mut head)).is_ok() && &head == b"PK"
}

/// Checks the central directory; returns the files and their total unpacked size in bytes.
fn directory(
    zip: &mut ZipArchive<BufReader<File>>,
    packed: u64,
) -> Result<(Vec<(usize, EntryPath)>, u64), ArchiveError> {
    let most = |what, found: u64, most: u64| {
        if found > most { Err(ArchiveError::TooBig { what, found, most }) } else { Ok(()) }
    };
    most(ENTRIES, zip.len() as u64, limits::ENTRIES)?;
    if zip.has_overlapping_entries().map_err(from_zip)? {
        return Err(ArchiveError::Damaged("entries overlap".into()));
    }
    if zip.has_duplicate_names() {
        return Err(UnsafeName::new("", "two entries have the same name").into());
    }
    let mut files = Vec::new();
    let mut folders = HashSet::new();
    let mut names = HashMap::new();
    let mut bytes = 0u64;
    for index in 0..zip.len() {
        let entry = zip.by_index_data(index).map_err(from_zip)?;
        let name = entry.name().map_err(from_zip)?.into_owned();
        if entry.encrypted() {
            return Err(ArchiveError::Encrypted);
        }
        let is_odd =
            entry.unix_mode().is_some_and(|mode| !matches!(mode & 0o170_000, 0 | 0o040_000 | 0o100_000));
        if entry.is_symlink() || is_odd {
            return Err(UnsafeName::new(&name, "it is a link or a device").into());
        }
        let path = EntryPath::parse(&name)?;
        let key = path.clash_key();
        for (at, _) in key.match_indices('/') {
            folders.insert(key[..at].to_owned());
        }
        if entry.is_dir() {
            folders.insert(key);
            continue;
        }
        if names.insert(key, path.clone()).is_some() {
            return Err(UnsafeName::new(&name, "another entry has the same name on some systems").into());
        }
        bytes = bytes.saturating_add(entry.size());
        files.push((index, path));
    }
    if let Some(path) = folders.iter().find_map(|folder| names.get(folder)) {
        return Err(UnsafeName::new(path.as_str(), "it is both a file and a folder").into());
    }
    most("bytes", bytes, limits::TOTAL_BYTES)?;
    if bytes > limits::RATIO_FROM {
        most("times the packed size", bytes / packed.max(1), limits::RATIO)?;
    }
    Ok((files, bytes))
}

#[allow(clippy::needless_pass_by_value, reason = "passed to map_err")]
pub(super) fn damaged(error: io::Error) -> ArchiveError {
    ArchiveError::Damaged(error.to_string())
}

pub(super) fn from_zip(error: ZipError) -> ArchiveError {
    match error {
        ZipError::InvalidPassword => ArchiveError::Encrypted,
        ZipError::UnsupportedArchive(text) if text.to_lowercase().contains("password") => {
            ArchiveError::Encrypted
        }
        other => ArchiveError::Damaged(other.to_string()),
    }
}
