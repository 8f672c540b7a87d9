//! Zips whose central directory says something else than the zip has.

use std::io::{Cursor, Read as _, Write as _};

use crate::archive::{Archive, ArchiveError, limits};

/// An entry, with what its headers say.
#[derive(Clone)]
struct Written {
    name: &'static str,
    /// Its data in the zip.
    content: Vec<u8>,
    /// Its content, if the data are packed.
    plain: Option<Vec<u8>>,
    method: u16,
    mode: u32,
    /// The size in its own header, if it is another one.
    local_size: Option<u32>,
    local_name: &'static str,
    /// Whether sizes and checksum stand after the data.
    is_streamed: bool,
}

fn stored(name: &'static str, content: &str) -> Written {
    Written {
        name,
        content: content.into(),
        plain: None,
        method: 0,
        mode: 0,
        local_size: None,
        local_name: name,
        is_streamed: false,
    }
}

/// The parts of a zip, which a test may change.
#[derive(Default)]
struct Zip {
    entries: Vec<Written>,
    count: Option<u16>,
    directory_offset: u32,
    comment: Vec<u8>,
    trailer: Vec<u8>,
    has_no_directory: bool,
}

fn zip(entries: Vec<Written>) -> Zip {
    Zip { entries, ..Zip::default() }
}

impl Zip {
    fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut directory = Vec::new();
        for entry in &self.entries {
            let mut crc = flate2::Crc::new();
            let plain = entry.plain.as_ref().unwrap_or(&entry.content);
            crc.update(plain);
            let crc = crc.sum().to_le_bytes();
            let size = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap();
            let (packed, plain) = (size(&entry.content).to_le_bytes(), size(plain).to_le_bytes());
            let flags: u16 = if entry.is_streamed { 8 } else { 0 };
            let at = u32::try_from(out.len()).unwrap();
            let length = |name: &str| u16::try_from(name.len()).unwrap().to_le_bytes();
            let wrong = if entry.is_streamed { Some(0) } else { entry.local_size }.map(u32::to_le_bytes);
            let (local_packed, local_plain) = (wrong.unwrap_or(packed), wrong.unwrap_or(plain));
            let local_crc = if entry.is_streamed { [0; 4] } else { crc };
            let (flags, method) = (flags.to_le_bytes(), entry.method.to_le_bytes());
            for part in [
                b"PK\x03\x04\x14\0".as_slice(),
                &flags,
                &method,
                &[0; 4],
                &local_crc,
                &local_packed,
                &local_plain,
                &length(entry.local_name),
                &[0; 2],
                entry.local_name.as_bytes(),
                &entry.content,
            ] {
                out.extend(part);
            }
            if entry.is_streamed {
                out.extend([*b"PK\x07\x08", crc, packed, plain].concat());
            }
            for part in [
                b"PK\x01\x02\x14\x03\x14\0".as_slice(),
                &flags,
                &method,
                &[0; 4],
                &crc,
                &packed,
                &plain,
                &length(entry.name),
                &[0; 8],
                &(entry.mode << 16).to_le_bytes(),
                &at.to_le_bytes(),
                entry.name.as_bytes(),
            ] {
                directory.extend(part);
            }
        }
        if self.has_no_directory {
            return out;
        }
        let count = self.count.unwrap_or_else(|| u16::try_from(self.entries.len()).unwrap()).to_le_bytes();
        let at = (u32::try_from(out.len()).unwrap() + self.directory_offset).to_le_bytes();
        out.extend(&directory);
        for part in [
            b"PK\x05\x06\0\0\0\0".as_slice(),
            &count,
            &count,
            &u32::try_from(directory.len()).unwrap().to_le_bytes(),
            &at,
            &u16::try_from(self.comment.len()).unwrap().to_le_bytes(),
            &self.comment,
            &self.trailer,
        ] {
            out.extend(part);
        }
        out
    }

    fn open(&self) -> Result<Archive, ArchiveError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        std::fs::write(&path, self.bytes()).unwrap();
        Archive::open(&path, &<_>::default())
    }

    /// The names and contents that can be read, and whether the directory is whole.
    fn read(&self) -> (Vec<(String, String)>, bool) {
        let archive = self.open().unwrap();
        let mut reader = archive.reader();
        let files = archive.entries().iter().enumerate().map(|(index, entry)| {
            let mut content = String::new();
            let read = reader.read(index, |source| source.read_to_string(&mut content));
            let content = if read.is_ok() { content } else { "damaged".to_owned() };
            (entry.name.clone(), content)
        });
        (files.collect(), archive.is_whole())
    }
}

fn files(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(name, content)| ((*name).to_owned(), (*content).to_owned())).collect()
}

const THREE: [(&str, &str); 3] = [("a.txt", "one"), ("b.txt", "two"), ("c.txt", "three")];

fn three() -> Zip {
    zip(THREE.map(|(name, content)| stored(name, content)).to_vec())
}

#[test]
fn entries_that_the_end_record_does_not_count_are_read() {
    for count in [0, 1, 2, 3] {
        let zip = Zip { count: Some(count), ..three() };
        assert_eq!(zip.read(), (files(&THREE), true), "{count}");
    }
    // More than 16 bits can count.
    let many = Zip { entries: vec![stored("m", ""); 70_001], count: Some(4465), ..Zip::default() };
    let archive = many.open().unwrap();
    assert_eq!((archive.entries().len(), archive.is_whole()), (70_001, true));
    let too_many = Zip { entries: vec![stored("m", ""); 131_074], count: Some(2), ..Zip::default() };
    let refused = too_many.open();
    assert!(matches!(refused, Err(ArchiveError::TooBig { what: "entries", .. })), "{refused:?}");
}

#[test]
fn a_zip_with_too_many_bytes_of_names_is_refused() {
    const NAME_BYTES: usize = 60_000;
    let name = |n: usize| -> &'static str { Box::leak(format!("{n:0NAME_BYTES$}").into_boxed_str()) };
    let of = |count| Zip { entries: (0..count).map(|n| stored(name(n), "")).collect(), ..Zip::default() };
    let most = usize::try_from(limits::DIRECTORY_BYTES).unwrap() / NAME_BYTES;
    assert_eq!(of(most - 1).open().unwrap().entries().len(), most - 1);
    for (counted, has_no_directory) in [(None, false), (Some(1), false), (None, true)] {
        let refused = Zip { count: counted, has_no_directory, ..of(most + 1) }.open();
        let is_refused = matches!(refused, Err(ArchiveError::TooBig { what: "bytes of names", .. }));
        assert!(is_refused, "{counted:?}, {has_no_directory}");
    }
}

#[test]
fn entries_with_one_name_are_read_as_the_directory_says() {
    let streamed = |content| Written { is_streamed: true, ..stored("a.txt", content) };
    let mut encoded = Cursor::new(Vec::new());
    let mut writer = zip::ZipWriter::new(&mut encoded);
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Bzip2);
    writer.start_file("b.txt", options).unwrap();
    writer.write_all(b"packed").unwrap();
    writer.finish().unwrap();
    let mut packed = Vec::new();
    let mut encoded = zip::ZipArchive::new(encoded).unwrap();
    encoded.by_index_raw(0).unwrap().read_to_end(&mut packed).unwrap();
    let bzip2 = Written { content: packed, plain: Some(b"packed".into()), method: 12, ..stored("b.txt", "") };
    let (found, is_whole) = zip(vec![bzip2, stored("c.txt", "one"), stored("c.txt", "two")]).read();
    assert_eq!((found, is_whole), (files(&[("b.txt", "packed"), ("c.txt", "one"), ("c.txt", "two")]), true));
    let (found, is_whole) = zip(vec![streamed("one"), streamed("two"), stored("c.txt", "three")]).read();
    assert_eq!((found, is_whole), (files(&[("a.txt", "one"), ("a.txt", "two"), ("c.txt", "three")]), true));
    let link = Written { mode: 0o120_777, ..stored("link", "/etc/passwd") };
    let refused = zip(vec![stored("b.txt", "one"), stored("b.txt", "two"), link]).open();
    assert!(matches!(refused, Err(ArchiveError::Unsafe(_))), "{refused:?}");
}

#[test]
fn a_directory_at_another_place_is_found_behind_the_entries() {
    let moved = Zip { directory_offset: 7, ..three() };
    assert_eq!(moved.read(), (files(&THREE), true));
    let signature = b"abcPK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0xyz".to_vec();
    let in_comment = Zip { comment: signature.clone(), ..three() };
    assert_eq!(in_comment.read(), (files(&THREE), true));
    for trailer in [signature, vec![0; 70_000], b"more".to_vec()] {
        let followed = Zip { trailer, ..three() };
        assert_eq!(followed.read(), (files(&THREE), true));
    }
    let cut = Zip { has_no_directory: true, ..three() };
    assert_eq!(cut.read(), (files(&THREE), false));
}

#[test]
fn the_directory_of_a_zip_inside_does_not_hide_the_entries_around_it() {
    let inner = zip(vec![stored("inner.txt", "inner")]).bytes();
    let outer = zip(vec![
        stored("a.txt", "one"),
        Written { content: inner, ..stored("inner.zip", "") },
        stored("c.txt", "three"),
    ]);
    assert_eq!(outer.open().unwrap().entries().len(), 3);
    let cut = Zip { has_no_directory: true, ..outer };
    let archive = cut.open().unwrap();
    let names: Vec<_> = archive.entries().iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!((names, archive.is_whole()), (vec!["a.txt", "inner.zip", "c.txt"], false));
    // The same for two zips, one behind the other.
    let mut both = three();
    both.trailer = zip(vec![stored("d.txt", "four")]).bytes();
    let (found, is_whole) = both.read();
    assert_eq!(found, files(&[THREE[0], THREE[1], THREE[2], ("d.txt", "four")]));
    assert!(!is_whole);
    // What is in front of a zip that unpacks itself is no entry.
    let mut program = b"MZ a program".to_vec();
    program.extend(three().bytes());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.exe");
    std::fs::write(&path, program).unwrap();
    let archive = Archive::open(&path, &<_>::default()).unwrap();
    assert_eq!((archive.entries().len(), archive.is_whole()), (3, true));
}

#[test]
fn an_entry_that_is_called_a_folder_and_has_content_is_named() {
    let archive = zip(vec![stored("a.txt", "one"), stored("notes/", "words")]).open().unwrap();
    assert_eq!((archive.entries().len(), archive.unreadable().len()), (1, 1));
    assert_eq!(archive.unreadable()[0].name, "notes/");
}

#[test]
fn content_that_was_read_from_a_pipe_is_a_file() {
    let pipe = Written { mode: 0o010_600, ..stored("-", "one") };
    assert_eq!(zip(vec![pipe]).read(), (files(&[("-", "one")]), true));
}

/// Each of many headers says that its data reach to the end of the file, where what is packed is large: to try out all of them
/// would take longer than a test may.
#[test]
fn wrong_sizes_are_not_tried_out_without_end() {
    let packed = {
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&vec![0; 32 << 20]).unwrap();
        encoder.finish().unwrap()
    };
    let mut bytes = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0a".to_vec();
    let (count, header_bytes) = (1000, 31);
    for n in 0..count {
        let behind = (count - 1 - n) * (header_bytes + 5) + packed.len();
        let size = u32::try_from(behind).unwrap().to_le_bytes();
        bytes.extend(b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\x11\x11\x11\x11");
        bytes.extend(size);
        bytes.extend([1, 0, 0, 0, 1, 0, 0, 0, b'b']);
        if n + 1 < count {
            // A stored block, in which the next header is.
            bytes.extend([0, 31, 0, !31, 0xFF]);
        }
    }
    bytes.extend(packed);
    bytes.extend([0; 20]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.zip");
    std::fs::write(&path, bytes).unwrap();
    assert_eq!(Archive::open(&path, &<_>::default()).unwrap().entries().len(), count + 1);
}

#[test]
fn a_wrong_size_does_not_hide_the_entries_behind() {
    for size in [0, 2, 4, 400, 70_000, u32::MAX - 1] {
        let wrong = Written { local_size: Some(size), ..stored("a.txt", "one") };
        let entries = vec![wrong, stored("b.txt", "two"), stored("c.txt", "three")];
        let (found, is_whole) = Zip { entries, has_no_directory: true, ..Zip::default() }.read();
        assert_eq!(found[1..], files(&THREE[1..]), "{size}: {found:?}");
        assert_eq!((found[0].1.as_str(), is_whole), ("damaged", false), "{size}");
    }
}

#[test]
fn a_name_that_is_shorter_in_the_entry_does_not_make_entries_overlap() {
    let long = Written { local_name: "b", ..stored("a-name-that-is-much-longer-than-the-other.txt", "one") };
    let (found, is_whole) = zip(vec![long, stored("c.txt", "three")]).read();
    assert_eq!((found[1].1.as_str(), found[0].1.as_str(), is_whole), ("three", "one", true));
}
