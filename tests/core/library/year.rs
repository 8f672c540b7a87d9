//! A year in review, compared with numbers counted by hand and with the lists.

use satchel_core::library::{
    Counted, DayCount, DaySpan, Filter, Group, Section, WatchMethod, YearReview, Years,
};
use satchel_export_gen::{Layout, Plan};

use super::{TestLibrary, only};

fn years(fixture: &TestLibrary, year: Option<i16>) -> Years {
    fixture.library.years(year, WatchMethod::default()).unwrap()
}

fn review(fixture: &TestLibrary, year: i16) -> YearReview {
    years(fixture, Some(year)).review.unwrap()
}

/// An export with these videos, searches, and messages of two chats.
fn export(watched: &[&str], searched: &[(&str, &str)], written: &[(&str, &str, &str, &str)]) -> String {
    let watched: Vec<String> = watched
        .iter()
        .enumerate()
        .map(|(index, time)| {
            let number = 7_500_000_000_000_000_000_u64 + index as u64;
            format!(r#"{{"Date":"{time}","Link":"https://www.tiktokv.com/share/video/{number}/"}}"#)
        })
        .collect();
    let searched: Vec<String> =
        searched.iter().map(|(time, term)| format!(r#"{{"Date":"{time}","SearchTerm":"{term}"}}"#)).collect();
    let chat = |name: &str| {
        let messages: Vec<String> = written
            .iter()
            .filter(|message| message.0 == name)
            .map(|(_, time, from, text)| format!(r#"{{"Date":"{time}","From":"{from}","Content":"{text}"}}"#))
            .collect();
        format!(r#""Chat History with {name}:":[{}]"#, messages.join(","))
    };
    format!(
        r#"{{"Your Activity":{{"Watch History":{{"VideoList":[{}]}},"Searches":{{"SearchList":[{}]}}}},
          "Direct Message":{{"Direct Messages":{{"ChatHistory":{{{},{}}}}}}}}}"#,
        watched.join(","),
        searched.join(","),
        chat("noor"),
        chat("sam"),
    )
}

fn spans(known: &[DaySpan]) -> Vec<(&str, &str)> {
    known.iter().map(|span| (span.from.as_str(), span.to.as_str())).collect()
}

fn days(counts: &[DayCount]) -> Vec<(&str, u64)> {
    counts.iter().map(|count| (count.day.as_str(), count.count)).collect()
}

fn counted(counts: &[Counted]) -> Vec<(&str, u64)> {
    counts.iter().map(|count| (count.text.as_str(), count.count)).collect()
}

#[test]
fn years_begin_and_end_at_midnight_of_the_time_zone() {
    let fixture = TestLibrary::in_zone("Europe/Berlin");
    fixture.add_json(
        "a",
        &export(
            &["2023-06-01 10:00:00", "2025-12-31 22:59:59", "2025-12-31 23:00:00", "2026-12-31 22:59:59"],
            &[],
            &[],
        ),
    );
    let all = years(&fixture, None);
    let counted: Vec<(i16, u64)> = all.years.iter().map(|year| (year.year, year.records)).collect();
    assert_eq!(counted, [(2026, 2), (2025, 1), (2023, 1)]);
    assert_eq!(all.review.unwrap().year, 2026, "the newest one");
    assert_eq!(years(&fixture, Some(2024)).review.unwrap().year, 2026, "nothing is known of 2024");
    assert_eq!(review(&fixture, 2025).watched.unwrap().videos, 1);
    let utc = TestLibrary::in_zone("UTC");
    utc.add_json("a", &export(&["2025-12-31 23:00:00"], &[], &[]));
    assert_eq!(years(&utc, None).years[0].year, 2025);
}

#[test]
fn nothing_is_told_of_a_library_without_dates() {
    let fixture = TestLibrary::new();
    assert_eq!(years(&fixture, None).review, None);
    fixture.add_json("a", r#"{"Profile And Settings":{"Profile Info":{"ProfileMap":{"userName":"maren"}}}}"#);
    assert_eq!(years(&fixture, Some(2026)).years, []);
    assert_eq!(years(&fixture, Some(2026)).review, None);
}

#[test]
fn watched_videos_sessions_and_nights_are_counted_in_the_time_zone() {
    let fixture = TestLibrary::in_zone("Europe/Berlin");
    // In Berlin: Saturday 3 January 01:30 to 01:36 (three videos), 04:59 and 05:00; Monday 6 July 14:00 (two).
    let watched = [
        "2026-01-03 00:30:00",
        "2026-01-03 00:33:00",
        "2026-01-03 00:36:00",
        "2026-01-03 03:59:00",
        "2026-01-03 04:00:00",
        "2026-07-06 12:00:00",
        "2026-07-06 12:00:30",
    ];
    fixture.add_json("a", &export(&watched, &[], &[]));
    let review = review(&fixture, 2026);
    let watched = review.watched.unwrap();
    assert_eq!((watched.videos, watched.days, watched.late_videos), (7, 2, 4));
    assert_eq!(days(&watched.late_nights), [("2026-01-03", 4)]);
    // 6 minutes, 1 minute and half a minute between videos, and 15 seconds for the last video of each session.
    assert_eq!((watched.watching.seconds, watched.watching.sessions), (360 + 60 + 30 + 45, 3));
    let longest = watched.watching.longest.unwrap();
    assert_eq!((longest.seconds, longest.videos), (375, 3));
    let first = fixture.library.record(watched.longest_from.unwrap().parse().unwrap()).unwrap();
    assert_eq!(first.row.time, Some(longest.start));
    let rhythm = review.rhythm.unwrap();
    assert_eq!(rhythm.group, Group::Watch);
    assert_eq!((rhythm.busiest.day.as_str(), rhythm.busiest.count), ("2026-01-03", 5));
    assert_eq!([rhythm.hours[5 * 24 + 1], rhythm.hours[5 * 24 + 4], rhythm.hours[5 * 24 + 5]], [3, 1, 1]);
    assert_eq!((rhythm.hours[14], rhythm.hours.iter().sum::<u64>()), (2, 7));
    assert_eq!(rhythm.months.len(), 12);
    assert_eq!(days(&rhythm.months)[0], ("2026-01", 5));
    assert_eq!(days(&rhythm.months)[6], ("2026-07", 2));
    assert_eq!(review.until.as_deref(), Some("2026-07-06"));
}

#[test]
fn what_the_data_cannot_tell_is_left_open() {
    let fixture = TestLibrary::in_zone("UTC");
    // The newest record of the first export is a message of March, so it tells about the time until then.
    fixture.add_json(
        "a",
        &export(
            &["2025-11-05 10:00:00", "2026-02-10 10:00:00"],
            &[("2026-02-01 10:00:00", "lantern")],
            &[("noor", "2026-03-02 08:00:00", "noor", "hello")],
        ),
    );
    fixture.add_json(
        "b",
        &export(
            &["2026-05-14 21:00:00", "2026-08-20 10:00:00"],
            &[("2026-01-15 10:00:00", "tin"), ("2026-02-01 10:00:00", "lantern")],
            &[("noor", "2026-03-02 08:00:00", "noor", "hello")],
        ),
    );
    let review = review(&fixture, 2026);
    assert_eq!(
        spans(&review.watched.unwrap().known),
        [("2026-01-01", "2026-03-02"), ("2026-05-14", "2026-08-20")]
    );
    assert_eq!(spans(&review.rhythm.unwrap().known).len(), 2);
    assert_eq!(spans(&review.searches.unwrap().known), [("2026-01-15", "2026-08-20")]);
    assert_eq!(spans(&review.people.unwrap().known), [("2026-03-02", "2026-08-20")]);
    assert_eq!(review.until.as_deref(), Some("2026-08-20"));
    let firsts: Vec<(Section, bool)> =
        review.firsts.iter().map(|first| (first.row.section, first.is_uncertain)).collect();
    assert_eq!(
        firsts,
        [(Section::Search, true), (Section::Watch, false), (Section::Message, true)],
        "videos are known since 2025, searches and messages begin in the year"
    );
    let before = self::review(&fixture, 2025);
    assert_eq!(spans(&before.watched.unwrap().known), [("2025-11-05", "2025-12-31")]);
    assert_eq!(before.until, None, "the data goes on after that year");
    assert_eq!((before.searches, before.people, before.words), (None, None, None));
}

#[test]
fn searches_chats_and_relations_are_counted() {
    let fixture = TestLibrary::in_zone("UTC");
    let searched = [
        ("2026-01-01 10:00:00", "paper lantern"),
        ("2026-01-02 10:00:00", "tin"),
        ("2026-01-03 10:00:00", "paper lantern"),
        ("2025-01-03 10:00:00", "tin"),
    ];
    let written = [
        ("noor", "2026-01-02 10:00:00", "noor", "a"),
        ("noor", "2026-01-02 10:01:00", "me", "b"),
        ("noor", "2025-01-02 10:01:00", "me", "c"),
        ("sam", "2026-01-02 10:01:00", "me", "d"),
    ];
    fixture.add_json("a", &export(&[], &searched, &written));
    fixture.add_json(
        "b",
        r#"{"Profile And Settings":{
          "Follower":{"FansList":[{"Date":"2026-01-01 00:00:00","UserName":"both"},{"Date":"2026-01-02 00:00:00","UserName":"fan"}]},
          "Following":{"Following":[{"Date":"2025-01-01 00:00:00","UserName":"both"},{"Date":"2026-01-02 00:00:00","UserName":"star"}]}}}"#,
    );
    let review = review(&fixture, 2026);
    assert_eq!(review.watched, None);
    assert_eq!(review.rhythm.unwrap().group, Group::Messages, "nothing was watched or liked");
    let found = review.searches.unwrap();
    assert_eq!((found.searches, found.terms), (3, 2));
    assert_eq!(counted(&found.most), [("paper lantern", 2), ("tin", 1)]);
    let people = review.people.unwrap();
    assert_eq!((people.messages, people.chats, people.followers, people.following), (3, 2, 2, 1));
    assert_eq!(counted(&people.most), [("noor", 2), ("sam", 1)]);
    assert!(people.most.iter().all(|chat| chat.chat.is_some()));
    // People who were followed earlier are not new.
    assert!(review.firsts.iter().any(|first| first.row.text.as_deref() == Some("star")));
}

#[test]
fn only_own_words_are_counted() {
    let fixture = TestLibrary::in_zone("UTC");
    let written = [
        ("noor", "2026-01-02 10:00:00", "noor", "The bridge and the bridge and the bridge"),
        ("noor", "2026-01-02 10:01:00", "me", "I have the lantern and the glue"),
        ("noor", "2026-01-02 10:02:00", "me", "https://www.tiktokv.com/share/video/7500000000000000000/"),
        ("sam", "2026-01-02 10:03:00", "me", "Is it the lantern that you want?"),
        ("sam", "2025-01-02 10:03:00", "me", "The tin, the tin, the tin"),
    ];
    fixture.add_json("a", &export(&[], &[], &written));
    fixture.add_json(
        "b",
        r#"{"Comment":{"Comments":{"CommentsList":[{"date":"2026-02-01 10:00:00","comment":"What a Lantern! And the glue is so good"}]}}}"#,
    );
    let words = review(&fixture, 2026).words.unwrap();
    assert_eq!(words.texts, 3);
    assert_eq!(counted(&words.most), [("lantern", 3), ("glue", 2)]);
}

#[test]
fn the_figures_of_every_year_match_the_lists() {
    let fixture = TestLibrary::new();
    let end = "2026-02-20T12:00:00Z".parse().unwrap();
    fixture.add("a", &Plan { layout: Layout::V6, ..Plan::new(7, 3000, end) });
    let total = |group, filter| fixture.library.outline(&only(group, filter)).unwrap().total;
    let all = years(&fixture, None).years;
    assert!(all.len() > 1, "{all:?}");
    for year in all {
        let review = review(&fixture, year.year);
        let within = || Filter {
            from: Some(format!("{}-01-01", year.year)),
            to: Some(format!("{}-12-31", year.year)),
            ..Filter::default()
        };
        assert_eq!(review.groups.iter().map(|counted| counted.records).sum::<u64>(), year.records);
        for counted in &review.groups {
            assert_eq!(total(counted.group, within()), counted.records, "{:?}", counted.group);
        }
        if let Some(watched) = review.watched {
            assert_eq!(
                total(Group::Watch, Filter { sections: vec![Section::Watch], ..within() }),
                watched.videos
            );
            let late: u64 = watched.late_nights.iter().map(|night| night.count).sum();
            assert_eq!(late, watched.late_videos);
        }
        let rhythm = review.rhythm.unwrap();
        let sum: u64 = rhythm.months.iter().map(|month| month.count).sum();
        assert_eq!(rhythm.hours.iter().sum::<u64>(), sum);
        assert_eq!(total(rhythm.group, within()), sum);
        let day = Some(rhythm.busiest.day);
        let busiest = Filter { from: day.clone(), to: day, ..Filter::default() };
        assert_eq!(total(rhythm.group, busiest), rhythm.busiest.count);
        for search in review.searches.into_iter().flat_map(|searches| searches.most) {
            let exact = Some(search.text);
            assert_eq!(total(Group::Searches, Filter { exact, ..within() }), search.count);
        }
        for chat in review.people.into_iter().flat_map(|people| people.most) {
            let sections = vec![Section::Message, Section::GroupMessage];
            let filter = Filter { sections, chat: chat.chat, ..within() };
            assert_eq!(total(Group::Messages, filter), chat.count);
        }
    }
}
