//! Chats of text exports whose headings and messages are written in other ways.

use std::collections::HashMap;

use satchel_core::library::read::{Choices, FileSections};
use satchel_core::library::{Group, Section};

use super::text_exports::read;
use super::{TestLibrary, all, write_files};

/// The chats with their messages as sender and text, oldest first.
fn chats(text: &str) -> Vec<(String, Vec<(String, String)>)> {
    let fixture = TestLibrary::new();
    fixture.add_files("a", &[("Direct Messages.txt", text)]);
    assert_eq!(read(&fixture).get(&Section::Other), None, "{text}");
    of(&fixture)
}

fn of(fixture: &TestLibrary) -> Vec<(String, Vec<(String, String)>)> {
    let names: HashMap<String, String> =
        fixture.library.chats().unwrap().chats.into_iter().map(|chat| (chat.id, chat.name)).collect();
    let mut rows = fixture.rows(&all(Group::Messages));
    rows.reverse();
    let mut chats: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for row in rows {
        let chat = names[&row.chat.unwrap()].clone();
        let message = (row.who.unwrap_or_default(), row.text.unwrap_or_default());
        match chats.iter_mut().find(|(name, _)| *name == chat) {
            Some((_, messages)) => messages.push(message),
            None => chats.push((chat, vec![message])),
        }
    }
    chats
}

fn chat(name: &str, messages: &[(&str, &str)]) -> (String, Vec<(String, String)>) {
    (name.to_owned(), messages.iter().map(|(who, text)| ((*who).to_owned(), (*text).to_owned())).collect())
}

#[test]
fn headings_of_chats_may_be_written_in_other_ways() {
    let usual = ">>> Chat History with lena::\n\n2026-04-01 09:00:00 UTC me: one\n2026-04-01 09:00:07 UTC lena: two\n\n\
                 >>> Chat History with tom::\n\n2026-04-02 10:00:00 UTC tom: three\n";
    let expected = [chat("lena", &[("me", "one"), ("lena", "two")]), chat("tom", &[("tom", "three")])];
    let indented = format!("  {}", usual.trim_end().replace('\n', "\n  "));
    for text in [
        usual,
        &usual.replace(">>> ", ">>>"),
        &indented,
        &usual.replace(">>> ", ""),
        &usual.replace(">>> ", "").replace("::", ":").replace(" UTC", ""),
    ] {
        assert_eq!(chats(text), expected, "{text}");
    }
}

#[test]
fn a_text_that_begins_like_a_chat_is_none() {
    let fixture = TestLibrary::new();
    fixture.add_files(
        "a",
        &[
            ("Searches.txt", "Date: 2026-04-01 09:00:00 UTC\nSearch Term: kite\n"),
            ("Notes.txt", "Chat History with tom:\nwe talked\nabout kites\n"),
        ],
    );
    assert_eq!(read(&fixture).get(&Section::Message), None);
}

#[test]
fn messages_of_each_chat_have_a_form_of_their_own() {
    let text = ">>> Chat History with lena:\n\n[2021-03-01 10:00:00] me: one\n[2021-03-01 10:00:01] lena: two\n\n\
                >>> Chat History with tom:\n\n2021-03-02 11:00:00 tom: three\n\n\
                >>> Chat History with sam:\n\n2026-03-03 11:00:00 UTC sam: four\n2026-03-03T11:00:01.123Z sam: five\n";
    let expected = [
        chat("lena", &[("me", "one"), ("lena", "two")]),
        chat("tom", &[("tom", "three")]),
        chat("sam", &[("sam", "four"), ("sam", "five")]),
    ];
    assert_eq!(chats(text), expected);
}

#[test]
fn messages_without_a_time_zone_are_not_part_of_those_before_them() {
    let text = ">>> Chat History with lena::\n\n2024-03-01 10:00:00 UTC me: one\n2024-03-01 10:00:01 lena: two\n\
                2024-03-01 10:00:02 me: three\n2024-03-01 10:00:03 ERROR: part of it\n";
    let expected = [chat(
        "lena",
        &[("me", "one"), ("lena", "two"), ("me", "three\n2024-03-01 10:00:03 ERROR: part of it")],
    )];
    assert_eq!(chats(text), expected);
}

#[test]
fn chats_with_headings_in_another_language_are_asked_for() {
    let file = "TikTok/Direktnachrichten/Direktnachrichten.txt";
    let text = ">>> Chatverlauf mit lena::\n\n2026-04-01 09:00:00 UTC me: see\n>>> quoted:\n2026-04-01 09:00:07 UTC lena: two\n\n\
                >>> Chatverlauf mit tom::\n\n2026-04-02 10:00:00 UTC tom: three\n";
    let fixture = TestLibrary::new();
    fixture.add_files("a", &[(file, text)]);
    let unsure = fixture.unsure("a");
    let [question] = &unsure[..] else { panic!("{unsure:?}") };
    assert_eq!((&*question.file, question.section), (file, Section::Other));
    assert!(question.choices.starts_with(&[Section::Message, Section::GroupMessage]));
    let choices =
        Choices { files: FileSections::from([(file.to_owned(), Section::Message)]), ..Choices::default() };
    fixture.library.remove("a").unwrap();
    fixture.read("a", &fixture.archive("a"), &choices);
    assert_eq!(read(&fixture).get(&Section::Other), None);
    let expected =
        [chat("lena", &[("me", "see\n>>> quoted:"), ("lena", "two")]), chat("tom", &[("tom", "three")])];
    assert_eq!(of(&fixture), expected);
}

#[test]
fn a_chat_with_a_translated_heading_is_the_same_as_in_json() {
    let json = r#"{"Direct Message":{"Direct Messages":{"ChatHistory":{
        "Chat History with lena:":[{"Date":"2026-04-01 09:00:00","From":"me","Content":"one"}],
        "Chat History with luis:":[{"Date":"2026-04-02 10:00:00","From":"luis","Content":"two"}]}}}}"#;
    let file = "Nachrichten.txt";
    let files = FileSections::from([(file.to_owned(), Section::Message)]);
    let choices = Choices { files, ..Choices::default() };
    for heading in [
        "Chatverlauf mit {}",
        "Historique de la discussion avec {}",
        "Historial de chat con {}",
        "Cronologia chat con {}",
        "Chatgeschiedenis met {}",
        "Historia czatu z {}",
        "История чата с {}",
        "{}とのチャット履歴",
        "سجل الدردشة مع {}",
        // Words that are not known, but the same in all headings.
        "Conversația cu {}",
        "{}님과의 대화",
        "与{}的聊天记录",
    ] {
        let heading = |name| heading.replace("{}", name);
        let text = format!(
            ">>> {}::\n\n2026-04-01 09:00:00 UTC me: one\n\n>>> {}::\n\n2026-04-02 10:00:00 UTC luis: two\n",
            heading("lena"),
            heading("luis"),
        );
        let fixture = TestLibrary::new();
        fixture.add_json("json", json);
        let path = fixture.archive("text");
        write_files(&path, &[(file, &text)]);
        let counts = fixture.read("text", &path, &choices);
        assert_eq!((counts.stored, counts.known), (0, 2), "{text}");
        assert_eq!(
            of(&fixture),
            [chat("lena", &[("me", "one")]), chat("luis", &[("luis", "two")])],
            "{text}"
        );
    }
}

#[test]
fn a_single_heading_in_other_words_tells_the_name_only_if_these_are_known() {
    for (heading, name) in [
        ("Chatverlauf mit lena", "lena"),
        ("Chatverlauf mit ", ""),
        ("Conversația cu lena", "Conversația cu lena"),
        ("Group_Chat_7との会話", "Group_Chat_7"),
        ("Gruppenchat mit Familie Meier", "Familie Meier"),
    ] {
        let file = "Nachrichten.txt";
        let fixture = TestLibrary::new();
        let path = fixture.archive("a");
        write_files(&path, &[(file, format!(">>> {heading}::\n\n2026-04-01 09:00:00 UTC lena: one\n"))]);
        let files = FileSections::from([(file.to_owned(), Section::Message)]);
        fixture.read("a", &path, &Choices { files, ..Choices::default() });
        assert_eq!(of(&fixture), [chat(name, &[("lena", "one")])], "{heading}");
    }
}

#[test]
fn chats_without_messages_are_kept_as_in_json() {
    let headings = |names: &[&str]| {
        let headings: Vec<String> =
            names.iter().map(|name| format!(">>> Chat History with {name}::\n\n")).collect();
        headings.concat()
    };
    let message = "2026-04-01 09:00:00 UTC tom: hi\n\n";
    for (text, kept, messages) in [
        (headings(&["lena", "kai"]), &["lena", "kai"][..], 0),
        (format!("{}{message}{}", headings(&["lena", "tom"]), headings(&["kai"])), &["lena", "kai"], 1),
        (format!("{}{message}", headings(&["tom"])), &[], 1),
    ] {
        let fixture = TestLibrary::new();
        let counts = fixture.add_files("a", &[("Direct Messages.txt", &text)]);
        assert_eq!(counts.read, kept.len() as u64 + messages, "{text}");
        let rows = fixture.rows(&all(Group::Other));
        let originals: Vec<String> = rows
            .iter()
            .map(|row| fixture.library.record(row.id.parse().unwrap()).unwrap().original)
            .collect();
        assert_eq!(originals.len(), kept.len(), "{text}");
        for name in kept {
            assert!(originals.contains(&format!(">>> Chat History with {name}::")), "{originals:?}");
        }
        let details = fixture.library.import_details("a", &[]).unwrap().unwrap();
        assert_eq!(details.notes, [], "{text}");
    }
}

#[test]
fn a_chat_may_begin_before_its_times_have_a_zone() {
    let text = ">>> Chat History with lena::\n\n2023-04-01 09:00:00 lena: one\n2020-01-01 00:00:00 UTC ivo: quoted\n\
                2026-04-01 09:00:00 UTC me: two\n2026-04-01 09:00:07 UTC lena: three\n";
    let expected = chat(
        "lena",
        &[("lena", "one\n2020-01-01 00:00:00 UTC ivo: quoted"), ("me", "two"), ("lena", "three")],
    );
    assert_eq!(chats(text), [expected]);
}
