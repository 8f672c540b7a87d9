//! Zips that must not be unpacked, and a few that only look as if.
//!
//! Unless its [`Kind`] says otherwise, each holds a sound little export next to what is wrong with it, so that a
//! reader which looks at the export alone is found out.

mod raw;
mod zeros;

use crate::export::JSON_NAME;
use raw::Entry;

/// The sound little export: one watched video.
const EXPORT: &str = concat!(
    "{\n  \"Your Activity\": {\n    \"Watch History\": {\n      \"VideoList\": [\n        {\n",
    "          \"Date\": \"2026-11-01 18:30:00\",\n",
    "          \"Link\": \"https://www.tiktokv.com/share/video/7500000000000000001/\",\n",
    "          \"Title\": \"\"\n        }\n      ]\n    }\n  }\n}\n",
);

/// What is wrong with a zip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An entry of this name; see [`bad_names`].
    Named(String),
    /// A symbolic link to a file outside.
    Symlink,
    /// A symbolic link to the folder above, and a file whose name goes through it.
    ThroughSymlink,
    /// A character device.
    Device,
    /// Two entries of the same name and different content.
    Duplicate,
    /// Two names that differ in case only, and are one file on Windows and macOS.
    CaseClash,
    /// Two names that are the same after Unicode normalisation, and one file on macOS.
    UnicodeClash,
    /// A file, and another file below it as if it were a folder.
    FileAndFolder,
    /// Two entries that share the same place in the zip.
    Overlapping,
    /// An encrypted entry.
    Encrypted,
    /// A compression method that is not known.
    UnknownMethod,
    /// An entry that claims 100 bytes and unpacks to this many zeros.
    LyingSize {
        /// Bytes it really unpacks to.
        bytes: u64,
    },
    /// This many zeros, a thousandth of that in the zip, and honest about it.
    Bomb {
        /// Bytes it unpacks to; above 4 GiB the entry is Zip64.
        bytes: u64,
    },
    /// This many small entries.
    TooMany {
        /// Entries besides the export; from 65 535 on the directory is Zip64.
        entries: u32,
    },
    /// A sound export of which only the first bytes arrived.
    Truncated {
        /// Bytes that are left, if there are as many.
        bytes: usize,
    },
    /// An export whose checksum does not match.
    CrcMismatch,
    /// A zip in a zip: the export is in the inner one. People make these; it is not an attack.
    Nested,
    /// 312 pictures and no export.
    NotAnExport,
    /// No entries at all.
    Empty,
    /// A sound export with Zip64 records although it is small.
    Zip64,
    /// A sound export whose sizes follow the data, as streaming writers do it.
    DataDescriptor,
}

impl Kind {
    /// Every kind once, with moderate numbers, and every bad name.
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

    /// Whether the zip is in order, and its export must be read.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        matches!(self, Self::Zip64 | Self::DataDescriptor)
    }
}

/// Names that no file may be written to, each with the reason.
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

/// The bytes of such a zip.
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
            let name = "first.bin";
            with(vec![Entry::zeros(name, 1 << 20), Entry { overlaps: true, ..Entry::zeros(name, 1 << 20) }])
        }
        Kind::Encrypted => {
            let secret = Entry::file("secret.json", &[0x5a; 60]);
            with(vec![Entry { flags: secret.flags | raw::ENCRYPTED, size: 48, ..secret }])
        }
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

/// The same entry as one uncompressed block of deflate: streamed entries need data that marks its own end.
fn deflated(entry: Entry) -> Entry {
    let length = u16::try_from(entry.data.len()).unwrap_or(u16::MAX);
    let header = [&[1][..], &length.to_le_bytes(), &(!length).to_le_bytes()].concat();
    Entry { data: [header, entry.data].concat(), method: 8, ..entry }
}
