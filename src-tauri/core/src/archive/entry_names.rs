//! The names of entries: how they are decoded, which files are left out, and which path each file gets.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GBK, IBM866, SHIFT_JIS};

use super::entry_path::{EntryPath, clash_key};

/// The name of an entry in the zip.
#[derive(Debug)]
pub(super) struct RawName<'a> {
    /// Its bytes.
    pub(super) raw: &'a [u8],
    /// As `zip` decodes it: UTF-8 if it is marked as that, a Unicode name from an extra field, or code page 437.
    pub(super) by_zip: Option<Cow<'a, str>>,
}

/// A decoded name.
#[derive(Debug)]
pub(super) struct Name {
    /// The name, with `/` as separator.
    pub(super) text: String,
    /// The bytes in the zip, in which those that are no printable UTF-8 are percent-encoded, and `%` itself.
    pub(super) original: String,
}

/// Decodes the names of all entries. Names that are not marked as UTF-8 are still UTF-8 if they can be; others are in the
/// encoding of the computer that made the zip, which only the names themselves can tell.
pub(super) fn decode(names: Vec<RawName<'_>>) -> Vec<Name> {
    let legacy = guess(&names);
    names
        .into_iter()
        .map(|name| {
            let text = match std::str::from_utf8(name.raw) {
                Ok(text) if name.by_zip.as_ref().is_none_or(|by_zip| is_code_page_437(by_zip, name.raw)) => {
                    text.to_owned()
                }
                _ => decode_other(&name, legacy),
            };
            Name { text: text.replace('\\', "/"), original: printable(name.raw) }
        })
        .collect()
}

fn decode_other(name: &RawName<'_>, legacy: Option<&'static Encoding>) -> String {
    if let Some(by_zip) = name.by_zip.as_ref().filter(|by_zip| !is_code_page_437(by_zip, name.raw)) {
        return by_zip.clone().into_owned();
    }
    let decoded = legacy.and_then(|encoding| {
        encoding.decode_without_bom_handling_and_without_replacement(name.raw).map(Cow::into_owned)
    });
    let by_zip = || name.by_zip.clone().map(Cow::into_owned);
    decoded.or_else(by_zip).unwrap_or_else(|| String::from_utf8_lossy(name.raw).into_owned())
}

/// Whether a name was decoded byte by byte, which `zip` does if nothing tells the encoding.
fn is_code_page_437(by_zip: &str, raw: &[u8]) -> bool {
    let is_outside = |c| matches!(c, '\u{400}'..='\u{1fff}' | '\u{2e80}'..);
    by_zip.chars().count() == raw.len() && !by_zip.contains(is_outside)
}

/// Guesses the encoding of the names that are not UTF-8. Encodings of Western languages are left to `zip`, because they
/// cannot be told apart.
fn guess(names: &[RawName<'_>]) -> Option<&'static Encoding> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut is_needed = false;
    for name in names.iter().filter(|name| std::str::from_utf8(name.raw).is_err()) {
        is_needed = true;
        detector.feed(name.raw, false);
        detector.feed(b"\n", false);
    }
    if !is_needed {
        return None;
    }
    detector.feed(b"", true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    [SHIFT_JIS, EUC_JP, GBK, BIG5, EUC_KR, IBM866].contains(&guess).then_some(guess)
}

fn printable(raw: &[u8]) -> String {
    let mut text = String::with_capacity(raw.len());
    for chunk in raw.utf8_chunks() {
        for c in chunk.valid().chars() {
            if c.is_control() || c == '%' {
                percent_encode(&mut text, c.encode_utf8(&mut [0; 4]).as_bytes());
            } else {
                text.push(c);
            }
        }
        percent_encode(&mut text, chunk.invalid());
    }
    text
}

fn percent_encode(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        let _ = write!(text, "%{byte:02X}");
    }
}

/// Gives every file a path of its own.
#[derive(Debug, Default)]
pub(super) struct Paths {
    /// The spelling of each folder, by its key.
    folders: HashMap<String, String>,
    /// The folders that were spelled already.
    spelled: HashMap<String, String>,
    files: HashSet<String>,
    /// The last number that was given to a file of this key.
    numbers: HashMap<String, u32>,
}

impl Paths {
    /// Changes the paths so that no two are the same file on a file system that ignores case or normalisation, that no
    /// file has the name of a folder, and that each folder has one spelling.
    pub(super) fn assign(&mut self, paths: &mut [&mut EntryPath]) {
        for path in &mut *paths {
            let (folder, _) = path.split();
            let spelling = self.spelling(folder);
            if spelling != folder {
                **path = path.with_folder(&spelling);
            }
        }
        for path in paths {
            let mut key = path.clash_key();
            if self.is_taken(&key) {
                let mut number = self.numbers.get(&key).copied().unwrap_or(1);
                let (first_key, first) = (key.clone(), path.clone());
                while self.is_taken(&key) {
                    number += 1;
                    **path = first.numbered(number);
                    key = path.clash_key();
                }
                self.numbers.insert(first_key, number);
            }
            self.files.insert(key);
        }
    }

    fn is_taken(&self, key: &str) -> bool {
        self.folders.contains_key(key) || self.files.contains(key)
    }

    fn spelling(&mut self, folder: &str) -> String {
        if folder.is_empty() {
            return String::new();
        }
        if let Some(spelling) = self.spelled.get(folder) {
            return spelling.clone();
        }
        let (parent, name) = folder.rsplit_once('/').unwrap_or(("", folder));
        let parent = self.spelling(parent);
        let path = if parent.is_empty() { name.to_owned() } else { format!("{parent}/{name}") };
        let spelling = self.folders.entry(clash_key(&path)).or_insert(path).clone();
        self.spelled.insert(folder.to_owned(), spelling.clone());
        spelling
    }
}
