//! SHA-256 of files, computed while they are read or copied.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

use super::{ArchiveError, Progress, check_cancel};
use crate::checksum::hex;
use crate::files::{self, Durability};

/// Returns the SHA-256 of a file in hex, and its size in bytes. Blocks.
pub fn hash_file(
    path: &Path,
    cancel: &CancellationToken,
    progress: Progress<'_>,
) -> Result<(String, u64), ArchiveError> {
    read_through(&[path.to_owned()], cancel, progress, |_| Ok(()))
}

/// Copies a file to a new file, and returns the same as [`hash_file`]. Blocks.
pub fn copy_file(
    from: &Path,
    to: &Path,
    durability: Durability,
    cancel: &CancellationToken,
    progress: Progress<'_>,
) -> Result<(String, u64), ArchiveError> {
    copy_parts(&[from.to_owned()], to, durability, cancel, progress)
}

/// As [`copy_file`], for a file that was split into parts.
pub fn copy_parts(
    parts: &[PathBuf],
    to: &Path,
    durability: Durability,
    cancel: &CancellationToken,
    progress: Progress<'_>,
) -> Result<(String, u64), ArchiveError> {
    let failed = |e| ArchiveError::file("write", to)(e);
    let mut file = File::create_new(to).map_err(failed)?;
    let facts = read_through(parts, cancel, progress, |bytes| file.write_all(bytes).map_err(failed))?;
    durability.sync_file(&file).map_err(failed)?;
    Ok(facts)
}

fn read_through(
    parts: &[PathBuf],
    cancel: &CancellationToken,
    progress: Progress<'_>,
    mut take: impl FnMut(&[u8]) -> Result<(), ArchiveError>,
) -> Result<(String, u64), ArchiveError> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 256 * 1024];
    let mut bytes = 0u64;
    for part in parts {
        let failed = |e| ArchiveError::file("read", part)(e);
        let mut file = files::open(part).map_err(failed)?;
        loop {
            check_cancel(cancel)?;
            let n = file.read(&mut buffer).map_err(failed)?;
            if n == 0 {
                break;
            }
            hash.update(&buffer[..n]);
            take(&buffer[..n])?;
            bytes += n as u64;
            progress(bytes, 0);
        }
    }
    Ok((hex(&hash.finalize()), bytes))
}
