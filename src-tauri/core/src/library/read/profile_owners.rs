//! Tells by the profiles of an export whether they are of several accounts.

use std::collections::{BTreeMap, BTreeSet};

use super::fact_names::{canonical, is_owner_name};
use super::field::KEYS;
use super::json_keys::normal;
use super::link;
use crate::library::Section;
use crate::library::json;

/// No name or e-mail address is longer, in bytes.
const LONGEST: usize = 1000;

/// Words in the last keys of a profile, or folders of its file, that say that it is not the owner's.
const OF_OTHERS: [&str; 8] = ["shop", "seller", "business", "message", "chat", "view", "live", "lemon8"];
/// How many keys or folders are looked at. What is before them was named by a person.
const LOOKED_AT: usize = 3;
/// Fewer digits are no telephone number.
const FEWEST_DIGITS: usize = 7;

/// Whether the profile with this path is that of the owner, and not of a shop or of another person.
#[must_use]
pub fn is_of_owner(path: &str) -> bool {
    let is_of_other = |key: &str| OF_OTHERS.iter().any(|word| normal(key).contains(word));
    !path.rsplit('/').take(LOOKED_AT).any(is_of_other)
}

/// What identifies the owner in each profile, by the number of its list.
#[derive(Debug, Default)]
pub struct Profiles(BTreeMap<u32, Profile>);

#[derive(Debug, Default)]
struct Profile {
    names: BTreeSet<String>,
    /// E-mail addresses and telephone numbers.
    addresses: BTreeSet<String>,
}

impl Profiles {
    /// Notes a fact of an owner's profile, if it tells whose that is.
    pub fn add(&mut self, list: u32, path: &str, value: &str) {
        if value.len() > LONGEST {
            return;
        }
        let value = value.trim();
        let known = canonical(Section::Profile, path.rsplit(KEYS).next().unwrap_or(path));
        if is_owner_name(path) {
            let name = link::account(value).unwrap_or(value).trim_start_matches('@').to_lowercase();
            // Others stand for a name that is not there.
            if name.contains(char::is_alphanumeric) && !json::is_empty_scalar(value) {
                self.0.entry(list).or_default().names.insert(name);
            }
            return;
        }
        let address = match known {
            // In other languages, the name of the field may be unknown.
            Some("emailAddress") | None => is_address(value).then(|| value.to_lowercase()),
            Some("telephoneNumber") => telephone_number(value),
            Some(_) => None,
        };
        if let Some(address) = address {
            self.0.entry(list).or_default().addresses.insert(address);
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

/// The digits of a telephone number; `None` if some are hidden.
fn telephone_number(text: &str) -> Option<String> {
    let is_sign = |sign: char| matches!(sign, '+' | '(' | ')' | '-' | '/' | '.') || sign.is_whitespace();
    let digits: String = text.chars().filter(|sign| !is_sign(*sign)).collect();
    (digits.len() >= FEWEST_DIGITS && digits.bytes().all(|digit| digit.is_ascii_digit())).then_some(digits)
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

    /// Whether two profiles with these facts besides their user names are of several accounts.
    fn with_facts(first: &[(&str, &str)], second: &[(&str, &str)]) -> bool {
        let mut profiles = Profiles::default();
        for (list, facts) in [(0, first), (1, second)] {
            for (path, value) in facts {
                profiles.add(list, path, value);
            }
        }
        profiles.are_of_several()
    }

    #[test]
    fn names_and_addresses_are_told_by_their_fields() {
        let (maren, jonas) = (("userName", "maren"), ("userName", "jonas"));
        assert!(with_facts(&[maren], &[jonas]));
        // The owner changed the name.
        let phone = |number| ("telephoneNumber", number);
        assert!(!with_facts(&[maren, phone("+49 170 1234567")], &[jonas, phone("+491701234567")]));
        assert!(!with_facts(&[maren, ("Почта", "m@example.org")], &[jonas, ("Email", "M@example.org")]));
        // Others may have the same.
        for (name, value) in [("bioDescription", "agency@example.org"), ("telephoneNumber", "+49***67")] {
            assert!(with_facts(&[maren, (name, value)], &[jonas, (name, value)]), "{name}");
        }
        // The same name, or none.
        for name in ["@Maren", "https://www.tiktok.com/@maren", "-", "N/A"] {
            assert!(!with_facts(&[maren], &[("userName", name)]), "{name}");
        }
    }

    #[test]
    fn profiles_of_shops_and_of_other_people_are_not_those_of_the_owner() {
        for path in [
            "Profile And Settings/Profile Info/ProfileMap",
            "Profile/Profile Information/ProfileMap",
            "my business/TikTok/Profile and Settings/Profile Info.txt",
            "Profil und Einstellungen/Profilinformationen.txt",
        ] {
            assert!(is_of_owner(path), "{path}");
        }
        for path in [
            "TikTok Shop/Shop Profile/Profile Info/ProfileMap",
            "TikTok/TikTok Shop/Profile Info.txt",
            "Direct Message/Profile Info/ProfileMap",
            "Profile And Settings/Profile Views/ProfileMap",
            "Profile And Settings/Business Profile Info/ProfileMap",
        ] {
            assert!(!is_of_owner(path), "{path}");
        }
    }
}
