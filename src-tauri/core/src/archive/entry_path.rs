//! Safe paths for archive entries.
//!
//! An [`EntryPath`] can only be created by parsing, and only from names that are safe on Windows, macOS and Linux,
//! whatever the current system, so that a backup can be moved from one to another.

use std::path::{Path, PathBuf};

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use super::limits;

/// A relative path of plain names, normalised to NFC.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryPath(String);

/// The name of an entry that must not be written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("unsafe entry {name:?}: {why}")]
pub struct UnsafeName {
    /// The name, truncated and without control characters, for display.
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

/// DOS device names. Windows opens the device instead of a file, whatever the extension.
const RESERVED: [&str; 31] = [
    "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "com¹", "com²", "com³", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8",
    "lpt9", "lpt¹", "lpt²", "lpt³", "conin$",
];

impl EntryPath {
    /// Parses the name of an entry. A trailing `/` (a folder) is removed.
    ///
    /// Characters that only Windows forbids (`<>"|?*`) are replaced by `_`. Any other name that is not a plain relative
    /// path is rejected.
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
            return no("it contains a backslash");
        }
        if trimmed.contains(':') {
            return no("it contains a colon");
        }
        if trimmed.chars().any(is_invisible_control) {
            return no("it contains control characters");
        }
        let mut parts = Vec::new();
        for part in trimmed.split('/') {
            parts.push(plain_part(part).map_err(|why| UnsafeName::new(name, why))?);
        }
        if parts.len() > limits::DEPTH {
            return no("it has too many parts");
        }
        Ok(Self(parts.join("/")))
    }

    /// The path with `/` as separator, as in a manifest.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path inside this folder, with the system's separators.
    #[must_use]
    pub fn below(&self, folder: &Path) -> PathBuf {
        self.0.split('/').fold(folder.to_owned(), |path, part| path.join(part))
    }

    /// A key that is equal for names that are the same file on a file system that ignores case or normalisation.
    #[must_use]
    pub fn clash_key(&self) -> String {
        self.0.nfkc().flat_map(char::to_lowercase).nfc().collect()
    }
}

/// Whether `c` is a C0 or C1 control character, or one that changes the text direction and can disguise a name.
fn is_invisible_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn plain_part(part: &str) -> Result<String, &'static str> {
    match part {
        "" => return Err("it contains an empty part"),
        "." | ".." => return Err("it leaves its folder"),
        _ => {}
    }
    if part.ends_with(['.', ' ']) || part.starts_with(' ') {
        return Err("a part starts or ends with a space, or ends with a dot");
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

/// Derives a safe file or folder name from any text, for example an account name. Unsafe characters are replaced by
/// `_`. Returns `fallback` if the result is not a valid name.
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
    fn plain_names_are_accepted_and_normalised() {
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
    fn unsafe_names_are_rejected() {
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
    fn clash_key_ignores_case_and_normalisation() {
        let key = |name| EntryPath::parse(name).unwrap().clash_key();
        assert_eq!(key("A.TXT"), key("a.txt"));
        assert_eq!(key("café"), key("cafe\u{301}"));
        assert_ne!(key("a"), key("b"));
    }

    #[test]
    fn file_names_from_text_are_safe() {
        assert_eq!(file_name_for("Maren Haverkamp", "x"), "Maren Haverkamp");
        assert_eq!(file_name_for("../../etc", "x"), "etc");
        assert_eq!(file_name_for("con", "x"), "x");
        assert_eq!(file_name_for("\u{202e}", "x"), "x");
        assert_eq!(file_name_for("a/b:c", "x"), "a_b_c");
    }

    proptest! {
        #[test]
        fn parsed_paths_stay_inside_the_folder(name in "\\PC{0,40}|[./\\\\a:]{0,12}") {
            let root = Path::new("root");
            if let Ok(path) = EntryPath::parse(&name) {
                let full = path.below(root);
                prop_assert!(full.starts_with(root) && full != root);
                prop_assert!(full.components().all(|c| matches!(c, std::path::Component::Normal(_))));
                prop_assert_eq!(EntryPath::parse(path.as_str()).unwrap(), path);
            }
        }

        #[test]
        fn file_names_from_text_are_valid_entry_paths(text in "\\PC{0,80}") {
            prop_assert!(EntryPath::parse(&file_name_for(&text, "fallback")).is_ok());
        }
    }
}
