//! Unknown and damaged data: it is kept and shown, reported without values, and the person is asked about unsure files.

use std::collections::BTreeMap;

use proptest::prelude::*;
use satchel_core::library::read::{Choices, FileSections};
use satchel_core::library::{Filter, Group, NoteKind, Section, SectionState};
use satchel_export_gen::{Container, Language, Layout, Plan, Quirk};
use serde_json::{Value, json};

use super::{TestLibrary, all, only, plan, write_files};

#[test]
fn counts_add_up_and_absent_sections_are_listed() {
    let fixture = TestLibrary::new();
    fixture.add("a", &Plan { quirks: vec![Quirk::MissingSections, Quirk::NullRows], ..plan(Layout::V6) });
    let details = fixture.library.import_details("a", &[Section::Like, Section::Watch]).unwrap().unwrap();
    let total = details.total;
    assert_eq!(total.read, total.stored + total.known + total.repeated + total.skipped);
    assert!(total.skipped > 0);
    for line in &details.sections {
        let reasons: u64 = line.reasons.iter().map(|reason| reason.count).sum();
        assert_eq!(line.counts.skipped, reasons, "{:?}", line.section);
        assert_eq!(
            line.state == SectionState::Absent,
            line.expected && line.counts.read == 0 && line.state != SectionState::Empty
        );
    }
    let state = |section| details.sections.iter().find(|line| line.section == section).map(|line| line.state);
    assert_eq!(state(Section::Like), Some(SectionState::Found));
    assert_eq!(state(Section::Watch), Some(SectionState::Absent));
}

#[test]
fn an_empty_export_has_only_empty_sections() {
    let fixture = TestLibrary::new();
    fixture.add("a", &Plan { is_empty: true, ..plan(Layout::V6) });
    let details = fixture.library.import_details("a", &[]).unwrap().unwrap();
    assert_eq!(details.total.read, 0);
    let watch = details.sections.iter().find(|line| line.section == Section::Watch).unwrap();
    assert_eq!(watch.state, SectionState::Empty);
}

#[test]
fn unknown_paths_are_listed_and_the_report_contains_no_values() {
    let fixture = TestLibrary::new();
    fixture.add_json("a", r#"{"Sparks":{"Spark List":[{"Id":42,"Secret Word":"hunter2","To":{"maren@example.org":1}}],"Count":7},
        "Your Activity":{"Moods":{"Chat with noor_a":[{"Mood":"private"}]}}}"#);
    let tree = fixture.library.tree().unwrap().paths;
    let paths: Vec<String> = tree.iter().map(|path| path.path.join(" › ")).collect();
    assert_eq!(paths, ["Sparks › Count", "Sparks › Spark List", "Your Activity › Moods › Chat with noor_a"]);
    let rows =
        fixture.rows(&only(Group::Other, Filter { path: Some(tree[1].id.clone()), ..Filter::default() }));
    let fields: BTreeMap<&str, &str> =
        rows[0].fields.iter().map(|f| (f.name.as_str(), f.value.as_str())).collect();
    assert_eq!((fields["Id"], fields["Secret Word"]), ("42", "hunter2"));
    let report = fixture.library.report("a").unwrap();
    assert!(
        report.contains("Secret Word") && report.contains("Spark List") && report.contains("number"),
        "{report}"
    );
    for value in ["hunter2", "maren", "example.org", "private", "noor_a", "42"] {
        assert!(!report.contains(value), "the report contains {value}:\n{report}");
    }
}

#[test]
fn damage_is_noted_and_everything_before_it_is_imported() {
    let whole = TestLibrary::new();
    whole.add("a", &plan(Layout::V6));
    let whole = whole.library.summary().unwrap().records;
    for (quirk, note) in [
        (Quirk::Doubled, NoteKind::Doubled),
        (Quirk::Truncated { per_mille: 500 }, NoteKind::Truncated),
        (Quirk::Utf16Le, NoteKind::OtherEncoding),
    ] {
        let fixture = TestLibrary::new();
        let expected = fixture.add("a", &Plan { quirks: vec![quirk], ..plan(Layout::V6) });
        let details = fixture.library.import_details("a", &[]).unwrap().unwrap();
        assert!(details.notes.iter().any(|n| n.kind == note), "{quirk:?}: {:?}", details.notes);
        let stored: u64 = expected.sections.values().map(|counts| counts.stored).sum();
        assert_eq!(details.total.stored, stored, "{quirk:?}");
        if note == NoteKind::Truncated {
            let half = whole / 4..whole * 3 / 4;
            assert!(
                half.contains(&stored),
                "expected about half of {whole} records in half of the file, found {stored}"
            );
        } else {
            assert_eq!(stored, whole, "{quirk:?}");
        }
    }
}

#[test]
fn every_kind_of_container_is_opened() {
    let plain = TestLibrary::new();
    plain.add("a", &plan(Layout::V6));
    let records = plain.library.summary().unwrap().records;
    for container in [
        Container { folder: Some("TikTok"), junk: true, ..Container::default() },
        Container { nested: true, ..Container::default() },
    ] {
        let fixture = TestLibrary::new();
        fixture.add("a", &Plan { container, ..plan(Layout::V6) });
        assert_eq!(fixture.library.summary().unwrap().records, records, "{container:?}");
    }
    let fixture = TestLibrary::new();
    fixture.add(
        "a",
        &Plan { container: Container { lemon8: true, ..Container::default() }, ..plan(Layout::V6) },
    );
    let other = fixture.rows(&all(Group::Other));
    assert!(
        other.len() as u64 > plain.rows(&all(Group::Other)).len() as u64,
        "data of another app is in the group of unknown data"
    );
}

#[test]
fn sections_of_text_files_in_an_unknown_language_are_guessed_or_asked_for() {
    let fixture = TestLibrary::new();
    let expected = fixture.add("a", &plan(Layout::TxtC(Language::Unknown)));
    let found = fixture.counts_by_section("a");
    for section in [Section::Watch, Section::Share, Section::Login, Section::Message] {
        let name = serde_json::to_value(section).unwrap();
        assert_eq!(found[&section].stored, expected.of(name.as_str().unwrap()), "{section:?}");
    }
    let unsure = fixture.unsure("a");
    let likes = unsure
        .iter()
        .find(|file| file.choices[0] == Section::Like)
        .expect("a list of videos that may be likes");
    assert_eq!(likes.section, Section::Other, "it is not guessed");
    assert!(likes.choices.contains(&Section::FavouriteVideo) && likes.sample.contains("/video/"));
    let records = likes.records;
    let choices = Choices {
        files: FileSections::from([(likes.file.clone(), Section::FavouriteVideo)]),
        ..Choices::default()
    };
    fixture.library.remove("a").unwrap();
    fixture.read("a", &fixture.archive("a"), &choices);
    let again = fixture.counts_by_section("a");
    assert_eq!(
        again[&Section::FavouriteVideo].stored,
        found.get(&Section::FavouriteVideo).map_or(0, |t| t.stored) + records
    );
}

/// Every non-empty scalar of a JSON value, as text.
fn scalars(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Null => {}
        Value::String(text) if text.trim().is_empty() => {}
        Value::String(text) => out.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| scalars(item, out)),
        Value::Object(map) => map.values().for_each(|value| scalars(value, out)),
        other => out.push(other.to_string()),
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
        "[\\x00-\\x1f\"\\\\/u{}\\[\\]:,]{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        let key = prop_oneof![
            "[A-Za-z ]{0,12}",
            "\\PC{0,8}",
            Just("Your Activity".to_owned()),
            Just("Watch History".to_owned()),
            Just("VideoList".to_owned()),
            Just("ChatHistory".to_owned()),
            Just("Date".to_owned()),
            Just("WatchLiveMap".to_owned()),
            Just("SettingsMap".to_owned()),
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(key, inner, 0..6).prop_map(|map| json!(map)),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Arbitrary JSON is imported without a panic, every value is kept, and the counts add up.
    #[test]
    fn every_value_of_arbitrary_json_is_kept(value in any_json()) {
        let fixture = TestLibrary::in_zone("UTC");
        let counts = fixture.add_json("a", &json!({ "Unheard of": value }).to_string());
        prop_assert_eq!(counts.read, counts.stored + counts.known + counts.repeated + counts.skipped);
        let mut wanted = Vec::new();
        scalars(&value, &mut wanted);
        let mut kept = String::new();
        for group in Group::ALL {
            for row in fixture.rows(&all(group)) {
                let record = fixture.library.record(row.id.parse().unwrap()).unwrap();
                let mut values = Vec::new();
                if let Ok(original) = serde_json::from_str::<Value>(&record.original) {
                    scalars(&original, &mut values);
                }
                values.extend(record.row.text);
                values.extend(record.row.who);
                kept.push('\n');
                kept.push_str(&values.join("\n"));
                kept.push('\n');
                kept.push_str(&record.original);
            }
        }
        for chat in fixture.library.chats().unwrap().chats {
            kept.push_str(&chat.name);
        }
        for text in wanted {
            prop_assert!(kept.contains(&text), "{:?} is lost; kept: {}", text, kept);
        }
    }

    /// Arbitrary bytes are imported without a panic.
    #[test]
    fn arbitrary_bytes_do_not_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..400), begin in "[{\\[\"]{0,3}") {
        bytes.splice(0..0, begin.into_bytes());
        let fixture = TestLibrary::in_zone("UTC");
        let text = String::from_utf8_lossy(&bytes);
        fixture.add_files("a", &[("user_data.json", &text), ("TikTok/Watch History.txt", &text)]);
    }
}

#[test]
fn no_more_zips_in_an_export_are_read_than_a_limit() {
    let fixture = TestLibrary::new();
    let inner = fixture.archive("inner");
    let zips: Vec<(String, Vec<u8>)> = (0..1003)
        .map(|number| {
            let search = format!("Date: 2026-01-02 03:04:05 UTC\nSearch Term: egret {number}\n");
            write_files(&inner, &[("Searches.txt", search)]);
            (format!("{number}.zip"), std::fs::read(&inner).unwrap())
        })
        .collect();
    let files: Vec<(&str, &[u8])> = zips.iter().map(|(name, zip)| (name.as_str(), zip.as_slice())).collect();
    write_files(&fixture.archive("a"), &files);
    let counts = fixture.read("a", &fixture.archive("a"), &Choices::default());
    assert_eq!((counts.stored, counts.skipped), (1000, 3));
}

#[test]
fn a_list_of_videos_alone_in_an_unknown_language_is_asked_for() {
    let fixture = TestLibrary::new();
    let row = |day: u32| {
        format!(
            "Datum: 2026-09-0{day} 10:00:00 UTC\nLänk: https://www.tiktokv.com/share/video/750000000000000000{day}/\n\n"
        )
    };
    fixture.add_files("a", &[("TikTok/Gilla och favoriter/Gillalista.txt", &[1, 2].map(row).concat())]);
    let unsure = fixture.unsure("a");
    assert_eq!((unsure.len(), unsure[0].section), (1, Section::Watch));
    assert!(unsure[0].choices.contains(&Section::Like));
}
