//! The text of rows whose fields have names that are not known, in JSON and in text exports.

use satchel_core::library::read::Choices;
use satchel_core::library::{Group, Section};

use super::{TestLibrary, all, texts, write_files};

const WORDS: [&str; 5] = ["None", "kites", "null", "N/A", "tin lanterns"];

/// A JSON list of rows, each with these fields; `#` stands for a word, and the day is that of the row.
fn list(fields: &str, words: &[&str]) -> String {
    let row = |(at, word): (usize, &&str)| {
        format!(r#"{{"Moment":"2026-03-0{} 09:00:00",{}}}"#, at + 1, fields.replace('#', word))
    };
    words.iter().enumerate().map(row).collect::<Vec<_>>().join(",")
}

fn comments(fields: &str, words: &[&str]) -> Vec<String> {
    let fixture = TestLibrary::new();
    let rows = list(fields, words);
    fixture.add_json("a", &format!(r#"{{"Comment":{{"Comments":{{"CommentsList":[{rows}]}}}}}}"#));
    texts_oldest_first(&fixture, Group::Comments)
}

fn texts_oldest_first(fixture: &TestLibrary, group: Group) -> Vec<String> {
    let mut texts: Vec<String> = texts(&fixture.rows(&all(group))).into_iter().map(str::to_owned).collect();
    texts.reverse();
    texts
}

#[test]
fn own_words_that_look_like_placeholders_are_texts_in_fields_with_unknown_names() {
    for fields in [
        r##""Entry":"#""##,
        r##""Entry":"#","Picture":"N/A""##,
        r##""Lang":"en","Entry":"#","Picture":null"##,
    ] {
        assert_eq!(comments(fields, &WORDS), WORDS, "{fields}");
    }
    let fixture = TestLibrary::new();
    fixture.add_json(
        "a",
        &format!(
            r#"{{"Your Activity":{{"Searches":{{"SearchList":[{}]}}}},
                "Direct Message":{{"Direct Messages":{{"ChatHistory":{{"Chat History with lena:":[{}]}}}}}}}}"#,
            list(r##""Phrase":"#""##, &WORDS),
            list(r##""Sender":"lena","Words":"#""##, &WORDS),
        ),
    );
    for group in [Group::Searches, Group::Messages] {
        assert_eq!(texts_oldest_first(&fixture, group), WORDS, "{group:?}");
    }
}

#[test]
fn fields_that_say_the_same_in_all_rows_are_not_the_text() {
    let words = ["what kites", "so blue", "so blue", "again"];
    for fields in [
        r##""Entry":"#","Picture":"N/A""##,
        r##""Picture":"None","Kind":"reply","Entry":"#""##,
        r##""Entry":"#","Kind":"reply","Public":true"##,
    ] {
        assert_eq!(comments(fields, &words), words, "{fields}");
    }
    // More than is looked at. Long texts are shortened in lists.
    let long = words.map(|word| format!("{word} {}", "and more ".repeat(2500)));
    let found = comments(r##""Entry":"#","Kind":"reply""##, &long.each_ref().map(String::as_str));
    assert_eq!(found.len(), words.len());
    assert!(found.iter().zip(words).all(|(text, word)| text.starts_with(word)));
    // Of one row, only placeholders tell.
    assert_eq!(comments(r##""Entry":"#","Picture":"N/A""##, &words[..1]), words[..1]);
    // Either may be the text.
    for fields in [r##""Entry":"#","Other":"about #""##, r#""Entry":"a","Other":"b""#] {
        assert_eq!(comments(fields, &words), [""; 0], "{fields}");
    }
}

#[test]
fn own_words_that_look_like_placeholders_are_texts_in_every_language() {
    for (date, searches, term, comments, comment, picture) in [
        ("Datum", "Suchanfragen", "Suchbegriff", "Kommentare", "Kommentar", "Foto"),
        ("Data", "Wyszukiwania", "Wyszukiwany termin", "Komentarze", "Komentarz", "Zdjęcie"),
        ("日付", "検索", "検索ワード", "コメント", "コメント", "写真"),
    ] {
        let rows = |fields: &str| -> String {
            let row = |(at, word): (usize, &&str)| {
                format!("{date}: 2026-03-0{} 09:00:00 UTC\n{}\n\n", at + 1, fields.replace('#', word))
            };
            WORDS.iter().enumerate().map(row).collect()
        };
        let fixture = TestLibrary::new();
        let comment = format!(
            "{comment}: #\n{picture}: N/A\nURL: https://www.tiktokv.com/share/video/7400000000000000001/"
        );
        let files = [
            (format!("{searches}.txt"), rows(&format!("{term}: #"))),
            (format!("{comments}.txt"), rows(&comment)),
        ];
        let files: Vec<(&str, &str)> =
            files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        write_files(&fixture.archive("a"), &files);
        let choices = Choices {
            files: [(files[0].0.to_owned(), Section::Search), (files[1].0.to_owned(), Section::Comment)]
                .into(),
            ..Default::default()
        };
        fixture.read("a", &fixture.archive("a"), &choices);
        for group in [Group::Searches, Group::Comments] {
            assert_eq!(texts_oldest_first(&fixture, group), WORDS, "{group:?} {date}");
        }
    }
}
