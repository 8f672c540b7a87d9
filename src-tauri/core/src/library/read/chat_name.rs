//! The names of chats in exports.

use super::heading_words::{self, HeadingWords};
use super::invisible::{from_visible, is_invisible};
use crate::library::limits::{self, shortened};

/// The beginnings of a chat's heading, in every language.
const HEADINGS: [&str; 2] = ["Chat History with ", "Group Chat with "];
/// Stands for the name of a chat with removed accounts, which have none. No account can have it.
pub const NAMELESS: &str = "\u{1f}";

/// TikTok's names of groups begin like this, and a number follows.
const GROUP: &str = "Group_Chat_";

/// The name in `Chat History with <name>:`; [`NAMELESS`] if there is none. In a heading in other words, it is the group that
/// it names, or what comes with words for a chat; otherwise the whole heading.
#[must_use]
pub fn chat_name(heading: &str) -> String {
    let known = HEADINGS.iter().find_map(|prefix| without(heading, prefix));
    let translated = || translated_name(heading).map(|(name, _)| name);
    let name = known.or_else(|| group_in(heading)).or_else(translated).unwrap_or(heading);
    named(name)
}

fn named(name: &str) -> String {
    let is_around = |character: char| character.is_whitespace() || is_invisible(character);
    let name = name.trim_end_matches(is_around).trim_end_matches(':').trim_matches(is_around);
    if name.is_empty() { NAMELESS.to_owned() } else { shortened(name, limits::NAME_CHARS).into_owned() }
}

/// The name in a heading of known words of other languages, and whether these are the words for a group chat. Only headings
/// end with a colon: the title of a group may have such words, too.
fn translated_name(heading: &str) -> Option<(&str, bool)> {
    let heading = heading.trim_end();
    let words = heading.trim_end_matches([':', '：']);
    heading_words::known(words.trim()).filter(|_| words.len() < heading.len())
}

/// Whether this is the heading of a chat in a JSON export.
#[must_use]
pub fn is_heading(key: &str) -> bool {
    HEADINGS.iter().any(|prefix| without(key, prefix.trim_end()).is_some())
}

/// Whether this is the heading of a group chat, with or without the `>>> ` of text exports.
#[must_use]
pub fn is_group_heading(heading: &str) -> bool {
    let (_, heading) = arrows(heading);
    let is_named_so = || translated_name(heading).is_some_and(|(_, is_group)| is_group);
    let is_known = is_heading(heading);
    without(heading, HEADINGS[1].trim_end()).is_some()
        || is_group(&chat_name(heading))
        || !is_known && is_named_so()
}

/// What follows a prefix, in whatever case that is written.
fn without<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// TikTok's name of a group in a heading.
fn group_in(heading: &str) -> Option<&str> {
    let at = heading
        .as_bytes()
        .windows(GROUP.len())
        .position(|part| part.eq_ignore_ascii_case(GROUP.as_bytes()))?;
    let digits = heading[at + GROUP.len()..].bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0).then(|| &heading[at..at + GROUP.len() + digits])
}

/// The other person in a chat of two: the sender that it is named after, or with whose name alone its heading, which may be
/// in other words, begins or ends.
#[must_use]
pub fn partner<'s>(chat: &str, senders: &'s [String]) -> Option<&'s str> {
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"._".contains(byte);
    let is_at_an_end = |sender: &str| {
        let before = chat.strip_suffix(sender).map(|rest| rest.as_bytes().last());
        let after = chat.strip_prefix(sender).map(|rest| rest.as_bytes().first());
        [before, after].into_iter().flatten().any(|neighbour| !neighbour.is_some_and(is_of_name))
    };
    if let Some(same) = senders.iter().find(|sender| *sender == chat) {
        return Some(same);
    }
    let mut found = senders.iter().filter(|sender| !sender.trim().is_empty() && is_at_an_end(sender));
    found.next().filter(|_| found.next().is_none()).map(String::as_str)
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
    let name = HEADINGS.iter().find_map(|prefix| without(heading, prefix.trim_end()))?;
    (style.has_arrows || style.colons > 0).then(|| Heading { name: chat_name(name), style })
}

/// A line that may be the heading of a chat in another language: `>>> Chatverlauf mit <name>::`.
#[must_use]
pub fn translated_heading(line: &str) -> Option<Heading> {
    let style = style(line);
    let may_be = style.has_arrows && style.colons > 0 && heading(line).is_none();
    may_be.then(|| Heading {
        name: chat_name(arrows(line).1),
        style: HeadingStyle { is_translated: true, ..style },
    })
}

/// A heading in another language without what is not part of its words.
#[must_use]
pub fn words_of(line: &str) -> &str {
    arrows(line).1.trim_end().trim_end_matches(':').trim()
}

/// The name in a heading in another language, of a file whose headings have these words in common. Known words tell it, too,
/// but names of accounts have no spaces.
#[must_use]
pub fn name_among(line: &str, common: &HeadingWords) -> Option<String> {
    let is_one_word = |(name, _): &(&str, bool)| !name.contains(char::is_whitespace);
    let (_, heading) = arrows(line);
    let is_told =
        group_in(heading).is_some() || translated_name(heading).is_some_and(|found| is_one_word(&found));
    if is_told { None } else { common.name(words_of(line)).map(|name| named(&name)) }
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
    let line = from_visible(line).trim_end_matches(is_invisible);
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
    without(name, GROUP)
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
        assert_eq!(chat_name("CHAT history with noor:"), "noor");
        assert_eq!(name(">>> chat history With noor::").as_deref(), Some("noor"));
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
        for group in
            ["Gespräch mit Group_Chat_31:", ">>> group_chat_31との会話::", "CHAT HISTORY WITH group_chat_31:"]
        {
            assert!(is_group_heading(group), "{group}");
            assert!(chat_name(group).eq_ignore_ascii_case("Group_Chat_31"), "{group}");
        }
    }

    #[test]
    fn the_other_person_is_the_only_sender_in_a_heading() {
        let of = |chat: &str, senders: &[&str]| {
            let senders: Vec<String> = senders.iter().map(|sender| (*sender).to_owned()).collect();
            partner(chat, &senders).map(str::to_owned)
        };
        assert_eq!(of("noor", &["me", "noor"]).as_deref(), Some("noor"));
        assert_eq!(of("Talk with noor", &["me", "noor"]).as_deref(), Some("noor"));
        assert_eq!(of("noorとの会話", &["noor", "me"]).as_deref(), Some("noor"));
        assert_eq!(of("Talk with noor.b", &["noor", "b"]), None);
        assert_eq!(of("me and noor", &["noor", "me"]), None);
        assert_eq!(of("Talk", &["noor", "me", ""]), None);
    }

    #[test]
    fn groups_are_known_by_their_number() {
        assert!(is_group("Group_Chat_7516994713120440594"));
        for name in ["Group_Chat_", "Group_Chat_x", "noor", ""] {
            assert!(!is_group(name), "{name}");
        }
    }
}
