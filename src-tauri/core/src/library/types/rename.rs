//! People and groups whose names have changed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A name, and the one that the same person or group had later.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rename {
    /// The earlier name.
    pub earlier: String,
    /// The later name.
    pub later: String,
    /// Whether it is a group's.
    pub is_group: bool,
    /// Until when it was that name, Unix milliseconds: the time of the newest export that shows it. Somebody else may have
    /// taken the name since. `None` if the user said that the names are those of one person.
    #[serde(default)]
    pub until: Option<i64>,
}

/// The names under which records are stored, by earlier names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LaterNames {
    people: BTreeMap<String, String>,
    groups: BTreeMap<String, String>,
}

impl LaterNames {
    /// The names that result from these renames, of which the latest counts if there are several of one name, for an export
    /// that was requested at this time (Unix milliseconds), if that is known.
    #[must_use]
    pub fn new(renames: &[Rename], requested: Option<i64>) -> Self {
        let mut names = Self::default();
        let is_in_export =
            |rename: &&Rename| requested.zip(rename.until).is_none_or(|(at, until)| at <= until);
        for Rename { earlier, later, is_group, .. } in renames.iter().filter(is_in_export) {
            let names = if *is_group { &mut names.groups } else { &mut names.people };
            let later = names.get(later).unwrap_or(later).clone();
            if *earlier == later {
                continue;
            }
            for known in names.values_mut().filter(|known| *known == earlier) {
                known.clone_from(&later);
            }
            names.insert(earlier.clone(), later);
        }
        names
    }

    /// The name under which records of a person or group with this name are stored.
    #[must_use]
    pub fn of<'n>(&'n self, name: &'n str, is_group: bool) -> &'n str {
        let names = if is_group { &self.groups } else { &self.people };
        names.get(name).map_or(name, String::as_str)
    }

    /// All earlier names, each with the later one, and whether it is a group's.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str, bool)> {
        let all = [(&self.people, false), (&self.groups, true)];
        all.into_iter().flat_map(|(names, is_group)| {
            names.iter().map(move |(earlier, later)| (earlier.as_str(), later.as_str(), is_group))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(renames: &[(&str, &str)]) -> LaterNames {
        let rename = |(earlier, later): &(&str, &str)| Rename {
            earlier: (*earlier).into(),
            later: (*later).into(),
            is_group: false,
            until: None,
        };
        LaterNames::new(&renames.iter().map(rename).collect::<Vec<_>>(), None)
    }

    #[test]
    fn the_last_of_several_names_counts_in_whichever_order_they_became_known() {
        for renames in [[("a", "b"), ("b", "c")], [("b", "c"), ("a", "b")]] {
            let names = names(&renames);
            assert_eq!([names.of("a", false), names.of("b", false), names.of("c", false)], ["c"; 3]);
            assert_eq!(names.of("a", true), "a", "groups have names of their own");
        }
    }

    #[test]
    fn a_name_may_be_somebody_elses_in_newer_exports() {
        let renames = [Rename { earlier: "a".into(), later: "b".into(), is_group: false, until: Some(100) }];
        let name_at = |requested| LaterNames::new(&renames, requested).of("a", false).to_owned();
        assert_eq!([name_at(None), name_at(Some(100)), name_at(Some(101))], ["b", "b", "a"]);
    }

    #[test]
    fn a_name_that_was_taken_back_is_no_earlier_name_of_itself() {
        let names = names(&[("a", "b"), ("b", "a")]);
        assert_eq!(names.of("a", false), names.of("b", false));
    }
}
