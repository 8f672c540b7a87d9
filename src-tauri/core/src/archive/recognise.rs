//! Recognises TikTok exports by their file names and the top-level keys of their JSON files.

use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::de::IoRead;
use tokio_util::sync::CancellationToken;
use zip::ZipArchive;

use super::inspect::{from_zip, open};
use super::{ArchiveError, Listing, check_cancel, ensure_room, limits};

/// Top-level keys of all JSON layouts since 2021.
const TOP_KEYS: [&str; 20] = [
    "Activity",
    "Ads and data",
    "App Settings",
    "Comment",
    "Direct Message",
    "Direct Messages",
    "Income Plus Wallet Transactions",
    "Income+ Wallet",
    "Likes and Favorites",
    "Location Review",
    "Poi Review",
    "Post",
    "Profile",
    "Profile And Settings",
    "TikTok Live",
    "TikTok Shop",
    "Tiktok Live",
    "Tiktok Shopping",
    "Video",
    "Your Activity",
];

/// File names that only occur in text exports, in lower case, in the known languages.
const TEXT_FILES: [&str; 16] = [
    "watch history.txt",
    "browsing history.txt",
    "video browsing history.txt",
    "like list.txt",
    "login history.txt",
    "favorite videos.txt",
    "favourite videos.txt",
    "share history.txt",
    "profile info.txt",
    "profile information.txt",
    "kijkgeschiedenis.txt",
    "likelijst.txt",
    "inloggeschiedenis.txt",
    "история просмотра.txt",
    "список лайков.txt",
    "mensajes directos.txt",
];

/// Free space and cancellation are checked after this many bytes of a nested zip.
const SPOOL_CHUNK: u64 = 16 << 20;

/// File extensions of pictures.
const PICTURES: [&str; 7] = [".jpg", ".jpeg", ".png", ".heic", ".gif", ".webp", ".dng"];

/// Succeeds if the zip contains a TikTok export. Reads its JSON files up to the first known key. Blocks.
pub fn recognise(path: &Path, listing: &Listing, cancel: &CancellationToken) -> Result<(), ArchiveError> {
    let mut zip = open(path)?;
    let mut pictures = 0;
    for (index, entry) in &listing.files {
        check_cancel(cancel)?;
        let name = entry.as_str().to_lowercase();
        let base = name.rsplit('/').next().unwrap_or(&name);
        if TEXT_FILES.contains(&base) || (name.starts_with("tiktok/") && is(base, ".txt")) {
            return Ok(());
        }
        pictures += u64::from(PICTURES.iter().any(|ending| is(base, ending)));
        if is(base, ".json") && has_known_key(zip.by_index(*index).map_err(from_zip)?) {
            return Ok(());
        }
        if is(base, ".zip") {
            // The size declared by the zip cannot be trusted.
            let next_chunk = || {
                check_cancel(cancel)?;
                ensure_room(&std::env::temp_dir(), SPOOL_CHUNK)
            };
            if holds_export(zip.by_index(*index).map_err(from_zip)?, next_chunk)? {
                return Ok(());
            }
        }
    }
    Err(ArchiveError::NotAnExport { entries: listing.files.len() as u64, pictures })
}

/// Whether a nested zip contains a TikTok export: some mail programs and cloud drives wrap downloads in a zip. It is
/// copied to a temporary file, since reading a zip requires random access. `next_chunk` is called before each
/// [`SPOOL_CHUNK`] of bytes, and ends the copying with its error.
fn holds_export(
    inner: impl Read,
    next_chunk: impl Fn() -> Result<(), ArchiveError>,
) -> Result<bool, ArchiveError> {
    let folder = std::env::temp_dir();
    let mut spool = tempfile::tempfile().map_err(ArchiveError::file("write", &folder))?;
    let mut inner = inner.take(limits::NESTED_BYTES);
    loop {
        next_chunk()?;
        let copied = copy(&mut (&mut inner).take(SPOOL_CHUNK), &mut spool, &folder)?;
        if copied < SPOOL_CHUNK {
            break;
        }
    }
    let Ok(mut zip) = ZipArchive::new(BufReader::new(spool)) else { return Ok(false) };
    for index in 0..zip.len() {
        let Ok(entry) = zip.by_index(index) else { continue };
        let name = entry.name().map_err(from_zip)?.into_owned();
        if is_export_file(&name, entry) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Copies until the end of `from`. A read error means that the zip is damaged; a write error does not.
fn copy(from: &mut impl Read, to: &mut File, folder: &Path) -> Result<u64, ArchiveError> {
    let mut buffer = vec![0; 64 << 10];
    let mut copied = 0;
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return Ok(copied),
            Ok(read) => {
                to.write_all(&buffer[..read]).map_err(ArchiveError::file("write", folder))?;
                copied += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(ArchiveError::Damaged(error.to_string())),
        }
    }
}

/// Whether a file is part of a TikTok export, judging by its name or its first bytes.
pub(super) fn is_export_file(name: &str, file: impl Read) -> bool {
    let name = name.to_lowercase();
    let base = name.rsplit('/').next().unwrap_or(&name);
    if is(base, ".txt") {
        let mut head = [0; 21];
        let read = file.take(21).read(&mut head).unwrap_or(0);
        return TEXT_FILES.contains(&base) || head[..read].starts_with(b">>> Chat History with");
    }
    is(base, ".json") && has_known_key(file)
}

fn is(name: &str, ending: &str) -> bool {
    name.ends_with(ending)
}

/// Whether a JSON object has one of the [`TOP_KEYS`]. Values are skipped.
fn has_known_key(reader: impl std::io::Read) -> bool {
    struct Keys<'a>(&'a mut bool);
    impl<'de> Visitor<'de> for Keys<'_> {
        type Value = ();
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
            while let Some(key) = map.next_key::<String>()? {
                if TOP_KEYS.contains(&key.as_str()) {
                    *self.0 = true;
                    break;
                }
                map.next_value::<IgnoredAny>()?;
            }
            Ok(())
        }
    }
    let mut found = false;
    let mut json = serde_json::Deserializer::new(IoRead::new(std::io::BufReader::new(reader)));
    // An error is expected after a known key, since the rest is not read. Before one, it means that there is none.
    let _ = json.deserialize_map(Keys(&mut found));
    found
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use super::*;

    /// Zeros without end, and their number.
    struct Endless(Rc<Cell<u64>>);

    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            buffer.fill(0);
            self.0.set(self.0.get() + buffer.len() as u64);
            Ok(buffer.len())
        }
    }

    /// Copies a nested zip without end until the third chunk is refused with this error, and returns what came of it.
    fn refused_at_third_chunk(error: impl Fn() -> ArchiveError) -> ArchiveError {
        let (read, chunks) = (Rc::new(Cell::new(0)), Cell::new(0));
        let next_chunk = || {
            chunks.set(chunks.get() + 1);
            if chunks.get() < 3 { Ok(()) } else { Err(error()) }
        };
        let result = holds_export(Endless(Rc::clone(&read)), next_chunk);
        assert_eq!(read.get(), 2 * SPOOL_CHUNK, "nothing is read after the refusal");
        result.unwrap_err()
    }

    #[test]
    fn copying_a_nested_zip_ends_when_cancelled() {
        assert!(matches!(refused_at_third_chunk(|| ArchiveError::Cancelled), ArchiveError::Cancelled));
    }

    #[test]
    fn copying_a_nested_zip_ends_when_the_disk_is_nearly_full() {
        let full = || ensure_room(&std::env::temp_dir(), u64::MAX / 2).unwrap_err();
        assert!(matches!(refused_at_third_chunk(full), ArchiveError::DiskFull { .. }));
    }
}
