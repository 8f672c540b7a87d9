//! Rows that are in groups, lists in the place of maps, and times in two fields.

use satchel_core::library::{Group, Row, Section};

use super::{TestLibrary, all, texts};

fn library(json: &str) -> TestLibrary {
    let fixture = TestLibrary::in_zone("UTC");
    fixture.add_json("a", json);
    fixture
}

fn read(fixture: &TestLibrary, section: Section) -> u64 {
    fixture.counts_by_section("a").get(&section).map_or(0, |counts| counts.read)
}

fn time(row: &Row) -> String {
    let time = row.time.map(|time| jiff::Timestamp::from_millisecond(time).unwrap());
    time.map_or("-".to_owned(), |time| time.strftime("%Y-%m-%d %H:%M:%S").to_string())
}

fn original(fixture: &TestLibrary, row: &Row) -> String {
    fixture.library.record(row.id.parse().unwrap()).unwrap().original
}

#[test]
fn rows_in_groups_are_records_of_their_own() {
    let fixture = library(
        r#"{"Likes and Favorites":{"Favorite Videos":{"FavoriteVideoList":[
            {"Folder":"Cooking","Videos":[
                {"Date":"2026-09-01 10:00:00","Link":"https://www.tiktokv.com/share/video/7500000000000000001/"},
                {"Date":"2026-09-02 10:00:00","Link":"https://www.tiktokv.com/share/video/7500000000000000002/"}]},
            {"Folder":"Empty one","Videos":[]},
            {"Date":"2026-09-03 10:00:00","Link":"https://www.tiktokv.com/share/video/7500000000000000003/"}]}},
            "Your Activity":{"Searches":{"SearchList":[
                {"Day":"Monday","Morning":[{"Date":"2026-09-07 08:00:00","SearchTerm":"tea"}],
                    "Evening":[{"Date":"2026-09-07 20:00:00","SearchTerm":"soup"}]}]}}}"#,
    );
    assert_eq!((read(&fixture, Section::FavouriteVideo), read(&fixture, Section::Search)), (4, 2));
    let rows = fixture.rows(&all(Group::Favourites));
    let cooking: Vec<&Row> = rows.iter().filter(|row| original(&fixture, row).contains("Cooking")).collect();
    assert_eq!(cooking.len(), 2);
    for (row, (day, number)) in cooking.iter().zip([("02", 2), ("01", 1)]) {
        assert_eq!(time(row), format!("2026-09-{day} 10:00:00"));
        assert_eq!(row.item.as_deref(), Some(format!("750000000000000000{number}").as_str()));
        // Only its own video.
        assert_eq!(original(&fixture, row).matches("/share/video/").count(), 1);
    }
    assert!(rows.iter().any(|row| original(&fixture, row).contains("Empty one")));
    let searches = fixture.rows(&all(Group::Searches));
    assert_eq!(texts(&searches), ["soup", "tea"]);
    assert!(original(&fixture, &searches[0]).contains("Evening"));
    assert!(original(&fixture, &searches[1]).contains("Monday"));
}

#[test]
fn lists_in_a_record_of_its_own_stay_in_it() {
    let fixture = library(
        r#"{"TikTok Shop":{"Order History":{"OrderHistories":[{"order_date":"2026-09-01 10:00:00","order_number":"577",
            "Products":[{"product_name":"Kettle","Date":"2026-09-01 09:00:00"},{"product_name":"Cup","Date":"2026-09-01 09:00:00"}]}]}},
            "Comment":{"Comments":{"CommentsList":[{"date":"2026-09-01 10:00:00","comment":"nice","replies":[{"date":"2026-09-01 11:00:00","comment":"thanks"}]}]}}}"#,
    );
    assert_eq!((read(&fixture, Section::Order), read(&fixture, Section::Comment)), (1, 1));
    assert!(original(&fixture, &fixture.rows(&all(Group::Comments))[0]).contains("thanks"));
}

#[test]
fn live_rooms_in_a_list_have_their_comments() {
    let room = |number: &str, said: &str| {
        format!(
            r#"{{{number}"WatchTime":"2026-01-01 10:00:00","Link":"https://www.tiktok.com/live/7301",
                "Comments":[{{"CommentTime":"2026-01-01 10:00:01","CommentContent":"{said}"}}],"Questions":[]}}"#
        )
    };
    let fixture = library(&format!(
        r#"{{"TikTok Live":{{"Watch Live History":{{"WatchLiveMap":[{},{}]}}}}}}"#,
        room(r#""RoomId":"7301","#, "first"),
        room("", "second")
    ));
    assert_eq!((read(&fixture, Section::LiveWatched), read(&fixture, Section::LiveComment)), (2, 2));
    let rows = fixture.rows(&all(Group::Live));
    for words in ["first", "second"] {
        assert!(texts(&rows).contains(&words), "{words}");
    }
    // A list and a map of rooms are the same rooms.
    let map = r#"{"TikTok Live":{"Watch Live History":{"WatchLiveMap":{"7301":{"WatchTime":"2026-01-01 10:00:00",
        "Link":"https://www.tiktok.com/live/7301","Comments":[{"CommentTime":"2026-01-01 10:00:01","CommentContent":"first"}],"Questions":[]}}}}}"#;
    let fixture = library(map);
    let list = format!(
        r#"{{"TikTok Live":{{"Watch Live History":{{"WatchLiveMap":[{}]}}}}}}"#,
        room(r#""RoomId":"7301","#, "first")
    );
    let counts = fixture.add_json("b", &list);
    assert_eq!((counts.read, counts.known), (2, 2));
}

#[test]
fn the_links_of_a_post_may_be_in_a_list() {
    let post = |links: &str| {
        format!(
            r#"{{"Post":{{"Posts":{{"VideoList":[{{"Date":"2026-01-01 10:00:00","Link":{links},"Likes":"3",
                "WhoCanView":"Public","Title":"two photos"}}]}}}}}}"#
        )
    };
    let (first, second) = ("https://v16.tiktokcdn.com/a.jpg?x=1", "https://v16.tiktokcdn.com/b.jpg?x=1");
    let fixture = library(&post(&format!(r#"["{first}","{second}"]"#)));
    let row = &fixture.rows(&all(Group::Posts))[0];
    for link in [first, second] {
        assert!(original(&fixture, row).contains(&format!("\"{link}\"")), "{}", original(&fixture, row));
    }
    let counts = fixture.add_json("b", &post(&format!("\"{first}\\n{second}\"")));
    assert_eq!((counts.read, counts.known), (1, 1));
}

#[test]
fn a_day_and_a_time_of_day_in_two_fields_are_one_time() {
    for (fields, expected) in [
        (r#""Date":"2026-09-01","Time":"23:10:01""#, "2026-09-01 23:10:01"),
        (r#""Time":"23:10:01","Date":"2026-09-01""#, "2026-09-01 23:10:01"),
        (r#""Date":"01.09.2026","Time":"23:10""#, "2026-09-01 23:10:00"),
        (r#""Date":"2026-09-01","Hour":"11:10:01 PM""#, "2026-09-01 23:10:01"),
        (r#""date":"2026-09-01","clock":"23:10:01 UTC""#, "2026-09-01 23:10:01"),
        (r#""Date":"2026-09-01","Time":"N/A""#, "2026-09-01 00:00:00"),
        (r#""Date":"2026-09-01","Title":"at 10:30""#, "2026-09-01 00:00:00"),
        // The text of a record is no time of day.
        (r#""Date":"2026-09-01 08:00:00","Time":"23:10:01""#, "2026-09-01 08:00:00"),
    ] {
        let fixture = library(&format!(
            r#"{{"Your Activity":{{"Watch History":{{"VideoList":[{{{fields},
                "Link":"https://www.tiktokv.com/share/video/7500000000000000001/"}}]}}}}}}"#
        ));
        assert_eq!(read(&fixture, Section::Watch), 1);
        let row = &fixture.rows(&all(Group::Watch))[0];
        assert_eq!(time(row), expected, "{fields}");
        assert!(
            original(&fixture, row).contains(fields.split(',').next().unwrap().split(':').next().unwrap())
        );
    }
    let fixture = library(
        r#"{"Your Activity":{"Searches":{"SearchList":[{"Date":"08/09/2026","Time":"10:00:00","SearchTerm":"b"},{"Date":"31/08/2026","Time":"10:00:00","SearchTerm":"c"},
            {"Date":"2026-09-01","SearchTerm":"10:30"}]}}}"#,
    );
    let rows = fixture.rows(&all(Group::Searches));
    let found: Vec<_> = rows.iter().map(|row| (row.text.clone().unwrap(), time(row))).collect();
    let expected =
        [("b", "2026-09-08 10:00:00"), ("10:30", "2026-09-01 00:00:00"), ("c", "2026-08-31 10:00:00")];
    assert_eq!(found, expected.map(|(text, time)| (text.to_owned(), time.to_owned())));
    let text = "Date: 2026-09-01\nTime: 23:10:01\nSearch Term: cats\n\nDate: 2026-09-02\nTime: 1:10:01 AM\nSearch Term: dogs\n";
    let fixture = TestLibrary::in_zone("UTC");
    fixture.add_files("a", &[("TikTok/Your Activity/Searches.txt", text)]);
    let rows = fixture.rows(&all(Group::Searches));
    assert_eq!(texts(&rows), ["dogs", "cats"]);
    assert_eq!([time(&rows[0]), time(&rows[1])], ["2026-09-02 01:10:01", "2026-09-01 23:10:01"]);
}

#[test]
fn comments_places_and_addresses_are_the_same_with_other_fields() {
    let fixture = library(
        r#"{"Comment":{"Comments":{"CommentsList":[{"date":"2026-09-02 10:00:00","comment":"","photo":"N/A","sticker":"https://p16.tiktokcdn.com/s.webp"}]}},
            "Your Activity":{"Most Recent Location Data":{"LocationData":[{"Date":"2026-09-02 10:00:00","GpsData":"N/A","LastRegion":"DE"}]}},
            "TikTok Shop":{"Saved Address Information":{"SavedAddress":[{"receiver_name":"A","masked_phone_number":"+49***1","adress_info":"Street 1"}]}}}"#,
    );
    let counts = fixture.add_json(
        "b",
        r#"{"Comment":{"Comments":{"CommentsList":[{"date":"2026-09-02 10:00:00","comment":"","photo":"N/A","originalPostUrl":"https://www.tiktokv.com/share/video/7500000000000000010/"}]}},
            "Your Activity":{"Most Recent Location Data":{"LocationData":[{"Date":"2026-09-02 10:00:00","GpsData":"N/A","LastRegion":"DE","City":"Berlin"}]}},
            "TikTok Shop":{"Saved Address Information":{"SavedAddress":[{"receiver_name":"A","masked_phone_number":"+49***1","adress_info":"Street 1","is_default":true}]}}}"#,
    );
    assert_eq!((counts.read, counts.known), (3, 3));
}

#[test]
fn times_and_links_in_objects_are_read() {
    let sound = "https://m.tiktok.com/h5/share/music/7100000000000000001.html";
    for date in [
        r#"{"date":"2026-09-01","time":"11:12:13"}"#,
        r#"{"value":"2026-09-01 11:12:13"}"#,
        r#"{"$date":"2026-09-01T11:12:13Z"}"#,
        r#"{"seconds":1788261133}"#,
        r#"["2026-09-01 11:12:13"]"#,
    ] {
        for link in [format!("\"{sound}\""), format!(r#"{{"url":"{sound}"}}"#), format!(r#"["{sound}"]"#)] {
            let fixture = library(&format!(
                r#"{{"Likes and Favorites":{{"Favorite Sounds":{{"FavoriteSoundList":[{{"Date":{date},"Link":{link}}}]}}}}}}"#
            ));
            let row = &fixture.rows(&all(Group::Favourites))[0];
            assert_eq!(time(row), "2026-09-01 11:12:13", "{date}");
            assert_eq!(row.item.as_deref(), Some("7100000000000000001"), "{link}");
        }
    }
}
