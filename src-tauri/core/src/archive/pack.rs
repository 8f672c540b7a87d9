//! Packs an unpacked export (a folder, a JSON file or a text file) into a zip.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use tokio_util::sync::CancellationToken;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::inspect::ENTRIES;
use super::recognise::is_export_file;
use super::{ArchiveError, EntryPath, Progress, check_cancel, limits};
use crate::files;

/// The files of an unpacked export, each with its name in the zip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loose {
    files: Vec<(PathBuf, EntryPath)>,
    /// Total size of the files in bytes.
    pub bytes: u64,
}

/// Whether the path must be packed: a folder, a JSON file or a text file.
#[must_use]
pub fn is_loose(path: &Path) -> bool {
    let ending = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
    path.is_dir() || ending.is_some_and(|ending| ending == "json" || ending == "txt")
}

/// Finds the files of an export in a folder, or takes a single file. Fails if none of them is part of a TikTok export.
/// Blocks.
pub fn find_loose(path: &Path) -> Result<Loose, ArchiveError> {
    let mut loose = Loose { files: Vec::new(), bytes: 0 };
    if path.is_dir() {
        walk(path, path, &mut loose)?;
    } else {
        add(path, path.parent().unwrap_or(path), &mut loose)?;
    }
    let is_export = loose.files.iter().any(|(file, name)| {
        files::open(file).is_ok_and(|file| is_export_file(name.as_str(), BufReader::new(file)))
    });
    if is_export {
        Ok(loose)
    } else {
        Err(ArchiveError::NotAnExport { entries: loose.files.len() as u64, pictures: 0 })
    }
}

/// Does not follow links, and skips hidden files, which no export contains.
fn walk(folder: &Path, root: &Path, loose: &mut Loose) -> Result<(), ArchiveError> {
    let entries = fs::read_dir(folder).map_err(ArchiveError::file("read", folder))?;
    for entry in entries {
        let entry = entry.map_err(ArchiveError::file("read", folder))?;
        let kind = entry.file_type().map_err(ArchiveError::file("read", folder))?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if kind.is_dir() {
            walk(&entry.path(), root, loose)?;
        } else if kind.is_file() {
            add(&entry.path(), root, loose)?;
        }
    }
    Ok(())
}

fn add(file: &Path, root: &Path, loose: &mut Loose) -> Result<(), ArchiveError> {
    let parts: Vec<_> = file
        .strip_prefix(root)
        .unwrap_or(file)
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    let name = EntryPath::parse(&parts.join("/"))?;
    loose.bytes += file.metadata().map_err(ArchiveError::file("read", file))?.len();
    loose.files.push((file.to_owned(), name));
    let most = |what, found: u64, most: u64| {
        if found > most { Err(ArchiveError::TooBig { what, found, most }) } else { Ok(()) }
    };
    most(ENTRIES, loose.files.len() as u64, limits::ENTRIES)?;
    most("bytes", loose.bytes, limits::TOTAL_BYTES)
}

/// Writes the files into a zip. Blocks.
pub fn pack(
    loose: &Loose,
    place: &Path,
    cancel: &CancellationToken,
    progress: Progress<'_>,
) -> Result<(), ArchiveError> {
    let failed = |error: io::Error| ArchiveError::file("write", place)(error);
    let out = File::create(place).map_err(failed)?;
    let mut zip = ZipWriter::new(BufWriter::new(out));
    let mut buffer = vec![0; 128 * 1024];
    let mut done = 0;
    for (file, name) in &loose.files {
        let length = file.metadata().map_err(ArchiveError::file("read", file))?.len();
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(1))
            .large_file(length > u64::from(u32::MAX) / 2);
        zip.start_file(name.as_str(), options).map_err(|error| failed(error.into()))?;
        let mut input = files::open(file).map_err(ArchiveError::file("read", file))?;
        loop {
            check_cancel(cancel)?;
            let read = input.read(&mut buffer).map_err(ArchiveError::file("read", file))?;
            if read == 0 {
                break;
            }
            zip.write_all(&buffer[..read]).map_err(failed)?;
            done += read as u64;
            progress(done, 0);
        }
    }
    let out = zip.finish().map_err(|error| failed(error.into()))?;
    let out = out.into_inner().map_err(|error| failed(error.into_error()))?;
    files::sync(&out).map_err(failed)
}
