//! Tells whether a sound zip is one of TikTok's exports, by names and by the first known key of its JSON.

use std::fmt;
use std::path::Path;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::de::IoRead;

use super::inspect::{from_zip, open};
use super::{ArchiveError, Listing};

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
        if is(base, ".json") {
            let file = zip.by_index(*index).map_err(from_zip)?;
            if has_known_key(file) {
                return Ok(());
            }
        }
    }
    Err(ArchiveError::NotAnExport { entries: listing.files.len() as u64, pictures })
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
