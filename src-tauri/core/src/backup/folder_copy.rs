//! Copying the backup folder to another place, file by file, and removing what was copied. All of it blocks.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tokio_util::sync::CancellationToken;

use super::layout::belongs_to_volume;
use crate::archive::{self, ArchiveError, is_left_by_file_manager};
use crate::files::{self, Durability};

/// A file in the new place while it is being filled. It tells the copy from a folder of somebody else, and from an empty
/// mount point.
const NOTE: &str = ".satchel-moving";
/// The name under which a file is written before it gets its own.
const PARTIAL: &str = ".satchel-partial";
/// The maximum depth of folders.
const DEPTH: usize = 64;

/// A file below a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    path: PathBuf,
    bytes: u64,
    changed: Option<SystemTime>,
}

/// All files below a folder, without those that file managers leave.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) files: Vec<Found>,
    pub(super) bytes: u64,
}

/// Lists a folder, without what the system keeps in the root of a volume. What is neither a file nor a folder, such as a
/// pipe or a link that leads nowhere, cannot be copied and stays. Links to folders are followed: the person may have moved an account to another drive.
pub(super) fn list(root: &Path) -> Result<Tree, ArchiveError> {
    let mut tree = Tree::default();
    let mut folders = vec![(PathBuf::new(), 0)];
    let mut visited = HashSet::new();
    while let Some((below, depth)) = folders.pop() {
        let folder = root.join(&below);
        let failed = |error| ArchiveError::file("read", &folder)(error);
        if depth > DEPTH || !visited.insert(folder.canonicalize().map_err(failed)?) {
            return Err(failed(io::Error::other("a folder contains itself, or too many folders")));
        }
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            let path = below.join(&name);
            let full = root.join(&path);
            let found = match fs::metadata(&full) {
                Err(error) if error.kind() == io::ErrorKind::NotFound && full.is_symlink() => continue,
                found => found.map_err(ArchiveError::file("read", &full))?,
            };
            let name = name.to_string_lossy();
            if found.is_dir() {
                if depth > 0 || !belongs_to_volume(&name) {
                    folders.push((path, depth + 1));
                }
            } else if found.is_file() && !is_left_by_file_manager(&name) && name != NOTE && name != PARTIAL {
                tree.bytes += found.len();
                tree.files.push(Found { path, bytes: found.len(), changed: found.modified().ok() });
            }
        }
    }
    tree.files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(tree)
}

/// Whether nothing is in a folder but what file managers leave and what the system keeps in the root of a volume, or an
/// unfinished copy of `from`.
pub(super) fn may_be_filled(from: &Path, to: &Path) -> io::Result<bool> {
    let mut is_empty = true;
    for entry in fs::read_dir(to)? {
        let name = entry?.file_name();
        if name == NOTE {
            return Ok(is_unfinished(from, to));
        }
        let name = name.to_string_lossy();
        is_empty &= is_left_by_file_manager(&name) || belongs_to_volume(&name);
    }
    Ok(is_empty)
}

/// Marks the new place.
pub(super) fn begin(from: &Path, to: &Path) -> Result<(), ArchiveError> {
    let note = format!(
        "Satchel is moving its backup folder here. Do not change anything until it has finished. It is still in:\n{}\n",
        from.display()
    );
    fs::write(to.join(NOTE), note).map_err(ArchiveError::file("write", to))
}

/// Whether `to` is marked as an unfinished copy of `from`. Earlier versions did not write of which folder it is.
pub(super) fn is_unfinished(from: &Path, to: &Path) -> bool {
    let Ok(note) = fs::read_to_string(to.join(NOTE)) else { return false };
    note.lines().nth(1).is_none_or(|noted| noted == from.display().to_string())
}

/// Removes the mark: the copy is complete, or was removed.
pub(super) fn end(to: &Path) {
    if let Err(error) = fs::remove_file(to.join(NOTE)) {
        tracing::warn!(%error, "the mark of a moved folder could not be removed");
    }
}

/// Copies the files of a folder. Each copy is read again and compared by SHA-256 before it gets its name. What is there
/// already, from an earlier attempt, is compared as well. Fails if the volume takes two names for one. `progress` gets the
/// bytes so far.
pub(super) fn copy(
    from: &Path,
    to: &Path,
    tree: &Tree,
    cancel: &CancellationToken,
    progress: &(dyn Fn(u64) + Send + Sync),
) -> Result<(), ArchiveError> {
    let before: HashSet<PathBuf> = list(to)?.files.into_iter().map(|file| file.path).collect();
    let mut done = 0;
    for file in &tree.files {
        if cancel.is_cancelled() {
            return Err(ArchiveError::Cancelled);
        }
        let (source, target) = (from.join(&file.path), to.join(&file.path));
        if !is_copied(&source, &target, file.bytes, cancel)? {
            // It was copied from another file: the volume does not tell upper case from lower case, for example.
            if !before.contains(&file.path) && target.symlink_metadata().is_ok() {
                return Err(ArchiveError::PlaceTaken(target));
            }
            copy_file(&source, &target, to, cancel, &|bytes, _| progress(done + bytes))?;
        }
        done += file.bytes;
        progress(done);
    }
    Ok(())
}

/// Makes the copies durable, with their names. The files were synced one by one.
pub(super) fn sync(to: &Path, tree: &Tree) -> Result<(), ArchiveError> {
    let durability = files::durability(to);
    if durability == Durability::EachFile {
        let folders: HashSet<_> = tree.files.iter().filter_map(|file| file.path.parent()).collect();
        for folder in folders {
            let folder = to.join(folder);
            files::sync_folder(&folder).map_err(ArchiveError::file("write", &folder))?;
        }
    }
    files::sync_volume(to, durability).map_err(ArchiveError::file("write", to))
}

/// The bytes of those files that have no copy of the same size.
pub(super) fn missing_bytes(to: &Path, tree: &Tree) -> u64 {
    let is_missing =
        |file: &&Found| fs::metadata(to.join(&file.path)).map_or(true, |found| found.len() != file.bytes);
    tree.files.iter().filter(is_missing).map(|file| file.bytes).sum()
}

fn is_copied(
    source: &Path,
    target: &Path,
    bytes: u64,
    cancel: &CancellationToken,
) -> Result<bool, ArchiveError> {
    match fs::metadata(target) {
        Ok(found) if found.is_file() && found.len() == bytes => {}
        Ok(_) => return Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(ArchiveError::file("read", target)(error)),
    }
    let quiet = &|_, _| {};
    Ok(archive::hash_file(source, cancel, quiet)? == archive::hash_file(target, cancel, quiet)?)
}

fn copy_file(
    source: &Path,
    target: &Path,
    to: &Path,
    cancel: &CancellationToken,
    progress: archive::Progress<'_>,
) -> Result<(), ArchiveError> {
    let failed = |error| ArchiveError::file("write", target)(error);
    // Nothing is written to the mount point of a drive that was disconnected.
    fs::metadata(to.join(NOTE)).map_err(failed)?;
    let folder = target.parent().unwrap_or(to);
    fs::create_dir_all(folder).map_err(failed)?;
    let partial = folder.join(PARTIAL);
    match fs::remove_file(&partial) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
        _ => {}
    }
    let copied =
        archive::copy_file(source, &partial, Durability::EachFile, cancel, progress).and_then(|written| {
            if archive::hash_file(&partial, cancel, &|_, _| {})? != written {
                return Err(failed(io::Error::other("the copy differs from the original")));
            }
            if let Ok(found) = fs::metadata(source) {
                let _ = fs::set_permissions(&partial, found.permissions());
            }
            files::rename_with_retry(&partial, target).map_err(failed)
        });
    if copied.is_err() {
        let _ = fs::remove_file(&partial);
    }
    copied
}

/// Removes these files, as far as they are still as they were listed, then what file managers left, and all folders that
/// are then empty, the folder itself too. Returns whether everything could be removed.
pub(super) fn remove(root: &Path, tree: &Tree) -> bool {
    for file in &tree.files {
        let path = root.join(&file.path);
        let is_same = fs::metadata(&path)
            .is_ok_and(|found| found.len() == file.bytes && found.modified().ok() == file.changed);
        if is_same && let Err(error) = fs::remove_file(&path) {
            tracing::warn!(%error, "a file of a moved folder could not be removed");
        }
    }
    // The root of a volume stays.
    let mut is_volume = false;
    for entry in fs::read_dir(root).into_iter().flatten().flatten() {
        is_volume |= belongs_to_volume(&entry.file_name().to_string_lossy());
    }
    if is_volume { remove_empty_in(root) } else { remove_empty(root) }
}

/// Removes an unfinished copy of these files.
pub(super) fn remove_copy(to: &Path, tree: &Tree) {
    for file in &tree.files {
        let path = to.join(&file.path);
        if let Some(folder) = path.parent() {
            let _ = fs::remove_file(folder.join(PARTIAL));
        }
        let _ = fs::remove_file(path);
    }
    end(to);
    remove_empty_in(to);
}

/// Removes the folders in a folder in which no file is, except those that the system keeps in the root of a volume. Returns
/// whether nothing else is left.
fn remove_empty_in(root: &Path) -> bool {
    let mut is_empty = true;
    for entry in fs::read_dir(root).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if !belongs_to_volume(&name) {
            let path = entry.path();
            is_empty &= if path.is_dir() { remove_empty(&path) } else { is_left_by_file_manager(&name) };
        }
    }
    is_empty
}

/// Of these files, those that have an identical copy.
pub(super) fn copied(
    from: &Path,
    to: &Path,
    tree: Tree,
    cancel: &CancellationToken,
) -> Result<Tree, ArchiveError> {
    let mut copied = Tree::default();
    for file in tree.files {
        if is_copied(&from.join(&file.path), &to.join(&file.path), file.bytes, cancel)? {
            copied.bytes += file.bytes;
            copied.files.push(file);
        }
    }
    Ok(copied)
}

/// Removes a folder if no file is in it but what file managers leave, and those folders in it of which this is true. Of a
/// link to a folder, the link is removed.
fn remove_empty(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return !folder.exists() };
    let (mut left_behind, mut is_empty) = (Vec::new(), true);
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            is_empty &= remove_empty(&path);
        } else if is_left_by_file_manager(&entry.file_name().to_string_lossy()) {
            left_behind.push(path);
        } else {
            is_empty = false;
        }
    }
    if !is_empty {
        return false;
    }
    for path in left_behind {
        let _ = fs::remove_file(path);
    }
    // A link is a file on Unix and a folder on Windows.
    fs::remove_dir(folder).is_ok() || (folder.is_symlink() && fs::remove_file(folder).is_ok())
}

#[cfg(test)]
mod tests;
