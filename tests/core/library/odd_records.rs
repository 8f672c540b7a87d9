//! Records of text exports that lack fields, have others, or have them in another order: each stays a record of its own.

use satchel_core::library::{Group, NoteKind, Row, Section};

use super::text_exports::read;
use super::{TestLibrary, all, texts};

/// Records with these lines after the date, a day apart; the one at `odd.0` is replaced by `odd.1`, in which `{date}` stands
/// for its date.
fn records(count: usize, is_newest_first: bool, lines: &str, odd: (usize, &str)) -> String {
    let record = |number: usize| {
        let day = if is_newest_first { 28 - number } else { number + 1 };
        let date = format!("2026-02-{day:02} 09:30:00 UTC");
        if number == odd.0 {
            odd.1.replace("{date}", &date)
        } else {
            format!("Date: {date}\n{}", lines.replace("{}", &format!("{number}")))
        }
    };
    (0..count).map(|number| record(number) + "\n\n").collect()
}

fn rows(file: &str, text: &str) -> Vec<Row> {
    let fixture = TestLibrary::new();
    fixture.add_files("a", &[(file, text)]);
    let mut rows: Vec<Row> = Group::ALL.into_iter().flat_map(|group| fixture.rows(&all(group))).collect();
    rows.sort_by_key(|row| row.time);
    rows
}

#[test]
fn a_record_that_lacks_a_field_is_not_part_of_the_one_before() {
    let video = "https://www.tiktokv.com/share/video/75000000000000000{}/";
    let cases = [
        ("Searches.txt", "Search Term: kite {}".to_owned(), "Date: {date}"),
        ("Searches.txt", "Search Term: kite {}".to_owned(), "Search Term: swapped\nDate: {date}"),
        ("Favorite Collections.txt", "Favorite Collection: box {}".to_owned(), "Date: {date}"),
        ("Off TikTok Activity.txt", "Source: shop {}\nEvent: view".to_owned(), "Date: {date}\nEvent: buy"),
        (
            "Transaction History.txt",
            "Transaction type: gift {}\nCurrency: EUR\nAmount: 5".to_owned(),
            "Date: {date}\nCurrency: EUR\nAmount: 7",
        ),
        (
            "Location Reviews.txt",
            "Place name: Inn {}\nRating: 5\nReview text: good".to_owned(),
            "Date: {date}\nRating: 2\nReview text: no place",
        ),
        (
            "Watch History.txt",
            format!("Link: {video}\nTitle: title {{}}"),
            "Date: {date}\nTitle: only a title",
        ),
        ("Comments.txt", "Video: v{}\nComment: words {}".to_owned(), "Date: {date}\nSticker: smile"),
        (
            "Posts.txt",
            "Link: https://v.example/{}\nLike(s): 3\nTitle: title {}".to_owned(),
            "Link: https://v.example/x\nDate: {date}\nTitle: swapped\nLike(s): 9",
        ),
    ];
    for (file, lines, odd) in cases {
        for is_newest_first in [true, false] {
            for place in [1, 5, 11] {
                let text = records(12, is_newest_first, &lines, (place, odd));
                let rows = rows(file, &text);
                assert_eq!(rows.len(), 12, "{file} number {place}: {odd}");
                let timed = rows.iter().filter(|row| row.time.is_some()).count();
                assert_eq!(timed, 12, "{file} number {place}: {odd}");
                let is_glued = |text: &&str| text.contains("Date:") || text.contains("2026");
                assert!(!texts(&rows).iter().any(is_glued), "{file} number {place}: {:?}", texts(&rows));
                if odd.contains("swapped") {
                    assert!(texts(&rows).contains(&"swapped"), "{file} number {place}: {:?}", texts(&rows));
                }
            }
        }
    }
}

#[test]
fn a_message_to_a_shop_without_time_is_not_part_of_the_one_before() {
    let message = |number: usize| match number {
        4 => "Shop Name: Tea\nContent: without time\n\n".to_owned(),
        7 => "Send time: 2026-02-08 09:00:00 UTC\nContent: without shop\n\n".to_owned(),
        _ => format!(
            "Shop Name: Tea\nSend time: 2026-02-{:02} 09:00:00 UTC\nContent: words {number}\n\n",
            number + 1
        ),
    };
    let text: String = (0..12).map(message).collect();
    let rows = rows("Communication with Shops.txt", &text);
    assert_eq!(rows.len(), 12, "{:?}", texts(&rows));
    for words in ["without time", "without shop"] {
        assert!(texts(&rows).contains(&words), "{:?}", texts(&rows));
    }
}

#[test]
fn a_time_in_a_text_that_is_not_in_order_begins_no_record() {
    for is_newest_first in [true, false] {
        let pasted = if is_newest_first { "2026-03-01 10:00:00" } else { "2025-03-01 10:00:00" };
        let odd = format!("Date: {{date}}\nComment: see\n\nDate: {pasted}\nPlace: pier");
        let text = records(12, is_newest_first, "Comment: words {}", (5, &odd));
        let rows = rows("Comments.txt", &text);
        let expected = format!("see\n\nDate: {pasted}\nPlace: pier");
        assert!(texts(&rows).contains(&&*expected), "{:?}", texts(&rows));
        assert_eq!(rows.len(), 12);
    }
}

/// Words for a file of comments in other languages: its name, the fields, and what comes between name and value.
const LANGUAGES: [(&str, [&str; 4], &str); 4] = [
    ("Commentaires", ["Date", "Commentaire", "Photo", "Lien"], " : "),
    ("Komentarze", ["Data", "Komentarz", "Zdjęcie", "Link"], ": "),
    ("コメント", ["日付", "コメント", "写真", "リンク"], "："),
    ("Kommentare", ["Datum", "Kommentar", "Foto", "Link"], ": "),
];

const WATCHED: (&str, &str) = (
    "TikTok/A/Wiedergabeverlauf.txt",
    "Datum: 2026-03-01 10:00:00 UTC\nLink: https://www.tiktokv.com/share/video/7500000000000000001/\n",
);

#[test]
fn paragraphs_of_comments_in_other_languages_are_part_of_them() {
    for (file, names, colon) in LANGUAGES {
        for words in ["un\n\ndeux : oui", "un\n-----\ndeux", "un\n\ndeux: oui\n\ntrois"] {
            for count in [2, 3, 6] {
                let record = |number: usize| {
                    let date = format!("2026-02-{:02} 09:30:00 UTC", number + 1);
                    let link = format!("https://www.tiktokv.com/share/video/750000000000000000{number}/");
                    let words = if number == 0 { words } else { "autre" };
                    let values = [&*date, words, "N/A", &link];
                    let lines = names.iter().zip(values).map(|(name, value)| format!("{name}{colon}{value}"));
                    lines.collect::<Vec<String>>().join("\n") + "\n"
                };
                let all_records: Vec<String> = (0..count).map(record).collect();
                let fixture = TestLibrary::new();
                let path = format!("TikTok/D/{file}.txt");
                fixture.add_files("a", &[WATCHED, (&path, &all_records.join("\n"))]);
                let rows = fixture.rows(&all(Group::Comments));
                assert_eq!(rows.len(), count, "{file}, {words:?}: {rows:?}");
                assert_eq!(texts(&rows).last(), Some(&words), "{file}");
                let has_link = |row: &Row| {
                    row.item.is_some() || row.fields.iter().any(|field| field.value.contains("/video/"))
                };
                assert!(rows.iter().all(|row| has_link(row) && row.time.is_some()), "{file}: {rows:?}");
            }
        }
    }
}

#[test]
fn a_comment_that_is_only_a_photo_has_no_words() {
    let photo = "https://p.example/1";
    let link = "https://www.tiktokv.com/share/video/7500000000000000001/";
    for (file, [date, comment, attachment, url]) in [
        ("Comments", ["Date", "Comment", "Photo", "Original Post Url"]),
        ("Kommentare", ["Datum", "Kommentar", "Foto", "Link"]),
    ] {
        let text = format!(
            "{date}: 2026-02-01 09:30:00 UTC\n{comment}: a word\n{attachment}: N/A\n{url}: {link}\n\n\
             {date}: 2026-02-02 09:30:00 UTC\n{attachment}: {photo}\n{url}: {link}\n\n\
             {date}: 2026-02-03 09:30:00 UTC\n{comment}: another one\n{attachment}: N/A\n{url}: {link}\n"
        );
        let fixture = TestLibrary::new();
        let path = format!("TikTok/D/{file}.txt");
        fixture.add_files("a", &[WATCHED, (&path, &text)]);
        let rows = fixture.rows(&all(Group::Comments));
        assert_eq!(rows.len(), 3, "{file}");
        assert_eq!(texts(&rows), ["another one", "a word"], "{file}");
        let record = fixture.library.record(rows[1].id.parse().unwrap()).unwrap();
        assert!(record.original.contains(photo), "{file}: {}", record.original);
    }
}

#[test]
fn colons_need_no_plain_space_after_them() {
    for space in ["", "\t", "\u{a0}", "  "] {
        let fixture = TestLibrary::new();
        let searches = "Date: 2026-02-01 09:30:00 UTC\nSearch Term: kite\n\nDate: 2026-02-02 09:30:00 UTC\nSearch Term: owl: two\n";
        let watched =
            "Date: 2026-02-01 09:30:00 UTC\nLink: https://www.tiktokv.com/share/video/7500000000000000001/\n";
        let profile = "Username: me\nEmail: me@x.example\n";
        let with = |text: &str| {
            text.replace("Date: ", &format!("Date:{space}"))
                .replace("Term: ", &format!("Term:{space}"))
                .replace("Link: ", &format!("Link:{space}"))
                .replace("Username: ", &format!("Username:{space}"))
        };
        fixture.add_files(
            "a",
            &[
                ("Searches.txt", &*with(searches)),
                ("Watch History.txt", &with(watched)),
                ("Profile Info.txt", &with(profile)),
            ],
        );
        let found = read(&fixture);
        assert_eq!(
            [Section::Search, Section::Watch, Section::Profile].map(|section| found.get(&section).copied()),
            [Some(2), Some(1), Some(2)],
            "{space:?}: {found:?}"
        );
        let rows = fixture.rows(&all(Group::Searches));
        assert_eq!(texts(&rows), ["owl: two", "kite"], "{space:?}");
        assert!(rows.iter().all(|row| row.time.is_some()), "{space:?}");
    }
}

#[test]
fn lines_may_end_in_any_way() {
    let searches = "Date: 2026-02-01 09:30:00 UTC\nSearch Term: kite\n\nDate: 2026-02-02 09:30:00 UTC\nSearch Term: owl\n";
    let chats = ">>> Chat History with noor::\n\n2026-02-01 09:30:00 UTC noor: one\ntwo\n2026-02-01 09:31:00 UTC me: three\n";
    for line_break in ["\r", "\r\n", "\n", "\u{85}", "\u{2028}", "\u{2029}"] {
        let fixture = TestLibrary::new();
        let [searches, chats] = [searches, chats].map(|text| text.replace('\n', line_break));
        fixture.add_files("a", &[("Searches.txt", &searches), ("Direct Messages.txt", &chats)]);
        let rows = fixture.rows(&all(Group::Searches));
        assert_eq!(texts(&rows), ["owl", "kite"], "{line_break:?}");
        let messages = fixture.rows(&all(Group::Messages));
        assert_eq!(texts(&messages), ["three", "one\ntwo"], "{line_break:?}");
        let notes = fixture.library.import_details("a", &[]).unwrap().unwrap().notes;
        assert!(notes.iter().all(|note| note.kind != NoteKind::Unaccounted), "{line_break:?}: {notes:?}");
    }
    // Where lines end in the usual way, the others are part of a text.
    let fixture = TestLibrary::new();
    fixture.add_files("a", &[("Searches.txt", &searches.replace("kite", "a\u{2028}b\u{85}c"))]);
    assert_eq!(texts(&fixture.rows(&all(Group::Searches))), ["owl", "a\u{2028}b\u{85}c"]);
}

#[test]
fn a_biography_keeps_its_rules() {
    for (bio, after) in [("one\n-----\ntwo", ""), ("one\n\n-----\n-----\ntwo: three", "-----\n")] {
        let fixture = TestLibrary::new();
        let text = format!("Bio Description: {bio}\n{after}Username: me\nEmail: me@x.example\n");
        fixture.add_files("a", &[("Profile Info.txt", &text)]);
        let facts = &fixture.library.facts().unwrap()[0];
        let mut facts: Vec<(&str, &str)> = facts.facts.iter().map(|f| (&*f.path[0], &*f.value)).collect();
        facts.sort_unstable();
        assert_eq!(facts, [("bioDescription", bio), ("emailAddress", "me@x.example"), ("userName", "me")]);
    }
}

#[test]
fn words_of_a_biography_with_an_unknown_name_are_no_user_name() {
    for name in ["Beschreibung", "Steckbrief", "Biographie"] {
        let text = format!(
            "Benutzername: mine\nE-Mail: me@x.example\nGeburtsdatum: 01-Jan-1990\n{name}: first\n\nsecond\nmore: yes\n\n\
             Benutzername: stranger\n"
        );
        let chat = ">>> Chat History with noor::\n\n2026-02-01 09:30:00 UTC stranger: hi\n2026-02-01 09:31:00 UTC noor: yes\n\
                    2026-02-01 09:32:00 UTC mine: no\n";
        let fixture = TestLibrary::new();
        fixture.add_files(
            "a",
            &[WATCHED, ("TikTok/P/Profilinformationen.txt", &text), ("TikTok/M/Nachrichten.txt", chat)],
        );
        assert_eq!(read(&fixture).get(&Section::Message), Some(&3), "{name}");
        let mine: Vec<(Option<String>, bool)> =
            fixture.rows(&all(Group::Messages)).into_iter().map(|row| (row.text, row.mine)).collect();
        let expected = [("no", true), ("yes", false), ("hi", false)];
        assert_eq!(mine, expected.map(|(text, mine)| (Some(text.to_owned()), mine)), "{name}");
    }
}
