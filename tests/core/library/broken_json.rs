//! JSON in which single brackets are missing or too many: what is around them is read.

use satchel_core::library::{NoteKind, Section};

use super::TestLibrary;

/// Three lists of four rows, and chats.
fn export() -> String {
    let rows = |row: fn(u32) -> String| (1..5).map(row).collect::<Vec<_>>().join(",\n");
    let watched = rows(|at| {
        format!(
            r#"{{"Date":"2026-01-0{at} 10:00:00","Link":"https://www.tiktokv.com/share/video/750000000000000000{at}/"}}"#
        )
    });
    let searches = rows(|at| format!(r#"{{"Date":"2026-01-0{at} 10:00:00","SearchTerm":"a {at}"}}"#));
    let messages =
        rows(|at| format!(r#"{{"Date":"2026-01-0{at} 10:00:00","From":"lena","Content":"b {at}"}}"#));
    let comments = rows(|at| format!(r#"{{"date":"2026-01-0{at} 10:00:00","comment":"c {at}"}}"#));
    format!(
        r#"{{"Your Activity":{{"Watch History":{{"VideoList":[{watched}]}},"Searches":{{"SearchList":[{searches}]}}}},
"Direct Message":{{"Direct Messages":{{"ChatHistory":{{"Chat History with lena:":[{messages}]}}}}}},
"Comment":{{"Comments":{{"CommentsList":[{comments}]}}}}}}"#
    )
}

const SECTIONS: [Section; 4] = [Section::Watch, Section::Search, Section::Message, Section::Comment];

/// The number of records in their own sections, and the notes.
fn read(json: &str) -> (u64, Vec<NoteKind>) {
    let fixture = TestLibrary::new();
    fixture.add_json("a", json);
    let counts = fixture.counts_by_section("a");
    let read = SECTIONS.iter().filter_map(|section| counts.get(section)).map(|counts| counts.stored).sum();
    let details = fixture.library.import_details("a", &[]).unwrap().unwrap();
    (read, details.notes.iter().map(|note| note.kind).collect())
}

#[test]
fn a_row_that_lacks_a_brace_takes_no_other_with_it() {
    let json = export();
    assert_eq!(read(&json), (16, vec![]));
    let of_row = |(at, character): &(usize, char)| match character {
        '{' => [r#"{"Date""#, r#"{"date""#].iter().any(|row| json[*at..].starts_with(row)),
        '}' => json[..*at].ends_with(['1', '2', '3', '4']) || json[..*at].ends_with("/\""),
        _ => false,
    };
    let mut tried = 0;
    let is_end = |at: usize| json[..at].ends_with('"') && !json[at + 1..].starts_with('}');
    for (at, character) in
        json.char_indices().filter(|place| of_row(place) || place.1 == '}' && is_end(place.0))
    {
        let broken = format!("{}{}", &json[..at], &json[at + 1..]);
        let (read, notes) = read(&broken);
        assert!(read >= 15, "{read} records are read without {character} at {at}: {broken}");
        assert!(notes.contains(&NoteKind::Irregular), "{notes:?} {broken}");
        tried += 1;
    }
    assert_eq!(tried, 32);
}

#[test]
fn one_bracket_too_many_does_not_double_a_file() {
    let json = export();
    for (at, bracket) in json.char_indices().filter(|(_, character)| matches!(character, '}' | ']')) {
        let broken = format!("{}{bracket}{}", &json[..at], &json[at..]);
        let (read, notes) = read(&broken);
        assert!(
            notes.contains(&NoteKind::Irregular) && !notes.contains(&NoteKind::Doubled),
            "{notes:?} {broken}"
        );
        assert!(read >= 15, "{read} records are read with another {bracket} at {at}: {broken}");
    }
    assert_eq!(read(&format!("{json}{json}")), (16, vec![NoteKind::Doubled]));
    let other = json
        .replace("\"a 1\"", "\"a 9\"")
        .replace("{\"Date\":\"2026-01-02 10:00:00\",\"SearchTerm\":\"a 2\"},", "");
    assert_eq!(read(&format!("{json}\n{other}")), (17, vec![]));
}

#[test]
fn followers_whose_key_is_lost_are_not_taken_for_people_who_were_blocked() {
    let people = |from: u32| {
        let row = |at| format!(r#"{{"Date":"2026-02-0{at} 10:00:00","UserName":"user.{from}.{at}"}}"#);
        (1..6).map(row).collect::<Vec<_>>().join(",")
    };
    let (mine, theirs) = (people(1), people(2));
    let people = format!(
        r#","Profile And Settings":{{"Follower":{{"FansList":[{mine}]}},"Following":{{"Following":[{theirs}]}}}}}}"#
    );
    let json = format!("{}{people}", export().strip_suffix('}').unwrap());
    let blocked_in = |json: &str| {
        let fixture = TestLibrary::new();
        fixture.add_json("a", json);
        let counts = fixture.counts_by_section("a");
        (
            counts.contains_key(&Section::Follower),
            counts.get(&Section::Block).map_or(0, |counts| counts.stored),
        )
    };
    assert_eq!(blocked_in(&json), (true, 0));
    let broken = json.replace(r#""Follower":{"FansList""#, r#""Follower":"FansList""#);
    assert_ne!(broken, json);
    assert_eq!(blocked_in(&broken).1, 0);
}
