//! Times of text exports in the forms of other languages. A date is never a wrong one.

use satchel_core::library::{Group, Section};

use super::text_exports::read;
use super::{TestLibrary, all};

/// The times of searches with these dates, oldest first, in UTC; `-` for one without.
fn times(dates: &[&str]) -> Vec<String> {
    let row = |(at, date): (usize, &&str)| format!("Datum: {date}\nSearch Term: {at}\n\n");
    let text: String = dates.iter().enumerate().map(row).collect();
    let fixture = TestLibrary::in_zone("UTC");
    fixture.add_files("a", &[("TikTok/Your Activity/Searches.txt", &text)]);
    let mut rows: Vec<(String, String)> = fixture
        .rows(&all(Group::Searches))
        .into_iter()
        .map(|row| {
            let original = fixture.library.record(row.id.parse().unwrap()).unwrap().original;
            assert!(dates.iter().any(|date| original.contains(date)), "{original}");
            let time = row.time.map(|time| jiff::Timestamp::from_millisecond(time).unwrap());
            let text = time.map_or("-".to_owned(), |time| time.strftime("%Y-%m-%d %H:%M:%S").to_string());
            (row.text.unwrap(), text)
        })
        .collect();
    rows.sort();
    rows.into_iter().map(|(_, time)| time).collect()
}

#[test]
fn names_of_months_are_understood() {
    for date in ["16. August 2026 18:18:02", "16 août 2026 à 18:18:02", "16 de agosto de 2026, 18:18:02"] {
        assert_eq!(times(&[date]), ["2026-08-16 18:18:02"]);
    }
    assert_eq!(
        times(&["3. März 2026, 18:18:02", "3 lutego 2026 18:18:02", "3 мая 2026 г., 18:18:02"]),
        ["2026-03-03 18:18:02", "2026-02-03 18:18:02", "2026-05-03 18:18:02"]
    );
}

#[test]
fn the_day_is_told_from_the_month_by_the_whole_file() {
    let ambiguous = ["08/09/2026 18:18:02", "01/02/2026 09:00:00"];
    assert_eq!(times(&ambiguous), ["-", "-"]);
    assert_eq!(
        times(&[ambiguous[0], ambiguous[1], "31/01/2026 10:00:00"]),
        ["2026-09-08 18:18:02", "2026-02-01 09:00:00", "2026-01-31 10:00:00"]
    );
    assert_eq!(
        times(&[ambiguous[0], ambiguous[1], "1/31/2026, 6:18:02 PM"]),
        ["2026-08-09 18:18:02", "2026-01-02 09:00:00", "2026-01-31 18:18:02"]
    );
    // Times of both kinds tell nothing about the others.
    assert_eq!(
        times(&[ambiguous[0], "31/01/2026 10:00:00", "01/31/2026 11:00:00"]),
        ["-", "2026-01-31 10:00:00", "2026-01-31 11:00:00"]
    );
}

#[test]
fn messages_whose_day_may_be_the_month_are_messages() {
    for (last, expected) in [("02/03/2026", [None; 3]), ("31/03/2026", [Some(2), Some(2), Some(3)])] {
        let text = format!(
            ">>> Chat History with lena::\n\n01/02/2026 09:00:00 me: one\n01/02/2026 09:00:07 lena: two\n\
             {last} 10:00:00 lena: three\n"
        );
        let fixture = TestLibrary::in_zone("UTC");
        fixture.add_files("a", &[("Direct Messages.txt", &text)]);
        assert_eq!(read(&fixture).get(&Section::Message), Some(&3), "{text}");
        let month = |time: i64| {
            jiff::Timestamp::from_millisecond(time).unwrap().to_zoned(jiff::tz::TimeZone::UTC).month()
        };
        let mut months: Vec<Option<i8>> =
            fixture.rows(&all(Group::Messages)).into_iter().map(|row| row.time.map(month)).collect();
        months.sort_unstable();
        assert_eq!(months, expected, "{text}");
    }
}

#[test]
fn json_lists_tell_the_day_from_the_month_by_all_their_rows() {
    let times = |dates: &[&str]| {
        let row = |(at, date): (usize, &&str)| format!(r#"{{"Date":"{date}","SearchTerm":"{at}"}}"#);
        let rows: Vec<String> = dates.iter().enumerate().map(row).collect();
        let json = format!(r#"{{"Your Activity":{{"Searches":{{"SearchList":[{}]}}}}}}"#, rows.join(",\n"));
        let fixture = TestLibrary::in_zone("UTC");
        fixture.add_json("a", &json);
        let mut rows = fixture.rows(&all(Group::Searches));
        rows.sort_by_key(|row| row.text.clone());
        for row in &rows {
            let original = fixture.library.record(row.id.parse().unwrap()).unwrap().original;
            assert!(dates.iter().any(|date| original.contains(date)), "{original}");
        }
        let written = |time: i64| {
            jiff::Timestamp::from_millisecond(time).unwrap().strftime("%Y-%m-%d %H:%M").to_string()
        };
        rows.iter().map(|row| row.time.map_or("-".to_owned(), written)).collect::<Vec<_>>()
    };
    let ambiguous = ["08/09/2026 18:18:02", "01/02/2026 09:00"];
    assert_eq!(times(&ambiguous), ["-", "-"]);
    assert_eq!(
        times(&[ambiguous[0], ambiguous[1], "31/01/2026 10:00:00"]),
        ["2026-09-08 18:18", "2026-02-01 09:00", "2026-01-31 10:00"]
    );
    assert_eq!(
        times(&[ambiguous[0], "1/31/2026, 6:18:02 PM", ambiguous[1]]),
        ["2026-08-09 18:18", "2026-01-31 18:18", "2026-01-02 09:00"]
    );
    assert_eq!(
        times(&[ambiguous[0], "31/01/2026 10:00", "01/31/2026 11:00"]),
        ["-", "2026-01-31 10:00", "2026-01-31 11:00"]
    );
    // The row that tells is far from the first one.
    let mut many = vec![ambiguous[0]; 5000];
    many.push("31/01/2026 10:00:00");
    assert!(times(&many).iter().all(|time| time != "-"));
}

#[test]
fn messages_with_times_of_any_form_are_messages() {
    for (time, expected) in [
        ("25/01/2026 10:00:00 UTC", "2026-01-25 10:00"),
        ("1/25/2026, 10:00:00 AM", "2026-01-25 10:00"),
        ("25/1/2026 10:00", "2026-01-25 10:00"),
        ("25/1/2026, 3:04:05 p. m.", "2026-01-25 15:04"),
        ("25. Januar 2026 10:00:00 UTC", "2026-01-25 10:00"),
        ("25 января 2026 г., 10:00:00", "2026-01-25 10:00"),
        ("January 25, 2026 3:04 PM", "2026-01-25 15:04"),
        ("2026年1月25日 10:00:00 UTC", "2026-01-25 10:00"),
        ("2026年1月25日 午後3:04", "2026-01-25 15:04"),
        ("٢٥/٠١/٢٠٢٦ ١٠:٠٠:٠٠", "2026-01-25 10:00"),
    ] {
        let text = format!(
            ">>> Chat History with lena::\n\n{time} me: one: two\nmore at 10:00: text\n\n{time} lena: three\n"
        );
        let fixture = TestLibrary::in_zone("UTC");
        fixture.add_files("a", &[("Direct Messages.txt", &text)]);
        assert_eq!(read(&fixture).get(&Section::Message), Some(&2), "{text}");
        assert_eq!(read(&fixture).get(&Section::Other), None, "{text}");
        let rows = fixture.rows(&all(Group::Messages));
        let mut texts: Vec<&str> = rows.iter().filter_map(|row| row.text.as_deref()).collect();
        texts.sort_unstable();
        assert_eq!(texts, ["one: two\nmore at 10:00: text", "three"]);
        for row in rows {
            let time = jiff::Timestamp::from_millisecond(row.time.expect(&text)).unwrap();
            assert_eq!(time.strftime("%Y-%m-%d %H:%M").to_string(), expected, "{text}");
        }
    }
}
