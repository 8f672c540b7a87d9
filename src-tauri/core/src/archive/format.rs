//! Other formats that people take for the zip of an export.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::files;

/// The format of a file that is not a zip, or not a whole one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum OtherFormat {
    /// A 7z archive.
    SevenZip,
    /// A RAR archive.
    Rar,
    /// A file compressed with gzip.
    Gzip,
    /// A tar archive that is not compressed.
    Tar,
    /// A part of a zip that was split into `.z01`, `.z02`, …, `.zip`. Its directory counts in parts, so that putting them
    /// together is not enough.
    SplitZip,
    /// A web page, such as one that asks to sign in.
    WebPage,
    /// A file without content.
    Empty,
}

/// How much of the beginning of a file is looked at, in bytes: the signature of a tar archive ends here.
const HEAD: u64 = 262;
/// The longest end of a zip: its end record with the longest comment, in bytes.
const TAIL: u64 = 22 + 0xFFFF;

/// How the end record of a zip begins.
const END_SIGNATURE: &[u8] = b"PK\x05\x06";

impl OtherFormat {
    /// The format of a file, if it is one of these. Blocks.
    pub fn of(path: &Path) -> io::Result<Option<Self>> {
        let mut file = files::open(path)?;
        let mut head = Vec::new();
        (&mut file).take(HEAD).read_to_end(&mut head)?;
        if let Some(format) = Self::by_head(&head) {
            return Ok(Some(format));
        }
        let begins_as_part = head.starts_with(b"PK\x07\x08");
        let tail = tail(file)?;
        // A zip that was to be split, but fits into one part, begins like the first of several.
        let is_part = end_part(&tail).map_or(begins_as_part, |part| part > 0);
        Ok(is_part.then_some(Self::SplitZip))
    }

    fn by_head(head: &[u8]) -> Option<Self> {
        let text = head.trim_ascii_start();
        let begins_with = |tag: &[u8]| text.get(..tag.len()).is_some_and(|it| it.eq_ignore_ascii_case(tag));
        match head {
            [] => Some(Self::Empty),
            [b'7', b'z', 0xBC, 0xAF, 0x27, 0x1C, ..] => Some(Self::SevenZip),
            [b'R', b'a', b'r', b'!', 0x1A, 0x07, ..] => Some(Self::Rar),
            [0x1F, 0x8B, ..] => Some(Self::Gzip),
            _ if head.get(257..262) == Some(b"ustar") => Some(Self::Tar),
            _ if begins_with(b"<!doctype html") || begins_with(b"<html") => Some(Self::WebPage),
            _ => None,
        }
    }
}

/// Whether these parts, put together, have the end record of a zip near their end. Blocks.
pub(super) fn end_as_zip(parts: &[PathBuf]) -> io::Result<bool> {
    let mut end = Vec::new();
    // The record may begin in one part and end in the next.
    for part in parts.iter().rev() {
        let mut before = tail(files::open(part)?)?;
        before.append(&mut end);
        end = before;
        if end.len() as u64 >= TAIL {
            break;
        }
    }
    Ok(memchr::memmem::find(&end, END_SIGNATURE).is_some())
}

fn tail(mut file: File) -> io::Result<Vec<u8>> {
    let bytes = file.metadata()?.len();
    file.seek(SeekFrom::Start(bytes.saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    file.take(TAIL).read_to_end(&mut tail)?;
    Ok(tail)
}

/// The part, from 0 on, in which the end record of a zip says that it is; `None` if there is no end record.
fn end_part(tail: &[u8]) -> Option<u16> {
    const RECORD_BYTES: usize = 22;
    // A comment may have the same bytes, but the comment of the end record reaches to the end of the file.
    let is_end = |at: &usize| {
        let record = &tail[*at..];
        let comment = record.get(20..RECORD_BYTES).map(|length| u16::from_le_bytes([length[0], length[1]]));
        record.starts_with(END_SIGNATURE)
            && comment.is_none_or(|length| RECORD_BYTES + usize::from(length) == record.len())
    };
    let end = (0..tail.len()).rev().find(is_end)?;
    match tail[end..] {
        // The number is in the Zip64 record, which zips of one part have, too.
        [_, _, _, _, 0xFF, 0xFF, ..] => Some(0),
        [_, _, _, _, low, high, ..] => Some(u16::from_le_bytes([low, high])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(content: &[u8]) -> Option<OtherFormat> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, content).unwrap();
        OtherFormat::of(&path).unwrap()
    }

    #[test]
    fn other_formats_are_told_apart() {
        let mut tar = vec![0; 512];
        tar[257..262].copy_from_slice(b"ustar");
        let cases: [(&[u8], Option<OtherFormat>); 10] = [
            (b"", Some(OtherFormat::Empty)),
            (b"7z\xBC\xAF\x27\x1C\0\x04", Some(OtherFormat::SevenZip)),
            (b"Rar!\x1A\x07\x01\0", Some(OtherFormat::Rar)),
            (b"\x1F\x8B\x08\0", Some(OtherFormat::Gzip)),
            (&tar, Some(OtherFormat::Tar)),
            (b"\r\n<!DOCTYPE HTML><title>Log in</title>", Some(OtherFormat::WebPage)),
            (b"PK\x07\x08PK\x03\x04", Some(OtherFormat::SplitZip)),
            (b"PK\x03\x04", None),
            (b"\xFF\xD8\xFF\xE0", None),
            (b"some text", None),
        ];
        for (content, expected) in cases {
            assert_eq!(format(content), expected, "{content:?}");
        }
    }

    #[test]
    fn the_last_part_of_a_split_zip_is_told_from_a_whole_one() {
        let end = |disk: u16| {
            [b"data of the last part PK\x05\x06".as_slice(), &disk.to_le_bytes(), &[0; 16]].concat()
        };
        assert_eq!(format(&end(2)), Some(OtherFormat::SplitZip));
        for whole in [0, u16::MAX] {
            assert_eq!(format(&end(whole)), None);
        }
        assert_eq!(format(b"PK\x03\x04 cut off PK\x05\x06\x02"), None);
        let only_part = [b"PK\x07\x08PK\x03\x04".as_slice(), &end(0)].concat();
        assert_eq!(format(&only_part), None);
    }
}
