//! A last line with the number of records is none of them, and no part of the last one.

use std::collections::BTreeMap;

use satchel_core::library::NoteKind;

use super::in_memory::records;

type Found = BTreeMap<(String, String), i32>;

fn read(file: &str, text: &str) -> (Found, Found, Vec<NoteKind>) {
    let (found, notes) = records(&[(file, text)]);
    let (other, known) = found.0.into_iter().partition(|((section, _), _)| section.starts_with("Other"));
    (known, other, notes)
}

/// Each file with this number of records.
fn files(count: u32) -> Vec<(&'static str, String)> {
    let link = "https://www.tiktokv.com/share/video/7500000000000000001/";
    [
        ("Searches.txt", "Search Term: owl".to_owned()),
        ("Watch History.txt", format!("Link: {link}")),
        ("Comments.txt", "Comment: words".to_owned()),
        ("Comments.txt", format!("Comment: words\nPhoto: N/A\nOriginal Post Url: {link}")),
        ("Follower.txt", "Username: noor".to_owned()),
        ("Posts.txt", format!("Link: {link}\nLike(s): 3\nTitle: pier")),
    ]
    .map(|(file, lines)| {
        let record = |day: u32| format!("Date: 2026-09-{:02} 10:00:00 UTC\n{lines}\n\n", day + 1);
        (file, (0..count).map(record).collect())
    })
    .into()
}

#[test]
fn the_number_of_records_below_them_fits_no_record() {
    for count in [1, 2, 5, 12] {
        for (file, text) in files(count) {
            let (expected, ..) = read(file, &text);
            for name in ["Total", "Total records", "Count", "Gesamt", "合計", "Anzahl der Einträge"] {
                for end in ["", "\n", "\n\n\n"] {
                    let total = format!("{text}{name}: {count}{end}");
                    let (known, other, notes) = read(file, &total);
                    assert_eq!(known, expected, "{total}");
                    assert_eq!(other.values().sum::<i32>(), 1, "{total}: {other:?}");
                    assert_eq!(notes, [NoteKind::Unassigned], "{total}");
                }
            }
        }
    }
}

#[test]
fn other_numbers_stay_in_the_records() {
    for (file, text) in files(3) {
        let plain = read(file, &text).0;
        for end in
            ["Total: 4", "Total: 3\n\nDate: 2026-10-01 10:00:00 UTC", "Total: three", "Total: 3\nPages: 1"]
        {
            let (known, ..) = read(file, &format!("{text}{end}\n"));
            assert_ne!(known, plain, "{file}: {end}");
        }
    }
    // A field that records have is part of one.
    let search = "Date: 2026-09-01 10:00:00 UTC\nSearch Term: owl\n\nSearch Term: 1\n";
    let (known, other, _) = read("Searches.txt", search);
    assert_eq!((known.values().sum::<i32>(), other.len()), (2, 0), "{known:?}");
}
