//! Text files in which each value is on the line below the name of its field.

use super::in_memory::records;

const LINK: &str = "https://www.tiktokv.com/share/video/7500000000000000001/";

/// Files with values on the same line, and the fields that may be above their values.
fn files() -> Vec<(&'static str, String)> {
    let of_days = |record: &str| -> String {
        let record = |day: u32| record.replace("{day}", &format!("0{day}")).replace("{link}", LINK);
        (1..6).map(|day| record(day) + "\n").collect()
    };
    vec![
        ("Searches.txt", of_days("Date: 2026-09-{day} 10:00:00 UTC\nSearch Term: owl {day}: two\n")),
        ("Watch History.txt", of_days("Date: 2026-09-{day} 10:00:00\nLink: {link}\n")),
        (
            "Comments.txt",
            of_days(
                "Date: 2026-09-{day} 10:00:00 UTC\nComment: note {day}: yes\nPhoto: N/A\nOriginal Post Url: {link}\n",
            ),
        ),
        (
            "Comments.txt",
            of_days(
                "Date: 2026-09-{day} 10:00:00 UTC\nComment: one\ntwo\n\nthree: four\nOriginal Post Url: {link}\n",
            ),
        ),
        (
            "Login History.txt",
            of_days("Date: 2026-09-{day} 10:00:00 UTC\nIP: 192.0.2.1\nDevice Model: phone\nCarrier: None\n"),
        ),
        ("Follower.txt", of_days("Date: 2026-09-{day} 10:00:00 UTC\nUsername: noor{day}\n")),
        (
            "Posts.txt",
            of_days("Date: 2026-09-{day} 10:00:00 UTC\nLink: {link}\nLike(s): 3\nTitle: pier {day}\n"),
        ),
        ("Searches.txt", "Date: 2026-09-01 10:00:00 UTC\nSearch Term: owl\n".to_owned()),
        (
            "Profile Info.txt",
            "Username: me\nBio Description: I like: owls\nsecond line\nEmail: me@x.example\n".into(),
        ),
        ("Settings.txt", "Private Account: On\nFilter Comments: On\nApp Language: de\n".into()),
        ("Ad Interests.txt", "Interests: Birds|Boats\n".into()),
    ]
}

#[test]
fn values_below_the_names_of_their_fields_are_read_as_those_on_the_same_line() {
    for (file, text) in files() {
        let (expected, notes) = records(&[(file, &text)]);
        // The first colon in a line ends the name. What continues a value stays as it is.
        let is_field = |line: &str| line.contains(": ") && !line.starts_with("three");
        let below: Vec<String> = text
            .lines()
            .map(|line| if is_field(line) { line.replacen(": ", ":\n", 1) } else { line.to_owned() })
            .collect();
        for below in [below.join("\n") + "\n", below.join(" \r\n")] {
            let (found, found_notes) = records(&[(file, &below)]);
            assert_eq!(found.0, expected.0, "{file}: {below}");
            assert_eq!(found_notes, notes, "{file}: {below}");
        }
    }
}

#[test]
fn some_fields_may_be_above_their_values_and_others_beside() {
    for (file, text) in files() {
        let (expected, notes) = records(&[(file, &text)]);
        for name in ["Date", "Search Term", "Link", "Username", "Comment", "Title", "IP"] {
            let field = format!("{name}: ");
            let below: Vec<String> = text
                .lines()
                .map(|line| {
                    line.strip_prefix(&field).map_or(line.to_owned(), |value| format!("{name}:\n{value}"))
                })
                .collect();
            let (found, found_notes) = records(&[(file, &below.join("\n"))]);
            assert_eq!(found.0, expected.0, "{name} in {file}: {text}");
            assert_eq!(found_notes, notes, "{name} in {file}: {text}");
        }
    }
}

#[test]
fn a_missing_value_is_not_the_name_below_it() {
    let text = |comment: &str, photo: &str| -> String {
        let record = |day: u32| {
            let (comment, photo) = if day == 3 { (comment, photo) } else { ("words\n", "N/A\n") };
            format!(
                "Date:\n2026-09-0{day} 10:00:00 UTC\nComment:\n{comment}Photo:\n{photo}Original Post Url:\n{LINK}\n\n"
            )
        };
        (1..6).map(record).collect()
    };
    for (comment, photo) in [("", "N/A\n"), ("\n", "N/A\n"), ("", "")] {
        let beside = text(" \n", if photo.is_empty() { " \n" } else { photo }).replace(":\n", ": ");
        let (expected, _) = records(&[("Comments.txt", &beside)]);
        let (found, notes) = records(&[("Comments.txt", &text(comment, photo))]);
        assert_eq!(found.0.values().sum::<i32>(), 5, "{comment:?}: {:?}", found.0);
        assert_eq!(found.0, expected.0, "{comment:?} {photo:?}");
        assert_eq!(notes, []);
    }
    // On the same line, the name of the next field is none, either.
    let inline = "Datum: 2026-09-01 10:00:00 UTC\nKommentar: \nFoto: N/A\nUrl: https://www.tiktokv.com/share/video/7500000000000000002/\n";
    let (found, _) = records(&[("Comments.txt", inline)]);
    assert!(found.0.keys().all(|(_, record)| record.contains(" 7500000000000000002 |||")), "{:?}", found.0);
}

#[test]
fn files_in_other_languages_may_have_values_below_the_names() {
    let watched = "Datum: 2026-09-01 10:00:00 UTC\nLink: https://www.tiktokv.com/share/video/7500000000000000001/\n\n\
                   Datum: 2026-09-02 10:00:00 UTC\nLink: https://www.tiktokv.com/share/video/7500000000000000002/\n";
    let searched = "日付：2026-09-01 10:00:00 UTC\nキーワード：ふくろう\n\n日付：2026-09-02 10:00:00 UTC\nキーワード：二 三\n";
    let files = |watched: &str, searched: &str| {
        records(&[("A/Wiedergabeverlauf.txt", watched), ("A/Suchanfragen.txt", searched)]).0.0
    };
    let below = files(&watched.replace(": ", ":\n"), &searched.replace('：', "：\n"));
    assert_eq!(below, files(watched, searched));
    assert!(below.keys().any(|(section, _)| section.starts_with("Search")), "{below:?}");
}

#[test]
fn values_far_below_in_a_large_file_are_read_in_the_same_way() {
    let record = |number: u32| {
        let (day, hour) = (number / 24 % 28 + 1, number % 24);
        format!("Date: 2026-02-{day:02} {hour:02}:30:00 UTC\nSearch Term: owl {number}\n\n")
    };
    let text: String = (0..6000).map(record).collect();
    let (expected, _) = records(&[("Searches.txt", &text)]);
    assert_eq!(expected.0.values().sum::<i32>(), 6000);
    for below in [text.replace(": ", ":\n"), text.replace("Term: ", "Term:\n")] {
        let (found, notes) = records(&[("Searches.txt", &below)]);
        assert!(found.0 == expected.0 && notes.is_empty(), "{notes:?}");
        let (found, notes) = records(&[("Searches.txt", &format!("{below}Total: 6000\n"))]);
        let in_list = found.0.iter().filter(|((section, _), _)| section.starts_with("Search"));
        assert_eq!((in_list.map(|(_, count)| count).sum::<i32>(), notes.len()), (6000, 1));
    }
}
