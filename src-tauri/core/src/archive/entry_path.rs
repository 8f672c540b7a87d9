//! The only way to get a path to write an archive entry to.
//!
//! Parse, don't validate: an [`EntryPath`] exists only for names that are harmless on Windows, macOS and Linux alike, on
//! whichever of them it was made, so that a backup can be carried from one to the other.

use std::path::{Path, PathBuf};

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use super::limits;

/// A relative path of plain names, in NFC.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryPath(String);

/// A name that must not be written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("unsafe entry {name:?}: {why}")]
pub struct UnsafeName {
    /// The name, shortened and without control characters: text to show.
    pub name: String,
    /// What is wrong with it.
    pub why: &'static str,
}

impl UnsafeName {
    pub(super) fn new(name: &str, why: &'static str) -> Self {
        let name: String =
            name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).take(80).collect();
        Self { name, why }
    }
}

/// Device names of DOS, which Windows still opens instead of a file, with any extension.
const RESERVED: [&str; 31] = [
    "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "com¹", "com²", "com³", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8",
    "lpt9", "lpt¹", "lpt²", "lpt³", "conin$",
];

impl EntryPath {
    /// Takes an entry's name. A trailing `/` (a folder) is allowed and dropped.
    ///
    /// Characters that only Windows forbids (`<>"|?*`) become `_`; everything else that is not a plain relative name is
    /// refused.
    pub fn parse(name: &str) -> Result<Self, UnsafeName> {
        let no = |why| Err(UnsafeName::new(name, why));
        let trimmed = name.strip_suffix('/').unwrap_or(name);
        if trimmed.is_empty() {
            return no("it is empty");
        }
        if name.len() > limits::NAME_BYTES {
            return no("it is too long");
        }
        if trimmed.starts_with('/') {
            return no("it is absolute");
        }
        if trimmed.contains('\\') {
            return no("it has a backslash");
        }
        if trimmed.contains(':') {
            return no("it has a colon");
        }
        if trimmed.chars().any(is_invisible_control) {
            return no("it has control characters");
        }
        let mut parts = Vec::new();
        for part in trimmed.split('/') {
            parts.push(plain_part(part).map_err(|why| UnsafeName::new(name, why))?);
        }
        if parts.len() > limits::DEPTH {
            return no("it is too deep");
        }
        Ok(Self(parts.join("/")))
    }

    /// With `/`, as in a manifest.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Below this folder.
    #[must_use]
    pub fn below(&self, folder: &Path) -> PathBuf {
        self.0.split('/').fold(folder.to_owned(), |path, part| path.join(part))
    }

    /// Equal for names that a file system which ignores case or normalisation takes for the same.
    #[must_use]
    pub fn clash_key(&self) -> String {
        self.0.nfkc().flat_map(char::to_lowercase).nfc().collect()
    }
}

/// C0, C1, and the characters that turn the direction of text and so make names lie.
fn is_invisible_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn plain_part(part: &str) -> Result<String, &'static str> {
    match part {
        "" => return Err("it has an empty part"),
        "." | ".." => return Err("it leaves its folder"),
        _ => {}
    }
    if part.ends_with(['.', ' ']) || part.starts_with(' ') {
        return Err("a part begins or ends with a blank or ends with a dot");
    }
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_lowercase();
    if RESERVED.contains(&stem.as_str()) || stem == "conout$" {
        return Err("it is a device name");
    }
    let plain: String =
        part.nfc().map(|c| if matches!(c, '<' | '>' | '"' | '|' | '?' | '*') { '_' } else { c }).collect();
    if plain.encode_utf16().count() > limits::PART_UNITS || plain.len() > 255 {
        return Err("a part is too long");
    }
    Ok(plain)
}

/// A name for a file or folder of Satchel's own making, from text of whatever kind: an account's name, for example.
/// What cannot stay becomes `_`; nothing left gives `fallback`.
#[must_use]
pub fn file_name_for(text: &str, fallback: &str) -> String {
    let text: String = text
        .nfc()
        .map(
            |c| if c.is_control() || is_invisible_control(c) || r#"/\:<>"|?*"#.contains(c) { '_' } else { c },
        )
        .take(60)
        .collect();
    let text = text.trim_matches([' ', '.', '_']).to_owned();
    match EntryPath::parse(&text) {
        Ok(path) => path.0,
        Err(_) => fallback.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_names_pass_and_are_normalised() {
        for (name, path) in [
            ("user_data_tiktok.json", "user_data_tiktok.json"),
            ("TikTok/Your Activity/Watch History.txt", "TikTok/Your Activity/Watch History.txt"),
            ("folder/", "folder"),
            ("Favoriete video's.txt", "Favoriete video's.txt"),
            ("История.txt", "История.txt"),
            ("cafe\u{301}.txt", "café.txt"),
            ("what?.txt", "what_.txt"),
            (".hidden", ".hidden"),
            ("..a", "..a"),
            ("console.txt", "console.txt"),
        ] {
            assert_eq!(EntryPath::parse(name).unwrap().as_str(), path);
        }
    }

    #[test]
    fn names_that_could_land_elsewhere_are_refused() {
        for name in [
            "",
            "/",
            "../x",
            "a/../../x",
            "a/..",
            "./x",
            "/abs",
            "//host/share",
            r"..\x",
            r"\\host\share",
            r"C:\x",
            "C:x",
            "a:b.txt",
            "a//b",
            "con",
            "CON.txt",
            "a/nul",
            "Lpt1.log",
            "com¹",
            "LPT³.txt",
            "aux .txt",
            "x.",
            "x ",
            " x",
            "a./b",
            "a\0b",
            "a\nb",
            "a\u{7f}b",
            "a\u{202e}txt.exe",
        ] {
            assert!(EntryPath::parse(name).is_err(), "{name:?}");
        }
        assert!(EntryPath::parse(&"a/".repeat(limits::DEPTH + 1)).is_err());
        assert!(EntryPath::parse(&"a".repeat(limits::PART_UNITS + 1)).is_err());
        assert!(EntryPath::parse(&"ab/".repeat(500)).is_err());
    }

    #[test]
    fn names_that_some_system_takes_for_the_same_have_one_key() {
        let key = |name| EntryPath::parse(name).unwrap().clash_key();
        assert_eq!(key("A.TXT"), key("a.txt"));
        assert_eq!(key("café"), key("cafe\u{301}"));
        assert_ne!(key("a"), key("b"));
    }

    #[test]
    fn own_names_are_always_usable() {
        assert_eq!(file_name_for("Maren Haverkamp", "x"), "Maren Haverkamp");
        assert_eq!(file_name_for("../../etc", "x"), "etc");
        assert_eq!(file_name_for("con", "x"), "x");
        assert_eq!(file_name_for("\u{202e}", "x"), "x");
        assert_eq!(file_name_for("a/b:c", "x"), "a_b_c");
    }

    proptest! {
        #[test]
        fn whatever_the_name_the_path_stays_below_its_folder(name in "\\PC{0,40}|[./\\\\a:]{0,12}") {
            let root = Path::new("root");
            if let Ok(path) = EntryPath::parse(&name) {
                let full = path.below(root);
                prop_assert!(full.starts_with(root) && full != root);
                prop_assert!(full.components().all(|c| matches!(c, std::path::Component::Normal(_))));
                prop_assert_eq!(EntryPath::parse(path.as_str()).unwrap(), path);
            }
        }

        #[test]
        fn own_names_parse_again(text in "\\PC{0,80}") {
            prop_assert!(EntryPath::parse(&file_name_for(&text, "fallback")).is_ok());
        }
    }
}
