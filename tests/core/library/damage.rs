//! Damaged and mismatched database files, and their permissions.

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;

use jiff::tz::TimeZone;
#[cfg(unix)]
use satchel_core::backup::ArchivedExport;
#[cfg(unix)]
use satchel_core::library::RebuildSource;
use satchel_core::library::{ExportDates, Group, ImportSource, Library, SearchQuery};
#[cfg(target_os = "linux")]
use satchel_core::{error::Error, problem::ProblemCode};
use satchel_export_gen::{Layout, write_zip};

use super::{TestLibrary, all, plan};
#[cfg(target_os = "linux")]
use crate::mounts::{may_mount, mount};

/// Overwrites pages of 8 KiB in a file.
fn overwrite(path: &Path, pages: impl IntoIterator<Item = u64>) {
    let length = fs::metadata(path).unwrap().len();
    let mut file = fs::OpenOptions::new().write(true).open(path).unwrap();
    for page in pages {
        if (page + 1) * 8192 <= length {
            file.seek(SeekFrom::Start(page * 8192)).unwrap();
            file.write_all(&[0xA5; 8192]).unwrap();
        }
    }
}

/// A function that damages the files of a library in a folder.
type Damage = fn(&Path);

/// Kinds of damage to the files of a library.
const DAMAGE: [(&str, Damage); 8] = [
    ("first page of the records", |folder| overwrite(&folder.join("records.db"), [0])),
    ("pages of the records", |folder| overwrite(&folder.join("records.db"), (1..400).step_by(3))),
    ("first page of the index", |folder| overwrite(&folder.join("words.db"), [0])),
    ("pages of the index", |folder| overwrite(&folder.join("words.db"), (1..400).step_by(3))),
    ("empty records", |folder| fs::write(folder.join("records.db"), "").unwrap()),
    ("empty index", |folder| fs::write(folder.join("words.db"), "").unwrap()),
    ("write-ahead log of the records", |folder| {
        fs::write(folder.join("records.db-wal"), [0x5A; 50_000]).unwrap();
    }),
    ("write-ahead log of the index", |folder| {
        fs::write(folder.join("words.db-wal"), [0x5A; 50_000]).unwrap();
    }),
];

/// Imports an export and compares the results of queries with those of a new library.
fn assert_works(name: &str, library: &Library, archive: &Path) {
    let import = |library: &Library| {
        let source =
            ImportSource { id: "again", dates: ExportDates::saved(0), export: &super::open(archive) };
        library.import(&source, &<_>::default(), &<_>::default(), &|_, _| {}).unwrap();
        library.complete_index(&<_>::default()).unwrap();
        let query = SearchQuery { text: "the".into(), group: None };
        let found = library.search(&query).unwrap().total;
        (library.summary().unwrap().records, library.outline(&all(Group::Watch)).unwrap().total, found)
    };
    let folder = tempfile::tempdir().unwrap();
    let expected = import(&Library::open(folder.path(), TimeZone::UTC).unwrap());
    assert!(expected.2 > 0);
    assert_eq!(import(library), expected, "{name}");
}

#[test]
fn reset_recovers_from_any_damage_to_open_files() {
    for (name, damage) in DAMAGE {
        let fixture = TestLibrary::in_zone("UTC");
        fixture.add("a", &plan(Layout::V6));
        let folder = fixture.folder();
        let archive = fixture.archive("a");
        let TestLibrary { library, folder: _kept } = fixture;
        let library = Arc::new(library);
        let other_owner = library.clone();
        if cfg!(windows) {
            continue;
        }
        damage(&folder);
        library.reset().unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(other_owner.summary().unwrap().records, 0, "{name}");
        assert_works(name, &other_owner, &archive);
    }
}

#[test]
#[cfg(unix)]
fn reset_replaces_a_folder_that_has_the_name_of_a_file() {
    let fixture = TestLibrary::in_zone("UTC");
    fixture.add("a", &plan(Layout::V6));
    for file in ["records.db", "words.db"] {
        let path = fixture.folder().join(file);
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        fs::write(path.join("inside"), "").unwrap();
        fixture.library.reset().unwrap();
        assert!(path.is_file());
    }
    assert_works("folder", &fixture.library, &fixture.archive("a"));
}

#[test]
fn open_recovers_from_any_damage() {
    for (name, damage) in DAMAGE {
        let fixture = TestLibrary::in_zone("UTC");
        fixture.add("a", &plan(Layout::V6));
        let folder = fixture.folder();
        let archive = fixture.archive("a");
        let TestLibrary { library, folder: _kept } = fixture;
        drop(library);
        damage(&folder);
        let library = Library::open(&folder, TimeZone::UTC).unwrap_or_else(|error| panic!("{name}: {error}"));
        // Opening does not read all pages, so some damage is detected later.
        if !library.backups().is_ok_and(|backups| backups.is_empty()) {
            library.reset().unwrap();
        }
        assert_works(name, &library, &archive);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_library_that_cannot_be_written_is_not_called_damaged_and_keeps_its_records() {
    if !may_mount(
        "library::damage::a_library_that_cannot_be_written_is_not_called_damaged_and_keeps_its_records",
    ) {
        return;
    }
    let fixture = TestLibrary::in_zone("UTC");
    let folder = fixture.folder();
    let TestLibrary { library, folder: _kept } = fixture;
    drop(library);
    mount(&["-t", "tmpfs", "none"], &folder);
    let archive = folder.join("archive.zip");
    write_zip(&plan(Layout::V6), fs::File::create(&archive).unwrap()).unwrap();
    let library = Library::open(&folder, TimeZone::UTC).unwrap();
    assert_works("before", &library, &archive);
    let records = library.summary().unwrap().records;
    drop(library);
    mount(&["-o", "remount,ro"], &folder);
    let problem = Library::open(&folder, TimeZone::UTC).map(drop).map_err(|e| Error::from(e).into_problem());
    assert_eq!(problem.unwrap_err().code, ProblemCode::OwnFilesNotWritable);
    mount(&["-o", "remount,rw"], &folder);
    let library = Library::open(&folder, TimeZone::UTC).unwrap();
    assert_eq!(library.summary().unwrap().records, records);
}

#[test]
fn an_index_of_other_records_is_not_used() {
    let fixture = TestLibrary::in_zone("UTC");
    let folder = fixture.folder();
    let archive = fixture.archive("a");
    write_zip(&plan(Layout::V6), fs::File::create(&archive).unwrap()).unwrap();
    let TestLibrary { library, folder: _kept } = fixture;
    drop(library);
    let empty = fs::read(folder.join("records.db")).unwrap();
    let library = Library::open(&folder, TimeZone::UTC).unwrap();
    assert_works("first import", &library, &archive);
    drop(library);
    // Simulates the loss of the last commits to the records.
    fs::write(folder.join("records.db"), empty).unwrap();
    let library = Library::open(&folder, TimeZone::UTC).unwrap();
    assert_works("after lost commits", &library, &archive);
    drop(library);
    fs::remove_file(folder.join("records.db")).unwrap();
    let library = Library::open(&folder, TimeZone::UTC).unwrap();
    assert_works("after lost records", &library, &archive);
}

#[test]
#[cfg(unix)]
fn only_the_owner_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt;

    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let fixture = TestLibrary::new();
    fixture.add("a", &plan(Layout::V6));
    let folder = fixture.folder();
    let check = |when: &str| {
        assert_eq!(mode(&folder), 0o700, "{when}");
        for file in
            ["records.db", "records.db-wal", "records.db-shm", "words.db", "words.db-wal", "words.db-shm"]
        {
            assert_eq!(mode(&folder.join(file)), 0o600, "{file} {when}");
        }
    };
    check("of a new library");
    let source = RebuildSource {
        id: "a".into(),
        dates: ExportDates::saved(0),
        open: ArchivedExport::opener(fixture.archive("a")),
        choices: <_>::default(),
    };
    fixture.library.rebuild(&[source], &<_>::default(), &|_, _, _| {}).unwrap();
    fixture.library.summary().unwrap();
    check("after a rebuild");
    // The permissions that an earlier version set.
    for entry in fs::read_dir(&folder).unwrap() {
        fs::set_permissions(entry.unwrap().path(), fs::Permissions::from_mode(0o644)).unwrap();
    }
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    let second = Library::open(&folder, TimeZone::UTC).unwrap();
    second.summary().unwrap();
    check("of an existing library");
}
