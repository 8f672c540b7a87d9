//! Text folding for search: lower case, without diacritics.
//!
//! For the index of words, scripts without spaces between words (Chinese, Japanese, Thai …) are split into single
//! characters, so that any substring of such a text can be found as a phrase.

use std::ops::Range;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// A folded text, with the position in the original of each of its characters.
#[derive(Debug, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of the folded text, the offset of the original character that it comes from.
    origins: Vec<usize>,
    end: usize,
}

impl Folded {
    /// Folds a text and keeps the positions of its characters.
    #[must_use]
    pub fn new(original: &str) -> Self {
        let mut folded = Self { end: original.len(), ..Self::default() };
        for (at, c) in original.char_indices() {
            fold_char(c, &mut |c| {
                folded.text.push(c);
                folded.origins.resize(folded.text.len(), at);
            });
        }
        folded
    }

    /// Converts a range of the folded text to the range of the original that it comes from.
    #[must_use]
    pub fn original(&self, part: &Range<usize>) -> Range<usize> {
        let at = |index: usize| self.origins.get(index).copied().unwrap_or(self.end);
        let from = at(part.start);
        // The range ends where the next character begins: removed marks belong to the character before them.
        let mut end = at(part.end);
        let mut index = part.end;
        while end == from && index < self.text.len() {
            index += 1;
            end = at(index);
        }
        from..end
    }
}

/// Folds a text to lower case without diacritics. The length may change.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// As [`fold`], but appends to `out`.
pub fn fold_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        let from = out.len();
        out.push_str(text);
        out[from..].make_ascii_lowercase();
        return;
    }
    for c in text.chars() {
        fold_char(c, &mut |c| out.push(c));
    }
}

fn fold_char(c: char, emit: &mut dyn FnMut(char)) {
    if c.is_ascii() {
        return emit(c.to_ascii_lowercase());
    }
    match c {
        // Letters that Unicode does not decompose into a base letter and a diacritic.
        'ß' | 'ẞ' => return "ss".chars().for_each(emit),
        'ł' | 'Ł' => return emit('l'),
        'ø' | 'Ø' => return emit('o'),
        'đ' | 'Đ' => return emit('d'),
        'ħ' | 'Ħ' => return emit('h'),
        'ı' | 'İ' => return emit('i'),
        'æ' | 'Æ' => return "ae".chars().for_each(emit),
        'œ' | 'Œ' => return "oe".chars().for_each(emit),
        // Arabic: unify the forms of alef and of yeh, and remove the tatweel (elongation).
        'أ' | 'إ' | 'آ' | 'ٱ' => return emit('ا'),
        'ى' => return emit('ي'),
        'ـ' => return,
        _ => {}
    }
    // Hangul syllables are not decomposed: their parts are letters, not marks.
    if ('\u{ac00}'..='\u{d7a3}').contains(&c) {
        return emit(c);
    }
    decompose_compatible(c, |part| {
        if !is_diacritic(part) {
            part.to_lowercase().for_each(&mut *emit);
        }
    });
}

/// Whether this is a mark that people omit when they type. Vowel signs of Indic scripts and Thai are not.
fn is_diacritic(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}'
        | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Whether this character is indexed as a word: its script has no spaces between words, or it is a symbol or emoji.
#[must_use]
pub fn stands_alone(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2600}'..='\u{27bf}'
        | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{1f000}'..='\u{1faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Folds a text for the index of words: adds a space before and after each character that is indexed as a word.
pub fn words_into(text: &str, out: &mut String) {
    let from = out.len();
    fold_into(text, out);
    if out[from..].is_ascii() || !out[from..].chars().any(stands_alone) {
        return;
    }
    let folded = out.split_off(from);
    let mut before = false;
    for c in folded.chars() {
        let alone = stands_alone(c) && !is_combining_mark(c);
        if alone || before && !is_combining_mark(c) {
            out.push(' ');
        }
        out.push(c);
        before = alone || before && is_combining_mark(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_folded_to_lower_case_without_diacritics() {
        for (text, folded) in [
            ("Karolina Wiśniewska", "karolina wisniewska"),
            ("ÉCOLE Straße Łódź", "ecole strasse lodz"),
            ("Ångström", "angstrom"),
            ("МЁД", "мед"),
            ("أَحْمَد", "احمد"),
            ("이재원", "이재원"),
            ("ﬁne ½", "fine 1⁄2"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn characters_of_unsegmented_scripts_are_separate_words() {
        let words = |text: &str| {
            let mut out = String::new();
            words_into(text, &mut out);
            out.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(words("お手紙abc"), ["お", "手", "紙", "abc"]);
        assert_eq!(words("สวัสดี").len(), 4, "marks stay with their letters");
        assert_eq!(words("hello 😀world"), ["hello", "😀", "world"]);
        assert_eq!(words("Ärger über"), ["arger", "uber"]);
    }

    #[test]
    fn folded_ranges_map_to_the_original_text() {
        let text = "Die Straße nach Łódź";
        let folded = Folded::new(text);
        let at = folded.text.find("strasse").unwrap();
        assert_eq!(&text[folded.original(&(at..at + 7))], "Straße");
        let at = folded.text.find("lodz").unwrap();
        assert_eq!(&text[folded.original(&(at..at + 4))], "Łódź");
        let decomposed = "cafe\u{301}s";
        let folded = Folded::new(decomposed);
        assert_eq!(&decomposed[folded.original(&(0..4))], "cafe\u{301}");
    }
}
