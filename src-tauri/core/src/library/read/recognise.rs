//! Recognises the files of TikTok exports by reading them: what the reader finds something in that only TikTok writes is an
//! export, in whatever language, encoding or folder it is.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio_util::sync::CancellationToken;

use super::context::{Choices, ReadContext};
use super::evidence::{Evidence, is_named_export, is_text_export};
use super::export::{ExportFile, ExportFiles, is, is_readable};
use super::fact_evidence::is_file_of_facts;
use super::files;
use super::single_file_evidence::is_profile_or_logins;
use crate::library::NoteKind;
use crate::library::limits::RECOGNISED_BYTES;

/// How much of a file is read at first, in bytes: that is enough for nearly every export.
const FIRST_BYTES: u64 = 1 << 20;
/// How many bytes of a text file are looked at apart from its records.
const HEAD_BYTES: u64 = 8 << 10;
/// No more zips are looked into than this. Each may hold many others.
const MOST_ZIPS: usize = 100;
/// An export of text files has at least this many of them.
const LEAST_TEXT_FILES: usize = 5;

/// What a file, or a collection of files, is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recognition {
    /// It belongs to a TikTok export.
    Export,
    /// Nothing in it shows that, but it could not be read to its end.
    Damaged,
    /// Something else.
    Other,
}

/// Whether there is an export among these files. Reads no more than is needed for the answer. `scratch` is a folder for
/// temporary files. Damaged files say nothing about the others; errors of the system are returned. Blocks.
pub fn recognise(
    export: &dyn ExportFiles,
    scratch: &Path,
    cancel: &CancellationToken,
) -> io::Result<Recognition> {
    let files = export.files();
    if is_text_tree(&files) {
        return Ok(Recognition::Export);
    }
    let mut candidates: Vec<usize> =
        (0..files.len()).filter(|index| is_readable(&files[*index].name)).collect();
    // Zips take longest.
    candidates.sort_by_key(|index| is(&files[*index].name, ".zip"));
    let mut result = Recognition::Other;
    let mut zips = 0;
    for index in candidates {
        zips += usize::from(is(&files[index].name, ".zip"));
        if zips > MOST_ZIPS {
            break;
        }
        match recognise_file(export, index, &files[index], scratch, cancel)? {
            Recognition::Export => return Ok(Recognition::Export),
            Recognition::Damaged => result = Recognition::Damaged,
            Recognition::Other => {}
        }
    }
    Ok(result)
}

/// Whether one file, at this position in [`ExportFiles::files`], belongs to an export. As [`recognise`] otherwise. Blocks.
pub fn recognise_file(
    export: &dyn ExportFiles,
    index: usize,
    file: &ExportFile,
    scratch: &Path,
    cancel: &CancellationToken,
) -> io::Result<Recognition> {
    if !is_readable(&file.name) {
        return Ok(Recognition::Other);
    }
    // Zips are read as a whole.
    if file.bytes > FIRST_BYTES && !is(&file.name, ".zip") {
        let found = recognise_beginning(export, index, file, FIRST_BYTES, scratch, cancel)?;
        if found == Recognition::Export {
            return Ok(found);
        }
    }
    recognise_beginning(export, index, file, RECOGNISED_BYTES, scratch, cancel)
}

/// As [`recognise_file`], but reads this number of bytes at most.
fn recognise_beginning(
    export: &dyn ExportFiles,
    index: usize,
    file: &ExportFile,
    most: u64,
    scratch: &Path,
    cancel: &CancellationToken,
) -> io::Result<Recognition> {
    let is_certain = Arc::new(AtomicBool::new(false));
    let only = OnlyFile { export, index, file, most, is_certain: Arc::clone(&is_certain) };
    let mut evidence = Evidence::default();
    // What is inferred shows nothing: other programs have similar records.
    let context =
        ReadContext { choices: &Choices::default(), scratch, cancel, infers: false, progress: &|_| {} };
    let report = match files::read(&only, &mut evidence, &context) {
        Ok(report) => report,
        Err(error) if cancel.is_cancelled() || is_of_system(&error) => return Err(error),
        Err(error) => {
            tracing::info!(%error, "a file cannot be read");
            return Ok(Recognition::Damaged);
        }
    };
    if is_certain.load(Ordering::Relaxed) || evidence.is_enough(&report.lists) {
        return Ok(Recognition::Export);
    }
    let is_damaged = report.notes.iter().any(|note| note.kind == NoteKind::Damaged);
    Ok(if is_damaged { Recognition::Damaged } else { Recognition::Other })
}

/// Whether these are the files of a text export as TikTok packs it, `TikTok/<folder>/<file>.txt`. All of them may be empty,
/// and say so in any language.
fn is_text_tree(files: &[ExportFile]) -> bool {
    let is_text = |file: &ExportFile| {
        let parts: Vec<&str> = file.name.split('/').collect();
        matches!(parts[..], [root, _, name]
            if root.eq_ignore_ascii_case("tiktok") && is(name, ".txt"))
    };
    files.len() >= LEAST_TEXT_FILES && files.iter().all(is_text)
}

/// Whether an error is about the system instead of the file: a drive that was disconnected, a full disk.
fn is_of_system(error: &io::Error) -> bool {
    error.raw_os_error().is_some() || error.kind() == io::ErrorKind::StorageFull
}

/// One file of an export, as if there were no other.
struct OnlyFile<'e> {
    export: &'e dyn ExportFiles,
    index: usize,
    file: &'e ExportFile,
    /// The number of bytes that are read at most.
    most: u64,
    /// Set once the beginning of a file shows that it belongs to an export.
    is_certain: Arc<AtomicBool>,
}

impl ExportFiles for OnlyFile<'_> {
    fn files(&self) -> Vec<ExportFile> {
        vec![self.file.clone()]
    }

    fn unreadable(&self) -> Vec<String> {
        Vec::new()
    }

    fn read(&self, _: usize, take: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>) -> io::Result<()> {
        read_beginning(self.export, self.index, &self.file.name, self.most, &self.is_certain, take)
    }

    fn nested(&self, file: File, cancel: &CancellationToken) -> io::Result<Box<dyn ExportFiles>> {
        nested(self.export, file, cancel, &self.is_certain)
    }
}

/// The files of a zip that is one of the files.
struct Nested {
    export: Box<dyn ExportFiles>,
    files: Vec<ExportFile>,
    is_certain: Arc<AtomicBool>,
}

impl ExportFiles for Nested {
    fn files(&self) -> Vec<ExportFile> {
        self.files.clone()
    }

    fn unreadable(&self) -> Vec<String> {
        Vec::new()
    }

    fn read(&self, index: usize, take: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>) -> io::Result<()> {
        let name = self.files.get(index).map_or("", |file| &file.name);
        read_beginning(&*self.export, index, name, RECOGNISED_BYTES, &self.is_certain, take)
    }

    fn nested(&self, file: File, cancel: &CancellationToken) -> io::Result<Box<dyn ExportFiles>> {
        nested(&*self.export, file, cancel, &self.is_certain)
    }
}

fn nested(
    export: &dyn ExportFiles,
    file: File,
    cancel: &CancellationToken,
    is_certain: &Arc<AtomicBool>,
) -> io::Result<Box<dyn ExportFiles>> {
    let export = export.nested(file, cancel)?;
    let files = export.files();
    if is_text_tree(&files) {
        is_certain.store(true, Ordering::Relaxed);
    }
    Ok(Box::new(Nested { files, export, is_certain: Arc::clone(is_certain) }))
}

/// Reads at most this number of bytes of a file; a zip is read as a whole. Sets `is_certain` if its beginning shows that it
/// belongs to an export.
fn read_beginning(
    export: &dyn ExportFiles,
    index: usize,
    name: &str,
    most: u64,
    is_certain: &AtomicBool,
    take: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>,
) -> io::Result<()> {
    export.read(index, &mut |content| {
        if is(name, ".zip") {
            return take(content);
        }
        let mut content = content.take(most);
        let mut head = Vec::new();
        let failure = (&mut content).take(HEAD_BYTES).read_to_end(&mut head).err();
        if is_text_export(&head)
            || is_named_export(name, &head)
            || is_file_of_facts(name, &head)
            || is(name, ".txt") && is_profile_or_logins(&head)
        {
            is_certain.store(true, Ordering::Relaxed);
        }
        take(&mut head.chain(Rest { failure, inner: content }))
    })
}

/// The rest of a file. Begins with the error that ended the reading of its beginning, if one did.
struct Rest<R> {
    failure: Option<io::Error>,
    inner: R,
}

impl<R: Read> Read for Rest<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.failure.take() {
            Some(error) => Err(error),
            None => self.inner.read(buffer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file that cannot be read.
    struct Unreadable(fn() -> io::Error);

    impl ExportFiles for Unreadable {
        fn files(&self) -> Vec<ExportFile> {
            vec![
                ExportFile { name: "a.json".into(), bytes: 1 },
                ExportFile { name: "b.txt".into(), bytes: 1 },
            ]
        }

        fn unreadable(&self) -> Vec<String> {
            Vec::new()
        }

        fn read(&self, _: usize, _: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>) -> io::Result<()> {
            Err(self.0())
        }

        fn nested(&self, _: File, _: &CancellationToken) -> io::Result<Box<dyn ExportFiles>> {
            Err(self.0())
        }
    }

    fn recognised(error: fn() -> io::Error) -> io::Result<Recognition> {
        recognise(&Unreadable(error), &std::env::temp_dir(), &CancellationToken::new())
    }

    #[test]
    fn errors_of_the_system_are_returned_and_damage_is_told_from_other_content() {
        let disconnected = recognised(|| io::Error::from_raw_os_error(5)).unwrap_err();
        assert_eq!(disconnected.raw_os_error(), Some(5));
        let full = recognised(|| io::ErrorKind::StorageFull.into()).unwrap_err();
        assert_eq!(full.kind(), io::ErrorKind::StorageFull);
        assert_eq!(recognised(|| io::ErrorKind::InvalidData.into()).unwrap(), Recognition::Damaged);
        assert_eq!(recognised(|| io::Error::other("a broken stream")).unwrap(), Recognition::Damaged);
    }

    #[test]
    fn the_error_that_ends_the_beginning_of_a_file_is_kept() {
        let failure = Some(io::ErrorKind::InvalidData.into());
        let mut read = Vec::new();
        let mut content = b"begin".chain(Rest { failure, inner: io::empty() });
        let error = content.read_to_end(&mut read).unwrap_err();
        assert_eq!((read.as_slice(), error.kind()), (&b"begin"[..], io::ErrorKind::InvalidData));
    }
}
