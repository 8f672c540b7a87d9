//! What a row of a page says.

use super::html::filled;
use super::layout::{Entry, Layout};
use crate::library::read::link;
use crate::library::{Placeholder, Row, Section};

/// Addresses that are longer are no use on paper: those of files with a signature, which expire. Bytes.
pub const LONGEST_LINK: usize = 100;
/// The longest value of a field that is shown, in characters. All are in an export as JSON.
const LONGEST_VALUE: usize = 300;
/// A video cannot be newer than a record of it. A day is allowed for wrong clocks.
const DAY: i64 = 86_400_000;

/// The main text of a row.
pub struct Main {
    /// The text.
    pub text: String,
    /// Whether it is in the export, and not one that stands for it.
    pub is_theirs: bool,
    /// Whether it is the first of the fields.
    is_field: bool,
    /// Whether it says what is known about the video.
    is_video: bool,
}

/// The main text of a row: its text, what is known about its video, or its first field.
pub fn main(layout: &Layout<'_>, row: &Row) -> Main {
    let texts = &layout.texts.rows;
    let none = |text: String| Main { text, is_theirs: false, is_field: false, is_video: false };
    // The text of a share says only what kind of thing was shared.
    let is_caption = row.section != Section::Share || row.item.is_none();
    if let Some(kind) = row.stands_for.filter(|kind| *kind != Placeholder::SharedLink) {
        let what = texts.stands.get(&kind).cloned().unwrap_or_default();
        return none(match kind {
            Placeholder::SharedVideo => what,
            _ => filled(&texts.missing, &[("what", &what)]),
        });
    }
    if let Some(text) = row.text.as_ref().filter(|text| !text.is_empty() && is_caption) {
        return Main { text: text.clone(), is_theirs: true, is_field: false, is_video: false };
    }
    if let Some(item) = &row.item {
        if !link::is_about_video(row.section) {
            return none(item.clone());
        }
        let (day, name) = (posted(layout, row), creator(row));
        let text = match (day, name) {
            (Some(day), Some(name)) => filled(&texts.video_by_from, &[("day", &day), ("name", &name)]),
            (Some(day), None) => filled(&texts.video_from, &[("day", &day)]),
            (None, Some(name)) => filled(&texts.video_by, &[("name", &name)]),
            (None, None) => format!("{} {item}", texts.video),
        };
        return Main { is_video: true, ..none(text) };
    }
    match row.fields.iter().find(|field| is_shown(&field.value)) {
        Some(field) => {
            Main { text: shortened(&field.value), is_theirs: true, is_field: true, is_video: false }
        }
        None => none(texts.no_text.clone()),
    }
}

/// What else a row says: whose it is, when the video was posted, how often it recurs, and its fields.
pub fn more(layout: &Layout<'_>, entry: &Entry<'_>, main: &Main) -> String {
    let Entry { row, chat, .. } = entry;
    let texts = &layout.texts.rows;
    let mut parts: Vec<String> =
        row.who.iter().filter(|who| !who.is_empty() && **who != main.text).cloned().collect();
    if !chat.is_empty() && row.who.as_deref() != Some(chat) {
        parts.push((*chat).to_owned());
    }
    if !main.is_video {
        let about = about_video(layout, row);
        parts.extend(Some(about).filter(|about| !about.is_empty()));
    }
    parts.extend(row.times.map(|times| filled(&texts.times, &[("count", &times.to_string())])));
    parts.extend(Some(fields(row, usize::from(main.is_field))).filter(|fields| !fields.is_empty()));
    parts.join(" · ")
}

/// Who made the video of a record, and when it was posted.
pub fn about_video(layout: &Layout<'_>, row: &Row) -> String {
    let posted = posted(layout, row).map(|day| filled(&layout.texts.rows.posted, &[("day", &day)]));
    creator(row).into_iter().chain(posted).collect::<Vec<_>>().join(" · ")
}

/// The fields of a row with their names, without the first ones. Links are left out: those of pictures and files expire.
pub fn fields(row: &Row, skipped: usize) -> String {
    let shown = row.fields.iter().filter(|field| is_shown(&field.value)).skip(skipped);
    let shown = shown.map(|field| {
        let name = words(field.name.rsplit(" › ").next().unwrap_or_default());
        let value = shortened(&field.value);
        if name.is_empty() { value } else { format!("{name}: {value}") }
    });
    shown.collect::<Vec<_>>().join(" · ")
}

/// The name of a field as words: `Who can view` for `WhoCanView`. Names that are words already, or are in other scripts,
/// stay as they are.
fn words(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let is_code = chars.iter().all(char::is_ascii_alphanumeric)
        && chars.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    if !is_code {
        return name.to_owned();
    }
    let mut text = String::with_capacity(name.len() + 4);
    for (at, char) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let (is_lower_before, is_lower_after) = (
            before.is_some_and(|c| !c.is_ascii_uppercase()),
            chars.get(at + 1).is_some_and(char::is_ascii_lowercase),
        );
        let begins = char.is_ascii_uppercase() && at > 0 && (is_lower_before || is_lower_after);
        if begins {
            text.push(' ');
        }
        // Abbreviations keep their capitals.
        text.push(if begins && is_lower_after { char.to_ascii_lowercase() } else { *char });
    }
    text
}

fn is_shown(value: &str) -> bool {
    !value.is_empty() && value != "N/A" && !value.lines().all(link::is_link)
}

fn shortened(value: &str) -> String {
    match value.char_indices().nth(LONGEST_VALUE) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

/// When the video of a record was posted, unless its number cannot tell.
fn posted(layout: &Layout<'_>, row: &Row) -> Option<String> {
    let posted = row.posted_at.filter(|posted| row.time.is_none_or(|time| *posted <= time + DAY))?;
    let local = layout.dates.local(u32::try_from(posted / 1000).ok()?);
    Some(layout.dates.short_day(local.date()))
}

/// The account in a link to TikTok: `@name`. Digits alone are an account's number, not its name.
fn creator(row: &Row) -> Option<String> {
    let address = row.address.as_deref()?.strip_prefix("https://")?;
    let path = address.strip_prefix("www.").unwrap_or(address).strip_prefix("tiktok.com/@")?;
    let name = path.split(['/', '?', '#']).next()?;
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'));
    let is_number = name.chars().all(|c| c.is_ascii_digit());
    (is_name && !is_number && name.len() > 1).then(|| format!("@{name}"))
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn names_of_fields_are_words() {
        let cases = [
            ("WhoCanView", "Who can view"),
            ("AIGeneratedContent", "AI generated content"),
            ("DeviceIP", "Device IP"),
            ("IP", "IP"),
            ("Likes", "Likes"),
            ("gift_amount", "gift_amount"),
            ("お名前", "お名前"),
            ("", ""),
        ];
        for (name, shown) in cases {
            assert_eq!(words(name), shown);
        }
    }
}
