//! Unpacks an archive: each entry is decompressed once, and hashed, written and read by others at the same time.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};

use tokio_util::sync::CancellationToken;

use super::contents::{Archive, Entry, EntryReader};
use super::early_writing::EarlyWriting;
use super::hash::{HASHED_ASIDE_FROM, PIECE, hash_aside, hash_here};
use super::unreadable::{Unreadable, UnreadableReason};
use super::{ArchiveError, EntryPath, Progress, ensure_room};
use crate::files::Durability;
use crate::sync::lock;

/// At most this many entries are unpacked at the same time: more do not help on any drive.
const MAX_WORKERS: usize = 4;

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its path, relative to the target.
    pub path: EntryPath,
    /// Its name in the archive, if that differs from the path; see [`Entry::original`].
    pub original: Option<String>,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its content in hex.
    pub sha256: String,
}

/// The result of unpacking.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unpacked {
    /// The files, in the order of the archive.
    pub written: Vec<Written>,
    /// The entries that could not be unpacked. Nothing of them was written.
    pub unreadable: Vec<Unreadable>,
}

/// An archive and the folder that it is unpacked to. Its files can be read while they are written.
#[derive(Debug)]
pub struct Unpacking {
    archive: Archive,
    target: PathBuf,
    states: Mutex<States>,
    changed: Condvar,
}

#[derive(Debug)]
struct States {
    files: Vec<FileState>,
    /// Nothing more will be written.
    is_over: bool,
}

#[derive(Debug, Clone, Default)]
struct FileState {
    is_created: bool,
    written: u64,
    /// Set at the end: `Err` with the damage.
    end: Option<Result<(), String>>,
}

impl Unpacking {
    /// Will unpack to `target`, an empty folder.
    #[must_use]
    pub fn new(archive: Archive, target: &Path) -> Self {
        let files = vec![FileState::default(); archive.entries().len()];
        let states = Mutex::new(States { files, is_over: false });
        Self { archive, target: target.to_owned(), states, changed: Condvar::new() }
    }

    /// The archive.
    #[must_use]
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// Writes the files of the archive. File times and modes in the archive are ignored. The files are not synced to disk
    /// unless `durability` demands it for each. Entries that turn out to be damaged are named in the result. Blocks.
    pub fn run(
        &self,
        durability: Durability,
        cancel: &CancellationToken,
        progress: Progress<'_>,
    ) -> Result<Unpacked, ArchiveError> {
        let _over = Over(self);
        ensure_room(&self.target, self.archive.bytes())?;
        let count = self.archive.entries().len();
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let (next, bytes, done) = (AtomicUsize::new(0), AtomicU64::new(0), AtomicU64::new(0));
        let first_error = Mutex::new(None);
        let results = Mutex::new(vec![None; count]);
        std::thread::scope(|scope| {
            for _ in 0..cores.min(MAX_WORKERS).min(count) {
                scope.spawn(|| {
                    let mut worker = Worker {
                        unpacking: self,
                        reader: self.archive.reader(),
                        folders: HashSet::new(),
                        piece: vec![0; PIECE],
                        durability,
                        cancel,
                        step: &|piece| {
                            let all = bytes.fetch_add(piece, Ordering::Relaxed) + piece;
                            progress(all, done.load(Ordering::Relaxed));
                        },
                    };
                    loop {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        if index >= count || lock(&first_error).is_some() {
                            break;
                        }
                        match worker.unpack(index) {
                            Ok(result) => lock(&results)[index] = Some(result),
                            Err(error) => {
                                lock(&first_error).get_or_insert(error);
                            }
                        }
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
        });
        if let Some(error) = first_error.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
            return Err(error);
        }
        progress(bytes.into_inner(), count as u64);
        let mut unpacked = Unpacked { unreadable: self.archive.unreadable().to_vec(), ..Unpacked::default() };
        for result in
            results.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner).into_iter().flatten()
        {
            match result {
                Ok(written) => unpacked.written.push(written),
                Err(unreadable) => unpacked.unreadable.push(unreadable),
            }
        }
        Ok(unpacked)
    }

    /// Ends the reading of files that will not be written any more.
    pub fn stop(&self) {
        lock(&self.states).is_over = true;
        self.changed.notify_all();
    }

    fn update(&self, index: usize, change: impl FnOnce(&mut FileState)) {
        change(&mut lock(&self.states).files[index]);
        self.changed.notify_all();
    }

    /// Calls `take` with the content of a file; reading waits for what is still to be written. A damaged entry ends with an
    /// error of the kind [`io::ErrorKind::InvalidData`] after what could be read of it. Blocks.
    pub fn read<T>(&self, index: usize, take: impl FnOnce(&mut dyn Read) -> io::Result<T>) -> io::Result<T> {
        let entry = self.archive.entries().get(index).ok_or(io::ErrorKind::NotFound)?;
        self.wait(index, |file| file.is_created)?;
        let file = match File::open(entry.path.below(&self.target)) {
            Ok(file) => file,
            // It is damaged and was removed already. What can be read of it is still in the archive.
            Err(_) if matches!(lock(&self.states).files[index].end, Some(Err(_))) => {
                return self.archive.reader().read(index, |content| take(content));
            }
            Err(error) => return Err(error),
        };
        take(&mut Following { unpacking: self, index, file, position: 0 })
    }

    /// Waits until a file is as demanded, and returns its state.
    fn wait(&self, index: usize, until: impl Fn(&FileState) -> bool) -> io::Result<FileState> {
        let mut states = lock(&self.states);
        loop {
            let file = &states.files[index];
            if until(file) {
                return Ok(file.clone());
            }
            if states.is_over {
                return Err(io::Error::other("unpacking has ended"));
            }
            states = self.changed.wait(states).unwrap_or_else(std::sync::PoisonError::into_inner);
        }
    }
}

/// Says that unpacking is over, however it ends.
struct Over<'u>(&'u Unpacking);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// Reads a file while it is written.
struct Following<'u> {
    unpacking: &'u Unpacking,
    index: usize,
    file: File,
    position: u64,
}

impl Read for Following<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let position = self.position;
        let state = self.unpacking.wait(self.index, |file| file.written > position || file.end.is_some())?;
        let ready = usize::try_from(state.written.saturating_sub(position)).unwrap_or(usize::MAX);
        if ready == 0 {
            return match state.end {
                Some(Err(damage)) => Err(io::Error::new(io::ErrorKind::InvalidData, damage)),
                _ => Ok(0),
            };
        }
        let most = ready.min(buffer.len());
        let read = self.file.read(&mut buffer[..most])?;
        self.position += read as u64;
        Ok(read)
    }
}

/// One of the threads that unpack.
struct Worker<'a> {
    unpacking: &'a Unpacking,
    reader: EntryReader<'a>,
    /// The folders that exist already.
    folders: HashSet<PathBuf>,
    piece: Vec<u8>,
    durability: Durability,
    cancel: &'a CancellationToken,
    /// Called with the size of each piece that was written.
    step: &'a (dyn Fn(u64) + Sync),
}

impl Worker<'_> {
    /// Writes one file. `Ok(Err(_))`: the entry is damaged.
    fn unpack(&mut self, index: usize) -> Result<Result<Written, Unreadable>, ArchiveError> {
        let entry = &self.unpacking.archive.entries()[index];
        let to = entry.path.below(&self.unpacking.target);
        let failed = |error| ArchiveError::file("write", &to)(error);
        if let Some(folder) = to.parent().filter(|folder| !self.folders.contains(*folder)) {
            fs::create_dir_all(folder).map_err(failed)?;
            self.folders.insert(folder.to_owned());
        }
        let mut file = File::create_new(&to).map_err(failed)?;
        self.unpacking.update(index, |state| state.is_created = true);
        match self.copy(index, entry, &mut file) {
            Ok((sha256, bytes)) => {
                self.durability.sync_file(&file).map_err(failed)?;
                self.unpacking.update(index, |state| state.end = Some(Ok(())));
                let (path, original) = (entry.path.clone(), entry.original.clone());
                Ok(Ok(Written { path, original, bytes, sha256 }))
            }
            Err(CopyError::Write(error)) => Err(failed(error)),
            Err(CopyError::Cancelled) => Err(ArchiveError::Cancelled),
            // The archive could not be read, which says nothing about its content.
            Err(CopyError::Read(error)) if error.raw_os_error().is_some() => {
                Err(ArchiveError::file("read", Path::new(&entry.name))(error))
            }
            Err(CopyError::Read(error)) => {
                let damage = error.to_string();
                self.unpacking.update(index, |state| state.end = Some(Err(damage.clone())));
                drop(file);
                fs::remove_file(&to).map_err(failed)?;
                let reason = UnreadableReason::Damaged(damage);
                Ok(Err(Unreadable { name: entry.name.clone(), reason }))
            }
        }
    }

    /// Decompresses an entry into a file; returns its SHA-256 in hex and its size.
    fn copy(&mut self, index: usize, entry: &Entry, file: &mut File) -> Result<(String, u64), CopyError> {
        let Self { unpacking, reader, piece, cancel, step, .. } = self;
        let mut bytes = 0;
        let mut early = EarlyWriting::default();
        let mut written = |piece: &[u8]| {
            file.write_all(piece).map_err(CopyError::Write)?;
            early.grown(file, piece.len()).map_err(CopyError::Write)?;
            bytes += piece.len() as u64;
            unpacking.update(index, |state| state.written = bytes);
            step(piece.len() as u64);
            if cancel.is_cancelled() { Err(CopyError::Cancelled) } else { Ok(()) }
        };
        let mut failure = None;
        let mut stop = |error| {
            failure = Some(error);
            io::Error::other("stopped")
        };
        let hashed = reader.read(index, |content| {
            let read = |piece: &mut [u8]| content.read(piece);
            let take = |piece: &[u8]| written(piece).map_err(&mut stop);
            if entry.bytes < HASHED_ASIDE_FROM {
                hash_here(piece, read, take)
            } else {
                hash_aside(read, take)
            }
        });
        match (hashed, failure) {
            (_, Some(error)) => Err(error),
            (Err(error), None) => Err(CopyError::Read(error)),
            (Ok(sha256), None) => Ok((sha256, bytes)),
        }
    }
}

/// Why an entry was not copied.
enum CopyError {
    Read(io::Error),
    Write(io::Error),
    Cancelled,
}
