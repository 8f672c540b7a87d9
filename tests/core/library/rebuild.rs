//! Rebuilds, and concurrent imports.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use satchel_core::backup::ArchivedExport;
use satchel_core::library::{
    ExportDates, Group, ImportSource, Library, LibraryError, RebuildSource, RemoveOutcome, Section,
};
use satchel_export_gen::{Language, Layout, Plan, write_zip};
use tokio_util::sync::CancellationToken;

use super::{TestLibrary, all, plan};

fn source(fixture: &TestLibrary, id: &str) -> RebuildSource {
    RebuildSource {
        id: id.into(),
        dates: ExportDates::saved(1_790_000_000_000),
        open: ArchivedExport::opener(fixture.archive(id)),
        choices: <_>::default(),
    }
}

/// The ids of all records of a group, which do not depend on the order of imports.
fn ids(fixture: &TestLibrary, group: Group) -> Vec<String> {
    fixture.rows(&all(group)).into_iter().map(|row| row.id).collect()
}

/// A library of three backups. Some records are only in the first.
fn three_backups() -> TestLibrary {
    let fixture = TestLibrary::new();
    fixture.add("a", &Plan { seed: 41, ..plan(Layout::V6) });
    fixture.add("b", &plan(Layout::V6));
    fixture.add("c", &plan(Layout::V6));
    fixture
}

#[test]
fn removing_an_older_backup_changes_nothing_until_the_rebuild() {
    let fixture = three_backups();
    let before = fixture.library.summary().unwrap();
    assert_eq!(fixture.library.remove("a").unwrap(), RemoveOutcome::RebuildRequired);
    let after = fixture.library.summary().unwrap();
    assert_eq!((after.records, after.groups, after.backups), (before.records, before.groups, 3));
    assert!(after.trigrams_ready);
}

#[test]
fn a_rebuild_keeps_the_old_content_visible_and_replaces_it_exactly() {
    let fixture = three_backups();
    let before = fixture.library.summary().unwrap();
    let watched = ids(&fixture, Group::Watch);
    let calls = AtomicU64::new(0);
    let sources = [source(&fixture, "b"), source(&fixture, "c")];
    fixture
        .library
        .rebuild(&sources, &CancellationToken::new(), &|_, _, _| {
            calls.fetch_add(1, Ordering::Relaxed);
            let now = fixture.library.summary().unwrap();
            assert_eq!((now.records, now.backups, now.words_ready), (before.records, 3, true));
            let rows = fixture.library.rows(&all(Group::Watch), 0, 1).unwrap().rows;
            assert_eq!(rows[0].id, watched[0]);
        })
        .unwrap();
    assert!(calls.load(Ordering::Relaxed) > 0);
    let expected = TestLibrary::new();
    expected.add("b", &plan(Layout::V6));
    expected.add("c", &plan(Layout::V6));
    for group in Group::ALL {
        assert_eq!(ids(&fixture, group), ids(&expected, group), "{group:?}");
    }
    let now = fixture.library.summary().unwrap();
    assert!(now.words_ready && now.trigrams_ready && now.version > before.version);
    let names: Vec<String> = fixture.library.backups().unwrap().into_iter().map(|backup| backup.id).collect();
    assert_eq!(names, ["b", "c"]);
}

#[test]
fn a_cancelled_rebuild_keeps_the_old_content() {
    let fixture = three_backups();
    let before = ids(&fixture, Group::Watch);
    let cancel = CancellationToken::new();
    let sources = [source(&fixture, "b"), source(&fixture, "c")];
    let result = fixture.library.rebuild(&sources, &cancel, &|done, _, _| {
        if done == 1 {
            cancel.cancel();
        }
    });
    assert!(matches!(result, Err(LibraryError::Cancelled)), "{result:?}");
    assert_eq!(ids(&fixture, Group::Watch), before);
    assert_eq!(fixture.library.backups().unwrap().len(), 3);
    assert!(!fixture.folder().join("rebuild").exists());
}

#[test]
fn an_interrupted_rebuild_keeps_the_old_content() {
    let fixture = three_backups();
    let before = fixture.library.summary().unwrap().records;
    let leftover = fixture.folder().join("rebuild");
    std::fs::create_dir(&leftover).unwrap();
    std::fs::write(leftover.join("records.db"), "half").unwrap();
    let again = Library::open(&fixture.folder(), jiff::tz::TimeZone::UTC).unwrap();
    assert_eq!(again.summary().unwrap().records, before);
    assert!(!leftover.exists());
}

#[test]
fn queries_continue_while_the_library_is_replaced() {
    let fixture = three_backups();
    let end = Instant::now() + Duration::from_secs(3);
    let sources = [source(&fixture, "b")];
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while Instant::now() < end {
                    let total = fixture.library.outline(&all(Group::Watch)).unwrap().total;
                    let rows = fixture.library.rows(&all(Group::Watch), 0, 50).unwrap().rows;
                    assert!(total > 0 && rows.len() == 50);
                }
            });
        }
        while Instant::now() < end {
            fixture.library.rebuild(&sources, &CancellationToken::new(), &|_, _, _| {}).unwrap();
        }
    });
}

#[test]
fn a_rebuild_applies_the_chosen_section_of_a_file() {
    let fixture = TestLibrary::new();
    fixture.add("a", &plan(Layout::TxtC(Language::Unknown)));
    let unsure = fixture.unsure("a");
    let likes = unsure.iter().find(|file| file.choices[0] == Section::Like).unwrap();
    let before = fixture.counts_by_section("a");
    let mut renamed = source(&fixture, "a");
    renamed.choices.files.insert(likes.file.clone(), Section::FavouriteVideo);
    fixture.library.rebuild(&[renamed], &CancellationToken::new(), &|_, _, _| {}).unwrap();
    let after = fixture.counts_by_section("a");
    assert_eq!(before.get(&Section::FavouriteVideo), None);
    assert_eq!(after[&Section::FavouriteVideo].read, likes.records);
    assert_eq!(after[&Section::Other].read + likes.records, before[&Section::Other].read);
}

#[test]
fn an_import_that_waits_for_another_can_be_cancelled() {
    let fixture = TestLibrary::new();
    let path = fixture.archive("a");
    write_zip(&plan(Layout::V6), std::fs::File::create(&path).unwrap()).unwrap();
    let (started, has_started) = channel::<()>();
    let (release, released) = channel::<()>();
    let released = std::sync::Mutex::new(Some(released));
    std::thread::scope(|scope| {
        let first = scope.spawn(|| {
            let source =
                ImportSource { id: "first", dates: ExportDates::saved(0), export: &super::open(&path) };
            fixture.library.import(&source, &<_>::default(), &CancellationToken::new(), &|_, _| {
                if let Some(released) = released.lock().unwrap().take() {
                    started.send(()).unwrap();
                    released.recv().unwrap();
                }
            })
        });
        has_started.recv().unwrap();
        let cancel = CancellationToken::new();
        let waiting = {
            let cancel = cancel.clone();
            let (fixture, path) = (&fixture, &path);
            scope.spawn(move || {
                let source =
                    ImportSource { id: "second", dates: ExportDates::saved(0), export: &super::open(path) };
                fixture.library.import(&source, &<_>::default(), &cancel, &|_, _| {})
            })
        };
        std::thread::sleep(Duration::from_millis(100));
        assert!(!waiting.is_finished());
        let cancelled_at = Instant::now();
        cancel.cancel();
        let result = waiting.join().unwrap();
        assert!(matches!(result, Err(LibraryError::Cancelled)), "{result:?}");
        assert!(cancelled_at.elapsed() < Duration::from_secs(2));
        assert!(!first.is_finished(), "the first import is still running");
        release.send(()).unwrap();
        first.join().unwrap().unwrap();
    });
    assert_eq!(fixture.library.backups().unwrap().len(), 1);
}

#[test]
fn a_backup_is_not_imported_twice() {
    let fixture = TestLibrary::new();
    fixture.add("a", &plan(Layout::V6));
    let before = fixture.library.summary().unwrap().records;
    let source =
        ImportSource { id: "a", dates: ExportDates::saved(0), export: &super::open(&fixture.archive("a")) };
    let again = fixture.library.import(&source, &<_>::default(), &<_>::default(), &|_, _| {});
    assert!(matches!(again, Err(LibraryError::AlreadyImported)), "{again:?}");
    assert_eq!(fixture.library.summary().unwrap().records, before);
}
