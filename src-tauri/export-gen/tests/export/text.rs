//! Text layouts.

use satchel_export_gen::{Language, Layout, Plan};

use super::{plan, unzipped};

const TEXT: [Layout; 8] = [
    Layout::TxtA,
    Layout::TxtB,
    Layout::TxtC(Language::English),
    Layout::TxtC(Language::British),
    Layout::TxtC(Language::Dutch),
    Layout::TxtC(Language::Spanish),
    Layout::TxtC(Language::Russian),
    Layout::TxtC(Language::Unknown),
];

fn is_date(line: &str) -> bool {
    let bytes = line.strip_prefix('[').unwrap_or(line).as_bytes();
    bytes.len() > 19 && bytes[..4].iter().all(u8::is_ascii_digit) && bytes[4] == b'-' && bytes[16] == b':'
}

/// Number of records in these files, recognised by the format of their lines.
pub(super) fn counted(files: &[(String, String)]) -> u64 {
    let count = |(name, text): &(String, String)| {
        if text.trim_start().starts_with(">>> Chat History with ") {
            return text.lines().filter(|line| is_date(line)).count();
        }
        if text.starts_with("Interests: ") {
            return text.split('|').count();
        }
        if text.contains("\n----") {
            return text.matches("\n----").count();
        }
        let facts = [
            "Prof",
            "Данные",
            "Settings",
            "Instellingen",
            "Настройки",
            "Status",
            "Autofill",
            "AI-Moji",
            "Summary",
            "Samenvatting",
        ];
        let file = name.rsplit('/').next().unwrap();
        if facts.iter().any(|fact| file.contains(fact)) {
            let value = |line: &str| line.split_once(": ").map(|(_, value)| value.to_owned());
            return text
                .lines()
                .filter_map(value)
                .filter(|value| !["", "N/A", "None"].contains(&value.as_str()))
                .count();
        }
        // The second is in a paragraph of a comment.
        let is_field = |line: &str| {
            let label = line.split_once(':').map(|(label, _)| label);
            label.is_some_and(|label| label.chars().count() < 60 && label != "to do")
        };
        text.split("\n\n").filter(|block| block.lines().next().is_some_and(is_field)).count()
    };
    files.iter().map(count).sum::<usize>() as u64
}

fn files(plan: &Plan) -> (Vec<(String, String)>, satchel_export_gen::Expected) {
    let (files, expected) = unzipped(plan);
    (files.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect(), expected)
}

#[test]
fn a_reader_finds_what_is_expected() {
    for layout in TEXT {
        let (files, expected) = files(&Plan { layout, ..plan(2_000) });
        let read: u64 = expected.sections.values().map(|counts| counts.read).sum();
        assert_eq!(counted(&files), read, "{layout}");
        assert_eq!(expected.total(), read);
    }
}

#[test]
fn each_layout_has_its_own_file_names() {
    for (layout, names, label) in [
        (Layout::TxtA, &["Activity/Video Browsing History.txt", "Videos/Videos.txt"][..], "Date: 2"),
        (Layout::TxtB, &["Tiktok/Activity/Browsing History.txt", "Tiktok/Posts/Post.txt"], "Date: 2"),
        (TEXT[2], &["TikTok/Your Activity/Watch History.txt"], "Date: 2"),
        (TEXT[3], &["TikTok/Likes and Favourites/Favourite Videos.txt"], "Date: 2"),
        (
            TEXT[4],
            &["TikTok/Likes en favorieten/Favoriete video's.txt", "TikTok/Berichten/Berichten.txt"],
            "Datum: 2",
        ),
        (
            TEXT[5],
            &["TikTok/Mensajes directos/Mensajes directos.txt", "TikTok/Your Activity/Watch History.txt"],
            "Date: 2",
        ),
        (TEXT[6], &["TikTok/Your Activity/История просмотра.txt"], "Дата: 2"),
        (TEXT[7], &[], ": 2"),
    ] {
        let (files, _) = files(&Plan { layout, ..plan(1_000) });
        for name in names {
            assert!(files.iter().any(|(file, _)| file == name), "{layout} {name}");
        }
        assert!(files[0].1.contains(label), "{layout}");
        assert_eq!(files[0].1.contains(" UTC"), matches!(layout, Layout::TxtC(_)));
        assert_eq!(files[0].1.contains("Video Link: "), layout == Layout::TxtA);
        let begin = if layout == Layout::TxtA {
            "\n>>> Chat History with annika.wolkenbruch:\n\n[2"
        } else {
            ">>> Chat History with annika.wolkenbruch::\n\n2"
        };
        assert!(files.iter().any(|(_, text)| text.starts_with(begin)), "{layout}");
    }
}

#[test]
fn empty_files_have_a_sentence() {
    for (layout, sentence) in [
        (TEXT[2], "You have no data in this section\n"),
        (TEXT[4], "Er staan geen gegevens in dit gedeelte\n"),
        (TEXT[5], "No hay datos en esta sección\n"),
        (TEXT[6], "В этом разделе нет данных\n"),
        (TEXT[7], ""),
    ] {
        let (files, expected) = files(&Plan { layout, is_empty: true, ..plan(1_000) });
        assert_eq!(expected.total(), 0);
        assert!(files.iter().all(|(_, text)| !text.contains(':') && text.lines().count() == 1));
        assert!(files.iter().any(|(_, text)| text.contains(sentence)), "{layout}");
    }
}

#[test]
fn in_an_unknown_language_only_some_files_are_recognised() {
    let (files, expected) = files(&Plan { layout: TEXT[7], ..plan(2_000) });
    assert!(files.iter().all(|(name, _)| !name.contains("History") && !name.contains("List")));
    assert!(files.iter().all(|(_, text)| !text.contains("Date:") && !text.contains("Link:")));
    let sections: Vec<&str> = expected.sections.keys().copied().collect();
    assert_eq!(sections, ["login", "message", "other", "share", "watch"]);
    // The largest file of the folder with the most files.
    let folder = |name: &str| name.rsplit_once('/').unwrap().0.to_owned();
    let size = |name: &str| files.iter().filter(|(other, _)| folder(other) == folder(name)).count();
    let fullest = files.iter().map(|(name, _)| size(name)).max().unwrap();
    let in_fullest = files.iter().filter(|(name, _)| size(name) == fullest);
    let largest = in_fullest.max_by_key(|(_, text)| text.len()).unwrap();
    assert_eq!(largest.1.split("\n\n").count() as u64 - 1, expected.of("watch"));
}

#[test]
fn messages_can_have_several_lines_and_fields_have_their_irregular_forms() {
    let (files, _) = files(&Plan { layout: TEXT[2], ..plan(20_000) });
    let file = |end: &str| &files.iter().find(|(name, _)| name.ends_with(end)).unwrap().1;
    assert!(file("Direct Messages.txt").contains("\nroom is the same\n"));
    assert!(file("Favorite HashTags.txt").contains("HashTag Link:: https://"));
    assert!(file("Reposts.txt").starts_with("Creation Time: "));
    assert!(file("Activity Summary.txt").starts_with("(Note: "));
    assert!(file("Post.txt").contains("Link: [https://"));
    assert!(file("Shopping Cart List.txt").contains("\n>>Name:\n"));
}
