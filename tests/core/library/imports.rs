//! Several backups in one library: each record is stored once, with the first and last backup that contain it.

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;

use satchel_core::library::{ExportDates, ImportSource, Library, RemoveOutcome};
use satchel_core::library::{Group, Section};
use satchel_export_gen::{Layout, Plan, write_zip};
use tokio_util::sync::CancellationToken;

use super::{TestLibrary, all, plan};

/// Sections that exist in the oldest and the newest layout and whose records are identified by the same fields.
const COMMON: [Section; 10] = [
    Section::Watch,
    Section::Like,
    Section::FavouriteVideo,
    Section::Search,
    Section::Share,
    Section::Follower,
    Section::Following,
    Section::Login,
    Section::Message,
    Section::Comment,
];

/// The plan of an export of the same account that covers only the last months.
fn late() -> Plan {
    Plan { begin: Some("2026-03-01T00:00:00Z".parse().unwrap()), ..plan(Layout::V6) }
}

/// The first and last backups of all records of a group.
fn holders(fixture: &TestLibrary, group: Group) -> BTreeSet<(String, String)> {
    let rows = fixture.rows(&all(group));
    let records = rows.iter().map(|row| fixture.library.record(row.id.parse().unwrap()).unwrap());
    records.map(|record| (record.first.unwrap().id, record.last.unwrap().id)).collect()
}

#[test]
fn importing_the_same_export_again_adds_no_records() {
    let fixture = TestLibrary::new();
    fixture.add("a", &plan(Layout::V6));
    let records = fixture.library.summary().unwrap().records;
    fixture.add("b", &plan(Layout::V6));
    let again = fixture.library.import_counts("b").unwrap().unwrap();
    assert_eq!(again.stored, 0);
    assert_eq!((again.known, again.repeated), (again.read - again.skipped, 0));
    assert_eq!(fixture.library.summary().unwrap().records, records);
}

#[test]
fn old_and_new_layouts_of_the_same_account_are_merged() {
    for (first, second) in [(Layout::V1, Layout::V6), (Layout::V6, Layout::V1), (Layout::TxtA, Layout::V6)] {
        let fixture = TestLibrary::new();
        fixture.add("a", &plan(first));
        let before = fixture.counts_by_section("a");
        fixture.add("b", &plan(second));
        let after = fixture.counts_by_section("b");
        for section in COMMON {
            let (before, after) = (before[&section], after[&section]);
            assert_eq!(before.read, after.read, "{first:?}, {second:?}, {section:?}");
            assert_eq!(after.stored, 0, "{section:?} of {second:?} after {first:?}: {after:?}");
        }
    }
}

#[test]
fn records_that_tiktok_later_drops_are_kept_with_their_backups() {
    let fixture = TestLibrary::new();
    fixture.add("old", &plan(Layout::V6));
    let everything = fixture.rows(&all(Group::Watch)).len();
    fixture.add("new", &late());
    let rows = fixture.rows(&all(Group::Watch));
    assert_eq!(rows.len(), everything);
    let record = |row: &satchel_core::library::Row| fixture.library.record(row.id.parse().unwrap()).unwrap();
    let newest = record(rows.first().unwrap());
    assert_eq!((newest.first.unwrap().id.as_str(), newest.last.unwrap().id.as_str()), ("old", "new"));
    let oldest = record(rows.last().unwrap());
    assert_eq!((oldest.first.unwrap().id.as_str(), oldest.last.unwrap().id.as_str()), ("old", "old"));
}

#[test]
fn a_title_added_by_a_later_backup_is_shown_and_found() {
    let fixture = TestLibrary::new();
    let watch = |fields: &str| {
        format!(
            r#"{{"Your Activity":{{"Watch History":{{"VideoList":[{{"Date":"2026-01-02 03:04:05","Link":"https://www.tiktokv.com/share/video/7500000000000000001/"{fields}}}]}}}}}}"#
        )
    };
    fixture.add_json("a", &watch(""));
    fixture.add_json("b", &watch(r#","Title":"How to fold a lantern""#));
    fixture.add_json("c", &watch(r#","Title":"""#));
    let rows = fixture.rows(&all(Group::Watch));
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].text.as_deref(), Some("How to fold a lantern"));
    // Searches for a word and for a substring.
    for text in ["lantern", "anter"] {
        let query = satchel_core::library::SearchQuery { text: text.into(), group: None };
        assert_eq!(fixture.library.search(&query).unwrap().total, 1, "{text}");
    }
}

#[test]
fn removing_the_last_backup_removes_only_records_that_no_other_contains() {
    let fixture = TestLibrary::new();
    fixture.add("late", &late());
    let few = fixture.library.summary().unwrap();
    fixture.add("all", &plan(Layout::V6));
    let many = fixture.library.summary().unwrap();
    assert!(many.records > few.records);
    assert_eq!(fixture.library.remove("all").unwrap(), RemoveOutcome::Removed);
    assert!(
        !fixture.library.summary().unwrap().words_ready,
        "single entries cannot be deleted from the index"
    );
    fixture.library.complete_index(&CancellationToken::new()).unwrap();
    let after = fixture.library.summary().unwrap();
    assert_eq!((after.records, &after.groups, after.words_ready), (few.records, &few.groups, true));
    assert_eq!(holders(&fixture, Group::Likes), BTreeSet::from([("late".into(), "late".into())]));
}

#[test]
fn removing_the_last_backup_restores_the_last_list_of_each_record() {
    let fixture = TestLibrary::new();
    fixture.add("a", &late());
    fixture.add("b", &plan(Layout::V6));
    let before = holders(&fixture, Group::Watch);
    assert_eq!(before.len(), 2, "some records are in both backups, some in one");
    fixture.add("c", &plan(Layout::V6));
    assert_ne!(holders(&fixture, Group::Watch), before);
    assert_eq!(fixture.library.remove("c").unwrap(), RemoveOutcome::Removed);
    assert_eq!(holders(&fixture, Group::Watch), before);
}

#[test]
fn removing_a_backup_that_added_to_other_records_requires_a_rebuild() {
    let fixture = TestLibrary::new();
    fixture.add("old", &plan(Layout::V1));
    fixture.add("new", &plan(Layout::V6));
    // The newest layout adds fields to the same records.
    assert_eq!(fixture.library.remove("new").unwrap(), RemoveOutcome::RebuildRequired);
}

#[test]
fn records_of_an_import_interrupted_by_an_exit_are_removed() {
    let fixture = TestLibrary::new();
    fixture.add("a", &late());
    let before = (fixture.library.summary().unwrap().records, holders(&fixture, Group::Watch));
    let path = fixture.archive("b");
    write_zip(&plan(Layout::V6), std::fs::File::create(&path).unwrap()).unwrap();
    let folder = fixture.folder();
    let cut = std::panic::catch_unwind(AssertUnwindSafe(|| {
        let source = ImportSource { id: "b", dates: ExportDates::saved(0), export: &super::open(&path) };
        fixture.library.import(&source, &<_>::default(), &<_>::default(), &|_, records| {
            assert_eq!(records, 0, "simulated exit after the first records are written");
        })
    }));
    assert!(cut.is_err());
    // Simulates a restart: opens new connections to the same files.
    let library = Library::open(&folder, jiff::tz::TimeZone::UTC).unwrap();
    assert!(library.backups().unwrap().iter().any(|backup| backup.id == "b" && !backup.is_read));
    let fixture = TestLibrary { library, ..fixture };
    // The next import first removes the incomplete one.
    fixture.read("c", &fixture.archive("a"), &<_>::default());
    assert_eq!(fixture.library.backups().unwrap().len(), 2);
    assert_eq!(fixture.library.remove("c").unwrap(), RemoveOutcome::Removed);
    assert_eq!((fixture.library.summary().unwrap().records, holders(&fixture, Group::Watch)), before);
}

#[test]
fn records_of_a_cancelled_import_are_removed() {
    let fixture = TestLibrary::new();
    fixture.add("a", &plan(Layout::V6));
    let before = fixture.library.summary().unwrap();
    let path = fixture.archive("b");
    let other = Plan { seed: 99, records: 60_000, ..plan(Layout::V6) };
    write_zip(&other, std::fs::File::create(&path).unwrap()).unwrap();
    let cancel = CancellationToken::new();
    let source = ImportSource { id: "b", dates: ExportDates::saved(0), export: &super::open(&path) };
    let stopped = fixture.library.import(&source, &<_>::default(), &cancel, &|_, records| {
        if records > 0 {
            cancel.cancel();
        }
    });
    assert!(matches!(stopped, Err(satchel_core::library::LibraryError::Cancelled)), "{stopped:?}");
    let after = fixture.library.summary().unwrap();
    assert_eq!((after.records, after.groups), (before.records, before.groups));
    assert_eq!(fixture.library.backups().unwrap().len(), 1);
}

#[test]
fn a_damaged_library_is_recreated() {
    let fixture = TestLibrary::new();
    fixture.add("a", &plan(Layout::V6));
    let folder = fixture.folder();
    let TestLibrary { library, folder: _kept } = fixture;
    drop(library);
    for file in ["records.db", "words.db"] {
        std::fs::write(
            folder.join(file),
            "not a database, but longer than its header of one hundred bytes. ".repeat(200),
        )
        .unwrap();
    }
    let library = satchel_core::library::Library::open(&folder, jiff::tz::TimeZone::UTC).unwrap();
    assert_eq!(library.summary().unwrap().records, 0);
    assert!(library.backups().unwrap().is_empty(), "every backup must be imported again");
}
