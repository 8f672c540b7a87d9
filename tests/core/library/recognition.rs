//! Telling TikTok exports from other files: whatever the reader finds an export in is one, and private files are not.

use satchel_core::library::read::{Recognition, recognise};
use satchel_export_gen::{Language, Layout, Plan, Quirk, write_zip};

use super::{open, plan, write_files};

/// What an archive of these files is taken for.
fn recognised<C: AsRef<[u8]>>(files: &[(&str, C)]) -> Recognition {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("archive.zip");
    write_files(&archive, files);
    recognise(&open(&archive), folder.path(), &<_>::default()).unwrap()
}

fn utf16(text: &str, is_big_endian: bool) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(|unit: u16| if is_big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

#[test]
fn exports_of_every_layout_and_with_every_irregularity_are_recognised() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("archive.zip");
    let layouts = Layout::ALL.map(|layout| Plan { records: 300, ..plan(layout) });
    let quirks = Quirk::ALL.map(|quirk| Plan { quirks: vec![quirk], records: 300, ..plan(Layout::V6) });
    let empty = [Layout::V1, Layout::V6, Layout::TxtB, Layout::TxtC(Language::Unknown)].map(|layout| Plan {
        is_empty: true,
        records: 300,
        ..plan(layout)
    });
    for plan in layouts.iter().chain(&quirks).chain(&empty) {
        write_zip(plan, std::fs::File::create(&archive).unwrap()).unwrap();
        let found = recognise(&open(&archive), folder.path(), &<_>::default()).unwrap();
        assert_eq!(found, Recognition::Export, "{} {:?} {}", plan.layout, plan.quirks, plan.is_empty);
    }
}

/// Single files of exports, with their names.
const EXPORTS: &[(&str, &str)] = &[
    (
        "all.json",
        r#"{"Your Activity": {"Searches": {"SearchList": [{"Date": "2026-01-02 03:04:05", "SearchTerm": "egret"}]}}}"#,
    ),
    ("empty.json", r#"{"Comment": {"Comments": {"CommentsList": null}}}"#),
    ("bare tops.json", r#"{"TikTok Live": {}, "TikTok Shop": {}}"#),
    ("likes only.json", r#"{"Likes and Favorites": {"Like List": {}}}"#),
    (
        "renamed parents.json",
        r#"{"Neu": {"Auch neu": {"CommentsList": [{"date": "2026-01-02 03:04:05", "comment": "nice"}]}}}"#,
    ),
    (
        "renamed list.json",
        r#"{"Your Activity": {"Searches": {"Terms": [{"Date": "2026-01-02 03:04:05", "SearchTerm": "egret"}]}}}"#,
    ),
    (
        "all renamed.json",
        r#"{"A": {"B": {"C": [{"When": "x", "Date": "2026-01-02 03:04:05", "Where": "https://www.tiktokv.com/share/video/7500000000000000001/"}]}}}"#,
    ),
    ("user_data_tiktok (1).json", r#"{"Activity": {}, "Later": [7, 7]}"#),
    ("profile.json", r#"{"Profile": {"Profile Information": {"ProfileMap": {"userName": "noor"}}}}"#),
    (
        "chats.json",
        r#"{"Direct Messages": {"Chat History": {"ChatHistory": {"Chat History with noor:": []}}}}"#,
    ),
    (
        "my likes.json",
        r#"[{"date": "2026-01-02 03:04:05", "link": "https://www.tiktokv.com/share/video/7500000000000000001/"}]"#,
    ),
    (
        "Like List.json",
        r#"[{"date": "2026-01-02 03:04:05", "link": "https://www.tiktok.com/@noor/video/7500000000000000001"}]"#,
    ),
    ("Searches.json", r#"[{"Date": "2026-01-02 03:04:05", "SearchTerm": "egret"}]"#),
    ("ItemFavoriteList.json", r#"{"ItemFavoriteList": []}"#),
    (
        "Watch History.json",
        "Date: 2026-01-02 03:04:05 UTC\nLink: https://www.tiktokv.com/share/video/7500000000000000001/\n",
    ),
    ("Searches.txt", "Date: 2026-01-02 03:04:05 UTC\nSearch Term: egret\n"),
    (
        "Profielinformatie.txt",
        "Gebruikersnaam: noor\nE-mailadres: a@example.org\nGeboortedatum: 01-Jan-1990\n",
    ),
    (
        "TikTok/Profil und Einstellungen/Profilinformationen.txt",
        "Benutzername: noor\nE-Mail-Adresse: a@example.org\nGeburtsdatum: 01-Jan-1990\n",
    ),
    ("Searches (1).txt", "Date: 2026-01-02 03:04:05 UTC\nSearch Term: egret\n"),
    ("Comments.txt", "Date: 2026-01-02 03:04:05 UTC\nComment: nice\n"),
    (
        "Comments of 2022.txt",
        "Date: 2026-01-02 03:04:05 UTC\r\nComment: nice\r\n\r\nDate: 2026-01-02 03:04:04 UTC\r\nComment: so\r\n",
    ),
    ("Following.txt", "Date: 2026-01-02 03:04:05\nUsername: noor\n"),
    ("Posts.txt", "Date: 2026-01-02 03:04:05 UTC\nLink: https://cdn.example/1.mp4\n"),
    ("Hashtag.txt", "Hashtag Name: birds\nHashtag Link: https://www.tiktok.com/tag/birds\n"),
    ("Block List.txt", "Username: noor\n"),
    ("Watch History.txt", "You have no data in this section"),
    ("Reacties.txt", "Datum: 2026-01-02 03:04:05 UTC\nReactie: leuk\n"),
    ("Поисковые запросы.txt", "Дата: 2026-01-02 03:04:05 UTC\nПоисковый запрос: цапля\n"),
    ("Direct Messages.txt", ">>> Chat History with noor::\n\n2026-01-02 03:04:05 UTC me: hello\n"),
    ("Chat History.txt", "\n>>> Chat History with noor:\n\n2021-01-02 03:04:05 me: hello\n"),
    (
        "messages.txt",
        "\r\n\r\n>>> Group Chat with Group_Chat_7:\r\n\r\n2026-01-02 03:04:05 UTC me: hello\r\n",
    ),
    (
        "Wiedergabeverlauf.txt",
        "Datum: 2026-01-02 03:04:05 UTC\nLink: https://www.tiktokv.com/share/video/7500000000000000001/\n",
    ),
    (
        "Liste des likes.txt",
        "Date : 2026-01-02 03:04:05 UTC\nLien: https://www.tiktokv.com/share/video/7500000000000000001/\n\nDate : 2026-01-02 03:04:04 UTC\nLien: https://www.tiktokv.com/share/video/7500000000000000002/\n",
    ),
    ("Suchanfragen.txt", "Datum: 2026-01-02 03:04:05 UTC\nSuchbegriff: Reiher\n"),
    ("Wyszukiwania.txt", "Data: 2026-01-02 03:04:05 UTC\nWyszukiwane hasło: czapla\n"),
    ("検索.txt", "日付: 2026-01-02 03:04:05 UTC\n検索語: 鷺\n"),
    (
        "Settings.txt",
        "Private Account: On\nFilter Comments: Off\nApp Language: de\nWho Can Duet With Me: Friends\n",
    ),
    (
        "Status.txt",
        "Resolution: 1179*2556\nApp Version: 41.6.0\nIDFA: N/A\nGAID: N/A\nWeb ID: 7500000000000000001\n",
    ),
    ("Autofill.txt", "Phone Number: N/A\nEmail: N/A\nFirst Name: Noor\nLast Name: N/A\nZip Code: N/A\n"),
    ("بحث.txt", "التاريخ: 2026-01-02 03:04:05 UTC\nمصطلح البحث: مالك الحزين\n"),
];

#[test]
fn each_file_of_an_export_is_one_in_every_encoding_and_place() {
    for (name, content) in EXPORTS {
        let bom = format!("\u{feff}{content}").into_bytes();
        let encodings = [content.as_bytes().to_vec(), bom, utf16(content, false), utf16(content, true)];
        for (number, bytes) in encodings.iter().enumerate() {
            for place in ["", "TikTok 2/Your Activity/", "My data/export/"] {
                let found = recognised(&[("notes.md", &b"other"[..]), (&format!("{place}{name}"), bytes)]);
                assert_eq!(found, Recognition::Export, "{place}{name} in encoding {number}");
            }
        }
    }
}

/// A zip of one file, in this many zips.
fn nested(name: &str, content: &[u8], levels: usize) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("archive.zip");
    let (mut name, mut content) = (name.to_owned(), content.to_owned());
    for level in 0..=levels {
        write_files(&archive, &[(&name, &content)]);
        (name, content) = (format!("level {level}.zip"), std::fs::read(&archive).unwrap());
    }
    content
}

#[test]
fn an_export_in_a_zip_in_a_zip_is_one_down_to_the_level_that_is_read() {
    for (name, content) in [EXPORTS[0], EXPORTS[10], *EXPORTS.last().unwrap()] {
        for levels in 0..8 {
            let zip = nested(name, content.as_bytes(), levels);
            assert_eq!(
                recognised(&[("inner.zip", zip)]),
                Recognition::Export,
                "{name} in {levels} more zips"
            );
        }
    }
    let too_deep = nested(EXPORTS[0].0, EXPORTS[0].1.as_bytes(), 8);
    assert_eq!(recognised(&[("inner.zip", too_deep)]), Recognition::Other);
}

/// Files that are no exports, although they have something in common with them.
const OTHERS: &[(&str, &str)] = &[
    (
        "package.json",
        r#"{"name": "app", "version": "1.0.0", "scripts": {"test": "x"}, "app": {"status": 1}, "videos": []}"#,
    ),
    ("tsconfig.json", r#"{"compilerOptions": {"strict": true}, "settings": {"autofill": false}}"#),
    (
        "roads.geojson.json",
        r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": {"date": "2026-01-02 03:04:05"}}]}"#,
    ),
    (
        "watch-history.json",
        r#"[{"header": "YouTube", "title": "Watched herons", "titleUrl": "https://www.youtube.com/watch?v=abc", "time": "2026-01-02T03:04:05.000Z"}]"#,
    ),
    (
        "Watch History.json",
        r#"[{"header": "YouTube", "titleUrl": "https://www.youtube.com/watch?v=abc", "Date": "2026-01-02 03:04:05"}]"#,
    ),
    (
        "following.json",
        r#"{"relationships_following": [{"title": "", "string_list_data": [{"href": "https://www.instagram.com/noor", "value": "noor", "timestamp": 1767322800}]}]}"#,
    ),
    (
        "followers_1.json",
        r#"[{"string_list_data": [{"href": "https://www.instagram.com/noor", "value": "noor", "timestamp": 1767322800}]}]"#,
    ),
    (
        "post_comments.json",
        r#"{"comments_media_comments": [{"string_map_data": {"Comment": {"value": "nice"}, "Time": {"timestamp": 1767322800}}}]}"#,
    ),
    (
        "message_1.json",
        r#"{"participants": [{"name": "noor"}], "messages": [{"sender_name": "noor", "timestamp_ms": 1767322800000, "content": "https://www.tiktok.com/@a/video/7500000000000000001"}, {"sender_name": "noor", "timestamp_ms": 1767322800001, "content": "hello"}, {"sender_name": "noor", "timestamp_ms": 1767322800002, "content": "so"}]}"#,
    ),
    (
        "account.json",
        r#"{"Basic Information": {"Username": "noor"}, "Login History": [{"IP": "203.0.113.1", "Created": "2026-01-02 03:04:05 UTC", "Status": "ok"}]}"#,
    ),
    (
        "posts.json",
        r#"{"posts": [{"date": "2026-01-02 03:04:05", "title": "On herons", "url": "https://blog.example/herons"}], "comments": []}"#,
    ),
    (
        "history.json",
        r#"[{"url": "https://example.org/", "date": "2026-01-02 03:04:05"}, {"url": "https://example.org/2", "date": "2026-01-02 03:04:06"}, {"url": "https://www.tiktok.com/@a/video/7500000000000000001", "date": "2026-01-02 03:04:07"}]"#,
    ),
    (
        "tax 2025.json",
        r#"{"profile": {"name": "noor"}, "income": [{"date": "2025-01-31 00:00:00", "amount": 100}], "status": "open"}"#,
    ),
    ("list.json", "[1, 2, 3]"),
    ("empty.json", ""),
    ("object.json", "{}"),
    ("broken.json", "{\"a\": [1, 2"),
    ("shopping.txt", "milk\neggs\n"),
    ("diary.txt", "Date: 2026-01-02\nToday I saw a heron.\n\nDate: 2026-01-03\nNothing.\n"),
    ("diary 2.txt", "2026-01-02 03:04:05 UTC: a heron\n"),
    ("Comments.txt", "Remember to comment on the plan: soon.\n"),
    ("Settings.txt", "theme: dark\nsize: 12\n"),
    ("Settings (1).txt", "Language: en\nPrivacy Policy: accepted\nInterests: birds\n"),
    ("Status.txt", "Status: open\nResolution: none\nApp Version: 3\n"),
    ("Autofill.txt", "Email: noor@x.example\nAddress: Mill Lane 1\nCity: York\n"),
    ("Order History.txt", "2026: a lamp\n2025: a chair\n"),
    (
        "chat.txt",
        "[02.01.26, 03:04:05] noor: hello\n[02.01.26, 03:05:05] me: https://www.tiktok.com/@a/video/7500000000000000001\n",
    ),
    ("log.txt", "2026-01-02 03:04:05 UTC INFO started\n2026-01-02 03:04:06 UTC INFO stopped\n"),
    ("mail.txt", "Date: Fri, 2 Jan 2026 03:04:05 +0000\nFrom: noor\nSubject: herons\n\nDear me,\n"),
    (
        "table.csv",
        "Date,Link\n2026-01-02 03:04:05,https://www.tiktokv.com/share/video/7500000000000000001/\n",
    ),
    ("TikTok/ideas.txt", "a video about herons\n"),
    ("photo.jpg", "\u{fffd}"),
];

#[test]
fn other_files_are_not_taken_for_exports() {
    for (name, content) in OTHERS {
        for place in ["", "TikTok/Ideas/"] {
            let found = recognised(&[(&format!("{place}{name}"), content)]);
            assert_eq!(found, Recognition::Other, "{place}{name}");
        }
        let zip = nested(name, content.as_bytes(), 0);
        assert_eq!(recognised(&[("inner.zip", zip)]), Recognition::Other, "{name} in a zip");
    }
    assert_eq!(recognised(OTHERS), Recognition::Other, "all of them together");
}

#[test]
fn large_private_files_are_read_in_part_only_as_far_as_needed() {
    // A list that goes on long after its first rows show what it is.
    let row = r#"{"Date": "2026-01-02 03:04:05", "Link": "https://www.tiktokv.com/share/video/7500000000000000001/"},"#;
    let export = format!("[{}", row.repeat(50_000));
    assert_eq!(recognised(&[("list.json", export)]), Recognition::Export);
    let row = r#"{"date": "2026-01-02 03:04:05", "amount": 1, "shop": "a"},"#;
    assert_eq!(recognised(&[("list.json", format!("[{}", row.repeat(50_000)))]), Recognition::Other);
}

#[test]
fn chats_alone_are_an_export_whatever_the_words_of_their_headings() {
    for heading in ["Chatverlauf mit {}", "Conversația cu {}", "{}님과의 대화", "سجل الدردشة مع {}"]
    {
        let heading = |name| heading.replace("{}", name);
        for first in ["", ">>> nobody::\n\n"] {
            let text = format!(
                "{first}>>> {}::\n\n2026-04-01 09:00:00 UTC me: one\n\n>>> {}::\n\n2026-04-02 10:00:00 UTC luis: two\n",
                heading("lena"),
                heading("luis")
            );
            assert_eq!(recognised(&[("Unbekannt.txt", text)]), Recognition::Export, "{}", heading(first));
        }
    }
    assert_eq!(recognised(&[("notes.txt", ">>> python:\nprint(1)\n")]), Recognition::Other);
}

#[test]
fn recognising_ends_when_cancelled() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("archive.zip");
    write_files(&archive, OTHERS);
    let cancel = tokio_util::sync::CancellationToken::new();
    let export = open(&archive);
    cancel.cancel();
    recognise(&export, folder.path(), &cancel).unwrap_err();
}

#[test]
fn many_zips_without_an_export_are_not_all_looked_into() {
    let other = nested("notes.txt", b"milk", 0);
    let export = nested(EXPORTS[0].0, EXPORTS[0].1.as_bytes(), 0);
    for (others, expected) in [(99, Recognition::Export), (100, Recognition::Other)] {
        let mut files: Vec<(String, &[u8])> =
            (0..others).map(|number| (format!("{number:03}.zip"), other.as_slice())).collect();
        files.push(("last.zip".to_owned(), &export));
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, zip)| (name.as_str(), *zip)).collect();
        assert_eq!(recognised(&files), expected, "{others}");
    }
}
