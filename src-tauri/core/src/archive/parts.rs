//! Archives that were split into parts, as 7-Zip and file managers do: `export.zip.001`, `export.zip.002` and so on.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::ArchiveError;
use super::format::end_as_zip;
use crate::files;

/// The name of a part.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct PartName {
    /// The name of the whole archive.
    pub(super) whole: OsString,
    digits: usize,
    number: u32,
}

impl PartName {
    /// Parses the name of a file; `None` if it does not end in a number of two to four digits.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let digits = path.extension()?.to_str()?;
        let is_number = (2..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.parse().ok().filter(|_| is_number)?;
        Some(Self { whole: path.file_stem()?.to_owned(), digits: digits.len(), number })
    }

    fn with_number(&self, number: u32) -> OsString {
        let mut name = self.whole.clone();
        name.push(format!(".{number:0width$}", width = self.digits));
        name
    }

    fn is_of_zip(&self) -> bool {
        Path::new(&self.whole).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
    }

    fn is_with(&self, other: &Self) -> bool {
        (&self.whole, self.digits) == (&other.whole, other.digits)
    }
}

/// Puts files that are the parts of one archive together: the first stands for all of them. What has parts that are missing
/// is left as it is.
pub(super) fn group(files: Vec<PathBuf>) -> Vec<Vec<PathBuf>> {
    let mut groups: Vec<(Option<PartName>, Vec<PathBuf>)> = Vec::new();
    // In order of their names, the parts follow one another.
    for file in files {
        let name = PartName::of(&file);
        match (groups.last_mut(), name) {
            (Some((Some(last), parts)), Some(name))
                if last.is_with(&name)
                    && name.number == last.number + 1
                    && parts[0].parent() == file.parent() =>
            {
                parts.push(file);
                *last = name;
            }
            (_, name) => {
                let is_first = name.as_ref().is_some_and(|name| name.number <= 1);
                groups.push((name.filter(|_| is_first && begins_as_zip(&file).unwrap_or(false)), vec![file]));
            }
        }
    }
    groups.into_iter().map(|(_, parts)| parts).collect()
}

/// All parts of the archive that a file is a part of, in order; `None` if it is no part of one. Fails if the first part, or
/// one before a part that is there, is missing. Blocks.
pub fn parts_of(path: &Path) -> Result<Option<Vec<PathBuf>>, ArchiveError> {
    let (Some(chosen), Some(folder)) = (PartName::of(path), path.parent()) else { return Ok(None) };
    let failed = |error| ArchiveError::file("read", folder)(error);
    let listed = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut numbers = Vec::new();
    for entry in fs::read_dir(listed).map_err(failed)? {
        let name = PartName::of(Path::new(&entry.map_err(failed)?.file_name()));
        numbers.extend(name.filter(|name| name.is_with(&chosen)).map(|name| name.number));
    }
    numbers.sort_unstable();
    let first = numbers.first().copied().filter(|first| *first <= 1);
    let part = |number: u32| folder.join(chosen.with_number(number));
    let missing = |number: u32| {
        let name = chosen.with_number(number).to_string_lossy().into_owned();
        Err(ArchiveError::PartMissing { name })
    };
    let Some(first) = first else {
        return if chosen.is_of_zip() && path.is_file() { missing(1) } else { Ok(None) };
    };
    let begins = begins_as_zip(&part(first)).map_err(ArchiveError::file("read", &part(first)))?;
    if !begins {
        return Ok(None);
    }
    if let Some(gap) = (first..).zip(&numbers).find(|(expected, number)| expected != *number) {
        return missing(gap.0);
    }
    Ok(Some(numbers.into_iter().map(part).collect()))
}

/// Whether a file is the first part of a zip by its name and its beginning.
pub(super) fn is_first_of_zip(path: &Path) -> bool {
    let is_named = PartName::of(path).is_some_and(|name| name.is_of_zip() && name.number <= 1);
    is_named && begins_as_zip(path).unwrap_or(false)
}

/// The error that names a missing part, if a file is a part of a zip of which one is missing. Blocks.
#[must_use]
pub fn missing_part(path: &Path) -> Option<ArchiveError> {
    match parts_of(path) {
        Err(error @ ArchiveError::PartMissing { .. }) => Some(error),
        Ok(Some(parts)) => {
            let name = next_part(parts.last()?)?;
            end_as_zip(&parts).is_ok_and(|ends| !ends).then_some(ArchiveError::PartMissing { name })
        }
        Ok(None) | Err(_) => None,
    }
}

/// The name of the part that would follow this one.
#[must_use]
pub fn next_part(part: &Path) -> Option<String> {
    let name = PartName::of(part)?;
    Some(name.with_number(name.number + 1).to_string_lossy().into_owned())
}

fn begins_as_zip(path: &Path) -> io::Result<bool> {
    let mut head = Vec::new();
    files::open(path)?.take(2).read_to_end(&mut head)?;
    Ok(head == b"PK")
}

/// The name of the archive that these parts make up.
pub(super) fn whole_name(first: &OsStr) -> String {
    let whole = PartName::of(Path::new(first)).map_or_else(|| first.to_owned(), |name| name.whole);
    let whole = whole.to_string_lossy();
    if whole.to_lowercase().ends_with(".zip") { whole.into_owned() } else { format!("{whole}.zip") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in files {
            fs::write(folder.path().join(name), content).unwrap();
        }
        folder
    }

    /// The names of the parts that are found for a file of this folder.
    fn parts(folder: &tempfile::TempDir, name: &str) -> Result<Option<Vec<String>>, String> {
        let name_of = |path: PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
        match parts_of(&folder.path().join(name)) {
            Ok(parts) => Ok(parts.map(|parts| parts.into_iter().map(name_of).collect())),
            Err(ArchiveError::PartMissing { name }) => Err(name),
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn all_parts_are_found_from_each_of_them() {
        let folder = folder(&[
            ("a.zip.002", "x"),
            ("a.zip.001", "PK"),
            ("a.zip.003", "x"),
            ("a.zip", "PK"),
            ("b.zip.001", "PK"),
            ("c.00", "PK"),
            ("c.01", "x"),
        ]);
        let all = ["a.zip.001", "a.zip.002", "a.zip.003"].map(str::to_owned);
        for part in &all {
            assert_eq!(parts(&folder, part), Ok(Some(all.to_vec())), "{part}");
        }
        assert_eq!(parts(&folder, "b.zip.001"), Ok(Some(vec!["b.zip.001".into()])));
        assert_eq!(parts(&folder, "c.01"), Ok(Some(vec!["c.00".into(), "c.01".into()])));
        assert_eq!(parts(&folder, "a.zip"), Ok(None));
    }

    #[test]
    fn a_missing_part_is_named() {
        let folder = folder(&[("a.zip.002", "x"), ("b.zip.001", "PK"), ("b.zip.003", "x")]);
        assert_eq!(parts(&folder, "a.zip.002"), Err("a.zip.001".into()));
        assert_eq!(parts(&folder, "b.zip.001"), Err("b.zip.002".into()));
    }

    #[test]
    fn the_end_of_a_zip_may_be_in_two_parts_and_have_more_behind_it() {
        let missing = |files: &[(&str, &str)]| {
            let folder = folder(files);
            missing_part(&folder.path().join("a.zip.001")).map(|error| error.to_string())
        };
        assert_eq!(missing(&[("a.zip.001", "PK..PK\u{5}"), ("a.zip.002", "\u{6}.....")]), None);
        assert_eq!(missing(&[("a.zip.001", "PK.."), ("a.zip.002", "PK\u{5}\u{6}..... and more")]), None);
        let named = missing(&[("a.zip.001", "PK.."), ("a.zip.002", ".....")]).unwrap();
        assert!(named.contains("a.zip.003"), "{named}");
    }

    #[test]
    fn other_files_whose_names_end_in_a_number_are_no_parts() {
        let folder =
            folder(&[("report.2024", "x"), ("notes.001", "text"), ("a.zip.1", "PK"), ("a.zip.12345", "PK")]);
        for name in ["report.2024", "notes.001", "a.zip.1", "a.zip.12345", "gone.zip.001"] {
            assert_eq!(parts(&folder, name), Ok(None), "{name}");
        }
    }

    #[test]
    fn the_files_of_a_folder_are_grouped() {
        let folder = folder(&[
            ("a.zip.001", "PK"),
            ("a.zip.002", "x"),
            ("b.zip", "PK"),
            ("c.zip.001", "PK"),
            ("c.zip.003", "x"),
            ("notes.001", "text"),
            ("notes.002", "text"),
        ]);
        let mut files: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        let sizes: Vec<_> = group(files).iter().map(Vec::len).collect();
        assert_eq!(sizes, [2, 1, 1, 1, 1, 1]);
        assert_eq!(whole_name(OsStr::new("a.zip.001")), "a.zip");
        assert_eq!(whole_name(OsStr::new("a.001")), "a.zip");
    }
}
