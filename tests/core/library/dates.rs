//! Backups are ordered by the time of their data, not by when they were opened; and each record knows its backups.

use satchel_core::library::{ExportDates, Filter, Group, ImportSource, Section, SectionSpan};

use super::{TestLibrary, all, only, open, texts, write_files};

/// 1 January 2026 in Unix milliseconds, and the days after it.
fn day(number: i64) -> i64 {
    1_767_225_600_000 + number * 86_400_000
}

/// An export with a name, searches of January 2026 with their day and word, and texts of one like each.
fn export(name: &str, searches: &[(u8, &str)]) -> String {
    let searches: Vec<String> = searches
        .iter()
        .map(|(day, word)| format!(r#"{{"Date":"2026-01-{day:02} 10:00:00","SearchTerm":"{word}"}}"#))
        .collect();
    format!(
        r#"{{"Your Activity":{{"Searches":{{"SearchList":[{}]}}}},
            "Profile And Settings":{{"Profile Info":{{"ProfileMap":{{"userName":"{name}"}}}}}}}}"#,
        searches.join(",")
    )
}

impl TestLibrary {
    fn add_dated(&self, id: &str, json: &str, dates: ExportDates) {
        let path = self.archive(id);
        write_files(&path, &[("user_data_tiktok.json", json)]);
        let source = ImportSource { id, dates, export: &open(&path) };
        self.library.import(&source, &<_>::default(), &<_>::default(), &|_, _| {}).unwrap();
    }

    fn as_of(&self, id: &str) -> i64 {
        self.library.backups().unwrap().iter().find(|backup| backup.id == id).unwrap().as_of
    }

    fn searches_of(&self, backup: &str) -> Vec<String> {
        self.searches(backup, false)
    }

    fn searches(&self, backup: &str, only_new: bool) -> Vec<String> {
        let filter = Filter { backup: Some(backup.into()), only_new, ..Filter::default() };
        texts(&self.rows(&only(Group::Searches, filter))).into_iter().map(str::to_owned).collect()
    }
}

#[test]
fn an_older_export_that_is_opened_later_does_not_become_the_present() {
    let fixture = TestLibrary::in_zone("UTC");
    let dates = |requested| ExportDates { requested: Some(day(requested)), saved: day(100) };
    fixture.add_dated("new", &export("maren.new", &[(1, "one"), (2, "two")]), dates(40));
    fixture.add_dated("old", &export("maren.old", &[(1, "one")]), dates(20));
    let sheets = fixture.library.facts().unwrap();
    let profile = sheets.iter().find(|sheet| sheet.section == Section::Profile).unwrap();
    let name = profile.facts.iter().find(|fact| fact.path == ["userName"]).unwrap();
    assert_eq!((name.value.as_str(), name.current), ("maren.new", true));
    let before: Vec<_> = name.before.iter().map(|earlier| (earlier.value.as_str(), earlier.until)).collect();
    assert_eq!(before, [("maren.old", day(20))]);
    let rows = fixture.rows(&all(Group::Searches));
    let held = rows.iter().map(|row| {
        let record = fixture.library.record(row.id.parse().unwrap()).unwrap();
        (row.text.clone().unwrap(), record.first.unwrap().id, record.last.unwrap().id)
    });
    let expected = [("two", "new", "new"), ("one", "old", "new")];
    assert_eq!(
        held.collect::<Vec<_>>(),
        expected.map(|(word, first, last)| (word.into(), first.into(), last.into()))
    );
}

#[test]
fn each_section_of_a_backup_has_its_span() {
    let fixture = TestLibrary::in_zone("UTC");
    fixture.add_dated("a", &export("a", &[(1, "one"), (9, "nine")]), ExportDates::saved(day(100)));
    fixture.add_dated("b", &export("a", &[(3, "three"), (5, "five")]), ExportDates::saved(day(100)));
    let ten = 10 * 3_600_000;
    // The profile has no dates.
    for (backup, from, to) in [("a", 0, 8), ("b", 2, 4)] {
        let expected = SectionSpan { section: Section::Search, from: day(from) + ten, to: day(to) + ten };
        assert_eq!(fixture.library.spans(backup).unwrap(), [expected], "{backup}");
    }
    assert!(fixture.library.spans("c").unwrap().is_empty());
}

#[test]
fn the_filter_of_a_backup_shows_exactly_its_records() {
    let fixture = TestLibrary::in_zone("UTC");
    let (a, b) =
        (export("a", &[(1, "both"), (2, "only in a")]), export("a", &[(1, "both"), (3, "only in b")]));
    for (id, json) in [("first a", &a), ("b", &b), ("second a", &a)] {
        fixture.add_dated(id, json, ExportDates::saved(day(100)));
    }
    assert_eq!(fixture.searches_of("first a"), ["only in a", "both"]);
    assert_eq!(fixture.searches_of("b"), ["only in b", "both"]);
    assert_eq!(fixture.searches_of("second a"), ["only in a", "both"]);
    assert_eq!(fixture.searches("first a", true), ["only in a", "both"]);
    assert_eq!(fixture.searches("b", true), ["only in b"]);
    assert!(fixture.searches("second a", true).is_empty());
    assert_eq!(fixture.library.only_in("b").unwrap().unwrap().records, 1);
    assert_eq!(fixture.library.only_in("first a").unwrap().unwrap().records, 0);
}

#[test]
fn an_export_without_a_date_is_as_old_as_its_newest_record() {
    let fixture = TestLibrary::in_zone("UTC");
    let ten = 10 * 3_600_000;
    fixture.add_dated("undated", &export("a", &[(2, "x"), (5, "y")]), ExportDates::saved(day(100)));
    assert_eq!(fixture.as_of("undated"), day(4) + ten);
    // A record later than the backup itself says nothing.
    fixture.add_dated("future", &export("a", &[(2, "x"), (30, "y")]), ExportDates::saved(day(10)));
    assert_eq!(fixture.as_of("future"), day(1) + ten);
    fixture.add_dated("empty", r#"{"Your Activity":{}}"#, ExportDates::saved(day(100)));
    assert_eq!(fixture.as_of("empty"), day(100));
    // A record that is later than the request was added while TikTok prepared the export.
    let requested = ExportDates { requested: Some(day(3)), saved: day(100) };
    fixture.add_dated("requested", &export("a", &[(5, "y")]), requested);
    assert_eq!(fixture.as_of("requested"), day(4) + ten);
}

#[test]
fn records_in_two_lists_of_one_export_are_not_called_known_from_before() {
    let fixture = TestLibrary::in_zone("UTC");
    let list = r#"{"SearchList":[{"Date":"2026-01-01 10:00:00","SearchTerm":"a"},{"Date":"2026-01-02 10:00:00","SearchTerm":"b"}]}"#;
    let json = format!(r#"{{"Your Activity":{{"Searches":{list}}},"Activity":{{"Search History":{list}}}}}"#);
    let first = fixture.add_json("a", &json);
    assert_eq!((first.read, first.stored, first.known, first.repeated), (4, 2, 0, 2));
    let again = fixture.add_json("b", &json);
    assert_eq!((again.read, again.stored, again.known, again.repeated), (4, 0, 4, 0));
}
