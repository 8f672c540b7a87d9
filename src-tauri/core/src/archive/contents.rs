//! The contents of a zip: its entries with safe paths, checked against the limits, and how they are read.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Arc, Mutex};

use tokio_util::sync::CancellationToken;
use zip::read::ZipReadOptions;

use super::changes::is_left_by_file_manager;
use super::data::{Data, into_io};
use super::directory;
use super::entry_names;
use super::inflate::{Compressed, Inflater};
use super::local_entries;
use super::positioned::PositionedReader;
use super::unreadable::{Unreadable, UnreadableReason};
use super::{ArchiveError, ContentsError, EntryPath, UnsafeName, limits};
use crate::files;
use crate::sync::lock;

/// The `what` of [`ArchiveError::TooBig`] if a zip has too many entries.
pub const ENTRIES: &str = "entries";

/// An open zip whose entries were checked. Reading them again needs no second check.
#[derive(Debug)]
pub struct Archive {
    file: Arc<File>,
    file_bytes: u64,
    entries: Vec<Entry>,
    unreadable: Vec<Unreadable>,
    skipped: u64,
    bytes: u64,
    is_whole: bool,
    /// Held while data in `PPMd` are read, which may need 256 MB.
    ppmd: Mutex<()>,
}

/// A file in a zip.
#[derive(Debug)]
pub struct Entry {
    /// Where it is unpacked to, below the folder of the export. No other entry has the same path, on any system.
    pub path: EntryPath,
    /// Its name as text, with `/` as separator.
    pub name: String,
    /// Its name in the zip, if the path is a different one: unusual bytes are percent-encoded, so that nothing of it is
    /// lost.
    pub original: Option<String>,
    /// Its size in bytes, as declared. Reading more than this is an error.
    pub bytes: u64,
    data: Data,
}

impl Archive {
    /// Opens a zip and checks its directory against the limits, without reading any entry. If the central directory is
    /// damaged or missing, the entries are found by their own headers. Blocks.
    pub fn open(path: &Path, cancel: &CancellationToken) -> Result<Self, ArchiveError> {
        let file = files::open(path).map_err(ArchiveError::file("read", path))?;
        Self::of_file(file, cancel).map_err(|error| error.or_file("read", path))
    }

    /// As [`Self::open`], for an open file.
    pub fn of_file(file: File, cancel: &CancellationToken) -> Result<Self, ContentsError> {
        let file_bytes = file.metadata()?.len();
        let file = Arc::new(file);
        let reader = || PositionedReader::new(Arc::clone(&file), file_bytes);
        let (found, is_whole) = match directory::read(reader)? {
            Some(listed) => (listed, true),
            None => Self::without_directory(&mut reader(), file_bytes, cancel)?,
        };
        let mut archive = Self {
            file,
            file_bytes,
            entries: Vec::new(),
            unreadable: Vec::new(),
            skipped: 0,
            bytes: 0,
            is_whole,
            ppmd: Mutex::default(),
        };
        archive.check(found)?;
        Ok(archive)
    }

    /// The entries of a zip whose central directory cannot be used, and whether it lists no others.
    fn without_directory(
        reader: &mut PositionedReader,
        file_bytes: u64,
        cancel: &CancellationToken,
    ) -> Result<(Vec<Data>, bool), ContentsError> {
        if !local_entries::begins_with_one(reader)? {
            return Err(ArchiveError::NotAnArchive.into());
        }
        let found = local_entries::find(reader, file_bytes, cancel)?;
        let Some(last) = found.last() else {
            return Err(ArchiveError::Damaged("it has no entry that can be read".into()).into());
        };
        let listed = directory::behind(reader, last.range().1)?;
        let is_whole = listed.is_some_and(|listed| listed == found.len() as u64);
        Ok((found.into_iter().map(Data::Local).collect(), is_whole))
    }

    fn check(&mut self, found: Vec<Data>) -> Result<(), ArchiveError> {
        let most = |what, found: u64, most: u64| {
            if found > most { Err(ArchiveError::TooBig { what, found, most }) } else { Ok(()) }
        };
        most(ENTRIES, found.len() as u64, limits::ENTRIES)?;
        if overlap(&found) {
            return Err(UnsafeName::new("", "entries overlap").into());
        }
        let names = entry_names::decode(found.iter().map(Data::raw_name).collect());
        let count = found.len();
        let mut encrypted = 0;
        for (data, name) in found.into_iter().zip(names) {
            if data.is_link_or_device() {
                return Err(UnsafeName::new(&name.text, "it is a link or a device").into());
            }
            let path = EntryPath::safe_for(&name.text)?;
            if data.is_dir() {
                if data.bytes() > 0 {
                    let reason = UnreadableReason::Damaged("a folder cannot have content".into());
                    self.unreadable.push(Unreadable { name: name.text, reason });
                }
                continue;
            }
            if is_left_by_file_manager(&name.text) {
                self.skipped += 1;
                continue;
            }
            if let Some(reason) = data.unreadable() {
                encrypted += usize::from(reason == UnreadableReason::Encrypted);
                self.unreadable.push(Unreadable { name: name.text, reason });
                continue;
            }
            let bytes = data.bytes();
            self.bytes = self.bytes.saturating_add(bytes);
            let (text, original) = (name.text, name.original);
            self.entries.push(Entry { path, name: text, original: Some(original), bytes, data });
        }
        if self.entries.is_empty() && encrypted > 0 && encrypted == self.unreadable.len() {
            return Err(ArchiveError::Encrypted);
        }
        if !self.is_whole {
            let name = "archive.zip".to_owned();
            self.unreadable.push(Unreadable { name, reason: UnreadableReason::NoDirectory });
        }
        let mut paths: Vec<_> = self.entries.iter_mut().map(|entry| &mut entry.path).collect();
        entry_names::Paths::default().assign(&mut paths);
        for entry in &mut self.entries {
            entry.original.take_if(|original| original == entry.path.as_str());
        }
        tracing::debug!(count, skipped = self.skipped, unreadable = self.unreadable.len(), "zip opened");
        most("bytes", self.bytes, limits::TOTAL_BYTES)?;
        if self.bytes > limits::RATIO_FROM {
            most("times the packed size", self.bytes / self.file_bytes.max(1), limits::RATIO)?;
        }
        Ok(())
    }

    /// The files that can be unpacked, as far as is known before they are read.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entries that certainly cannot be unpacked.
    #[must_use]
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.unreadable
    }

    /// Whether the zip has a whole central directory, without which it may lack entries.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// How many entries are left out because file managers made them: they hold nothing of the export.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// The total unpacked size of the files in bytes, as declared.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// A reader of entries. Several can be used at the same time.
    #[must_use]
    pub fn reader(&self) -> EntryReader<'_> {
        let source = PositionedReader::new(Arc::clone(&self.file), self.file_bytes);
        EntryReader { archive: self, source, inflater: Inflater::new() }
    }
}

/// Reads entries of an [`Archive`], one at a time.
#[derive(Debug)]
pub struct EntryReader<'a> {
    archive: &'a Archive,
    source: PositionedReader,
    inflater: Inflater,
}

impl EntryReader<'_> {
    /// The declared size of an entry in bytes.
    #[must_use]
    pub fn bytes(&self, index: usize) -> u64 {
        self.archive.entries.get(index).map_or(0, |entry| entry.bytes)
    }

    /// Calls `take` with the content of an entry. Its end is only reached if its checksum and size are right. Errors of
    /// the file system have a code of the system ([`io::Error::raw_os_error`]); others mean that the entry is damaged.
    /// Blocks.
    pub fn read<T>(
        &mut self,
        index: usize,
        take: impl FnOnce(&mut dyn Read) -> io::Result<T>,
    ) -> io::Result<T> {
        let entry = self.archive.entries.get(index).ok_or(io::ErrorKind::NotFound)?;
        match &entry.data {
            Data::Listed(listed) if listed.compression() == zip::CompressionMethod::Deflated => {
                let compressed = Compressed {
                    header: listed.header_start(),
                    bytes: listed.compressed_size(),
                    crc32: listed.crc32(),
                };
                let inflating = self.inflater.read(&mut self.source, compressed)?;
                take(&mut Exactly { inner: inflating, left: entry.bytes })
            }
            Data::Listed(listed) => {
                let is_ppmd = listed.compression() == zip::CompressionMethod::Ppmd;
                let _turn = is_ppmd.then(|| lock(&self.archive.ppmd));
                let zipped = listed.as_ref().as_ref().with_reader(&mut self.source, ZipReadOptions::new());
                take(&mut Exactly { inner: zipped.map_err(into_io)?, left: entry.bytes })
            }
            Data::Local(local) => {
                take(&mut Exactly { inner: local.open(&mut self.source)?, left: entry.bytes })
            }
        }
    }
}

/// A reader that fails if its content is shorter or longer than declared.
struct Exactly<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Exactly<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let other_size = || io::Error::new(io::ErrorKind::InvalidData, "an entry has not the declared size");
        if read == 0 && !buffer.is_empty() && self.left > 0 {
            return Err(other_size());
        }
        self.left = self.left.checked_sub(read as u64).ok_or_else(other_size)?;
        Ok(read)
    }
}

/// Whether two entries share bytes of the zip: a small zip can then unpack to any size.
fn overlap(found: &[Data]) -> bool {
    let mut ranges: Vec<_> = found.iter().map(Data::range).collect();
    ranges.sort_unstable();
    ranges.windows(2).any(|pair| pair[0].1 > pair[1].0)
}
