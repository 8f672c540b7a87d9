//! The limits on hostile exports: small files that would take endless time, all memory, or a reply of gigabytes.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use satchel_core::backup::ArchivedExport;
use satchel_core::library::limits;
use satchel_core::library::read::Choices;
use satchel_core::library::{
    ExportDates, Filter, Group, ImportSource, LibraryError, ListQuery, Order, OverviewQuery, RebuildSource,
    RowFormat, SearchQuery, SkipReason, WatchMethod,
};
use tokio_util::sync::CancellationToken;

use super::{TestLibrary, all, only, open, texts, write_files};

/// No reply to the window may be larger than this, in bytes of JSON.
const LARGEST_REPLY: usize = 24 << 20;

fn json_bytes(reply: &impl serde::Serialize) -> usize {
    let bytes = serde_json::to_string(reply).unwrap().len();
    assert!(bytes < LARGEST_REPLY, "a reply of {bytes} bytes");
    bytes
}

/// Runs every query that the window can call, and checks the size of each reply.
fn assert_replies_are_bounded(fixture: &TestLibrary) {
    let library = &fixture.library;
    json_bytes(&library.chats().unwrap());
    json_bytes(&library.tree().unwrap());
    json_bytes(&library.facts().unwrap());
    json_bytes(&library.people().unwrap());
    json_bytes(&library.import_details("a", &[]).unwrap().unwrap().sections);
    assert!(library.report("a").unwrap().len() < LARGEST_REPLY);
    for chat in library.chats().unwrap().chats.iter().take(3) {
        json_bytes(&library.chat_figures(chat.id.parse().unwrap()).unwrap());
    }
    for text in ["nnnn", "word", "a"] {
        for group in [None, Some(Group::Messages), Some(Group::Other), Some(Group::Watch)] {
            json_bytes(&library.search(&SearchQuery { text: text.into(), group }).unwrap());
        }
    }
    for word in ["from:", "in:n", "in:", "before:2"] {
        json_bytes(&library.complete(word).unwrap());
    }
    let overview = OverviewQuery { group: Group::Watch, from: None, to: None };
    json_bytes(
        &library
            .overview(&overview, WatchMethod::default(), "2027-11-01T10:00:00Z".parse().unwrap())
            .unwrap(),
    );
    for group in Group::ALL {
        for order in [Order::Newest, Order::Text, Order::Times] {
            let query = ListQuery { order, ..all(group) };
            json_bytes(&library.outline(&query).unwrap());
            let rows = library.rows(&query, 0, u64::MAX).unwrap();
            json_bytes(&rows);
            for row in rows.rows.iter().take(3) {
                json_bytes(&library.record(row.id.parse().unwrap()).unwrap());
            }
        }
        json_bytes(&library.hits(&all(group), "a").unwrap());
    }
}

/// The number of records that were skipped for this reason.
fn skipped(fixture: &TestLibrary, reason: SkipReason) -> u64 {
    let details = fixture.library.import_details("a", &[]).unwrap().unwrap();
    let total = details.total;
    assert_eq!(total.read, total.stored + total.known + total.repeated + total.skipped);
    details
        .sections
        .iter()
        .flat_map(|line| &line.reasons)
        .filter(|r| r.reason == reason)
        .map(|r| r.count)
        .sum()
}

fn messages(chats: &str) -> String {
    format!(r#"{{"Activity":{{}},"Direct Message":{{"Direct Messages":{{"ChatHistory":{{{chats}}}}}}}}}"#)
}

#[test]
fn equal_records_beyond_the_limit_are_counted_as_skipped() {
    let fixture = TestLibrary::new();
    let number = 40_000;
    let sevens = vec!["7"; number].join(",");
    let counts = fixture.add_json("a", &format!(r#"{{"Activity":{{}},"Zzz":[{sevens}]}}"#));
    assert_eq!((counts.read, counts.stored), (number as u64, limits::EQUAL_RECORDS));
    assert_eq!(skipped(&fixture, SkipReason::TooMany), number as u64 - limits::EQUAL_RECORDS);
    // The same again: each record is known, or skipped as before.
    let archive = fixture.archive("a");
    let counts = fixture.read("b", &archive, &Choices::default());
    assert_eq!((counts.stored, counts.known), (0, limits::EQUAL_RECORDS));
    assert_replies_are_bounded(&fixture);
}

#[test]
fn equal_records_with_other_fields_are_imported_in_linear_time() {
    let fixture = TestLibrary::new();
    let import = |id: &str, title: &str| {
        let row = |_| format!(r#"{{"Date":"2026-01-01 10:00:00","Likes":"{title}"}}"#);
        let rows: Vec<String> = (0..9_000).map(row).collect();
        fixture.add_json(id, &format!(r#"{{"Post":{{"Posts":{{"VideoList":[{}]}}}}}}"#, rows.join(",")))
    };
    assert_eq!(import("a", "1").stored, 9_000);
    let begun = Instant::now();
    assert_eq!(import("b", "22").known, 9_000);
    // Looking each one up from the first on would take forty million queries.
    assert!(begun.elapsed() < Duration::from_mins(2), "{:?}", begun.elapsed());
}

#[test]
fn cancel_ends_the_import_of_equal_records() {
    let fixture = TestLibrary::new();
    let path = fixture.archive("a");
    let mut json = String::from(r#"{"Activity":{},"Zzz":[7"#);
    json.push_str(&",7".repeat(3_000_000));
    json.push_str("]}");
    write_files(&path, &[("user_data_tiktok.json", &json)]);
    let cancel = CancellationToken::new();
    let seen = AtomicU64::new(0);
    let progress = |_, records| {
        if records > 0 {
            seen.store(records, Ordering::Relaxed);
            cancel.cancel();
        }
    };
    let source = ImportSource { id: "a", dates: ExportDates::saved(0), export: &open(&path) };
    let result = fixture.library.import(&source, &Choices::default(), &cancel, &progress);
    assert!(matches!(result, Err(LibraryError::Cancelled)), "{result:?}");
    assert!(seen.into_inner() < 3_000_000);
    assert_eq!(fixture.library.summary().unwrap().records, 0);
}

#[test]
fn long_names_of_chats_and_senders_are_shortened_and_stay_apart() {
    let fixture = TestLibrary::new();
    let name = |last: &str| format!("{}{last}", "n".repeat(5_000_000));
    let rows: Vec<String> = (0..400)
        .map(|minute| {
            let from = format!("{}{}", "s".repeat(1000), minute % 2);
            let time = format!("2026-01-01 {:02}:{:02}:00", 10 + minute / 60, minute % 60);
            format!(r#"{{"Date":"{time}","From":"{from}","Content":"word"}}"#)
        })
        .collect();
    let chat = |last: &str| format!(r#""Chat History with {}:":[{}]"#, name(last), rows.join(","));
    // A key of this length is not read at all.
    let long = fixture.add_json("a", &messages(&chat("a")));
    assert_eq!(long.stored, 400);
    let name = |last: &str| format!("{}{last}", "n".repeat(50_000));
    let chat = |last: &str| format!(r#""Chat History with {}:":[{}]"#, name(last), rows.join(","));
    let counts = fixture.add_json("b", &messages(&format!("{},{}", chat("b"), chat("c"))));
    assert_eq!(counts.stored, 800);
    let chats = fixture.library.chats().unwrap().chats;
    assert_eq!(chats.len(), 3);
    assert!(chats.iter().all(|chat| chat.name.chars().count() < 600 && chat.name.contains('…')));
    let figures = fixture.library.chat_figures(chats[0].id.parse().unwrap()).unwrap();
    assert_eq!(figures.senders_total, 2);
    let row = &fixture
        .rows(&only(Group::Messages, Filter { chat: Some(chats[0].id.clone()), ..Filter::default() }))[0];
    let record = fixture.library.record(row.id.parse().unwrap()).unwrap();
    assert!(record.original.contains(&"s".repeat(1000)), "the whole name is kept");
    assert_replies_are_bounded(&fixture);
}

#[test]
fn long_texts_are_shortened_in_replies_and_whole_in_exports() {
    let fixture = TestLibrary::new();
    let long = "word ".repeat(210_000);
    let rows: Vec<String> = (0..12)
        .map(|second| {
            let time = format!("2026-01-01 10:{:02}:{:02}", second / 60, second % 60);
            format!(
                r#"{{"Date":"{time}","From":"Noor","Content":"{long}n{second}","Extra":"{}"}}"#,
                &long[..900_000]
            )
        })
        .collect();
    fixture.add_json("a", &messages(&format!(r#""Chat History with Noor:":[{}]"#, rows.join(","))));
    let rows = fixture.library.rows(&all(Group::Messages), 0, 500).unwrap().rows;
    assert_eq!(rows.len(), 12);
    assert!(
        rows.iter().all(|row| row.cut && row.text.as_ref().is_some_and(|t| t.len() == limits::ROW_CHARS))
    );
    let record = fixture.library.record(rows[0].id.parse().unwrap()).unwrap();
    assert_eq!(record.row.text.as_ref().unwrap().len(), limits::SHEET_CHARS);
    assert!(record.cut);
    let one = only(Group::Messages, Filter { text: "n11".into(), ..Filter::default() });
    for format in [RowFormat::Csv, RowFormat::Json] {
        let mut out = Vec::new();
        assert_eq!(fixture.library.export(&one, format, &mut out).unwrap(), 1);
        assert!(String::from_utf8(out).unwrap().contains(&format!("{long}n11")));
    }
    assert_replies_are_bounded(&fixture);
}

#[test]
fn a_record_that_is_too_large_is_skipped_and_the_others_are_kept() {
    let fixture = TestLibrary::new();
    let large = "x".repeat(limits::RECORD_BYTES + 1);
    let huge = "x".repeat(limits::VALUE_BYTES + 1);
    let key = "k".repeat(limits::KEY_BYTES + 1);
    let json = format!(
        r#"{{"Your Activity":{{"Searches":{{"SearchList":[
            {{"Date":"2026-01-01 10:00:00","SearchTerm":"before"}},
            {{"Date":"2026-01-01 10:00:01","SearchTerm":"{large}"}},
            {{"Date":"2026-01-01 10:00:02","SearchTerm":"{huge}"}},
            {{"Date":"2026-01-01 10:00:03","SearchTerm":"after"}}]}}}},
          "Profile":{{"Profile Info":{{"ProfileMap":{{"bio":"{large}","userName":"noor"}}}}}},
          "Unknown":"{large}","Other":["{large}",1],"{key}":[2]}}"#
    );
    let counts = fixture.add_json("a", &json);
    assert_eq!(counts.skipped, 5);
    assert_eq!(skipped(&fixture, SkipReason::TooBig), 5);
    assert_eq!(texts(&fixture.rows(&all(Group::Searches))), ["after", "before"]);
    assert_eq!(fixture.rows(&all(Group::Other)).len(), 2);
    // The library can be rebuilt from it.
    let source = RebuildSource {
        id: "a".into(),
        dates: ExportDates::saved(0),
        open: ArchivedExport::opener(fixture.archive("a")),
        choices: Choices::default(),
    };
    fixture.library.rebuild(&[source], &<_>::default(), &|_, _, _| {}).unwrap();
    assert_eq!(fixture.library.import_counts("a").unwrap().unwrap(), counts);
}

#[test]
fn a_field_with_very_many_parts_is_skipped() {
    let fixture = TestLibrary::new();
    let fields = r#""f":1,"#.repeat(limits::RECORD_FIELDS);
    let row = format!(r#"{{{fields}"f":1}}"#);
    let room = format!(r#"{{"1":{{{fields}"Comments":[{{"CommentContent":"word"}}]}}}}"#);
    let json = format!(
        r#"{{"Your Activity":{{"Searches":{{"SearchList":[{row}]}}}},"Tiktok Live":{{"WatchLiveMap":{room}}}}}"#
    );
    fixture.add_json("a", &json);
    assert_eq!(skipped(&fixture, SkipReason::TooBig), 2);
    assert_eq!(texts(&fixture.rows(&all(Group::Live))), ["word"]);
}

#[test]
fn text_files_without_an_end_of_line_or_block_are_bounded() {
    let mut lines = String::from(
        "Date: 2026-01-01 10:00:00\nLink: https://www.tiktok.com/@a/video/7000000000000000001\n\n",
    );
    lines.push_str(&"a: b\n".repeat(1_000_000));
    lines
        .push_str("\nDate: 2026-01-02 10:00:00\nLink: https://www.tiktok.com/@a/video/7000000000000000002\n");
    let long = "y".repeat(3 * limits::RECORD_BYTES);
    let mut chats = String::from(">>> Chat History with Noor:\n2026-01-01 10:00:00 UTC Noor: first\n");
    let _ = writeln!(chats, "2026-01-01 10:00:01 UTC Noor: {long}");
    let _ = writeln!(chats, "2026-01-01 10:00:02 UTC Noor: begins\n{long}");
    chats.push_str("2026-01-01 10:00:03 UTC Noor: many\n");
    chats.push_str(&"more\n".repeat(limits::RECORD_BYTES / 4));
    chats.push_str("2026-01-01 10:00:04 UTC Noor: last\n");
    let _ = writeln!(chats, ">>> Chat History with {}:", "n".repeat(100_000));
    chats.push_str("2026-01-01 10:00:05 UTC Noor: apart\n");
    let unknown = format!("Title: one\n\nTitle: {long}\n\nTitle: two\n");
    let fixture = TestLibrary::new();
    fixture.add_files(
        "a",
        &[
            ("TikTok/Activity/Watch History.txt", &lines),
            ("TikTok/Direct Messages/Direct Messages.txt", &chats),
            ("TikTok/Unknown/Unbekannt.txt", &unknown),
        ],
    );
    assert_eq!(skipped(&fixture, SkipReason::TooBig), 1 + 3 + 1);
    assert_eq!(fixture.rows(&all(Group::Watch)).len(), 2);
    assert_eq!(texts(&fixture.rows(&all(Group::Messages))), ["apart", "last", "first"]);
    assert_eq!(fixture.rows(&all(Group::Other)).len(), 2);
    assert_replies_are_bounded(&fixture);
}

#[test]
fn very_many_keys_share_a_list_and_no_value_is_lost() {
    let fixture = TestLibrary::new();
    let number = 7_000;
    let mut unknown = String::new();
    for key in 0..number {
        let _ = write!(unknown, r#""key {key}":{{"n":{key}}},"#);
    }
    let counts = fixture.add_json("a", &format!(r#"{{"Activity":{{}},"Wide":{{{unknown}"last":1}}}}"#));
    assert_eq!((counts.read, counts.stored), (number + 1, number + 1));
    let tree = fixture.library.tree().unwrap();
    assert!(tree.total <= limits::LISTS as u64 + 1 && tree.paths.len() as u64 <= tree.total);
    assert!(fixture.library.import_details("a", &[]).unwrap().unwrap().sections.len() < 600);
    let mut out = Vec::new();
    fixture.library.export(&all(Group::Other), RowFormat::Json, &mut out).unwrap();
    let exported = String::from_utf8(out).unwrap();
    assert!(exported.contains(r#"{"Wide/key 6999":{"n":6999}}"#), "the path is kept in the record");
    assert_replies_are_bounded(&fixture);
}

#[test]
fn very_many_facts_and_chats_are_counted_beyond_the_limit() {
    let fixture = TestLibrary::new();
    let mut facts = String::new();
    for key in 0..limits::FACTS + 10 {
        let _ = write!(facts, r#""setting {key}":"{}","#, "v".repeat(1200));
    }
    let mut chats = String::new();
    for chat in 0..limits::CHATS + 5 {
        let row = r#"{"Date":"2026-01-01 10:00:00","From":"Noor","Content":"word"}"#;
        let _ = write!(chats, r#""Chat History with {chat}:":[{row}],"#);
    }
    let json = format!(
        r#"{{"App Settings":{{"Settings":{{"SettingsMap":{{{facts}"last":1}}}}}},
          "Direct Messages":{{"Chat History":{{"ChatHistory":{{{chats}"Chat History with last:":[]}}}}}}}}"#
    );
    fixture.add_json("a", &json);
    assert_eq!(skipped(&fixture, SkipReason::TooMany), 11 + 5);
    let chats = fixture.library.chats().unwrap();
    assert_eq!((chats.total, chats.chats.len()), (limits::CHATS as u64, limits::REPLY_ITEMS));
    let sheets = fixture.library.facts().unwrap();
    assert_eq!(sheets.iter().map(|sheet| sheet.total).sum::<u64>(), limits::FACTS as u64);
    assert!(sheets[0].facts.iter().all(|fact| fact.value.chars().count() == limits::PREVIEW_CHARS + 1));
    assert_replies_are_bounded(&fixture);
}

#[test]
fn a_small_zip_of_many_lines_in_a_zip_is_bounded() {
    let fixture = TestLibrary::new();
    let inner = fixture.archive("inner");
    let lines = "a: b\n".repeat(2_000_000);
    write_files(&inner, &[("TikTok/Activity/Watch History.txt", &lines)]);
    let bytes = std::fs::read(&inner).unwrap();
    let path = fixture.archive("a");
    write_files(&path, &[("export.zip", &bytes)]);
    let counts = fixture.read("a", &path, &Choices::default());
    assert_eq!((counts.read, counts.skipped), (1, 1));
    assert_eq!(skipped(&fixture, SkipReason::TooBig), 1);
}

#[test]
fn json_that_is_nothing_but_faults_is_read_in_a_time_that_grows_with_its_size() {
    let row =
        r#"{"Date":"2026-01-01 10:00:00","Link":"https://www.tiktokv.com/share/video/7500000000000000001/"}"#;
    for junk in ["\"", "[", "[{", "{]", "foo bar ", "\"a:\"b\",\"c\":d\",", "\"a\" ", "a:b,"] {
        for holder in ["[", "{"] {
            let fixture = TestLibrary::new();
            let junk = junk.repeat(20_000 / junk.len());
            let json = format!(
                r#"{{"Your Activity":{{"Watch History":{{"VideoList":[{row}]}},"Extra":{holder}{junk}"#
            );
            fixture.add_json("a", &json);
            assert_eq!(fixture.rows(&all(Group::Watch)).len(), 1, "{holder}{}", &junk[..8]);
        }
    }
}
