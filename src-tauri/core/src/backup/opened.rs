//! What a person opened: an archive, the parts of one, or loose files. Fails with the cause if it is no export.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use tokio_util::sync::CancellationToken;

use super::recognition::check_archive;
use super::selection::Selection;
use crate::archive::{self, ArchiveError, OtherFormat};
use crate::files;
use crate::library::read::is_json;

/// How much of a file is read to see whether it is JSON, in bytes.
const JSON_HEAD: u64 = 512;

/// What was opened.
#[derive(Debug)]
pub(super) enum Opened {
    /// An archive with an export.
    Archive(PathBuf),
    /// The parts of an archive. Whether it has an export can only be told once they are put together.
    Parts(Vec<PathBuf>),
    /// The files of an export, which have to be packed.
    Files(Selection),
}

/// Looks at what a person opened. Blocks.
pub(super) fn examine(path: &Path, cancel: &CancellationToken) -> Result<Opened, ArchiveError> {
    if archive::is_loose(path) {
        return Selection::of(path, cancel).map(Opened::Files);
    }
    if let Some(parts) = archive::parts_of(path)? {
        return Ok(Opened::Parts(parts));
    }
    if is_json_file(path)? {
        return Selection::of(path, cancel).map(Opened::Files);
    }
    let checked = check_archive(path, cancel);
    let is_refused = matches!(checked, Err(ArchiveError::NotAnArchive | ArchiveError::Damaged(_)));
    match OtherFormat::of(path).map_err(ArchiveError::file("read", path))? {
        Some(format) if is_refused || format == OtherFormat::SplitZip => {
            Err(ArchiveError::OtherFormat(format))
        }
        _ => checked.map(|()| Opened::Archive(path.to_owned())),
    }
}

/// Whether a file is JSON, whatever its name ends in.
fn is_json_file(path: &Path) -> Result<bool, ArchiveError> {
    let failed = ArchiveError::file("read", path);
    let mut head = Vec::new();
    let read = files::open(path).and_then(|file| file.take(JSON_HEAD).read_to_end(&mut head));
    read.map(|_| is_json(&head)).map_err(failed)
}
