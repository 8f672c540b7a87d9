//! The fuzz targets for archives. Used by `src-tauri/core/fuzz`, and by a test that replays the committed corpora.

use std::collections::HashSet;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;

use tokio_util::sync::CancellationToken;

use super::contents::Archive;
use super::entry_path::EntryPath;
use super::{read_info, read_unreadable, verify};

/// How much of each entry is read, in bytes.
const READ: u64 = 1 << 20;

/// Opens arbitrary bytes as a zip and reads its entries. Panics if two entries have the same path, or one leaves its folder.
pub fn archive(data: &[u8]) {
    let Ok(mut file) = tempfile::tempfile() else { return };
    if file.write_all(data).is_err() {
        return;
    }
    let Ok(archive) = Archive::of_file(file, &CancellationToken::new()) else { return };
    let mut keys = HashSet::new();
    let mut reader = archive.reader();
    for (index, entry) in archive.entries().iter().enumerate() {
        assert!(keys.insert(entry.path.clash_key()), "two entries have the path {:?}", entry.path);
        assert_inside(&entry.path);
        let _ = reader.read(index, |content| std::io::copy(&mut content.take(READ), &mut std::io::sink()));
    }
    for key in &keys {
        let mut folders = key.match_indices('/').map(|(at, _)| &key[..at]);
        assert!(!folders.any(|folder| keys.contains(folder)), "{key:?} is in a folder that is a file");
    }
}

/// Makes a path of an arbitrary name. Panics if it leaves its folder, or if its name is changed a second time.
pub fn entry_name(data: &[u8]) {
    if let Ok(path) = EntryPath::safe_for(&String::from_utf8_lossy(data)) {
        assert_inside(&path);
    }
}

fn assert_inside(path: &EntryPath) {
    assert_eq!(EntryPath::parse(path.as_str()).as_ref(), Ok(path), "the path is not a stable one");
    let full = path.below(Path::new("root"));
    let mut components = full.strip_prefix("root").expect("it is below the root").components();
    assert!(components.all(|component| matches!(component, std::path::Component::Normal(_))), "{path:?}");
}

/// Reads arbitrary bytes as the tag files of a bag, separated by 0x1E bytes. Panics if a damaged bag counts as unchanged.
pub fn bag(data: &[u8]) {
    const NAMES: [&str; 5] = [
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
        "bag-info.txt",
        "bagit.txt",
        "unreadable-entries.txt",
    ];
    let Ok(folder) = tempfile::tempdir() else { return };
    let data_folder = folder.path().join("data");
    if fs::create_dir(&data_folder).is_err() || fs::write(data_folder.join("archive.zip"), "x").is_err() {
        return;
    }
    for (name, content) in NAMES.iter().zip(data.split(|byte| *byte == 0x1E)) {
        if fs::write(folder.path().join(name), content).is_err() {
            return;
        }
    }
    let _ = read_info(folder.path());
    let _ = read_unreadable(folder.path());
    if let Ok(verdict) = verify(folder.path(), &CancellationToken::new(), &|_, _| {}) {
        assert!(verdict.changed.len() as u64 <= verdict.count);
        assert!(verdict.count > 0 || verdict.archive_intact, "a bag without its archive counts as unchanged");
    }
}
