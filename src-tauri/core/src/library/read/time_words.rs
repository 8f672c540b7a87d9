//! Times in the writing of other languages: their digits, their words for the halves of the
//! day, and the abbreviations of time zones.

use super::invisible::is_invisible;

/// No time is longer, in bytes.
const LONGEST: usize = 80;

/// Abbreviations of time zones, with their hours from UTC.
pub const ZONES: [(&str, i64); 29] = [
    ("(UTC)", 0),
    ("[UTC]", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("utc", 0),
    ("gmt", 0),
    ("Uhr", 0),
    ("WEST", 1),
    ("WET", 0),
    ("MESZ", 2),
    ("MEZ", 1),
    ("CEST", 2),
    ("CET", 1),
    ("EEST", 3),
    ("EET", 2),
    ("BST", 1),
    ("MSK", 3),
    ("JST", 9),
    ("KST", 9),
    ("BRT", -3),
    ("CST", -6),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("EST", -5),
    ("EDT", -4),
    ("PST", -8),
    ("PDT", -7),
    // Behind those that end with it.
    ("Z", 0),
];

/// Whether this is the abbreviation of a time zone.
#[must_use]
pub fn is_zone(word: &str) -> bool {
    ZONES.iter().any(|(zone, _)| word == *zone)
}

/// Words for the first half of the day.
const MORNING: [&str; 8] = ["a. m.", "a.m.", "a. m", "午前", "上午", "오전", "ص", "öö"];
/// Words for the second half.
const AFTERNOON: [&str; 8] = ["p. m.", "p.m.", "p. m", "午後", "下午", "오후", "م", "ös"];

/// A time with the digits and characters that most languages have, and with AM or PM behind the time of day. `None` if it is
/// written like that already.
#[must_use]
pub fn plain(text: &str) -> Option<String> {
    // Nearly all values are none of these.
    let is_other = |byte: u8| !byte.is_ascii() || byte == b'.';
    if text.len() > LONGEST || !text.bytes().any(is_other) || !text.contains([':', '：', '時', '时', '시'])
    {
        return None;
    }
    let characters = text.chars().filter(|character| !is_invisible(*character));
    let characters: String = characters.map(plain_character).collect();
    let (without, half) = without_half(&characters);
    let day = with_dashes(&without);
    let mut plain = day.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(half) = half {
        let zone = plain.rsplit_once(' ').map(|(_, zone)| zone).filter(|zone| is_zone(zone));
        let at = zone.map_or(plain.len(), |zone| plain.len() - zone.len() - 1);
        plain.insert_str(at, half);
    }
    (plain != text).then_some(plain)
}

/// The same digit or character in ASCII.
fn plain_character(character: char) -> char {
    let code = u32::from(character);
    let zero = match code {
        0x660..=0x669 => 0x660,
        0x6F0..=0x6F9 => 0x6F0,
        0x966..=0x96F => 0x966,
        0xFF10..=0xFF19 => 0xFF10,
        _ => {
            return match character {
                '：' => ':',
                '،' | '，' => ',',
                '／' => '/',
                '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{3000}' => ' ',
                _ => character,
            };
        }
    };
    char::from_digit(code - zero, 10).unwrap_or(character)
}

/// A time without the word for the half of the day, and that half.
fn without_half(text: &str) -> (String, Option<&'static str>) {
    let halves = [(" AM", MORNING), (" PM", AFTERNOON)];
    let found = halves.into_iter().find_map(|(half, words)| {
        let (word, at) = words.iter().find_map(|word| Some((word, place_of(text, word)?)))?;
        Some((format!("{} {}", &text[..at], &text[at + word.len()..]), half))
    });
    found.map_or_else(|| (text.to_owned(), None), |(text, half)| (text, Some(half)))
}

/// Where a word is that no letters are next to. In languages without spaces, they may be.
fn place_of(text: &str, word: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    let at = lower.find(word)?;
    let is_apart = |next: Option<char>| next.is_none_or(|next| !next.is_alphabetic());
    let is_joined = word.starts_with(['午', '上', '下', '오']);
    let has_ends =
        is_apart(lower[..at].chars().next_back()) && is_apart(lower[at + word.len()..].chars().next());
    (is_joined || has_ends).then_some(at)
}

/// `2026年8月16日` as `2026-8-16`, and `18時5分2秒` as `18:5:2`.
fn with_dashes(text: &str) -> String {
    const SIGNS: [(&[char], &str); 5] = [
        (&['年', '년'], "-"),
        (&['月', '월'], "-"),
        (&['日', '일'], " "),
        (&['時', '时', '点', '시'], ":"),
        (&['秒', '초'], ""),
    ];
    if !text.contains(['年', '년', '時', '时', '시']) {
        return text.to_owned();
    }
    let mut plain = text.to_owned();
    for (from, to) in SIGNS {
        for spaced in from.iter().map(|character| format!("{character} ")).filter(|_| to == "-" || to == ":")
        {
            plain = plain.replace(&spaced, to);
        }
        plain = plain.replace(from, to);
    }
    for minutes in ['分', '분'] {
        let (before, after) = plain.split_once(minutes).unwrap_or((&plain, ""));
        let separator = if after.trim_start().starts_with(|character: char| character.is_ascii_digit()) {
            ":"
        } else {
            ""
        };
        plain = format!("{before}{separator}{}", after.trim_start());
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn digits_and_halves_of_the_day_are_written_as_in_most_languages() {
        for (text, expected) in [
            ("16/8/2026, 6:18:02 p. m.", "16/8/2026, 6:18:02 PM"),
            ("16/8/2026 6:18:02\u{a0}a.\u{a0}m. UTC", "16/8/2026 6:18:02 AM UTC"),
            ("16/8/2026 6:18:02 P.M.", "16/8/2026 6:18:02 PM"),
            ("2026年8月16日 午後6:18:02", "2026-8-16 6:18:02 PM"),
            ("2026/8/16 下午06:18", "2026/8/16 06:18 PM"),
            ("2026년 8월 16일 오후 6:18:02", "2026-8-16 6:18:02 PM"),
            ("2026年8月16日 18時18分2秒", "2026-8-16 18:18:2"),
            ("2026年8月16日 18時18分", "2026-8-16 18:18"),
            ("١٦/٨/٢٠٢٦، ٦:١٨:٠٢ م", "16/8/2026, 6:18:02 PM"),
            ("\u{200f}١٦/٠٨/٢٠٢٦ ٦:١٨ ص", "16/08/2026 6:18 AM"),
            ("۲۰۲۶-۰۸-۱۶ ۱۸:۱۸:۰۲", "2026-08-16 18:18:02"),
        ] {
            assert_eq!(plain(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["2026-08-16 18:18:02", "16.08.2026 18:18:02", "", "none. at all"] {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
