//! Quirks, and that they change nothing else.

use satchel_export_gen::{Counts, Expected, Layout, Plan, Quirk};
use serde_json::Value;

use super::{bytes, plan, reader, unzipped};

/// Removes what `serde_json` does not accept, and parses the documents.
fn documents(bytes: &[u8]) -> Vec<Value> {
    let mut text = decoded(bytes);
    // Nothing else in the text contains these.
    for (odd, plain) in [
        ("\\ud800", "?"),
        ("\\udfff", "?"),
        ("\\udc00", "?"),
        ("1e999", "1"),
        ("[{\"in\": ", ""),
        ("}]", ""),
        ("}{", "}\n{"),
    ] {
        text = text.replace(odd, plain);
    }
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for index in 1..lines.len() {
        if lines[index].trim_start().starts_with(['}', ']']) {
            let length = lines[index - 1].trim_end_matches(',').len();
            lines[index - 1].truncate(length);
        }
    }
    serde_json::Deserializer::from_str(&lines.join("\n")).into_iter().map(Result::unwrap).collect()
}

fn decoded(bytes: &[u8]) -> String {
    let wide = |order: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks(2).map(|pair| order(pair.try_into().unwrap())).collect();
        String::from_utf16(&units).unwrap()
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).unwrap(),
        _ => String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

fn with(layout: Layout, quirks: &[Quirk]) -> Plan {
    Plan { layout, quirks: quirks.to_vec(), ..plan(1_200) }
}

const JSON: [Layout; 6] = [Layout::V1, Layout::V2, Layout::V3, Layout::V4, Layout::V5, Layout::V6];

#[test]
fn a_reader_finds_what_is_expected_of_each_quirk_in_each_layout() {
    for layout in JSON {
        for quirk in Quirk::ALL {
            if matches!(quirk, Quirk::Truncated { .. }) {
                continue;
            }
            let (bytes, expected) = bytes(&with(layout, &[quirk]));
            let found = reader::read(&documents(&bytes));
            assert_eq!(found, expected, "{layout} {quirk:?}");
        }
    }
}

#[test]
fn quirks_can_be_combined() {
    let all = [
        Quirk::Doubled,
        Quirk::TrailingCommas,
        Quirk::Utf16Be,
        Quirk::Crlf,
        Quirk::NullRows,
        Quirk::NoDates,
        Quirk::SameSecond,
        Quirk::Unknown,
        Quirk::WrongTypes,
    ];
    let (bytes, expected) = bytes(&with(Layout::V6, &all));
    assert_eq!(reader::read(&documents(&bytes)), expected);
    assert!(expected.sections["watch"].skipped > 0 && expected.sections["watch"].repeated > 0);
}

/// The counts of an export with these quirks.
fn counts(quirks: &[Quirk]) -> Expected {
    bytes(&with(Layout::V6, quirks)).1
}

#[test]
fn quirks_of_the_file_do_not_change_the_counts() {
    let sound = counts(&[]);
    for quirk in
        [Quirk::TrailingCommas, Quirk::Bom, Quirk::Utf16Le, Quirk::Utf16Be, Quirk::Crlf, Quirk::KeyCase]
    {
        assert_eq!(counts(&[quirk]), sound, "{quirk:?}");
    }
}

#[test]
fn the_second_copy_has_no_new_records() {
    let (sound, doubled) = (counts(&[]), counts(&[Quirk::Doubled]));
    for (section, counts) in &doubled.sections {
        let once = sound.sections[section];
        let twice = Counts {
            read: once.read * 2,
            stored: once.stored,
            repeated: once.repeated * 2 + once.stored,
            skipped: once.skipped * 2,
        };
        assert_eq!(*counts, twice, "{section}");
    }
    assert_eq!(sound.sections["offTiktok"].repeated, sound.of("offTiktok"), "two lists of the same rows");
}

#[test]
fn a_truncated_file_has_the_rows_before_its_end() {
    let (whole, all) = bytes(&with(Layout::V6, &[]));
    for per_mille in [0, 1, 300, 555, 700, 871, 999, 1000] {
        let (cut, some) = bytes(&with(Layout::V6, &[Quirk::Truncated { per_mille }]));
        assert_eq!(cut.len(), whole.len() * usize::from(per_mille) / 1000);
        assert_eq!(cut, whole[..cut.len()]);
        let text = String::from_utf8_lossy(&cut);
        // The last section, so that all others are complete if it has started.
        let watched = text.split_once("\"Watch History\": {").map(|(_, watched)| watched);
        let rows = watched.map_or(0, |watched| watched.matches("\n        }").count() as u64);
        assert_eq!(some.of("watch"), rows, "{per_mille}");
        for (section, counts) in &some.sections {
            assert!(counts.read <= all.sections[section].read);
            assert!(*section == "watch" || watched.is_none() || *counts == all.sections[section]);
        }
        assert_eq!(some == all, per_mille == 1000);
    }
    // A number at the end of the file may be incomplete.
    let (bytes, _) = bytes(&with(Layout::V6, &[]));
    assert!(String::from_utf8(bytes).unwrap().contains("\"App\": 1,"));
}

#[test]
fn rows_have_the_values_of_their_quirk() {
    let text = |quirk| decoded(&bytes(&with(Layout::V6, &[quirk])).0);
    for (quirk, pieces) in [
        (Quirk::NullRows, &["\n        null,", "\n        {},", "\n        [],", "\n        \"\","][..]),
        (Quirk::NoDates, &["\"Date\": \"N/A\"", "\"Date\": \"\""]),
        (Quirk::BadDates, &["\"Date\": \"yesterday\"", "\"Date\": \"2026-13-45 99:99:99\""]),
        (Quirk::Markup, &["onerror=alert(1)", "javascript:", "\u{202e}", "\\u0000", "\\ud800", "</script>"]),
        (
            Quirk::BigNumbers,
            &["9007199254740993", "1e999", ": -0\n", "1234567890123456789012345678901234567890"],
        ),
        (
            Quirk::WrongTypes,
            &["\"SearchTerm\": 2026", "\"App\": \"1\"", "\"Share History\": [", "\"ProfileMap\": ["],
        ),
        (Quirk::Doubled, &["\n}{\n"]),
        (Quirk::TrailingCommas, &["\",\n        }", "},\n      ]"]),
        (
            Quirk::KeyCase,
            &[
                "\"USERNAME\"",
                "\"watchhistory\"",
                "\"Video-List\"",
                "\"Chat History with annika.wolkenbruch:\"",
            ],
        ),
        (Quirk::RenamedParents, &["\"FansList\"", "\"ItemFavoriteList\"", "watch\": {\n      \"VideoList\""]),
    ] {
        let odd = text(quirk);
        for piece in pieces {
            assert!(odd.contains(piece), "{quirk:?} {piece:?}");
        }
    }
    let longest = |quirk| text(quirk).lines().map(str::len).max().unwrap();
    assert!(longest(Quirk::HugeStrings) > 1_000_000);
    assert_eq!(text(Quirk::HugeStrings).lines().filter(|line| line.len() > 1_000_000).count(), 2);
    assert_eq!(
        text(Quirk::DeepNesting).matches(['[', '{']).count(),
        text(Quirk::DeepNesting).matches([']', '}']).count()
    );
    assert!(text(Quirk::DeepNesting).contains(&"[{\"in\": ".repeat(5_000)));
    assert!(!text(Quirk::RenamedParents).contains("Your Activity"));
}

#[test]
fn missing_sections_do_not_change_the_others() {
    let some = counts(&[Quirk::MissingSections]);
    let all = counts(&[]);
    let sections: Vec<&str> = some.sections.keys().copied().collect();
    assert!(sections.contains(&"like") && sections.contains(&"comment") && !sections.contains(&"watch"));
    for section in sections.into_iter().filter(|section| *section != "technical") {
        assert_eq!(some.sections[section], all.sections[section]);
    }
}

#[test]
fn renamed_parents_do_not_change_lists() {
    let (renamed, all) = (counts(&[Quirk::RenamedParents]), counts(&[]));
    for (section, counts) in &renamed.sections {
        assert_eq!(*counts, all.sections[section], "{section}");
    }
    assert!(renamed.sections.len() > 30 && renamed.unknown.is_empty());
}

#[test]
fn unknown_sections_are_listed_by_path() {
    let unknown = counts(&[Quirk::Unknown]);
    assert!(unknown.unknown.contains(&"Stand-in Novelties/Novelty/NoveltyList".to_owned()));
    assert!(unknown.unknown.contains(&"Stand-in Word".to_owned()));
    assert_eq!(unknown.sections["other"], Counts { read: 15, stored: 13, repeated: 0, skipped: 2 });
}

#[test]
fn text_exports_have_the_quirks_that_apply() {
    let layout = "txt-c-nl".parse().unwrap();
    for quirk in Quirk::ALL {
        let (files, expected) = unzipped(&with(layout, &[quirk]));
        let read = |expected: &Expected| expected.sections.values().map(|counts| counts.read).sum::<u64>();
        let decoded: Vec<(String, String)> =
            files.iter().map(|(name, bytes)| (name.clone(), decoded(bytes).replace("\r\n", "\n"))).collect();
        assert_eq!(super::text::counted(&decoded), read(&expected), "{quirk:?}");
    }
    let watch = |quirk| {
        let (files, _) = unzipped(&with(layout, &[quirk]));
        files.into_iter().find(|(name, _)| name.ends_with("Kijkgeschiedenis.txt")).unwrap().1
    };
    assert!(watch(Quirk::Utf16Le).starts_with(&[0xff, 0xfe, b'D', 0]));
    assert!(watch(Quirk::Crlf).windows(4).any(|bytes| bytes == b"\r\n\r\n"));
}
