//! Writes unpacked files of a backup again, from its archive.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

use super::bag::{self, ARCHIVE};
use super::changes::compare;
use super::contents::{Archive, EntryReader};
use super::{ArchiveError, EntryPath, Progress, check_cancel, ensure_room};
use crate::checksum::hex;
use crate::files;

/// Where files are written before they are moved to their places. In the backup, so that it is on the same volume, but
/// outside its payload: what a crash leaves there does not count as an added file.
const STAGING: &str = ".satchel-restore";

/// Writes the unpacked files that are missing or changed again. Fails if the archive is not the one that was saved.
/// Each file is replaced as a whole, and only by exactly what was saved. Other files are left alone; the first that is in
/// the place of one to restore is named in [`ArchiveError::PlaceTaken`], once the rest is restored. Blocks.
///
/// Returns the number of files that were restored.
pub fn restore(
    folder: &Path,
    cancel: &CancellationToken,
    progress: Progress<'_>,
) -> Result<u64, ArchiveError> {
    let payload = bag::read_payload(folder)?;
    let archive = folder.join(ARCHIVE);
    let saved = payload.get(ARCHIVE).map(String::as_str).unwrap_or_default();
    if compare(&archive, saved, cancel)?.is_some() {
        return Err(ArchiveError::Damaged("the archive is not the one that was saved".into()));
    }
    let archive = Archive::open(&archive, cancel)?;
    let entries: HashMap<&str, usize> =
        archive.entries().iter().enumerate().map(|(index, entry)| (entry.path.as_str(), index)).collect();
    let mut reader = archive.reader();
    let staging = Staging::create(folder)?;
    let mut restored = 0;
    let mut taken = None;
    for (done, (path, sha256)) in payload.iter().enumerate() {
        check_cancel(cancel)?;
        progress(0, done as u64);
        let Some(index) = bag::export_path(path).and_then(|path| entries.get(path)) else { continue };
        if compare(&folder.join(path), sha256, cancel)?.is_none() {
            continue;
        }
        match staging.restore(&mut reader, *index, path, sha256, cancel) {
            Ok(is_restored) => restored += u64::from(is_restored),
            Err(ArchiveError::PlaceTaken(path)) => drop(taken.get_or_insert(path)),
            Err(error) => return Err(error),
        }
    }
    taken.map_or(Ok(restored), |path| Err(ArchiveError::PlaceTaken(path)))
}

/// The staging folder. It is removed with its content in the end.
struct Staging<'f> {
    folder: &'f Path,
    path: PathBuf,
}

impl<'f> Staging<'f> {
    fn create(folder: &'f Path) -> Result<Self, ArchiveError> {
        let path = folder.join(STAGING);
        let failed = |error| ArchiveError::file("write", &path)(error);
        files::remove_folder(&path).map_err(failed)?;
        // Not its parents: if the drive was disconnected, an empty mount point may be in its place.
        fs::create_dir(&path).map_err(failed)?;
        Ok(Self { folder, path })
    }

    /// Restores one file; `false` if the archive has another content than the manifest.
    fn restore(
        &self,
        reader: &mut EntryReader<'_>,
        index: usize,
        path: &str,
        sha256: &str,
        cancel: &CancellationToken,
    ) -> Result<bool, ArchiveError> {
        let path = EntryPath::parse(path)?;
        let target = path.below(self.folder);
        ensure_room(&self.path, reader.bytes(index))?;
        let failed = |error| ArchiveError::file("write", &target)(error);
        let mut file = files::temp_sibling_in_backup(&self.path.join("file")).map_err(failed)?;
        let mut hash = Sha256::new();
        let mut buffer = vec![0; 256 * 1024];
        let mut failure = None;
        let copied = reader.read(index, |content| {
            loop {
                let read = content.read(&mut buffer)?;
                if read == 0 {
                    return Ok(());
                }
                hash.update(&buffer[..read]);
                let written =
                    check_cancel(cancel).and_then(|()| file.write_all(&buffer[..read]).map_err(failed));
                if let Err(error) = written {
                    failure = Some(error);
                    return Err(io::Error::other("stopped"));
                }
            }
        });
        match (copied, failure) {
            (_, Some(error)) => return Err(error),
            (Err(error), None) if error.raw_os_error().is_some() => {
                return Err(ArchiveError::file("read", &self.folder.join(ARCHIVE))(error));
            }
            // It was whole when the backup was saved, and the archive has not changed since.
            (Err(error), None) => return Err(ArchiveError::Damaged(error.to_string())),
            (Ok(()), None) => {}
        }
        if hex(&hash.finalize()) != sha256 {
            return Ok(false);
        }
        if let Some(taken) = make_place(self.folder, &path).map_err(failed)? {
            return Err(ArchiveError::PlaceTaken(taken));
        }
        files::persist(file, &target).map_err(failed)?;
        Ok(true)
    }
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        if let Err(error) = files::remove_folder(&self.path) {
            tracing::warn!(%error, "the staging folder of a restore could not be removed");
        }
    }
}

/// Makes the folders of a file, one by one and never through a link, which may lead out of the backup. Returns what is in
/// the place of one of them, or the folder in the place of the file. An empty folder there is removed.
fn make_place(folder: &Path, path: &EntryPath) -> io::Result<Option<PathBuf>> {
    let mut place = folder.to_owned();
    let mut parts = path.as_str().split('/').peekable();
    while let Some(part) = parts.next() {
        place.push(part);
        let is_file = parts.peek().is_none();
        match fs::symlink_metadata(&place) {
            Ok(found) if found.is_dir() && is_file && fs::remove_dir(&place).is_ok() => {}
            Ok(found) if found.is_dir() == is_file => return Ok(Some(place)),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound && is_file => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::create_dir(&place)?,
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests;
