//! Archives of data requests.

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use crate::export::{self, ExportSpec, Format};

type WriteArchive = dyn Fn(&ExportSpec, &File) -> io::Result<()> + Send + Sync;

/// Writes the archive of a data request into a file.
#[derive(Clone)]
pub struct ArchiveSource(Arc<WriteArchive>);

impl ArchiveSource {
    /// A source that calls a function, on a thread that may block.
    pub fn new(write: impl Fn(&ExportSpec, &File) -> io::Result<()> + Send + Sync + 'static) -> Self {
        Self(Arc::new(write))
    }
}

impl fmt::Debug for ArchiveSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ArchiveSource")
    }
}

/// Whether exports of this format can be written.
pub(crate) fn supports(source: Option<&ArchiveSource>, format: Format) -> bool {
    source.is_some() || format == Format::Json
}

/// Writes the archive of a data request.
pub(crate) fn write(source: Option<&ArchiveSource>, spec: &ExportSpec) -> io::Result<Archive> {
    Archive::create(|file| match source {
        Some(ArchiveSource(write)) => write(spec, file),
        None => export::write_zip(spec, file).map_err(io::Error::other),
    })
}

/// An archive in an unnamed temporary file, which the system removes when the process ends.
pub(crate) struct Archive {
    file: Mutex<File>,
    length: u64,
}

impl Archive {
    /// An archive with the content that `write` writes.
    pub(crate) fn create(write: impl FnOnce(&File) -> io::Result<()>) -> io::Result<Self> {
        let file = tempfile::tempfile()?;
        write(&file)?;
        let length = file.metadata()?.len();
        Ok(Self { file: Mutex::new(file), length })
    }

    /// Length in bytes.
    pub(crate) const fn length(&self) -> u64 {
        self.length
    }

    /// Reads `size` bytes at an offset. Concurrent downloads share the file.
    pub(crate) fn read_at(&self, offset: u64, size: usize) -> io::Result<Vec<u8>> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(offset))?;
        let mut bytes = vec![0; size];
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}
