//! Tells whether an export is several, of different accounts.

use std::collections::HashSet;
use std::io;
use std::path::Path;

use tokio_util::sync::CancellationToken;

use super::batch::{Batch, Sink};
use super::context::{Choices, ReadContext};
use super::export::{ExportFile, ExportFiles, is, may_be_json};
use super::files;
use super::text_files::by_name;
use crate::library::Section;

/// Whether an export is several that have different user names in their profiles, unless an e-mail address shows that it is
/// one account that changed its name. Reads all of an export that may be several by the names of its files; whether one file
/// has several owners, its import tells. Damaged files say nothing. Blocks.
pub fn has_several_owners(
    export: &dyn ExportFiles,
    scratch: &Path,
    cancel: &CancellationToken,
) -> io::Result<bool> {
    if !may_be_several(&export.files()) {
        return Ok(false);
    }
    let context =
        ReadContext { choices: &Choices::default(), scratch, cancel, progress: &|_| {}, infers: true };
    match files::read(export, &mut Nowhere, &context) {
        Ok(report) => Ok(report.has_several_owners),
        Err(error) if cancel.is_cancelled() || error.kind() == io::ErrorKind::StorageFull => Err(error),
        Err(_) => Ok(false),
    }
}

/// Drops all records.
struct Nowhere;

impl Sink for Nowhere {
    fn batch(&mut self, mut batch: Batch) -> Option<Batch> {
        batch.clear();
        Some(batch)
    }
}

/// Whether these may be the files of several exports: of zips, JSON files or profiles there are two, or JSON beside texts,
/// or two text files have the same name.
fn may_be_several(files: &[ExportFile]) -> bool {
    let (mut wholes, mut has_json, mut has_texts, mut is_doubled) = (0, false, false, false);
    let mut texts = HashSet::new();
    for file in files {
        let name = file.name.to_lowercase();
        let is_profile = || by_name(&name).is_some_and(|(section, _)| section == Section::Profile);
        if is(&name, ".zip") || is(&name, ".json") || may_be_json(&name) || is_profile() {
            wholes += 1;
            has_json |= is(&name, ".json");
        } else if is(&name, ".txt") {
            has_texts = true;
            is_doubled |= !texts.insert(name.rsplit('/').next().unwrap_or_default().to_owned());
        }
    }
    wholes > 1 || is_doubled || (has_json && has_texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_may_be_those_of_several_exports_by_their_names() {
        let may_be = |names: &[&str]| {
            let file = |name: &&str| ExportFile { name: (*name).to_owned(), bytes: 1 };
            may_be_several(&names.iter().map(file).collect::<Vec<_>>())
        };
        for names in [
            &["a.zip", "b.zip"][..],
            &["a.json", "b.json.download"],
            &["a/Profil/Profil.txt", "b/Profil/Profil.txt"],
            &["user_data.json", "TikTok/Profil/Profil.txt"],
        ] {
            assert!(may_be(names), "{names:?}");
        }
        for names in
            [&["user_data.json"][..], &["TikTok/Activity/Likes.txt", "TikTok/Profile/Profile Info.txt"]]
        {
            assert!(!may_be(names), "{names:?}");
        }
    }
}
