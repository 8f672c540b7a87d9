//! Tells whether a sound zip is one of TikTok's exports, by names and by the first known key of its JSON.

use std::fmt;
use std::io::{self, BufReader, Read};
use std::path::Path;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::de::IoRead;
use zip::ZipArchive;

use super::inspect::{from_zip, open};
use super::{ArchiveError, Listing, limits};

/// Top-level keys of every JSON layout since 2021.
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

/// Files of the text exports whose names say enough, lower-case, in the languages that are known.
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

const PICTURES: [&str; 7] = [".jpg", ".jpeg", ".png", ".heic", ".gif", ".webp", ".dng"];

/// Succeeds if the zip holds TikTok's data. Reads no more than the beginning of its JSON files. Blocks.
pub fn recognise(path: &Path, listing: &Listing) -> Result<(), ArchiveError> {
    let mut zip = open(path)?;
    let mut pictures = 0;
    for (index, entry) in &listing.files {
        let name = entry.as_str().to_lowercase();
        let base = name.rsplit('/').next().unwrap_or(&name);
        if TEXT_FILES.contains(&base) || (name.starts_with("tiktok/") && is(base, ".txt")) {
            return Ok(());
        }
        pictures += u64::from(PICTURES.iter().any(|ending| is(base, ending)));
        if is(base, ".json") && has_known_key(zip.by_index(*index).map_err(from_zip)?) {
            return Ok(());
        }
        if is(base, ".zip") && holds_an_export(zip.by_index(*index).map_err(from_zip)?)? {
            return Ok(());
        }
    }
    Err(ArchiveError::NotAnExport { entries: listing.files.len() as u64, pictures })
}

/// Whether a zip within the zip holds TikTok's data: some mail programs and drives wrap it so.
fn holds_an_export(inner: impl Read) -> Result<bool, ArchiveError> {
    let failed = |error: io::Error| ArchiveError::Damaged(error.to_string());
    let mut spool = tempfile::tempfile().map_err(failed)?;
    io::copy(&mut inner.take(limits::NESTED_BYTES), &mut spool).map_err(failed)?;
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

/// Whether a single file is one of TikTok's, by its name or its beginning.
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

/// Whether a JSON object has one of [`TOP_KEYS`] at its top. Values are skipped, not kept.
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
    // An error after the key (the object is left unfinished) or before it (no JSON) changes nothing.
    let _ = json.deserialize_map(Keys(&mut found));
    found
}
