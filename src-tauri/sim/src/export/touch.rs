//! What the quirks do to rows.

use super::node::{Node, Row, Rows};
use super::quirk::Quirk;

/// Sections whose rows the row quirks touch.
const TOUCHED: [&str; 9] =
    ["watch", "like", "search", "follower", "login", "comment", "message", "favouriteVideo", "offTiktok"];

/// What markup and the like look like; the last few are JSON as it stands, and no text export can have them.
const NASTY: [&str; 7] = [
    "<img src=x onerror=alert(1)>",
    "javascript:alert(document.cookie)",
    "<b>bold</b> & <script>alert(2)</script>",
    "photo\u{202e}gpj.exe",
    "nul \0 bell \u{7} escape \u{1b}[31m",
    "\"><svg/onload=alert(3)>",
    "=HYPERLINK(\"http://stand-in.example\",\"click\")",
];
const NASTY_JSON: [&str; 3] =
    [r#""lone \ud800 surrogate""#, r#""ends in \udfff""#, r#""turned \udc00\ud800 pair""#];

/// The rows of a list with what the quirks do to them. The same rows come out alike, wherever they are written.
///
/// `first`: the section has no list before this one.
pub(super) fn touch<'l>(
    quirks: &'l [Quirk],
    section: &'static str,
    first: bool,
    text: bool,
    rows: Rows<'l>,
) -> Rows<'l> {
    let has = move |quirk| quirks.contains(&quirk);
    if !TOUCHED.contains(&section) {
        return rows;
    }
    // In a text export, a line of a chat is one because of its date.
    let chat_line = text && section == "message";
    let mut rows = rows;
    if has(Quirk::SameSecond) {
        rows = same_second(rows);
    }
    let mut number = 0_usize;
    let rows = rows.map(move |mut row| {
        number += 1;
        if has(Quirk::HugeStrings) && first && number == 1 {
            huge(&mut row);
        }
        if has(Quirk::Markup) && number.is_multiple_of(7) {
            nasty(&mut row, number / 7, text);
        }
        if has(Quirk::WrongTypes) && !text {
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
            let extra = (index % 6 == 3).then(|| void(&row, index / 6, text));
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

/// Every third row is there twice, and the row after it has the same second.
fn same_second(rows: Rows<'_>) -> Rows<'_> {
    let mut last: Option<Row> = None;
    Box::new(rows.enumerate().flat_map(move |(index, mut row)| {
        if index % 3 == 1
            && let Some(before) = &last
        {
            row.at = before.at;
            if let Some((_, date)) = before.cells.iter().find(|(key, _)| is_date(key)).cloned()
                && let Some((_, mine)) = row.cells.iter_mut().find(|(key, _)| is_date(key))
            {
                *mine = date;
            }
        }
        last = Some(row.clone());
        std::iter::repeat_n(row, if index % 3 == 0 { 2 } else { 1 })
    }))
}

fn huge(row: &mut Row) {
    for key in ["Content", "SearchTerm"] {
        if let Some(value) = row.get_mut(key) {
            *value = "tide ".repeat(200_000).into();
        }
    }
}

fn nasty(row: &mut Row, turn: usize, text: bool) {
    for key in ["Content", "SearchTerm", "Comment", "Title", "UserName", "DeviceModel", "Source"] {
        if let Some(value) = row.get_mut(key) {
            let raw = if text { None } else { NASTY_JSON.get(turn % 10) };
            *value = match raw {
                Some(json) => Node::Raw((*json).into()),
                None => NASTY[turn % NASTY.len()].into(),
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

fn wrong_types(row: &mut Row, section: &str, number: usize) {
    if section == "watch" && number.is_multiple_of(9) {
        let link = row.get("Link").cloned();
        row.instead = link;
    }
    if section == "search" && number % 5 == 1 {
        row.get_mut("SearchTerm").into_iter().for_each(|term| *term = Node::Int(2_026));
    }
}

/// A row that is none.
fn void(row: &Row, turn: usize, text: bool) -> Row {
    let mut none = row.clone();
    none.at = None;
    for (index, (_, value)) in none.cells.iter_mut().enumerate() {
        *value = if (turn + index).is_multiple_of(2) { "N/A" } else { "" }.into();
    }
    none.instead = match turn % 5 {
        _ if text => None,
        0 => Some(Node::Null),
        1 => Some(Node::Object(Vec::new())),
        2 => Some("".into()),
        3 => Some(Node::List(Vec::new())),
        _ => None,
    };
    none
}
