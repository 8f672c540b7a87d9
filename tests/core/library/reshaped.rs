//! Exports whose lists have another shape than usual: maps, single rows, lists in lists, values instead of objects. All of it is
//! read, and nothing is lost.

use satchel_core::library::{Group, Row, SearchQuery, Section};

use super::{TestLibrary, all, texts};

fn library(json: &str) -> TestLibrary {
    let fixture = TestLibrary::new();
    fixture.add_json("a", json);
    fixture
}

fn read(fixture: &TestLibrary, section: Section) -> u64 {
    fixture.counts_by_section("a").get(&section).map_or(0, |counts| counts.read)
}

fn found(fixture: &TestLibrary, text: &str) -> u64 {
    let found = fixture.library.search(&SearchQuery { text: text.into(), group: None }).unwrap();
    found.total + found.names_total
}

fn original(fixture: &TestLibrary, row: &Row) -> String {
    fixture.library.record(row.id.parse().unwrap()).unwrap().original
}

fn videos(fixture: &TestLibrary, group: Group) -> Vec<String> {
    fixture.rows(&all(group)).into_iter().filter_map(|row| row.item).collect()
}

fn live(said: &str) -> TestLibrary {
    library(&format!(
        r#"{{"TikTok Live":{{"Watch Live History":{{"WatchLiveMap":{{"7301":{{"WatchTime":"2026-01-01 10:00:00",
            "Link":"https://www.tiktok.com/live/7301",{said}}}}}}}}}}}"#
    ))
}

#[test]
fn what_was_said_in_a_live_room_is_read_in_every_shape() {
    let fixture = live(r#""Comments":["paper lantern","second"],"Questions":"why so early""#);
    assert_eq!((read(&fixture, Section::LiveComment), read(&fixture, Section::LiveQuestion)), (2, 1));
    let rows = fixture.rows(&all(Group::Live));
    for words in ["paper lantern", "second", "why so early"] {
        assert!(texts(&rows).contains(&words) && found(&fixture, words) > 0, "{words}");
    }
    let fixture = live(
        r#""Comments":{"0":{"CommentTime":"2026-01-01 10:00:01","CommentContent":"first"},
            "c77881":{"CommentTime":"2026-01-01 10:00:02","CommentContent":"other"}},
            "Questions":{"QuestionTime":"2026-01-01 10:00:03","QuestionContent":"only one"}"#,
    );
    assert_eq!((read(&fixture, Section::LiveComment), read(&fixture, Section::LiveQuestion)), (2, 1));
    assert_eq!(found(&fixture, "c77881"), 1);
    // A number is not what was said.
    let fixture = live(r#""Comments":"3","Questions":0"#);
    assert_eq!((read(&fixture, Section::LiveComment), read(&fixture, Section::LiveQuestion)), (0, 0));
    assert!(original(&fixture, &fixture.rows(&all(Group::Live))[0]).contains("\"Comments\": \"3\""));
}

#[test]
fn keys_of_maps_are_kept_shown_and_found() {
    let fixture = library(
        r#"{"Profile And Settings":{"Follower":{"FansList":{"noor.a":{"Date":"2026-01-01 10:00:00"},"bo.b":{}}}},
            "Your Activity":{"Searches":{"SearchList":{"0":{"Date":"2026-01-01 10:00:00","SearchTerm":"cats"},
                "1":{"Date":"2026-01-02 10:00:00","SearchTerm":"dogs"}}}},
            "TikTok Shop":{"Order History":{"OrderHistories":{"576111222333":{"OrderDate":"2026-01-01 10:00:00","OrderStatus":"Completed"}}},
                "Current Payment Information":{"PayCard":{"card_main":{"Expiry":"01/30"}}}}}"#,
    );
    let mut people: Vec<String> =
        texts(&fixture.rows(&all(Group::People))).iter().map(ToString::to_string).collect();
    people.sort();
    assert_eq!(people, ["bo.b", "noor.a"]);
    for (section, key) in [(Section::Order, "576111222333"), (Section::PayCard, "card_main")] {
        assert_eq!(found(&fixture, key), 1, "{key}");
        let rows = fixture.rows(&all(section.group()));
        assert!(rows.iter().any(|row| original(&fixture, row).contains(key)), "{key}");
    }
    let searches = fixture.rows(&all(Group::Searches));
    assert_eq!(texts(&searches), ["dogs", "cats"]);
    assert!(searches.iter().all(|row| row.fields.is_empty()));
}

#[test]
fn what_a_conversation_has_besides_its_messages_is_kept() {
    let fixture = library(
        r#"{"Direct Message":{"Tako Chat History":{"TakoChatHistoryList":[
            {"Chat Title":"Recipes","ChatId":"9918","Model":"tako-2","Messages":[{"Date":"2026-02-01 10:00:00 UTC","Content":{"text":"hi tako"}}]},
            {"Chat Title":"Only a title","Messages":[]},
            {"Chat Title":"Plain","Messages":["plain words"]}]}}}"#,
    );
    assert_eq!((read(&fixture, Section::Tako), read(&fixture, Section::Other)), (2, 2));
    for words in ["9918", "tako-2", "Only a title", "plain words"] {
        assert_eq!(found(&fixture, words), 1, "{words}");
    }
}

#[test]
fn chats_without_messages_are_kept_and_counted() {
    let fixture = library(
        r#"{"Direct Message":{"Direct Messages":{"ChatHistory":{"Chat History with noor:":[],"Chat History with bo_7:":null,
            "Chat History with cyan:":{},"Chat History with ed:":[{"Date":"2026-01-01 10:00:00","From":"ed","Content":"x"}]}}}}"#,
    );
    assert_eq!((read(&fixture, Section::Message), read(&fixture, Section::Other)), (1, 3));
    for name in ["noor", "bo_7", "cyan"] {
        assert_eq!(found(&fixture, name), 1, "{name}");
    }
}

#[test]
fn orders_and_rooms_of_which_only_the_number_is_left_are_kept() {
    let fixture = library(
        r#"{"TikTok Shop":{"Order History":{"OrderHistories":{"577000222":null}}},
            "TikTok Live":{"Watch Live History":{"WatchLiveMap":{"7400000000000000033":null}}}}"#,
    );
    assert_eq!(read(&fixture, Section::Other), 2);
    for number in ["577000222", "7400000000000000033"] {
        assert_eq!(found(&fixture, number), 1, "{number}");
    }
}

#[test]
fn chats_in_a_list_are_chats() {
    for chats in [
        r#"[{"Chat History with noor:":MESSAGES,"Group Chat with Group_Chat_9:":[{"Date":"2026-01-01 10:00:02","From":"ada","Content":"hey"}]}]"#,
        r#"[{"ChatWith":"noor","Messages":MESSAGES},{"ChatName":"Group_Chat_9","Messages":[{"Date":"2026-01-01 10:00:02","From":"ada","Content":"hey"}]}]"#,
    ] {
        let messages = r#"[{"Date":"2026-01-01 10:00:00","From":"noor","Content":"hi there"},{"Date":"2026-01-01 10:00:01","From":"me","Content":"yo"}]"#;
        let fixture = library(&format!(
            r#"{{"Direct Message":{{"Direct Messages":{{"ChatHistory":{}}}}}}}"#,
            chats.replace("MESSAGES", messages)
        ));
        assert_eq!(
            (read(&fixture, Section::Message), read(&fixture, Section::GroupMessage)),
            (2, 1),
            "{chats}"
        );
        let rows = fixture.rows(&all(Group::Messages));
        assert_eq!(texts(&rows), ["hey", "yo", "hi there"]);
        assert_eq!(fixture.library.chats().unwrap().chats.len(), 2);
    }
    // Those without messages are kept, too.
    for chats in [r#"[{"Chat History with noor:":[]}]"#, r#"[{"ChatWith":"noor","Messages":[]}]"#] {
        let fixture =
            library(&format!(r#"{{"Direct Message":{{"Direct Messages":{{"ChatHistory":{chats}}}}}}}"#));
        assert_eq!((read(&fixture, Section::Other), found(&fixture, "noor")), (1, 1), "{chats}");
        let row = &fixture.rows(&all(Group::Other))[0];
        assert_eq!(original(&fixture, row).matches("noor").count(), 1);
    }
    // Messages without a chat are still messages.
    let fixture = library(
        r#"{"Direct Message":{"Direct Messages":{"ChatHistory":[{"Date":"2026-01-01 10:00:00","From":"noor","Content":"loose"}]}}}"#,
    );
    assert_eq!(texts(&fixture.rows(&all(Group::Messages))), ["loose"]);
}

/// Three parts of an export.
const PARTS: [&str; 3] = [
    r#"{"Your Activity":{"Watch History":{"VideoList":[{"Date":"2026-01-01 10:00:00","Link":"https://www.tiktokv.com/share/video/7000000000000000001/"}]}}}"#,
    r#"{"Your Activity":{"Searches":{"SearchList":[{"Date":"2026-01-01 10:00:00","SearchTerm":"cats"}]}}}"#,
    r#"{"Comment":{"Comments":{"CommentsList":[{"date":"2026-01-01 10:00:00","comment":"hello"}]}}}"#,
];

#[test]
fn exports_in_a_list_are_read_wherever_it_is() {
    use satchel_core::library::read::{Recognition, recognise};
    for whole in ["[PARTS]", r#"{"data":[PARTS]}"#, r#"{"data":{"user":{"export":[PARTS]}},"version":2}"#] {
        let fixture = library(&whole.replace("PARTS", &PARTS.join(",")));
        let recognised = recognise(&super::open(&fixture.archive("a")), &fixture.folder(), &<_>::default());
        assert_eq!(recognised.unwrap(), Recognition::Export, "{whole}");
        for section in [Section::Watch, Section::Search, Section::Comment] {
            assert_eq!(read(&fixture, section), 1, "{section:?} of {whole}");
        }
        assert_eq!(read(&fixture, Section::Other), u64::from(whole.contains("version")), "{whole}");
    }
}

#[test]
fn a_list_of_rows_with_a_known_word_is_no_list_of_exports() {
    let fixture = library(
        r#"{"Sparks":{"Spark List":[{"Id":1,"Comments":["one","two"]},{"Id":2,"VideoList":[{"Name":"x"}]}]}}"#,
    );
    assert_eq!(read(&fixture, Section::Other), 2);
}

#[test]
fn a_single_row_and_pages_of_rows_are_rows() {
    let fixture = library(
        r#"{"Likes and Favorites":{"Like List":{"ItemFavoriteList":{"date":"2026-01-01 10:00:00","link":"https://www.tiktokv.com/share/video/7000000000000000002/"}}},
            "Profile And Settings":{"Following":{"Following":{"Date":"2026-01-01 10:00:00","UserName":"bo"}}},
            "Your Activity":{"Reposts":{"RepostList":{"Date":"2026-01-01 10:00:00","Link":"https://www.tiktokv.com/share/video/7000000000000000003/"}},
                "Watch History":{"VideoList":[[{"Date":"2026-01-01 10:00:00","Link":"https://www.tiktokv.com/share/video/7000000000000000001/"},
                    {"Date":"2026-01-02 10:00:00","Link":"https://www.tiktokv.com/share/video/7000000000000000004/"}]]}}}"#,
    );
    assert_eq!(videos(&fixture, Group::Likes), ["7000000000000000002"]);
    assert_eq!(videos(&fixture, Group::Shares), ["7000000000000000003"]);
    assert_eq!(videos(&fixture, Group::Watch), ["7000000000000000004", "7000000000000000001"]);
    let people = fixture.rows(&all(Group::People));
    assert_eq!((texts(&people), people[0].time.is_some()), (vec!["bo"], true));
    assert_eq!(read(&fixture, Section::Other), 0);
}

#[test]
fn a_link_that_is_a_row_is_about_its_video() {
    let fixture = library(
        r#"{"Your Activity":{"Watch History":{"VideoList":["https://www.tiktokv.com/share/video/7000000000000000001/"]}}}"#,
    );
    assert_eq!(videos(&fixture, Group::Watch), ["7000000000000000001"]);
}

#[test]
fn a_row_in_each_line_is_a_row() {
    let line = |day, item| {
        format!(
            "{{\"Date\":\"2026-01-0{day} 10:00:00\",\"Link\":\"https://www.tiktokv.com/share/video/700000000000000000{item}/\"}}\n"
        )
    };
    let lines = line(1, 1) + &line(2, 2);
    let fixture = TestLibrary::new();
    fixture.add_files("a", &[("Watch History.json", lines.as_str())]);
    assert_eq!(videos(&fixture, Group::Watch), ["7000000000000000002", "7000000000000000001"]);
    let details = fixture.library.import_details("a", &[]).unwrap().unwrap();
    assert_eq!(details.notes, []);
    // Where the name of the file does not tell what they are, each is one record.
    let fixture = library(&lines);
    assert_eq!(read(&fixture, Section::Other), 2);
}

#[test]
fn times_in_objects_and_with_offsets_are_read_and_found() {
    let fixture = library(
        r#"{"Your Activity":{"Searches":{"SearchList":[{"Date":{"nanos":123456789,"seconds":1786904282},"SearchTerm":"object"},
            {"Date":["2026-08-16 18:18:02"],"SearchTerm":"list"},{"Date":1786904282.5,"SearchTerm":"float"},
            {"Date":"2026-08-16T20:18:02+02:00","SearchTerm":"offset"}]}}}"#,
    );
    let rows = fixture.rows(&all(Group::Searches));
    assert!(rows.iter().all(|row| row.time == Some(1_786_904_282_000)), "{rows:?}");
    assert_eq!(found(&fixture, "2026-08-16T20:18:02+02:00"), 4);
}

#[test]
fn accounts_in_a_second_link_to_the_video_are_found() {
    let fixture = library(
        r#"{"Comment":{"Comments":{"CommentsList":[{"date":"2026-01-01 10:00:00","comment":"nice","originalPostUrl":"https://www.tiktokv.com/share/video/7000000000000000001/",
                "original post link":"https://www.tiktok.com/@secretnoor/video/7000000000000000001"}]}},
            "Your Activity":{"Watch History":{"VideoList":[{"Date":"2026-01-02 10:00:00","Link":"https://www.tiktokv.com/share/video/7000000000000000001/",
                "WebLink":"https://www.tiktok.com/@otherhandle/video/7000000000000000001"}]}}}"#,
    );
    assert_eq!(
        (found(&fixture, "secretnoor"), found(&fixture, "otherhandle"), found(&fixture, "cretno")),
        (1, 1, 1)
    );
}

#[test]
fn a_live_that_was_hosted_is_one_record_however_its_time_is_written() {
    let fixture = TestLibrary::new();
    let json = |time: &str| {
        format!(
            r#"{{"Tiktok Live":{{"Go Live History":{{"GoLiveList":[{{"RoomId":"9","LiveStartTime":"{time}","RoomTitle":"x"}}]}}}}}}"#
        )
    };
    fixture.add_json("a", &json("2026-01-01 10:00:00"));
    let again = fixture.add_json("b", &json("2026-01-01T10:00:00Z"));
    let text = "LIVE start time: 2026-01-01 10:00:00 UTC\nRoom ID: 9\nRoom title: x\n";
    let as_text = fixture.add_files("c", &[("TikTok/TikTok LIVE/Go Live History.txt", text)]);
    assert_eq!((again.known, as_text.known), (1, 1));
}

#[test]
fn keys_of_maps_of_lists_are_kept() {
    let fixture = library(
        r#"{"Likes and Favorites":{"Favorite Videos":{"FavoriteVideoList":{
                "Cooking":[{"Date":"2026-01-01 10:00:00","Link":"https://www.tiktokv.com/share/video/7500000000000000001/"}],
                "Travel":[{"Date":"2026-01-02 10:00:00","Link":"https://www.tiktokv.com/share/video/7500000000000000002/"}],
                "Nothing yet":[]}}},
            "Your Activity":{"Purchases":{"SendGifts":{"SendGifts":{"zoe":[{"Date":"2026-01-02 10:00:00","GiftAmount":"5"}]}}},
                "Searches":{"SearchList":{"Items":[{"Date":"2026-01-01 10:00:00","SearchTerm":"cats"}],"On foot":["dogs"]}}},
            "Direct Message":{"Tako Chat History":{"TakoChatHistoryList":{
                "Recipes":[{"Date":"2026-02-01 10:00:00 UTC","Content":{"text":"hi tako"}}],
                "c7":{"Chat Title":"Walks","Messages":[{"Date":"2026-02-02 10:00:00 UTC","Content":{"text":"where"}}]}}}}}"#,
    );
    assert_eq!(read(&fixture, Section::Tako), 2);
    for key in ["Cooking", "Travel", "Nothing yet", "zoe", "Recipes", "c7", "Walks", "On foot"] {
        assert!(found(&fixture, key) > 0, "{key}");
    }
    // What only holds a list is in its path.
    let db = rusqlite::Connection::open(fixture.folder().join("records.db")).unwrap();
    let of_path = "SELECT read FROM list WHERE path LIKE '%SearchList/Items'";
    assert_eq!(db.query_row(of_path, [], |row| row.get::<_, i64>(0)), Ok(1));
    assert_eq!(read(&fixture, Section::FavouriteVideo), 2);
}

#[test]
fn chats_that_are_nested_deeper_have_all_their_messages() {
    let message = |from: &str, words: &str| {
        format!(r#"{{"Date":"2026-01-01 10:00:00","From":"{from}","Content":"{words}"}}"#)
    };
    let (one, two) = (message("ich", "mine"), message("lena", "hers"));
    let chat = |messages: &str| {
        format!(r#"{{"Direct Message":{{"Direct Messages":{{"ChatHistory":{{{messages}}}}}}}}}"#)
    };
    for (messages, others) in [
        (format!(r#""Chat History with lena:":[{one},{two}]"#), 0),
        (
            format!(
                r#""Chat History with lena:":{{"Participants":["ich","lena"],"Messages":[{one},{two}]}}"#
            ),
            1,
        ),
        (format!(r#""Chat History with lena:":{{"0":{one},"1":{two}}}"#), 0),
        (format!(r#""2026":{{"Chat History with lena:":[{one},{two}]}}"#), 0),
        (format!(r#""2026":{{"Chat History with lena:":{{"Messages":[{one},{two}]}}}}"#), 0),
        (format!(r#""lena":{{"Messages":[{one},{two}]}}"#), 0),
    ] {
        let fixture = library(&chat(&messages));
        assert_eq!(read(&fixture, Section::Message), 2, "{messages}");
        assert_eq!(read(&fixture, Section::Other), others, "{messages}");
        let rows = fixture.rows(&all(Group::Messages));
        assert_eq!(texts(&rows).len(), 2, "{messages}");
        assert!(rows.iter().all(|row| row.time.is_some()), "{messages}");
        assert_eq!(found(&fixture, "lena"), 1 + others, "{messages}");
    }
    let fixture = library(&chat(&format!(r#""Chat History with lena:":{{"m778":{one},"m779":{two}}}"#)));
    assert_eq!((read(&fixture, Section::Message), read(&fixture, Section::Other)), (2, 0));
    assert_eq!(texts(&fixture.rows(&all(Group::Messages))).len(), 2);
    assert_eq!(found(&fixture, "m778"), 1);
    let groups = format!(
        r#"{{"Direct Message":{{"Group Chat":{{"GroupChatHistory":{{"Group Chat with Group_Chat_77:":[{one},{two}]}}}}}}}}"#
    );
    let fixture = library(&groups);
    assert_eq!(read(&fixture, Section::GroupMessage), 2);
    assert_eq!(found(&fixture, "Group_Chat_77"), 1);
}

#[test]
fn a_sender_that_is_an_object_is_shown_by_name() {
    let fixture = library(
        r#"{"Direct Message":{"Direct Messages":{"ChatHistory":{"Chat History with ann:":[
            {"Date":"2026-09-01 10:00:00","From":{"id":"7","userName":"ann"},"Content":"hi"},
            {"Date":"2026-09-02 10:00:00","From":{"name":"ich"},"Content":"yo"}]}}}}"#,
    );
    let rows = fixture.rows(&all(Group::Messages));
    let senders: Vec<_> = rows.iter().map(|row| (row.text.as_deref(), row.who.as_deref())).collect();
    assert_eq!(senders, [(Some("yo"), Some("ich")), (Some("hi"), Some("ann"))]);
    assert!(original(&fixture, &rows[0]).contains("\"From\": {"));
}
