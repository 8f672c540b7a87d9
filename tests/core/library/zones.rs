//! Time zones behind times, in every writing.

use super::in_memory::records;

/// The same time with its zone, in a summer when Berlin is two hours from UTC and New York four.
const SAME: [&str; 14] = [
    "2026-08-16 18:18:02 UTC",
    "2026-08-16 18:18:02 UTC,",
    "2026-08-16 18:18:02 UTC.",
    "2026-08-16 18:18:02 [UTC]",
    "2026-08-16 18:18:02 (UTC),",
    "2026-08-16 20:18:02 CEST,",
    "2026-08-16 20:18:02 Europe/Berlin",
    "2026-08-16 14:18:02 America/New_York",
    "2026-08-16 20:18:02 [Europe/Berlin],",
    "2026-08-16 15:18:02 America/Argentina/Buenos_Aires",
    "2026-08-16T20:18:02+02:00[Europe/Berlin]",
    "2026-08-16T18:18:02Z[Etc/UTC]",
    "16.08.2026 20:18:02 Europe/Berlin",
    "August 16, 2026 2:18:02 PM America/New_York",
];

#[test]
fn the_zone_behind_the_time_of_a_message_is_no_part_of_its_sender() {
    let chat = |time: &str| {
        let text = format!(
            ">>> Chat History with noor::\n\n{time} noor: one\nwith: more\n{time} me: two\n{time} : three\n"
        );
        records(&[("Direct Messages.txt", &text)])
    };
    let (expected, _) = chat(SAME[0]);
    assert_eq!(expected.0.values().sum::<i32>(), 3, "{:?}", expected.0);
    for time in SAME {
        for time in [time.to_owned(), format!("[{time}]")] {
            let (found, notes) = chat(&time);
            assert_eq!(found.0, expected.0, "{time}");
            assert_eq!(notes, [], "{time}");
        }
    }
}

#[test]
fn the_zone_behind_the_time_of_a_field_is_told() {
    let text = |time: &str| {
        format!("Date: {time}\nSearch Term: owl\n\nDate: 2026-08-01 10:00:00 UTC\nSearch Term: kite\n")
    };
    let json = |time: &str| {
        format!(
            r#"{{"Your Activity":{{"Searches":{{"SearchList":[{{"Date":"{time}","SearchTerm":"owl"}}]}}}}}}"#
        )
    };
    let read = |time: &str| {
        [("Searches.txt", text(time)), ("user_data_tiktok.json", json(time))]
            .map(|(file, text)| records(&[(file, &text)]).0.0)
    };
    for time in SAME {
        assert_eq!(read(time), read(SAME[0]), "{time}");
    }
}

#[test]
fn words_that_are_no_zones_are_part_of_the_text() {
    let text = ">>> Chat History with noor::\n\n2026-08-16 18:18:02 noor: one\n2026-08-16 18:18:03 Mars/Phobos: two\n";
    let (found, _) = records(&[("Direct Messages.txt", text)]);
    assert!(found.0.keys().any(|(_, record)| record.contains("Mars/Phobos")), "{:?}", found.0);
}
