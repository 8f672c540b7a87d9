use std::fs::File;
use std::io::Write as _;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::archive::{Bag, BagInfo, ChangeKind, FileChange, Unpacking, Verdict, verify};
use crate::files::Durability;

/// A backup of an archive with these files, made the way a job makes it.
fn backup(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    let archive = folder.path().join(ARCHIVE);
    let mut zip = ZipWriter::new(File::create(&archive).unwrap());
    for (name, text) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    let cancel = CancellationToken::new();
    let export = folder.path().join(bag::EXPORT);
    fs::create_dir(&export).unwrap();
    let unpacking = Unpacking::new(Archive::open(&archive, &cancel).unwrap(), &export);
    let unpacked = unpacking.run(Durability::Volume, &cancel, &|_, _| {}).unwrap();
    let mut bag = Bag::new(folder.path());
    let (sha256, bytes) = super::super::hash_file(&archive, &cancel, &|_, _| {}).unwrap();
    bag.add_archive(&sha256, bytes);
    bag.add_export(&unpacked);
    bag.finish(BagInfo::default(), Durability::Volume).unwrap();
    folder
}

fn verified(folder: &Path) -> Verdict {
    verify(folder, &CancellationToken::new(), &|_, _| {}).unwrap()
}

fn restored(folder: &Path) -> Result<u64, ArchiveError> {
    restore(folder, &CancellationToken::new(), &|_, _| {})
}

fn change(path: &str, kind: ChangeKind) -> FileChange {
    FileChange { path: path.to_owned(), kind }
}

#[test]
fn missing_and_changed_files_are_written_again_and_added_ones_are_left() {
    let folder = backup(&[("a.json", "one"), ("Posts/b.txt", "two"), ("Posts/deep/c.txt", "three")]);
    let export = folder.path().join(bag::EXPORT);
    fs::remove_dir_all(export.join("Posts")).unwrap();
    fs::write(export.join("a.json"), "another").unwrap();
    fs::write(export.join("new.txt"), "new").unwrap();
    for name in [".DS_Store", "._a.json", "Thumbs.db", "desktop.ini"] {
        fs::write(export.join(name), "left by a file manager").unwrap();
    }
    let verdict = verified(folder.path());
    assert_eq!((verdict.count, verdict.restorable, verdict.archive_intact), (4, 3, true));
    assert_eq!(
        verdict.changed,
        [
            change("data/export/Posts/b.txt", ChangeKind::Missing),
            change("data/export/Posts/deep/c.txt", ChangeKind::Missing),
            change("data/export/a.json", ChangeKind::Changed),
            change("data/export/new.txt", ChangeKind::Added),
        ]
    );
    assert_eq!(restored(folder.path()).unwrap(), 3);
    for (path, text) in [("a.json", "one"), ("Posts/b.txt", "two"), ("Posts/deep/c.txt", "three")] {
        assert_eq!(fs::read_to_string(export.join(path)).unwrap(), text);
    }
    assert_eq!(verified(folder.path()).changed, [change("data/export/new.txt", ChangeKind::Added)]);
    assert_eq!(restored(folder.path()).unwrap(), 0, "nothing is left to restore");
    assert!(!folder.path().join(STAGING).exists());
}

#[test]
fn nothing_is_restored_from_another_archive_than_the_one_that_was_saved() {
    let folder = backup(&[("a.txt", "one")]);
    fs::write(folder.path().join("data/export/a.txt"), "changed").unwrap();
    let other = backup(&[("a.txt", "not one")]);
    fs::copy(other.path().join(ARCHIVE), folder.path().join(ARCHIVE)).unwrap();
    assert!(matches!(restored(folder.path()), Err(ArchiveError::Damaged(_))));
    assert_eq!(fs::read_to_string(folder.path().join("data/export/a.txt")).unwrap(), "changed");
    fs::remove_file(folder.path().join(ARCHIVE)).unwrap();
    assert!(matches!(restored(folder.path()), Err(ArchiveError::Damaged(_))));
}

#[test]
fn a_changed_manifest_is_not_followed() {
    let folder = backup(&[("a.txt", "one"), ("b.txt", "two")]);
    let manifest = folder.path().join("manifest-sha256.txt");
    let zeros = "0".repeat(64);
    let text = fs::read_to_string(&manifest).unwrap();
    let of_a = text.lines().find(|line| line.ends_with("a.txt")).unwrap().split_once(' ').unwrap().0;
    fs::write(&manifest, text.replace(of_a, &zeros)).unwrap();
    fs::remove_file(folder.path().join("data/export/b.txt")).unwrap();
    assert_eq!(restored(folder.path()).unwrap(), 1);
    assert_eq!(fs::read_to_string(folder.path().join("data/export/a.txt")).unwrap(), "one");
    let verdict = verified(folder.path());
    assert_eq!(
        verdict.changed,
        [
            change("data/export/a.txt", ChangeKind::Changed),
            change("manifest-sha256.txt", ChangeKind::Changed)
        ]
    );
}

#[test]
fn a_missing_tag_manifest_is_named_and_does_not_hide_the_rest() {
    let folder = backup(&[("a.txt", "one")]);
    fs::remove_file(folder.path().join("tagmanifest-sha256.txt")).unwrap();
    let verdict = verified(folder.path());
    assert_eq!(verdict.changed, [change("tagmanifest-sha256.txt", ChangeKind::Missing)]);
    assert!(verdict.archive_intact && verdict.restorable == 0);
}

#[test]
fn a_cancelled_restore_leaves_whole_files_only() {
    let folder = backup(&[("a.txt", "one"), ("b.txt", "two"), ("c.txt", "three")]);
    let export = folder.path().join(bag::EXPORT);
    for name in ["a.txt", "b.txt", "c.txt"] {
        fs::write(export.join(name), "changed").unwrap();
    }
    let cancel = CancellationToken::new();
    // The archive comes first, then the three files.
    let stopped = restore(folder.path(), &cancel, &|_, files| {
        if files == 2 {
            cancel.cancel();
        }
    });
    assert!(matches!(stopped, Err(ArchiveError::Cancelled)));
    let texts = ["a.txt", "b.txt", "c.txt"].map(|name| fs::read_to_string(export.join(name)).unwrap());
    assert_eq!(texts, ["one", "changed", "changed"]);
    assert!(!folder.path().join(STAGING).exists());
}

#[test]
fn a_folder_in_the_place_of_a_file_is_not_replaced() {
    let folder = backup(&[("a.txt", "one"), ("b/c.txt", "two")]);
    let export = folder.path().join(bag::EXPORT);
    fs::remove_file(export.join("a.txt")).unwrap();
    fs::create_dir(export.join("a.txt")).unwrap();
    fs::write(export.join("a.txt/mine.txt"), "mine").unwrap();
    fs::remove_dir_all(export.join("b")).unwrap();
    fs::write(export.join("b"), "mine").unwrap();
    // Windows reports a folder as "access denied".
    if cfg!(unix) {
        let result = restored(folder.path());
        assert!(
            matches!(&result, Err(ArchiveError::PlaceTaken(path)) if path.ends_with("a.txt")),
            "{result:?}"
        );
    }
    assert_eq!(fs::read_to_string(export.join("a.txt/mine.txt")).unwrap(), "mine");
    assert_eq!(fs::read_to_string(export.join("b")).unwrap(), "mine");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let folder = backup(&[("a/b.txt", "one"), ("c.txt", "two")]);
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("c.txt"), "mine").unwrap();
    let export = folder.path().join(bag::EXPORT);
    fs::remove_dir_all(export.join("a")).unwrap();
    fs::remove_file(export.join("c.txt")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), export.join("a")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("c.txt"), export.join("c.txt")).unwrap();
    let result = restored(folder.path());
    assert!(matches!(&result, Err(ArchiveError::PlaceTaken(path)) if path.ends_with("a")), "{result:?}");
    assert!(!elsewhere.path().join("b.txt").exists());
    assert_eq!(fs::read_to_string(elsewhere.path().join("c.txt")).unwrap(), "mine");
    assert_eq!(fs::read_to_string(export.join("c.txt")).unwrap(), "two");
}

#[cfg(unix)]
#[test]
fn a_link_to_equal_content_is_a_change() {
    let folder = backup(&[("a.txt", "one")]);
    let path = folder.path().join("data/export/a.txt");
    let elsewhere = tempfile::tempdir().unwrap();
    fs::rename(&path, elsewhere.path().join("a.txt")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("a.txt"), &path).unwrap();
    assert_eq!(verified(folder.path()).changed, [change("data/export/a.txt", ChangeKind::Changed)]);
    assert_eq!(restored(folder.path()).unwrap(), 1);
    assert!(path.symlink_metadata().unwrap().is_file());
    assert_eq!(fs::read_to_string(path).unwrap(), "one");
    assert_eq!(verified(folder.path()).changed, []);
}

#[test]
fn a_folder_that_is_gone_is_not_made_again() {
    let folder = backup(&[("a.txt", "one")]);
    let gone = folder.path().join("gone");
    assert!(restored(&gone).is_err());
    assert!(!gone.exists());
}

#[test]
fn an_empty_folder_in_the_place_of_a_file_is_replaced() {
    let folder = backup(&[("a.txt", "one")]);
    let file = folder.path().join(bag::EXPORT).join("a.txt");
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    // Windows reports a folder as "access denied".
    if cfg!(unix) {
        assert_eq!(restored(folder.path()).unwrap(), 1);
        assert_eq!(fs::read_to_string(file).unwrap(), "one");
    }
}

#[test]
fn files_of_the_export_that_are_named_like_those_of_file_managers_are_checked() {
    let folder = backup(&[("?_MACOSX/a.txt", "one"), (".:b.txt", "two"), ("c.txt", "three")]);
    let export = folder.path().join(bag::EXPORT);
    fs::write(export.join("__MACOSX/a.txt"), "another").unwrap();
    fs::remove_file(export.join("._b.txt")).unwrap();
    let verdict = verified(folder.path());
    assert_eq!((verdict.count, verdict.restorable), (2, 2), "{:?}", verdict.changed);
    assert_eq!(restored(folder.path()).unwrap(), 2);
    assert_eq!(verified(folder.path()).count, 0);
}

#[test]
fn a_manifest_that_is_too_large_is_not_read_into_memory() {
    let folder = backup(&[("a.txt", "one")]);
    let manifest = File::options().write(true).open(folder.path().join("manifest-sha256.txt")).unwrap();
    manifest.set_len(crate::archive::limits::MANIFEST_BYTES + 1).unwrap();
    let result = verify(folder.path(), &CancellationToken::new(), &|_, _| {});
    assert!(matches!(result, Err(ArchiveError::File { .. })), "{result:?}");
}
