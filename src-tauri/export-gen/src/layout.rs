//! Layouts of exports.

use std::fmt;
use std::str::FromStr;

use satchel_sim::export::JSON_NAME;

/// The layout of an export. TikTok does not number its layouts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layout {
    /// JSON, 2021 to mid 2022.
    V1,
    /// JSON, late 2022 to 2023.
    V2,
    /// JSON, 2024 to early 2025.
    V3,
    /// JSON, March to November 2025.
    V4,
    /// JSON, mid 2025 to January 2026.
    V5,
    /// JSON, 2026.
    V6,
    /// Text, 2020 to 2022.
    TxtA,
    /// Text, 2023 to early 2025.
    TxtB,
    /// Text, from 2025 on, in a language.
    TxtC(Language),
}

/// The language of the names in a text export. Those in JSON are always English.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// American English.
    English,
    /// British English.
    British,
    /// Dutch. Nearly all names are known; some have an apostrophe.
    Dutch,
    /// Spanish. Only the name of the chats and the sentence for an empty section are known; the rest is English.
    Spanish,
    /// Russian. File and field names are known, folder names are not.
    Russian,
    /// A fictional language, in which files can only be recognised by their fields.
    Unknown,
}

impl Layout {
    /// All layouts.
    pub const ALL: [Self; 14] = [
        Self::V1,
        Self::V2,
        Self::V3,
        Self::V4,
        Self::V5,
        Self::V6,
        Self::TxtA,
        Self::TxtB,
        Self::TxtC(Language::English),
        Self::TxtC(Language::British),
        Self::TxtC(Language::Dutch),
        Self::TxtC(Language::Spanish),
        Self::TxtC(Language::Russian),
        Self::TxtC(Language::Unknown),
    ];

    /// Whether exports are trees of text files.
    #[must_use]
    pub const fn is_text(self) -> bool {
        matches!(self, Self::TxtA | Self::TxtB | Self::TxtC(_))
    }

    /// Name of the file of a JSON export.
    #[must_use]
    pub const fn json_name(self) -> &'static str {
        if matches!(self, Self::V1 | Self::V2) { "user_data.json" } else { JSON_NAME }
    }

    /// Version of the JSON layout, 1 to 6; 6 for text layouts.
    pub(crate) const fn version(self) -> u8 {
        match self {
            Self::V1 => 1,
            Self::V2 => 2,
            Self::V3 => 3,
            Self::V4 => 4,
            Self::V5 => 5,
            _ => 6,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
            Self::V3 => "v3",
            Self::V4 => "v4",
            Self::V5 => "v5",
            Self::V6 => "v6",
            Self::TxtA => "txt-a",
            Self::TxtB => "txt-b",
            Self::TxtC(Language::English) => "txt-c-en",
            Self::TxtC(Language::British) => "txt-c-gb",
            Self::TxtC(Language::Dutch) => "txt-c-nl",
            Self::TxtC(Language::Spanish) => "txt-c-es",
            Self::TxtC(Language::Russian) => "txt-c-ru",
            Self::TxtC(Language::Unknown) => "txt-c-unknown",
        }
    }
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Layout {
    type Err = String;

    /// Parses a name such as `v1`, `txt-a` or `txt-c-nl`.
    fn from_str(text: &str) -> Result<Self, String> {
        let names = || Self::ALL.map(Self::name).join(", ");
        Self::ALL
            .into_iter()
            .find(|layout| layout.name() == text)
            .ok_or_else(|| format!("one of: {}", names()))
    }
}
