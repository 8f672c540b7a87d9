//! Every value of an export is found by the search: texts, numbers, links, times as they are written, and keys.

use std::collections::BTreeSet;
use std::io::Read as _;

use satchel_core::library::{Filter, FoundName, Group, Relation, SearchQuery};
use satchel_export_gen::Layout;
use serde_json::Value;

use super::{TestLibrary, only, plan, texts};

fn found(fixture: &TestLibrary, text: &str) -> u64 {
    let query = SearchQuery { text: text.into(), group: None };
    let found = fixture.library.search(&query).unwrap();
    found.total + found.names_total
}

fn found_texts(fixture: &TestLibrary, text: &str) -> Vec<String> {
    let found = fixture.library.search(&SearchQuery { text: text.into(), group: None }).unwrap();
    found.groups.iter().flat_map(|group| &group.hits).filter_map(|hit| hit.row.text.clone()).collect()
}

/// Collects all values of a JSON document as they are written.
fn collect(value: &Value, values: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => map.values().for_each(|value| collect(value, values)),
        Value::Array(items) => items.iter().for_each(|value| collect(value, values)),
        // Some lists are one text; their parts are records.
        Value::String(text) => values.extend(text.split('|').map(str::to_owned)),
        Value::Number(number) => {
            values.insert(number.to_string());
        }
        Value::Bool(_) | Value::Null => {}
    }
}

#[test]
fn every_value_of_an_export_is_found() {
    for layout in [Layout::V1, Layout::V4, Layout::V6] {
        let fixture = TestLibrary::in_zone("UTC");
        fixture.add("a", &plan(layout));
        let mut json = String::new();
        let file = std::fs::File::open(fixture.archive("a")).unwrap();
        zip::ZipArchive::new(file).unwrap().by_index(0).unwrap().read_to_string(&mut json).unwrap();
        let mut values = BTreeSet::new();
        collect(&serde_json::from_str(&json).unwrap(), &mut values);
        // Empty values, placeholders for them, and what has neither a letter nor a digit.
        values.retain(|value| {
            !["N/A", "None", "null", "0"].contains(&value.as_str())
                && value.chars().any(char::is_alphanumeric)
        });
        let step = (values.len() / 800).max(1);
        let missed: Vec<&String> =
            values.iter().step_by(step).filter(|value| found(&fixture, value) == 0).collect();
        assert!(missed.is_empty(), "{layout:?}: {} of {}: {missed:#?}", missed.len(), values.len() / step);
    }
}

const EXPORT: &str = r#"{
  "Your Activity": {
    "Searches": {"SearchList": [{"Date": "2026-01-02 03:04:05", "SearchTerm": "snow",
      "Weather Station": {"Altitude Band": "low"}}]},
    "Watch History": {"VideoList": [
      {"Date": "2026-01-02 03:05:00", "Link": "https://www.tiktokv.com/share/video/7310000000000000042/"}]},
    "Share History": {"ShareHistoryList": [{"Date": "2026-01-03 00:00:00", "SharedContent": "profile",
      "Link": "https://www.tiktok.com/@lantern.lane?_t=abc", "Method": "whatsapp"}]}
  },
  "Profile And Settings": {"Profile Info": {"ProfileMap": {"userName": "maren", "telephoneNumber": "491701234567",
    "bioDescription": "words"}}},
  "Lab Tests": [{"Rating": 4711, "Phone": "0170123456", "Ratio": 12.75, "When": "1786904282"}],
  "Direct Message": {"Direct Messages": {"ChatHistory": {"Chat History with Noor Achterberg:": [
    {"Date": "2026-01-04 10:00:00", "From": "Noor Achterberg", "Content": "hello"},
    {"Date": "2026-01-04 10:01:00", "From": "maren", "Content": "tell noor about it"}]}}}
}"#;

#[test]
fn numbers_links_and_keys_are_found() {
    let fixture = TestLibrary::in_zone("UTC");
    fixture.add_json("a", EXPORT);
    for text in [
        // Numbers, also those that could be times.
        "4711",
        "0170123456",
        "1786904282",
        "12.75",
        "491701234567",
        "7012345",
        // Videos: by link, number, and beginning of the number.
        "https://www.tiktokv.com/share/video/7310000000000000042/",
        "https://www.tiktok.com/@anyone/video/7310000000000000042?lang=en",
        "7310000000000000042",
        "731000000000",
        // A name in a link, and the whole link.
        "lantern.lane",
        "@lantern.lane",
        "https://www.tiktok.com/@lantern.lane?_t=abc",
        // Keys of settings and of unknown data.
        "telephoneNumber",
        "Lab Tests",
        "Ratio",
        // Keys that searches are not known to have.
        "weather station",
        "Altitude Band",
    ] {
        assert!(found(&fixture, text) > 0, "{text}");
    }
    for text in [
        "4712",
        "7310000000000000043",
        "https://www.tiktok.com/@anyone/video/1",
        "lantern.lake",
        // All searches have it.
        "SearchTerm",
    ] {
        assert_eq!(found(&fixture, text), 0, "{text}");
    }
}

#[test]
fn times_are_found_as_they_are_written() {
    let fixture = TestLibrary::in_zone("UTC");
    fixture.add_json("a", EXPORT);
    assert_eq!(found(&fixture, "2026-01-02 03:04:05"), 1);
    assert_eq!(found_texts(&fixture, "2026-01-02 03:04:05"), ["snow"]);
    assert_eq!(found(&fixture, "2026-01-02 03:05"), 1);
    assert_eq!(found(&fixture, "2026-01-02"), 2);
    assert_eq!(found_texts(&fixture, "2026-01-02 snow"), ["snow"]);
    assert_eq!(found(&fixture, "10:00:00"), 1);
    assert_eq!(found(&fixture, "2026-01-05"), 0);
    // The filter of a list finds the same.
    let filter = Filter { text: "2026-01-02 03:04:05".into(), ..Filter::default() };
    assert_eq!(texts(&fixture.rows(&only(Group::Searches, filter))), ["snow"]);
}

#[test]
fn people_and_chats_are_found_by_their_names() {
    let fixture = TestLibrary::in_zone("UTC");
    fixture.add_json("a", EXPORT);
    let search =
        |text: &str| fixture.library.search(&SearchQuery { text: text.into(), group: None }).unwrap();
    let names = |text: &str| {
        search(text).names.into_iter().map(|n| (n.name, n.chat.is_some(), n.records)).collect::<Vec<_>>()
    };
    assert_eq!(names("noor"), [("Noor Achterberg".to_owned(), true, 2)]);
    assert_eq!(names("achterberg"), [("Noor Achterberg".to_owned(), true, 2)]);
    assert_eq!(names("maren"), [("maren".to_owned(), false, 1)]);
    // In the middle of a word only if nothing else is found.
    assert_eq!(names("chterb"), [("Noor Achterberg".to_owned(), true, 2)]);
    assert_eq!(names("oor"), []);
    assert_eq!(names("n"), []);
    // Narrowed by a name already.
    assert_eq!(names("from:noor hello"), []);
    // Texts with the name are found, too.
    assert_eq!(search("noor").total, 1);
}

const PEOPLE: &str = r#"{
  "Follower": {"FansList": [
    {"Date": "2024-05-03 10:00:00", "UserName": "noor.hq"}, {"Date": "2025-06-01 10:00:00", "UserName": "noor.two"},
    {"Date": "2025-06-02 10:00:00", "UserName": "N/A"}]},
  "Following": {"Following": [
    {"Date": "2024-05-01 10:00:00", "UserName": "noor.hq"}, {"Date": "2025-07-01 10:00:00", "UserName": "noor.three"},
    {"Date": "2025-07-02 10:00:00", "UserName": "noor.four"}]},
  "Block List": {"BlockList": [{"Date": "2025-08-01 10:00:00", "UserName": "noor.five"}]},
  "Direct Message": {"Direct Messages": {"ChatHistory": {"Chat History with noor.hq:": [
    {"Date": "2026-01-04 10:00:00", "From": "noor.hq", "Content": "hello"},
    {"Date": "2026-01-04 10:01:00", "From": "maren", "Content": "tell noor about it"}]}}}
}"#;

#[test]
fn a_person_is_found_once_in_however_many_lists_they_are() {
    let fixture = TestLibrary::in_zone("UTC");
    fixture.add_json("a", PEOPLE);
    let search =
        |text: &str, group| fixture.library.search(&SearchQuery { text: text.into(), group }).unwrap();
    let all = search("noor", None);
    let noor = &all.names[0];
    assert_eq!((noor.name.as_str(), noor.person, noor.records), ("noor.hq", true, 2));
    assert_eq!((noor.chat.is_some(), noor.relation, noor.blocked), (true, Some(Relation::Mutual), false));
    assert_eq!((all.names.len(), all.names_total), (4, 5));
    // The message with the name is a hit, and none of the entries in the lists of people.
    assert_eq!((all.total, all.groups.len()), (1, 1));
    let whole = search("noor", Some(Group::People));
    assert_eq!((whole.names.len(), whole.names_total, whole.total), (5, 5, 0));
    let of = |name: &str| whole.names.iter().find(|found| found.name == name).unwrap();
    let is = |FoundName { relation, blocked, records, .. }: &FoundName| (*relation, *blocked, *records);
    assert_eq!(is(of("noor.two")), (Some(Relation::NotFollowed), false, 1));
    assert_eq!(is(of("noor.three")), (Some(Relation::NotBack), false, 1));
    assert_eq!(is(of("noor.five")), (None, true, 1));
    // Other groups find no people.
    assert_eq!(search("noor", Some(Group::Messages)).names_total, 0);
    // Dates and `in:people` are about the entries in the lists of people. The one without a name is a hit.
    for (text, people, entries) in [
        ("noor in:people", 5, 0),
        ("noor in:people after:2025", 4, 0),
        ("in:people", 5, 1),
        ("in:people after:2025 before:2025-07", 1, 1),
        ("in:messages", 0, 2),
    ] {
        let found = search(text, None);
        assert_eq!((found.names_total, found.total), (people, entries), "{text}");
    }
}

#[test]
fn long_links_are_found_with_and_without_their_signature() {
    let fixture = TestLibrary::in_zone("UTC");
    let path = "https://v16.example.com/video/tos/alisg/lantern-walk.mp4";
    let link = format!("{path}?x-expires=1767225600&x-signature={}", "a%2Bb".repeat(60));
    fixture.add_json(
        "a",
        &format!(r#"{{"Post":{{"Posts":{{"VideoList":[{{"Date":"2026-01-02 03:04:05","Link":"{link}","Likes":"3"}}]}}}}}}"#),
    );
    for text in [path, link.as_str(), "lantern-walk", "alisg"] {
        assert_eq!(found(&fixture, text), 1, "{text}");
    }
}
