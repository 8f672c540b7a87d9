//! The most frequent words of the person's own messages and comments.
//!
//! Chinese, Japanese, Thai and other texts without spaces between words are left out: their words can only be told apart
//! with a dictionary.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use rusqlite::Connection;

use crate::library::limits::{self, beginning};
use crate::library::query::rows::{Context, placeholder};
use crate::library::store::fold::stands_alone;
use crate::library::store::histogram::SLOT_SECONDS;
use crate::library::store::id;
use crate::library::{Counted, LibraryError, Section, YearWords};

/// The most words that are counted at a time. Above that, the rarest ones are forgotten.
const COUNTED: usize = 200_000;
/// How many words are named.
const NAMED: usize = 20;
/// The longest word, in bytes. What is longer is no word of a language.
const LONGEST: usize = 60;
/// Texts are in a language if at least one of this many words is a common one of that language, and if they have at least
/// half as many of them as of any other. Those of other languages only look alike.
const COMMON: u64 = 5;

/// Counts the words of the messages and comments that the owner wrote within these slots.
pub fn words(
    db: &Connection,
    context: &Context,
    slots: &Range<u32>,
) -> Result<Option<YearWords>, LibraryError> {
    let mut counter = WordCounter::new(COUNTED);
    let sections = [Section::Comment, Section::LiveComment, Section::Message, Section::GroupMessage];
    let mut statement = db.prepare_cached(
        "SELECT text, item, counterparty FROM record WHERE id BETWEEN ?1 AND ?2 AND text IS NOT NULL",
    )?;
    let mut name_of = db.prepare_cached("SELECT text FROM name WHERE id = ?1")?;
    let mut owned: HashMap<Option<i64>, bool> = HashMap::new();
    for section in sections {
        let (low, high) = id::span(section, slots.start * SLOT_SECONDS, slots.end * SLOT_SECONDS - 1);
        let mut rows = statement.query([low, high])?;
        while let Some(row) = rows.next()? {
            if matches!(section, Section::Message | Section::GroupMessage) {
                let writer: Option<i64> = row.get(2)?;
                let is_own = if let Some(known) = owned.get(&writer) {
                    *known
                } else {
                    let name: Option<String> = match writer {
                        Some(number) => Some(name_of.query_row([number], |name| name.get(0))?),
                        None => None,
                    };
                    let is_own = name.is_some_and(|name| context.owners.is_owner(&name));
                    limits::make_room(&mut owned);
                    owned.insert(writer, is_own);
                    is_own
                };
                if !is_own {
                    continue;
                }
            }
            let text = beginning(row.get_ref(0)?.as_str().unwrap_or_default(), limits::PART_BYTES);
            if placeholder(text, row.get(1)?).is_none() {
                counter.add(text);
            }
        }
    }
    Ok(counter.finish())
}

/// Counts the words of texts.
struct WordCounter {
    counts: HashMap<String, u64>,
    /// The most words that it counts at a time.
    limit: usize,
    texts: u64,
}

impl WordCounter {
    fn new(limit: usize) -> Self {
        Self { counts: HashMap::new(), limit, texts: 0 }
    }

    fn add(&mut self, text: &str) {
        self.texts += 1;
        for part in text.split_whitespace() {
            // Links and names are no words.
            if part.contains("://") || part.starts_with('@') || part.contains(stands_alone) {
                continue;
            }
            for word in part.split(|c: char| !(c.is_alphabetic() || is_joiner(c))) {
                let word = word.trim_matches(is_joiner);
                if !(2..=LONGEST).contains(&word.len()) {
                    continue;
                }
                let word = word.to_lowercase().replace('’', "'");
                if let Some(count) = self.counts.get_mut(&word) {
                    *count += 1;
                } else {
                    self.make_room();
                    self.counts.insert(word, 1);
                }
            }
        }
    }

    fn make_room(&mut self) {
        let mut most = 1;
        while self.counts.len() >= self.limit {
            self.counts.retain(|_, count| *count > most);
            most *= 2;
        }
    }

    /// The words that occur more than once, without the most common ones of the languages they are in.
    fn finish(self) -> Option<YearWords> {
        let all: u64 = self.counts.values().sum();
        let lists = || stop_words::available_languages().iter().filter_map(stop_words::lookup);
        let found = |list: &[&str]| list.iter().filter_map(|word| self.counts.get(*word)).sum::<u64>();
        let most = lists().map(found).max().unwrap_or_default();
        let is_used = |list: &&[&str]| found(list) * COMMON >= all && found(list) * 2 >= most;
        let common: HashSet<&str> = lists().filter(is_used).flatten().copied().collect();
        let is_named =
            |word: &str, count: u64| count > 1 && word.chars().count() > 1 && !common.contains(word);
        let mut most: Vec<(&String, u64)> = self
            .counts
            .iter()
            .map(|(word, count)| (word, *count))
            .filter(|(word, count)| is_named(word, *count))
            .collect();
        most.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        most.truncate(NAMED);
        let counted =
            |(word, count): (&String, u64)| Counted { text: word.clone(), chat: None, count, last: None };
        let most: Vec<Counted> = most.into_iter().map(counted).collect();
        (!most.is_empty()).then_some(YearWords { texts: self.texts, most })
    }
}

/// What connects the parts of a word.
fn is_joiner(c: char) -> bool {
    matches!(c, '\'' | '’' | '-' | '\u{ad}' | '\u{200c}' | '\u{200d}')
        || unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn most(texts: &[&str]) -> Vec<(String, u64)> {
        let mut counter = WordCounter::new(COUNTED);
        for text in texts {
            counter.add(text);
        }
        let words = counter.finish().map_or_else(Vec::new, |words| words.most);
        words.into_iter().map(|word| (word.text, word.count)).collect()
    }

    fn named(words: &[(&str, u64)]) -> Vec<(String, u64)> {
        words.iter().map(|(word, count)| ((*word).to_owned(), *count)).collect()
    }

    #[test]
    fn common_words_of_the_language_are_left_out() {
        let english = ["I have the lantern and you have the glue", "The lantern is not in the box, is it?"];
        assert_eq!(most(&english), named(&[("lantern", 2)]));
        let german = ["Die Laterne ist nicht in der Kiste", "und die Laterne ist nicht bei dir, oder?"];
        assert_eq!(most(&german), named(&[("laterne", 2)]));
    }

    #[test]
    fn a_word_of_another_language_counts() {
        // `die` and `hat` are common in German.
        let texts =
            ["The hat and the dye: did you see the hat, and will it die?", "It is the hat that I want"];
        assert_eq!(most(&texts), named(&[("hat", 3)]));
    }

    #[test]
    fn links_names_and_texts_without_spaces_do_not_count() {
        let texts = [
            "Noor’s tin-opener, @lantern.lantern https://lantern.example/lantern",
            "noor's Tin-Opener",
            "お手紙 お手紙",
            "x x x",
        ];
        assert_eq!(most(&texts), named(&[("noor's", 2), ("tin-opener", 2)]));
        assert_eq!(most(&["one", "word", "each"]), []);
    }

    #[test]
    fn the_number_of_words_in_memory_is_limited() {
        let mut counter = WordCounter::new(1000);
        let letters = |mut number: usize| {
            let mut word = String::new();
            while number > 0 {
                word.push(char::from(b'a' + u8::try_from(number % 26).unwrap()));
                number /= 26;
            }
            word
        };
        for number in 26..5000 {
            counter.add(&letters(number));
            counter.add("lantern");
        }
        assert!(counter.counts.len() <= 1000);
        assert_eq!(counter.counts["lantern"], 4974);
    }
}
