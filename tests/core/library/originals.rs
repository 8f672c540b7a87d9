//! The original of a record is its text in the export, byte for byte.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use satchel_core::library::{Group, RowFormat};
use satchel_export_gen::{Layout, Plan};

use super::{END, TestLibrary, all, section, texts};

const GROUPS: [Group; 15] = [
    Group::Watch,
    Group::Likes,
    Group::Favourites,
    Group::Shares,
    Group::Searches,
    Group::Comments,
    Group::Messages,
    Group::Posts,
    Group::People,
    Group::Logins,
    Group::Live,
    Group::Shop,
    Group::Wallet,
    Group::Ads,
    Group::Other,
];

/// The texts of all files of an export.
fn files(archive: &Path) -> String {
    let mut zip = zip::ZipArchive::new(File::open(archive).unwrap()).unwrap();
    let mut all = String::new();
    for at in 0..zip.len() {
        zip.by_index(at).unwrap().read_to_string(&mut all).unwrap();
        all.push('\n');
    }
    all
}

/// The section and the original of each record, as they are in an exported spreadsheet.
fn originals(fixture: &TestLibrary, group: Group) -> Vec<(String, String)> {
    let mut out = Vec::new();
    fixture.library.export(&all(group), RowFormat::Csv, &mut out).unwrap();
    let mut csv = csv::Reader::from_reader(&out[..]);
    let cell = |row: &csv::StringRecord, at: usize| row.get(at).unwrap().to_owned();
    csv.records().map(|row| row.unwrap()).map(|row| (cell(&row, 0), cell(&row, 7))).collect()
}

#[test]
fn every_record_stands_in_the_export_like_this() {
    for layout in Layout::ALL {
        let fixture = TestLibrary::new();
        fixture.add("a", &Plan { layout, ..Plan::new(11, 600, END.parse().unwrap()) });
        let files = files(&fixture.archive("a"));
        let mut number = 0;
        for (name, original) in GROUPS.iter().flat_map(|group| originals(&fixture, *group)) {
            // A part of a text, such as one of many interests, is only this part; a room holds its comments.
            let is_object = original.starts_with('{');
            let is_room = section(&name) == satchel_core::library::Section::LiveWatched;
            assert!(files.contains(&original) || is_object && is_room, "{layout:?}, {name}: {original}");
            assert!(!original.is_empty());
            number += 1;
        }
        assert!(number > 300, "{layout:?}: {number}");
    }
}

#[test]
fn keys_values_and_spaces_are_kept() {
    let rows = [
        r#"{"Date": "2026-01-01 10:00:00", "SearchTerm": "Grüße"}"#,
        r#"{ "SearchTerm":"a\/b" ,"Date":"2026-01-02 10:00:00 UTC"}"#,
        r#"{"Date":"2026-01-03T10:00:00Z","SearchTerm":"Gr\u00fc\u00dfe"}"#,
        "{\n  \"Date\": \"2026-01-04 10:00:00\",\n  \"SearchTerm\": \"x\",\n  \"Rank\": 1.50\n}",
        r#"{"Date":"2026-01-05 10:00:00","SearchTerm":"twice","SearchTerm":"twice"}"#,
        r#"{"browsing_date":"2026-01-06 10:00:00","SearchTerm":"\ud83d\ude00 \u0001"}"#,
    ];
    let fixture = TestLibrary::new();
    let list = rows.join(",");
    fixture.add_json("a", &format!(r#"{{"Your Activity":{{"Searches":{{"SearchList":[{list}]}}}}}}"#));
    let mut found: Vec<_> = originals(&fixture, Group::Searches).into_iter().map(|(_, text)| text).collect();
    found.reverse();
    assert_eq!(found, rows);
}

#[test]
fn a_record_with_a_text_of_another_backup_has_an_original_of_one_of_them() {
    let fixture = TestLibrary::new();
    let link = "https://www.tiktokv.com/share/video/7000000000000000001/";
    let rows = [
        format!(r#"{{"Date":"2026-01-01 10:00:00","Link":"{link}"}}"#),
        format!(r#"{{"Link": "{link}", "Title": "Now it has one", "Date": "2026-01-01 10:00:00"}}"#),
        format!(r#"{{ "Date":"2026-01-01 10:00:00", "Link":"{link}"}}"#),
    ];
    for (row, id) in rows.iter().zip(["a", "b", "c"]) {
        let list = format!(r#"{{"Your Activity":{{"Watch History":{{"VideoList":[{row}]}}}}}}"#);
        fixture.add_json(id, &list);
        let found = originals(&fixture, Group::Watch);
        assert_eq!(found.len(), 1);
        assert!(rows.contains(&found[0].1), "{found:?}");
    }
    assert_eq!(texts(&fixture.rows(&all(Group::Watch))), ["Now it has one"]);
}

#[test]
fn a_record_of_an_unknown_text_file_has_its_values_and_its_lines() {
    let fixture = TestLibrary::new();
    let lines = "Colour:  green\nNumber: 7";
    let known = "Date: 2026-01-01 10:00:00\nLink: https://www.tiktokv.com/share/video/7000000000000000001/\n";
    let files = [("TikTok/Activity/Watch History.txt", known), ("TikTok/Activity/Kites.txt", lines)];
    fixture.add_files("a", &files);
    let rows = fixture.rows(&all(Group::Other));
    assert_eq!(rows.len(), 1);
    let record = fixture.library.record(rows[0].id.parse().unwrap()).unwrap();
    assert_eq!(record.original, lines);
    let values: serde_json::Value = serde_json::from_str(&record.values.unwrap()).unwrap();
    assert_eq!(values, serde_json::json!({ "Colour": "green", "Number": "7" }));
}

/// Each of these would take hours if a part of the work was done for every pair of fields.
#[test]
fn originals_of_large_records_are_kept_in_linear_time() {
    let fixture = TestLibrary::new();
    let (long, count) = ("ü\\n".repeat(200_000), 19_000);
    let fields: Vec<String> = (0..count).map(|at| format!(r#", "k{at}":"\n{at}""#)).collect();
    let fields = fields.concat();
    let row = format!(r#"{{"Date":"2026-01-01 10:00:00","SearchTerm":"{long}"{fields}}}"#);
    fixture.add_json("a", &format!(r#"{{"Your Activity":{{"Searches":{{"SearchList":[{row}]}}}}}}"#));
    assert_eq!(originals(&fixture, Group::Searches), [("search".to_owned(), row)]);

    // Continued lines are stored without their indentation, so that no value is found in the text as it is stored.
    let value = "v".repeat(250);
    let lines: Vec<String> = (0..6_000).map(|at| format!("field {at}: {value}\n    more\n")).collect();
    let lines = lines.concat();
    let lines = lines.trim_end();
    fixture.add_files(
        "b",
        &[("TikTok/Activity/Search History.txt", &format!("Date: 2026-01-02 10:00:00\n{lines}"))],
    );
    let found = originals(&fixture, Group::Searches);
    assert_eq!(found.len(), 2);
    assert!(found[0].1.ends_with(lines));
}
