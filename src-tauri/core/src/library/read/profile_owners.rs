//! Tells by the profiles of an export whether they are of several accounts.

use std::collections::BTreeSet;

use super::fact_names::{canonical, is_owner_name};
use super::field::KEYS;
use super::json_keys::normal;
use super::link;
use super::part_records::{InCommon, Parts};
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

/// What identifies the owner in each profile, in the order in which they were read.
#[derive(Debug, Default)]
pub struct Profiles {
    profiles: Vec<Profile>,
    /// The exports that the profiles belong to, with some of their records.
    pub parts: Parts,
}

/// One profile.
#[derive(Debug, Default)]
struct Profile {
    list: u32,
    /// The export that it belongs to.
    part: usize,
    /// The names of the fields that were read, of those that a profile has once.
    fields: BTreeSet<String>,
    names: BTreeSet<String>,
    emails: BTreeSet<String>,
    /// E-mail addresses in fields with unknown names: those of a biography, if there are others.
    unnamed: BTreeSet<String>,
    phones: BTreeSet<String>,
    birth_date: Option<String>,
}

impl Profiles {
    /// Begins another profile in a list.
    pub fn begin(&mut self, list: u32) {
        self.profiles.push(Profile { list, part: self.parts.current(), ..Profile::default() });
    }

    /// Notes a fact of an owner's profile, if it tells whose that is. `name`: the name of the field in the export.
    pub fn add(&mut self, list: u32, path: &str, name: &str, value: &str) {
        if value.len() > LONGEST {
            return;
        }
        let value = value.trim();
        let known = canonical(Section::Profile, path.rsplit(KEYS).next().unwrap_or(path));
        if is_owner_name(path) {
            let account = link::account(value).unwrap_or(value).trim_start_matches('@').to_lowercase();
            // Others stand for a name that is not there.
            if account.contains(char::is_alphanumeric) && !json::is_empty_scalar(value) {
                self.with_field(list, name).names.insert(account);
            }
            return;
        }
        match known {
            Some("emailAddress") if is_address(value) => {
                self.with_field(list, name).emails.insert(value.to_lowercase());
            }
            // In other languages, the name of the field may be unknown.
            None if is_address(value) => {
                self.of(list).unnamed.insert(value.to_lowercase());
            }
            Some("telephoneNumber") => {
                if let Some(number) = telephone_number(value) {
                    self.with_field(list, name).phones.insert(number);
                }
            }
            Some("birthDate") if !json::is_empty_scalar(value) => {
                self.with_field(list, name).birth_date = Some(value.to_lowercase());
            }
            _ => {}
        }
    }

    /// The profile of a list that is read now.
    fn of(&mut self, list: u32) -> &mut Profile {
        let at = self.profiles.iter().rposition(|profile| profile.list == list).unwrap_or_else(|| {
            self.begin(list);
            self.profiles.len() - 1
        });
        &mut self.profiles[at]
    }

    /// The same. A field that it has already begins another one: two profiles may be written in one list.
    fn with_field(&mut self, list: u32, name: &str) -> &mut Profile {
        if self.of(list).fields.contains(name) {
            self.begin(list);
        }
        let profile = self.of(list);
        profile.fields.insert(name.to_owned());
        profile
    }

    /// Whether they are of more than one account: profiles are of the same one if they have a name, an address or enough
    /// records in common.
    #[must_use]
    pub fn are_of_several(self) -> bool {
        let Self { profiles, parts } = self;
        let mut accounts: Vec<Vec<Profile>> = Vec::new();
        for mut profile in profiles {
            if profile.emails.is_empty() {
                profile.emails.append(&mut profile.unnamed);
            }
            let is_same =
                |account: &Vec<Profile>| account.iter().any(|other| other.is_same(&profile, &parts));
            let (same, others): (Vec<_>, Vec<_>) = accounts.into_iter().partition(is_same);
            accounts = others;
            accounts.push(same.into_iter().flatten().chain([profile]).collect());
        }
        let pairs = accounts.iter().enumerate().flat_map(|(at, one)| {
            accounts[at + 1..].iter().flat_map(move |other| {
                one.iter().flat_map(move |one| other.iter().map(move |other| (one, other)))
            })
        });
        pairs.into_iter().any(|(one, other)| one.tells_of_another(other))
    }
}

impl Profile {
    fn is_same(&self, other: &Self, parts: &Parts) -> bool {
        let is_born_alike =
            self.birth_date.is_none() || other.birth_date.is_none() || self.birth_date == other.birth_date;
        let has_same_records = || {
            self.part != other.part
                && match parts.in_common(self.part, other.part) {
                    InCommon::Many => is_born_alike,
                    InCommon::Half => {
                        is_born_alike && self.birth_date.is_some() && other.birth_date.is_some()
                    }
                    InCommon::Few => false,
                }
        };
        !self.names.is_disjoint(&other.names)
            || !self.emails.is_disjoint(&other.emails)
            || !self.phones.is_disjoint(&other.phones)
            || has_same_records()
    }

    /// Whether both say the same kind of thing of their owner. If they are of one account, it would be the same.
    fn tells_of_another(&self, other: &Self) -> bool {
        let both = |of: fn(&Self) -> &BTreeSet<String>| !of(self).is_empty() && !of(other).is_empty();
        both(|profile| &profile.names) || both(|profile| &profile.emails) || both(|profile| &profile.phones)
    }
}

/// The digits of a telephone number; `None` if some are hidden.
fn telephone_number(text: &str) -> Option<String> {
    let is_punctuation =
        |character: char| matches!(character, '+' | '(' | ')' | '-' | '/' | '.') || character.is_whitespace();
    let digits: String = text.chars().filter(|character| !is_punctuation(*character)).collect();
    (digits.len() >= FEWEST_DIGITS && digits.bytes().all(|digit| digit.is_ascii_digit())).then_some(digits)
}

/// Whether a text is an e-mail address, of which nothing is hidden.
fn is_address(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace);
    text.trim().split_once('@').is_some_and(|(name, host)| {
        is_part(name) && is_part(host) && host.contains('.') && !host.contains('@') && !text.contains('*')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(names: &[&str], addresses: &[&str]) -> Profile {
        let owned = |texts: &[&str]| texts.iter().map(ToString::to_string).collect();
        Profile { names: owned(names), emails: owned(addresses), ..Profile::default() }
    }

    fn are_of_several(profiles: Vec<Profile>) -> bool {
        Profiles { profiles, ..Profiles::default() }.are_of_several()
    }

    #[test]
    fn profiles_with_a_name_or_an_address_in_common_are_of_one_account() {
        let [old, new] = ["odd.kestrel", "even.kestrel"];
        let address = "kestrel@example.org";
        assert!(are_of_several(vec![profile(&[old], &[]), profile(&[new], &[])]));
        assert!(are_of_several(vec![profile(&[old], &[address]), profile(&[new], &["other@example.org"])]));
        assert!(!are_of_several(vec![profile(&[old], &[address]), profile(&[new], &[address])]));
        assert!(!are_of_several(vec![profile(&[old, new], &[])]));
        // The last one joins the others.
        let joining = profile(&[new], &[address]);
        assert!(!are_of_several(vec![profile(&[old], &[address]), profile(&[new], &[]), joining]));
        // A profile without a name tells nothing of one without an address.
        assert!(!are_of_several(vec![profile(&[old], &[]), profile(&[], &[address])]));
        assert!(are_of_several(vec![profile(&[], &[address]), profile(&[], &["other@example.org"])]));
    }

    #[test]
    fn profiles_with_enough_records_in_common_are_of_one_account() {
        let with = |shared: u64, births: [Option<&str>; 2]| {
            let mut profiles = Profiles::default();
            for (part, birth) in births.into_iter().enumerate() {
                profiles.parts.begin();
                profiles.begin(u32::try_from(part).unwrap());
                (0..shared).for_each(|record| profiles.parts.add(Section::Watch, 1_700_000_000, record));
                let own = 1000 + 30 * part as u64;
                (own..own + 5).for_each(|record| profiles.parts.add(Section::Watch, 1_700_000_000, record));
                let profile = profiles.profiles.last_mut().unwrap();
                profile.names.insert(format!("name {part}"));
                profile.birth_date = birth.map(str::to_owned);
            }
            profiles.are_of_several()
        };
        let (one, other) = (Some("01-jan-1990"), Some("02-jan-1990"));
        assert!(!with(20, [None, None]) && !with(20, [one, None]) && !with(20, [one, one]));
        assert!(with(20, [one, other]) && with(19, [None, None]));
        assert!(!with(5, [one, one]) && with(5, [one, None]) && with(4, [one, one]));
    }

    /// Whether two profiles with these facts are of several accounts.
    fn with_facts(first: &[(&str, &str)], second: &[(&str, &str)]) -> bool {
        let mut profiles = Profiles::default();
        for (list, facts) in [(0, first), (1, second)] {
            for (path, value) in facts {
                profiles.add(list, path, path, value);
            }
        }
        profiles.are_of_several()
    }

    #[test]
    fn two_spellings_of_a_name_are_of_one_profile_and_two_fields_of_one_name_are_of_two() {
        assert!(!with_facts(&[("userName", "maren"), ("user name", "Maren H")], &[]));
        assert!(with_facts(&[("userName", "maren"), ("birthDate", "1"), ("userName", "jonas")], &[]));
        assert!(with_facts(&[("email", "m@example.org"), ("email", "j@example.org")], &[]));
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
