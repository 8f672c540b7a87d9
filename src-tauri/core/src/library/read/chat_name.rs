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
    let heading = heading.strip_prefix(">>> ").unwrap_or(heading);
    heading.starts_with(HEADINGS[1].trim_end()) || is_group(&chat_name(heading))
}

/// The name in the heading of a chat in a text export, `>>> Chat History with <name>::`; `None` if the line is none.
#[must_use]
pub fn heading(line: &str) -> Option<String> {
    let heading = line.strip_prefix(">>> ")?;
    HEADINGS.iter().any(|prefix| heading.starts_with(prefix.trim_end())).then(|| {
        // A name that is missing may leave no space behind.
        let heading = HEADINGS.iter().find_map(|prefix| heading.strip_prefix(prefix.trim_end()));
        chat_name(heading.unwrap_or_default())
    })
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
        assert_eq!(heading(">>> Chat History with noor::").as_deref(), Some("noor"));
        assert_eq!(heading(">>> Group Chat with Group_Chat_7:").as_deref(), Some("Group_Chat_7"));
        for nameless in [">>> Chat History with ::", ">>> Chat History with:", ">>> Chat History with  :"] {
            assert_eq!(heading(nameless).as_deref(), Some(NAMELESS), "{nameless}");
        }
        assert_eq!(heading("Chat History with noor:"), None);
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
