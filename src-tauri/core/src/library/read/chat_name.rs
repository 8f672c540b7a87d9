//! The names of chats in exports.

use crate::library::limits::{self, shortened};

/// The beginnings of a chat's heading, in every language.
const HEADINGS: [&str; 2] = ["Chat History with ", "Group Chat with "];
/// Stands for the name of a chat with removed accounts, which have none. No account can have it.
pub const NAMELESS: &str = "\u{1f}";

/// The name in `Chat History with <name>:`; [`NAMELESS`] if there is none.
#[must_use]
pub fn chat_name(heading: &str) -> String {
    let name = HEADINGS.iter().find_map(|prefix| heading.strip_prefix(prefix)).unwrap_or(heading);
    let name = name.trim_end().trim_end_matches(':').trim();
    if name.is_empty() { NAMELESS.to_owned() } else { shortened(name, limits::NAME_CHARS).into_owned() }
}

/// Whether this is the heading of a chat in a JSON export.
#[must_use]
pub fn is_heading(key: &str) -> bool {
    HEADINGS.iter().any(|prefix| key.starts_with(prefix.trim_end()))
}

/// Whether this is the heading of a group chat, with or without the `>>> ` of text exports.
#[must_use]
pub fn is_group_heading(heading: &str) -> bool {
    let (_, heading) = arrows(heading);
    heading.starts_with(HEADINGS[1].trim_end()) || is_group(&chat_name(heading))
}

/// The heading of a chat in a text export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The name; [`NAMELESS`] if there is none.
    pub name: String,
    /// How it is written.
    pub style: HeadingStyle,
}

/// How a heading is written. Those of a file are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeadingStyle {
    /// Whether white space is before it.
    pub is_indented: bool,
    /// Whether it begins with `>>>`.
    pub has_arrows: bool,
    /// The number of colons at its end.
    pub colons: usize,
    /// Whether its words are none of the known ones.
    pub is_translated: bool,
}

/// The heading of a chat in a text export: `>>> Chat History with <name>::`, in some `Chat History with <name>:`; `None` if
/// the line is none.
#[must_use]
pub fn heading(line: &str) -> Option<Heading> {
    let style = style(line);
    let (_, heading) = arrows(line);
    // A name that is missing may leave no space behind.
    let name = HEADINGS.iter().find_map(|prefix| heading.strip_prefix(prefix.trim_end()))?;
    (style.has_arrows || style.colons > 0).then(|| Heading { name: chat_name(name), style })
}

/// A line that may be the heading of a chat in another language, which is all of its name: `>>> Chatverlauf mit <name>::`.
#[must_use]
pub fn translated_heading(line: &str) -> Option<Heading> {
    let style = style(line);
    let may_be = style.has_arrows && style.colons > 0 && heading(line).is_none();
    may_be.then(|| Heading {
        name: chat_name(arrows(line).1),
        style: HeadingStyle { is_translated: true, ..style },
    })
}

fn style(line: &str) -> HeadingStyle {
    let (has_arrows, heading) = arrows(line);
    let end = heading.trim_end();
    HeadingStyle {
        is_indented: line.starts_with(char::is_whitespace),
        has_arrows,
        colons: end.len() - end.trim_end_matches(':').len(),
        is_translated: false,
    }
}

/// Whether a line begins with `>>>`, and what follows.
fn arrows(line: &str) -> (bool, &str) {
    let line = line.trim_start();
    line.strip_prefix(">>>").map_or((false, line), |rest| (true, rest.trim_start()))
}

/// The name as it is shown; empty if there is none.
#[must_use]
pub fn shown(name: &str) -> &str {
    if name == NAMELESS { "" } else { name }
}

/// Whether this is TikTok's name of a group chat. Some exports keep groups among the chats of two.
#[must_use]
pub fn is_group(name: &str) -> bool {
    name.strip_prefix("Group_Chat_")
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_have_names_or_none() {
        let name = |line| heading(line).map(|heading| heading.name);
        for line in [
            ">>> Chat History with noor::",
            ">>>Chat History with noor:",
            "  >>> Chat History with noor::",
            "Chat History with noor:",
        ] {
            assert_eq!(name(line).as_deref(), Some("noor"), "{line}");
        }
        assert_eq!(name(">>> Group Chat with Group_Chat_7:").as_deref(), Some("Group_Chat_7"));
        for nameless in [">>> Chat History with ::", ">>> Chat History with:", ">>> Chat History with  :"] {
            assert_eq!(name(nameless).as_deref(), Some(NAMELESS), "{nameless}");
        }
        assert_eq!(heading("Chat History with noor is long"), None);
        assert_eq!(heading(">>> quoted: text"), None);
        assert_eq!(chat_name("Chat History with noor:"), "noor");
        assert_eq!(chat_name("Chat History with :"), NAMELESS);
        assert_eq!(shown(NAMELESS), "");
    }

    #[test]
    fn groups_are_known_by_their_heading() {
        for group in
            ["Group Chat with Family:", ">>> Group Chat with Family::", "Chat History with Group_Chat_7:"]
        {
            assert!(is_group_heading(group), "{group}");
        }
        assert!(!is_group_heading("Chat History with Family:"));
    }

    #[test]
    fn groups_are_known_by_their_number() {
        assert!(is_group("Group_Chat_7516994713120440594"));
        for name in ["Group_Chat_", "Group_Chat_x", "noor", ""] {
            assert!(!is_group(name), "{name}");
        }
    }
}
