use super::*;

/// A folder with a few files, and an empty one beside it.
fn folders() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let root = tempfile::tempdir().unwrap();
    let (from, to) = (root.path().join("from"), root.path().join("to"));
    fs::create_dir_all(from.join("Maren/one/data")).unwrap();
    fs::create_dir(&to).unwrap();
    for (path, text) in [
        (".satchel-folder", "id"),
        ("Maren/one/bagit.txt", "BagIt-Version: 1.0"),
        ("Maren/one/data/archive.zip", "archive"),
        ("Maren/notes.txt", "mine"),
    ] {
        fs::write(from.join(path), text).unwrap();
    }
    fs::write(from.join("Maren/.DS_Store"), "left by a file manager").unwrap();
    (root, from, to)
}

fn copy_all(from: &Path, to: &Path) -> Result<Tree, ArchiveError> {
    let tree = list(from)?;
    begin(from, to)?;
    copy(from, to, &tree, &CancellationToken::new(), &|_| {})?;
    Ok(tree)
}

fn names(root: &Path) -> Vec<String> {
    let files = list(root).unwrap().files;
    files.iter().map(|file| file.path.display().to_string().replace('\\', "/")).collect()
}

#[test]
fn a_folder_is_copied_and_then_removed() {
    let (_root, from, to) = folders();
    let before = names(&from);
    assert_eq!(before.len(), 4);
    let tree = copy_all(&from, &to).unwrap();
    assert!(may_be_filled(&from, &to).unwrap(), "an unfinished copy may be continued");
    end(&to);
    assert!(!may_be_filled(&from, &to).unwrap());
    assert_eq!(names(&to), before);
    assert_eq!(fs::read_to_string(to.join("Maren/one/data/archive.zip")).unwrap(), "archive");
    assert!(remove(&from, &tree));
    assert!(!from.exists());
}

#[test]
fn what_changed_or_came_after_the_copy_stays() {
    let (_root, from, to) = folders();
    let tree = copy_all(&from, &to).unwrap();
    fs::write(from.join("Maren/notes.txt"), "mine, and longer now").unwrap();
    fs::write(from.join("Maren/one/new.txt"), "new").unwrap();
    assert!(!remove(&from, &tree));
    assert_eq!(names(&from), ["Maren/notes.txt", "Maren/one/new.txt"]);
}

#[test]
fn an_interrupted_copy_is_continued_and_damaged_parts_are_copied_again() {
    let (_root, from, to) = folders();
    let tree = list(&from).unwrap();
    begin(&from, &to).unwrap();
    let cancel = CancellationToken::new();
    let of_two = tree.files[0].bytes + tree.files[1].bytes;
    let stopped = copy(&from, &to, &tree, &cancel, &|bytes| {
        if bytes > of_two {
            cancel.cancel();
        }
    });
    assert!(matches!(stopped, Err(ArchiveError::Cancelled)));
    assert_eq!(names(&to).len(), 2);
    assert_eq!(missing_bytes(&to, &tree), tree.bytes - of_two);
    fs::write(to.join("Maren/notes.txt"), "MINE").unwrap();
    copy(&from, &to, &tree, &CancellationToken::new(), &|_| {}).unwrap();
    assert_eq!(fs::read_to_string(to.join("Maren/notes.txt")).unwrap(), "mine");
    assert_eq!(names(&to), names(&from));
}

#[test]
fn a_cancelled_copy_is_removed_and_nothing_else() {
    let (_root, from, to) = folders();
    let tree = copy_all(&from, &to).unwrap();
    fs::write(to.join("Maren/one/data").join(PARTIAL), "half a file").unwrap();
    fs::write(to.join("Maren/of somebody else.txt"), "x").unwrap();
    remove_copy(&to, &tree);
    assert_eq!(names(&to), ["Maren/of somebody else.txt"]);
    assert!(!to.join("Maren/one").exists());
    assert_eq!(names(&from).len(), 4);
}

#[test]
fn nothing_is_written_where_the_new_place_was() {
    let (_root, from, to) = folders();
    let tree = list(&from).unwrap();
    begin(&from, &to).unwrap();
    // The drive is disconnected: its mount point is an empty folder.
    fs::rename(&to, to.with_file_name("away")).unwrap();
    fs::create_dir(&to).unwrap();
    assert!(copy(&from, &to, &tree, &CancellationToken::new(), &|_| {}).is_err());
    assert_eq!(fs::read_dir(&to).unwrap().count(), 0);
}

#[test]
fn only_identical_copies_count_after_an_interruption() {
    let (_root, from, to) = folders();
    copy_all(&from, &to).unwrap();
    fs::write(to.join("Maren/notes.txt"), "MINE").unwrap();
    let tree = copied(&from, &to, list(&from).unwrap(), &CancellationToken::new()).unwrap();
    assert_eq!(tree.files.len(), 3);
    assert!(!remove(&from, &tree));
    assert_eq!(names(&from), ["Maren/notes.txt"]);
}

#[test]
fn a_folder_with_other_files_is_not_filled() {
    let (_root, from, to) = folders();
    assert!(may_be_filled(&from, &to).unwrap());
    fs::write(to.join(".DS_Store"), "left by a file manager").unwrap();
    assert!(may_be_filled(&from, &to).unwrap());
    assert!(!may_be_filled(&to, &from).unwrap());
}

#[test]
fn an_unfinished_copy_of_another_folder_is_not_filled() {
    let (root, from, to) = folders();
    begin(&from, &to).unwrap();
    assert!(!may_be_filled(&root.path().join("another"), &to).unwrap());
    // Earlier versions did not write of which folder it is.
    fs::write(to.join(NOTE), "Satchel is moving its backup folder here.\n").unwrap();
    assert!(may_be_filled(&root.path().join("another"), &to).unwrap());
}

/// As on a volume that does not tell upper case from lower case: two names lead to one place.
#[cfg(unix)]
#[test]
fn two_files_do_not_become_one() {
    let (_root, from, to) = folders();
    fs::write(from.join("Maren/one/BAGIT.txt"), "of another bag").unwrap();
    fs::create_dir_all(to.join("Maren/one")).unwrap();
    std::os::unix::fs::symlink("BAGIT.txt", to.join("Maren/one/bagit.txt")).unwrap();
    let refused = copy_all(&from, &to);
    assert!(
        matches!(&refused, Err(ArchiveError::PlaceTaken(path)) if path.ends_with("one/bagit.txt")),
        "{refused:?}"
    );
    assert_eq!(fs::read_to_string(to.join("Maren/one/BAGIT.txt")).unwrap(), "of another bag");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_stays() {
    let (_root, from, to) = folders();
    std::os::unix::fs::symlink("/nowhere/at/all", from.join("Maren/link")).unwrap();
    let tree = copy_all(&from, &to).unwrap();
    assert_eq!(tree.files.len(), 4);
    assert!(!remove(&from, &tree), "it is left");
    assert!(from.join("Maren/link").is_symlink());
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_is_followed_and_one_in_a_circle_is_an_error() {
    let (root, from, to) = folders();
    let elsewhere = root.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("a.txt"), "a").unwrap();
    std::os::unix::fs::symlink(&elsewhere, from.join("Noor")).unwrap();
    let tree = copy_all(&from, &to).unwrap();
    assert_eq!(fs::read_to_string(to.join("Noor/a.txt")).unwrap(), "a");
    assert!(remove(&from, &tree));
    assert!(!from.exists());
    let circle = root.path().join("circle");
    fs::create_dir(&circle).unwrap();
    std::os::unix::fs::symlink(&circle, circle.join("again")).unwrap();
    assert!(list(&circle).is_err());
}

#[test]
fn what_the_system_keeps_in_the_root_of_a_volume_stays_there() {
    let (_root, from, to) = folders();
    let kept = ["lost+found", ".Trash-1000", "System Volume Information"];
    for root in [&from, &to] {
        for name in kept {
            fs::create_dir(root.join(name)).unwrap();
        }
    }
    fs::write(from.join(".Trash-1000/deleted"), "deleted").unwrap();
    assert!(may_be_filled(&from, &to).unwrap(), "an empty drive");
    let tree = copy_all(&from, &to).unwrap();
    assert!(!to.join(".Trash-1000/deleted").exists());
    remove_copy(&to, &tree);
    assert!(kept.iter().all(|name| to.join(name).is_dir()) && !to.join("Maren").exists());
    let tree = copy_all(&from, &to).unwrap();
    assert!(remove(&from, &tree), "nothing of the person's is left");
    assert!(kept.iter().all(|name| from.join(name).is_dir()) && !from.join("Maren").exists());
}
