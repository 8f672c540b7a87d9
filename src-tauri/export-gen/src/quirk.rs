//! Irregularities of exports.

/// An irregularity of an export.
///
/// `Doubled`, `Truncated`, `TrailingCommas`, `DeepNesting`, `BigNumbers`, `WrongTypes`, `KeyCase` and `RenamedParents`
/// only apply to JSON layouts; `GroupsAmongChats` only to text layouts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quirk {
    /// The file contains the document twice (`}{`).
    Doubled,
    /// The JSON file is truncated.
    Truncated {
        /// Remaining share of the bytes, in thousandths.
        per_mille: u16,
    },
    /// A comma follows the last element of each list and object.
    TrailingCommas,
    /// The file starts with a byte order mark.
    Bom,
    /// UTF-16, little endian, with a byte order mark.
    Utf16Le,
    /// UTF-16, big endian, with a byte order mark.
    Utf16Be,
    /// Lines end in CR LF.
    Crlf,
    /// Rows that are null, empty, or full of empty values.
    NullRows,
    /// Rows without a date, or with `N/A` as their date.
    NoDates,
    /// Invalid dates.
    BadDates,
    /// A message and a search of 1 MB each.
    HugeStrings,
    /// Markup, script links, control characters, text direction overrides and lone surrogates in texts.
    Markup,
    /// Many rows with the same time, and exact duplicates.
    SameSecond,
    /// 10,000 levels of nesting in an unknown section.
    DeepNesting,
    /// Numbers that fit neither an integer nor a float, in an unknown section.
    BigNumbers,
    /// Unknown sections of several types.
    Unknown,
    /// Only likes, favourites and comments.
    MissingSections,
    /// Groups and sections have unknown names, only lists have theirs. Facts are left out.
    RenamedParents,
    /// Lists in place of objects, texts in place of rows, numbers in place of texts and vice versa.
    WrongTypes,
    /// Keys with different case, spacing and punctuation.
    KeyCase,
    /// Comments with paragraphs and lines with a colon.
    Paragraphs,
    /// Texts that are words for missing values: `None`, `null`, `N/A`.
    WordsForNothing,
    /// A chat with a removed account, which has no name.
    RemovedAccounts,
    /// A group chat among the chats of two.
    GroupsAmongChats,
}

impl Quirk {
    /// Every quirk once.
    pub const ALL: [Self; 24] = [
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
        Self::Paragraphs,
        Self::WordsForNothing,
        Self::RemovedAccounts,
        Self::GroupsAmongChats,
    ];

    /// The name on the command line.
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
            Self::Paragraphs => "paragraphs",
            Self::WordsForNothing => "words-for-nothing",
            Self::RemovedAccounts => "removed-accounts",
            Self::GroupsAmongChats => "groups-among-chats",
        }
    }
}

impl std::str::FromStr for Quirk {
    type Err = String;

    /// `doubled`, or `truncated=300` for 30 % of the bytes.
    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(value) = text.strip_prefix("truncated=") {
            let per_mille =
                value.parse().map_err(|_| format!("\"{value}\" is not a number of thousandths"))?;
            return Ok(Self::Truncated { per_mille });
        }
        let names = || Self::ALL.map(Self::name).join(", ");
        Self::ALL.into_iter().find(|quirk| quirk.name() == text).ok_or_else(|| format!("one of: {}", names()))
    }
}
