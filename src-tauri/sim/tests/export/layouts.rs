//! The JSON layouts, and what surrounds them in a zip.

use std::collections::BTreeSet;
use std::io::Cursor;

use satchel_sim::Category;
use satchel_sim::export::{Container, Layout, Persona, Plan};
use serde_json::Value;

use super::{bytes, entries, plan, reader, unzipped};

const JSON: [Layout; 6] = [Layout::V1, Layout::V2, Layout::V3, Layout::V4, Layout::V5, Layout::V6];

fn json(plan: &Plan) -> Value {
    serde_json::from_slice(&bytes(plan).0).unwrap()
}

fn at<'a>(export: &'a Value, path: &str) -> &'a Value {
    path.split('/').fold(export, |value, key| value.get(key).unwrap_or_else(|| panic!("{path}: no {key}")))
}

#[test]
fn a_reader_finds_what_is_expected() {
    for layout in JSON {
        for records in [0, 300, 6_000] {
            let plan = Plan { layout, ..plan(records) };
            let (bytes, expected) = bytes(&plan);
            let export = serde_json::from_slice(&bytes).unwrap();
            assert_eq!(reader::read(&[export]), expected, "{layout} {records}");
            assert_eq!(unzipped(&plan).1, expected);
        }
    }
}

#[test]
fn each_version_has_its_groups() {
    for (layout, groups) in [
        (Layout::V1, "Activity|Ads and data|App Settings|Comment|Direct Messages|Profile|Video"),
        (
            Layout::V2,
            "Activity|Ads and data|App Settings|Comment|Direct Messages|Profile|Tiktok Live|Tiktok Shopping|Video",
        ),
        (
            Layout::V3,
            "Activity|Ads and data|App Settings|Comment|Direct Messages|Income Plus Wallet Transactions|\
             Poi Review|Profile|Tiktok Live|Tiktok Shopping|Video",
        ),
        (
            Layout::V4,
            "Ads and data|App Settings|Comment|Direct Message|Income Plus Wallet Transactions|Location Review|\
             Post|Profile|TikTok Shop|Tiktok Live|Your Activity",
        ),
        (
            Layout::V5,
            "Comment|Direct Message|Income+ Wallet|Likes and Favorites|Location Review|Post|\
             Profile And Settings|TikTok Live|TikTok Shop|Your Activity",
        ),
        (
            Layout::V6,
            "Comment|Direct Message|Income+ Wallet|Likes and Favorites|Location Review|Post|\
             Profile And Settings|TikTok Live|TikTok Shop|Your Activity",
        ),
    ] {
        let export = json(&Plan { layout, ..plan(1_000) });
        let keys: Vec<&str> = export.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys.join("|"), groups, "{layout}");
        // serde_json sorts keys and indents by two spaces: the text must be what it would write.
        let text = String::from_utf8(bytes(&Plan { layout, ..plan(1_000) }).0).unwrap();
        assert!(text.trim_end() == serde_json::to_string_pretty(&export).unwrap(), "{layout}");
    }
}

#[test]
fn fields_are_spelt_as_their_version_did() {
    for (layout, path, keys) in [
        (Layout::V1, "Activity/Video Browsing History/VideoList/0", "Date VideoLink"),
        (Layout::V1, "Activity/Like List/ItemFavoriteList/0", "Date VideoLink"),
        (Layout::V1, "Activity/Favorite Videos/FavoriteVideoList/0", "Date Link"),
        (Layout::V1, "Activity/Status", "AppVersion Clientudid GAid Idfa OpenUdid Resolution"),
        (Layout::V1, "Comment/Comments/CommentsList/0", "Comment Date"),
        (Layout::V1, "Video/Videos/VideoList/0", "Date Likes VideoLink"),
        (Layout::V2, "Activity/Like List/ItemFavoriteList/0", "Date Link"),
        (
            Layout::V2,
            "Ads and data/Usage Data From Third-Party Apps And Websites/UsageDataList/0",
            "Event Source TimeStamp",
        ),
        (Layout::V3, "Activity/Like List/ItemFavoriteList/0", "date link"),
        (Layout::V3, "Activity/Like List", "App ItemFavoriteList"),
        (Layout::V3, "Activity/Follower List", "App FansList IsFastLane"),
        (Layout::V3, "Comment/Comments/CommentsList/0", "comment date photo url"),
        (Layout::V4, "Your Activity/Watch History/VideoList/0", "Date Link"),
        (Layout::V5, "Likes and Favorites/Like List/ItemFavoriteList/0", "date link"),
        (Layout::V6, "Your Activity/Watch History/VideoList/0", "Date Link Title"),
        (Layout::V6, "Direct Message/Tako Chat History/TakoChatHistoryList/0", "Chat Title Messages"),
        (
            Layout::V6,
            "Comment/Comments/CommentsList/0",
            "comment date original post link originalPostUrl photo sticker video",
        ),
    ] {
        let export = json(&Plan { layout, ..plan(3_000) });
        let value = path.split('/').fold(&export, |value, key| match key.parse::<usize>() {
            Ok(index) => &value[index],
            Err(_) => &value[key],
        });
        let found: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(found.join(" "), keys, "{layout} {path}");
    }
    let newest = json(&plan(3_000));
    assert!(at(&newest, "Comment/Comments/CommentsList")[0]["date"].as_str().unwrap().ends_with(" UTC"));
    let watched = at(&newest, "Your Activity/Watch History/VideoList").as_array().unwrap();
    let titled = watched.iter().filter(|row| row["Title"] != "").count();
    assert!((watched.len() / 7..watched.len() / 3).contains(&titled), "about one in five has a title");
    assert_eq!(
        at(&newest, "Your Activity/Off TikTok Activity"),
        at(&newest, "Profile And Settings/Off TikTok Activity"),
    );
}

/// Values of these keys of each row, whatever their spelling.
fn set(export: &Value, path: &str, keys: &[&str]) -> BTreeSet<Vec<String>> {
    let rows = at(export, path).as_array().unwrap();
    let cell = |row: &Value, key: &str| {
        let row = row.as_object().unwrap();
        let found = row.iter().find(|(name, _)| name.to_lowercase().trim_start_matches("video") == key);
        found.unwrap().1.as_str().unwrap().trim_end_matches(" UTC").to_owned()
    };
    rows.iter().map(|row| keys.iter().map(|key| cell(row, key)).collect()).collect()
}

#[test]
fn the_same_life_has_the_same_records_in_every_layout() {
    let old = json(&Plan { layout: Layout::V1, ..plan(3_000) });
    let new = json(&plan(3_000));
    for (before, since, keys) in [
        (
            "Activity/Video Browsing History/VideoList",
            "Your Activity/Watch History/VideoList",
            &["date", "link"][..],
        ),
        (
            "Activity/Like List/ItemFavoriteList",
            "Likes and Favorites/Like List/ItemFavoriteList",
            &["date", "link"],
        ),
        (
            "Activity/Favorite Videos/FavoriteVideoList",
            "Likes and Favorites/Favorite Videos/FavoriteVideoList",
            &["date", "link"],
        ),
        ("Activity/Search History/SearchList", "Your Activity/Searches/SearchList", &["date", "searchterm"]),
        (
            "Activity/Share History/ShareHistoryList",
            "Your Activity/Share History/ShareHistoryList",
            &["date", "link", "method"],
        ),
        ("Activity/Follower List/FansList", "Profile And Settings/Follower/FansList", &["date", "username"]),
        (
            "Activity/Following List/Following",
            "Profile And Settings/Following/Following",
            &["date", "username"],
        ),
        (
            "Activity/Login History/LoginHistoryList",
            "Your Activity/Login History/LoginHistoryList",
            &["date", "ip"],
        ),
        ("Comment/Comments/CommentsList", "Comment/Comments/CommentsList", &["date", "comment"]),
        ("Video/Videos/VideoList", "Post/Posts/VideoList", &["date", "link"]),
    ] {
        assert_eq!(set(&old, before, keys), set(&new, since, keys), "{since}");
    }
    assert_eq!(
        at(&old, "Direct Messages/Chat History/ChatHistory"),
        at(&new, "Direct Message/Direct Messages/ChatHistory")
    );
}

#[test]
fn what_is_too_old_is_left_out() {
    let all = json(&plan(5_000));
    let begin = "2026-06-01T00:00:00Z".parse().unwrap();
    let some = json(&Plan { begin: Some(begin), ..plan(5_000) });
    for path in [
        "Your Activity/Watch History/VideoList",
        "Profile And Settings/Follower/FansList",
        "Post/Posts/VideoList",
    ] {
        let rows = |export| at(export, path).as_array().unwrap().clone();
        let recent: Vec<Value> =
            rows(&all).into_iter().filter(|row| row["Date"].as_str().unwrap() >= "2026-06-01").collect();
        assert!(recent.len() < rows(&all).len());
        assert_eq!(rows(&some), recent, "{path}");
    }
    let orders = at(&some, "TikTok Shop/Order History/OrderHistories").as_object().unwrap();
    assert!(!orders.is_empty() && orders.len() < 5);
}

#[test]
fn a_later_export_has_the_same_people_again() {
    let names = |end: &str, path: &str| -> BTreeSet<String> {
        let export = json(&Plan { end: end.parse().unwrap(), ..plan(20_000) });
        at(&export, path).as_array().unwrap().iter().map(Value::to_string).collect()
    };
    for path in ["Profile And Settings/Follower/FansList", "Post/Posts/VideoList"] {
        let (earlier, later) = (names("2026-11-20T10:00:00Z", path), names("2027-01-20T10:00:00Z", path));
        let both = earlier.intersection(&later).count();
        assert!(both < earlier.len() && both > earlier.len() * 8 / 10, "{path}: {both} of {}", earlier.len());
    }
}

#[test]
fn some_follow_each_other() {
    for persona in &Persona::ALL {
        let export = json(&Plan { persona: persona.id, ..plan(20_000) });
        let names = |path: &str| -> Vec<String> {
            at(&export, path).as_array().unwrap().iter().map(|row| row["UserName"].to_string()).collect()
        };
        let fans = names("Profile And Settings/Follower/FansList");
        let followed = names("Profile And Settings/Following/Following");
        let mutual = followed.iter().filter(|name| fans.contains(name)).count();
        assert!((followed.len() / 6..followed.len() * 2 / 3).contains(&mutual), "{mutual}");
        assert_eq!(fans.iter().collect::<BTreeSet<_>>().len(), fans.len());
    }
}

#[test]
fn a_zip_has_around_it_what_was_asked_for() {
    let names = |plan: &Plan| unzipped(plan).0.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(&Plan { layout: Layout::V2, ..plan(100) }), ["user_data.json"]);
    assert_eq!(names(&Plan { layout: Layout::V3, ..plan(100) }), ["user_data_tiktok.json"]);
    let container = Container { folder: Some("Take out"), lemon8: true, nested: false, junk: true };
    let (files, expected) = unzipped(&Plan { container, ..plan(100) });
    assert_eq!(
        files.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        [
            "Take out/user_data_tiktok.json",
            "Take out/user_data_lemon8.json",
            "__MACOSX/Take out/._user_data_tiktok.json",
            "Take out/.DS_Store"
        ]
    );
    let documents: Vec<Value> =
        files[..2].iter().map(|(_, bytes)| serde_json::from_slice(bytes).unwrap()).collect();
    assert_eq!(reader::read(&documents), expected);
    let nested = Container { nested: true, ..container };
    let (outer, same) = unzipped(&Plan { container: nested, ..plan(100) });
    assert_eq!(outer.len(), 1);
    assert!(outer[0].0.ends_with(".zip"));
    assert_eq!(entries(Cursor::new(outer[0].1.clone())), files);
    assert_eq!(same, expected);
}

#[test]
fn a_partial_export_of_an_old_version_has_the_asked_sections_alone() {
    let categories = vec![Category::Profile];
    let (bytes, expected) = bytes(&Plan { layout: Layout::V4, categories, ..plan(1_000) });
    let export = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(reader::read(&[export]), expected);
    let sections: Vec<&str> = expected.sections.keys().copied().collect();
    assert_eq!(sections, ["follower", "following", "profile", "technical"]);
}

#[test]
fn the_bench_account_has_exactly_what_was_asked() {
    for records in [0, 7, 1_000, 30_003] {
        let plan = Plan::bench(records);
        let (bytes, expected) = bytes(&plan);
        let fifth = records / 5;
        assert_eq!(
            [expected.of("watch"), expected.of("like"), expected.of("message")],
            [fifth * 3, fifth, records - fifth * 4]
        );
        assert_eq!(expected.total(), records);
        let export = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(reader::read(std::slice::from_ref(&export)), expected);
        let chats = at(&export, "Direct Message/Direct Messages/ChatHistory").as_object().unwrap().len();
        assert!(chats > 20);
        if records > 10_000 {
            let size = bytes.len() as u64 / records;
            assert!((140..165).contains(&size), "{size} bytes a record");
        }
    }
    let one = Some(satchel_sim::export::Bench { one_chat: true });
    let (bytes, expected) = bytes(&Plan { bench: one, ..Plan::bench(1_000) });
    let export = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(at(&export, "Direct Message/Direct Messages/ChatHistory").as_object().unwrap().len(), 1);
    assert_eq!(expected.of("message"), 200);
}
