//! Recognising a backup folder: by its marker, or by the backups in it, also a few levels above or below.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::bag_info::scan;
use super::marker;

/// The maximum number of levels above that are looked at: from a file of the unpacked export up to the folder.
const LEVELS_ABOVE: usize = 6;
/// The maximum number of levels below that are looked at.
const LEVELS_BELOW: usize = 2;
/// How long the search takes at most. A home folder or a network share can hold very many folders.
const TIMEOUT: Duration = Duration::from_secs(5);
/// The maximum number of folders that are found.
const MOST_FOUND: usize = 5;

/// A backup folder that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundFolder {
    /// Its path.
    pub path: PathBuf,
    /// The number of backups in it.
    pub backups: usize,
}

/// The backup folders at, above or below a folder: that folder alone if it is one itself. Blocks.
#[must_use]
pub fn find_folders(chosen: &Path, is_demo: bool) -> Vec<FoundFolder> {
    if let Some(found) = recognise(chosen, is_demo) {
        return vec![found];
    }
    // A level above counts only if what was chosen is part of a backup in it, or of an account.
    for above in chosen.ancestors().skip(1).take(LEVELS_ABOVE) {
        let is_within = |backup: &super::Backup| {
            let folder = backup.id.split('/').fold(above.to_owned(), |path, part| path.join(part));
            chosen.starts_with(&folder) || folder.starts_with(chosen)
        };
        let is_part = |above: &Path| scan(above, is_demo).backups.iter().any(is_within);
        if has_marker(above) || (is_near_backup(chosen, above) && is_part(above)) {
            return recognise(above, is_demo).into_iter().collect();
        }
    }
    below(chosen, is_demo)
}

/// Whether a folder is a backup folder.
pub(super) fn recognise(folder: &Path, is_demo: bool) -> Option<FoundFolder> {
    let backups = scan(folder, is_demo).backups.len();
    (backups > 0 || has_marker(folder)).then(|| FoundFolder { path: folder.to_owned(), backups })
}

fn has_marker(folder: &Path) -> bool {
    marker::is_there(folder)
}

/// Whether the folder two levels below `above`, on the way to `chosen`, or one in `chosen`, looks like a backup. Reading all
/// folders above would take long.
fn is_near_backup(chosen: &Path, above: &Path) -> bool {
    let is_bag = |folder: &Path| folder.join("bagit.txt").is_file();
    let Ok(below) = chosen.strip_prefix(above) else { return false };
    let parts: Vec<_> = below.components().collect();
    match parts.as_slice() {
        [account, backup, ..] => is_bag(&above.join(account).join(backup)),
        [account] => fs::read_dir(above.join(account))
            .is_ok_and(|entries| entries.flatten().any(|entry| is_bag(&entry.path()))),
        [] => false,
    }
}

/// Looks level by level, so that the nearest are found first.
fn below(chosen: &Path, is_demo: bool) -> Vec<FoundFolder> {
    let began = Instant::now();
    let mut level = vec![chosen.to_owned()];
    let mut found = Vec::new();
    for _ in 0..LEVELS_BELOW {
        let mut next = Vec::new();
        for folder in level {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                if began.elapsed() > TIMEOUT || found.len() == MOST_FOUND {
                    return found;
                }
                let path = entry.path();
                if !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    continue;
                }
                match recognise(&path, is_demo) {
                    Some(folder) => found.push(folder),
                    None => next.push(path),
                }
            }
        }
        level = next;
    }
    found.sort_by(|a, b| (b.backups, &a.path).cmp(&(a.backups, &b.path)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A backup folder with a backup of each of two accounts.
    fn backup_folder(root: &Path, is_marked: bool) {
        for account in ["Maren", "Opened exports"] {
            let bag = root.join(account).join("one");
            fs::create_dir_all(bag.join("data/export")).unwrap();
            fs::write(bag.join("bagit.txt"), "BagIt-Version: 1.0\n").unwrap();
            let info = "Satchel-Source: file\nSatchel-Saved-At: 2026-01-01T00:00:00Z\n";
            fs::write(bag.join("bag-info.txt"), info).unwrap();
        }
        if is_marked {
            marker::write(root, None).unwrap();
        }
    }

    #[test]
    fn a_folder_is_found_from_each_level_of_it() {
        for is_marked in [true, false] {
            let root = tempfile::tempdir().unwrap();
            let folder = root.path().join("Documents/Satchel");
            backup_folder(&folder, is_marked);
            fs::create_dir_all(root.path().join("Documents/other/deep")).unwrap();
            let expected = vec![FoundFolder { path: folder.clone(), backups: 2 }];
            for chosen in [
                "Documents/Satchel",
                "Documents/Satchel/Maren",
                "Documents/Satchel/Maren/one",
                "Documents/Satchel/Maren/one/data",
                "Documents/Satchel/Maren/one/data/export",
                "Documents",
                "",
            ] {
                assert_eq!(
                    find_folders(&root.path().join(chosen), false),
                    expected,
                    "{chosen:?} {is_marked}"
                );
            }
            assert_eq!(find_folders(&root.path().join("Documents/other"), false), []);
        }
    }

    #[test]
    fn a_marked_folder_without_backups_is_found_and_several_are_sorted() {
        let root = tempfile::tempdir().unwrap();
        let [empty, full] = ["a", "b"].map(|name| root.path().join(name));
        fs::create_dir(&empty).unwrap();
        marker::write(&empty, None).unwrap();
        backup_folder(&full, false);
        let found = [FoundFolder { path: full, backups: 2 }, FoundFolder { path: empty.clone(), backups: 0 }];
        assert_eq!(find_folders(root.path(), false), found);
        assert_eq!(find_folders(&empty, false), [FoundFolder { path: empty, backups: 0 }]);
    }

    #[test]
    fn a_folder_that_is_not_there_leads_to_nothing() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(find_folders(&root.path().join("gone"), false), []);
    }
}
