//! Finding out whose an export is.

use tokio_util::sync::CancellationToken;

use super::LibrarySync;
use crate::account::OpenId;
use crate::library::read::{self, ExportFiles, Sample};
use crate::library::{Library, LibraryError};
use crate::person::{Certainty, People, Person, PersonId, folded};

/// Two exports are the same person's if this number of records of a sample are in both, or, of a smaller sample, all.
const SHARED_RECORDS: usize = 20;

impl LibrarySync {
    /// Determines whose an export is, and remembers it. What is not certainly somebody's who is known gets a person of its
    /// own, so that nothing is mixed that does not belong together.
    ///
    /// 1. What was determined before stays, in particular what the user said.
    /// 2. Exports of one account are the same person's.
    /// 3. Exports with one user name are the same person's.
    /// 4. So are exports with the same records: an account may have been renamed, and not all exports have a profile.
    ///
    /// Blocks.
    pub(super) fn determine_owner(
        &self,
        backup: &str,
        account: Option<&OpenId>,
        export: &dyn ExportFiles,
        cancel: &CancellationToken,
    ) -> Result<PersonId, LibraryError> {
        let people = self.0.people.get();
        if let Some(known) = people.owner_of(backup) {
            return Ok(known.clone());
        }
        let of_account = account.and_then(|account| people.with_account(account));
        let known = of_account.filter(|person| people.has_backups(&person.id));
        let others: Vec<&Person> =
            people.people.iter().filter(|person| people.has_backups(&person.id)).collect();
        let found = if let Some(known) = known {
            Some(known.id.clone())
        } else if others.is_empty() {
            None
        } else {
            self.recognise(&others, export, cancel)?
        };
        let may_be_other = match account {
            // Whoever has another account is somebody else.
            Some(_) => others.iter().any(|person| person.accounts.is_empty()),
            None => !others.is_empty(),
        };
        let own = of_account.map(|person| person.id.clone());
        Ok(self.0.people.change(|people| {
            let owner = found.unwrap_or_else(|| {
                let unknown = people.unknown().filter(|_| others.is_empty()).map(|person| person.id.clone());
                let owner = own.clone().or(unknown).unwrap_or_else(|| people.add(Certainty::Recognised));
                if may_be_other {
                    people.doubt(&owner);
                }
                owner
            });
            people.assign(backup, &owner, false);
            match (account, own) {
                (Some(account), None) => {
                    show_with(people, &owner);
                    people.set_account(account, &owner);
                }
                // Who signed in had no backups until now.
                (_, Some(own)) => people.join(&own, &owner, false),
                (None, None) => {}
            }
            owner
        }))
    }

    /// Who among these people an export is certainly of. Blocks.
    fn recognise(
        &self,
        people: &[&Person],
        export: &dyn ExportFiles,
        cancel: &CancellationToken,
    ) -> Result<Option<PersonId>, LibraryError> {
        let with_name = |name: &str| {
            let name = folded(name);
            people.iter().find(|person| person.user_names.contains(&name)).map(|person| person.id.clone())
        };
        let read = read::sample(export, self.0.libraries.folder(), cancel, &|name| with_name(name).is_some());
        let Sample { user_names, records } = match read {
            Ok(sample) => sample,
            Err(_) if cancel.is_cancelled() => return Err(LibraryError::Cancelled),
            // The import tells what is wrong with it.
            Err(error) => {
                tracing::warn!(%error, "an export could not be read to find out whose it is");
                Sample::default()
            }
        };
        if let Some(named) = user_names.iter().find_map(|name| with_name(name)) {
            return Ok(Some(named));
        }
        let mut best = None;
        for person in people {
            let shared = self.0.libraries.get(&person.id)?.shared(&records)?;
            if shared > 0
                && shared >= records.len().min(SHARED_RECORDS)
                && best.is_none_or(|(most, _)| shared > most)
            {
                best = Some((shared, &person.id));
            }
        }
        Ok(best.map(|(_, person)| person.clone()))
    }

    /// Notes the user names in a library; with `only`, instead of all that were known. People with one name are the same
    /// person. Blocks.
    pub(super) fn note_user_names(&self, person: &str, library: &Library, only: bool) {
        let names: Vec<String> = match library.user_names() {
            Ok(names) => names.iter().map(|name| folded(name)).collect(),
            Err(error) => {
                tracing::warn!(%error, "the user names in a library could not be read");
                return;
            }
        };
        let is_joined = self.0.people.change(|people| {
            people.set_user_names(person, &names, only);
            let Some(namesake) = people.namesake(person).map(|other| other.id.clone()) else { return false };
            let is_unsure = people.get(person).is_some_and(|person| person.certainty == Certainty::Unsure);
            let (joined, into) =
                if is_unsure { (person, namesake.as_str()) } else { (namesake.as_str(), person) };
            people.join(joined, into, false);
            true
        });
        if is_joined {
            // The next synchronisation moves the backups.
            self.sync();
        }
    }
}

/// Shows a person whose account was used for the first time, while nobody with an account was shown.
fn show_with(people: &mut People, owner: &str) {
    if people.get(&people.shown).is_none_or(|shown| shown.accounts.is_empty()) {
        owner.clone_into(&mut people.shown);
    }
}
