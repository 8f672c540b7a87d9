//! Saving a list to a file, as a table, as JSON or as a page for reading and printing.

use std::ffi::OsStr;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tokio_util::sync::CancellationToken;

use crate::archive::ArchiveError;
use crate::backup::{self, ProvenanceLabel};
use crate::checksum::HashingWriter;
use crate::commands::blocking;
use crate::core::Core;
use crate::error::Error;
use crate::files;
use crate::library::{Library, LibraryError, ListQuery, PageTexts, RowFormat};
use crate::problem::ProblemCode;
use crate::sync::lock;
use crate::view::SavedList;

/// The longest name of a file without its extension, in bytes. Most systems allow 255, and some programs fewer.
const LONGEST_NAME: usize = 120;

impl Core {
    /// A name for the file of a list, which every system allows.
    #[must_use]
    pub fn list_file_name(title: &str, extension: &str) -> String {
        format!("{}.{extension}", file_name(title))
    }

    /// To be called before the file is chosen: what is cancelled from then on is not written.
    #[must_use]
    pub fn begin_saving(&self) -> CancellationToken {
        let cancel = self.0.closing.child_token();
        lock(&self.0.saving).cancel = cancel.clone();
        cancel
    }

    /// Stops saving a list. No file is left of it.
    pub fn cancel_saving(&self) {
        lock(&self.0.saving).cancel.cancel();
    }

    /// Writes the rows of a list to a file: whole, or not at all. `None` if it was cancelled.
    pub async fn save_rows(
        &self,
        query: ListQuery,
        format: RowFormat,
        file: &Path,
        cancel: CancellationToken,
    ) -> Result<Option<SavedList>, Error> {
        self.save_list(file, cancel, move |library, out| library.export(&query, format, out)).await
    }

    /// Writes a list to a file as a page for reading and printing: whole, or not at all. `None` if it was cancelled.
    pub async fn save_page(
        &self,
        query: ListQuery,
        texts: PageTexts,
        file: &Path,
        cancel: CancellationToken,
    ) -> Result<Option<SavedList>, Error> {
        let dir = self.0.dir.clone();
        self.save_list(file, cancel, move |library, out| {
            let archive_sha256 = |id: &str| {
                let lines = backup::provenance(&dir.folder_of(id)?, None);
                Some(lines.into_iter().find(|line| line.label == ProvenanceLabel::Sha256)?.value)
            };
            library.write_page(&query, &texts, &archive_sha256, out)
        })
        .await
    }

    async fn save_list(
        &self,
        file: &Path,
        cancel: CancellationToken,
        write: impl FnOnce(&Library, &mut dyn Write) -> Result<u64, LibraryError> + Send + 'static,
    ) -> Result<Option<SavedList>, Error> {
        let library = self.0.library.library().ok_or(Error::Plain(ProblemCode::LibraryUnusable))?;
        let path = file.to_owned();
        let saved = blocking(move || write_list(&path, &cancel, |out| write(&library, out))).await??;
        if saved.is_some() {
            lock(&self.0.saving).file = Some(file.to_owned());
        }
        Ok(saved)
    }

    /// Opens the list that was saved last with the program for such files: a page in the browser. Returns `false` if that
    /// failed.
    #[must_use]
    pub fn open_saved_list(&self) -> bool {
        self.saved_list().is_some_and(|file| self.0.desktop.open_file(&file))
    }

    /// Shows the list that was saved last in the file manager. Returns `false` if that failed.
    #[must_use]
    pub fn show_saved_list(&self) -> bool {
        self.saved_list().is_some_and(|file| self.0.desktop.show_file(&file))
    }

    fn saved_list(&self) -> Option<PathBuf> {
        lock(&self.0.saving).file.clone().filter(|file| file.is_file())
    }
}

/// Writes a list to a file: whole, or not at all. `None` if it was cancelled. Blocks.
fn write_list(
    path: &Path,
    cancel: &CancellationToken,
    write: impl FnOnce(&mut dyn Write) -> Result<u64, LibraryError>,
) -> Result<Option<SavedList>, Error> {
    let failed = |error| ArchiveError::file("write", path)(error);
    let mut out = files::temp_sibling(path).map_err(failed)?;
    let mut hashed = HashingWriter::new(Stoppable { out: BufWriter::new(&mut out), cancel });
    let written = write(&mut hashed);
    if cancel.is_cancelled() {
        return Ok(None);
    }
    let records = written?;
    hashed.flush().map_err(failed)?;
    let (_, sha256) = hashed.finish();
    files::persist(out, path).map_err(failed)?;
    let shown = |part: Option<&OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let folder = shown(path.parent().map(Path::as_os_str));
    Ok(Some(SavedList { name: shown(path.file_name()), folder, records, sha256 }))
}

/// Refuses to write once it is cancelled.
struct Stoppable<'a, W> {
    out: W,
    cancel: &'a CancellationToken,
}

impl<W: Write> Write for Stoppable<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.cancel.is_cancelled() {
            return Err(io::Error::other("cancelled"));
        }
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Replaces what a system does not allow in names of files, and shortens what is too long.
fn file_name(title: &str) -> String {
    /// Marks and overrides of the direction of text, which can make a name look like another one.
    const DIRECTIONS: [char; 12] = [
        '\u{61c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}',
        '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
    ];
    let allowed = title.chars().filter(|c| !DIRECTIONS.contains(c)).map(|c| match c {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
        c if c.is_control() || c.is_whitespace() => ' ',
        c => c,
    });
    let text: String = allowed.collect();
    let mut name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    name.truncate(name.floor_char_boundary(LONGEST_NAME));
    // Windows drops dots and spaces at the end; other systems hide files that begin with a dot.
    let name = name.trim_matches(['.', ' ']);
    if name.is_empty() { "Satchel".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_cancelled_while_it_is_written_leaves_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.json");
        let cancel = CancellationToken::new();
        let saved = write_list(&path, &cancel, |out| {
            out.write_all(&vec![b'x'; 100_000])?;
            cancel.cancel();
            out.write_all(b"x").map(|()| 1).map_err(LibraryError::from)
        });
        assert_eq!(saved.unwrap(), None);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let saved = write_list(&path, &CancellationToken::new(), |out| {
            out.write_all(b"[]")?;
            Err(LibraryError::NotFound("record"))
        });
        assert!(saved.is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nor does one that fails");
    }

    #[test]
    fn names_of_files_are_allowed_everywhere() {
        assert_eq!(file_name("Satchel – Watch history – 2024"), "Satchel – Watch history – 2024");
        assert_eq!(
            file_name("Satchel – Chat with ../a:b\\c?*\"<>|\u{202e}fdp\n."),
            "Satchel – Chat with ..-a-b-c------fdp"
        );
        assert_eq!(file_name(" .hidden. "), "hidden");
        assert_eq!(file_name("..\u{0}.."), "Satchel");
        let long = file_name(&"😀".repeat(200));
        assert!(long.len() <= LONGEST_NAME && long.chars().all(|c| c == '😀'));
    }
}
