//! Snippets: the text around the first match, with the matches marked.

use std::ops::Range;

use crate::library::SnippetPart;
use crate::library::store::fold::{Folded, fold, stands_alone};

/// The number of characters around the first match.
const AROUND: usize = 60;

/// The ranges of the words in a text, ascending and not overlapping.
#[must_use]
pub fn marks(text: &str, words: &[String]) -> Vec<Range<usize>> {
    let folded = Folded::new(text);
    let mut marks: Vec<Range<usize>> = Vec::new();
    for word in words {
        let word = fold(word);
        if word.is_empty() {
            continue;
        }
        // Words that are too short for a substring search match at the beginning of words only.
        let is_part = word.chars().nth(2).is_some() || word.chars().any(stands_alone);
        let begins_word = |at: usize| !folded.text[..at].ends_with(char::is_alphanumeric);
        marks.extend(
            folded
                .text
                .match_indices(&word)
                .filter(|(at, _)| is_part || begins_word(*at))
                .map(|(at, found)| folded.original(&(at..at + found.len()))),
        );
    }
    marks.sort_by_key(|mark| (mark.start, std::cmp::Reverse(mark.end)));
    let mut out: Vec<Range<usize>> = Vec::new();
    for mark in marks {
        match out.last_mut() {
            Some(last) if mark.start < last.end => last.end = last.end.max(mark.end),
            _ => out.push(mark),
        }
    }
    out
}

/// The text around the first match, split at the matches.
#[must_use]
pub fn snippet(text: &str, words: &[String]) -> Vec<SnippetPart> {
    let marks = marks(text, words);
    let first = marks.first().map_or(0, |mark| mark.start);
    // Counted in characters.
    let skip = text[..first].chars().count().saturating_sub(AROUND / 2);
    let start = text.char_indices().nth(if skip < 12 { 0 } else { skip }).map_or(0, |(at, _)| at);
    let end = text[start..].char_indices().nth(AROUND * 4).map_or(text.len(), |(at, _)| start + at);
    let mut parts = Vec::new();
    let mut at = start;
    let mut push = |text: &str, hit: bool| {
        if !text.is_empty() {
            parts.push(SnippetPart { text: one_line(text), hit });
        }
    };
    if start > 0 {
        push("…", false);
    }
    for mark in marks.into_iter().filter(|mark| mark.start >= start && mark.start < end) {
        push(&text[at..mark.start], false);
        let stop = mark.end.min(end).max(mark.start);
        push(&text[mark.start..stop], true);
        at = stop;
    }
    push(&text[at..end], false);
    if end < text.len() {
        push("…", false);
    }
    parts
}

/// Replaces line breaks and control characters, because a snippet is shown on one line.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_ignore_case_and_diacritics() {
        let shown = |text: &str, words: &[&str]| -> String {
            let words: Vec<String> = words.iter().map(|w| (*w).to_owned()).collect();
            snippet(text, &words)
                .iter()
                .map(|p| if p.hit { format!("[{}]", p.text) } else { p.text.clone() })
                .collect()
        };
        assert_eq!(shown("Die Straße nach ŁÓDŹ", &["lodz", "STRASSE"]), "Die [Straße] nach [ŁÓDŹ]");
        assert_eq!(shown("お手紙を書く", &["手紙"]), "お[手紙]を書く");
        assert_eq!(shown("<b>x</b>\nnext", &["next"]), "<b>x</b> [next]");
        assert_eq!(shown("aaa", &["aa"]), "[aa]a");
        assert_eq!(shown("Today to Toronto", &["to"]), "[To]day [to] [To]ronto");
        let long = format!("{} lantern {}", "word ".repeat(100), "more ".repeat(100));
        let cut = shown(&long, &["lantern"]);
        assert!(cut.starts_with('…') && cut.ends_with('…') && cut.contains("[lantern]"), "{cut}");
    }
}
