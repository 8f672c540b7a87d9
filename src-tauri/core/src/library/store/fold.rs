//! Makes texts comparable: small letters, no diacritics, and a blank around what stands for itself.
//!
//! Scripts without blanks between words (Chinese, Japanese, Thai …) are taken apart into single characters, so that
//! any part of such a text is a phrase of the index.

use std::ops::Range;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// The folded text, and for each of its characters where in the original it comes from.
#[derive(Debug, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of it, the first byte of the character it comes from.
    origins: Vec<usize>,
    end: usize,
}

impl Folded {
    /// Folds a text and remembers where everything was.
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

    /// The part of the original that a part of the folded text comes from.
    #[must_use]
    pub fn original(&self, part: &Range<usize>) -> Range<usize> {
        let at = |index: usize| self.origins.get(index).copied().unwrap_or(self.end);
        let from = at(part.start);
        // The end is where the next character begins: marks that were folded away belong to the one before.
        let mut end = at(part.end);
        let mut index = part.end;
        while end == from && index < self.text.len() {
            index += 1;
            end = at(index);
        }
        from..end
    }
}

/// Small letters without diacritics. Length may change.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// The same, appended.
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
        // Letters that only look as if they had a diacritic.
        'ß' | 'ẞ' => return "ss".chars().for_each(emit),
        'ł' | 'Ł' => return emit('l'),
        'ø' | 'Ø' => return emit('o'),
        'đ' | 'Đ' => return emit('d'),
        'ħ' | 'Ħ' => return emit('h'),
        'ı' | 'İ' => return emit('i'),
        'æ' | 'Æ' => return "ae".chars().for_each(emit),
        'œ' | 'Œ' => return "oe".chars().for_each(emit),
        // Arabic: one form of alef and of yeh, none of the stretching.
        'أ' | 'إ' | 'آ' | 'ٱ' => return emit('ا'),
        'ى' => return emit('ي'),
        'ـ' => return,
        _ => {}
    }
    // Hangul syllables stay whole: their parts are letters, not marks.
    if ('\u{ac00}'..='\u{d7a3}').contains(&c) {
        return emit(c);
    }
    decompose_compatible(c, |part| {
        if !is_diacritic(part) {
            part.to_lowercase().for_each(&mut *emit);
        }
    });
}

/// Marks that people leave out when they type. Vowel signs of Indic scripts and of Thai are none of them.
fn is_diacritic(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}'
        | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Whether words of this character's script are written without blanks between them, or it is a sign of its own.
#[must_use]
pub fn stands_alone(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2600}'..='\u{27bf}'
        | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{1f000}'..='\u{1faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Appends folded text for the index of words: what stands alone gets a blank before and after it.
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
    fn letters_are_small_and_bare() {
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
    fn what_stands_alone_gets_blanks() {
        let words = |text: &str| {
            let mut out = String::new();
            words_into(text, &mut out);
            out.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(words("お手紙abc"), ["お", "手", "紙", "abc"]);
        assert_eq!(words("สวัสดี").len(), 4, "marks stay with their letter");
        assert_eq!(words("hello 😀world"), ["hello", "😀", "world"]);
        assert_eq!(words("Ärger über"), ["arger", "uber"]);
    }

    #[test]
    fn a_part_is_found_again_in_the_original() {
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
