//! The marker in the backup folder: it tells the folder from an empty mount point, or from another drive, at its path.

use std::io::{self, Write as _};
use std::path::Path;

use super::bag_info::scan;
use crate::files;
use crate::random::random_hex;

/// A hidden file in the backup folder. It holds the folder's id and a sentence that says what it is for.
const NAME: &str = ".satchel-folder";
/// Longer than any marker. Bytes.
const LONGEST: u64 = 4096;

/// What was found at the path of the backup folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// The folder, with this marker.
    Marked(String),
    /// A folder without a marker that may be used.
    Unmarked,
    /// The folder is not there; at its path is nothing, or an empty folder in which a marker was expected.
    Absent,
}

/// Looks for the folder. `expected` is the marker that it had before. Blocks.
pub(super) fn look(root: &Path, expected: Option<&str>) -> io::Result<Found> {
    match std::fs::metadata(root) {
        Ok(found) if found.is_dir() => {}
        Ok(_) => return Ok(Found::Absent),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Absent),
        Err(error) => return Err(error),
    }
    if let Some(id) = read(root)? {
        return Ok(Found::Marked(id));
    }
    // The marker may have been deleted, or not copied along: backups tell that this is the folder.
    let has_backups = || [false, true].iter().any(|is_demo| !scan(root, *is_demo).backups.is_empty());
    if expected.is_none() || has_backups() { Ok(Found::Unmarked) } else { Ok(Found::Absent) }
}

/// Whether there is a marker. Blocks.
pub(super) fn is_there(root: &Path) -> bool {
    read(root).is_ok_and(|id| id.is_some())
}

fn read(root: &Path) -> io::Result<Option<String>> {
    let path = root.join(NAME);
    match std::fs::symlink_metadata(&path) {
        Ok(found) if found.is_file() && found.len() <= LONGEST => {}
        Ok(_) => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    }
    let content = match std::fs::read(&path) {
        // Of another user of this computer, by an earlier version. The folder itself can be read.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Ok(None),
        content => content?,
    };
    let text = String::from_utf8_lossy(&content);
    let id = text.lines().next().unwrap_or_default().trim();
    Ok((!id.is_empty()).then(|| id.to_owned()))
}

/// Marks the folder, with the id that it had before if it had one. Blocks.
pub(super) fn write(root: &Path, expected: Option<&str>) -> io::Result<String> {
    let id = expected.map_or_else(random_hex::<8>, str::to_owned);
    let mut file = files::temp_sibling_in_backup(&root.join(NAME))?;
    file.write_all(
        format!(
            "{id}\nSatchel recognises its backup folder by this file. It can be deleted; Satchel then asks for the \
             folder again if it is empty.\n"
        )
        .as_bytes(),
    )?;
    files::persist(file, &root.join(NAME))?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_folder_in_place_of_a_marked_one_is_not_the_folder() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(look(root.path(), None).unwrap(), Found::Unmarked);
        let id = write(root.path(), None).unwrap();
        assert_eq!(look(root.path(), Some(&id)).unwrap(), Found::Marked(id.clone()));
        std::fs::remove_file(root.path().join(NAME)).unwrap();
        assert_eq!(look(root.path(), Some(&id)).unwrap(), Found::Absent);
        assert_eq!(write(root.path(), Some(&id)).unwrap(), id);
    }

    #[cfg(unix)]
    #[test]
    fn whoever_can_read_the_folder_can_read_its_marker() {
        use std::os::unix::fs::PermissionsExt;

        let root = tempfile::tempdir().unwrap();
        write(root.path(), None).unwrap();
        std::fs::write(root.path().join("other"), "").unwrap();
        let mode = |name| root.path().join(name).metadata().unwrap().permissions().mode();
        assert_eq!(mode(NAME), mode("other"));
    }

    #[test]
    fn a_folder_whose_marker_was_deleted_is_known_by_its_backups() {
        let root = tempfile::tempdir().unwrap();
        let bag = root.path().join("Opened exports").join("one");
        std::fs::create_dir_all(&bag).unwrap();
        std::fs::write(bag.join("bagit.txt"), "BagIt-Version: 1.0\n").unwrap();
        let info = "Satchel-Source: file\nSatchel-Saved-At: 2026-01-01T00:00:00Z\n";
        std::fs::write(bag.join("bag-info.txt"), info).unwrap();
        assert_eq!(look(root.path(), Some("id")).unwrap(), Found::Unmarked);
    }
}
