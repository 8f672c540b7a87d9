//! Tells by the profiles of an export whether they are of several accounts.

use std::collections::{BTreeMap, BTreeSet};

use super::fact_names::is_owner_name;
use crate::library::json;

/// No name or e-mail address is longer, in bytes.
const LONGEST: usize = 1000;

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
}
