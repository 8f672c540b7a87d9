//! Characters that are not seen, before what is read: those of writing directions, and those without width.

use super::in_memory::records;

const MARKS: [&str; 6] = ["\u{200b}", "\u{feff}", "\u{200e}", "\u{2060}", "\u{200f}\u{200b}", " \u{200b}"];

#[test]
fn headings_and_messages_may_have_marks_before_them() {
    let lines = [
        ">>> Chat History with noor::",
        "",
        "2026-04-01 09:00:00 UTC noor: one",
        "[2026-04-01 09:00:01] me: two",
        "",
        ">>> Group Chat with Family::",
        "",
        "2026-04-01 09:00:02 UTC tom: three",
    ];
    let text = lines.join("\n").replace("[2026-04-01 09:00:01]", "2026-04-01 09:00:01 UTC");
    let (expected, _) = records(&[("Direct Messages.txt", &text)]);
    assert_eq!(expected.0.values().sum::<i32>(), 3, "{:?}", expected.0);
    for mark in MARKS {
        for begins in [">>>", "2026"] {
            let marked = text.replace(begins, &format!("{mark}{begins}"));
            let (found, notes) = records(&[("Direct Messages.txt", &marked)]);
            assert_eq!(found.0, expected.0, "{mark:?} before {begins}");
            assert_eq!(notes, [], "{mark:?} before {begins}");
        }
    }
}

#[test]
fn headings_in_other_languages_may_have_marks_before_them() {
    let text = ">>> Chatverlauf mit lena::\n\n2026-04-01 09:00:00 UTC me: one\n\n>>> Chatverlauf mit tom::\n\n\
                2026-04-02 10:00:00 UTC tom: two\n";
    let read = |text: &str| records(&[("Direct Messages.txt", text)]).0.0;
    for mark in MARKS {
        assert_eq!(read(&text.replace(">>>", &format!("{mark}>>>"))), read(text), "{mark:?}");
    }
}

#[test]
fn names_of_fields_may_have_marks_before_them() {
    for (file, text) in [
        (
            "Searches.txt",
            "Date: 2026-09-01 10:00:00 UTC\nSearch Term: owl\n\nDate: 2026-09-02 10:00:00 UTC\nSearch Term: kite\n",
        ),
        (
            "Comments.txt",
            "Date: 2026-09-01 10:00:00 UTC\nComment: one\n\u{200f}two\nPhoto: N/A\n\n\
             Date: 2026-09-02 10:00:00 UTC\nComment: three\nPhoto: N/A\n",
        ),
        ("Profile Info.txt", "Username: me\nEmail: me@x.example\n"),
        // What is not known keeps the names of its fields.
        (
            "Novelty.txt",
            "Datum: 2026-09-01 10:00:00 UTC\nFarbe: rot\nWert: 3\n\nDatum: 2026-09-02 10:00:00 UTC\nFarbe: blau\nWert: 4\n",
        ),
    ] {
        let (expected, notes) = records(&[(file, text)]);
        for mark in MARKS {
            let marked: Vec<String> = text
                .lines()
                .map(|line| if line.contains(": ") { format!("{mark}{line}") } else { line.to_owned() })
                .collect();
            let (found, found_notes) = records(&[(file, &(marked.join("\n") + "\n"))]);
            assert_eq!(found.0, expected.0, "{mark:?} in {file}");
            assert_eq!(found_notes, notes, "{mark:?} in {file}");
        }
    }
}

#[test]
fn a_line_of_marks_is_empty() {
    let text = "Date: 2026-09-01 10:00:00 UTC\nSearch Term: owl\n\u{200b}\nDate: 2026-09-02 10:00:00 UTC\nSearch Term: kite\n\u{feff}\n";
    let read = |text: &str| records(&[("Searches.txt", text)]);
    let ((found, notes), (expected, _)) = (read(text), read(&text.replace(['\u{200b}', '\u{feff}'], "")));
    assert_eq!((found.0, notes), (expected.0, vec![]));
}
