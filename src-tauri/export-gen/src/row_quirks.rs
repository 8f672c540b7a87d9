//! Quirks of rows.

use satchel_sim::export::value::{Row, Rows, Value};

use crate::quirk::Quirk;

/// Sections that have row quirks.
const SECTIONS: [&str; 9] =
    ["watch", "like", "search", "follower", "login", "comment", "message", "favouriteVideo", "offTiktok"];

/// Texts that must not be interpreted.
const HOSTILE_TEXTS: [&str; 7] = [
    "<img src=x onerror=alert(1)>",
    "javascript:alert(document.cookie)",
    "<b>bold</b> & <script>alert(2)</script>",
    "photo\u{202e}gpj.exe",
    "nul \0 bell \u{7} escape \u{1b}[31m",
    "\"><svg/onload=alert(3)>",
    "=HYPERLINK(\"http://stand-in.example\",\"click\")",
];
/// JSON strings that are not valid Unicode.
const INVALID_STRINGS: [&str; 3] =
    [r#""lone \ud800 surrogate""#, r#""ends in \udfff""#, r#""turned \udc00\ud800 pair""#];

/// Applies quirks to the rows of a list. The result only depends on the rows.
///
/// `is_first`: this is the first list of the section.
pub(crate) fn apply<'l>(
    quirks: &'l [Quirk],
    section: &'static str,
    is_first: bool,
    is_text: bool,
    rows: Rows<'l>,
) -> Rows<'l> {
    let has = move |quirk| quirks.contains(&quirk);
    if !SECTIONS.contains(&section) {
        return rows;
    }
    // In a text export, a chat line is only recognised by its date.
    let chat_line = is_text && section == "message";
    let mut rows = rows;
    if has(Quirk::SameSecond) {
        rows = same_second(rows);
    }
    let mut number = 0_usize;
    let rows = rows.map(move |mut row| {
        number += 1;
        if has(Quirk::HugeStrings) && is_first && number == 1 {
            huge_texts(&mut row);
        }
        if has(Quirk::Markup) && number.is_multiple_of(7) {
            hostile_texts(&mut row, number / 7, is_text);
        }
        if has(Quirk::Paragraphs) && number.is_multiple_of(3) {
            paragraphs(&mut row);
        }
        if has(Quirk::WordsForNothing) && number.is_multiple_of(4) {
            words_for_nothing(&mut row, number / 4);
        }
        if has(Quirk::WrongTypes) && !is_text {
            wrong_types(&mut row, section, number);
        }
        if has(Quirk::NoDates) && !chat_line {
            match number % 5 {
                2 => row.cells.retain(|(key, _)| !is_date(key)),
                4 => set_date(&mut row, if number.is_multiple_of(2) { "N/A" } else { "" }),
                _ => {}
            }
        }
        if has(Quirk::BadDates) && !chat_line && number % 4 == 3 {
            let bad = ["yesterday", "2026-13-45 99:99:99", "16/08/2026", "0"];
            set_date(&mut row, bad[number / 4 % bad.len()]);
        }
        row
    });
    if has(Quirk::NullRows) && !chat_line {
        return Box::new(rows.enumerate().flat_map(move |(index, row)| {
            let extra = (index % 6 == 3).then(|| empty_row(&row, index / 6, is_text));
            std::iter::once(row).chain(extra)
        }));
    }
    Box::new(rows)
}

fn is_date(key: &str) -> bool {
    matches!(key, "Date" | "TimeStamp")
}

fn set_date(row: &mut Row, date: &'static str) {
    if let Some((_, value)) = row.cells.iter_mut().find(|(key, _)| is_date(key)) {
        *value = date.into();
    }
}

/// Repeats each third row, and gives the row after it the same time.
fn same_second(rows: Rows<'_>) -> Rows<'_> {
    let mut last: Option<Row> = None;
    Box::new(rows.enumerate().flat_map(move |(index, mut row)| {
        if index % 3 == 1
            && let Some(before) = &last
        {
            row.at = before.at;
            if let Some((_, date)) = before.cells.iter().find(|(key, _)| is_date(key)).cloned()
                && let Some((_, value)) = row.cells.iter_mut().find(|(key, _)| is_date(key))
            {
                *value = date;
            }
        }
        last = Some(row.clone());
        std::iter::repeat_n(row, if index % 3 == 0 { 2 } else { 1 })
    }))
}

fn huge_texts(row: &mut Row) {
    for key in ["Content", "SearchTerm"] {
        if let Some(value) = row.get_mut(key) {
            *value = "tide ".repeat(200_000).into();
        }
    }
}

fn hostile_texts(row: &mut Row, turn: usize, is_text: bool) {
    for key in ["Content", "SearchTerm", "Comment", "Title", "UserName", "DeviceModel", "Source"] {
        if let Some(value) = row.get_mut(key) {
            let raw = if is_text { None } else { INVALID_STRINGS.get(turn % 10) };
            *value = match raw {
                Some(json) => Value::Raw((*json).into()),
                None => HOSTILE_TEXTS[turn % HOSTILE_TEXTS.len()].into(),
            };
        }
    }
    if turn.is_multiple_of(3)
        && let Some(link) = row.get_mut("Link")
    {
        *link = ["javascript:alert(4)", "data:text/html,<script>alert(5)</script>", "//stand-in.example"]
            [turn % 9 / 3]
            .into();
    }
}

/// Adds paragraphs to a comment. One of its lines looks like a field.
fn paragraphs(row: &mut Row) {
    if let Some(value) = row.get_mut("Comment") {
        *value = format!("{}\n\nto do: rinse the mugs\n\n\nand dry them", value.to_text()).into();
    }
}

/// Replaces texts with words that exports use for missing values.
fn words_for_nothing(row: &mut Row, turn: usize) {
    for key in ["Content", "SearchTerm", "Comment", "UserName"] {
        if let Some(value) = row.get_mut(key) {
            *value = ["None", "null", "N/A"][turn % 3].into();
        }
    }
}

fn wrong_types(row: &mut Row, section: &str, number: usize) {
    if section == "watch" && number.is_multiple_of(9) {
        let link = row.get("Link").cloned();
        row.replacement = link;
    }
    if section == "search" && number % 5 == 1 {
        row.get_mut("SearchTerm").into_iter().for_each(|term| *term = Value::Int(2_026));
    }
}

/// A row that readers skip.
fn empty_row(row: &Row, turn: usize, is_text: bool) -> Row {
    let mut none = row.clone();
    none.at = None;
    for (index, (_, value)) in none.cells.iter_mut().enumerate() {
        *value = if (turn + index).is_multiple_of(2) { "N/A" } else { "" }.into();
    }
    none.replacement = match turn % 5 {
        _ if is_text => None,
        0 => Some(Value::Null),
        1 => Some(Value::Object(Vec::new())),
        2 => Some("".into()),
        3 => Some(Value::List(Vec::new())),
        _ => None,
    };
    none
}
