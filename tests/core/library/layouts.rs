//! Every record of every layout is read and counted as stored, repeated or skipped.

use std::collections::BTreeMap;

use satchel_core::library::{ImportCounts, Section};
use satchel_export_gen::{Expected, Language, Layout, Plan, Quirk};

use super::{TestLibrary, plan, section};

fn as_read(expected: &Expected) -> BTreeMap<Section, ImportCounts> {
    let mut sections = BTreeMap::new();
    for (name, counts) in &expected.sections {
        let counts = ImportCounts {
            read: counts.read,
            stored: counts.stored,
            known: 0,
            repeated: counts.repeated,
            skipped: counts.skipped,
        };
        if counts.read > 0 {
            sections.insert(section(name), counts);
        }
    }
    sections
}

fn differences(
    found: &BTreeMap<Section, ImportCounts>,
    expected: &BTreeMap<Section, ImportCounts>,
) -> Vec<String> {
    let all: std::collections::BTreeSet<_> = found.keys().chain(expected.keys()).collect();
    all.into_iter()
        .filter(|section| found.get(section) != expected.get(section))
        .map(|section| {
            format!("{section:?}: found {:?}, expected {:?}", found.get(section), expected.get(section))
        })
        .collect()
}

fn check(what: &str, plan: &Plan) {
    let fixture = TestLibrary::new();
    let expected = as_read(&fixture.add("a", plan));
    let found = fixture.counts_by_section("a");
    let wrong = differences(&found, &expected);
    assert!(wrong.is_empty(), "{what}:\n{}", wrong.join("\n"));
    for (section, counts) in &found {
        assert_eq!(
            counts.read,
            counts.stored + counts.known + counts.repeated + counts.skipped,
            "{what}, {section:?}"
        );
    }
    let total: u64 = found.values().map(|counts| counts.stored).sum();
    assert!(total > 0, "{what}: nothing was read");
    assert_eq!(fixture.library.summary().unwrap().records, total, "{what}");
}

#[test]
fn every_layout_is_imported_completely() {
    for layout in Layout::ALL {
        check(&format!("{layout:?}"), &plan(layout));
    }
}

#[test]
fn every_quirk_is_tolerated_in_text_layouts() {
    let new = [Quirk::Paragraphs, Quirk::WordsForNothing, Quirk::RemovedAccounts, Quirk::GroupsAmongChats];
    let english = Layout::TxtC(Language::English);
    let plans = Quirk::ALL.map(|quirk| (english, vec![quirk]));
    let others = [Layout::TxtA, Layout::TxtC(Language::Dutch), Layout::TxtC(Language::Russian)];
    for (layout, quirks) in plans.into_iter().chain(others.map(|layout| (layout, new.to_vec()))) {
        check(&format!("{layout:?} {quirks:?}"), &Plan { quirks, ..plan(layout) });
    }
}

#[test]
fn every_quirk_is_tolerated_in_the_newest_layout() {
    for quirk in Quirk::ALL {
        check(&format!("{quirk:?}"), &Plan { quirks: vec![quirk], ..plan(Layout::V6) });
    }
}

#[test]
fn every_quirk_is_tolerated_in_the_oldest_layout() {
    for quirk in Quirk::ALL {
        check(&format!("V1 {quirk:?}"), &Plan { quirks: vec![quirk], ..plan(Layout::V1) });
    }
}

#[test]
fn text_and_json_of_one_account_are_one_set_of_records() {
    for language in [Language::English, Language::Dutch] {
        let fixture = TestLibrary::new();
        fixture.add("json", &plan(Layout::V6));
        fixture.add("text", &plan(Layout::TxtC(language)));
        let counts = fixture.counts_by_section("text");
        let doubled: Vec<_> = counts.iter().filter(|(_, counts)| counts.stored > 0).collect();
        assert!(doubled.is_empty(), "{language:?}: {doubled:#?}");
    }
}

#[test]
fn facts_and_carts_are_the_same_as_text_and_as_json() {
    let json = r#"{"Your Activity":{"Status":{"Status List":[
            {"Resolution":"1179*2556","App Version":"41.0","IDFV":"A1","Web ID":75},
            {"Resolution":"1080*2400","App Version":"40.2","Android ID":"b2"}]}},
        "TikTok Shop":{"Shopping Cart List":{"ShoppingCart":[
            {"CreateTime":"2026-01-02 10:00:00","ShopName":"Lamps","ProductName":"Desk lamp","SkuCount":1}]}},
        "Profile And Settings":{"Settings":{"SettingsMap":{"Content Preferences":{
                "Video Languages Preferences":["en","it's"],
                "Keyword filters for videos in For You feed":[{"label":"cats"},{"label":"owls"}]}}},
            "Profile Info":{"ProfileMap":{"userName":"maren","PlatformInfo":[
                {"Name":"maren","Platform":"Pictures","Description":"N/A"}]}}}}"#;
    let settings = |languages: &str, filters: &str| {
        format!(
            "Video Languages Preferences: {languages}\nKeyword filters for videos in For You feed: {filters}\n"
        )
    };
    let profile = |platform: &str| format!("Username: maren\nPlatform info: {platform}\n");
    for (settings, profile) in [
        (
            settings(r#"['en', "it's"]"#, "[{'label': 'cats'}, {'label': 'owls'}]"),
            profile("[{'Name': 'maren', 'Platform': 'Pictures', 'Description': 'N/A'}]"),
        ),
        (
            settings("[en, it's]", r#"[{"label":"cats"},{"label":"owls"}]"#),
            profile(r#"[{"Name":"maren","Platform":"Pictures","Description":"N/A"}]"#),
        ),
    ] {
        for gap in ["", "\n"] {
            let status = format!(
                "Resolution: 1179*2556\nApp Version: 41.0\nIDFV: A1\nWeb ID: 75\n{gap}\
                 Resolution: 1080*2400\nAppVersion: 40.2\nAndroid ID: b2\n"
            );
            let fixture = TestLibrary::new();
            fixture.add_json("json", json);
            fixture.add_files(
                "text",
                &[
                    ("TikTok/Your Activity/Status.txt", &*status),
                    ("TikTok/Profile and Settings/Settings.txt", &settings),
                    ("TikTok/Profile and Settings/Profile Info.txt", &profile),
                    (
                        "TikTok/TikTok Shop/Shopping Cart List.txt",
                        "Date: 2026-01-02 10:00:00 UTC\n>>Name:\nDesk lamp\n>>Quantity:1\n",
                    ),
                ],
            );
            let counts = fixture.counts_by_section("text");
            let found: Vec<_> = counts.iter().map(|(section, counts)| (*section, counts.stored)).collect();
            assert!(found.len() == 4 && found.iter().all(|(_, stored)| *stored == 0), "{found:?} {settings}");
        }
    }
}
