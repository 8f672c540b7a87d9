//! Safe paths for archive entries.
//!
//! An [`EntryPath`] can only be created by parsing a name that is safe on Windows, macOS and Linux, whatever the current
//! system, so that a backup can be moved from one to another; or by [`EntryPath::safe_for`], which replaces what such a
//! name cannot contain.

use std::path::{Path, PathBuf};

use thiserror::Error;
use unicode_normalization::{UnicodeNormalization, is_nfc};
use xxhash_rust::xxh3::xxh3_64;

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
const RESERVED: [&str; 32] = [
    "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "com¹", "com²", "com³", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8",
    "lpt9", "lpt¹", "lpt²", "lpt³", "conin$", "conout$",
];

/// The folder of files whose own path would be too long.
const LONG_PATHS: &str = "long paths";

impl EntryPath {
    /// Parses a name that needs no change, for example one that was made by [`Self::safe_for`].
    pub fn parse(name: &str) -> Result<Self, UnsafeName> {
        match Self::safe_for(name) {
            Ok(path) if path.0 == name => Ok(path),
            Ok(_) => Err(UnsafeName::new(name, "some systems cannot have a file of this name")),
            Err(error) => Err(error),
        }
    }

    /// The path for an entry of this name. What a name cannot contain on some system is replaced; a name that leads out
    /// of the folder is refused. Backslashes separate folders, as in zips that were made on Windows.
    pub fn safe_for(name: &str) -> Result<Self, UnsafeName> {
        let no = |why| Err(UnsafeName::new(name, why));
        let is_separator = |c| matches!(c, '/' | '\\');
        if name.starts_with(is_separator) {
            return no("it is absolute");
        }
        if let [letter, b':', b'/' | b'\\', ..] = name.as_bytes()
            && letter.is_ascii_alphabetic()
        {
            return no("it is absolute");
        }
        let mut path = String::with_capacity(name.len());
        let mut parts = 0;
        for part in name.split(is_separator) {
            match part {
                "" | "." => continue,
                ".." => return no("it leaves its folder"),
                _ => {}
            }
            if parts > 0 {
                path.push('/');
            }
            parts += 1;
            push_safe_part(&mut path, part);
        }
        if parts == 0 {
            path.push('_');
        }
        if parts > limits::DEPTH || path.len() > limits::PATH_BYTES {
            let last = path.rsplit('/').next().unwrap_or_default();
            path = format!("{LONG_PATHS}/{:016x}/{last}", xxh3_64(name.as_bytes()));
        }
        Ok(Self(path))
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

    /// The same path with another folder: `folder` is empty or itself a path. Used to give one folder one spelling.
    pub(super) fn with_folder(&self, folder: &str) -> Self {
        let (_, file) = self.split();
        Self(if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") })
    }

    /// The folder (without a trailing separator; empty at the top) and the file name.
    pub(super) fn split(&self) -> (&str, &str) {
        self.0.rsplit_once('/').unwrap_or(("", &self.0))
    }

    /// The same path with a number before the extension: `a (2).txt`. What becomes too long is shortened.
    pub(super) fn numbered(&self, number: u32) -> Self {
        let (folder, file) = self.split();
        let (stem, extension) = match file.rfind('.').filter(|dot| *dot > 0) {
            Some(dot) => file.split_at(dot),
            None => (file, ""),
        };
        let numbered = Self(format!("{stem} ({number}){extension}")).with_folder(folder);
        Self::safe_for(&numbered.0).unwrap_or(numbered)
    }

    /// A key that is equal for names that are the same file on a file system that ignores case or normalisation.
    #[must_use]
    pub fn clash_key(&self) -> String {
        clash_key(&self.0)
    }
}

/// As [`EntryPath::clash_key`], for a part of a path.
pub(super) fn clash_key(name: &str) -> String {
    if name.is_ascii() {
        name.to_ascii_lowercase()
    } else {
        // Letters that have the same capital are the same there: both kinds of a Greek sigma, or `ß` and `ss`.
        name.nfkc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect()
    }
}

/// Whether `c` is a C0 or C1 control character, or one that changes the text direction and can disguise a name.
fn is_invisible_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Whether a name cannot contain `c` on some system. `%` is among them because BagIt tools and `sha256sum` disagree on
/// how a manifest writes it.
fn is_impossible(c: char) -> bool {
    matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '%' | '/' | '\\') || is_invisible_control(c)
}

/// Appends one part of a path, changed to a name that every system can have.
fn push_safe_part(path: &mut String, part: &str) {
    let start = path.len();
    if is_nfc(part) {
        path.extend(part.chars().map(|c| if is_impossible(c) { '_' } else { c }));
    } else {
        path.extend(part.nfc().map(|c| if is_impossible(c) { '_' } else { c }));
    }
    // Windows removes trailing dots and spaces, and some programs leading spaces.
    let kept = path[start..].trim_end_matches(['.', ' ']).len();
    let removed = path[start..][kept..].chars().count();
    path.truncate(start + kept);
    path.extend(std::iter::repeat_n('_', removed));
    if path[start..].starts_with(' ') {
        path.replace_range(start..=start, "_");
    }
    let stem = path[start..].split('.').next().unwrap_or_default().trim_end().to_lowercase();
    if RESERVED.contains(&stem.as_str()) {
        path.insert(start, '_');
    }
    let made = &path[start..];
    if made.len() > 255 || made.encode_utf16().count() > limits::PART_UNITS {
        let shortened = shorten(made);
        path.truncate(start);
        path.push_str(&shortened);
    }
}

/// Shortens one part of a path; the extension stays, and a hash keeps different names different.
fn shorten(part: &str) -> String {
    const KEPT_CHARS: usize = 40;
    let extension = part.rfind('.').map_or("", |dot| &part[dot..]);
    let extension = if extension.chars().count() <= 10 { extension } else { "" };
    let head: String = part.chars().take(KEPT_CHARS).collect();
    format!("{}~{:016x}{extension}", head.trim_end_matches(['.', ' ']), xxh3_64(part.as_bytes()))
}

/// Derives a safe file or folder name from any text, for example an account name. Unsafe characters are replaced by
/// `_`. Returns `fallback` if the result is not a valid name.
#[must_use]
pub fn file_name_for(text: &str, fallback: &str) -> String {
    let text: String = text.nfc().map(|c| if is_impossible(c) { '_' } else { c }).take(60).collect();
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
    fn plain_names_are_kept() {
        for name in [
            "user_data_tiktok.json",
            "TikTok/Your Activity/Watch History.txt",
            "Favoriete video's.txt",
            "История.txt",
            "café.txt",
            ".hidden",
            "..a",
            "console.txt",
        ] {
            assert_eq!(EntryPath::safe_for(name).unwrap().as_str(), name);
            assert_eq!(EntryPath::parse(name).unwrap().as_str(), name);
        }
    }

    #[test]
    fn names_that_some_system_cannot_have_are_changed() {
        for (name, path) in [
            ("", "_"),
            ("folder/", "folder"),
            ("./x", "x"),
            ("a//b", "a/b"),
            (r"a\b", "a/b"),
            ("cafe\u{301}.txt", "café.txt"),
            ("what?.txt", "what_.txt"),
            ("100%.txt", "100_.txt"),
            ("a:b.txt", "a_b.txt"),
            ("C:x", "C_x"),
            ("Icon\r", "Icon_"),
            ("a\0b", "a_b"),
            ("a\nb", "a_b"),
            ("a\u{7f}b", "a_b"),
            ("a\u{202e}txt.exe", "a_txt.exe"),
            ("con", "_con"),
            ("CON.txt", "_CON.txt"),
            ("a/nul", "a/_nul"),
            ("com¹", "_com¹"),
            ("aux .txt", "_aux .txt"),
            ("x.", "x_"),
            ("x ", "x_"),
            (" x", "_x"),
            ("a./b", "a_/b"),
            ("...", "___"),
            (". .", "___"),
        ] {
            assert_eq!(EntryPath::safe_for(name).unwrap().as_str(), path, "{name:?}");
            assert!(EntryPath::parse(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn names_that_lead_out_of_the_folder_are_refused() {
        for name in [
            "/",
            "../x",
            "a/../../x",
            "a/..",
            "/abs",
            "//host/share",
            r"..\x",
            r"\\host\share",
            r"C:\x",
            "c:/x",
        ] {
            assert!(EntryPath::safe_for(name).is_err(), "{name:?}");
            assert!(EntryPath::parse(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn long_names_are_shortened_and_stay_different() {
        for (one, other) in [
            (format!("{}a.txt", "x".repeat(300)), format!("{}b.txt", "x".repeat(300))),
            (format!("{}a.txt", "д".repeat(150)), format!("{}b.txt", "д".repeat(150))),
            (format!("{}a.txt", "x/".repeat(50)), format!("{}a.txt", "x/".repeat(51))),
            (format!("{}a.txt", "folder/".repeat(100)), format!("{}a.txt", "folder/".repeat(101))),
        ] {
            let [one, other] = [one, other].map(|name| EntryPath::safe_for(&name).unwrap());
            assert_ne!(one, other);
            assert!(Path::new(one.as_str()).extension().is_some_and(|extension| extension == "txt"));
            assert!(one.as_str().len() <= limits::PATH_BYTES, "{one:?}");
            assert_eq!(EntryPath::parse(one.as_str()).unwrap(), one);
        }
    }

    #[test]
    fn clash_key_ignores_case_and_normalisation() {
        let key = |name| EntryPath::safe_for(name).unwrap().clash_key();
        assert_eq!(key("A.TXT"), key("a.txt"));
        assert_eq!(key("CAFÉ"), key("cafe\u{301}"));
        assert_eq!(key("ΛΟΓΟΣ"), key("λογος"));
        assert_eq!(key("λογος"), key("λογοσ"));
        assert_eq!(key("STRASSE"), key("Straße"));
        assert_ne!(key("a"), key("b"));
    }

    #[test]
    fn the_number_goes_before_the_extension() {
        let numbered = |name| EntryPath::parse(name).unwrap().numbered(2).0;
        assert_eq!(numbered("a/b.txt"), "a/b (2).txt");
        assert_eq!(numbered("a.b/c"), "a.b/c (2)");
        assert_eq!(numbered(".hidden"), ".hidden (2)");
        let longest = format!("{}.txt", "a".repeat(limits::PART_UNITS - 4));
        assert!(EntryPath::parse(&longest).is_ok());
        let (second, third) = (numbered(&longest), EntryPath::parse(&longest).unwrap().numbered(3).0);
        assert!(EntryPath::parse(&second).is_ok_and(|path| path.0 == second), "{second}");
        assert!(second != third, "{second}, {third}");
        let deep = format!("{}b", "folder/".repeat(limits::PATH_BYTES / 7));
        let deep = EntryPath::safe_for(&deep[..limits::PATH_BYTES - 1]).unwrap().numbered(2);
        assert_eq!(EntryPath::parse(&deep.0), Ok(deep));
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
        fn safe_paths_stay_inside_the_folder(name in "\\PC{0,40}|[./\\\\a: ]{0,12}|(ä|%|\r|x){90,300}") {
            let root = Path::new("root");
            if let Ok(path) = EntryPath::safe_for(&name) {
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
