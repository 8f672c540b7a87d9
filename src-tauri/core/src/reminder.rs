//! A reminder as a file that any calendar can open: iCalendar (RFC 5545).

use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use ts_rs::TS;

use crate::commands::write_file;
use crate::core::Core;
use crate::error::Error;
use crate::random::random_hex;

/// The longest line of such a file, in bytes, without its end.
const LONGEST_LINE: usize = 75;

/// What a person wants to be reminded of, on a whole day.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Reminder {
    /// The day (`2026-11-25`).
    pub day: String,
    /// What to do.
    pub title: String,
    /// How to do it.
    pub about: String,
}

impl Core {
    /// Writes a reminder to a file: whole, or not at all.
    pub async fn save_reminder(&self, reminder: Reminder, file: &Path) -> Result<(), Error> {
        let text = calendar_file(&reminder, &random_hex::<8>(), Timestamp::now())
            .ok_or_else(|| Error::Bug(format!("no day: {}", reminder.day)))?;
        write_file(file, text.into_bytes()).await
    }
}

/// The content of the file, which reminds at nine in the morning, wherever that is; `None` if there is no such day.
fn calendar_file(reminder: &Reminder, id: &str, now: Timestamp) -> Option<String> {
    let day: Date = reminder.day.parse().ok()?;
    let next = day.tomorrow().ok()?;
    let (title, about) = (escaped(&reminder.title), escaped(&reminder.about));
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Satchel//Satchel//EN".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{id}@satchel"),
        format!("DTSTAMP:{}", now.strftime("%Y%m%dT%H%M%SZ")),
        format!("DTSTART;VALUE=DATE:{}", day.strftime("%Y%m%d")),
        format!("DTEND;VALUE=DATE:{}", next.strftime("%Y%m%d")),
        // The day stays free for other things.
        "TRANSP:TRANSPARENT".to_owned(),
        format!("SUMMARY:{title}"),
        format!("DESCRIPTION:{about}"),
        "BEGIN:VALARM".to_owned(),
        "ACTION:DISPLAY".to_owned(),
        "TRIGGER:PT9H".to_owned(),
        format!("DESCRIPTION:{title}"),
        "END:VALARM".to_owned(),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    Some(lines.iter().map(|line| folded(line)).collect())
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace("\r\n", "\\n")
        .replace('\n', "\\n")
}

/// A line with its end. What is too long goes on in the next line, after a space.
fn folded(line: &str) -> String {
    let mut text = String::with_capacity(line.len() + 2);
    let mut bytes = 0;
    for character in line.chars() {
        if bytes + character.len_utf8() > LONGEST_LINE {
            text.push_str("\r\n ");
            bytes = 1;
        }
        text.push(character);
        bytes += character.len_utf8();
    }
    text.push_str("\r\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(day: &str, about: &str) -> Option<String> {
        let reminder = Reminder { day: day.into(), title: "Look, now".into(), about: about.into() };
        calendar_file(&reminder, "id", Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_reminder_is_a_whole_day() {
        let file = file("2026-11-30", "one; two\\\nthree").unwrap();
        let lines: Vec<&str> = file.split_terminator("\r\n").collect();
        for line in [
            "DTSTAMP:19700101T000000Z",
            "DTSTART;VALUE=DATE:20261130",
            "DTEND;VALUE=DATE:20261201",
            "SUMMARY:Look\\, now",
            "DESCRIPTION:one\\; two\\\\\\nthree",
        ] {
            assert!(lines.contains(&line), "{line} in {lines:?}");
        }
        assert_eq!((lines[0], lines[lines.len() - 1]), ("BEGIN:VCALENDAR", "END:VCALENDAR"));
    }

    #[test]
    fn long_lines_are_folded_between_characters() {
        let about = "☰é".repeat(60);
        let file = file("2026-11-30", &about).unwrap();
        assert!(file.split("\r\n").all(|line| line.len() <= LONGEST_LINE));
        assert!(file.replace("\r\n ", "").contains(&about));
    }

    #[test]
    fn only_days_that_exist_are_written() {
        for day in ["2026-02-30", "soon", ""] {
            assert_eq!(file(day, ""), None, "{day}");
        }
    }
}
