//! Several backups are one library: each record once, and it knows where it came from.

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;

use satchel_core::library::{Left, Library, Source};
use satchel_core::view::{Group, Section};
use satchel_export_gen::{Layout, Plan, write_zip};
use tokio_util::sync::CancellationToken;

use super::{Shelf, all, plan};

/// Sections that the oldest and the newest layout have in common, with the same identity.
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

/// The same life, of which only the last months are left.
fn late() -> Plan {
    Plan { begin: Some("2026-03-01T00:00:00Z".parse().unwrap()), ..plan(Layout::V6) }
}

/// The first and last backups that the records of a group name.
fn holders(shelf: &Shelf, group: Group) -> BTreeSet<(String, String)> {
    let rows = shelf.rows(&all(group));
    let records = rows.iter().map(|row| shelf.library.record(row.id.parse().unwrap()).unwrap());
    records.map(|record| (record.first.unwrap().id, record.last.unwrap().id)).collect()
}

#[test]
fn the_same_export_again_adds_no_rows() {
    let shelf = Shelf::new();
    shelf.add("a", &plan(Layout::V6));
    let records = shelf.library.summary().unwrap().records;
    shelf.add("b", &plan(Layout::V6));
    let again = shelf.library.tally("b").unwrap().unwrap();
    assert_eq!(again.stored, 0);
    assert_eq!(again.known, again.read - again.skipped);
    assert_eq!(shelf.library.summary().unwrap().records, records);
}

#[test]
fn an_old_and_a_new_layout_of_one_life_are_one_set() {
    for (first, second) in [(Layout::V1, Layout::V6), (Layout::V6, Layout::V1), (Layout::TxtA, Layout::V6)] {
        let shelf = Shelf::new();
        shelf.add("a", &plan(first));
        let before = shelf.tallies("a");
        shelf.add("b", &plan(second));
        let after = shelf.tallies("b");
        for section in COMMON {
            let (before, after) = (before[&section], after[&section]);
            assert_eq!(before.read, after.read, "{first:?}, {second:?}, {section:?}");
            assert_eq!(after.stored, 0, "{section:?} of {second:?} after {first:?}: {after:?}");
        }
    }
}

#[test]
fn what_tiktok_dropped_stays_and_knows_its_backups() {
    let shelf = Shelf::new();
    shelf.add("old", &plan(Layout::V6));
    let everything = shelf.rows(&all(Group::Watch)).len();
    shelf.add("new", &late());
    let rows = shelf.rows(&all(Group::Watch));
    assert_eq!(rows.len(), everything);
    let record = |row: &satchel_core::view::Row| shelf.library.record(row.id.parse().unwrap()).unwrap();
    let newest = record(rows.first().unwrap());
    assert_eq!((newest.first.unwrap().id.as_str(), newest.last.unwrap().id.as_str()), ("old", "new"));
    let oldest = record(rows.last().unwrap());
    assert_eq!((oldest.first.unwrap().id.as_str(), oldest.last.unwrap().id.as_str()), ("old", "old"));
}

#[test]
fn a_title_that_came_later_is_shown_and_found() {
    let shelf = Shelf::new();
    let watch = |fields: &str| {
        format!(
            r#"{{"Your Activity":{{"Watch History":{{"VideoList":[{{"Date":"2026-01-02 03:04:05","Link":"https://www.tiktokv.com/share/video/7500000000000000001/"{fields}}}]}}}}}}"#
        )
    };
    shelf.add_json("a", &watch(""));
    shelf.add_json("b", &watch(r#","Title":"How to fold a lantern""#));
    shelf.add_json("c", &watch(r#","Title":"""#));
    let rows = shelf.rows(&all(Group::Watch));
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].text.as_deref(), Some("How to fold a lantern"));
    // As a word, and as a part of one.
    for text in ["lantern", "anter"] {
        let query = satchel_core::view::SearchQuery { text: text.into(), group: None };
        assert_eq!(shelf.library.search(&query).unwrap().total, 1, "{text}");
    }
}

#[test]
fn the_backup_read_last_goes_with_only_what_no_other_has() {
    let shelf = Shelf::new();
    shelf.add("late", &late());
    let few = shelf.library.summary().unwrap();
    shelf.add("all", &plan(Layout::V6));
    let many = shelf.library.summary().unwrap();
    assert!(many.records > few.records);
    assert_eq!(shelf.library.forget("all").unwrap(), Left::Rest);
    assert!(!shelf.library.summary().unwrap().words_ready, "the index cannot forget single texts");
    shelf.library.complete_index(&CancellationToken::new()).unwrap();
    let after = shelf.library.summary().unwrap();
    assert_eq!((after.records, &after.groups, after.words_ready), (few.records, &few.groups, true));
    assert_eq!(holders(&shelf, Group::Likes), BTreeSet::from([("late".into(), "late".into())]));
}

#[test]
fn without_the_newest_backup_each_record_was_last_in_the_one_before() {
    let shelf = Shelf::new();
    shelf.add("a", &late());
    shelf.add("b", &plan(Layout::V6));
    let before = holders(&shelf, Group::Watch);
    assert_eq!(before.len(), 2, "some are in both, some in one");
    shelf.add("c", &plan(Layout::V6));
    assert_ne!(holders(&shelf, Group::Watch), before);
    assert_eq!(shelf.library.forget("c").unwrap(), Left::Rest);
    assert_eq!(holders(&shelf, Group::Watch), before);
}

#[test]
fn only_reading_the_others_again_can_tell_what_an_older_backup_alone_had() {
    let shelf = Shelf::new();
    // The middle one has everything that the other two have.
    shelf.add("a", &late());
    shelf.add("b", &plan(Layout::V6));
    let everything = shelf.library.summary().unwrap().records;
    shelf.add("c", &late());
    assert_eq!(shelf.library.forget("a").unwrap(), Left::Nothing);
    assert!(shelf.library.backups().unwrap().is_empty(), "so that the others are read again");
    for id in ["b", "c"] {
        shelf.read(id, &shelf.archive(id), &<_>::default());
    }
    assert_eq!(shelf.library.forget("c").unwrap(), Left::Rest);
    assert_eq!(shelf.library.summary().unwrap().records, everything, "b still has all of it");
}

#[test]
fn what_a_backup_added_to_the_records_of_others_goes_with_it() {
    let shelf = Shelf::new();
    shelf.add("old", &plan(Layout::V1));
    shelf.add("new", &plan(Layout::V6));
    // The newest layout says more of the same records.
    assert_eq!(shelf.library.forget("new").unwrap(), Left::Nothing);
}

#[test]
fn a_reading_that_the_end_of_the_program_cut_off_leaves_nothing_behind() {
    let shelf = Shelf::new();
    shelf.add("a", &late());
    let before = (shelf.library.summary().unwrap().records, holders(&shelf, Group::Watch));
    let path = shelf.archive("b");
    write_zip(&plan(Layout::V6), std::fs::File::create(&path).unwrap()).unwrap();
    let folder = shelf.folder();
    let cut = std::panic::catch_unwind(AssertUnwindSafe(|| {
        let source = Source { id: "b", saved_at: 0, archive: &path };
        shelf.library.read_in(&source, &<_>::default(), &<_>::default(), &|_, records| {
            assert_eq!(records, 0, "the first rows are in: now the program ends");
        })
    }));
    assert!(cut.is_err());
    // As after a start: other connections, the same files.
    let library = Library::open(&folder, jiff::tz::TimeZone::UTC).unwrap();
    assert!(library.backups().unwrap().iter().any(|backup| backup.id == "b" && !backup.is_read));
    let shelf = Shelf { library, ..shelf };
    // The next reading, of whichever backup, begins with a clean table.
    shelf.read("c", &shelf.archive("a"), &<_>::default());
    assert_eq!(shelf.library.backups().unwrap().len(), 2);
    assert_eq!(shelf.library.forget("c").unwrap(), Left::Rest);
    assert_eq!((shelf.library.summary().unwrap().records, holders(&shelf, Group::Watch)), before);
}

#[test]
fn a_reading_that_is_stopped_leaves_nothing_behind() {
    let shelf = Shelf::new();
    shelf.add("a", &plan(Layout::V6));
    let before = shelf.library.summary().unwrap();
    let path = shelf.archive("b");
    let other = Plan { seed: 99, records: 60_000, ..plan(Layout::V6) };
    write_zip(&other, std::fs::File::create(&path).unwrap()).unwrap();
    let cancel = CancellationToken::new();
    let source = Source { id: "b", saved_at: 0, archive: &path };
    let stopped = shelf.library.read_in(&source, &<_>::default(), &cancel, &|_, records| {
        if records > 0 {
            cancel.cancel();
        }
    });
    assert!(matches!(stopped, Err(satchel_core::library::LibraryError::Stopped)), "{stopped:?}");
    let after = shelf.library.summary().unwrap();
    assert_eq!((after.records, after.groups), (before.records, before.groups));
    assert_eq!(shelf.library.backups().unwrap().len(), 1);
}

#[test]
fn a_damaged_library_is_made_anew() {
    let shelf = Shelf::new();
    shelf.add("a", &plan(Layout::V6));
    let folder = shelf.folder();
    let Shelf { library, folder: _kept } = shelf;
    drop(library);
    for file in ["records.db", "words.db"] {
        std::fs::write(
            folder.join(file),
            "this is no database, and longer than a header of one hundred bytes. ".repeat(200),
        )
        .unwrap();
    }
    let library = satchel_core::library::Library::open(&folder, jiff::tz::TimeZone::UTC).unwrap();
    assert_eq!(library.summary().unwrap().records, 0);
    assert!(library.backups().unwrap().is_empty(), "so that every backup is read again");
}
