//! What a person opened: an archive, the parts of one, or loose files. Fails with the cause if it is no export.

use std::path::{Path, PathBuf};

use tokio_util::sync::CancellationToken;

use super::recognition::check_archive;
use super::selection::Selection;
use crate::archive::{self, ArchiveError};

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
    check_archive(path, cancel)?;
    Ok(Opened::Archive(path.to_owned()))
}
