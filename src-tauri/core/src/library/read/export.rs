//! What the library reads: the files of an export, wherever they are kept.

use std::fs::File;
use std::io::{self, Read};

use tokio_util::sync::CancellationToken;

/// A file of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFile {
    /// Its path in the export, with `/` as separator.
    pub name: String,
    /// Its size in bytes, as far as it is known before the file is read.
    pub bytes: u64,
}

/// The files of an export. They may still be arriving while they are read.
pub trait ExportFiles: Send + Sync {
    /// The files that can be read, at least in part.
    fn files(&self) -> Vec<ExportFile>;

    /// The names of files that certainly cannot be read.
    fn unreadable(&self) -> Vec<String>;

    /// Calls `take` with the content of a file, by its position in [`Self::files`]. Damage is reported as an error without a
    /// code of the system, and of one of the kinds `InvalidData`, `InvalidInput` and `UnexpectedEof`, after what could be
    /// read. Blocks.
    fn read(&self, index: usize, take: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>) -> io::Result<()>;

    /// Opens an archive that was one of the files. Blocks.
    fn nested(&self, file: File, cancel: &CancellationToken) -> io::Result<Box<dyn ExportFiles>>;
}

/// Opens an export when it is needed.
pub type OpenExport = Box<dyn Fn(&CancellationToken) -> io::Result<Box<dyn ExportFiles>> + Send + Sync>;

/// Whether a file with this name may be one that is read.
#[must_use]
pub fn is_readable(name: &str) -> bool {
    [".json", ".txt", ".zip"].iter().any(|ending| is(name, ending)) || may_be_json(name)
}

/// Whether a file that does not end in `.json` may be JSON by its name: without an ending, with another one added, such as
/// `user_data.json.download`, or with that of JSON lines.
pub(super) fn may_be_json(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    let has_added_ending = || last.to_lowercase().contains(".json.") && !is(last, ".json");
    let is_lines = || is(last, ".jsonl") || is(last, ".ndjson");
    !last.is_empty() && (!last.contains('.') || has_added_ending() || is_lines())
}

/// Whether a file with this name has data that is not read: the library knows no such export.
pub(super) fn is_other_data(name: &str) -> bool {
    [".csv", ".htm", ".html", ".js", ".xml"].iter().any(|ending| is(name, ending))
}

/// The files that can be read: index, path, bytes.
pub(super) fn names(export: &dyn ExportFiles) -> Vec<(usize, String, u64)> {
    let files = export.files().into_iter().enumerate();
    let mut names: Vec<_> = files
        .filter(|(_, file)| is_readable(&file.name))
        .map(|(index, file)| (index, file.name, file.bytes))
        .collect();
    names.sort_by(|a, b| a.1.cmp(&b.1));
    names
}

/// Whether a name has this ending, in any case.
pub(super) fn is(name: &str, ending: &str) -> bool {
    name.to_lowercase().ends_with(ending)
}

/// Whether an error says that a file is damaged, and nothing about the others: errors of the system, such as a drive that
/// was disconnected or is full, have a code, and what ends reading on purpose has its own kinds.
pub(super) fn is_damage(error: &io::Error) -> bool {
    error.raw_os_error().is_none()
        && matches!(
            error.kind(),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof
        )
}
