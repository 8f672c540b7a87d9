//! How the files of a backup can differ from what was saved.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use ts_rs::TS;

use super::ArchiveError;
use super::hash::hash_file;

/// How a file differs from what was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ChangeKind {
    /// It is not there.
    Missing,
    /// Its content is another one.
    Changed,
    /// It was not saved with the backup.
    Added,
}

/// A file that is not as it was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(from = "StoredChange")]
pub struct FileChange {
    /// Its path in the backup.
    pub path: String,
    /// How it differs.
    pub kind: ChangeKind,
}

/// The stored forms of a [`FileChange`]: earlier versions of Satchel stored the path only.
#[derive(Deserialize)]
#[serde(untagged)]
enum StoredChange {
    Path(String),
    File { path: String, kind: ChangeKind },
}

impl From<StoredChange> for FileChange {
    fn from(stored: StoredChange) -> Self {
        match stored {
            StoredChange::Path(path) => Self { path, kind: ChangeKind::Changed },
            StoredChange::File { path, kind } => Self { path, kind },
        }
    }
}

impl ChangeKind {
    /// What the error of reading a manifest says about it; `None` if it may be intact.
    pub(super) fn of_manifest(error: &ArchiveError) -> Option<Self> {
        use std::io::ErrorKind as K;
        match error {
            ArchiveError::Unsafe(_) => Some(Self::Changed),
            ArchiveError::File { source, .. } => match source.kind() {
                K::NotFound => Some(Self::Missing),
                K::InvalidData | K::IsADirectory => Some(Self::Changed),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Whether file managers create a file with this name by themselves, in any folder that they show.
#[must_use]
pub fn is_left_by_file_manager(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let known = [".DS_Store", "Thumbs.db", "ehthumbs.db", "desktop.ini", "Icon\r"];
    name.starts_with("._")
        || path.split('/').any(|part| part == "__MACOSX")
        || known.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// How a file differs from what the manifest says; `None` if it does not. An error if the file could not be read and may
/// be intact: another program holds it, or the volume failed, for example a drive that was disconnected.
pub(super) fn compare(
    path: &Path,
    sha256: &str,
    cancel: &CancellationToken,
) -> Result<Option<ChangeKind>, ArchiveError> {
    // Satchel saves no links: what one leads to can disappear with another folder.
    if path.symlink_metadata().is_ok_and(|found| found.is_symlink()) {
        return Ok(Some(ChangeKind::Changed));
    }
    match hash_file(path, cancel, &|_, _| {}) {
        Ok((found, _)) => Ok((found != sha256).then_some(ChangeKind::Changed)),
        Err(ArchiveError::File { source, .. }) if source.kind() == io::ErrorKind::IsADirectory => {
            Ok(Some(ChangeKind::Changed))
        }
        Err(ArchiveError::File { source, .. }) if is_gone(&source) => Ok(Some(ChangeKind::Missing)),
        Err(error) => Err(error),
    }
}

/// Whether the error means that the file is missing or is no longer a file of the expected kind.
pub(super) fn is_gone(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::IsADirectory
            // A pipe or a device: `files::open` opens regular files only.
            | io::ErrorKind::InvalidInput
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_that_earlier_versions_stored_are_read() {
        let old: Vec<FileChange> =
            serde_json::from_str(r#"["data/a", {"path": "b", "kind": "added"}]"#).unwrap();
        let change = |path: &str, kind| FileChange { path: path.to_owned(), kind };
        assert_eq!(old, [change("data/a", ChangeKind::Changed), change("b", ChangeKind::Added)]);
    }

    #[test]
    fn files_of_file_managers_are_told_by_their_names() {
        for name in [
            "data/.DS_Store",
            "data/export/._a.mp4",
            "thumbs.db",
            "a/Desktop.ini",
            "Icon\r",
            "__MACOSX/a.txt",
        ] {
            assert!(is_left_by_file_manager(name), "{name:?}");
        }
        for name in ["data/Icon", "a.DS_Store", ".hidden", "desktop.ini/a.txt"] {
            assert!(!is_left_by_file_manager(name), "{name:?}");
        }
    }
}
