//! The words around the names in headings of chats that are translated: known words, or what all headings of a file have in
//! common.

use std::collections::BTreeSet;

/// Words for `with`, which come before the name, and parts of the words for a chat that come before them.
const BEFORE_NAME: [(&str, &[&str]); 11] = [
    (" mit ", &["chat", "gespräch", "unterhaltung", "nachricht"]),
    (" von ", &["chat", "gespräch", "unterhaltung", "nachricht"]),
    (" met ", &["chat", "gesprek", "bericht"]),
    (" avec ", &["chat", "discussion", "conversation", "message"]),
    (" con ", &["chat", "conversac", "conversaz", "mensaje", "messagg"]),
    (" com ", &["chat", "conversa", "bate-papo", "mensagens"]),
    (" z ", &["czat", "rozmow", "wiadomoś"]),
    (" z użytkownikiem ", &["czat", "rozmow", "wiadomoś"]),
    (" с ", &["чат", "переписк", "бесед", "сообщен"]),
    (" с пользователем ", &["чат", "переписк", "бесед", "сообщен"]),
    (" مع ", &["دردش", "محادث", "رسائل"]),
];
/// The same for words that come after the name.
const AFTER_NAME: [(&str, &[&str]); 2] = [
    ("との", &["チャット", "会話", "トーク", "メッセージ", "やりとり", "やり取り"]),
    (" ile ", &["sohbet", "mesaj"]),
];
/// Parts of the words for a group.
const GROUP: [&str; 7] = ["grup", "group", "groep", "gruppo", "групп", "グループ", "جماعي"];

/// The name in a heading of known words, such as `Chatverlauf mit noor`, and whether these are the words for a group chat.
#[must_use]
pub fn known(heading: &str) -> Option<(&str, bool)> {
    // Where there is no name, there may be no space either.
    let has = |words: &str, parts: &[&str]| {
        let words = words.to_lowercase();
        parts.iter().any(|part| words.contains(part)).then_some(words)
    };
    let candidates = BEFORE_NAME.iter().filter_map(|(with, parts)| {
        let (words, name) =
            heading.split_once(with).or_else(|| Some((heading.strip_suffix(with.trim_end())?, "")))?;
        Some((name, has(words, parts)?))
    });
    // A name may be the word of another language. Of words that begin at the same place, the longer ones are meant.
    let before = candidates.min_by_key(|(name, words)| (name.is_empty(), words.len(), name.len()));
    let after = || {
        AFTER_NAME.iter().find_map(|(with, parts)| {
            let (name, words) =
                heading.rsplit_once(with).or_else(|| Some(("", heading.strip_prefix(with.trim_start())?)))?;
            Some((name, has(words, parts)?))
        })
    };
    let (name, words) = before.or_else(after)?;
    Some((name.trim(), GROUP.iter().any(|part| words.contains(part))))
}

/// What all headings of a file have before and after the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingWords {
    before: String,
    after: String,
}

impl HeadingWords {
    /// The words that these headings have in common, if there are several and what is between the words is the name of an
    /// account in each.
    #[must_use]
    pub fn common(headings: &BTreeSet<String>) -> Option<Self> {
        let headings: Vec<String> = headings.iter().map(|heading| padded(heading)).collect();
        let [first, others @ ..] = &headings[..] else { return None };
        let (mut before, mut after) = (first.as_str(), first.as_str());
        for other in others {
            before = &before[..same_start(before, other)];
            after = &after[after.len() - same_end(after, other)..];
        }
        // Names may begin or end alike, too.
        before = before.trim_end_matches(is_of_name);
        let is_within = |heading: &String| heading[before.len()..].starts_with(is_letter);
        if before.ends_with(is_letter) && headings.iter().any(is_within) {
            before = before.trim_end_matches(|character| is_letter(character) || is_of_name(character));
        }
        after = after.trim_start_matches(is_of_name);
        let is_within = |heading: &String| heading[..heading.len() - after.len()].ends_with(is_letter);
        if after.starts_with(is_letter) && headings.iter().any(is_within) {
            after = after.trim_start_matches(|character| is_letter(character) || is_of_name(character));
        }
        let common = Self { before: before.to_owned(), after: after.to_owned() };
        let names: BTreeSet<String> = headings.iter().filter_map(|heading| common.between(heading)).collect();
        let has_words = !before.trim().is_empty() || !after.trim().is_empty();
        (has_words && names.len() > 1 && names.iter().all(|name| common.may_hold(name))).then_some(common)
    }

    /// The name in a heading; empty if there is none.
    #[must_use]
    pub fn name(&self, heading: &str) -> Option<String> {
        self.between(&padded(heading)).filter(|name| self.may_hold(name))
    }

    fn between(&self, padded: &str) -> Option<String> {
        let rest = padded.strip_prefix(&self.before)?;
        let name = match rest.strip_suffix(&self.after) {
            Some(name) => name,
            // The same space is before and after a name that is missing.
            None => padded.ends_with(&self.after).then_some("")?,
        };
        Some(name.trim().to_owned())
    }

    /// Whether this may be a name between these words. In languages without spaces, letters of another alphabet show where it
    /// begins and ends.
    fn may_hold(&self, name: &str) -> bool {
        let is_joined = self.before.ends_with(is_letter) || self.after.starts_with(is_letter);
        let is_apart = || {
            name.chars().all(is_of_name)
                && name.contains(|character: char| character.is_ascii_alphabetic())
                && name.starts_with(|character: char| character.is_ascii_alphanumeric())
        };
        name.is_empty() || !name.contains(char::is_whitespace) && (!is_joined || is_apart())
    }
}

/// A heading with spaces around it, so that the words around a name that is missing are the same as in others.
fn padded(heading: &str) -> String {
    format!(" {} ", heading.trim())
}

/// Whether a character may be in the name of an account. Those in other alphabets are rare.
fn is_of_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '.' | '_')
}

/// Whether this is a letter that names of accounts rarely have.
fn is_letter(character: char) -> bool {
    !character.is_ascii() && character.is_alphanumeric()
}

/// How many bytes are the same at the beginnings of two texts.
fn same_start(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(character, _)| character.len_utf8()).sum()
}

/// How many bytes are the same at the ends of two texts.
fn same_end(a: &str, b: &str) -> usize {
    let both = a.chars().rev().zip(b.chars().rev());
    both.take_while(|(a, b)| a == b).map(|(character, _)| character.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn common(headings: &[&str]) -> Option<Vec<String>> {
        let words = HeadingWords::common(&headings.iter().map(ToString::to_string).collect())?;
        headings.iter().map(|heading| words.name(heading)).collect()
    }

    #[test]
    fn names_may_be_words_of_other_languages() {
        for (heading, name) in [
            ("Historial de chat con mit", "mit"),
            ("Chatverlauf von con", "con"),
            ("Chatverlauf mit von", "von"),
            ("Chatverlauf mit", ""),
            ("Historia czatu z użytkownikiem lena.k", "lena.k"),
            ("Historia czatu z lena.k", "lena.k"),
            ("История чата с пользователем lena.k", "lena.k"),
            ("con との会話", "con"),
        ] {
            assert_eq!(known(heading).map(|(name, _)| name), Some(name), "{heading}");
        }
    }

    #[test]
    fn names_are_between_what_headings_have_in_common() {
        for (headings, names) in [
            (["Conversația cu anna", "Conversația cu andrei"], ["anna", "andrei"]),
            (["Povijest razgovora s anna_1", "Povijest razgovora s anna_2"], ["anna_1", "anna_2"]),
            (["Razgovor s", "Razgovor s ivo"], ["", "ivo"]),
            (["anna님과의 대화", "hanna.1님과의 대화"], ["anna", "hanna.1"]),
            (["与anna的聊天记录", "与ben的聊天记录"], ["anna", "ben"]),
            (["anna kullanıcısıyla yazışma", "kullanıcısıyla yazışma"], ["anna", ""]),
            (["Разговор са анна", "Разговор са андреј"], ["анна", "андреј"]),
        ] {
            assert_eq!(common(&headings), Some(names.map(str::to_owned).to_vec()), "{headings:?}");
        }
        for headings in [
            // No words, no name that is certain, or no other heading.
            &["anna", "andrei"][..],
            &["Čavrljanje obitelj Horvat", "Čavrljanje stara škola"],
            &["与小明的聊天", "与小红的聊天"],
            &["Разговор са анна"],
            &["Разговор", "Conversația cu anna"],
        ] {
            assert_eq!(common(headings), None, "{headings:?}");
        }
    }

    #[test]
    fn headings_of_known_words_have_names() {
        for (heading, name, is_group) in [
            ("Chatverlauf mit noor", "noor", false),
            ("Chatverlauf mit", "", false),
            ("Gruppenchat mit Familie Meier", "Familie Meier", true),
            ("Historique de la discussion avec noor", "noor", false),
            ("Historial de chat con noor", "noor", false),
            ("Cronologia chat con noor", "noor", false),
            ("Chat di gruppo con Famiglia", "Famiglia", true),
            ("Histórico de conversas com noor", "noor", false),
            ("Chatgeschiedenis met noor", "noor", false),
            ("Historia czatu z noor", "noor", false),
            ("История чата с noor", "noor", false),
            ("Групповой чат с Семья", "Семья", true),
            ("noorとのチャット履歴", "noor", false),
            ("سجل الدردشة مع noor", "noor", false),
            ("noor ile sohbet geçmişi", "noor", false),
        ] {
            assert_eq!(known(heading), Some((name, is_group)), "{heading}");
        }
        for heading in ["noor", "Kaffee mit noor", "Chatverlauf", "猫との生活", ""] {
            assert_eq!(known(heading), None, "{heading}");
        }
    }
}
