//! Lists saved as pages: what they say, that texts of others stay texts, and that they are written as they are read.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use satchel_core::checksum::hex;
use satchel_core::library::{
    Filter, Group, ListQuery, Order, PageAbout, PageDates, PageFact, PageRows, PageTexts, Placeholder,
    RowFormat, Section,
};
use satchel_export_gen::{Layout, Plan};
use sha2::{Digest, Sha256};

use super::{TestLibrary, all, only, plan};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The texts of a page, as the window would send them.
pub fn texts(is_chat: bool) -> PageTexts {
    let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let stands = [
        (Placeholder::SharedVideo, "Shared a video"),
        (Placeholder::SharedLink, "Shared a link"),
        (Placeholder::Picture, "Picture"),
        (Placeholder::Sticker, "Sticker"),
        (Placeholder::Voice, "Voice message"),
        (Placeholder::Media, "Media"),
    ];
    PageTexts {
        language: "en-GB".into(),
        title: "Chat with <Noor> & \"friends\"".into(),
        is_chat,
        facts: vec![PageFact { label: "Account".into(), value: "<b>maren</b>".into() }],
        backups: [("a".to_owned(), "The first export".to_owned())].into(),
        dates: PageDates {
            days: MONTHS.iter().map(|month| format!("{{weekday}}, {{day}} {month} {{year}}")).collect(),
            short_days: MONTHS.iter().map(|month| format!("{{day}} {} {{year}}", &month[..3])).collect(),
            weekdays: weekdays.map(str::to_owned).to_vec(),
            hours: (0..24).map(|hour| format!("{hour:02}:{{minutes}}")).collect(),
        },
        about: PageAbout {
            records: "Records".into(),
            thousands: ",".into(),
            zone: "Times".into(),
            zone_offsets: "{zone} ({offsets})".into(),
            backups: "From".into(),
            part: "{count} of these records".into(),
            archives: "Archives".into(),
            no_checksum: "no checksum known".into(),
            checksum: "Checksum of the records".into(),
            checksum_of: "of the list as JSON".into(),
            proof: "What it proves".into(),
            print: "How to print".into(),
            undated: "Without a date".into(),
        },
        rows: PageRows {
            kinds: [(Section::Follower, "Follower".to_owned())].into(),
            stands: stands.map(|(kind, text)| (kind, text.to_owned())).into(),
            missing: "{what} is missing".into(),
            someone: "Someone".into(),
            video_from: "Video from {day}".into(),
            video_by: "Video by {name}".into(),
            video_by_from: "Video from {day} by {name}".into(),
            video: "Video".into(),
            posted: "posted {day}".into(),
            times: "{count} times".into(),
            no_text: "No text".into(),
            link: "Link".into(),
        },
    }
}

fn page(fixture: &TestLibrary, query: &ListQuery, texts: &PageTexts) -> (String, u64) {
    let mut out = Vec::new();
    let archive = |id: &str| (id == "a").then(|| "abc123".to_owned());
    let written = fixture.library.write_page(query, texts, &archive, &mut out).unwrap();
    (String::from_utf8(out).unwrap(), written)
}

fn chat(messages: &str) -> String {
    format!(
        r#"{{"Activity":{{}},"Direct Message":{{"Direct Messages":{{"ChatHistory":{{"Chat History with Noor:":[{messages}]}}}}}}}}"#
    )
}

/// A library with one chat, and the query of it as the window sends it.
fn one_chat(messages: &str) -> (TestLibrary, ListQuery) {
    let fixture = TestLibrary::new();
    fixture.add_json("a", &chat(messages));
    let id = fixture.library.chats().unwrap().chats[0].id.clone();
    let filter = Filter { chat: Some(id), ..Filter::default() };
    let query = ListQuery { order: Order::Oldest, ..only(Group::Messages, filter) };
    (fixture, query)
}

/// The texts of a page one after the other, each on a line, without its style.
fn read(page: &str) -> String {
    let body = page.split_once("<body>").unwrap().1;
    let lines = body.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text.trim());
    lines.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn texts_of_others_are_never_markup() {
    let (fixture, query) = one_chat(
        r#"{"Date":"2026-01-05 10:00:00","From":"Noor<script>alert(1)</script>","Content":"<script>alert(\"2\")</script> it's <img src=x onerror=alert(3)>\u0000"},
           {"Date":"2026-01-05 10:00:01","From":"me","Content":"https://www.tiktok.com/@a\"onmouseover=\"alert(4)"}"#,
    );
    for is_chat in [true, false] {
        let (page, written) = page(&fixture, &query, &texts(is_chat));
        assert_eq!(written, 2);
        assert!(page.contains(
            "&lt;script&gt;alert(&quot;2&quot;)&lt;/script&gt; it&#39;s &lt;img src=x onerror=alert(3)&gt;\u{fffd}"
        ));
        assert!(page.contains("Noor&lt;script&gt;alert(1)&lt;/script&gt;"));
        assert!(page.contains("<h1 dir=\"auto\">Chat with &lt;Noor&gt; &amp; &quot;friends&quot;</h1>"));
        assert!(page.contains("&lt;b&gt;maren&lt;/b&gt;"));
        let lower = page.to_lowercase();
        for never in ["<script", "<img", "<b>", "onmouseover=\"", "<link", "@import", "url(", "src=\""] {
            assert!(!lower.contains(never), "{never}");
        }
    }
}

#[test]
fn the_only_style_is_the_one_that_the_content_policy_names_and_nothing_is_loaded() {
    let (fixture, query) = one_chat(r#"{"Date":"2026-01-05 10:00:00","From":"Noor","Content":"hello"}"#);
    let (page, _) = page(&fixture, &query, &texts(true));
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"));
    let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    let hash = BASE64_STANDARD.encode(Sha256::digest(style));
    assert!(page.contains(&format!(
        "content=\"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\""
    )));
    assert_eq!(page.matches("<style").count(), 1);
    assert!(!page.contains("style=\""), "the policy does not permit it");
    for part in ["main", "header", "footer", "section", "dl", "div", "p", "h2", "dd", "time"] {
        let opened = page.matches(&format!("<{part}>")).count() + page.matches(&format!("<{part} ")).count();
        assert_eq!(opened, page.matches(&format!("</{part}>")).count(), "{part}");
    }
}

#[test]
fn a_chat_reads_as_a_conversation() {
    let (fixture, query) = one_chat(
        r#"{"Date":"2026-01-05 10:00:00","From":"Noor","Content":"Good morning"},
           {"Date":"2026-01-05 10:01:00","From":"Noor","Content":"Are you there?\nHello?"},
           {"Date":"2026-01-05 10:02:00","From":"me","Content":"Yes"},
           {"Date":"2026-01-05 10:03:00","From":"me","Content":"[Sticker]"},
           {"Date":"2026-01-05 23:30:00","From":"me","Content":"https://www.tiktokv.com/share/video/7571866413000000005/"},
           {"Date":"2026-01-06 10:00:00","From":"Noor","Content":"Nice"}"#,
    );
    let (page, written) = page(&fixture, &query, &texts(true));
    assert_eq!(written, 6);
    let conversation = read(&page).split_once("How to print\n").unwrap().1.to_owned();
    let wanted = "Monday, 5 January 2026
Noor
Good morning
11:00
Are you there?
Hello?
11:01
me
Yes
11:02
Sticker is missing
11:03
Tuesday, 6 January 2026
me
Shared a video
posted 12 Nov 2025
https://www.tiktokv.com/share/video/7571866413000000005/
00:30
Noor
Nice
11:00
Records
6
";
    assert!(conversation.starts_with(wanted), "{conversation}");
    assert!(page.contains("<time datetime=\"2026-01-05T23:30:00Z\">00:30</time>"));
    assert!(page.contains("href=\"https://www.tiktok.com/@/video/7571866413000000005\""));
}

#[test]
fn days_and_times_are_those_of_the_clock_when_it_changes() {
    let (fixture, query) = one_chat(
        r#"{"Date":"2025-10-25 22:30:00","From":"Noor","Content":"after midnight in summer time"},
           {"Date":"2025-10-26 00:30:00","From":"Noor","Content":"half past two"},
           {"Date":"2025-10-26 01:30:00","From":"Noor","Content":"half past two again"},
           {"Date":"2025-10-26 23:10:00","From":"Noor","Content":"the next day"},
           {"Date":"2026-03-29 00:59:59","From":"Noor","Content":"before the jump"},
           {"Date":"2026-03-29 01:00:00","From":"Noor","Content":"after the jump"}"#,
    );
    for is_chat in [true, false] {
        let (page, _) = page(&fixture, &query, &texts(is_chat));
        let text = read(&page);
        assert!(text.contains("Times\nEurope/Berlin (UTC+1, UTC+2)\n"), "{text}");
        let shown: Vec<&str> = text
            .lines()
            .filter(|line| line.contains(':') || line.starts_with("UTC") || line.contains("day, "))
            .filter(|line| !line.starts_with("Chat with"))
            // Rows have seconds, too.
            .map(|line| line.get(..5).filter(|_| line.as_bytes()[2] == b':').unwrap_or(line))
            .collect();
        let wanted = [
            "Sunday, 26 October 2025",
            "UTC+2",
            "00:30",
            "02:30",
            "UTC+1",
            "02:30",
            "Monday, 27 October 2025",
            "UTC+1",
            "00:10",
            "Sunday, 29 March 2026",
            "UTC+1",
            "01:59",
            "UTC+2",
            "03:00",
        ];
        assert_eq!(shown, wanted);
    }
    let (winter, query) = one_chat(r#"{"Date":"2026-01-05 10:00:00","From":"Noor","Content":"hello"}"#);
    let text = read(&page(&winter, &query, &texts(true)).0);
    assert!(text.contains("Europe/Berlin (UTC+1)\n"));
    assert_eq!(text.matches("UTC").count(), 1, "one offset is said once");
}

#[test]
fn the_records_are_those_of_the_list_and_their_number_is_said_twice() {
    let fixture = TestLibrary::new();
    fixture.add("a", &plan(Layout::V6));
    for group in Group::ALL {
        for order in [Order::Newest, Order::Times] {
            let query = ListQuery { order, ..all(group) };
            let outline = fixture.library.outline(&query).unwrap();
            let (page, written) = page(&fixture, &query, &texts(false));
            assert_eq!(written, outline.total, "{group:?} {order:?}");
            assert_eq!(page.matches("<li><time").count() as u64, outline.total);
            let count = if written < 1000 {
                written.to_string()
            } else {
                format!("{},{:03}", written / 1000, written % 1000)
            };
            assert_eq!(read(&page).matches(&format!("Records\n{count}\n")).count(), 2);
            if order == Order::Newest {
                let headings = outline.days.len() + usize::from(outline.undated > 0);
                assert_eq!(page.matches("<h2>").count(), headings);
            }
        }
    }
}

#[test]
fn rows_say_what_is_known_about_videos() {
    let fixture = TestLibrary::new();
    fixture.add_json(
        "a",
        r#"{"Your Activity":{"Watch History":{"VideoList":[
            {"Date":"2026-02-03 09:08:07","Link":"https://www.tiktok.com/@kiln.and.clay/video/7571866413000000005"},
            {"Date":"2026-02-03 09:00:00","Link":"https://www.tiktokv.com/share/video/7571866413000000005/"}]},
          "Login History":{"LoginHistoryList":[{"Date":"2026-03-01 10:00:00","IP":"203.0.113.9","DeviceModel":"Pixel 9"}]}}}"#,
    );
    let text = read(&page(&fixture, &all(Group::Watch), &texts(false)).0);
    assert!(text.contains(
        "10:08:07\nVideo from 12 Nov 2025 by @kiln.and.clay\nwww.tiktok.com/@kiln.and.clay/video/7571866413000000005\n"
    ), "{text}");
    assert!(
        text.contains("10:00:00\nVideo from 12 Nov 2025\nwww.tiktok.com/@/video/7571866413000000005\n"),
        "{text}"
    );
    let text = read(&page(&fixture, &all(Group::Logins), &texts(false)).0);
    assert!(text.contains("203.0.113.9") && text.contains("Device model: Pixel 9"), "{text}");
}

#[test]
fn the_page_says_where_its_records_come_from() {
    let fixture = TestLibrary::new();
    let message = |second: u8| {
        format!(r#"{{"Date":"2026-01-05 10:00:0{second}","From":"Noor","Content":"n{second}"}}"#)
    };
    fixture.add_json("a", &chat(&format!("{},{}", message(1), message(2))));
    fixture.add_json("b", &chat(&format!("{},{}", message(2), message(3))));
    fixture.add_json(
        "c",
        r#"{"Your Activity":{"Searches":{"SearchList":[{"Date":"2026-02-01 10:00:00","SearchTerm":"x"}]}}}"#,
    );
    let query = all(Group::Messages);
    let (page, _) = page(&fixture, &query, &texts(true));
    let text = read(&page);
    assert!(
        text.contains("From\nThe first export\n2 of these records\nb\n2 of these records\nHow to print"),
        "{text}"
    );
    assert!(text.contains("Archives\nThe first export\nabc123\nb\nno checksum known\n"), "{text}");
    let mut json = Vec::new();
    fixture.library.export(&query, RowFormat::Json, &mut json).unwrap();
    let sum = hex(&Sha256::digest(&json));
    assert!(text.contains(&format!("Checksum of the records\n{sum}\nof the list as JSON\n")), "{text}");
}

#[test]
fn an_empty_list_is_a_page_without_records() {
    let fixture = TestLibrary::new();
    fixture.add_json("a", &chat(r#"{"Date":"2026-01-05 10:00:00","From":"Noor","Content":"hello"}"#));
    let nothing = only(Group::Messages, Filter { text: "zzz".into(), ..Filter::default() });
    let (page, written) = page(&fixture, &nothing, &texts(false));
    assert_eq!(written, 0);
    assert_eq!(read(&page).matches("Records\n0\n").count(), 2);
    assert!(!page.contains("<section"));
}

/// The memory that writing a page needs, as Linux tells it.
#[cfg(target_os = "linux")]
mod memory {
    use std::io::Write;

    use super::*;

    /// Counts bytes.
    struct Counter(u64);

    impl Write for Counter {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len() as u64;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// The most memory that this process has had since it was last asked, in bytes. Each test is a process of its own.
    fn highest_memory() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().unwrap();
        std::fs::write("/proc/self/clear_refs", "5").unwrap();
        kilobytes * 1024
    }

    #[test]
    fn a_large_list_is_written_while_it_is_read() {
        let fixture = TestLibrary::new();
        let long = "word ".repeat(1200);
        let messages: Vec<String> = (0..5000)
            .map(|number| {
                let (hour, minute, second) = (number / 3600, number / 60 % 60, number % 60);
                format!(r#"{{"Date":"2026-01-05 {hour:02}:{minute:02}:{second:02}","From":"Noor","Content":"{long}{number}"}}"#)
            })
            .collect();
        fixture.add_json("a", &chat(&messages.join(",")));
        drop(messages);
        let query = all(Group::Messages);
        fixture.library.rows(&query, 0, 1).unwrap();
        highest_memory();
        let before = highest_memory();
        let mut out = Counter(0);
        let written = fixture.library.write_page(&query, &texts(true), &|_| None, &mut out).unwrap();
        let added = highest_memory() - before;
        assert_eq!(written, 5000);
        assert!(out.0 > 25 << 20, "a page of {} bytes", out.0);
        assert!(added < out.0 / 4, "{added} bytes of memory for a page of {}", out.0);
    }
}

#[test]
fn every_kind_of_record_of_a_generated_export_can_be_a_page() {
    let fixture = TestLibrary::new();
    fixture.add("a", &Plan { quirks: satchel_export_gen::Quirk::ALL.to_vec(), ..plan(Layout::V6) });
    for group in Group::ALL {
        let total = fixture.library.outline(&all(group)).unwrap().total;
        assert_eq!(page(&fixture, &all(group), &texts(false)).1, total, "{group:?}");
    }
}
