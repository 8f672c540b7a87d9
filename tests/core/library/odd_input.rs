//! Records that are not valid JSON, and searches for characters that no text has.

use satchel_core::library::{Filter, Group, NoteKind, RowFormat, SearchQuery, Section};

use super::{TestLibrary, all, only};

#[test]
fn exported_json_of_an_irregular_record_is_valid_and_has_the_original_text() {
    let fixture = TestLibrary::new();
    let deep = format!("{}1{}", "[".repeat(300), "]".repeat(300));
    let row = |odd: &str| {
        format!(
            r#"{{"Your Activity":{{"Searches":{{"SearchList":[
                {{"Date":"2026-11-01 10:00:00","SearchTerm":"fine"}},
                {{"Date":"2026-11-01 10:00:01","SearchTerm":"odd","extra":{odd}}}]}}}}}}"#
        )
    };
    let odd = [
        r#"{"a":undefined,"b":NaN}"#,
        r#"{"a" "b"}"#,
        "[1 2]",
        "01",
        "\"a\u{1}b\\x\"",
        r#""\ud800""#,
        "{]",
        &deep,
    ];
    for (number, extra) in odd.iter().enumerate() {
        let fixture = TestLibrary::new();
        fixture.add_json("a", &row(extra));
        let mut out = Vec::new();
        fixture.library.export(&all(Group::Searches), RowFormat::Json, &mut out).unwrap();
        let exported: serde_json::Value =
            serde_json::from_slice(&out).unwrap_or_else(|error| panic!("{number}: {error}"));
        assert!(exported.as_array().is_some_and(|rows| !rows.is_empty()), "{exported}");
    }
    fixture.add_json("a", &row(odd[0]));
    let mut out = Vec::new();
    fixture.library.export(&all(Group::Searches), RowFormat::Json, &mut out).unwrap();
    let exported: serde_json::Value = serde_json::from_slice(&out).unwrap();
    let text = exported[0]["original_text"].as_str().unwrap();
    assert!(text.contains(r#""extra":{"a":undefined,"b":NaN}"#), "{text}");
    assert_eq!(exported[1]["original"]["SearchTerm"], "fine");
}

#[test]
fn control_characters_in_searches_and_filters_are_no_error() {
    let fixture = TestLibrary::new();
    fixture.add_json(
        "a",
        r#"{"Your Activity":{"Searches":{"SearchList":[{"Date":"2026-11-01 10:00:00","SearchTerm":"paper lantern"}]}}}"#,
    );
    let hostile: Vec<String> =
        ["\0", "\u{1}", "\u{7f}", "\u{85}", "\u{fffd}", "\u{ffff}", "\u{feff}", "\u{202e}"]
            .iter()
            .flat_map(|odd| {
                [
                    (*odd).to_owned(),
                    format!("lantern{odd}"),
                    format!("{odd}lantern"),
                    format!("\"paper{odd}lantern"),
                    format!("from:{odd}x"),
                    format!("in:{odd}x"),
                    format!("before:{odd}2026"),
                    format!("a{odd}{odd}{odd}b"),
                ]
            })
            .chain(["\" AND OR NOT ( ) * ^ : { } NEAR".to_owned(), "x ".repeat(5000), "y".repeat(200_000)])
            .collect();
    for text in &hostile {
        fixture.library.search(&SearchQuery { text: text.clone(), group: None }).unwrap_or_else(|error| {
            panic!("{text:?}: {error}");
        });
        fixture.library.complete(text).unwrap();
        let filters = [
            Filter { text: text.clone(), ..Filter::default() },
            Filter { who: Some(text.clone()), ..Filter::default() },
            Filter { exact: Some(text.clone()), ..Filter::default() },
            Filter { backup: Some(text.clone()), ..Filter::default() },
            Filter { from: Some(text.clone()), to: Some(text.clone()), ..Filter::default() },
            Filter { day_of_year: Some(text.clone()), ..Filter::default() },
            Filter { item: Some(text.clone()), chat: Some(text.clone()), ..Filter::default() },
        ];
        for filter in filters {
            fixture.library.outline(&only(Group::Searches, filter)).unwrap();
        }
        fixture.library.hits(&all(Group::Searches), text).unwrap();
    }
    let found =
        |text: &str| fixture.library.search(&SearchQuery { text: text.into(), group: None }).unwrap().total;
    assert_eq!([found("lantern\0"), found("\0paper\0lantern"), found("paper\u{1}lantern\u{1}x")], [1, 1, 1]);
}

#[test]
fn a_missing_quote_costs_at_most_the_records_beside_it() {
    let row = |n: u32| format!(r#"{{"Date":"2026-01-02 03:04:{n:02}","SearchTerm":"heron number {n}"}}"#);
    let rows: Vec<String> = (0..40).map(row).collect();
    let json = format!(
        r#"{{"Your Activity":{{"Searches":{{"SearchList":[{}]}},"Following":{{"Following":[{}]}}}}}}"#,
        rows.join(","),
        r#"{"Date":"2026-01-02 03:04:05","UserName":"noor"}"#
    );
    let part = r#""SearchTerm":"heron number 7""#;
    assert!(json.contains(part));
    for changed in [
        r#""SearchTerm":"heron number 7"#,
        r#""SearchTerm":heron number 7""#,
        r#""SearchTerm:"heron number 7""#,
        r#"SearchTerm":"heron number 7""#,
        r#""SearchTerm":"heron "number" 7""#,
        r#""SearchTerm":"heron number 7\""#,
    ] {
        let fixture = TestLibrary::new();
        fixture.add_json("a", &json.replacen(part, changed, 1));
        let counts = fixture.counts_by_section("a");
        let searches = counts[&Section::Search].stored;
        assert!(searches >= 38, "{changed}: {searches}");
        assert_eq!(counts[&Section::Following].stored, 1, "{changed}");
        let found = fixture.library.search(&SearchQuery { text: "heron".into(), group: None }).unwrap().total;
        assert!(found >= 38, "{changed}: {found}");
        let notes = fixture.library.import_details("a", &[]).unwrap().unwrap().notes;
        assert!(notes.iter().any(|note| note.kind == NoteKind::Irregular), "{changed}: {notes:?}");
    }
}
