//! Files in other encodings than UTF-8: saved by an old editor, or with several byte-order marks.

use encoding_rs::{EUC_KR, Encoding, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};
use satchel_core::library::read::{Choices, Recognition, recognise};
use satchel_core::library::{Group, NoteKind, Section};

use super::{TestLibrary, all, open, texts, write_files};

fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let (bytes, _, has_unmappable) = encoding.encode(text);
    assert!(!has_unmappable);
    bytes.into_owned()
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Imports an export of these files, and returns the texts of its searches and the notes.
fn searches(files: &[(&str, Vec<u8>)]) -> (Vec<String>, Vec<NoteKind>) {
    let fixture = TestLibrary::new();
    write_files(&fixture.archive("a"), files);
    let archive = open(&fixture.archive("a"));
    let recognised = recognise(&archive, &fixture.folder(), &<_>::default()).unwrap();
    assert_eq!(recognised, Recognition::Export, "{}", files[0].0);
    fixture.read("a", &fixture.archive("a"), &Choices::default());
    let details = fixture.library.import_details("a", &[]).unwrap().unwrap();
    let notes = details.notes.iter().map(|note| note.kind).filter(|kind| *kind != NoteKind::Inferred);
    (texts(&fixture.rows(&all(Group::Searches))).iter().map(ToString::to_string).collect(), notes.collect())
}

#[test]
fn text_exports_in_older_encodings_are_decoded_and_noted() {
    let cases = [
        ("Suchanfragen", "Datum", "Suchbegriff", "schöne Grüße", WINDOWS_1252),
        ("История поиска", "Дата", "Поисковый запрос", "рецепт пирога с яблоками", WINDOWS_1251),
        ("検索履歴", "日付", "検索語", "猫の動画をたくさん見たい", SHIFT_JIS),
        ("검색 기록", "날짜", "검색어", "고양이 동영상을 보고 싶어요", EUC_KR),
    ];
    for (file, date, term, words, encoding) in cases {
        let name = format!("TikTok/Aktivität/{file}.txt");
        let text = format!("{date}: 2026-03-02 09:00:00 UTC\r\n{term}: {words}\r\n");
        for bytes in [encoded(&text, encoding), utf16(&text), utf16(&format!("\u{feff}\u{feff}{text}"))] {
            let fixture = TestLibrary::new();
            write_files(&fixture.archive("a"), &[(name.as_str(), bytes)]);
            let mut choices = Choices::default();
            choices.files.insert(name.clone(), Section::Search);
            fixture.read("a", &fixture.archive("a"), &choices);
            assert_eq!(texts(&fixture.rows(&all(Group::Searches))), [words], "{}", encoding.name());
            let details = fixture.library.import_details("a", &[]).unwrap().unwrap();
            let notes: Vec<NoteKind> = details.notes.iter().map(|note| note.kind).collect();
            assert_eq!(notes, [NoteKind::OtherEncoding], "{}", encoding.name());
        }
    }
}

#[test]
fn json_in_older_encodings_is_decoded_and_noted() {
    let json = |words: &str| {
        format!(
            r#"{{"Your Activity":{{"Searches":{{"SearchList":[{{"Date":"2026-03-02 09:00:00","SearchTerm":"{words}"}}]}}}}}}"#
        )
    };
    for (words, encoding) in [("schöne Grüße", WINDOWS_1252), ("猫の動画をたくさん見たい", SHIFT_JIS)]
    {
        let text = json(words);
        let marked = format!("\u{feff}\u{feff}{text}");
        let other = vec![NoteKind::OtherEncoding];
        for (bytes, notes) in [
            (encoded(&text, encoding), other.clone()),
            (utf16(&text), other.clone()),
            (utf16(&marked), other.clone()),
            (marked.into_bytes(), vec![]),
        ] {
            let expected = (vec![words.to_owned()], notes);
            assert_eq!(searches(&[("user_data_tiktok.json", bytes)]), expected, "{}", encoding.name());
        }
    }
    let mut damaged = json("schöne Grüße aus Köln").into_bytes();
    let at = damaged.iter().rposition(|byte| *byte == 0xC3).unwrap();
    damaged[at] = b'K';
    let (found, notes) = searches(&[("user_data_tiktok.json", damaged)]);
    assert_eq!((found[0].starts_with("schöne Grüße"), notes), (true, vec![NoteKind::NotText]));
}

#[test]
fn zeros_behind_a_document_are_no_second_one() {
    let json = r#"{"Your Activity":{"Searches":{"SearchList":[{"Date":"2026-03-02 09:00:00","SearchTerm":"owl"}]}}}"#;
    let padded = format!("{json}{}", "\0".repeat(40));
    let expected = (vec!["owl".to_owned()], vec![NoteKind::Irregular]);
    assert_eq!(searches(&[("user_data_tiktok.json", padded.into_bytes())]), expected);
}

#[test]
fn zeros_behind_a_text_are_no_part_of_it() {
    let text =
        "Date: 2026-03-02 09:00:00 UTC\nSearch Term: owl\n\nDate: 2026-03-03 09:00:00 UTC\nSearch Term: lark";
    for end in ["", "\n", "\n\n"] {
        let padded = format!("{text}{end}{}", "\0".repeat(40)).into_bytes();
        let expected = (vec!["lark".to_owned(), "owl".to_owned()], vec![]);
        assert_eq!(searches(&[("TikTok/Your Activity/Searches.txt", padded)]), expected, "{end:?}");
    }
}
