//! Lines of a text that a person wrote and that look like fields of the record: they are part of the text.

use satchel_core::library::{Group, Row};

use super::text_exports::read;
use super::{TestLibrary, all, texts};

fn rows(file: &str, text: &str, group: Group) -> Vec<Row> {
    let fixture = TestLibrary::new();
    fixture.add_files("a", &[(file, text)]);
    let mut rows = fixture.rows(&all(group));
    assert_eq!(read(&fixture).len(), 1, "{:?}", read(&fixture));
    rows.reverse();
    rows
}

/// Comments with these texts, oldest first, in the layout of today or that of 2021.
fn comments(words: &[&str], is_today: bool, between: &str) -> String {
    let record = |(day, words): (usize, &&str)| {
        let rest = if is_today {
            format!(
                "Photo: N/A\nUrl: https://www.tiktokv.com/share/video/{}/\n",
                7_500_000_000_000_000_000 + day
            )
        } else {
            String::new()
        };
        format!("Date: 2025-05-{:02} 10:00:00 UTC\nComment: {words}\n{rest}{between}", day + 1)
    };
    words.iter().enumerate().map(record).collect()
}

const LOOK_ALIKES: [&str; 9] = [
    "see\nUrl: https://x.example\nend",
    "Photo: nice\nb",
    "a\nPhoto: nice\nUrl: https://x.example/1\nb",
    "meet\nDate: 2025-01-01\nok",
    "meet\n\nDate: 2025-01-01 10:00:00\n\nok",
    "list:\n\nComment: mine\n\nand more",
    "two\nComment: again",
    "ends\nUrl: https://x.example",
    "so\n\nPhoto: bad\n\nUrl: none",
];

#[test]
fn names_of_fields_in_a_comment_are_part_of_it() {
    for look_alike in LOOK_ALIKES {
        for place in 0..4 {
            let mut words = ["one", "two words", "three", "four"];
            words[place] = look_alike;
            for between in ["\n", "\n\n", ""] {
                if between.is_empty() && look_alike.contains("\n\n") {
                    continue;
                }
                let rows = rows("Comments.txt", &comments(&words, true, between), Group::Comments);
                assert_eq!(texts(&rows), words, "{look_alike:?} as number {place}");
                assert!(rows.iter().all(|row| row.item.is_some()), "{look_alike:?}: {rows:?}");
            }
        }
    }
}

#[test]
fn times_in_a_comment_of_2021_are_part_of_it() {
    for look_alike in ["meet\nDate: 2025-01-01\nok", "meet\n\nDate: 2025-01-01 10:00:00\n\nok"] {
        let words = ["one", look_alike, "three", "four"];
        let rows = rows("Comments.txt", &comments(&words, false, "\n"), Group::Comments);
        assert_eq!(texts(&rows), words);
    }
}

#[test]
fn names_of_fields_in_a_title_are_part_of_it() {
    for look_alike in [
        "Trip\nLocation: Paris\nSound: off",
        "b\n\nLink: in bio\n\n-----\nend",
        "new song\n\nLink: in bio",
        "Like(s): many\nDate: 2025-01-01\nWho can view: you",
    ] {
        for place in 0..3 {
            let mut words = ["one", "two", "three"];
            words[place] = look_alike;
            let record = |(day, words): (usize, &&str)| {
                let day = day + 1;
                format!(
                    "Date: 2025-05-0{day} 10:00:00 UTC\nLink: https://v.example/{day}.mp4\nLike(s): {day}\n\
                     Who can view: everyone\nTitle: {words}\nAdd yours text: N/A\n\n"
                )
            };
            let text: String = words.iter().enumerate().map(record).collect();
            let rows = rows("Posts.txt", &text, Group::Posts);
            assert_eq!(texts(&rows), words);
            let likes =
                |row: &Row| row.fields.iter().find(|f| f.name.contains("Like")).map(|f| f.value.clone());
            let likes: Vec<_> = rows.iter().filter_map(likes).collect();
            assert_eq!(likes, ["1", "2", "3"], "{look_alike:?}");
        }
    }
}

#[test]
fn names_of_facts_in_a_biography_are_part_of_it() {
    let bio = "potter\nInsta: abc\nEmail: biz@x.example\n\nUsername: boss\nLikes: tea";
    for order in [
        "Bio Description: BIO\nBirth Date: 01-Jan-1990\nEmail Address: me@x.example\nLikes: 7\nUsername: me\n",
        "Username: me\nEmail Address: me@x.example\nLikes: 7\nBio Description: BIO\nBirth Date: 01-Jan-1990\n",
    ] {
        let fixture = TestLibrary::new();
        fixture.add_files("a", &[("Profile Info.txt", &order.replace("BIO", bio))]);
        let facts = &fixture.library.facts().unwrap()[0];
        let mut facts: Vec<(&str, &str)> = facts.facts.iter().map(|f| (&*f.path[0], &*f.value)).collect();
        facts.sort_unstable();
        let expected = [
            ("bioDescription", bio),
            ("birthDate", "01-Jan-1990"),
            ("emailAddress", "me@x.example"),
            ("likesReceived", "7"),
            ("userName", "me"),
        ];
        assert_eq!(facts, expected);
    }
}

#[test]
fn a_biography_in_another_language_ends_where_the_next_field_begins() {
    let bio = "Töpferin\nLaden: Ecke Nord\n\nzweite: Zeile";
    for (user, name, email, phone, birthday) in [
        ("Benutzername", "Bio-Beschreibung", "E-Mail-Adresse", "Telefonnummer", "Geburtsdatum"),
        ("Nom d’utilisateur", "Biographie", "Adresse e-mail", "Numéro de téléphone", "Date de naissance"),
        ("Nombre de usuario", "Biografía", "Correo electrónico", "Número de teléfono", "Fecha de nacimiento"),
        // The names of the others are not known.
        ("Käyttäjänimi", "Biografi", "", "", "Syntymäaika"),
    ] {
        let birthday = (birthday, "02-Mar-1990");
        let others = [(email, "me@x.example"), (phone, "+49 1"), birthday];
        for next in others.iter().filter(|(name, _)| !name.is_empty()) {
            let rest = others.iter().filter(|other| *other != next && !other.0.is_empty());
            let mut text = format!("{user}: me\n{name}: {bio}\n{}: {}\n", next.0, next.1);
            text.extend(rest.map(|(name, value)| format!("{name}: {value}\n")));
            let fixture = TestLibrary::new();
            fixture.add_files("a", &[("Profile Info.txt", &text)]);
            let facts = &fixture.library.facts().unwrap()[0].facts;
            let of = |value: &str| facts.iter().filter(|fact| fact.value == value).count();
            let expected = others.iter().filter(|(name, _)| !name.is_empty());
            assert_eq!((of(bio), of("me"), facts.len()), (1, 1, 2 + expected.clone().count()), "{text}");
            for (_, value) in expected {
                assert_eq!(of(value), 1, "{value}: {text}");
            }
        }
    }
}
