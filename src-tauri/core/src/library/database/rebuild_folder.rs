//! The folder in which a rebuild prepares the new files.

use std::path::{Path, PathBuf};

pub(super) fn rebuild_folder(folder: &Path) -> PathBuf {
    folder.join("rebuild")
}

/// Deletes the files of an interrupted rebuild. Errors are only logged: the files do no harm but take up space.
pub(super) fn remove_unfinished_rebuild(folder: &Path) {
    match std::fs::remove_dir_all(rebuild_folder(folder)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            tracing::warn!(%error, "failed to delete the files of an interrupted rebuild");
        }
        _ => {}
    }
}
