//! What looks like something else: pasted lines in messages, groups among chats, sentences in several files, lists whose
//! keys contain known words.

use satchel_core::library::{Group, Row, Section};

use super::text_exports::read;
use super::{TestLibrary, all, write_files};

fn shown(row: Row) -> (String, String, bool) {
    (row.who.unwrap_or_default(), row.text.unwrap_or_default(), row.mine)
}

fn messages(fixture: &TestLibrary) -> Vec<(String, String, bool)> {
    let mut rows = fixture.rows(&all(Group::Messages));
    rows.reverse();
    rows.into_iter().map(shown).collect()
}

#[test]
fn lines_that_were_pasted_into_a_message_are_part_of_it() {
    let pasted = [
        "[2024-05-01 10:00:00] Anna: see you",
        "2024-05-01 10:00:00 ERROR: disk full",
        "  2024-05-01 10:00:00 UTC noor: indented",
        "2024-05-01 10:00:00+02:00 Anna: elsewhere",
    ];
    for line in pasted {
        let chat = format!(
            ">>> Chat History with noor::\n\n2026-07-03 23:00:11 UTC noor: she wrote:\n{line}\n2026-07-03 23:00:12 UTC noor: ?\n"
        );
        let fixture = TestLibrary::new();
        fixture.add_files("a", &[("Direct Messages.txt", &chat)]);
        let found = messages(&fixture);
        assert_eq!(found.len(), 2, "{line}: {found:?}");
        assert_eq!(found[0].1.split_once('\n').map(|(_, rest)| rest.trim()), Some(line.trim()));
        assert!(found.iter().all(|(who, _, mine)| who == "noor" && !mine), "{found:?}");
    }
}

#[test]
fn headings_that_were_pasted_into_a_message_are_part_of_it() {
    for line in [
        ">>> Chat History with me is fun",
        ">>> Chat History with me:",
        ">>> Chat History with sam::\nthat was it",
        ">>> Group Chat with Family",
    ] {
        let chat = format!(
            ">>> Chat History with noor::\n\n2026-07-03 23:00:11 UTC noor: look:\n{line}\n\
             2026-07-03 23:00:12 UTC noor: ?\n\n>>> Chat History with tom::\n\n2026-07-03 23:00:13 UTC tom: hi\n"
        );
        let fixture = TestLibrary::new();
        fixture.add_files("a", &[("Direct Messages.txt", &chat)]);
        let chats = fixture.library.chats().unwrap().chats;
        let names: Vec<(&str, u64)> = chats.iter().map(|chat| (chat.name.as_str(), chat.messages)).collect();
        assert_eq!(names, [("tom", 1), ("noor", 2)], "{line}");
        assert!(messages(&fixture)[0].1.ends_with(line), "{line}");
    }
}

#[test]
fn a_search_without_words_is_the_same_in_both_formats() {
    let json =
        r#"{"Your Activity":{"Searches":{"SearchList":[{"Date":"2026-01-01 00:00:06","SearchTerm":""}]}}}"#;
    let fixture = TestLibrary::new();
    fixture.add_json("a", json);
    let counts =
        fixture.add_files("b", &[("Searches.txt", "Date: 2026-01-01 00:00:06 UTC\nSearch Term: \n")]);
    assert_eq!((counts.read, counts.known), (1, 1));
}

#[test]
fn groups_with_names_among_the_chats_of_two_are_groups() {
    let text = ">>> Group Chat with Family::\n\n2026-05-01 10:00:00 UTC mum: one\n2026-05-01 10:01:00 UTC dad: two\n\n\
                >>> Group Chat with Holiday::\n\n2026-05-02 10:00:00 UTC mum: three\n";
    let json = r#"{"Direct Message":{"Direct Messages":{"ChatHistory":{
        "Group Chat with Family:":[{"Date":"2026-05-01 10:00:00","From":"mum","Content":"one"},
                                   {"Date":"2026-05-01 10:01:00","From":"dad","Content":"two"}],
        "Group Chat with Holiday:":[{"Date":"2026-05-02 10:00:00","From":"mum","Content":"three"}]}}}}"#;
    for file in [("Direct Messages.txt", text), ("user_data.json", json)] {
        let fixture = TestLibrary::new();
        fixture.add_files("a", &[file]);
        assert_eq!(messages(&fixture).iter().filter(|(_, _, mine)| *mine).count(), 0, "{}", file.0);
        let chats = fixture.library.chats().unwrap().chats;
        let groups: Vec<_> = chats.iter().map(|chat| (chat.name.as_str(), chat.section)).collect();
        assert_eq!(groups, [("Holiday", Section::GroupMessage), ("Family", Section::GroupMessage)]);
    }
}

#[test]
fn a_sentence_in_two_files_is_not_taken_for_that_of_empty_sections() {
    let fixture = TestLibrary::new();
    let search = "Date: 2026-01-02 03:04:05 UTC\nSearch Term: egret\n";
    fixture.add_files(
        "a",
        &[
            ("Searches.txt", search),
            ("Notes.txt", "remember the lamp\n"),
            ("Drafts.txt", "remember the lamp\n"),
        ],
    );
    let rows = fixture.rows(&all(Group::Other));
    let originals = rows.iter().map(|row| fixture.library.record(row.id.parse().unwrap()).unwrap().original);
    assert_eq!(originals.filter(|original| original.contains("remember the lamp")).count(), 2);
}

#[test]
fn each_of_two_text_exports_in_a_folder_is_read_as_if_it_were_alone() {
    let files = |words: &str| {
        [
            (
                "TikTok/Aktivität/Wiedergabeverlauf.txt",
                "Datum: 2026-03-01 10:00:00 UTC\nLink: https://www.tiktokv.com/share/video/7500000000000000001/\n"
                    .to_owned(),
            ),
            ("TikTok/Sonstiges/Notizen.txt", format!("{words}\n")),
        ]
    };
    let fixture = TestLibrary::new();
    let [first, second] = ["Mein eigener Satz Nummer 1", "Mein eigener Satz Nummer 2"].map(|words| {
        let inner = fixture.archive(words);
        write_files(&inner, &files(words).each_ref().map(|(name, text)| (*name, text.as_str())));
        std::fs::read(inner).unwrap()
    });
    let outer = fixture.archive("a");
    write_files(&outer, &[("TikTok_Data_1.zip", first), ("TikTok_Data_2.zip", second)]);
    let counts = fixture.read("a", &outer, &satchel_core::library::read::Choices::default());
    assert_eq!(counts.skipped, 0, "{counts:?}");
    let rows = fixture.rows(&all(Group::Other));
    let originals: Vec<String> =
        rows.iter().map(|row| fixture.library.record(row.id.parse().unwrap()).unwrap().original).collect();
    for words in ["Nummer 1", "Nummer 2"] {
        assert!(originals.iter().any(|original| original.contains(words)), "{words} is lost: {originals:?}");
    }
}

#[test]
fn unknown_lists_are_not_put_into_a_section_because_of_a_part_of_a_word() {
    let video = r#"[{"Date":"2026-03-01 10:00:00","Link":"https://www.tiktokv.com/share/video/7500000000000000001/"},
                    {"Date":"2026-03-02 10:00:00","Link":"https://www.tiktokv.com/share/video/7500000000000000002/"}]"#;
    let person = r#"[{"Date":"2026-03-01 10:00:00","UserName":"noor"},{"Date":"2026-03-02 10:00:00","UserName":"lena"}]"#;
    let answer =
        r#"[{"Date":"2026-03-01 10:00:00","Answer":"yes"},{"Date":"2026-03-02 10:00:00","Answer":"no"}]"#;
    for (key, rows, other_than) in [
        ("Close Friends", person, Section::Block),
        ("Not Interested", video, Section::Like),
        ("Disliked Videos", video, Section::Like),
        ("Video Review Appeals", video, Section::Watch),
        ("Research Surveys", answer, Section::Search),
    ] {
        let known = [
            (
                Section::Search,
                r#""Searches":{"SearchList":[{"Date":"2026-03-01 10:00:00","SearchTerm":"a"}]}"#,
            ),
            (
                Section::Watch,
                r#""Watch History":{"VideoList":[{"Date":"2026-03-01 10:00:00","Link":"https://www.tiktokv.com/share/video/7500000000000000009/"}]}"#,
            ),
            (
                Section::Like,
                r#""Like List":{"ItemFavoriteList":[{"date":"2026-03-01 10:00:00","link":"https://www.tiktokv.com/share/video/7500000000000000008/"}]}"#,
            ),
            (
                Section::FavouriteVideo,
                r#""Favorite Videos":{"FavoriteVideoList":[{"Date":"2026-03-01 10:00:00","Link":"https://www.tiktokv.com/share/video/7500000000000000007/"}]}"#,
            ),
            (
                Section::Follower,
                r#""Follower":{"FansList":[{"Date":"2026-03-01 10:00:00","UserName":"tom"}]}"#,
            ),
            (
                Section::Following,
                r#""Following":{"Following":[{"Date":"2026-03-01 10:00:00","UserName":"tom"}]}"#,
            ),
            (
                Section::Block,
                r#""Block List":{"BlockList":[{"Date":"2026-03-01 10:00:00","UserName":"tom"}]}"#,
            ),
            (
                Section::Share,
                r#""Share History":{"ShareHistoryList":[{"Date":"2026-03-01 10:00:00","SharedContent":"video","Link":"https://www.tiktok.com/","Method":"x"}]}"#,
            ),
        ];
        let beside: Vec<&str> =
            known.iter().filter(|(section, _)| *section != other_than).map(|(_, json)| *json).collect();
        let json = format!(r#"{{"Your Activity":{{{},"{key}":{{"{key}":{rows}}}}}}}"#, beside.join(","));
        let fixture = TestLibrary::new();
        fixture.add_json("a", &json);
        let counts = read(&fixture);
        assert_eq!(counts.get(&other_than).copied().unwrap_or_default(), 0, "{key}: {counts:?}");
        assert_eq!(counts.get(&Section::Other), Some(&2), "{key}: {counts:?}");
    }
}

#[test]
fn white_space_around_lines_does_not_double_the_records_of_json_and_text() {
    let json = r#"{"Your Activity":{"Searches":{"SearchList":[{"Date":"2026-03-01 10:00:00","SearchTerm":"  egret"}]}},
        "Comment":{"Comments":{"CommentsList":[{"date":"2026-03-01 10:00:00","comment":"one\n  two"}]}},
        "Direct Message":{"Direct Messages":{"ChatHistory":{"Chat History with noor:":[
            {"Date":"2026-03-01 10:00:00","From":"noor","Content":"one\r\ntwo"}]}}}}"#;
    let fixture = TestLibrary::new();
    fixture.add_json("a", json);
    let counts = fixture.add_files(
        "b",
        &[
            ("Searches.txt", "Date: 2026-03-01 10:00:00 UTC\nSearch Term: egret\n"),
            ("Comments.txt", "Date: 2026-03-01 10:00:00 UTC\nComment: one\ntwo\n"),
            (
                "Direct Messages.txt",
                ">>> Chat History with noor::\n\n2026-03-01 10:00:00 UTC noor: one\ntwo\n",
            ),
        ],
    );
    assert_eq!((counts.read, counts.known), (3, 3));
}

#[test]
fn a_list_that_only_has_the_fields_of_messages_is_no_chat() {
    let json = r#"{"Your Activity":{
        "Searches":{"SearchList":[{"Date":"2026-03-01 10:00:00","SearchTerm":"a"}]},
        "Calls":{"CallList":[{"Date":"2026-01-02 00:00:00","From":"noor","Content":"missed"}]}}}"#;
    let fixture = TestLibrary::new();
    fixture.add_json("a", json);
    let found = read(&fixture);
    assert_eq!((found.get(&Section::Message), found.get(&Section::Other)), (None, Some(&1)), "{found:?}");
}

#[test]
fn numbers_are_times_only_where_their_names_say_so() {
    let json = r#"{"Your Activity":{
        "Searches":{"SearchList":[{"Date":"2026-03-01 10:00:00","SearchTerm":"a"}]},
        "Brand New":{"Things":[
            {"When":1714557600,"Thing":"seconds"},{"updatedAt":"1714557600000","Thing":"milliseconds"},
            {"Phone":1714557600,"Thing":"a phone number"},{"When":714557600,"Thing":"before there was TikTok"}]}}}"#;
    let fixture = TestLibrary::new();
    fixture.add_json("a", json);
    let rows = fixture.rows(&all(Group::Other));
    let times: Vec<bool> = ["\"seconds", "\"milliseconds", "a phone", "before"]
        .map(|thing| {
            let original = |row: &&Row| fixture.library.record(row.id.parse().unwrap()).unwrap().original;
            rows.iter().find(|row| original(row).contains(thing)).unwrap().time.is_some()
        })
        .into();
    assert_eq!(times, [true, true, false, false]);
}

#[test]
fn a_profile_is_the_same_in_both_formats() {
    let json = r#"{"Profile And Settings":{"Profile Info":{"ProfileMap":{"userName":"noor","PlatformInfo":[
        {"Description":"d1","Name":"n1","Platform":"Google"},{"Description":"d2","Name":"n2","Platform":"Apple"}]}}}}"#;
    let text = "Username: noor\nPlatform Info:\nDescription: d1\nName: n1\nPlatform: Google\n\nDescription: d2\nName: n2\nPlatform: Apple\n";
    let fixture = TestLibrary::new();
    fixture.add_json("a", json);
    let counts = fixture.add_files("b", &[("TikTok/Profile and Settings/Profile Info.txt", text)]);
    assert_eq!((counts.read, counts.known), (7, 7));
}

#[test]
fn settings_are_the_same_in_both_formats() {
    let json = r#"{"Profile And Settings":{
        "Settings":{"SettingsMap":{"Private Account":"Off","Personalized Ads":"On","Who can see your following list::":"Followers",
            "Content Preferences":{"Keyword filters for videos in Following feed":["cats","dogs"],
                "Keyword filters for videos in For You feed":[{"label":"None"},{"label":"snow"},{"label":null}]},
            "Push Notification":{"New Fans":"On"}}},
        "Autofill":{"PhoneNumber":"+49 1","FirstName":"Maren"}}}"#;
    let first = "Private Account: Off\nPersonalised Ads: On\nWho can see your following list::: Followers\n";
    let filters = "Keyword filters for videos in Following feed: [cats, dogs]\n\
                   Keyword filters for videos in For You feed: [{'label': 'None'}, {'label': 'snow'}, {'label': None}]\n";
    let push = "New Fans: On\n";
    let autofill = "Phone Number: +49 1\nFirst Name: Maren\n";
    for text in [
        format!("{first}\nContent Preferences:\n{filters}\nPush notification\n{push}"),
        format!("{first}{filters}{push}"),
    ] {
        let files = [
            ("TikTok/Profile and Settings/Settings.txt", &*text),
            ("TikTok/Profile and Settings/Autofill.txt", autofill),
        ];
        for is_json_first in [true, false] {
            let fixture = TestLibrary::new();
            let add = |is_json: bool| {
                if is_json { fixture.add_json("json", json) } else { fixture.add_files("text", &files) }
            };
            assert_eq!(add(is_json_first).stored, 10);
            let again = add(!is_json_first);
            assert_eq!((again.read, again.known), (10, 10), "{text}");
            let sheets = fixture.library.facts().unwrap();
            assert!(sheets.iter().flat_map(|sheet| &sheet.facts).all(|fact| fact.before.is_empty()));
        }
    }
}

#[test]
fn reviews_and_live_comments_in_text_exports_have_their_texts() {
    let fixture = TestLibrary::new();
    fixture.add_files(
        "a",
        &[
            (
                "Location Reviews.txt",
                "Place Name: Café\nDate: 2026-01-02 03:04:05 UTC\nRating: 5\nReview Text: good cake\n\n",
            ),
            (
                "Watch Live Comments.txt",
                "Date: 2025-05-01 08:00:00 UTC\nComment: None\n\nDate: 2025-05-02 08:00:00 UTC\nComment: nice\n",
            ),
        ],
    );
    let mut found: Vec<(Option<String>, bool)> = Group::ALL
        .into_iter()
        .flat_map(|group| fixture.rows(&all(group)))
        .map(|row| (row.text, row.time.is_some()))
        .collect();
    found.sort();
    let expected = ["None", "good cake", "nice"].map(|text| (Some(text.to_owned()), true));
    assert_eq!(found, expected);
}

#[test]
fn a_comment_without_words_has_no_other_text() {
    let comment = |day: u32, words: &str| {
        format!(
            "Datum: 2026-01-0{day} 10:00:00 UTC\nKommentar: {words}\nFoto: N/A\n\
             Link zum Originalbeitrag: https://www.tiktokv.com/share/video/750000000000000000{day}/\n\n"
        )
    };
    for words in [["", "hallo"], ["hallo", ""], ["", ""]] {
        let fixture = TestLibrary::new();
        let text = format!("{}{}", comment(1, words[0]), comment(2, words[1]));
        fixture.add_files("a", &[("TikTok/Kommentare/Kommentare.txt", &text)]);
        let rows = fixture.rows(&all(Group::Comments));
        let mut found: Vec<_> = rows.into_iter().map(|row| row.text.unwrap_or_default()).collect();
        let mut expected = words.map(str::to_owned);
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{words:?}");
    }
}

#[test]
fn a_list_beside_the_known_one_of_its_section_is_of_another_kind() {
    let list = |key: &str, row: &str| format!(r#""{key}":{{"{key}List":[{row}]}}"#);
    let shop = r#"{"Date":"2026-09-01 10:00:00","ShopName":"Potter"}"#;
    let gift = r#"{"Date":"2026-09-04 10:00:00","GiftAmount":"9","UserName":"fan"}"#;
    let search = r#"{"Date":"2026-09-04 10:00:00","SearchTerm":"suggested"}"#;
    let own = format!(
        r#""Searches":{{"SearchList":[{search}]}},"Purchases":{{"SendGifts":{{"SendGifts":[{gift}]}}}}"#
    );
    for (key, row, section) in [
        ("Followed Shops", shop, Section::ShopMessage),
        ("Gifts Received", gift, Section::GiftSent),
        ("Suggested Searches", search, Section::Search),
    ] {
        let of = |own: &str| {
            let fixture = TestLibrary::new();
            fixture.add_json("a", &format!(r#"{{"Your Activity":{{{own}}}}}"#));
            let counts = fixture.counts_by_section("a");
            let read = |section| counts.get(&section).map_or(0, |counts| counts.read);
            (read(section), read(Section::Other))
        };
        let before = of(&own).0;
        assert_eq!(of(&format!("{own},{}", list(key, row))), (before, 1), "{key}");
    }
}

#[test]
fn logins_are_the_same_in_all_languages_and_gifts_with_another_field() {
    let login = |day: u32| {
        format!(
            r#"{{"Date":"2026-09-0{day} 10:00:00","IP":"192.0.2.7","DeviceModel":"Kiln 3","DeviceSystem":"Android 14","Carrier":""}}"#
        )
    };
    let json = format!(
        r#"{{"Your Activity":{{"Login History":{{"LoginHistoryList":[{},{}]}}}}}}"#,
        login(1),
        login(2)
    );
    let text = |day: u32| {
        format!(
            "Datum: 2026-09-0{day} 10:00:00 UTC\nIP: 192.0.2.7\nGerätemodell: Kiln 3\nGerätesystem: Android 14\n\n"
        )
    };
    let fixture = TestLibrary::new();
    fixture.add_json("json", &json);
    let files = [("TikTok/Deine Aktivität/Anmeldeverlauf.txt", &*[1, 2].map(text).concat())];
    let counts = fixture.add_files("text", &files);
    assert_eq!((counts.read, counts.known), (2, 2));
    let purchases = |more: &str| {
        format!(
            r#"{{"Your Activity":{{"Purchases":{{
                "SendGifts":{{"SendGifts":[{{"Date":"2026-09-02 10:00:00","GiftAmount":"5","UserName":"zoe"{more}}}]}},
                "BuyGifts":{{"BuyGifts":[{{"Date":"2026-09-03 10:00:00","Price":"1.99"{more}}}]}}}}}}}}"#
        )
    };
    let fixture = TestLibrary::new();
    assert_eq!(fixture.add_json("first", &purchases("")).stored, 2);
    let counts = fixture.add_json("second", &purchases(r#","Currency":"EUR""#));
    assert_eq!((counts.read, counts.known), (2, 2));
}
