//! The names of files without what browsers, file managers and people add to them.

use unicode_normalization::UnicodeNormalization;

/// Words for a copy that file managers add to a name, in lower case.
const COPY: [&str; 25] = [
    "copy",
    "kopie",
    "copie",
    "copia",
    "cópia",
    "kopia",
    "kopi",
    "kopio",
    "kopya",
    "kópia",
    "másolat",
    "copiere",
    "копия",
    "копія",
    "αντίγραφο",
    "コピー",
    "のコピー",
    "복사본",
    "副本",
    "复制",
    "複製",
    "salinan",
    "bản sao",
    "สำเนา",
    "نسخة",
];
/// Beginnings of names that say that a file is a copy, in lower case.
const COPY_OF: [&str; 9] = [
    "copy of ",
    "kopie von ",
    "kopie van ",
    "copie de ",
    "copia de ",
    "copia di ",
    "cópia de ",
    "kopia ",
    "копия ",
];
/// The number of a copy has no more digits.
const DIGITS: usize = 3;

/// The name of a file without folders, extensions and the ending of a copy, in Unicode normalisation form C.
#[must_use]
pub fn stem(path: &str) -> String {
    let name: String = path.rsplit('/').next().unwrap_or(path).nfc().collect();
    let mut stem = name.as_str();
    while let Some(rest) = without_extension(stem).or_else(|| without_copy(stem)) {
        stem = rest;
    }
    let of = |prefix: &str| {
        let start = stem.get(..prefix.len())?;
        (start.to_lowercase() == prefix).then(|| &stem[prefix.len()..])
    };
    COPY_OF.iter().find_map(|prefix| of(prefix)).unwrap_or(stem).to_owned()
}

fn without_extension(name: &str) -> Option<&str> {
    let name = name.trim_end();
    [".json", ".txt"].iter().find_map(|ending| {
        let at = name.len().checked_sub(ending.len())?;
        name.get(at..).filter(|end| end.eq_ignore_ascii_case(ending)).map(|_| &name[..at])
    })
}

/// The name without a number, `(1)`, ` 2` or `_1`, or a word for a copy at its end.
fn without_copy(name: &str) -> Option<&str> {
    let rest = without_number(name).or_else(|| without_word(name))?;
    Some(rest.trim_end()).filter(|rest| !rest.is_empty())
}

fn without_number(name: &str) -> Option<&str> {
    let (inner, is_bracketed) = name.strip_suffix(')').map_or((name, false), |inner| (inner, true));
    let rest = inner.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let digits = inner.len() - rest.len();
    match (is_bracketed, rest.chars().next_back()?) {
        _ if digits == 0 => None,
        (true, '(') => Some(&rest[..rest.len() - 1]),
        (false, ' ' | '_') if digits <= DIGITS => Some(&rest[..rest.len() - 1]),
        _ => None,
    }
}

fn without_word(name: &str) -> Option<&str> {
    COPY.iter().find_map(|word| {
        let at = name.len().checked_sub(word.len())?;
        let rest = name.get(..at)?;
        let is_apart = rest.ends_with([' ', '_', '-']);
        (is_apart && name[at..].to_lowercase() == *word).then(|| rest.trim_end_matches([' ', '_', '-']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_endings_of_copies_are_no_part_of_a_name() {
        for name in [
            "Like List.txt",
            "TikTok/Your Activity/Like List (2).txt",
            "Like List 2.txt",
            "Like List_1.txt",
            "Like List.txt.txt",
            "Like List.TXT (1).json",
            "Like List - Kopie.txt",
            "Like List - Copy (2).txt",
            "Like List copy 3.txt",
            "Like List のコピー.txt",
            "Like List - 副本.txt",
            "Copy of Like List.txt",
            "Like List.txt ",
        ] {
            assert_eq!(stem(name), "Like List", "{name}");
        }
        for (name, expected) in [
            ("Favoriete video_s.txt", "Favoriete video_s"),
            ("Hardcopy.txt", "Hardcopy"),
            ("Like List (new).txt", "Like List (new)"),
            ("Diary 2024.txt", "Diary 2024"),
            ("(1).txt", "(1)"),
            ("2.txt", "2"),
            ("Copy.txt", "Copy"),
        ] {
            assert_eq!(stem(name), expected, "{name}");
        }
    }
}
