//! Tells whether an export is several, of different accounts.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io;
use std::path::Path;

use tokio_util::sync::CancellationToken;

use super::batch::{Batch, Sink};
use super::context::{Choices, ReadContext};
use super::export::{ExportFile, ExportFiles, is, may_be_json};
use super::files;
use super::sample::is_owner_name;
use super::text_files::by_name;
use crate::library::Section;
use crate::library::json;

/// No name or e-mail address is longer, in bytes.
const LONGEST: usize = 1000;

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

/// The user names and e-mail addresses in each profile, by the number of its list.
#[derive(Debug, Default)]
pub struct Profiles(BTreeMap<u32, Profile>);

#[derive(Debug, Default)]
struct Profile {
    names: BTreeSet<String>,
    addresses: BTreeSet<String>,
}

impl Profiles {
    /// Notes a fact of a profile, if it tells whose that is.
    pub fn add(&mut self, list: u32, path: &str, value: &str) {
        if value.len() > LONGEST {
            return;
        }
        if is_owner_name(path) && !json::is_empty_scalar(value) {
            let name = value.trim().trim_start_matches('@').to_lowercase();
            self.0.entry(list).or_default().names.insert(name);
        } else if is_address(value) {
            self.0.entry(list).or_default().addresses.insert(value.trim().to_lowercase());
        }
    }

    /// Whether they are of more than one account: profiles are of the same one if they have a name or an address in common.
    #[must_use]
    pub fn are_of_several(self) -> bool {
        let mut accounts: Vec<Profile> = Vec::new();
        for profile in self.0.into_values().filter(|profile| !profile.names.is_empty()) {
            // Two profiles in one list, of which nothing shows that they are of one account.
            if profile.names.len() > 1 && profile.addresses.len() != 1 {
                return true;
            }
            let (same, others): (Vec<_>, Vec<_>) =
                accounts.into_iter().partition(|account| account.is_same(&profile));
            accounts = others;
            accounts.push(same.into_iter().fold(profile, Profile::joined));
        }
        accounts.len() > 1
    }
}

impl Profile {
    fn is_same(&self, other: &Self) -> bool {
        !self.names.is_disjoint(&other.names) || !self.addresses.is_disjoint(&other.addresses)
    }

    fn joined(mut self, mut other: Self) -> Self {
        self.names.append(&mut other.names);
        self.addresses.append(&mut other.addresses);
        self
    }
}

/// Whether a text is an e-mail address.
fn is_address(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace);
    text.trim().split_once('@').is_some_and(|(name, host)| {
        is_part(name) && is_part(host) && host.contains('.') && !host.contains('@')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(names: &[&str], addresses: &[&str]) -> Profile {
        let owned = |texts: &[&str]| texts.iter().map(ToString::to_string).collect();
        Profile { names: owned(names), addresses: owned(addresses) }
    }

    fn are_of_several(profiles: Vec<Profile>) -> bool {
        Profiles((0..).zip(profiles).collect()).are_of_several()
    }

    #[test]
    fn profiles_with_a_name_or_an_address_in_common_are_of_one_account() {
        let [old, new] = ["odd.kestrel", "even.kestrel"];
        let address = "kestrel@example.org";
        assert!(are_of_several(vec![profile(&[old], &[]), profile(&[new], &[])]));
        assert!(are_of_several(vec![profile(&[old], &[address]), profile(&[new], &["other@example.org"])]));
        assert!(are_of_several(vec![profile(&[old, new], &[])]));
        assert!(!are_of_several(vec![profile(&[old], &[address]), profile(&[new], &[address])]));
        assert!(!are_of_several(vec![profile(&[old, new], &[address])]));
        // The last one joins the others.
        let joining = profile(&[new], &[address]);
        assert!(!are_of_several(vec![profile(&[old], &[address]), profile(&[new], &[]), joining]));
        // A profile without a name tells nothing.
        assert!(!are_of_several(vec![profile(&[old], &[]), profile(&[], &[address])]));
    }

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
