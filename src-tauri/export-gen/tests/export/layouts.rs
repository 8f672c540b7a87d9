//! JSON layouts.

use std::collections::BTreeSet;

use satchel_export_gen::Category;
use satchel_export_gen::{Layout, Plan};
use serde_json::Value;

use super::{bytes, plan, reader, unzipped};

const JSON: [Layout; 6] = [Layout::V1, Layout::V2, Layout::V3, Layout::V4, Layout::V5, Layout::V6];

pub(super) fn json(plan: &Plan) -> Value {
    serde_json::from_slice(&bytes(plan).0).unwrap()
}

pub(super) fn at<'a>(export: &'a Value, path: &str) -> &'a Value {
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
        // serde_json sorts keys and indents by two spaces, too.
        let text = String::from_utf8(bytes(&Plan { layout, ..plan(1_000) }).0).unwrap();
        assert!(text.trim_end() == serde_json::to_string_pretty(&export).unwrap(), "{layout}");
    }
}

#[test]
fn fields_have_the_names_of_their_version() {
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

/// The values of these keys in each row, ignoring their spelling.
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
fn the_same_plan_has_the_same_records_in_every_layout() {
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
fn a_partial_export_of_an_old_version_only_has_the_requested_sections() {
    let categories = vec![Category::Profile];
    let (bytes, expected) = bytes(&Plan { layout: Layout::V4, categories, ..plan(1_000) });
    let export = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(reader::read(&[export]), expected);
    let sections: Vec<&str> = expected.sections.keys().copied().collect();
    assert_eq!(sections, ["follower", "following", "profile", "technical"]);
}
