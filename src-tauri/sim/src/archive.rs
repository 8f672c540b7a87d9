//! Archives that wait to be fetched.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::sync::{Mutex, PoisonError};

/// A file without a name: the system removes it, even if the program ends without a word.
pub(crate) struct Archive {
    file: Mutex<File>,
    length: u64,
}

impl Archive {
    /// An archive with what `write` puts into it.
    pub(crate) fn made(write: impl FnOnce(&File) -> io::Result<()>) -> io::Result<Self> {
        let file = tempfile::tempfile()?;
        write(&file)?;
        let length = file.metadata()?.len();
        Ok(Self { file: Mutex::new(file), length })
    }

    pub(crate) const fn length(&self) -> u64 {
        self.length
    }

    /// A piece of it. Downloads at the same time share the file, so each says where it is.
    pub(crate) fn piece(&self, offset: u64, size: usize) -> io::Result<Vec<u8>> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(offset))?;
        let mut piece = vec![0; size];
        file.read_exact(&mut piece)?;
        Ok(piece)
    }
}
