//! The generated activity: size, distribution over time, and consistency between lists.

use std::collections::BTreeSet;
use std::io::Cursor;

use satchel_export_gen::Category;
use satchel_export_gen::{Expected, Persona, Plan, write_zip};
use serde_json::Value;

use super::{END, bytes, plan};

fn json(plan: &Plan) -> (Value, Expected, String) {
    let (bytes, expected) = bytes(plan);
    let text = String::from_utf8(bytes).unwrap();
    (serde_json::from_str(&text).unwrap(), expected, text)
}

fn rows<'a>(export: &'a Value, path: &[&str]) -> &'a Vec<Value> {
    path.iter().fold(export, |value, key| &value[*key]).as_array().unwrap()
}

const WATCHED: [&str; 3] = ["Your Activity", "Watch History", "VideoList"];
const LIKED: [&str; 3] = ["Likes and Favorites", "Like List", "ItemFavoriteList"];

#[test]
fn the_same_plan_gives_the_same_bytes() {
    let zip = |plan: &Plan| {
        let mut bytes = Cursor::new(Vec::new());
        write_zip(plan, &mut bytes).unwrap();
        bytes.into_inner()
    };
    let same = zip(&plan(2_000));
    assert_eq!(zip(&plan(2_000)), same);
    assert_ne!(zip(&Plan { seed: 8, ..plan(2_000) }), same);
    assert_ne!(zip(&Plan { persona: "jonas", ..plan(2_000) }), same);
}

#[test]
fn the_size_is_close_to_the_requested_one() {
    for records in [3_000, 20_000, 60_000] {
        let (_, counts, _) = json(&plan(records));
        assert!(
            (records * 8 / 10..records * 12 / 10).contains(&counts.total()),
            "{records}: {}",
            counts.total()
        );
    }
}

#[test]
fn lists_are_newest_first_and_end_with_the_export() {
    let (export, _, _) = json(&plan(5_000));
    for (path, key) in [
        (&WATCHED[..], "Date"),
        (&LIKED, "date"),
        (&["Your Activity", "Searches", "SearchList"], "Date"),
        (&["Your Activity", "Login History", "LoginHistoryList"], "Date"),
        (&["Profile And Settings", "Follower", "FansList"], "Date"),
        (&["Post", "Posts", "VideoList"], "Date"),
    ] {
        let dates: Vec<&str> = rows(&export, path).iter().map(|row| row[key].as_str().unwrap()).collect();
        assert!(dates.is_sorted_by(|a, b| a >= b), "{path:?}");
        assert!(dates[0] <= "2026-11-20 10:00:00", "{path:?}");
    }
    let chats = export["Direct Message"]["Direct Messages"]["ChatHistory"].as_object().unwrap();
    assert_eq!(chats.len(), 13);
    for chat in chats.values() {
        let dates: Vec<&str> =
            chat.as_array().unwrap().iter().map(|row| row["Date"].as_str().unwrap()).collect();
        assert!(dates.is_sorted_by(|a, b| a >= b));
    }
}

fn id(link: &str) -> i64 {
    link.trim_end_matches('/').rsplit('/').next().unwrap().parse().unwrap()
}

#[test]
fn liked_videos_were_watched_after_they_were_uploaded() {
    let (export, _, _) = json(&plan(5_000));
    let watched: BTreeSet<&str> =
        rows(&export, &WATCHED).iter().map(|row| row["Link"].as_str().unwrap()).collect();
    for (list, key) in [
        (&LIKED[..], "link"),
        (&["Likes and Favorites", "Favorite Videos", "FavoriteVideoList"], "Link"),
        (&["Your Activity", "Share History", "ShareHistoryList"], "Link"),
    ] {
        let links: Vec<&str> = rows(&export, list).iter().map(|row| row[key].as_str().unwrap()).collect();
        assert!(links.len() > 10 && links.iter().all(|link| watched.contains(link)), "{list:?}");
    }
    for row in rows(&export, &WATCHED) {
        let uploaded = jiff::Timestamp::from_second(id(row["Link"].as_str().unwrap()) >> 32).unwrap();
        let uploaded = uploaded.strftime("%Y-%m-%d %H:%M:%S").to_string();
        assert!(*uploaded < *row["Date"].as_str().unwrap() && *uploaded > *"2018");
    }
}

#[test]
fn activity_varies_by_hour_and_day() {
    let (export, _, _) = json(&plan(40_000));
    let mut hours = [0_u32; 24];
    let mut days = BTreeSet::new();
    for row in rows(&export, &WATCHED) {
        let date = row["Date"].as_str().unwrap();
        hours[date[11..13].parse::<usize>().unwrap()] += 1;
        days.insert(&date[..10]);
    }
    assert!(hours[20] > 10 * hours[3].max(1), "{hours:?}");
    // Three years with days without activity, and a pause of some months.
    let longest = days.iter().zip(days.iter().skip(1)).map(|(a, b)| {
        let day = |date: &str| date.parse::<jiff::civil::Date>().unwrap();
        (day(b) - day(a)).get_days()
    });
    assert!(longest.max().unwrap() > 80);
    assert!((780..980).contains(&days.len()), "{}", days.len());
}

#[test]
fn a_later_export_repeats_the_common_days() {
    let links = |end: &str| -> Vec<String> {
        let (export, _, _) = json(&Plan { end: end.parse().unwrap(), ..plan(20_000) });
        rows(&export, &WATCHED).iter().map(|row| format!("{}{}", row["Date"], row["Link"])).collect()
    };
    let earlier = links(END);
    let later = links("2026-11-30T21:00:00Z");
    let both: BTreeSet<&String> = later.iter().collect();
    let kept = earlier.iter().filter(|row| both.contains(row)).count();
    assert!(kept < earlier.len(), "the oldest days are not in the later export");
    assert!(kept > earlier.len() * 95 / 100);
    assert!(later.iter().any(|row| row.contains("2026-11-29")));
}

#[test]
fn logins_only_have_documentation_addresses() {
    let (export, _, _) = json(&plan(20_000));
    let logins = rows(&export, &["Your Activity", "Login History", "LoginHistoryList"]);
    assert!(logins.len() > 100);
    for row in logins {
        let ip = row["IP"].as_str().unwrap();
        assert!(["192.0.2.", "198.51.100.", "2001:db8:"].iter().any(|range| ip.starts_with(range)), "{ip}");
        ip.parse::<std::net::IpAddr>().unwrap();
    }
}

#[test]
fn the_profile_matches_the_lists() {
    for persona in &Persona::ALL {
        let (export, _, _) = json(&Plan { persona: persona.id, ..plan(2_000) });
        let profile = &export["Profile And Settings"];
        let map = &profile["Profile Info"]["ProfileMap"];
        assert_eq!(map["userName"], persona.user_name);
        assert_eq!(map["followerCount"], rows(profile, &["Follower", "FansList"]).len());
        assert_eq!(map["followingCount"], rows(profile, &["Following", "Following"]).len());
        assert_eq!(rows(&export, &["Post", "Posts", "VideoList"]).len(), persona.posts as usize);
    }
}

#[test]
fn a_partial_export_only_has_the_requested_groups() {
    for (category, group) in [
        (Category::Activity, "Your Activity"),
        (Category::Video, "Post"),
        (Category::Profile, "Profile And Settings"),
        (Category::DirectMessage, "Direct Message"),
    ] {
        let (export, _, _) = json(&Plan { categories: vec![category], ..plan(1_000) });
        assert_eq!(export.as_object().unwrap().keys().collect::<Vec<_>>(), [group]);
    }
}

#[test]
fn an_empty_export_has_no_records() {
    let (_, counts, text) = json(&Plan { is_empty: true, ..plan(1_000) });
    assert_eq!(counts.total(), 0);
    for nothing in ["null", "[]", "{}"] {
        assert!(text.contains(nothing));
    }
}

#[test]
fn the_first_persona_has_data_for_every_view() {
    let (export, expected, text) = json(&plan(20_000));
    let scripts: [fn(char) -> bool; 4] = [
        |letter| ('\u{600}'..'\u{700}').contains(&letter),
        |letter| ('\u{3040}'..'\u{3100}').contains(&letter),
        |letter| ('\u{ac00}'..'\u{d7a4}').contains(&letter),
        |letter| "ąęłśćż".contains(letter),
    ];
    let chats = export["Direct Message"]["Direct Messages"]["ChatHistory"].to_string();
    assert!(scripts.iter().all(|script| chats.chars().filter(|letter| script(*letter)).count() > 50));
    assert!(chats.contains("[sticker]") && chats.contains("https://www.tiktokv.com/share/video/"));
    let logins = rows(&export, &["Your Activity", "Login History", "LoginHistoryList"]);
    let devices: BTreeSet<&str> = logins.iter().map(|row| row["DeviceModel"].as_str().unwrap()).collect();
    assert_eq!(devices.len(), 3);
    let searches = rows(&export, &["Your Activity", "Searches", "SearchList"]);
    let snow = searches.iter().filter(|row| row["SearchTerm"] == "first snow berlin").count();
    assert!(snow > 5, "{snow}");
    let again = searches.windows(2).filter(|two| two[0]["SearchTerm"] == two[1]["SearchTerm"]).count();
    assert!(again > searches.len() / 20, "repeated within seconds");
    let posts = rows(&export, &["Post", "Posts", "VideoList"]);
    assert!(posts.iter().any(|post| post["Link"].as_str().unwrap().lines().count() > 3));
    let seen = [
        "groupMessage",
        "tako",
        "liveWatched",
        "liveComment",
        "liveQuestion",
        "liveHosted",
        "order",
        "coin",
        "transaction",
        "offTiktok",
        "adInterest",
        "adVisit",
        "comment",
        "favouriteVideo",
        "favouriteSound",
        "favouriteHashtag",
        "favouriteEffect",
        "favouriteCollection",
        "favouriteComment",
        "repost",
        "shopMessage",
    ];
    for section in seen {
        assert!(expected.of(section) > 1, "{section}");
    }
    assert!(text.contains("\"-1\": {"), "a room without an id");
}
