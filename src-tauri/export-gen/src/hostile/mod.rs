//! Archives that must not be unpacked, and some that only look so.
//!
//! Unless its [`Kind`] says otherwise, an archive also contains a valid export, so that readers which only check the
//! export are detected.

mod raw;
mod zeros;

use raw::Entry;
use satchel_sim::export::JSON_NAME;

/// A valid export with one watched video.
const EXPORT: &str = concat!(
    "{\n  \"Your Activity\": {\n    \"Watch History\": {\n      \"VideoList\": [\n        {\n",
    "          \"Date\": \"2026-11-01 18:30:00\",\n",
    "          \"Link\": \"https://www.tiktokv.com/share/video/7500000000000000001/\",\n",
    "          \"Title\": \"\"\n        }\n      ]\n    }\n  }\n}\n",
);

/// Kinds of archives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An entry with this name; see [`bad_names`].
    Named(String),
    /// A symbolic link to a file outside.
    Symlink,
    /// A symbolic link to the parent folder, and a file below it.
    ThroughSymlink,
    /// A character device.
    Device,
    /// Two entries with the same name and different content.
    Duplicate,
    /// Two names that only differ in case, which are one file on Windows and macOS.
    CaseClash,
    /// Two names that are equal after Unicode normalisation, which are one file on macOS.
    UnicodeClash,
    /// A file, and another file below it, as if it were a folder.
    FileAndFolder,
    /// Two entries with the same offset.
    Overlapping,
    /// Only an encrypted entry.
    Encrypted,
    /// An encrypted entry beside the export.
    PartlyEncrypted,
    /// An unknown compression method.
    UnknownMethod,
    /// An entry that states a size of 100 bytes, and is larger.
    LyingSize {
        /// The actual size in bytes.
        bytes: u64,
    },
    /// A large file of zeros with a correct size and a thousandth of it in the archive.
    Bomb {
        /// The size in bytes. Above 4 GiB the entry is Zip64.
        bytes: u64,
    },
    /// Very many entries.
    TooMany {
        /// Number of entries besides the export. From 65,535 on the directory is Zip64.
        entries: u32,
    },
    /// A truncated archive.
    Truncated {
        /// Maximum size in bytes.
        bytes: usize,
    },
    /// An export with a wrong checksum.
    CrcMismatch,
    /// The export is in a zip in the zip. Not an attack.
    Nested,
    /// 312 pictures and no export.
    NotAnExport,
    /// No entries.
    Empty,
    /// A valid small export with Zip64 records.
    Zip64,
    /// A valid export with sizes after the data, as from streaming writers.
    DataDescriptor,
}

impl Kind {
    /// All kinds, with moderate sizes, and all bad names.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all = vec![
            Self::Symlink,
            Self::ThroughSymlink,
            Self::Device,
            Self::Duplicate,
            Self::CaseClash,
            Self::UnicodeClash,
            Self::FileAndFolder,
            Self::Overlapping,
            Self::Encrypted,
            Self::PartlyEncrypted,
            Self::UnknownMethod,
            Self::LyingSize { bytes: 50_000_000 },
            Self::Bomb { bytes: 1 << 30 },
            Self::TooMany { entries: 100_000 },
            Self::Truncated { bytes: 200 },
            Self::CrcMismatch,
            Self::Nested,
            Self::NotAnExport,
            Self::Empty,
            Self::Zip64,
            Self::DataDescriptor,
        ];
        all.extend(bad_names().into_iter().map(|(_, name)| Self::Named(name)));
        all
    }

    /// Whether the archive is valid, and its export must be read.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        matches!(self, Self::Zip64 | Self::DataDescriptor)
    }
}

/// Names that must not be written, with their reasons.
#[must_use]
pub fn bad_names() -> Vec<(&'static str, String)> {
    let mut names: Vec<(&'static str, String)> = [
        ("above the folder", "../outside.txt"),
        ("above the folder, further in", "inside/../../outside.txt"),
        ("above the folder, Windows", "..\\outside.txt"),
        ("above the folder, Windows, further in", "inside\\..\\..\\outside.txt"),
        ("nothing but the folder above", ".."),
        ("absolute", "/absolute.txt"),
        ("absolute, Windows", "\\absolute.txt"),
        ("drive", "C:\\drive.txt"),
        ("drive, with a slash", "C:/drive.txt"),
        ("drive, relative", "C:drive.txt"),
        ("UNC", "\\\\server\\share\\unc.txt"),
        ("UNC, with slashes", "//server/share/unc.txt"),
        ("NTFS stream", "innocent.txt:stream"),
        ("reserved on Windows", "con"),
        ("reserved on Windows, with an extension", "con.txt"),
        ("reserved on Windows, further in", "inside/NUL.json"),
        ("reserved on Windows, with a number", "Com1.log"),
        ("trailing dot, dropped by Windows", "trailing."),
        ("trailing space, dropped by Windows", "trailing "),
        ("trailing dots of a folder", "folder./file.txt"),
        ("NUL character", "nul\0.txt"),
        ("line break", "line\nbreak.txt"),
        ("escape sequence", "colour\u{1b}[31m.txt"),
        ("text direction turned, hides the extension", "photo\u{202e}gpj.exe"),
        ("question mark, not allowed on Windows", "what?.txt"),
        ("empty part", "inside//file.txt"),
        ("empty", ""),
    ]
    .map(|(reason, name)| (reason, name.to_owned()))
    .into();
    names.push(("longer than any file system's", format!("{}.txt", "long".repeat(1_500))));
    names.push(("deeper than any tree", format!("{}file.txt", "deep/".repeat(2_000))));
    names
}

/// The archive of a kind.
#[must_use]
pub fn zip(kind: &Kind) -> Vec<u8> {
    let export = Entry::file(JSON_NAME, EXPORT.as_bytes());
    let file = |name: &str| Entry::file(name, b"These bytes belong nowhere.\n");
    let link = |name: &str, target: &str| Entry { mode: 0o120_777, ..Entry::file(name, target.as_bytes()) };
    let with = |entries: Vec<Entry>| raw::build(&[vec![export.clone()], entries].concat());
    match kind {
        Kind::Named(name) => with(vec![file(name)]),
        Kind::Symlink => with(vec![link("link.txt", "../../outside.txt")]),
        Kind::ThroughSymlink => with(vec![link("folder", ".."), file("folder/outside.txt")]),
        Kind::Device => with(vec![Entry { mode: 0o020_666, ..Entry::file("device", b"") }]),
        Kind::Duplicate => with(vec![Entry::file(JSON_NAME, b"{}")]),
        Kind::CaseClash => with(vec![file("Notes.txt"), file("notes.TXT")]),
        Kind::UnicodeClash => with(vec![file("caf\u{e9}.txt"), file("cafe\u{301}.txt")]),
        Kind::FileAndFolder => with(vec![file("thing"), file("thing/inside.txt")]),
        Kind::Overlapping => {
            let second = Entry { overlaps: true, ..Entry::zeros("second.bin", 1 << 20) };
            with(vec![Entry::zeros("first.bin", 1 << 20), second])
        }
        Kind::Encrypted => raw::build(&[encrypted("user_data_tiktok.json")]),
        Kind::PartlyEncrypted => with(vec![encrypted("secret.json")]),
        Kind::UnknownMethod => with(vec![Entry { method: 77, ..file("odd.bin") }]),
        Kind::LyingSize { bytes } => with(vec![Entry { size: 100, ..Entry::zeros("small.bin", *bytes) }]),
        Kind::Bomb { bytes } => with(vec![Entry::zeros("zeros.bin", *bytes)]),
        Kind::TooMany { entries } => {
            with((0..*entries).map(|number| Entry::file(&format!("many/{number}.txt"), b"")).collect())
        }
        Kind::Truncated { bytes } => {
            let mut whole = raw::build(&[export]);
            whole.truncate(*bytes);
            whole
        }
        Kind::CrcMismatch => raw::build(&[Entry { crc: export.crc ^ 1, ..export }]),
        Kind::Nested => raw::build(&[Entry::file("TikTok_Data_1795000000.zip", &raw::build(&[export]))]),
        Kind::NotAnExport => {
            let picture = |number: u32| {
                let content = [b"\xff\xd8\xff\xe0".as_slice(), &number.to_be_bytes().repeat(50)].concat();
                Entry::file(&format!("Camera/IMG_{number:04}.jpg"), &content)
            };
            raw::build(&(1..=312).map(picture).collect::<Vec<_>>())
        }
        Kind::Empty => raw::build(&[]),
        Kind::Zip64 => raw::build(&[Entry { zip64: true, ..export }]),
        Kind::DataDescriptor => raw::build(&[deflated(Entry { streamed: true, ..export })]),
    }
}

/// An entry with random data that claims to be encrypted.
fn encrypted(name: &str) -> Entry {
    let secret = Entry::file(name, &[0x5a; 60]);
    Entry { flags: secret.flags | raw::ENCRYPTED, size: 48, ..secret }
}

/// Wraps the data in an uncompressed deflate block, because streamed entries need data that marks its own end.
fn deflated(entry: Entry) -> Entry {
    let length = u16::try_from(entry.data.len()).unwrap_or(u16::MAX);
    let header = [&[1][..], &length.to_le_bytes(), &(!length).to_le_bytes()].concat();
    Entry { data: [header, entry.data].concat(), method: 8, ..entry }
}
