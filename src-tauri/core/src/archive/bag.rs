//! Backup folders as BagIt bags (RFC 8493), which any BagIt validator or `sha256sum -c` can verify.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

use super::hash::{hash_file, hex};
use super::{ArchiveError, Progress, Written, check_cancel};
use crate::files;

/// The maximum size of a tag file in bytes; those written by Satchel are far smaller.
const LARGEST_TAG_FILE: u64 = 1 << 20;

/// The path of the original archive in the bag.
pub const ARCHIVE: &str = "data/archive.zip";
/// The path of the unpacked export in the bag.
pub const EXPORT: &str = "data/export";

const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
const MANIFEST: &str = "manifest-sha256.txt";
const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";
const INFO: &str = "bag-info.txt";
/// The maximum number of changed files listed by [`verify`]; the others are only counted.
const MOST_NAMED: usize = 100;

/// The content of `bag-info.txt`: metadata about the bag. Labels keep their order, and each occurs once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BagInfo(Vec<(String, String)>);

impl BagInfo {
    /// Adds a line. Control characters in the value are replaced by spaces.
    pub fn add(&mut self, label: &str, value: impl AsRef<str>) {
        let value: String = value.as_ref().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        self.0.push((label.to_owned(), value.trim().to_owned()));
    }

    /// The value of a label; case is ignored.
    #[must_use]
    pub fn get(&self, label: &str) -> Option<&str> {
        self.0.iter().find(|(l, _)| l.eq_ignore_ascii_case(label)).map(|(_, v)| v.as_str())
    }

    fn to_text(&self) -> String {
        self.0.iter().fold(String::new(), |mut text, (label, value)| {
            let _ = writeln!(text, "{label}: {value}");
            text
        })
    }

    fn parse(text: &str) -> Self {
        let mut lines: Vec<(String, String)> = Vec::new();
        for line in text.lines() {
            if line.starts_with([' ', '\t']) {
                if let Some((_, value)) = lines.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            } else if let Some((label, value)) = line.split_once(':') {
                lines.push((label.trim().to_owned(), value.trim().to_owned()));
            }
        }
        Self(lines)
    }
}

/// A bag under construction in a staging folder.
#[derive(Debug)]
pub struct Bag {
    folder: PathBuf,
    payload: BTreeMap<String, String>,
    bytes: u64,
}

impl Bag {
    /// Starts a bag in this folder.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), payload: BTreeMap::new(), bytes: 0 }
    }

    /// Adds the archive, which must already be at [`ARCHIVE`], to the manifest.
    pub fn add_archive(&mut self, sha256: &str, bytes: u64) {
        self.payload.insert(ARCHIVE.to_owned(), sha256.to_owned());
        self.bytes += bytes;
    }

    /// Adds the unpacked files to the manifest.
    pub fn add_export(&mut self, written: &[Written]) {
        for file in written {
            self.payload.insert(format!("{EXPORT}/{}", file.path.as_str()), file.sha256.clone());
            self.bytes += file.bytes;
        }
    }

    /// Writes the four tag files, which completes the bag.
    pub fn finish(self, mut info: BagInfo) -> Result<(), ArchiveError> {
        info.add("Payload-Oxum", format!("{}.{}", self.bytes, self.payload.len()));
        let manifest = self.payload.iter().fold(String::new(), |mut text, (path, sha256)| {
            let _ = writeln!(text, "{sha256}  {}", encode(path));
            text
        });
        let mut tags = String::new();
        for (name, text) in
            [(INFO, info.to_text().as_str()), ("bagit.txt", DECLARATION), (MANIFEST, manifest.as_str())]
        {
            write_synced(&self.folder.join(name), text)?;
            let _ = writeln!(tags, "{}  {name}", hex(&Sha256::digest(text.as_bytes())));
        }
        write_synced(&self.folder.join(TAG_MANIFEST), &tags)
    }
}

fn write_synced(path: &Path, text: &str) -> Result<(), ArchiveError> {
    let failed = |e| ArchiveError::file("write", path)(e);
    let mut file = File::create(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    files::sync(&file).map_err(failed)
}

/// Reads the `bag-info.txt` of a folder. Returns `None` if the folder is not a bag. Blocks.
///
/// An I/O error is returned rather than treated as a missing file.
pub fn read_info(folder: &Path) -> io::Result<Option<BagInfo>> {
    let Some(declaration) = read_tag_file(&folder.join("bagit.txt"))? else { return Ok(None) };
    if !declaration.starts_with("BagIt-Version:") {
        return Ok(None);
    }
    Ok(read_tag_file(&folder.join(INFO))?.map(|text| BagInfo::parse(&text)))
}

/// Reads a tag file. Returns `None` if it is missing, not a regular file, too large or not UTF-8.
fn read_tag_file(path: &Path) -> io::Result<Option<String>> {
    let is_absent =
        |error: &io::Error| matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory);
    let found = match fs::metadata(path) {
        Ok(found) => found,
        Err(error) if is_absent(&error) => return Ok(None),
        Err(error) => return Err(error),
    };
    // Reading a pipe could block forever.
    if !found.is_file() || found.len() > LARGEST_TAG_FILE {
        return Ok(None);
    }
    match fs::read(path) {
        Ok(bytes) => Ok(String::from_utf8(bytes).ok()),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The result of a verification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Files that were changed, removed or added; at most 100.
    pub changed: Vec<String>,
    /// The number of all such files.
    pub count: u64,
    /// Whether the original archive is unchanged.
    pub archive_intact: bool,
}

/// Verifies every file of the bag against the manifests. Blocks.
pub fn verify(
    folder: &Path,
    cancel: &CancellationToken,
    progress: Progress<'_>,
) -> Result<Verdict, ArchiveError> {
    let tags = read_manifest(&folder.join(TAG_MANIFEST))?;
    let payload = read_manifest(&folder.join(MANIFEST))?;
    let mut changed = Vec::new();
    let mut archive_intact = payload.contains_key(ARCHIVE);
    for (done, (path, sha256)) in payload.iter().chain(&tags).enumerate() {
        check_cancel(cancel)?;
        progress(0, done as u64);
        let is_same = match hash_file(&folder.join(path), cancel, &|_, _| {}) {
            Ok((found, _)) => found == *sha256,
            // A file that cannot be opened may be intact.
            Err(error) if error.is_in_use() => return Err(error),
            Err(ArchiveError::File { source, .. }) if is_gone(&source) => false,
            // The volume failed, for example a drive that was disconnected: the file may be intact.
            Err(error) => return Err(error),
        };
        if !is_same {
            archive_intact &= path != ARCHIVE;
            changed.push(path.clone());
        }
    }
    let mut found = Vec::new();
    list_files(folder, "data", &mut found)?;
    changed.extend(found.into_iter().filter(|path| !payload.contains_key(path)));
    let count = changed.len() as u64;
    changed.truncate(MOST_NAMED);
    Ok(Verdict { changed, count, archive_intact })
}

/// Reads a manifest. It may have been tampered with, so paths that are not plain relative paths are rejected.
fn read_manifest(path: &Path) -> Result<BTreeMap<String, String>, ArchiveError> {
    let mut text = String::new();
    files::open(path)
        .and_then(|mut file| file.read_to_string(&mut text))
        .map_err(ArchiveError::file("read", path))?;
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let (sha256, name) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            let name = decode(name.trim_start());
            super::EntryPath::parse(&name)?;
            Ok((name, sha256.to_lowercase()))
        })
        .collect()
}

/// Whether the error means that the file is missing or is no longer a file of the expected kind.
fn is_gone(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory
    )
}

fn list_files(root: &Path, below: &str, found: &mut Vec<String>) -> Result<(), ArchiveError> {
    let folder = root.join(below);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if is_gone(&error) => return Ok(()),
        Err(error) => return Err(ArchiveError::file("read", &folder)(error)),
    };
    for entry in entries {
        let entry = entry.map_err(ArchiveError::file("read", &folder))?;
        let path = format!("{below}/{}", entry.file_name().to_string_lossy());
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => list_files(root, &path, found)?,
            _ => found.push(path),
        }
    }
    Ok(())
}

/// Percent-encodes `%`, as RFC 8493 requires. CR and LF, which also must be encoded, cannot occur in an `EntryPath`.
fn encode(path: &str) -> String {
    path.replace('%', "%25")
}

fn decode(path: &str) -> String {
    path.replace("%0D", "\r")
        .replace("%0A", "\n")
        .replace("%0d", "\r")
        .replace("%0a", "\n")
        .replace("%25", "%")
}

/// The number of files that [`verify`] reads.
#[must_use]
pub fn count_files(folder: &Path) -> u64 {
    let count = |name| read_manifest(&folder.join(name)).map_or(0, |lines| lines.len() as u64);
    count(MANIFEST) + count(TAG_MANIFEST)
}
