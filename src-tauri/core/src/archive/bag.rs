//! Backup folders as BagIt bags (RFC 8493), which any BagIt validator or `sha256sum -c` can verify.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

use super::changes::{ChangeKind, FileChange, compare, is_gone, is_left_by_file_manager};
use super::loose::LeftOut;
use super::unpack::Unpacked;
use super::unreadable::{Unreadable, UnreadableReason};
use super::{ArchiveError, Progress, UnsafeName, check_cancel, limits};
use crate::checksum::hex;
use crate::files::{self, Durability};

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
/// The files of the export whose names in the archive some system cannot have. Each line has the path in the bag and, after
/// a tab, the name in the archive; control characters, `%` and bytes that are not UTF-8 are percent-encoded in it.
const RENAMED: &str = "renamed-files.txt";
/// The entries of the archive that could not be unpacked. Each line has the name and, after a tab, the reason.
const UNREADABLE: &str = "unreadable-entries.txt";
/// The files in the folder that was opened which do not belong to the export, and were not copied. One on each line, with
/// control characters replaced.
const LEFT_OUT: &str = "left-out-files.txt";
/// The label in `bag-info.txt` that counts them.
const LEFT_OUT_COUNT: &str = "Satchel-Left-Out-Files";
/// The label in `bag-info.txt` that counts the entries that could not be unpacked.
pub const UNREADABLE_COUNT: &str = "Satchel-Unreadable-Entries";
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
    renamed: String,
    unreadable: String,
    left_out: LeftOut,
}

impl Bag {
    /// Starts a bag in this folder.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            payload: BTreeMap::new(),
            bytes: 0,
            renamed: String::new(),
            unreadable: String::new(),
            left_out: LeftOut::default(),
        }
    }

    /// Notes the files that were not copied.
    pub fn set_left_out(&mut self, left_out: LeftOut) {
        self.left_out = left_out;
    }

    /// Adds the archive, which must already be at [`ARCHIVE`], to the manifest.
    pub fn add_archive(&mut self, sha256: &str, bytes: u64) {
        self.payload.insert(ARCHIVE.to_owned(), sha256.to_owned());
        self.bytes += bytes;
    }

    /// Adds the unpacked files to the manifest, and to the list of those whose names in the archive are different ones.
    /// Entries that could not be unpacked are named in a file of their own.
    pub fn add_export(&mut self, unpacked: &Unpacked) {
        for file in &unpacked.written {
            let path = format!("{EXPORT}/{}", file.path.as_str());
            if let Some(original) = &file.original {
                let _ = writeln!(self.renamed, "{path}\t{original}");
            }
            self.payload.insert(path, file.sha256.clone());
            self.bytes += file.bytes;
        }
        for entry in &unpacked.unreadable {
            // A tab or a line break in a name would break the line.
            let name = entry.name.replace(char::is_control, "\u{fffd}");
            let _ = writeln!(self.unreadable, "{name}\t{}", entry.reason);
        }
    }

    /// Writes the tag files, which completes the bag.
    pub fn finish(self, mut info: BagInfo, durability: Durability) -> Result<(), ArchiveError> {
        info.add("Payload-Oxum", format!("{}.{}", self.bytes, self.payload.len()));
        if !self.unreadable.is_empty() {
            info.add(UNREADABLE_COUNT, self.unreadable.lines().count().to_string());
        }
        if self.left_out.count > 0 {
            info.add(LEFT_OUT_COUNT, self.left_out.count.to_string());
        }
        let left_out = self.left_out.names.iter().fold(String::new(), |mut text, name| {
            let _ = writeln!(text, "{}", name.replace(char::is_control, "\u{fffd}"));
            text
        });
        let manifest = self.payload.iter().fold(String::new(), |mut text, (path, sha256)| {
            let _ = writeln!(text, "{sha256}  {}", encode(path));
            text
        });
        let mut tags = String::new();
        for (name, text) in [
            (INFO, info.to_text().as_str()),
            ("bagit.txt", DECLARATION),
            (MANIFEST, manifest.as_str()),
            (RENAMED, self.renamed.as_str()),
            (UNREADABLE, self.unreadable.as_str()),
            (LEFT_OUT, left_out.as_str()),
        ] {
            if text.is_empty() {
                continue;
            }
            write(&self.folder.join(name), text, durability)?;
            let _ = writeln!(tags, "{}  {name}", hex(&Sha256::digest(text.as_bytes())));
        }
        write(&self.folder.join(TAG_MANIFEST), &tags, durability)
    }
}

/// The entries of the archive that could not be unpacked when the bag was made. Blocks.
#[must_use]
pub fn read_unreadable(folder: &Path) -> Vec<Unreadable> {
    let text = read_tag_file(folder, UNREADABLE).ok().flatten().unwrap_or_default();
    let entry = |line: &str| {
        let (name, reason) = line.split_once('\t')?;
        Some(Unreadable { name: name.to_owned(), reason: UnreadableReason::parse(reason) })
    };
    text.lines().filter_map(entry).collect()
}

/// The files in the folder that was opened which were not copied when the bag was made. Blocks.
#[must_use]
pub fn read_left_out(folder: &Path) -> LeftOut {
    let text = read_tag_file(folder, LEFT_OUT).ok().flatten().unwrap_or_default();
    let info = read_info(folder).ok().flatten();
    let count = info.and_then(|info| info.get(LEFT_OUT_COUNT)?.parse().ok()).unwrap_or(0);
    LeftOut { count, names: text.lines().map(str::to_owned).collect() }
}

fn write(path: &Path, text: &str, durability: Durability) -> Result<(), ArchiveError> {
    let failed = |e| ArchiveError::file("write", path)(e);
    let mut file = File::create(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    durability.sync_file(&file).map_err(failed)
}

/// Reads the `bag-info.txt` of a folder. Returns `None` if the folder is not a bag. Blocks.
///
/// An I/O error is returned rather than treated as a missing file. So is a folder that disappears meanwhile.
pub fn read_info(folder: &Path) -> io::Result<Option<BagInfo>> {
    let Some(declaration) = read_tag_file(folder, "bagit.txt")? else { return Ok(None) };
    if !declaration.starts_with("BagIt-Version:") {
        return Ok(None);
    }
    Ok(read_tag_file(folder, INFO)?.map(|text| BagInfo::parse(&text)))
}

/// Reads a tag file. Returns `None` if the folder does not list it, or if it is not a regular file, too large or not UTF-8.
fn read_tag_file(folder: &Path, name: &str) -> io::Result<Option<String>> {
    let path = folder.join(name);
    let is_absent =
        |error: &io::Error| matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory);
    let found = match fs::metadata(&path) {
        Ok(found) => found,
        Err(error) if is_absent(&error) && !lists(folder, name)? => return Ok(None),
        Err(error) => return Err(error),
    };
    // Reading a pipe could block forever.
    if !found.is_file() || found.len() > LARGEST_TAG_FILE {
        return Ok(None);
    }
    match fs::read(&path) {
        Ok(bytes) => Ok(String::from_utf8(bytes).ok()),
        Err(error) if is_absent(&error) && !lists(folder, name)? => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether a folder has an entry with this name. An error if there is no folder.
fn lists(folder: &Path, name: &str) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        if entry?.file_name() == name {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The result of a verification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Files that were changed, removed or added; at most 100.
    pub changed: Vec<FileChange>,
    /// The number of all such files.
    pub count: u64,
    /// The number of those that [`restore`](super::restore()) can write again.
    pub restorable: u64,
    /// Whether the original archive is unchanged.
    pub archive_intact: bool,
}

/// Verifies every file of the bag against the manifests. Files that file managers added do not count. Blocks.
pub fn verify(
    folder: &Path,
    cancel: &CancellationToken,
    progress: Progress<'_>,
) -> Result<Verdict, ArchiveError> {
    let payload = read_manifest(&folder.join(MANIFEST))?;
    let mut changed = Vec::new();
    let tags = read_manifest(&folder.join(TAG_MANIFEST)).or_else(|error| {
        // The payload has a manifest of its own.
        let kind = ChangeKind::of_manifest(&error).ok_or(error)?;
        changed.push(FileChange { path: TAG_MANIFEST.to_owned(), kind });
        Ok::<_, ArchiveError>(BTreeMap::new())
    })?;
    let mut archive_intact = payload.contains_key(ARCHIVE);
    for (done, (path, sha256)) in payload.iter().chain(&tags).enumerate() {
        check_cancel(cancel)?;
        progress(0, done as u64);
        if let Some(kind) = compare(&folder.join(path), sha256, cancel)? {
            archive_intact &= path != ARCHIVE;
            changed.push(FileChange { path: path.clone(), kind });
        }
    }
    let mut found = Vec::new();
    list_files(folder, "data", &mut found)?;
    found.retain(|path| !payload.contains_key(path) && !is_left_by_file_manager(path));
    changed.extend(found.into_iter().map(|path| FileChange { path, kind: ChangeKind::Added }));
    let count = changed.len() as u64;
    let is_restorable =
        |file: &&FileChange| file.kind != ChangeKind::Added && export_path(&file.path).is_some();
    let restorable = changed.iter().filter(is_restorable).count() as u64;
    changed.truncate(MOST_NAMED);
    Ok(Verdict { changed, count, restorable, archive_intact })
}

/// The path of an unpacked file in the archive, from its path in the bag.
pub(super) fn export_path(path: &str) -> Option<&str> {
    path.strip_prefix(EXPORT)?.strip_prefix('/')
}

/// The manifest of the payload: SHA-256 in hex by path. Blocks.
pub(super) fn read_payload(folder: &Path) -> Result<BTreeMap<String, String>, ArchiveError> {
    read_manifest(&folder.join(MANIFEST))
}

/// Reads a manifest. It may have been tampered with, so paths that are not plain relative paths are rejected.
fn read_manifest(path: &Path) -> Result<BTreeMap<String, String>, ArchiveError> {
    let read = |file: File| {
        if file.metadata()?.len() > limits::MANIFEST_BYTES {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the manifest is too large"));
        }
        io::read_to_string(file.take(limits::MANIFEST_BYTES))
    };
    let text = files::open(path).and_then(read).map_err(ArchiveError::file("read", path))?;
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let (sha256, name) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            let name = decode(name.trim_start());
            if !is_plain_relative(&name) {
                return Err(UnsafeName::new(&name, "it leaves its folder").into());
            }
            Ok((name, sha256.to_lowercase()))
        })
        .collect()
}

/// Whether a path leads to a file below the bag. Older bags have names that only some systems can have.
fn is_plain_relative(path: &str) -> bool {
    let mut components = Path::new(path).components();
    !path.is_empty() && components.all(|component| matches!(component, std::path::Component::Normal(_)))
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

/// Percent-encodes `%`, as RFC 8493 requires. `sha256sum` does not know that encoding, so that no path of an export has a
/// `%` ([`super::EntryPath`]), nor CR or LF, which would also be encoded.
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
