//! The overview, facts and relations, compared with numbers counted by hand.

use std::fmt::Write as _;

use satchel_core::library::{ExportDates, RemoveOutcome};
use satchel_core::library::{Filter, Group, HourOfWeek, OverviewQuery, Relation, Section, WatchMethod};
use satchel_export_gen::Layout;

use super::{TestLibrary, all, only, plan};

fn query(group: Group) -> OverviewQuery {
    OverviewQuery { group, from: None, to: None }
}

fn watches(times: &[&str]) -> String {
    let mut rows = String::new();
    for (index, time) in times.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        let _ = write!(
            rows,
            r#"{comma}{{"Date":"{time}","Link":"https://www.tiktokv.com/share/video/{}/"}}"#,
            7_500_000_000_000_000_000_u64 + index as u64
        );
    }
    format!(r#"{{"Your Activity":{{"Watch History":{{"VideoList":[{rows}]}}}}}}"#)
}

#[test]
fn watch_time_depends_on_the_method() {
    let fixture = TestLibrary::in_zone("UTC");
    fixture.add_json(
        "a",
        &watches(&[
            "2026-01-01 10:00:00",
            "2026-01-01 10:00:30",
            "2026-01-01 10:05:30",
            "2026-01-01 11:00:00",
            "2025-06-01 09:00:00",
        ]),
    );
    let now = "2026-11-22T12:00:00Z".parse().unwrap();
    let watching = |gap_minutes, tail_seconds| {
        let method = WatchMethod { gap_minutes, tail_seconds };
        fixture.library.overview(&query(Group::Watch), method, now).unwrap().watching.unwrap()
    };
    let usual = watching(10, 15);
    // 30 + 300 seconds between videos of a session, and 15 seconds for the last video of each of three sessions.
    assert_eq!((usual.seconds, usual.sessions), (330 + 45, 3));
    assert_eq!(usual.longest.map(|s| (s.seconds, s.videos)), Some((345, 3)));
    assert_eq!(usual.session_lengths, [2, 1, 0, 0, 0, 0], "one of 5 to 15 minutes, two of 15 seconds");
    assert_eq!(usual.last_year_days, 215);
    assert_eq!(watching(4, 0).seconds, 30);
    assert_eq!(watching(60, 0).seconds, 3600);
}

#[test]
fn months_hours_and_gaps_are_counted_in_the_local_time_zone() {
    let fixture = TestLibrary::in_zone("Europe/Berlin");
    fixture.add_json("a", &watches(&["2026-01-31 23:30:00", "2026-05-10 12:00:00", "2026-05-10 12:00:01"]));
    let overview = fixture
        .library
        .overview(&query(Group::Watch), WatchMethod::default(), "2026-11-22T12:00:00Z".parse().unwrap())
        .unwrap();
    let months: Vec<(&str, u64)> = overview.months.iter().map(|m| (m.day.as_str(), m.count)).collect();
    assert_eq!(
        months,
        [("2026-02", 1), ("2026-03", 0), ("2026-04", 0), ("2026-05", 2)],
        "23:30 UTC is 00:30 of the next day in Berlin"
    );
    assert_eq!(
        overview.gaps.iter().map(|g| (g.from.as_str(), g.to.as_str())).collect::<Vec<_>>(),
        [("2026-03", "2026-04")]
    );
    // Sunday, 1 February, 00:30, and Sunday, 10 May, 14:00.
    assert_eq!(
        (overview.hours[6 * 24], overview.hours[6 * 24 + 14], overview.hours.iter().sum::<u64>()),
        (1, 2, 3)
    );
    let hour = Filter { hour_of_week: Some(HourOfWeek { weekday: 6, hour: 14 }), ..Filter::default() };
    assert_eq!(fixture.rows(&only(Group::Watch, hour)).len(), 2);
    let day = Filter { day_of_year: Some("02-01".into()), ..Filter::default() };
    assert_eq!(fixture.rows(&only(Group::Watch, day)).len(), 1);
}

#[test]
fn overview_counts_match_the_lists() {
    let fixture = TestLibrary::new();
    fixture.add("a", &plan(Layout::V6));
    let now = "2026-11-01T12:00:00Z".parse().unwrap();
    let overview = fixture.library.overview(&query(Group::Watch), WatchMethod::default(), now).unwrap();
    for counted in &overview.groups {
        assert_eq!(
            fixture.library.outline(&all(counted.group)).unwrap().total,
            counted.records,
            "{:?}",
            counted.group
        );
    }
    for (index, count) in overview.hours.iter().enumerate().filter(|(_, count)| **count > 0).step_by(20) {
        let hour_of_week = Some(HourOfWeek {
            weekday: u8::try_from(index / 24).unwrap(),
            hour: u8::try_from(index % 24).unwrap(),
        });
        let filter = Filter { hour_of_week, ..Filter::default() };
        assert_eq!(fixture.library.outline(&only(Group::Watch, filter)).unwrap().total, *count);
    }
    let busiest = &overview.busiest_days[0];
    let filter =
        Filter { from: Some(busiest.day.clone()), to: Some(busiest.day.clone()), ..Filter::default() };
    assert_eq!(fixture.library.outline(&only(Group::Watch, filter)).unwrap().total, busiest.count);
    let most = &overview.searches[0];
    let filter = Filter { exact: Some(most.text.clone()), ..Filter::default() };
    assert_eq!(fixture.library.outline(&only(Group::Searches, filter)).unwrap().total, most.count);
    assert!(most.count > 1 && most.last.is_some());
    // Months of every length.
    assert!(overview.months.len() > 2);
    for month in &overview.months {
        let first: jiff::civil::Date = format!("{}-01", month.day).parse().unwrap();
        let filter = Filter {
            from: Some(first.to_string()),
            to: Some(first.last_of_month().to_string()),
            ..Filter::default()
        };
        let total = fixture.library.outline(&only(Group::Watch, filter)).unwrap().total;
        assert_eq!(total, month.count, "{}", month.day);
    }
}

#[test]
fn relations_follow_from_followers_and_following() {
    let fixture = TestLibrary::new();
    fixture.add_json("a", r#"{"Profile And Settings":{
      "Follower":{"FansList":[{"Date":"2026-01-01 00:00:00","UserName":"both"},{"Date":"2026-01-02 00:00:00","UserName":"fan"},{"Date":"2026-01-03 00:00:00","UserName":"N/A"}]},
      "Following":{"Following":[{"Date":"2026-01-01 00:00:00","UserName":"both"},{"Date":"2026-01-02 00:00:00","UserName":"star"}]},
      "Block List":{"BlockList":[{"Date":"2026-01-01 00:00:00","UserName":"troll"}]}}}"#);
    let figures = fixture.library.people().unwrap();
    assert_eq!((figures.followers, figures.following, figures.mutual), (2, 2, 1));
    assert_eq!((figures.not_back, figures.not_followed, figures.blocked), (1, 1, 1));
    let of = |relation| {
        let rows =
            fixture.rows(&only(Group::People, Filter { relation: Some(relation), ..Filter::default() }));
        rows.into_iter().filter_map(|row| row.text).collect::<Vec<_>>()
    };
    assert_eq!(of(Relation::Mutual), ["both"]);
    assert_eq!(of(Relation::NotBack), ["star"]);
    assert_eq!(of(Relation::NotFollowed), ["fan"]);
}

#[test]
fn facts_keep_their_earlier_values() {
    let fixture = TestLibrary::new();
    let profile = |bio: &str| {
        format!(
            r#"{{"Profile And Settings":{{"Profile Info":{{"ProfileMap":{{"userName":"maren","bioDescription":"{bio}","PlatformInfo":[{{"Name":"x"}}],"telephoneNumber":"None"}}}}}}}}"#
        )
    };
    let add = |id: &str, saved_at: i64, bio: &str| {
        fixture.add_json(id, &profile(bio));
        assert_eq!(fixture.library.remove(id).unwrap(), RemoveOutcome::Removed);
        let source = satchel_core::library::ImportSource {
            id,
            dates: ExportDates::saved(saved_at),
            export: &super::open(&fixture.archive(id)),
        };
        fixture.library.import(&source, &<_>::default(), &<_>::default(), &|_, _| {}).unwrap();
    };
    add("a", 1_000, "old words");
    add("b", 2_000, "new words");
    let sheets = fixture.library.facts().unwrap();
    let sheet = sheets.iter().find(|sheet| sheet.section == Section::Profile).unwrap();
    let bio = sheet.facts.iter().find(|fact| fact.path == ["bioDescription"]).unwrap();
    assert_eq!((bio.value.as_str(), bio.current), ("new words", true));
    assert_eq!(
        bio.before.iter().map(|b| (b.value.as_str(), b.until)).collect::<Vec<_>>(),
        [("old words", 1_000)]
    );
    assert_eq!(sheet.facts.len(), 3, "{:?}", sheet.facts);
}

#[test]
fn on_this_day_lists_earlier_years() {
    let fixture = TestLibrary::in_zone("UTC");
    fixture.add_json("a", r#"{"Your Activity":{"Searches":{"SearchList":[
        {"Date":"2023-11-22 10:00:00","SearchTerm":"first snow berlin"},{"Date":"2023-11-23 10:00:00","SearchTerm":"not that day"}]}},
      "Direct Message":{"Direct Messages":{"ChatHistory":{"Chat History with Noor:":[
        {"Date":"2024-11-22 10:00:00","From":"Noor","Content":"a"},{"Date":"2024-11-22 11:00:00","From":"me","Content":"b"}]}}}}"#);
    let now = "2026-11-22T12:00:00Z".parse().unwrap();
    let memories =
        fixture.library.overview(&query(Group::Watch), WatchMethod::default(), now).unwrap().on_this_day;
    let listed: Vec<(&str, Group, u64, Option<&str>)> =
        memories.iter().map(|m| (m.day.as_str(), m.group, m.count, m.text.as_deref())).collect();
    assert_eq!(
        listed,
        [
            ("2024-11-22", Group::Messages, 2, Some("Noor")),
            ("2023-11-22", Group::Searches, 1, Some("first snow berlin"))
        ]
    );
}
