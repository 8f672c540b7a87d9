//! What people wrote is kept, even if exports use the same word for a missing value; and what they did not write is not theirs.

use satchel_core::library::{Filter, Group, NoteKind, SearchQuery, Section};

use super::{TestLibrary, all, only, texts};

const WORDS: [&str; 5] = ["None", "null", "N/A", "n/a", "N.v.t."];

#[test]
fn words_for_missing_values_are_kept_where_people_write_and_found() {
    for word in WORDS {
        let fixture = TestLibrary::new();
        let json = r#"{"Direct Message":{"Direct Messages":{"ChatHistory":{"Chat History with lena:":[
                {"Date":"2026-05-01 10:00:00","From":"lena","Content":"WORD"},
                {"Date":"2026-05-01 10:01:00","From":"WORD","Content":"hi"}]}}},
            "Your Activity":{"Searches":{"SearchList":[{"Date":"2026-05-01 10:00:00","SearchTerm":"WORD"}]}},
            "Comment":{"Comments":{"CommentsList":[{"date":"2026-05-01 10:00:00","comment":"WORD","photo":"WORD"}]}},
            "Likes and Favorites":{"Favorite Comment":{"FavoriteCommentList":[{"FavoriteComment":"WORD"}]}},
            "Post":{"Posts":{"VideoList":[{"Date":"2026-05-01 10:00:00","Link":"https://v.example/1.mp4","Likes":"1","Title":"WORD"}]}},
            "Profile And Settings":{"Following":{"Following":[{"Date":"2026-05-01 10:00:00","UserName":"WORD"}]},
                "Profile Info":{"ProfileMap":{"userName":"me","bioDescription":"WORD","telephoneNumber":"WORD"}}}}"#;
        fixture.add_json("a", &json.replace("WORD", word));
        let rows = fixture.rows(&all(Group::Messages));
        assert_eq!(texts(&rows), ["hi", word]);
        assert_eq!(rows[0].who.as_deref(), Some(word));
        for (group, count) in [
            (Group::Searches, 1),
            (Group::Comments, 1),
            (Group::Favourites, 1),
            (Group::Posts, 1),
            (Group::People, 1),
        ] {
            assert_eq!(texts(&fixture.rows(&all(group))), vec![word; count], "{word} {group:?}");
        }
        let facts = &fixture.library.facts().unwrap()[0];
        let facts: Vec<(&str, &str)> = facts.facts.iter().map(|f| (&*f.path[0], &*f.value)).collect();
        assert_eq!(facts, [("userName", "me"), ("bioDescription", word)]);
        let found = fixture.library.search(&SearchQuery { text: word.into(), group: None }).unwrap();
        assert!(found.total >= 6, "{word} is found {} times", found.total);
        // A field that is not theirs is left out of the row, but not of the original.
        let comment = &fixture.rows(&all(Group::Comments))[0];
        assert_eq!(comment.fields, []);
        let original = fixture.library.record(comment.id.parse().unwrap()).unwrap().original;
        assert_eq!(original.matches(word).count(), 2, "{original}");
    }
}

#[test]
fn words_for_missing_values_are_kept_in_text_exports() {
    for word in WORDS {
        let fixture = TestLibrary::new();
        let file = |content: &str| content.replace("WORD", word);
        fixture.add_files(
            "a",
            &[
                (
                    "Direct Messages.txt",
                    &*file(">>> Chat History with lena::\n\n2026-05-01 10:00:00 UTC lena: WORD\n2026-05-01 10:01:00 UTC WORD: hi\n"),
                ),
                ("Searches.txt", &*file("Date: 2026-05-01 10:00:00 UTC\nSearch Term: WORD\n")),
                ("Favorite Comments.txt", &*file("Favorite Comment: WORD\n")),
                ("Following.txt", &*file("Date: 2026-05-01 10:00:00 UTC\nUsername: WORD\n")),
                ("Profile Info.txt", &*file("Username: me\nBio Description: WORD\nTelephone Number: WORD\n")),
            ],
        );
        assert_eq!(texts(&fixture.rows(&all(Group::Messages))), ["hi", word]);
        for group in [Group::Searches, Group::Favourites, Group::People] {
            assert_eq!(texts(&fixture.rows(&all(group))), [word], "{group:?}");
        }
        assert_eq!(fixture.library.facts().unwrap()[0].facts.len(), 2);
    }
}

#[test]
fn rows_of_placeholders_are_empty_and_unknown_words_are_not() {
    let fixture = TestLibrary::new();
    let counts = fixture.add_json(
        "a",
        r#"{"Your Activity":{"Searches":{"SearchList":[{"Date":"N/A","SearchTerm":"N/A"},{"Date":null,"SearchTerm":null}]},
            "Novelties":{"NoveltyList":[{"Word":"None"},{"Word":null}]}}}"#,
    );
    assert_eq!((counts.read, counts.stored, counts.skipped), (4, 1, 3));
    let rows = fixture.rows(&all(Group::Other));
    assert_eq!(rows[0].fields.iter().map(|field| field.value.as_str()).collect::<Vec<_>>(), ["None"]);
}

#[test]
fn nobody_is_the_owner_unless_it_is_known() {
    let chat = |name: &str, senders: &[&str]| {
        let row =
            |sender: &&str| format!(r#"{{"Date":"2026-05-01 10:00:00","From":"{sender}","Content":"x"}}"#);
        let rows: Vec<String> = senders.iter().map(row).collect();
        format!(r#""Chat History with {name}:":[{}]"#, rows.join(","))
    };
    let mine = |profile: &str, chats: &[String]| -> Vec<String> {
        let fixture = TestLibrary::new();
        fixture.add_json(
            "a",
            &format!(
                r#"{{"Profile":{{"Profile Info":{{"ProfileMap":{{"userName":"{profile}"}}}}}},
                    "Direct Message":{{"Direct Messages":{{"ChatHistory":{{{}}}}}}}}}"#,
                chats.join(",")
            ),
        );
        let rows = fixture.rows(&all(Group::Messages));
        let mut names: Vec<String> =
            rows.into_iter().filter(|row| row.mine).filter_map(|row| row.who).collect();
        names.sort();
        names
    };
    let group = "Group_Chat_7";
    assert_eq!(mine("", &[chat(group, &["ada", "bo"])]), [""; 0]);
    assert_eq!(mine("me", &[chat(group, &["ada", "me"])]), ["me"]);
    assert_eq!(mine("me", &[chat("", &["", "stranger"])]), [""; 0]);
    // In one chat, it may be an earlier name of the other person.
    for profile in ["", "me"] {
        assert_eq!(mine(profile, &[chat("lena", &["lena", "lena_old"])]), [""; 0]);
    }
    assert_eq!(mine("", &[chat("lena", &["ada", "bo", "cy"])]), [""; 0]);
    assert_eq!(mine("me", &[chat("lena", &["lena", "lena_old"]), chat("kai", &["kai", "me"])]), ["me"]);
    // A former name of the owner, by two chats.
    assert_eq!(
        mine("me", &[chat("lena", &["lena", "old_me"]), chat("kai", &["kai", "old_me"])]),
        ["old_me", "old_me"]
    );
    // What stands for removed accounts in a language that is not known.
    let removed = |name: &str| chat(name, &[name, "Compte supprimé"]);
    for profile in ["", "me"] {
        assert_eq!(mine(profile, &[removed("lena"), removed("kai")]), [""; 0]);
    }
    // The owner is known by two chats, and is in the group, too.
    let chats = [chat("lena", &["me"]), chat("kai", &["kai", "me"]), chat(group, &["ada", "me"])];
    assert_eq!(mine("", &chats), ["me", "me", "me"]);
    // Members of groups with titles.
    let titled = [chat("Hiking", &["ada", "bo"]), chat("Books", &["ada", "cy"]), chat("ada", &["ada", "me"])];
    assert_eq!(mine("", &titled), [""; 0]);
}

#[test]
fn partners_and_groups_are_told_by_headings_in_other_words() {
    let row = |(at, who): (usize, &&str)| {
        format!(r#"{{"Date":"2026-05-01 10:00:0{at}","From":"{who}","Content":"x"}}"#)
    };
    for words in
        ["CHAT HISTORY WITH #:", "chat history with #:", "Gesprek met #:", "#との会話:", "محادثة مع #:"]
    {
        let chat = |(name, senders): (&str, &[&str])| {
            let rows: Vec<String> = senders.iter().enumerate().map(row).collect();
            format!(r#""{}":[{}]"#, words.replace('#', name), rows.join(","))
        };
        let chats: [(&str, &[&str]); 4] = [
            ("lena", &["lena", "me"]),
            ("kai", &["kai", "me"]),
            ("eva", &["eva"]),
            ("Group_Chat_7400000000000000031", &["lena", "kai", "me"]),
        ];
        for (known, owner) in [(4, "me"), (1, ""), (0, "")] {
            let fixture = TestLibrary::new();
            let chats: Vec<String> = chats[..known].iter().chain(&chats[3..]).copied().map(chat).collect();
            fixture.add_json(
                "a",
                &format!(
                    r#"{{"Direct Message":{{"Direct Messages":{{"ChatHistory":{{{}}}}}}}}}"#,
                    chats.join(",")
                ),
            );
            let rows = fixture.rows(&all(Group::Messages));
            assert!(!rows.is_empty());
            for row in rows {
                assert_eq!(row.mine, row.who.as_deref() == Some(owner), "{words} {known} {row:?}");
            }
            let chats = fixture.library.chats().unwrap().chats;
            let group = chats.iter().find(|chat| chat.section == Section::GroupMessage).unwrap();
            assert_eq!(group.name, "Group_Chat_7400000000000000031", "{words}");
        }
    }
}

#[test]
fn times_with_an_offset_are_read_with_it() {
    let fixture = TestLibrary::in_zone("UTC");
    fixture.add_json(
        "a",
        r#"{"Your Activity":{"Searches":{"SearchList":[{"Date":"2026-05-01 10:00:00+02:00","SearchTerm":"early"}]}}}"#,
    );
    let row = &fixture.rows(&all(Group::Searches))[0];
    assert_eq!(row.time, Some("2026-05-01T08:00:00Z".parse::<jiff::Timestamp>().unwrap().as_millisecond()));
}

#[test]
fn a_comma_after_the_last_element_is_noted() {
    let list = |rows: &str| format!(r#"{{"Your Activity":{{"Searches":{{"SearchList":[{rows}]}}}}}}"#);
    let row = r#"{"Date":"2026-05-01 10:00:00","SearchTerm":"a"}"#;
    for (json, is_irregular) in [
        (list(row), false),
        (list(&format!("{row},\n{row}")), false),
        (list(&format!("{row},")), true),
        (list(&format!("{row},,{row}")), true),
        (list(r#"{"Date":"2026-05-01 10:00:00","SearchTerm":"a", }"#), true),
    ] {
        let fixture = TestLibrary::new();
        fixture.add_json("a", &json);
        let details = fixture.library.import_details("a", &[]).unwrap().unwrap();
        let is_noted = details.notes.iter().any(|note| note.kind == NoteKind::Irregular);
        assert_eq!(is_noted, is_irregular, "{json}");
        assert!(details.total.stored > 0);
    }
}

#[test]
fn answers_of_the_assistant_are_texts() {
    let fixture = TestLibrary::new();
    fixture.add_json(
        "a",
        r#"{"Direct Message":{"Tako Chat History":{"TakoChatHistoryList":[{"Chat Title":"Lamps","Messages":[
            {"Date":"2026-05-01 10:00:00 UTC","Content":{ "text": "Which lamps are there?" }},
            {"Date":"2026-05-01 10:00:01 UTC","Content":{"role":"assistant","parts":[{"type":"p","text":"Oil lamps."},{"type":"p","text":"Lanterns."}]}},
            {"Date":"2026-05-01 10:00:02 UTC","Content":{"a":"one","b":["two"]}},
            {"Date":"2026-05-01 10:00:03 UTC","Content":{ "n": 1 }},
            {"Date":"2026-05-01 10:00:04 UTC","Content":"plain"}]}]}}}"#,
    );
    let rows = fixture.rows(&all(Group::Messages));
    assert_eq!(
        texts(&rows),
        ["plain", r#"{"n":1}"#, "one\ntwo", "Oil lamps.\nLanterns.", "Which lamps are there?"]
    );
}

#[test]
fn marks_beside_the_lists_are_not_among_the_unknown_data() {
    let fixture = TestLibrary::new();
    fixture.add_json(
        "a",
        r#"{"Likes and Favorites":{"Like List":{"App":1,"ItemFavoriteList":[]}},
            "Profile And Settings":{"Follower":{"IsFastLane":false,"FansList":[]}},
            "Novelty":{"Deep":{"Deeper":{"List":[{"A":[{"B":{"C":{"D":[]}}}],"E":"x"}]}}}}"#,
    );
    let rows = fixture.rows(&all(Group::Other));
    assert_eq!(rows.len(), 1);
    assert!(rows[0].fields.iter().all(|field| field.value == "x"), "{:?}", rows[0].fields);
    assert_eq!(fixture.library.tree().unwrap().total, 1);
    let technical = fixture.library.facts().unwrap();
    assert_eq!(
        technical.iter().map(|sheet| (sheet.section, sheet.total)).collect::<Vec<_>>(),
        [(Section::Technical, 2)]
    );
    let filter =
        Filter { path: Some(fixture.library.tree().unwrap().paths[0].id.clone()), ..Filter::default() };
    assert_eq!(fixture.rows(&only(Group::Other, filter)).len(), 1);
}
