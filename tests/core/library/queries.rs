//! Lists, searches and exports return exact results.

use std::collections::{BTreeMap, HashSet};

use satchel_core::library::{Filter, Found, Group, ListQuery, Order, Row, RowFormat, SearchQuery, Section};
use satchel_export_gen::{Layout, LoadProfile, Plan, Quirk};

use super::{TestLibrary, all, only, plan, texts};

fn search(fixture: &TestLibrary, text: &str) -> Found {
    fixture.library.search(&SearchQuery { text: text.into(), group: None }).unwrap()
}

#[test]
fn positions_match_rows_in_both_orders() {
    let fixture = TestLibrary::new();
    fixture.add("a", &Plan { quirks: vec![Quirk::NoDates, Quirk::SameSecond], ..plan(Layout::V6) });
    for group in [Group::Watch, Group::Likes, Group::Favourites, Group::People, Group::Searches] {
        for order in [Order::Newest, Order::Oldest] {
            let query = ListQuery { order, ..all(group) };
            let outline = fixture.library.outline(&query).unwrap();
            let rows = fixture.rows(&query);
            assert_eq!(rows.len() as u64, outline.total);
            assert_eq!(
                rows.iter().map(|row| &row.id).collect::<HashSet<_>>().len(),
                rows.len(),
                "each record occurs once"
            );
            let dated: Vec<i64> = rows.iter().filter_map(|row| row.time).collect();
            assert_eq!((rows.len() - dated.len()) as u64, outline.undated);
            assert!(
                rows[dated.len()..].iter().all(|row| row.time.is_none()),
                "records without a time are last"
            );
            let is_sorted =
                if order == Order::Newest { dated.is_sorted_by(|a, b| a >= b) } else { dated.is_sorted() };
            assert!(is_sorted, "{group:?} {order:?}");
            assert_eq!(outline.days.iter().map(|day| day.count).sum::<u64>(), dated.len() as u64);
            for (position, row) in rows.iter().enumerate().step_by(37) {
                let found = fixture.library.position(&query, row.id.parse().unwrap()).unwrap().unwrap();
                assert_eq!(found, position as u64, "{group:?} {order:?}");
            }
        }
    }
}

#[test]
fn days_are_in_the_local_time_zone() {
    for zone in ["Asia/Kathmandu", "America/Los_Angeles", "UTC"] {
        let fixture = TestLibrary::in_zone(zone);
        fixture.add("a", &plan(Layout::V6));
        let zone = jiff::tz::TimeZone::get(zone).unwrap();
        let mut days: BTreeMap<String, u64> = BTreeMap::new();
        for row in fixture.rows(&all(Group::Watch)) {
            let time = jiff::Timestamp::from_millisecond(row.time.unwrap()).unwrap();
            *days.entry(time.to_zoned(zone.clone()).date().to_string()).or_default() += 1;
        }
        let outline = fixture.library.outline(&all(Group::Watch)).unwrap();
        let listed: BTreeMap<String, u64> =
            outline.days.into_iter().map(|day| (day.day, day.count)).collect();
        assert_eq!(listed, days);
        let (day, count) = days.iter().nth(days.len() / 2).unwrap();
        let filter = Filter { from: Some(day.clone()), to: Some(day.clone()), ..Filter::default() };
        assert_eq!(fixture.library.outline(&only(Group::Watch, filter)).unwrap().total, *count);
    }
}

#[test]
fn filters_match_exactly() {
    let fixture = TestLibrary::new();
    fixture.add("a", &plan(Layout::V6));
    let every = fixture.rows(&all(Group::Watch));
    let titled = fixture.rows(&only(Group::Watch, Filter { titled: true, ..Filter::default() }));
    assert_eq!(titled.len(), every.iter().filter(|row| row.text.is_some()).count());
    assert!(!titled.is_empty());
    let repeated = fixture.rows(&only(Group::Watch, Filter { repeated: true, ..Filter::default() }));
    let mut times: BTreeMap<&str, u64> = BTreeMap::new();
    for row in &every {
        *times.entry(row.item.as_deref().unwrap()).or_default() += 1;
    }
    assert_eq!(repeated.len() as u64, times.values().filter(|n| **n > 1).sum::<u64>());
    assert!(every.iter().all(|row| row.times.unwrap_or(1) == times[row.item.as_deref().unwrap()]));
    let word = titled[0].text.as_deref().unwrap().split_whitespace().next().unwrap().to_owned();
    let found = fixture.rows(&only(Group::Watch, Filter { text: word.clone(), ..Filter::default() }));
    let has = |text: &&str| text.to_lowercase().contains(&word.to_lowercase());
    assert_eq!(found.len(), texts(&every).into_iter().filter(has).count());
    let item = every[3].item.clone().unwrap();
    let by_number = fixture.rows(&only(Group::Watch, Filter { text: item.clone(), ..Filter::default() }));
    assert!(!by_number.is_empty() && by_number.iter().all(|row| row.item.as_ref() == Some(&item)));
    let link = format!("https://www.tiktokv.com/share/video/{item}/");
    let by_link = fixture.rows(&only(Group::Watch, Filter { text: link, ..Filter::default() }));
    assert_eq!(by_link.len(), by_number.len());
    let favourites = fixture.rows(&all(Group::Favourites));
    let sounds = Filter { sections: vec![Section::FavouriteSound], ..Filter::default() };
    let sounds = fixture.rows(&only(Group::Favourites, sounds));
    assert_eq!(sounds.len(), favourites.iter().filter(|row| row.section == Section::FavouriteSound).count());
    assert!(sounds.len() < favourites.len());
    let most = fixture.rows(&ListQuery { order: Order::Times, ..all(Group::Searches) });
    assert!(
        most.is_sorted_by(|a, b| a.times.unwrap_or(1) >= b.times.unwrap_or(1)) && most[0].times > Some(1)
    );
}

const WORDS: &str = r#"{"Direct Message":{"Direct Messages":{"ChatHistory":{
  "Chat History with Noor:":[
    {"Date":"2026-01-05 10:00:00","From":"Noor","Content":"Die Straße nach Łódź"},
    {"Date":"2026-01-04 10:00:00","From":"me","Content":"お手紙ありがとう"},
    {"Date":"2026-01-03 10:00:00","From":"Noor","Content":"สวัสดีครับ"},
    {"Date":"2025-06-01 10:00:00","From":"me","Content":"bring a lantern, the real kind"}],
  "Chat History with Mum:":[
    {"Date":"2024-02-29 23:30:00","From":"Mum","Content":"lanterns everywhere"},
    {"Date":"2024-02-28 10:00:00","From":"me","Content":"https://www.tiktokv.com/share/video/7571866413000000005/"}]}}},
 "Your Activity":{"Searches":{"SearchList":[
    {"Date":"2026-02-01 10:00:00","SearchTerm":"paper lantern tutorial"},
    {"Date":"2026-02-02 10:00:00","SearchTerm":"paper lantern tutorial"}]},
  "Login History":{"LoginHistoryList":[{"Date":"2026-03-01 10:00:00","IP":"203.0.113.9","DeviceModel":"Pixel 9","DeviceSystem":"Android 16","NetworkType":"Wi-Fi","Carrier":""}]}}}"#;

#[test]
fn search_finds_words_substrings_and_unsegmented_scripts() {
    let fixture = TestLibrary::new();
    fixture.add_json("a", WORDS);
    for (text, total) in [
        ("lantern", 4),
        ("LANTERN", 4),
        ("anter", 4),
        ("lantern real", 1),
        ("\"real kind\"", 1),
        ("\"kind real\"", 0),
        ("strasse", 1),
        ("lodz", 1),
        ("odz", 1),
        ("手紙", 1),
        ("手", 1),
        ("紙手", 0),
        ("สวัส", 1),
        ("pixel", 1),
        ("203.0.113.9", 1),
        ("nothing like it", 0),
        ("", 0),
        ("\"", 0),
        ("*", 0),
        ("lantern from:noor", 0),
        ("straße from:noor", 1),
        ("lantern in:noor", 1),
        ("lantern in:Mum", 1),
        ("lantern in:searches", 2),
        ("lantern before:2025", 1),
        ("lantern after:2026-02-02", 1),
        ("lantern before:2024-03-01", 0),
        ("7571866413000000005", 1),
        ("lantern before:soon", 4),
    ] {
        assert_eq!(search(&fixture, text).total, total, "{text}");
    }
    assert_eq!(search(&fixture, "lantern before:soon").invalid_operators, ["before:soon"]);
}

#[test]
fn searching_a_group_without_words_counts_all_records_within_the_dates() {
    let fixture = TestLibrary::in_zone("UTC");
    // 7,500 searches on five days, 1,500 a day, and 100 without a time.
    let searches: Vec<String> = (1..=5)
        .flat_map(|day| (0..1500).map(move |at| (day, at)))
        .map(|(day, at)| {
            let (hour, minute, second) = (at / 3600 + 10, at / 60 % 60, at % 60);
            format!(r#"{{"Date":"2026-03-0{day} {hour:02}:{minute:02}:{second:02}","SearchTerm":"term {day} {at}"}}"#)
        })
        .chain((0..100).map(|at| format!(r#"{{"SearchTerm":"undated {at}"}}"#)))
        .collect();
    let json = format!(r#"{{"Your Activity":{{"Searches":{{"SearchList":[{}]}}}}}}"#, searches.join(","));
    assert_eq!(fixture.add_json("a", &json).stored, 7_600);
    for (text, total, newest) in [
        ("in:searches", 7_600, "term 5 1499"),
        ("in:searches before:2026-03-02", 1_500, "term 1 1499"),
        ("in:searches after:2026-03-05", 1_500, "term 5 1499"),
        ("in:searches after:2026-03-02 before:2026-03-04", 3_000, "term 3 1499"),
        ("in:searches after:2026-03-04 before:2026-03-02", 0, ""),
        ("in:searches after:2027", 0, ""),
        ("in:messages", 0, ""),
    ] {
        for group in [None, Some(Group::Searches)] {
            let found = fixture.library.search(&SearchQuery { text: text.into(), group }).unwrap();
            assert_eq!(found.total, total, "{text} {group:?}");
            let first = found.groups.first().map(|found| found.hits[0].row.text.clone().unwrap());
            assert_eq!(first.unwrap_or_default(), newest, "{text} {group:?}");
        }
        let other = SearchQuery { text: text.into(), group: Some(Group::Watch) };
        assert_eq!(fixture.library.search(&other).unwrap().total, 0, "{text}");
    }
}

#[test]
fn orders_are_named_after_their_products_and_found_by_number() {
    let fixture = TestLibrary::new();
    let read = fixture.add_json(
        "a",
        r#"{"TikTok Shop":{"Order History":{"OrderHistories":{
    "576291000000000001":{"order_date":"2026-03-01 10:00:00","order_number":"576291000000000001","total_price":"€12.90",
      "Products":[{"product_name":"Bread tin","quantity":2},{"product_name":"N/A"},{"product_name":"Lid","quantity":1}]},
    "576291000000000002":{"order_date":"2026-02-01 10:00:00","order_number":"576291000000000002","Products":null},
    "576291000000000003":{"order_date":"2026-01-01 10:00:00","order_number":"576291000000000003","Products":["odd"]}}}}}"#,
    );
    assert_eq!(read.stored, 3);
    let rows = fixture.rows(&all(Group::Shop));
    assert_eq!(texts(&rows), ["Bread tin · Lid", "576291000000000002", "576291000000000003"]);
    let field = |row: usize, name: &str| {
        let of = |name: &str| rows[row].fields.iter().find(|field| field.name == name);
        of(name).map(|field| field.value.as_str())
    };
    assert_eq!(field(0, "order_number"), Some("576291000000000001"));
    assert_eq!(field(0, "total_price"), Some("€12.90"));
    assert_eq!(field(2, "Products"), Some("odd"));
    for text in ["bread", "lid", "576291000000000001"] {
        assert_eq!(search(&fixture, text).total, 1, "{text}");
    }
}

#[test]
fn hits_are_grouped_and_marked_and_repeats_are_shown_once() {
    let fixture = TestLibrary::new();
    fixture.add_json("a", WORDS);
    let found = search(&fixture, "lantern");
    let groups: Vec<(Group, u64, usize)> =
        found.groups.iter().map(|g| (g.group, g.count, g.hits.len())).collect();
    assert_eq!(groups, [(Group::Messages, 2, 2), (Group::Searches, 2, 1)]);
    let hit = &found.groups[0].hits[0];
    assert_eq!(hit.chat_name.as_deref(), Some("Noor"));
    let marked: Vec<&str> = hit.snippet.iter().filter(|p| p.hit).map(|p| p.text.as_str()).collect();
    assert_eq!(marked, ["lantern"]);
    assert_eq!(found.groups[1].hits[0].row.times, Some(2));
    // A single letter at the end is ignored, as the start of the next word. Alone or followed by a space, it is a word.
    assert_eq!(search(&fixture, "lantern x").groups, found.groups);
    assert_eq!(search(&fixture, "lantern x ").groups, []);
    assert_eq!(search(&fixture, "l").groups, []);
    let complete = |word: &str| -> Vec<String> {
        fixture.library.complete(word).unwrap().into_iter().map(|c| c.insert).collect()
    };
    assert_eq!(complete("fr"), ["from:"]);
    assert_eq!(complete("from:no"), ["from:Noor"]);
    assert_eq!(complete("in:mess"), ["in:messages"]);
    assert_eq!(complete("in:favo"), ["in:favourites"]);
    assert_eq!(complete("in:favor"), ["in:favorites"]);
    assert!(complete("before:20").contains(&"before:2026".to_owned()));
}

#[test]
fn chats_are_sorted_and_have_hits_and_statistics() {
    let fixture = TestLibrary::new();
    fixture.add_json("a", WORDS);
    let chats = fixture.library.chats().unwrap().chats;
    let names: Vec<(&str, u64)> = chats.iter().map(|c| (c.name.as_str(), c.messages)).collect();
    assert_eq!(names, [("Noor", 4), ("Mum", 2)]);
    let chat = |at: usize| ListQuery {
        order: Order::Oldest,
        ..only(Group::Messages, Filter { chat: Some(chats[at].id.clone()), ..Filter::default() })
    };
    let rows = fixture.rows(&chat(0));
    assert_eq!(rows.iter().map(|row| row.mine).collect::<Vec<_>>(), [true, false, true, false]);
    assert_eq!(fixture.library.hits(&chat(0), "lantern").unwrap(), [0]);
    assert_eq!(fixture.library.hits(&chat(0), "手紙").unwrap(), [2]);
    let shared = &fixture.rows(&chat(1))[0];
    assert_eq!(shared.stands_for, Some(satchel_core::library::Placeholder::SharedVideo));
    assert_eq!(shared.address.as_deref(), Some("https://www.tiktok.com/@/video/7571866413000000005"));
    let figures = fixture.library.chat_figures(chats[0].id.parse().unwrap()).unwrap();
    assert_eq!((figures.messages, figures.days, figures.longest_streak), (4, 4, 3));
    assert_eq!(figures.streak_until.as_deref(), Some("2026-01-05"));
    assert_eq!(figures.senders.iter().filter(|s| s.mine).map(|s| s.messages).sum::<u64>(), 2);
}

#[test]
fn positions_of_hits_match_the_rows() {
    let fixture = TestLibrary::new();
    fixture.add("a", &Plan { load_profile: Some(LoadProfile { one_chat: true }), ..Plan::load(8_000) });
    let chat = fixture.library.chats().unwrap().chats.swap_remove(0);
    let of_chat = Filter { chat: Some(chat.id), ..Filter::default() };
    let some_days =
        Filter { from: Some("2023-03-01".into()), to: Some("2025-02-28".into()), ..of_chat.clone() };
    let of_one =
        Filter { who: Some(fixture.rows(&all(Group::Messages))[0].who.clone().unwrap()), ..of_chat.clone() };
    for filter in [Filter::default(), of_chat, some_days, of_one] {
        for order in [Order::Newest, Order::Oldest, Order::Text] {
            let query = ListQuery { order, ..only(Group::Messages, filter.clone()) };
            let rows = fixture.rows(&query);
            // A word in nearly every row, a rare word, and a substring of words.
            let rare = texts(&rows)[rows.len() / 2].split(' ').max_by_key(|word| word.len()).unwrap();
            for text in ["the", rare, "hin"] {
                let has = |row: &Option<String>| row.as_ref().is_some_and(|row| row.contains(text));
                let positions: Vec<u64> =
                    (0..).zip(&rows).filter(|(_, row)| has(&row.text)).map(|(at, _)| at).collect();
                assert!(!positions.is_empty(), "{text}");
                assert_eq!(fixture.library.hits(&query, text).unwrap(), positions, "{order:?} {text}");
            }
        }
    }
}

#[test]
fn records_of_one_second_keep_their_order_across_pages() {
    let fixture = TestLibrary::new();
    let message = |text: &str, second: &str| {
        format!(r#"{{"Date":"2026-01-01 10:00:{second}","From":"Noor","Content":"word {text}"}}"#)
    };
    // In the order of TikTok's exports: newest first.
    let messages: Vec<String> = ["eight", "seven", "six", "five", "four", "three", "two", "one", "zero"]
        .iter()
        .zip(["09", "07", "07", "07", "07", "07", "07", "05", "04"])
        .map(|(text, second)| message(text, second))
        .collect();
    let chat = format!(r#"{{"Chat History with Noor:":[{}]}}"#, messages.join(","));
    fixture.add_json("a", &format!(r#"{{"Direct Message":{{"Direct Messages":{{"ChatHistory":{chat}}}}}}}"#));
    let in_order = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight"];
    let id = fixture.library.chats().unwrap().chats[0].id.clone();
    let chosen = Filter { text: "word".into(), ..Filter::default() };
    for filter in [Filter::default(), Filter { chat: Some(id), ..Filter::default() }, chosen] {
        for order in [Order::Oldest, Order::Newest] {
            let query = ListQuery { order, ..only(Group::Messages, filter.clone()) };
            let wanted: Vec<String> = match order {
                Order::Newest => in_order.iter().rev().map(|text| format!("word {text}")).collect(),
                _ => in_order.iter().map(|text| format!("word {text}")).collect(),
            };
            for length in 1..=9 {
                let pages = (0..9).step_by(length);
                let rows: Vec<Row> = pages
                    .flat_map(|from| fixture.library.rows(&query, from, length as u64).unwrap().rows)
                    .collect();
                assert_eq!(texts(&rows), wanted, "{order:?}, {length} at a time");
            }
            for (position, row) in (0..).zip(fixture.rows(&query)) {
                assert_eq!(
                    fixture.library.position(&query, row.id.parse().unwrap()).unwrap(),
                    Some(position)
                );
                let word = row.text.unwrap().replace("word ", "");
                assert_eq!(fixture.library.hits(&query, &word).unwrap(), [position], "{order:?} {word}");
            }
        }
    }
}

#[test]
fn exports_are_valid_csv_and_json() {
    let fixture = TestLibrary::new();
    fixture.add_json(
        "a",
        &WORDS.replace("lanterns everywhere", "=cmd()|\\\"A1\\\", \\\"quoted\\\"\\nsecond line"),
    );
    let mut csv = Vec::new();
    let written = fixture.library.export(&all(Group::Messages), RowFormat::Csv, &mut csv).unwrap();
    let text = String::from_utf8(csv).unwrap();
    let mut reader = csv::Reader::from_reader(text.strip_prefix('\u{feff}').unwrap().as_bytes());
    let lines: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!((written, lines.len()), (6, 6));
    let formula = lines.iter().find(|line| line[2].contains("cmd")).unwrap();
    assert_eq!(
        &formula[2], "'=cmd()|\"A1\", \"quoted\"\nsecond line",
        "spreadsheets must not run it as a formula"
    );
    let mut json = Vec::new();
    fixture.library.export(&all(Group::Messages), RowFormat::Json, &mut json).unwrap();
    let rows: Vec<serde_json::Value> = serde_json::from_slice(&json).unwrap();
    assert_eq!(rows.len(), 6);
    assert_eq!(rows[0]["time_utc"], "2026-01-05 10:00:00");
    assert_eq!(rows[0]["original"]["Content"], "Die Straße nach Łódź");
    let mut none = Vec::new();
    let nothing = only(Group::Messages, Filter { text: "zzz".into(), ..Filter::default() });
    fixture.library.export(&nothing, RowFormat::Json, &mut none).unwrap();
    assert_eq!(serde_json::from_slice::<Vec<u8>>(&none).unwrap(), Vec::<u8>::new());
}

#[test]
fn untrusted_text_is_truncated_and_never_an_address() {
    let fixture = TestLibrary::new();
    fixture.add("a", &Plan { quirks: vec![Quirk::Markup, Quirk::HugeStrings], ..plan(Layout::V6) });
    let mut seen = HashSet::new();
    for group in Group::ALL {
        for row in fixture.rows(&all(group)) {
            if let Some(address) = &row.address {
                assert!(address.starts_with("https://") && address.contains("tiktok"), "{address}");
            }
            let text = row.text.unwrap_or_default();
            assert!(text.chars().count() <= 2000, "lists truncate long texts");
            seen.extend(
                ["<img src=x", "javascript:", "\u{202e}"].into_iter().filter(|bad| text.contains(bad)),
            );
            if row.cut {
                let whole = fixture.library.record(row.id.parse().unwrap()).unwrap();
                let whole = whole.row.text.unwrap().len();
                assert!(whole > 2000, "the record has the full text");
                seen.extend((whole > 900_000).then_some("cut"));
            }
        }
    }
    assert!(seen.contains("<img src=x") && seen.contains("cut"), "{seen:?}");
}
