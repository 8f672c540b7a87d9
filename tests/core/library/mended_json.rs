//! JSON in which each single character of its structure is missing or doubled: it costs no more than what it belongs to.

use std::collections::BTreeMap;

use satchel_core::library::NoteKind;
use serde_json::{Value, json};

use super::in_memory::Records;

fn records(json: &str) -> (Records, Vec<NoteKind>) {
    super::in_memory::records(&[("user_data_tiktok.json", json)])
}

/// An export with lists, chats, maps, facts, and empty values.
fn export() -> Value {
    let date = |day: u32| format!("2026-01-0{day} 10:00:00");
    let rows = |row: &dyn Fn(u32) -> Value| (1..4).map(row).collect::<Vec<_>>();
    let video = |day: u32| format!("https://www.tiktokv.com/share/video/750000000000000000{day}/");
    let watched = rows(&|day| json!({"Date": date(day), "Link": video(day)}));
    let said = |name: &str, texts: [&str; 3]| {
        let message = |(day, text): (u32, &str)| {
            let from = if day == 2 { "maren" } else { name };
            json!({"Content": text, "Date": date(day), "From": from})
        };
        Value::from((1..).zip(texts).map(message).collect::<Vec<_>>())
    };
    let order = |day: u32| {
        json!({
            "Products": [{"product_name": format!("mug {day}"), "quantity": 1}, {"product_name": "tea", "quantity": 2}],
            "Receiver": {"Address": "Mill Lane 1", "Name": "Maren"},
            "order_date": date(day),
            "total_price": "12 EUR",
        })
    };
    json!({
        "Comment": {"Comments": {"CommentsList": rows(&|day| json!({"comment": format!("c {day}"), "date": date(day)}))}},
        "Direct Message": {
            "Direct Messages": {"ChatHistory": {
                "Chat History with lena:": said("lena", ["[sticker]", "so: {x}, \"y\", z", "b 3"]),
                "Chat History with noor:": said("noor", ["d 1", "d 2", "see [1], or: "]),
            }},
            "Group Chat": {"GroupChat": {"Group Chat with Group_Chat_7:": said("yuki", ["e 1", "e 2", "e 3"])}},
        },
        "Likes and Favorites": {
            "Favorite Sounds": {"FavoriteSoundList": []},
            "Like List": {"App": 0, "ItemFavoriteList": rows(&|day| json!({"date": date(day + 3), "link": video(day + 3)}))},
        },
        "Profile And Settings": {
            "Follower": {"FansList": rows(&|day| json!({"Date": date(day), "UserName": format!("user.{day}")})), "IsFastLane": true},
            "Profile Info": {"ProfileMap": {
                "PlatformInfo": [{"Name": "m", "Platform": "x"}],
                "bioDescription": "birds",
                "followerCount": 3,
                "userName": "maren",
            }},
        },
        "TikTok Shop": {"Order History": {"OrderHistories": {"501": order(1), "502": order(2)}}},
        "Your Activity": {
            "Donation": {},
            "Hashtag": {"HashtagList": null},
            "Searches": {"SearchList": rows(&|day| json!({"Date": date(day), "SearchTerm": format!("a {day}")}))},
            "Watch History": {"VideoList": watched},
        },
    })
}

/// The positions of the characters that are not part of a text.
fn structure(json: &str) -> Vec<usize> {
    let (mut is_text, mut is_escaped) = (false, false);
    let mut found = Vec::new();
    for (at, character) in json.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => {
                is_text = !is_text;
                found.push(at);
            }
            '{' | '}' | '[' | ']' | ':' | ',' if !is_text => found.push(at),
            _ => {}
        }
    }
    found
}

/// Compares what is read of a damaged export with what is read of the whole one. Returns what is wrong.
fn fault(whole: &Records, broken: &str) -> Option<String> {
    let (read, notes) = records(broken);
    let mut differences: BTreeMap<&(String, String), i32> = BTreeMap::new();
    for (direction, records) in [(-1, whole), (1, &read)] {
        for (record, count) in &records.0 {
            *differences.entry(record).or_default() += direction * count;
        }
    }
    differences.retain(|_, count| *count != 0);
    let lost: i32 = -differences.values().filter(|count| **count < 0).sum::<i32>();
    let added: i32 = differences.values().filter(|count| **count > 0).sum();
    let is_unnoted = !differences.is_empty() && notes.is_empty();
    (lost > 1 || added > lost || is_unnoted).then(|| format!("{notes:?} {differences:#?}"))
}

/// Tries each character of this export without it and with another of it.
fn try_all(json: &str) {
    let (whole, notes) = records(json);
    assert_eq!(notes, []);
    let mut faults = Vec::new();
    for at in structure(json) {
        let character = &json[at..=at];
        for (what, rest) in [("without", &json[at + 1..]), ("with another", &json[at..])] {
            let begin =
                if what == "without" { json[..at].to_owned() } else { format!("{}{character}", &json[..at]) };
            if let Some(fault) = fault(&whole, &format!("{begin}{rest}")) {
                let [from, to] =
                    [json.floor_char_boundary(at.saturating_sub(60)), json.floor_char_boundary(at + 60)];
                faults.push(format!(
                    "{what} {character} in {} ⟨{character}⟩ {}:\n{fault}",
                    &json[from..at],
                    &json[at + 1..to]
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n\n"));
}

#[test]
fn one_sign_that_is_missing_or_doubled_costs_one_record_at_most() {
    try_all(&export().to_string());
}

#[test]
fn one_sign_that_is_missing_or_doubled_on_lines_costs_one_record_at_most() {
    try_all(&serde_json::to_string_pretty(&export()).unwrap());
}

#[test]
fn a_row_without_its_brace_does_not_take_a_list_of_any_length_with_it() {
    let row =
        |at: u32| format!(r#"{{"Date":"2026-01-01 10:00:00","SearchTerm":"{at} {}"}}"#, "x".repeat(1000));
    let rows: Vec<String> = (0..17_000).map(row).collect();
    let json = format!(r#"{{"Your Activity":{{"Searches":{{"SearchList":[{}]}}}}}}"#, rows.join(","));
    let broken = json.replacen("},{", ",{", 1);
    let (read, notes) = records(&broken);
    assert_eq!((read.0.len(), notes), (rows.len(), vec![NoteKind::Irregular]));
}
