//! The folder in which a rebuild prepares the new files.

use std::path::{Path, PathBuf};

pub(super) fn rebuild_folder(folder: &Path) -> PathBuf {
    folder.join("rebuild")
}

/// Deletes what an interrupted rebuild has left. What cannot be deleted only takes space.
pub(super) fn remove_unfinished_rebuild(folder: &Path) {
    match std::fs::remove_dir_all(rebuild_folder(folder)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            tracing::warn!(%error, "files of a rebuild could not be deleted");
        }
        _ => {}
    }
}
