//! Archives and loose files as the library reads them.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::archive::{Archive, ArchiveError, ContentsError, Loose, Unpacking, Unreadable, UnreadableReason};
use crate::library::read::{ExportFile, ExportFiles, OpenExport};

/// An export in its archive.
#[derive(Debug)]
pub struct ArchivedExport(pub(super) Archive);

impl ArchivedExport {
    /// Opens an archive. Blocks.
    pub fn open(path: &Path, cancel: &CancellationToken) -> io::Result<Self> {
        Archive::open(path, cancel).map(Self).map_err(into_io)
    }

    /// Will open an archive when it is needed.
    #[must_use]
    pub fn opener(path: PathBuf) -> OpenExport {
        Box::new(move |cancel| Ok(Box::new(Self::open(&path, cancel)?)))
    }
}

impl ExportFiles for ArchivedExport {
    fn files(&self) -> Vec<ExportFile> {
        files(&self.0)
    }

    fn unreadable(&self) -> Vec<String> {
        unreadable(&self.0)
    }

    fn read(&self, index: usize, take: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>) -> io::Result<()> {
        self.0.reader().read(index, |content| take(content))
    }

    fn nested(&self, file: File, cancel: &CancellationToken) -> io::Result<Box<dyn ExportFiles>> {
        nested(file, cancel)
    }
}

/// An export that is being unpacked.
#[derive(Debug)]
pub(super) struct ArrivingExport(pub(super) Arc<Unpacking>);

impl ExportFiles for ArrivingExport {
    fn files(&self) -> Vec<ExportFile> {
        files(self.0.archive())
    }

    fn unreadable(&self) -> Vec<String> {
        unreadable(self.0.archive())
    }

    fn read(&self, index: usize, take: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>) -> io::Result<()> {
        self.0.read(index, |content| take(content))
    }

    fn nested(&self, file: File, cancel: &CancellationToken) -> io::Result<Box<dyn ExportFiles>> {
        nested(file, cancel)
    }
}

/// The files that a person opened outside of an archive.
#[derive(Debug)]
pub(super) struct LooseExport<'l>(pub(super) &'l Loose);

impl ExportFiles for LooseExport<'_> {
    fn files(&self) -> Vec<ExportFile> {
        let file =
            |file: &crate::archive::LooseFile| ExportFile { name: file.name.clone(), bytes: file.bytes };
        self.0.files.iter().map(file).collect()
    }

    fn unreadable(&self) -> Vec<String> {
        Vec::new()
    }

    fn read(&self, index: usize, take: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>) -> io::Result<()> {
        take(&mut self.0.files.get(index).ok_or(io::ErrorKind::NotFound)?.open()?)
    }

    fn nested(&self, file: File, cancel: &CancellationToken) -> io::Result<Box<dyn ExportFiles>> {
        nested(file, cancel)
    }
}

fn files(archive: &Archive) -> Vec<ExportFile> {
    let file = |entry: &crate::archive::Entry| ExportFile { name: entry.name.clone(), bytes: entry.bytes };
    archive.entries().iter().map(file).collect()
}

fn unreadable(archive: &Archive) -> Vec<String> {
    let is_entry = |entry: &&Unreadable| entry.reason != UnreadableReason::NoDirectory;
    archive.unreadable().iter().filter(is_entry).map(|entry| entry.name.clone()).collect()
}

fn nested(file: File, cancel: &CancellationToken) -> io::Result<Box<dyn ExportFiles>> {
    match Archive::of_file(file, cancel) {
        Ok(archive) => Ok(Box::new(ArchivedExport(archive))),
        Err(ContentsError::Read(error)) => Err(error),
        Err(ContentsError::Archive(error)) => Err(into_io(error)),
    }
}

fn into_io(error: ArchiveError) -> io::Error {
    match error {
        ArchiveError::File { source, .. } => source,
        ArchiveError::DiskFull { .. } => io::ErrorKind::StorageFull.into(),
        ArchiveError::Cancelled => io::Error::other("cancelled"),
        other => io::Error::new(io::ErrorKind::InvalidData, other.to_string()),
    }
}
