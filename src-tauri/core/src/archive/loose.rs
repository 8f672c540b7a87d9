//! The files that a person has outside of an archive: an unpacked export, or what else is in its folder.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use tokio_util::sync::CancellationToken;

use super::changes::is_left_by_file_manager;
use super::contents::ENTRIES;
use super::parts::{group, is_first_of_zip, whole_name};
use super::{ArchiveError, check_cancel, limits};
use crate::files;

/// A file in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LooseFile {
    /// Where it is. An archive that was split has several parts.
    parts: Vec<PathBuf>,
    /// Its path in the folder, with `/` as separator.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// The files in a folder, or a single file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loose {
    /// The files, in the order of their paths.
    pub files: Vec<LooseFile>,
    /// Folders that could not be read, or lie too deep, each with a `/` at its end.
    pub unreadable: Vec<String>,
}

/// Files in a folder that do not belong to an export.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// How many there are. A folder that cannot be read counts as one.
    pub count: u64,
    /// Their paths in the folder; at most 1000 of them.
    pub names: Vec<String>,
}

/// The maximum number of files that are named as left out.
const MOST_NAMED: usize = 1000;

impl LeftOut {
    /// Adds a file.
    pub fn add(&mut self, name: String) {
        self.count += 1;
        if self.names.len() < MOST_NAMED {
            self.names.push(name);
        }
    }
}

impl LooseFile {
    /// Opens the file. Blocks.
    pub fn open(&self) -> io::Result<impl Read + use<>> {
        let mut rest = self.parts.clone().into_iter();
        let current = rest.next().map(|part| files::open(&part)).transpose()?;
        Ok(Joined { current, rest })
    }

    /// Where it is, for messages.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.parts.first().map_or(Path::new(""), PathBuf::as_path)
    }
}

/// Reads parts one after the other.
struct Joined {
    current: Option<File>,
    rest: std::vec::IntoIter<PathBuf>,
}

impl Read for Joined {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(current) = &mut self.current {
            let read = current.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            self.current = self.rest.next().map(|part| files::open(&part)).transpose()?;
        }
        Ok(0)
    }
}

impl Loose {
    /// Total size of the files in bytes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.files.iter().fold(0, |sum, file| sum.saturating_add(file.bytes))
    }

    /// Fails if the files exceed the limits of an archive.
    pub fn check_limits(&self) -> Result<(), ArchiveError> {
        let most = |what, found: u64, most: u64| {
            if found > most { Err(ArchiveError::TooBig { what, found, most }) } else { Ok(()) }
        };
        most(ENTRIES, self.files.len() as u64, limits::ENTRIES)?;
        most("bytes", self.bytes(), limits::TOTAL_BYTES)
    }
}

/// Whether the path must be packed: a folder, a JSON file or a text file.
#[must_use]
pub fn is_loose(path: &Path) -> bool {
    let ending = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
    path.is_dir() || ending.is_some_and(|ending| ending == "json" || ending == "txt")
}

/// Lists the files in a folder and in the folders in it, or a single file. Nothing is read. Does not follow links, and skips
/// hidden files and those that file managers make, which no export contains. Blocks.
pub fn find_loose(path: &Path, cancel: &CancellationToken) -> Result<Loose, ArchiveError> {
    let mut loose = Loose::default();
    let mut paths = Vec::new();
    let root = if path.is_dir() {
        walk(path, &mut Walk { root: path, paths: &mut paths, loose: &mut loose, cancel }, 0)?;
        paths.sort();
        path
    } else {
        files::require_regular(path).map_err(ArchiveError::file("read", path))?;
        paths.push(path.to_owned());
        path.parent().unwrap_or(path)
    };
    for parts in group(paths) {
        add(parts, root, &mut loose)?;
    }
    Ok(loose)
}

struct Walk<'w> {
    root: &'w Path,
    paths: &'w mut Vec<PathBuf>,
    loose: &'w mut Loose,
    cancel: &'w CancellationToken,
}

impl Walk<'_> {
    fn cannot_read(&mut self, folder: &Path) {
        self.loose.unreadable.push(format!("{}/", name_in(self.root, folder)));
    }
}

fn walk(folder: &Path, found: &mut Walk<'_>, depth: usize) -> Result<(), ArchiveError> {
    check_cancel(found.cancel)?;
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if depth > 0 && error.kind() == io::ErrorKind::PermissionDenied => {
            found.cannot_read(folder);
            return Ok(());
        }
        Err(error) => return Err(ArchiveError::file("read", folder)(error)),
    };
    for entry in entries {
        let entry = entry.map_err(ArchiveError::file("read", folder))?;
        let kind = entry.file_type().map_err(ArchiveError::file("read", folder))?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if kind.is_dir() && depth == limits::DEPTH {
            found.cannot_read(&entry.path());
        } else if kind.is_dir() {
            walk(&entry.path(), found, depth + 1)?;
        } else if kind.is_file() && !is_left_by_file_manager(&name_in(found.root, &entry.path())) {
            found.paths.push(entry.path());
            let count = found.paths.len() as u64;
            if count > limits::FOLDER_FILES {
                return Err(ArchiveError::TooBig { what: ENTRIES, found: count, most: limits::FOLDER_FILES });
            }
        }
    }
    Ok(())
}

fn name_in(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

fn add(parts: Vec<PathBuf>, root: &Path, loose: &mut Loose) -> Result<(), ArchiveError> {
    let mut bytes = 0u64;
    for part in &parts {
        bytes += part.metadata().map_err(ArchiveError::file("read", part))?.len();
    }
    let mut name = name_in(root, &parts[0]);
    if (parts.len() > 1 || is_first_of_zip(&parts[0]))
        && let Some(first) = parts[0].file_name()
    {
        let whole = parts[0].with_file_name(whole_name(first));
        if whole.exists() {
            name.push_str(".zip");
        } else {
            name = name_in(root, &whole);
        }
    }
    loose.files.push(LooseFile { parts, name, bytes });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_left_out_are_counted_and_some_are_named() {
        let mut left_out = LeftOut::default();
        (0..MOST_NAMED + 5).for_each(|number| left_out.add(number.to_string()));
        assert_eq!((left_out.count, left_out.names.len()), (MOST_NAMED as u64 + 5, MOST_NAMED));
    }

    #[test]
    fn the_parts_of_a_split_archive_are_one_file() {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in [
            ("b/a.zip.001", "PK"),
            ("b/a.zip.002", "123"),
            ("b/a.txt", "x"),
            (".hidden", "x"),
            ("Thumbs.db", "x"),
        ] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        let loose = find_loose(folder.path(), &CancellationToken::new()).unwrap();
        let names: Vec<_> = loose.files.iter().map(|file| (file.name.as_str(), file.bytes)).collect();
        assert_eq!(names, [("b/a.txt", 1), ("b/a.zip", 5)]);
        let mut content = String::new();
        loose.files[1].open().unwrap().read_to_string(&mut content).unwrap();
        assert_eq!(content, "PK123");
        assert_eq!(loose.bytes(), 6);
    }
}
