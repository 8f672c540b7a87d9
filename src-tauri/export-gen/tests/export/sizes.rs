//! Time ranges, load profiles and containers.

use std::collections::BTreeSet;
use std::io::Cursor;

use satchel_export_gen::{Container, Layout, LoadProfile, Persona, Plan};
use serde_json::Value;

use super::layouts::{at, json};
use super::{bytes, entries, plan, reader, unzipped};

#[test]
fn data_before_the_begin_is_left_out() {
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
fn a_later_export_has_the_same_people() {
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
fn some_followed_accounts_are_followers() {
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
fn containers_have_the_requested_files() {
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
    assert_eq!(outer[0].0, "Take out/TikTok_Data_1795168800.zip");
    assert_eq!(entries(Cursor::new(outer[0].1.clone())), files);
    assert_eq!(same, expected);
}

#[test]
fn a_load_profile_has_exactly_the_requested_number_of_records() {
    for records in [0, 7, 1_000, 30_003] {
        let plan = Plan::load(records);
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
        assert!(chats > 20 || records < 1_000, "only chats with messages are written");
        if records > 10_000 {
            let size = bytes.len() as u64 / records;
            assert!((140..165).contains(&size), "{size} bytes a record");
        }
    }
    let one = Some(LoadProfile { one_chat: true });
    let (bytes, expected) = bytes(&Plan { load_profile: one, ..Plan::load(1_000) });
    let export = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(at(&export, "Direct Message/Direct Messages/ChatHistory").as_object().unwrap().len(), 1);
    assert_eq!(expected.of("message"), 200);
}
