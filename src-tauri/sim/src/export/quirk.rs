//! What can be odd about an export.

/// Something odd. The first group is about the file, the second about rows, the third about sections.
///
/// In a text layout `Doubled`, `Truncated`, `TrailingCommas`, `DeepNesting`, `BigNumbers`, `WrongTypes`, `KeyCase`
/// and `RenamedParents` change nothing: they are oddities of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quirk {
    /// The document stands twice in its file (`}{`).
    Doubled,
    /// Only this share of the JSON's bytes arrived.
    Truncated {
        /// Thousandths of the bytes.
        per_mille: u16,
    },
    /// A comma after the last element of everything.
    TrailingCommas,
    /// A byte order mark in front.
    Bom,
    /// Saved again as UTF-16, little end first, with its mark.
    Utf16Le,
    /// Saved again as UTF-16, big end first, with its mark.
    Utf16Be,
    /// Lines end in CR LF.
    Crlf,
    /// Rows that are null, empty, or full of empty values.
    NullRows,
    /// Rows without a date, and with `N/A` for one.
    NoDates,
    /// Dates that are none.
    BadDates,
    /// A message and a search of 1 MB each.
    HugeStrings,
    /// Markup, script links, control characters, turned text direction and lone surrogates in texts.
    Markup,
    /// Many rows of one second, and exact duplicates.
    SameSecond,
    /// 10,000 levels in an unknown section.
    DeepNesting,
    /// Numbers that fit no integer and no float, in an unknown section.
    BigNumbers,
    /// Sections that no known export has, in several shapes.
    Unknown,
    /// Likes, favourites and comments only.
    MissingSections,
    /// Groups and sections have unknown names; only the names of the lists are left. Facts are left out.
    RenamedParents,
    /// Lists for objects, texts for rows, numbers for texts and the other way round.
    WrongTypes,
    /// Keys in other case, spacing and punctuation.
    KeyCase,
}

impl Quirk {
    /// Every quirk once.
    pub const ALL: [Self; 20] = [
        Self::Doubled,
        Self::Truncated { per_mille: 600 },
        Self::TrailingCommas,
        Self::Bom,
        Self::Utf16Le,
        Self::Utf16Be,
        Self::Crlf,
        Self::NullRows,
        Self::NoDates,
        Self::BadDates,
        Self::HugeStrings,
        Self::Markup,
        Self::SameSecond,
        Self::DeepNesting,
        Self::BigNumbers,
        Self::Unknown,
        Self::MissingSections,
        Self::RenamedParents,
        Self::WrongTypes,
        Self::KeyCase,
    ];

    /// As the command line spells it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Doubled => "doubled",
            Self::Truncated { .. } => "truncated",
            Self::TrailingCommas => "trailing-commas",
            Self::Bom => "bom",
            Self::Utf16Le => "utf16le",
            Self::Utf16Be => "utf16be",
            Self::Crlf => "crlf",
            Self::NullRows => "null-rows",
            Self::NoDates => "no-dates",
            Self::BadDates => "bad-dates",
            Self::HugeStrings => "huge-strings",
            Self::Markup => "markup",
            Self::SameSecond => "same-second",
            Self::DeepNesting => "deep-nesting",
            Self::BigNumbers => "big-numbers",
            Self::Unknown => "unknown",
            Self::MissingSections => "missing-sections",
            Self::RenamedParents => "renamed-parents",
            Self::WrongTypes => "wrong-types",
            Self::KeyCase => "key-case",
        }
    }
}

impl std::str::FromStr for Quirk {
    type Err = String;

    /// `doubled`, or `truncated=300` for 30 % of the bytes.
    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(value) = text.strip_prefix("truncated=") {
            let per_mille = value.parse().map_err(|_| format!("\"{value}\" is no number of thousandths"))?;
            return Ok(Self::Truncated { per_mille });
        }
        let names = || Self::ALL.map(Self::name).join(", ");
        Self::ALL.into_iter().find(|quirk| quirk.name() == text).ok_or_else(|| format!("one of: {}", names()))
    }
}

/// How a document is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub(super) trailing_commas: bool,
    pub(super) key_case: bool,
    /// Bytes that arrive.
    pub(super) limit: u64,
    /// The second copy of a doubled document.
    pub(super) second: bool,
}

/// A key that is the same to whoever looks at letters and digits alone.
pub(super) fn respelt(key: &str) -> String {
    match key.bytes().map(usize::from).sum::<usize>() % 4 {
        0 => key.to_uppercase(),
        1 => key.to_lowercase().replace(' ', ""),
        2 => key.to_lowercase().replace(' ', "_"),
        _ => {
            let mut spaced = String::new();
            for letter in key.chars() {
                if letter.is_uppercase() && spaced.ends_with(char::is_lowercase) {
                    spaced.push('-');
                }
                spaced.push(letter);
            }
            spaced
        }
    }
}
