//! Whether the profiles in an export are of one person or of several.

use satchel_core::library::Section;

use super::in_memory::{has_several_owners, records};

/// A profile as JSON, with these fields.
fn profile(fields: &str) -> String {
    format!(r#"{{"Profile And Settings":{{"Profile Info":{{"ProfileMap":{{{fields}}}}}}}}}"#)
}

/// An export with these fields of its profile, and a search for each of these days.
fn searched(fields: &str, days: std::ops::Range<u32>) -> String {
    let row = |day: u32| {
        format!(r#"{{"Date":"2026-01-{:02} 10:{:02}:00","SearchTerm":"owl {day}"}}"#, day % 28 + 1, day % 60)
    };
    let rows: Vec<String> = days.map(row).collect();
    let searches = format!(r#","Your Activity":{{"Searches":{{"SearchList":[{}]}}}}}}"#, rows.join(","));
    format!("{}{searches}", profile(fields).strip_suffix('}').unwrap())
}

fn of_json(texts: &[&str]) -> bool {
    let names: Vec<String> = (0..texts.len()).map(|at| format!("{at}/user_data_tiktok.json")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(texts.iter().copied()).collect();
    has_several_owners(&files)
}

fn of_texts(texts: &[&str]) -> bool {
    let name = |at: usize| format!("{at}/TikTok/Profile and Settings/Profile Info.txt");
    let names: Vec<String> = (0..texts.len()).map(name).collect();
    let files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(texts.iter().copied()).collect();
    has_several_owners(&files)
}

#[test]
fn two_spellings_of_the_user_name_are_one_person() {
    assert!(!of_json(&[&profile(r#""userName":"maren","user name":"maren.h","birthDate":"12-Apr-1996""#)]));
    assert!(!of_texts(&["Username: maren\nUser name: maren.h\nBirth date: 12-Apr-1996\n"]));
    for platform in [
        "Platform info: Username: maren_on_x\n",
        "Platform info:\nUsername: maren_on_x\nPlatform: x\n",
        "Platform info: x\nUsername: maren_on_x\n",
        "PlatformInfo:\nName: Maren\nUsername: maren_on_x\n",
    ] {
        assert!(!of_texts(&[&format!("Username: maren\nEmail: m@example.org\n{platform}")]), "{platform}");
    }
}

#[test]
fn two_profiles_in_one_list_are_two_people() {
    for [open, between, close] in [
        [r#"{"ProfileMap":["#, ",", "]}"],
        ["[", ",", "]"],
        [r#"[{"ProfileMap":"#, r#"},{"ProfileMap":"#, "}]"],
    ] {
        let of = |first: &str, second: &str| {
            let list = format!("{open}{{{first}}}{between}{{{second}}}{close}");
            of_json(&[&format!(r#"{{"Profile And Settings":{{"Profile Info":{list}}}}}"#)])
        };
        assert!(of(r#""userName":"maren""#, r#""userName":"jonas""#), "{open}");
        assert!(of(r#""userName":"maren""#, r#""user name":"jonas""#), "{open}");
        assert!(of(r#""emailAddress":"m@example.org""#, r#""emailAddress":"j@example.org""#), "{open}");
        assert!(!of(r#""userName":"maren""#, r#""userName":"@Maren""#), "{open}");
    }
    assert!(of_texts(&[
        "Username: maren\nBirth date: 12-Apr-1996\nUsername: jonas\nBirth date: 01-May-1990\n"
    ]));
}

#[test]
fn profiles_without_names_are_told_by_their_addresses() {
    let email = |name: &str| profile(&format!(r#""userName":"N/A","emailAddress":"{name}@example.org""#));
    let phone = |number: &str| profile(&format!(r#""telephoneNumber":"{number}""#));
    assert!(of_json(&[&email("maren"), &email("jonas")]));
    assert!(!of_json(&[&email("maren"), &email("Maren")]));
    assert!(of_json(&[&phone("+49 170 1234567"), &phone("+49 170 7654321")]));
    assert!(!of_json(&[&phone("+49 170 1234567"), &phone("+491701234567")]));
    // What only one of them has, or what is hidden, tells nothing.
    assert!(!of_json(&[&email("maren"), &phone("+49 170 1234567")]));
    assert!(!of_json(&[&email("m***n"), &email("ma**n")]));
    assert!(of_texts(&["Email: maren@example.org\nBirth date: 12-Apr-1996\n", "Email: jonas@example.org\n"]));
}

#[test]
fn an_account_that_was_renamed_is_told_by_its_records() {
    let old = r#""userName":"ida.old","birthDate":"12-Apr-1996""#;
    let new = r#""userName":"ida.new","birthDate":"12-Apr-1996""#;
    assert!(!of_json(&[&searched(old, 0..30), &searched(new, 5..40)]));
    assert!(!of_json(&[&searched(old, 0..6), &searched(new, 2..20)]));
    assert!(of_json(&[&searched(old, 0..30), &searched(new, 28..60)]));
    let other = r#""userName":"jonas","birthDate":"01-May-1990""#;
    assert!(of_json(&[&searched(old, 0..30), &searched(other, 0..30)]));
    // As text, and in one file.
    let text = |name: &str| format!("Username: {name}\nBirth date: 12-Apr-1996\n");
    let row = |day: u32| format!("Date: 2026-02-{day:02} 10:00:00 UTC\nSearch Term: owl {day}\n\n");
    let rows = (1..29).map(row).collect::<Vec<_>>().concat();
    let texts = |other: &str| {
        has_several_owners(&[
            ("a/TikTok/Profile and Settings/Profile Info.txt", &text("ida.old")),
            ("a/TikTok/Your Activity/Searches.txt", &rows),
            ("b/TikTok/Profile and Settings/Profile Info.txt", &text("ida.new")),
            ("b/TikTok/Your Activity/Searches.txt", other),
        ])
    };
    assert!(!texts(&rows) && texts(&rows.replace("owl", "cat")));
    let list = format!("[{},{}]", searched(old, 0..30), searched(new, 5..40));
    assert!(!of_json(&[&list]));
}

#[test]
fn an_address_in_a_biography_is_not_the_owners() {
    let of = |name: &str, bio: &str, rest: &str| {
        format!(
            "Benutzername: {name}\nGeburtsdatum: 12-Apr-1996\n{bio}\nE-Mail: booking@agentur.example\n{rest}"
        )
    };
    for bio in
        ["Bio-Beschreibung: Malerin", "Bio: Malerin aus Kiel\nAnfragen an", "Über mich: Malerin aus Kiel"]
    {
        for label in ["E-Mail", "E-Mail-Adresse"] {
            let rest = |name: &str| format!("{label}: {name}@example.org\nTelefonnummer: +49***12\n");
            let (maren, jonas) = (of("maren", bio, &rest("maren")), of("jonas", bio, &rest("jonas")));
            assert!(of_texts(&[&maren, &jonas]), "{bio} {label}");
            // The address comes before the biography.
            let first = |name: &str| format!("{}{}", rest(name), of(name, bio, ""));
            assert!(of_texts(&[&first("maren"), &first("jonas")]), "{bio} {label}");
        }
    }
}

#[test]
fn a_file_belongs_to_another_app_by_its_content() {
    let json = searched(r#""userName":"maren""#, 0..3);
    let (read, _) = records(&[("backup of lemon8 and tiktok.json", &json)]);
    let searches = read.0.keys().filter(|(list, _)| list.starts_with(&format!("{:?}", Section::Search)));
    assert_eq!(searches.count(), 3);
    let foreign = r#"{"Lemon8 Activity":{"Lemon8 Saved":{"SearchList":[{"Date":"2026-01-01 10:00:00","SearchTerm":"a"}]}}}"#;
    let (read, _) = records(&[("user_data_tiktok.json", foreign)]);
    assert!(read.0.keys().all(|(list, _)| list.starts_with("Other")));
}
