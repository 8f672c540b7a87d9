//! Which files of a folder belong to an export. A person may open a folder that holds other things, too, such as the one of
//! all downloads: those are neither copied nor imported.

use std::collections::HashSet;
use std::io;
use std::path::Path;

use tokio_util::sync::CancellationToken;

use super::export::LooseExport;
use super::recognition::{failure, is_picture, pictures};
use crate::archive::{self, ArchiveError, LeftOut, Loose, LooseFile, OtherFormat};
use crate::files;
use crate::library::read::{ExportFile, ExportFiles as _, Recognition};
use crate::library::read::{is_known_file, normal, recognise_file};

/// File extensions of videos.
const VIDEOS: [&str; 4] = [".mp4", ".mov", ".webm", ".m4a"];

/// What was found in a folder.
#[derive(Debug)]
pub(super) struct Selection {
    /// The files that belong to an export.
    pub(super) taken: Loose,
    /// The other files.
    pub(super) left_out: LeftOut,
}

impl Selection {
    /// Finds the files of an export in a folder, or takes a single file. Fails if there are none. Blocks.
    pub(super) fn of(path: &Path, cancel: &CancellationToken) -> Result<Self, ArchiveError> {
        let mut found = archive::find_loose(path, cancel)?;
        if !path.is_dir() {
            found.files.iter_mut().for_each(name_as_json);
        }
        let certain = recognised(&found, path, cancel)?;
        if !certain.contains(&true) {
            if let Some(error) = found.files.iter().find_map(|file| refusal_of_part(file.path())) {
                return Err(error);
            }
            let names = found.files.iter().map(|file| file.name.as_str());
            return Err(ArchiveError::NotAnExport {
                entries: found.files.len() as u64,
                pictures: pictures(names),
            });
        }
        let names: Vec<&str> = found.files.iter().map(|file| file.name.as_str()).collect();
        let root = path.file_name().unwrap_or_default().to_string_lossy();
        let belongs = belonging(&names, &certain, &root);
        let (mut taken, mut left_out) = (Loose::default(), LeftOut::default());
        for (file, belongs) in found.files.into_iter().zip(belongs) {
            if belongs {
                if let Some(error) = archive::missing_part(file.path()) {
                    return Err(error);
                }
                taken.files.push(file);
            } else {
                left_out.add(file.name);
            }
        }
        found.unreadable.into_iter().for_each(|folder| left_out.add(folder));
        taken.check_limits()?;
        Ok(Self { taken, left_out })
    }
}

/// Why a part of a split archive cannot be read: others are missing, or the program that split it must put them together.
fn refusal_of_part(path: &Path) -> Option<ArchiveError> {
    let is_zip = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    let format = || OtherFormat::of(path).ok().flatten().filter(|format| *format == OtherFormat::SplitZip);
    archive::missing_part(path).or_else(|| is_zip.then(format).flatten().map(ArchiveError::OtherFormat))
}

/// Adds the ending of JSON to the name of a file that was opened because of what is in it.
fn name_as_json(file: &mut LooseFile) {
    if !is(&file.name, ".json") && !is(&file.name, ".txt") {
        file.name.push_str(".json");
    }
}

/// Which of these files are certainly those of an export, by what is in them.
fn recognised(found: &Loose, path: &Path, cancel: &CancellationToken) -> Result<Vec<bool>, ArchiveError> {
    let export = LooseExport(found);
    let scratch = std::env::temp_dir();
    let is_folder = path.is_dir();
    let is_one =
        |(index, file): (usize, &ExportFile)| match recognise_file(&export, index, file, &scratch, cancel) {
            Ok(recognition) => Ok(recognition == Recognition::Export),
            // Another program has it open, or the person may not read it: it is left out.
            Err(error) if is_folder && !cancel.is_cancelled() && is_about_one_file(&error) => {
                tracing::info!(%error, "a file in a folder cannot be read");
                Ok(false)
            }
            Err(error) => Err(failure(error, found.files[index].path(), cancel)),
        };
    export.files().iter().enumerate().map(is_one).collect()
}

fn is_about_one_file(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied)
        || files::is_in_use(error)
}

/// Which files belong to an export. `certain`: those that do by what is in them. Others do by where they are: an unpacked
/// export has files without data, and files of sections that are not known, in its folders.
fn belonging(names: &[&str], certain: &[bool], root: &str) -> Vec<bool> {
    let certain_names = || names.iter().zip(certain).filter(|(_, certain)| **certain).map(|(name, _)| *name);
    let of_text: HashSet<&str> = certain_names().filter(|name| is(name, ".txt")).map(folder).collect();
    let of_json: HashSet<&str> = certain_names().filter(|name| is(name, ".json")).map(folder).collect();
    let sections: HashSet<&str> = of_text.iter().copied().filter(|folder| !folder.is_empty()).collect();
    let trees: HashSet<&str> = sections.iter().map(|section| folder(section)).collect();
    let is_named_tiktok = |tree: &str| normal(last(tree, root)).starts_with("tiktok");
    let belongs = |name: &str| {
        let section = folder(name);
        let tree = (!section.is_empty()).then(|| folder(section)).filter(|tree| trees.contains(tree));
        if is(name, ".txt") {
            tree.is_some_and(is_named_tiktok)
                || is_known_file(name) && (of_text.contains(section) || tree.is_some())
                || sections.contains(section) && is_mostly_certain(section, names, certain)
        } else if is(name, ".json") {
            of_json.contains(section) && normal(last(name, "")).starts_with("userdata")
        } else {
            let is_media = is_picture(name) || VIDEOS.iter().any(|ending| is(name, ending));
            is_media && sections.contains(section) && tree.is_some_and(is_named_tiktok)
        }
    };
    names.iter().zip(certain).map(|(name, certain)| *certain || belongs(name)).collect()
}

/// Whether a folder has only text files, and every second of them certainly belongs to an export.
fn is_mostly_certain(section: &str, names: &[&str], certain: &[bool]) -> bool {
    let (mut all, mut sure) = (0, 0);
    for (name, certain) in names.iter().zip(certain).filter(|(name, _)| folder(name) == section) {
        if !is(name, ".txt") {
            return false;
        }
        all += 1;
        sure += usize::from(*certain);
    }
    sure * 2 >= all
}

fn is(name: &str, ending: &str) -> bool {
    name.to_lowercase().ends_with(ending)
}

/// The folder of a file or folder; empty if that is the one that was opened.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of a path; `root` if it is empty.
fn last<'p>(path: &'p str, root: &'p str) -> &'p str {
    if path.is_empty() { root } else { path.rsplit('/').next().unwrap_or(path) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What belongs to the export, of files of which those that begin with `!` certainly do.
    fn taken<'n>(root: &str, files: &[&'n str]) -> Vec<&'n str> {
        let certain: Vec<bool> = files.iter().map(|name| name.starts_with('!')).collect();
        let names: Vec<&str> = files.iter().map(|name| name.trim_start_matches('!')).collect();
        let belongs = belonging(&names, &certain, root);
        names.into_iter().zip(belongs).filter(|(_, belongs)| *belongs).map(|(name, _)| name).collect()
    }

    #[test]
    fn other_things_in_a_folder_of_downloads_stay_there() {
        let files = [
            "!TikTok_Data_1.zip",
            "!user_data_tiktok.json",
            "user_data_lemon8.json",
            "tax 2025.json",
            "film.mp4",
            "statement.pdf",
            "notes.txt",
            "Comments.txt",
            "Other/diary.txt",
            "Other/Settings.txt",
        ];
        let expected = ["TikTok_Data_1.zip", "user_data_tiktok.json", "user_data_lemon8.json"];
        assert_eq!(taken("Downloads", &files), expected);
        assert_eq!(taken("TikTok", &files), expected);
    }

    #[test]
    fn the_folders_of_an_unpacked_export_are_taken_with_all_their_text_files() {
        let files = [
            "!TikTok/Deine Aktivität/Wiedergabeverlauf.txt",
            "TikTok/Deine Aktivität/Spenden.txt",
            "TikTok/Profil/Einstellungen.txt",
            "TikTok/Deine Aktivität/foto.jpg",
            "TikTok/film.mp4",
            "TikTok/notes.txt",
            "Ideas/notes.txt",
            "notes.txt",
        ];
        let expected = ["TikTok/Deine Aktivität/Wiedergabeverlauf.txt", files[1], files[2], files[3]];
        assert_eq!(taken("Downloads", &files), expected.map(|name| name.trim_start_matches('!')));
        let inside: Vec<String> = files.iter().map(|name| name.replace("TikTok/", "")).collect();
        let inside: Vec<&str> = inside.iter().map(String::as_str).collect();
        assert_eq!(taken("TikTok 2", &inside[..4]).len(), 4);
    }

    #[test]
    fn folders_with_other_names_are_taken_as_far_as_they_are_known() {
        let files = [
            "!Votre activité/Historique.txt",
            "!Votre activité/Recherches.txt",
            "Votre activité/Dons.txt",
            "Profile and Settings/Settings.txt",
            "Papers/diary.txt",
            "notes.txt",
        ];
        let expected = ["Votre activité/Historique.txt", "Votre activité/Recherches.txt", files[2], files[3]];
        assert_eq!(taken("Downloads", &files), expected);
        let single = ["!Searches.txt", "Settings.txt", "diary.txt"];
        assert_eq!(taken("Documents", &single), ["Searches.txt", "Settings.txt"]);
    }
}
