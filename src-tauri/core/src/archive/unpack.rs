//! Unpacks a zip that has been inspected.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

use super::hash::hex;
use super::inspect::{damaged, from_zip, open};
use super::{ArchiveError, EntryPath, Listing, Progress, check_cancel, ensure_room};
use crate::files;

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its path, relative to the target.
    pub path: EntryPath,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its content in hex.
    pub sha256: String,
}

/// Writes the files of the zip into `target`, which must be a folder used for nothing else. Fails if a file already
/// exists. File times and modes in the zip are ignored. Blocks.
pub fn unpack(
    zip_path: &Path,
    listing: &Listing,
    target: &Path,
    cancel: &CancellationToken,
    progress: Progress<'_>,
) -> Result<Vec<Written>, ArchiveError> {
    ensure_room(target, listing.bytes)?;
    let mut zip = open(zip_path)?;
    let mut written = Vec::with_capacity(listing.files.len());
    let mut buffer = vec![0; 256 * 1024];
    let mut total = 0u64;
    for (index, path) in &listing.files {
        let mut entry = zip.by_index(*index).map_err(from_zip)?;
        let to = path.below(target);
        let failed = |e| ArchiveError::file("write", &to)(e);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let mut file = File::create_new(&to).map_err(failed)?;
        let mut hash = Sha256::new();
        let size = entry.size();
        let mut bytes = 0u64;
        loop {
            check_cancel(cancel)?;
            let n = entry.read(&mut buffer).map_err(damaged)?;
            if n == 0 {
                break;
            }
            bytes += n as u64;
            // The zip has been inspected, but another program may have changed it since.
            if bytes > size {
                return Err(ArchiveError::Damaged("an entry is larger than when it was inspected".into()));
            }
            file.write_all(&buffer[..n]).map_err(failed)?;
            hash.update(&buffer[..n]);
            progress(total + bytes, written.len() as u64);
        }
        files::sync(&file).map_err(failed)?;
        total += bytes;
        written.push(Written { path: path.clone(), bytes, sha256: hex(&hash.finalize()) });
    }
    progress(total, written.len() as u64);
    Ok(written)
}
